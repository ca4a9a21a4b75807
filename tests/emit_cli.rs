//! Outputs from the command line: several in one run, private, redacted; and the workbook comes back: a steward fills its
//! decision columns in a spreadsheet program, and an import takes them over.
#![allow(missing_docs, clippy::unwrap_used)]

use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

struct Desk(tempfile::TempDir);

impl Desk {
    fn new(files: &[(&str, &str)]) -> Desk {
        let desk = Desk(tempfile::tempdir().unwrap());
        for (name, text) in files {
            std::fs::write(desk.path(name), text).unwrap();
        }
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    fn run(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_recount"));
        command.args(args).current_dir(self.0.path()).stdin(Stdio::null()).env("NO_COLOR", "1").output().unwrap()
    }

    fn says(&self, status: i32, args: &[&str]) -> String {
        let output = self.run(args);
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(status), "{args:?}\n{said}");
        said
    }

    fn ledger(&self, args: &[&str]) -> Value {
        let output = self.run(&[&["check", "--no-db", "--fail-on", "never", "--emit", "json"], args].concat());
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

/// What a steward writes into a cell.
#[derive(Clone)]
enum Cell {
    Text(&'static str),
    Day(u16, u8, u8),
}
use Cell::{Day, Text};

type Sheets = Vec<(String, Vec<Vec<Data>>)>;

fn open(path: &Path) -> Sheets {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(std::fs::read(path).unwrap())).unwrap();
    let rows = |sheet: &calamine::Range<Data>| sheet.rows().map(<[Data]>::to_vec).collect();
    book.worksheets().into_iter().map(|(name, sheet)| (name, rows(&sheet))).collect()
}

fn column(rows: &[Vec<Data>], name: &str) -> usize {
    rows[0].iter().position(|cell| *cell == *name).unwrap()
}

/// Sheet, column, what stands in it, and what is written into the row.
type Filled<'a> = (&'a str, &'a str, &'a str, &'a [(&'a str, Cell)]);

