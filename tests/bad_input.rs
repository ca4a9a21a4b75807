//! Bad input, as it meets a user: one clear sentence and exit status 2, or findings and exit status 1. Never a panic,
//! never a lost row.
#![allow(missing_docs, clippy::unwrap_used)]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Desk {
        Desk { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Desk {
        std::fs::write(self.path().join(name), bytes).unwrap();
        self
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_recount"));
        command.args(args).current_dir(self.path()).stdin(Stdio::null()).env("NO_COLOR", "1");
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// Runs and expects a refusal: status 2, nothing on standard output, one sentence with all of these words.
    fn refused(&self, args: &[&str], words: &[&str]) {
        let output = self.run(args);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
        assert!(!said.contains("panicked"), "{said}");
        assert_eq!(said.trim_end().lines().count(), 1, "more than a sentence: {said}");
        for word in words {
            assert!(said.contains(word), "{args:?} should mention {word:?}: {said}");
        }
    }

    /// Runs with JSON on standard output and expects that status.
    fn ledger(&self, args: &[&str], status: i32) -> serde_json::Value {
        let output = self.run(&[args, &["--emit", "json", "--no-db"]].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(status), "{args:?}: {said}");
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

fn codes(ledger: &serde_json::Value) -> Vec<&str> {
    ledger["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect()
}

fn balanced(ledger: &serde_json::Value) {
    for input in ledger["inputs"].as_array().unwrap() {
        let count = |key: &str| input[key].as_u64().unwrap();
        assert_eq!(count("read"), count("loaded") + count("unchanged") + count("rejected"), "{input}");
    }
}

const HEAD: &str = "report_id,event_date,place,killed\n";

#[test]
fn an_empty_file() {
    Desk::new().file("a.csv", "").refused(&["check", "a.csv"], &["a.csv", "empty"]);
}

#[test]
fn a_header_and_nothing_else() {
    Desk::new().file("a.csv", HEAD).refused(&["check", "a.csv"], &["a.csv"]);
}

#[test]
fn columns_that_nobody_knows() {
    let desk = Desk::new();
    desk.file("a.csv", "foo,bar\n1,2\n").refused(&["check", "a.csv"], &["a.csv", "recount init"]);
}

#[test]
fn a_missing_file() {
    Desk::new().refused(&["check", "nowhere.csv"], &["nowhere.csv"]);
}

#[test]
fn a_folder_without_data() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path().join("in")).unwrap();
    desk.refused(&["check", "in"], &["in"]);
}

#[test]
fn texts_beside_data_are_left_out_and_alone_are_read() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path().join("in")).unwrap();
    desk.file("in/a.txt", "Gunmen kill 12 in Karou\n\n9 August 2021\n\nGunmen killed 12 people in Karou on Sunday.\n");
    desk.file("in/readme.txt", "About these.");
    let run = desk.run(&["check", "in", "--no-db", "--fail-on", "never"]);
    let out = String::from_utf8_lossy(&run.stdout).into_owned();
    assert!(out.contains("1 report,"), "{out}");
    desk.file("in/b.csv", format!("{HEAD}r1,2021-08-08,Karou,1\nr2,2021-08-08,Dirga,1\n"));
    let run = desk.run(&["check", "in", "--no-db", "--fail-on", "never"]);
    let out = String::from_utf8_lossy(&run.stdout).into_owned();
    assert!(out.contains("2 reports,"), "{out}");
}

#[test]
fn one_bad_input_does_not_stop_the_others_and_fails_the_run() {
    let desk = Desk::new();
    desk.file("a.csv", format!("{HEAD}r1,2021-08-08,Karou,1\n")).file("b.csv", "").file("c.json", "{\"data\":[]}");
    let ledger = desk.ledger(&["check", "a.csv", "b.csv", "c.json", "gone.csv"], 1);
    balanced(&ledger);
    assert_eq!(codes(&ledger).iter().filter(|code| **code == "SCH014").count(), 3, "{:?}", codes(&ledger));
    assert_eq!(ledger["inputs"].as_array().unwrap().len(), 4);
    assert_eq!(ledger["inputs"][0]["read"], 1);
    assert_eq!(ledger["inputs"][1]["failed"], "the file is empty; export it again, or leave it out");
}

#[test]
fn one_file_under_several_names_is_read_once() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path().join("in")).unwrap();
    desk.file("in/a.csv", format!("{HEAD}r1,2021-08-08,Karou,1\n"));
    std::fs::hard_link(desk.path().join("in/a.csv"), desk.path().join("in/b.csv")).unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("a.csv", desk.path().join("in/latest.csv")).unwrap();
        std::os::unix::fs::symlink("..", desk.path().join("in/up")).unwrap();
    }
    let ledger = desk.ledger(&["check", "in", "./in/a.csv", "--fail-on", "never"], 0);
    assert_eq!(ledger["inputs"].as_array().unwrap().len(), 1, "{}", ledger["inputs"]);
}

