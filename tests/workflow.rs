//! Whole days of work, from the command line: the gate in CI, the steward's nights, the analyst's questions.
#![allow(missing_docs, clippy::unwrap_used)]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Desk {
        Desk { folder: tempfile::tempdir().unwrap() }
    }

    fn file(&self, name: &str, text: &str) {
        std::fs::write(self.folder.path().join(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).unwrap()
    }

    fn run(&self, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_recount"))
            .args(args)
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .env("NO_COLOR", "1")
            .output()
            .unwrap()
    }

    /// Runs and expects that status; returns what stands on standard output.
    fn expect(&self, status: i32, args: &[&str]) -> String {
        let output = self.run(args);
        assert_eq!(
            output.status.code(),
            Some(status),
            "{args:?}\n{}\n{}",
            String::from_utf8_lossy(&output.stderr),
            String::from_utf8_lossy(&output.stdout)
        );
        String::from_utf8(output.stdout).unwrap()
    }

    fn ledger(&self, status: i32, args: &[&str]) -> Value {
        serde_json::from_str(&self.expect(status, &[args, &["--emit", "json"]].concat())).unwrap()
    }
}

fn findings<'a>(ledger: &'a Value, code: &str) -> Vec<&'a Value> {
    ledger["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] == code).collect()
}

const HEAD: &str = "report_id,source,event_date,country,admin1,place,killed_low,killed,killed_high\n";
const SOUND: &str = "r1,AFP,2021-08-08,Mali,Gao,Karou,17,20,22\nr2,RFI,2020-03-01,Mali,Mopti,Sokolo,5,6,7\n";
const BROKEN: &str = "r3,AP,2019-05-02,Niger,Diffa,Toumour,9,4,11\n";

#[test]
fn a_baseline_lets_through_what_is_known_and_stops_what_is_new() {
    let desk = Desk::new();
    desk.file("a.csv", &format!("{HEAD}{BROKEN}{SOUND}"));
    desk.expect(1, &["check", "a.csv", "--no-db", "--write-baseline", "known.baseline"]);
    let baseline = desk.read("known.baseline");
    assert!(baseline.lines().any(|line| line.starts_with("TOL002 ")), "{baseline}");
    desk.expect(0, &["check", "a.csv", "--no-db", "--baseline", "known.baseline"]);

    // One new error, above the old one, so that every line moves.
    desk.file("a.csv", &format!("{HEAD}r0,BBC,2018-01-01,Niger,Diffa,Bosso,3,2,1\n{BROKEN}{SOUND}"));
    let ledger = desk.ledger(1, &["check", "a.csv", "--baseline", "known.baseline"]);
    let states: Vec<_> = findings(&ledger, "TOL002")
        .iter()
        .map(|finding| (finding["subject"]["reports"][0].as_str().unwrap(), finding["state"].as_str().unwrap()))
        .collect();
    assert!(states.contains(&("r3", "known")) && states.contains(&("r0", "new")), "{states:?}");

    // Accepted, it no longer fails; the decision names who and why.
    let print = findings(&ledger, "TOL002").iter().find(|finding| finding["state"] == "new").unwrap()["fingerprint"]
        .as_str()
        .unwrap()
        .to_owned();
    let unreasoned = desk.run(&["decide", "accept", &print]);
    assert_eq!(unreasoned.status.code(), Some(2), "a decision wants a reason");
    desk.expect(
        0,
        &[
            "decide",
            "accept",
            &print,
            "--reason",
            "as published; asked the source",
            "--by",
            "A. Maïga",
            "--today",
            "2026-01-01",
        ],
    );
    let ledger = desk.ledger(0, &["check", "a.csv", "--baseline", "known.baseline", "--today", "2026-01-02"]);
    let decided =
        findings(&ledger, "TOL002").into_iter().find(|finding| finding["fingerprint"] == print.as_str()).unwrap();
    assert_eq!(decided["state"], "decided");

    // Its evidence changes: it is new again, and said to be.
    desk.file("a.csv", &format!("{HEAD}r0,BBC,2018-01-01,Niger,Diffa,Bosso,33,2,1\n{BROKEN}{SOUND}"));
    let ledger = desk.ledger(1, &["check", "a.csv", "--baseline", "known.baseline", "--today", "2026-01-02"]);
    assert_eq!(findings(&ledger, "DEC003").len(), 1, "{ledger:#}");
}