/// Writes into the rows of a sheet whose cell in `column` is that, and saves the workbook as another program would.
fn fill(from: &Path, to: &Path, filled: &[Filled<'_>]) {
    let sheets = open(from);
    let mut book = Workbook::new();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    for (name, rows) in &sheets {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (at, row) in rows.iter().enumerate() {
            for (to, cell) in row.iter().enumerate() {
                match cell {
                    Data::Float(number) => drop(sheet.write_number(at as u32, to as u16, *number).unwrap()),
                    Data::Empty => (),
                    other => drop(sheet.write_string(at as u32, to as u16, other.to_string()).unwrap()),
                }
            }
        }
        for (_, key, value, cells) in filled.iter().filter(|(sheet, ..)| sheet == name) {
            let key = column(rows, key);
            let at = rows.iter().position(|row| row[key] == **value).unwrap_or_else(|| panic!("{value}"));
            for (title, cell) in *cells {
                let (at, to) = (at as u32, column(rows, title) as u16);
                match cell {
                    Text(text) => drop(sheet.write_string(at, to, *text).unwrap()),
                    Day(year, month, day) => {
                        let day = ExcelDateTime::from_ymd(*year, *month, *day).unwrap();
                        sheet.write_datetime_with_format(at, to, &day, &date).unwrap();
                    }
                }
            }
        }
    }
    book.save(to).unwrap();
}

const BROKEN: &str = "report_id,source,event_date,country,admin1,place,killed_low,killed,killed_high\n\
    r1,AP,2019-05-02,Niger,Diffa,Toumour,9,4,11\n\
    r2,AFP,2020-03-01,Mali,Mopti,Sokolo,8,6,7\n\
    r3,RFI,2021-02-03,Mali,Gao,Karou,17,20,2\n\
    r4,BBC,2018-01-04,Niger,Diffa,Bosso,3,2,1\n";

/// The state of each report's finding of a rule.
fn states(ledger: &Value, code: &str) -> BTreeMap<String, String> {
    let findings = ledger["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] == code);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    findings.map(|finding| (text(&finding["subject"]["reports"][0]), text(&finding["state"]))).collect()
}

#[test]
fn findings_that_were_decided_in_the_workbook_are_decided() {
    let before = "# Kept by Ada.\n\n[[decision]]\nverdict = \"same-event\"\nreports = [\"x1\", \"x2\"] # both by AFP\nreason = \"one ambush\"\n";
    let desk = Desk::new(&[("a.csv", BROKEN), ("recount.decisions.toml", before)]);
    desk.says(1, &["check", "a.csv", "--no-db", "--quiet", "--emit", "xlsx=report.xlsx"]);
    let reports = |id: &'static str, cells: &'static [(&str, Cell)]| ("findings", "reports", id, cells);
    fill(
        &desk.path("report.xlsx"),
        &desk.path("filled.xlsx"),
        &[
            reports(
                "r1",
                &[("decision", Text("Accept")), ("reason", Text("as the army says it")), ("by", Text("Ada"))],
            ),
            reports(
                "r2",
                &[
                    ("decision", Text("False alarm")),
                    ("reason", Text("=1+1 is no formula")),
                    ("until", Day(2098, 5, 6)),
                ],
            ),
            reports("r3", &[("decision", Text("snooze until 2099-12-31")), ("reason", Text("asked the prefecture"))]),
        ],
    );
    let said = desk.says(0, &["decide", "--import", "filled.xlsx", "--by", "Moussa", "--today", "2026-01-31"]);
    assert!(said.contains("3 added, 0 replaced"), "{said}");
    let file = desk.read("recount.decisions.toml");
    assert!(file.starts_with(before), "{file}");
    assert!(
        file.contains("by = \"Ada\"") && file.contains("by = \"Moussa\"") && file.contains("when = 2026-01-31"),
        "{file}"
    );
    assert!(file.contains("until = 2098-05-06") && file.contains("until = 2099-12-31"), "{file}");
    let ledger = desk.ledger(&["a.csv"]);
    let expected = [("r1", "decided"), ("r2", "decided"), ("r3", "decided"), ("r4", "new")];
    assert_eq!(states(&ledger, "TOL002"), expected.map(|(id, state)| (id.to_owned(), state.to_owned())).into());
    // The workbook of the next run says so, and the same decisions a second time change nothing.
    desk.says(1, &["check", "a.csv", "--no-db", "--quiet", "--emit", "xlsx=next.xlsx"]);
    let sheets = open(&desk.path("next.xlsx"));
    let rows = &sheets.iter().find(|(name, _)| name == "findings").unwrap().1;
    let earlier = column(rows, "decided earlier");
    assert!(rows.iter().any(|row| row[earlier].to_string().contains("as the army says it")));
    let said = desk.says(0, &["decide", "--import", "filled.xlsx", "--today", "2026-02-28"]);
    assert!(said.contains("0 added, 0 replaced, 3 there already"), "{said}");
    assert_eq!(desk.read("recount.decisions.toml"), file);
}

#[test]
fn cells_that_cannot_be_understood_are_named_and_nothing_is_decided() {
    let desk = Desk::new(&[("a.csv", BROKEN)]);
    desk.says(1, &["check", "a.csv", "--no-db", "--quiet", "--emit", "xlsx=report.xlsx"]);
    let refused = |cells: &'static [(&str, Cell)]| {
        fill(&desk.path("report.xlsx"), &desk.path("filled.xlsx"), &[("findings", "reports", "r1", cells)]);
        let said = desk.says(2, &["decide", "--import", "filled.xlsx"]);
        assert!(!desk.path("recount.decisions.toml").exists());
        said
    };
    let row = |said: &str, column: &str| said.contains(&format!("filled.xlsx: sheet findings, cell {column}"));
    let said = refused(&[("decision", Text("acept")), ("reason", Text("x"))]);
    assert!(row(&said, "F") && said.contains("\"acept\"") && said.contains("did you mean accept?"), "{said}");
    let said = refused(&[("decision", Text("accept"))]);
    assert!(row(&said, "G") && said.contains("say why"), "{said}");
    let said = refused(&[("decision", Text("snooze")), ("reason", Text("x"))]);
    assert!(row(&said, "H") && said.contains("a snooze needs the day"), "{said}");
    let said = refused(&[("decision", Text("snooze")), ("reason", Text("x")), ("until", Text("31/12/2099"))]);
    assert!(row(&said, "H") && said.contains("is no day; write it as 2026-12-31"), "{said}");
    let said = refused(&[("decision", Text("same")), ("reason", Text("x"))]);
    assert!(row(&said, "F") && said.contains("wants a finding on two spellings or more"), "{said}");
    let said = refused(&[("reason", Text("forgot the verdict"))]);
    assert!(row(&said, "G") && said.contains("holds no decision"), "{said}");
    // One reason for all may come from the command line.
    fill(
        &desk.path("report.xlsx"),
        &desk.path("filled.xlsx"),
        &[("findings", "reports", "r1", &[("decision", Text("accept"))])],
    );
    desk.says(0, &["decide", "--import", "filled.xlsx", "--reason", "checked"]);

    std::fs::write(desk.path("torn.xlsx"), &std::fs::read(desk.path("report.xlsx")).unwrap()[..900]).unwrap();
    assert!(desk.says(2, &["decide", "--import", "torn.xlsx"]).contains("torn.xlsx: this workbook cannot be read"));
    let mut other = Workbook::new();
    other.add_worksheet().write_string(0, 0, "no business of ours").unwrap();
    other.save(desk.path("other.xlsx")).unwrap();
    assert!(desk.says(2, &["decide", "--import", "other.xlsx"]).contains("is no workbook of recount"));
}

#[test]
fn spellings_are_settled_in_the_sheet_of_places() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample/attack.csv");
    let desk = Desk::new(&[("attack.csv", &std::fs::read_to_string(sample).unwrap())]);
    let before = desk.ledger(&["attack.csv"]);
    desk.says(0, &["check", "attack.csv", "--no-db", "--quiet", "--emit", "xlsx=report.xlsx"]);
    let spelling = |name: &'static str, cells: &'static [(&str, Cell)]| ("places", "spelling", name, cells);
    fill(
        &desk.path("report.xlsx"),
        &desk.path("filled.xlsx"),
        &[
            spelling("Ouattagouna", &[("decision", Text("same")), ("reason", Text("two transcriptions"))]),
            spelling("Outagouna", &[("decision", Text("different")), ("reason", Text("a well of that name"))]),
            spelling("Ouatagouna", &[("decision", Text("canonical")), ("reason", Text("as the commune writes it"))]),
        ],
    );
    let said = desk.says(0, &["decide", "--import", "filled.xlsx"]);
    assert!(said.contains("3 added"), "{said}");
    let file = desk.read("recount.decisions.toml");
    assert!(file.contains("names = [\"Ouatagouna\", \"Ouattagouna\"]\ncountry = \"Mali\""), "{file}");
    assert!(file.contains("verdict = \"canonical\"\nnames = [\"Ouatagouna\"]"), "{file}");
    let after = desk.ledger(&["attack.csv"]);
    let places = |ledger: &Value| ledger["summary"]["places"].as_u64().unwrap();
    assert_eq!(places(&after), places(&before) + 1, "Outagouna is a place of its own now");
    // Beside the place's own spelling these words say nothing.
    fill(
        &desk.path("report.xlsx"),
        &desk.path("filled.xlsx"),
        &[spelling("Karou", &[("decision", Text("same")), ("reason", Text("x"))])],
    );
    let said = desk.says(2, &["decide", "--import", "filled.xlsx"]);
    assert!(said.contains("sheet places, cell E") && said.contains("says nothing here"), "{said}");
    // A finding on spellings takes the same words, and is accepted with "same".
    let print = before["findings"].as_array().unwrap().iter().find(|finding| {
        finding["code"] == "PLC001" && finding["headline"].as_str().unwrap().starts_with("Daoutegeft ")
    });
    let print: &'static str = print.unwrap()["fingerprint"].as_str().unwrap().to_owned().leak();
    fill(
        &desk.path("report.xlsx"),
        &desk.path("filled.xlsx"),
        &[("findings", "fingerprint", print, &[("decision", Text("same")), ("reason", Text("one wadi"))])],
    );
    assert!(desk.says(0, &["decide", "--import", "filled.xlsx"]).contains("2 added"));
    let state = |ledger: &Value| {
        let all = ledger["findings"].as_array().unwrap();
        all.iter().find(|finding| finding["fingerprint"] == print).unwrap()["state"].as_str().unwrap().to_owned()
    };
    assert_eq!((state(&before), state(&desk.ledger(&["attack.csv"]))), ("new".to_owned(), "decided".to_owned()));
}

