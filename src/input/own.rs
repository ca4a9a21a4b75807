//! Outputs of recount itself: written into the folder of the inputs, they would be data tomorrow.

use std::fs::File;
use std::io::Read;
use std::path::Path;

/// What stands within the first bytes of outputs, by the endings that they are given.
const MARKS: &[(&[&str], &[&str])] = &[
    (&["json"], &["\"format\":\"recount.ledger/", "\"driver\":{\"name\":\"recount\""]),
    (&["sarif"], &["\"driver\":{\"name\":\"recount\""]),
    (&["jsonl", "ndjson"], &["\"severity\":\""]),
    (&["html", "htm"], &["<title>recount"]),
    (
        &["csv", "txt"],
        &["fingerprint,code,name,severity,state,headline,", "# Known findings: they are shown and do not fail a run"],
    ),
    (&["md"], &["## recount: "]),
    (&["xml"], &["<testsuites name=\"recount\""]),
];

/// Sheets that only a workbook of recount has, in this order.
const SHEETS: &str = "<sheet name=\"summary\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"findings\"";

/// Bytes that are looked at.
const HEAD: u64 = 4096;

/// Whether a file is an output of recount, by how it begins.
pub(super) fn is_output(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let Some((_, ending)) = name.rsplit_once('.') else { return false };
    if ending == "xlsx" {
        return is_workbook(path).unwrap_or(false);
    }
    let Some((_, marks)) = MARKS.iter().find(|(known, _)| known.contains(&ending)) else { return false };
    let mut head = Vec::new();
    if File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head)).is_err() {
        return false;
    }
    let head = String::from_utf8_lossy(&head);
    // A line of findings is known by its whole beginning: rows of data may have a severity too.
    let lines = matches!(ending, "jsonl" | "ndjson");
    marks.iter().any(|mark| head.contains(mark))
        && (!lines || head.starts_with("{\"code\":\"") && head.contains("\"fingerprint\":\""))
}

fn is_workbook(path: &Path) -> Option<bool> {
    let mut archive = zip::ZipArchive::new(File::open(path).ok()?).ok()?;
    let mut head = String::new();
    archive.by_name("xl/workbook.xml").ok()?.take(HEAD).read_to_string(&mut head).ok()?;
    Some(head.contains(SHEETS))
}