#[test]
fn nights_tell_new_from_known_and_resolved() {
    let desk = Desk::new();
    desk.file("a.csv", &format!("{HEAD}{SOUND}{BROKEN}"));
    let first = desk.ledger(1, &["check", "a.csv"]);
    assert_eq!(findings(&first, "TOL002")[0]["state"], "new");
    assert_eq!(first["run"]["compared_with"], serde_json::Value::Null);
    let second = desk.ledger(1, &["check", "a.csv"]);
    assert_eq!(findings(&second, "TOL002")[0]["state"], "known");
    assert_eq!(second["run"]["compared_with"], 1);
    assert_eq!(second["inputs"][0]["unchanged"], 3);
    assert_eq!(second["inputs"][0]["loaded"], 0);

    desk.file("a.csv", &format!("{HEAD}{SOUND}r3,AP,2019-05-02,Niger,Diffa,Toumour,2,4,11\n"));
    let third = desk.ledger(0, &["check", "a.csv"]);
    assert!(findings(&third, "TOL002").is_empty());
    assert_eq!(third["inputs"][0]["loaded"], 1);
    let resolved: Vec<_> =
        third["resolved"].as_array().unwrap().iter().map(|line| line["code"].as_str().unwrap()).collect();
    assert!(resolved.contains(&"TOL002"), "{resolved:?}");

    let runs = desk.expect(0, &["runs"]);
    assert_eq!(runs.lines().count(), 4, "{runs}");
    let diff = desk.expect(0, &["diff", "1", "3"]);
    assert!(diff.contains("Resolved findings") && diff.contains("TOL002"), "{diff}");
    let stored = desk.ledger(0, &["check"]);
    assert_eq!(stored["inputs"][0]["read"], 3, "without inputs, what is stored is checked");
    desk.expect(0, &["db", "verify"]);
    desk.expect(0, &["db", "backup", "copy"]);
    desk.expect(0, &["runs", "--db", "copy"]);
}