fn sample() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample/attack.csv")).unwrap()
}

const KINDS: [&str; 10] = ["terminal", "json", "jsonl", "html", "markdown", "csv", "xlsx", "sarif", "junit", "github"];

/// All outputs of one run, as files in a folder of that name.
fn emit_all(desk: &Desk, folder: &str, more: &[&str]) -> BTreeMap<&'static str, Vec<u8>> {
    std::fs::create_dir(desk.path(folder)).unwrap();
    let emits: Vec<String> = KINDS.iter().map(|kind| format!("--emit={kind}={folder}/{kind}")).collect();
    let emits: Vec<&str> = emits.iter().map(String::as_str).collect();
    desk.says(0, &[&["check", "attack.csv", "--no-db", "--fail-on", "never", "--quiet"], more, &emits].concat());
    KINDS.iter().map(|kind| (*kind, std::fs::read(desk.path(folder).join(kind)).unwrap())).collect()
}

#[test]
fn all_outputs_of_one_run_say_the_same_and_are_private() {
    let desk = Desk::new(&[("attack.csv", &sample())]);
    let first = emit_all(&desk, "first", &[]);
    let second = emit_all(&desk, "second", &["--threads", "1"]);
    for kind in KINDS.iter().filter(|kind| **kind != "json") {
        let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace("second/", "first/");
        assert_eq!(shown(&second[kind]), shown(&first[kind]), "{kind}");
    }
    #[cfg(unix)]
    for kind in KINDS {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(desk.path("first").join(kind)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{kind}");
    }
    let ledger: Value = serde_json::from_slice(&first["json"]).unwrap();
    let prints: Vec<&str> =
        ledger["findings"].as_array().unwrap().iter().map(|finding| finding["fingerprint"].as_str().unwrap()).collect();
    assert!(prints.len() > 5);
    for kind in ["jsonl", "html", "csv", "sarif", "junit"] {
        let text = String::from_utf8_lossy(&first[kind]);
        assert!(prints.iter().all(|print| text.contains(print)), "{kind}");
    }
    let (_, rows) = open(&desk.path("first/xlsx")).into_iter().find(|(name, _)| name == "findings").unwrap();
    let at = column(&rows, "fingerprint");
    assert_eq!(rows[1..].iter().map(|row| row[at].to_string()).collect::<Vec<_>>(), prints);
    let count = |level: &str| ledger["summary"]["by_severity"][level].as_u64().unwrap();
    let (errors, warnings, infos) = (count("error"), count("warning"), count("info"));
    let says =
        |kind: &str, words: String| assert!(String::from_utf8_lossy(&first[kind]).contains(&words), "{kind}: {words}");
    for kind in ["terminal", "github", "markdown"] {
        says(kind, format!("{errors} errors, {warnings} warnings, {infos} info"));
    }
}

#[test]
fn a_redacted_run_names_no_local_source_and_quotes_no_text() {
    let desk = Desk::new(&[("attack.csv", &sample())]);
    let plain = emit_all(&desk, "plain", &[]);
    let hidden = emit_all(&desk, "hidden", &["--redact", "--write-baseline", "hidden/baseline"]);
    let baseline = desk.read("hidden/baseline").into_bytes();
    // Sources of the sample that are no agency, those they cite, and words of its texts.
    for secret in ["bamada", "dirpa", "ansongo prefect", "journal du mali", "civilians killed in several villages"] {
        let tells = |bytes: &[u8]| String::from_utf8_lossy(bytes).to_lowercase().contains(secret);
        assert!(tells(&plain["html"]), "{secret} is there before");
        for (kind, bytes) in hidden.iter().filter(|(kind, _)| **kind != "xlsx") {
            assert!(!tells(bytes), "{kind}: {secret}");
        }
        assert!(!tells(&baseline), "{secret}");
        let sheets = format!("{:?}", open(&desk.path("hidden/xlsx"))).to_lowercase();
        assert!(!sheets.contains(secret), "xlsx: {secret}");
    }
    let prints = |bytes: &[u8]| -> Vec<String> {
        let ledger: Value = serde_json::from_slice(bytes).unwrap();
        ledger["findings"].as_array().unwrap().iter().map(|finding| finding["fingerprint"].to_string()).collect()
    };
    assert_eq!(prints(&plain["json"]), prints(&hidden["json"]));
}