#[test]
fn an_output_is_never_written_over_an_input() {
    let desk = Desk::new();
    let rows = format!("{HEAD}r1,2021-08-08,Karou,1\n");
    desk.file("a.csv", &rows);
    for args in [["--emit", "json=./a.csv"], ["--write-baseline", "a.csv"]] {
        desk.refused(&["check", "a.csv", "--no-db", "--quiet", args[0], args[1]], &["a.csv", "an input"]);
    }
    assert_eq!(std::fs::read_to_string(desk.path().join("a.csv")).unwrap(), rows);
}

#[test]
fn outputs_in_the_folder_of_the_inputs_are_no_inputs() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path().join("in")).unwrap();
    desk.file("in/a.csv", format!("{HEAD}r1,2021-08-08,Karou,1\n")).file("in/map.pdf", "%PDF-1.4");
    let outputs =
        ["csv=in/f.csv", "json=in/l.json", "html=in/p.html", "markdown=in/r.md", "xlsx=in/b.xlsx", "jsonl=in/f.jsonl"];
    let emits = outputs.iter().flat_map(|output| ["--emit", output]);
    let args: Vec<&str> =
        ["check", "in", "--no-db", "--quiet", "--fail-on", "never"].into_iter().chain(emits).collect();
    for _ in 0..2 {
        assert_eq!(desk.run(&args).status.code(), Some(0));
    }
    let ledger = desk.ledger(&["check", "in", "--fail-on", "never"], 0);
    assert_eq!(ledger["inputs"].as_array().unwrap().len(), 1, "{}", ledger["inputs"]);
    let note = ledger["inputs"][0]["notes"].to_string();
    assert!(note.contains("b.xlsx, f.csv, f.jsonl, l.json, map.pdf, p.html, r.md"), "{note}");
}

#[test]
fn a_table_is_exported_as_its_name_says_or_not_at_all() {
    let desk = Desk::new();
    desk.file("a.csv", format!("{HEAD}r1,2021-08-08,Karou,1\n"));
    assert_eq!(desk.run(&["check", "a.csv", "--quiet", "--fail-on", "never"]).status.code(), Some(0));
    assert_eq!(desk.run(&["export", "reports", "-o", "t.xlsx"]).status.code(), Some(0));
    assert!(std::fs::read(desk.path().join("t.xlsx")).unwrap().starts_with(b"PK"));
    desk.refused(&["export", "reports", "-o", "t.parquet"], &["t.parquet", ".csv"]);
}

#[test]
fn a_glob_that_matches_nothing() {
    Desk::new().refused(&["check", "*.csv"], &["*.csv"]);
}

#[test]
fn a_file_that_may_not_be_read() {
    let desk = Desk::new();
    desk.file("a.csv", format!("{HEAD}r1,2021-08-08,Karou,1\n"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let path = desk.path().join("a.csv");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o0)).unwrap();
        if std::fs::read(&path).is_err() {
            desk.refused(&["check", "a.csv"], &["a.csv"]);
        }
    }
}

#[test]
fn a_broken_gzip() {
    let desk = Desk::new();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(format!("{HEAD}{}", "r1,2021-08-08,Karou,1\n".repeat(2000)).as_bytes()).unwrap();
    let mut bytes = packed.finish().unwrap();
    bytes.truncate(bytes.len() / 2);
    desk.file("a.csv.gz", bytes).refused(&["check", "a.csv.gz"], &["a.csv.gz"]);
}

#[test]
fn ragged_rows_are_kept_or_accounted_for() {
    let desk = Desk::new();
    desk.file("a.csv", format!("{HEAD}r1,2021-08-08,Karou,1\nr2,2021-08-08\nr3,2021-08-09,Karou,2,extra,more\n"));
    let ledger = desk.ledger(&["check", "a.csv", "--fail-on", "never"], 0);
    balanced(&ledger);
    assert_eq!(ledger["inputs"][0]["read"], 3);
}

#[test]
fn a_nul_byte_does_no_harm() {
    let desk = Desk::new();
    desk.file("a.csv", format!("{HEAD}r1,2021-08-08,Ka\0rou,1\nr2,2021-08-08,Karou,1\n"));
    let ledger = desk.ledger(&["check", "a.csv", "--fail-on", "never"], 0);
    balanced(&ledger);
    assert_eq!(ledger["inputs"][0]["read"], 2);
}

#[test]
fn a_field_of_a_hundred_megabytes() {
    let desk = Desk::new();
    let huge = "x".repeat(100 << 20);
    desk.file(
        "a.csv",
        format!("report_id,event_date,place,text\nr1,2021-08-08,Karou,{huge}\nr2,2021-08-08,Karou,ok\n"),
    );
    let ledger = desk.ledger(&["check", "a.csv", "--fail-on", "never"], 0);
    balanced(&ledger);
    assert_eq!(ledger["inputs"][0]["read"], 2);
}