#[test]
fn settings_change_levels_and_say_so() {
    let desk = Desk::new();
    desk.file("a.csv", &format!("{HEAD}{SOUND}{BROKEN}"));
    desk.file(
        "recount.toml",
        "fail_on = \"error\"\n\n[rules.TOL002]\nlevel = \"warning\"\n\n[[check]]\nname = \"only-sahel\"\nlevel = \"error\"\nkind = \"one_of\"\ncolumns = [\"country\"]\nvalues = [\"Mali\"]\n",
    );
    let ledger = desk.ledger(1, &["check", "a.csv", "--no-db"]);
    assert_eq!(findings(&ledger, "TOL002")[0]["severity"], "warning");
    let own = ledger["findings"].as_array().unwrap().iter().find(|finding| finding["code"] == "USR001").unwrap();
    assert_eq!(own["subject"]["reports"][0], "r3");
    let shown = desk.expect(0, &["config", "show"]);
    assert!(shown.lines().any(|line| line.starts_with("fail_on") && line.contains("recount.toml:1")), "{shown}");
    desk.file("recount.toml", "fail-on = \"error\"\n");
    let wrong = desk.run(&["check", "a.csv", "--no-db"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("fail_on"), "{}", String::from_utf8_lossy(&wrong.stderr));
}

#[test]
fn unknown_files_get_a_proposal_that_works() {
    let desk = Desk::new();
    desk.file("a.csv", "Ref;Tag;Ort;Opfer\nx1;08.08.2021;Karou;20\nx2;23.08.2021;Dirga;7\n");
    let proposal = desk.expect(0, &["init", "a.csv"]);
    assert!(proposal.contains("[[input]]") && proposal.contains("a.csv"), "{proposal}");
    desk.file("recount.toml", &proposal);
    let ledger = desk.ledger(0, &["check", "--no-db", "--fail-on", "never"]);
    assert_eq!(ledger["inputs"][0]["read"], 2);
}

#[test]
fn the_same_bytes_for_any_number_of_threads() {
    let desk = Desk::new();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample/attack.csv");
    desk.file("attack.csv", &std::fs::read_to_string(sample).unwrap());
    let emits = [
        "--emit",
        "csv=a.csv.out",
        "--emit",
        "markdown=a.md",
        "--emit",
        "sarif=a.sarif",
        "--emit",
        "html=a.html",
        "--emit",
        "jsonl=a.jsonl",
    ];
    let files = ["a.csv.out", "a.md", "a.sarif", "a.html", "a.jsonl"];
    let mut seen: Vec<Vec<String>> = Vec::new();
    for threads in ["1", "4"] {
        let args = [
            &["check", "attack.csv", "--no-db", "--fail-on", "never", "--today", "2026-01-01", "--threads", threads],
            &emits[..],
        ]
        .concat();
        desk.expect(0, &args);
        seen.push(files.iter().map(|file| desk.read(file)).collect());
    }
    for (file, (one, four)) in files.iter().zip(seen[0].iter().zip(&seen[1])) {
        assert!(one == four, "{file} differs");
    }
}

#[test]
fn the_sample_tells_its_story() {
    let desk = Desk::new();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample/attack.csv");
    desk.file("attack.csv", &std::fs::read_to_string(sample).unwrap());
    let ledger = desk.ledger(0, &["check", "attack.csv", "--fail-on", "never", "--today", "2026-01-01"]);
    // One attack, in five places, each account's spelling with the others'.
    let events = desk.expect(0, &["export", "events"]);
    let ids: std::collections::BTreeSet<_> =
        events.lines().skip(1).map(|line| line.split(',').nth(1).unwrap()).collect();
    assert_eq!(ids.len(), 1, "{events}");
    let places = desk.expect(0, &["export", "places"]);
    let of = |name: &str| {
        let ids: std::collections::BTreeSet<_> = places
            .lines()
            .map(|line| line.split(',').collect::<Vec<_>>())
            .filter(|cells| cells[2] == name)
            .map(|cells| cells[1].to_owned())
            .collect();
        assert_eq!(ids.len(), 1, "{name}: {places}");
        ids.into_iter().next().unwrap()
    };
    assert!(of("Ouatagouna") == of("Ouattagouna") && of("Ouatagouna") == of("Outagouna"));
    for name in ["Daoutedjef", "Daoutegef", "Deouteguef", "Daoutegueft"] {
        assert_eq!(of("Daoutegeft"), of(name), "{name}");
    }
    assert_eq!(of("Dirga"), of("Dirgua"));
    assert!(of("Karou") != of("Kaga") && of("Karou") != of("Dirga"));
    // What adds up and what does not: 51 - 20 - 14 = 17, Karou from 17 to 22, totals beside their parts.
    let headline = |code: &str| {
        findings(&ledger, code)
            .iter()
            .map(|finding| finding["headline"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert!(headline("AGG002").iter().any(|line| line.contains("17")), "{:?}", headline("AGG002"));
    assert!(
        headline("AGG004").iter().any(|line| line.contains("Karou") && line.contains("17") && line.contains("22")),
        "{:?}",
        headline("AGG004")
    );
    assert!(!findings(&ledger, "AGG003").is_empty());
    assert!(!findings(&ledger, "PLC001").is_empty());
}

/// Real files, where they lie beside the project; their licences keep them out of it.
fn shared(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("RECOUNT_SHARED")
        .map(PathBuf::from)
        .unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"));
    let path = folder.join(name);
    if !path.exists() {
        eprintln!("skipped: {name} is not here");
        return None;
    }
    Some(path.canonicalize().unwrap())
}

#[test]
fn released_ged_rows_that_break_their_own_range() {
    for (name, rows, broken) in [("real/ged/ged_sample_1000.csv", 1000, 13), ("real/ged/ged_ukraine_hxl.csv", 2989, 13)]
    {
        let Some(path) = shared(name) else { return };
        let desk = Desk::new();
        let path = path.display().to_string();
        let ledger = desk.ledger(1, &["check", &path, "--no-db", "--only", "TOL002"]);
        assert_eq!(ledger["inputs"][0]["read"], rows, "{name}");
        assert_eq!(findings(&ledger, "TOL002").len(), broken, "{name}");
    }
}

#[test]
fn shootings_that_the_stanford_list_has_twice() {
    let Some(path) = shared("real/msa/stanford_msa_v1.csv") else { return };
    let path = path.display().to_string();
    let twice =
        ["247 271", "250 282", "251 285", "253 286", "255 290", "256 293", "257 294", "258 301", "259 302", "260 303"];
    // A list without repeats has nothing to teach on how often an event is told.
    for learn in [&[][..], &["--learn"]] {
        let arguments = [&["check", &path, "--no-db", "--only", "DUP"], learn].concat();
        let ledger = Desk::new().ledger(0, &arguments);
        let pairs: Vec<String> = findings(&ledger, "DUP003")
            .iter()
            .map(|finding| {
                let rows = finding["subject"]["reports"].as_array().unwrap();
                rows.iter().map(|row| row.as_str().unwrap()).collect::<Vec<_>>().join(" ")
            })
            .collect();
        assert_eq!(pairs, twice, "{learn:?}");
        assert_eq!(ledger["findings"].as_array().unwrap().len(), twice.len(), "other findings on duplicates");
    }
}

#[test]
fn vague_words_count_as_the_data_sets_convention_has_them() {
    let desk = || {
        let desk = Desk::new();
        desk.file(
            "reports.csv",
            "report_id,source,event_date,country,admin1,place,killed\nr1,AFP,2021-08-08,Mali,Gao,Karou,dozens\n",
        );
        desk.file(
            "own.toml",
            "convention = \"desk\"\n[columns]\nreport_id = \"report_id\"\nevent_date = \"event_date\"\nplace = \"place\"\nkilled = \"killed\"\n",
        );
        desk
    };
    let low = |desk: &Desk| {
        let tolls = desk.expect(0, &["export", "tolls"]);
        let (head, row) = (tolls.lines().next().unwrap(), tolls.lines().nth(1).unwrap());
        let at = head.split(',').position(|name| name == "low").unwrap();
        row.split(',').nth(at).unwrap().to_owned()
    };
    let input = "[[input]]\npath = \"reports.csv\"\n";
    for (settings, lowest) in [
        (input.to_owned(), "24"),
        (format!("convention = \"acled\"\n{input}"), "12"),
        (format!("convention = \"desk\"\n{input}[conventions.desk]\ndozens = 36\n"), "36"),
        (format!("convention = \"acled\"\n{input}[conventions.acled]\ndozens = 13\n"), "13"),
        (format!("convention = \"acled\"\n{input}convention = \"desk\"\n[conventions.desk]\ndozens = 48\n"), "48"),
        (format!("{input}preset = \"own.toml\"\n[conventions.desk]\ndozens = 60\n"), "60"),
    ] {
        let desk = desk();
        desk.file("recount.toml", &settings);
        desk.expect(0, &["check", "--quiet"]);
        assert_eq!(low(&desk), lowest, "{settings}");
        // What is stored is read by the convention under which it was loaded.
        desk.file("recount.toml", "");
        desk.expect(0, &["check", "--quiet"]);
        assert_eq!(low(&desk), lowest, "from the store: {settings}");
    }
    let desk = desk();
    desk.file("recount.toml", "inputs = [\"reports.csv\"]\npreset = \"own.toml\"\n");
    let output = desk.run(&["check"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains("no toll convention is called \"desk\"") && said.contains("[conventions.desk]"), "{said}");
}

#[test]
fn one_row_of_another_registry_is_a_hint_of_a_slip_and_no_more() {
    let desk = Desk::new();
    let acled = "event_id_cnty,event_date,year,actor1,actor2,country,admin1,admin2,location,latitude,longitude,fatalities,notes\n";
    let ged = "id,relid,year,date_start,date_end,date_prec,side_a,side_b,country,adm_1,adm_2,where_coordinates,latitude,longitude,best,high,low,deaths_a,deaths_b,deaths_civilians,deaths_unknown\n";
    desk.file(
        "acled.csv",
        &format!("{acled}MLI1,2021-08-08,2021,Katiba Macina,Civilians (Mali),Mali,Gao,Ansongo,Karou,15.41,0.61,150,\n"),
    );
    desk.file("ged.csv", &format!("{ged}7,MLI-2021-1,2021,2021-08-08,2021-08-08,1,Katiba Macina,Civilians,Mali,Gao,Ansongo,Karou,15.41,0.61,15,15,15,0,0,15,0\n"));
    let ledger = desk.ledger(0, &["check", "--no-db", "acled.csv", "ged.csv"]);
    let slips = findings(&ledger, "TOL014");
    assert_eq!(slips.len(), 1, "{ledger:#}");
    assert_eq!(slips[0]["severity"], "info");
}

#[test]
fn init_says_what_a_file_lacks() {
    let desk = Desk::new();
    desk.file("odd.csv", "a,b,c\n1,2,3\n");
    let output = desk.run(&["init", "odd.csv"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(said.contains("not mapped: a, b, c") && said.contains("report_id, event_date, place"), "{said}");
    // Followed, the rows are read, and the check says that nothing but an id was understood.
    let proposed = String::from_utf8(output.stdout).unwrap();
    desk.file("recount.toml", &proposed.replace("[input.columns]", "[input.columns]\nreport_id = \"a\""));
    let ledger = desk.ledger(1, &["check", "--no-db", "--quiet"]);
    assert_eq!(findings(&ledger, "SCH011").len(), 1);
}
