//! Files as people have them: every table in them is read, what is not read is named. The files are made here.
#![allow(missing_docs, clippy::unwrap_used)]

use std::io::{Cursor, Write};
use std::path::Path;
use std::process::{Command, Stdio};

const HEAD: [&str; 4] = ["report_id", "event_date", "place", "killed"];

/// The ledger of a check of one file.
fn check(name: &str, bytes: &[u8]) -> serde_json::Value {
    let desk = tempfile::tempdir().unwrap();
    std::fs::write(desk.path().join(name), bytes).unwrap();
    run(desk.path(), &["check", name])
}

fn run(folder: &Path, args: &[&str]) -> serde_json::Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_recount"));
    let rest = ["--no-db", "--quiet", "--today", "2024-06-01", "--emit", "json", "--fail-on", "never"];
    let output = command.args(args).args(rest).current_dir(folder).stdin(Stdio::null()).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Each input's name with the rows that were read of it.
fn inputs(ledger: &serde_json::Value) -> Vec<String> {
    let inputs = ledger["inputs"].as_array().unwrap();
    inputs.iter().map(|input| format!("{} {}", input["name"].as_str().unwrap(), input["read"])).collect()
}

fn notes(ledger: &serde_json::Value) -> String {
    ledger["inputs"].as_array().unwrap().iter().map(|input| input["notes"].to_string()).collect()
}

fn rows(letter: &str, count: usize) -> Vec<[String; 4]> {
    (0..count)
        .map(|at| [format!("{letter}{at}"), format!("2022-03-{:02}", at + 1), "Malakal".to_owned(), format!("{at}")])
        .collect()
}

fn csv(letter: &str, count: usize) -> String {
    rows(letter, count).iter().fold(HEAD.join(",") + "\n", |csv, row| csv + &row.join(",") + "\n")
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let codes = book.add_worksheet().set_name("Codebook").unwrap();
    for (row, texts) in [["Variable", "Meaning"], ["killed", "people killed"]].iter().enumerate() {
        codes.write(row as u32, 0, texts[0]).unwrap();
        codes.write(row as u32, 1, texts[1]).unwrap();
    }
    for (name, letter, count) in [("2021", "a", 3), ("2022", "b", 5)] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (column, head) in HEAD.iter().enumerate() {
            sheet.write(0, column as u16, *head).unwrap();
        }
        for (row, cells) in rows(letter, count).iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                sheet.write(row as u32 + 1, column as u16, cell).unwrap();
            }
        }
        if name == "2022" {
            sheet.set_row_hidden(2).unwrap();
            sheet.set_hidden(true);
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn every_sheet_of_reports_is_read_and_the_others_are_named() {
    let ledger = check("book.xlsx", &workbook());
    assert_eq!(inputs(&ledger), ["book.xlsx#2021 3", "book.xlsx#2022 5"]);
    let notes = notes(&ledger);
    for said in ["Codebook", "the sheet is hidden", "1 row is hidden (the first on line 3)"] {
        assert!(notes.contains(said), "{said}: {notes}");
    }
}

#[test]
fn a_stray_cell_far_away_costs_nothing() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, head) in HEAD.iter().enumerate() {
        sheet.write(0, column as u16, *head).unwrap();
        sheet.write(1, column as u16, rows("a", 1)[0][column].as_str()).unwrap();
    }
    sheet.write(1_048_575, 16_383, " ").unwrap();
    let ledger = check("stray.xlsx", &book.save_to_buffer().unwrap());
    assert_eq!(inputs(&ledger), ["stray.xlsx 1"]);
}

#[test]
fn archives_are_searched() {
    let book = workbook();
    let files: [(&str, &[u8]); 4] = [
        ("d/a.csv", csv("c", 2).as_bytes()),
        ("d/b.xlsx", &book),
        ("d/map.pdf", b"%PDF-1.4"),
        ("readme.txt", b"About."),
    ]
    .map(|(name, bytes)| (name, &*bytes.to_vec().leak()));
    let ledger = check("all.zip", &zipped(&files));
    assert_eq!(inputs(&ledger), ["all.zip#d/a.csv 2", "all.zip#d/b.xlsx#2021 3", "all.zip#d/b.xlsx#2022 5"]);
    assert!(notes(&ledger).contains("d/map.pdf, readme.txt"), "{}", notes(&ledger));
}

#[test]
fn tables_of_web_pages_and_old_xml_are_read_whatever_their_ending() {
    let cells = |tag: &str, row: &[String]| row.iter().map(|cell| format!("<{tag}>{cell}</{tag}>")).collect::<String>();
    let head: Vec<String> = HEAD.iter().map(|head| (*head).to_owned()).collect();
    let body: String = rows("h", 3).iter().map(|row| format!("<tr>{}</tr>", cells("td", row))).collect();
    let html = format!("<html><body><table><tr>{}</tr>{body}</table></body></html>", cells("th", &head));
    assert_eq!(inputs(&check("page.xls", html.as_bytes())), ["page.xls 3"]);
    let cell = |text: &String| format!("<Cell><Data ss:Type=\"String\">{text}</Data></Cell>");
    let row = |row: &[String]| format!("<Row>{}</Row>", row.iter().map(cell).collect::<String>());
    let sheet: String = rows("x", 2).iter().map(|cells| row(cells)).collect();
    let xml = format!(
        "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" \
         xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet ss:Name=\"S\"><Table>{}{sheet}</Table></Worksheet></Workbook>",
        row(&head)
    );
    assert_eq!(inputs(&check("old.xls", xml.as_bytes())), ["old.xls 2"]);
}

#[test]
fn placemarks_are_rows() {
    let mark = "<Placemark><name>Malakal</name><ExtendedData><Data name=\"event_date\"><value>2022-03-01</value></Data>\
                </ExtendedData><Point><coordinates>31.65,9.53,0</coordinates></Point></Placemark>";
    let kml = format!("<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document>{mark}</Document></kml>");
    for (name, bytes) in [("a.kml", kml.clone().into_bytes()), ("a.kmz", zipped(&[("doc.kml", kml.as_bytes())]))] {
        let ledger = check(name, &bytes);
        assert_eq!(ledger["inputs"][0]["read"], 1);
        assert_eq!(ledger["inputs"][0]["columns"]["lat"], "latitude", "{}", ledger["inputs"]);
    }
}

#[test]
fn limits_are_settings() {
    let desk = tempfile::tempdir().unwrap();
    std::fs::write(desk.path().join("a.csv"), csv("a", 1)).unwrap();
    std::fs::write(
        desk.path().join("b.zip"),
        zipped(&[("1.csv", csv("b", 1).as_bytes()), ("2.csv", csv("c", 1).as_bytes())]),
    )
    .unwrap();
    std::fs::write(desk.path().join("recount.toml"), "inputs = [\"a.csv\", \"b.zip\"]\n[limits]\nmembers = 1\n")
        .unwrap();
    let ledger = run(desk.path(), &["check"]);
    assert_eq!(inputs(&ledger), ["a.csv 1", "b.zip 0"]);
    let failed = ledger["inputs"][1]["failed"].as_str().unwrap();
    assert!(failed.contains("more than 1 files") && failed.contains("limits.members"), "{failed}");
}