#[test]
fn two_files_with_the_same_ids_lose_nothing() {
    let desk = Desk::new();
    desk.file("a.csv", format!("{HEAD}r1,2021-08-08,Karou,1\n"))
        .file("b.csv", format!("{HEAD}r1,2021-08-09,Dirga,7\n"));
    let ledger = desk.ledger(&["check", "a.csv", "b.csv", "--fail-on", "never"], 0);
    balanced(&ledger);
    assert_eq!(desk.run(&["check", "a.csv", "b.csv", "--quiet", "--fail-on", "never"]).status.code(), Some(0));
    let places = desk.run(&["export", "places"]);
    let text = String::from_utf8(places.stdout).unwrap();
    let ids: Vec<_> = text.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    assert_eq!(ids, ["r1", "r1#2"]);
}

#[test]
fn an_id_with_two_meanings_in_one_file_is_an_error() {
    let desk = Desk::new();
    desk.file("a.csv", format!("{HEAD}r1,2021-08-08,Karou,1\nr1,2021-08-09,Dirga,7\n"));
    let ledger = desk.ledger(&["check", "a.csv"], 1);
    balanced(&ledger);
    assert!(codes(&ledger).contains(&"SCH004"), "{:?}", codes(&ledger));
}

#[test]
fn a_foreign_folder_is_left_alone() {
    let desk = Desk::new();
    desk.file("a.csv", format!("{HEAD}r1,2021-08-08,Karou,1\n"));
    std::fs::create_dir(desk.path().join("db")).unwrap();
    desk.file("db/letters.txt", "mine");
    desk.refused(&["check", "a.csv", "--db", "db"], &["db", "--db"]);
    assert_eq!(std::fs::read(desk.path().join("db/letters.txt")).unwrap(), b"mine");
}

#[test]
fn a_damaged_store_is_refused_and_rebuilt_from_the_inputs() {
    let desk = Desk::new();
    desk.file("a.csv", format!("{HEAD}r1,2021-08-08,Karou,1\n"));
    assert_eq!(desk.run(&["check", "a.csv", "--quiet"]).status.code(), Some(0));
    desk.file(".recount/data/manifest", "junk");
    desk.refused(&["check", "a.csv"], &[".recount", "damaged"]);
    std::fs::remove_dir_all(desk.path().join(".recount/data")).unwrap();
    assert_eq!(desk.run(&["check", "a.csv", "--quiet"]).status.code(), Some(0));
    let runs = String::from_utf8(desk.run(&["runs"]).stdout).unwrap();
    assert_eq!(runs.lines().count(), 3, "the first run is still known:\n{runs}");
}

#[test]
fn a_store_in_use_is_said_to_be() {
    let desk = Desk::new();
    desk.file("a.csv", format!("{HEAD}r1,2021-08-08,Karou,1\n"));
    let store = recount::store::Store::open(&desk.path().join(".recount")).unwrap();
    desk.refused(&["check", "a.csv"], &["in use", "--no-db"]);
    drop(store);
    assert_eq!(desk.run(&["check", "a.csv", "--quiet"]).status.code(), Some(0));
}

#[test]
fn standard_input_is_read() {
    let desk = Desk::new();
    let mut child = desk
        .command(&["check", "-", "--no-db", "--emit", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(format!("{HEAD}r1,2021-08-08,Karou,-4\n").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let ledger: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(ledger["inputs"][0]["read"], 1);
}

#[test]
fn a_full_disk_is_said_to_be_full() {
    if !Path::new("/dev/full").exists() {
        eprintln!("skipped: there is no /dev/full here");
        return;
    }
    let desk = Desk::new();
    desk.file("a.csv", format!("{HEAD}r1,2021-08-08,Karou,1\n"));
    desk.refused(&["check", "a.csv", "--no-db", "--quiet", "--emit", "json=/dev/full"], &["/dev/full"]);
}

#[test]
fn mistakes_on_the_command_line() {
    let desk = Desk::new();
    desk.file("a.csv", format!("{HEAD}r1,2021-08-08,Karou,1\n"));
    desk.refused(&["check", "a.csv", "--emit", "jsn"], &["jsn", "json"]);
    desk.refused(&["check", "a.csv", "--emit", "json", "--emit", "csv"], &["standard output"]);
    desk.refused(&["check", "a.csv", "--preset", "acleed"], &["acleed", "acled"]);
    desk.refused(&["check", "a.csv", "--today", "tomorrow"], &["tomorrow", "YYYY-MM-DD"]);
    desk.refused(&["explain", "XYZ999"], &["XYZ999", "recount rules"]);
    desk.refused(&["export", "places", "--db", "nowhere"], &["nowhere"]);
    let usage = desk.run(&["check", "--no-such-option"]);
    assert_eq!(usage.status.code(), Some(2));
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let desk = Desk::new();
    let mut rows = String::from(HEAD);
    for n in 0..3000 {
        rows += &format!("r{n},2021-08-08,Karou,-{n}\n");
    }
    desk.file("a.csv", rows);
    let mut child = desk
        .command(&["check", "a.csv", "--no-db", "--emit", "jsonl", "--fail-on", "never"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}
