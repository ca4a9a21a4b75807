//! Reading as the pipeline does it: files written on the spot, and the real ones where they are at hand.

use super::{InputError, InputOptions, Source, interpret};
use crate::model::corpus::Part;
use crate::model::{Batch, Col, Loc, Record, Report, RowIx, Value};
use std::path::{Path, PathBuf};

/// A file read to the end.
pub(super) struct Loaded {
    pub source: Source,
    batches: Vec<Batch>,
}

impl Loaded {
    pub fn rows(&self) -> usize {
        self.batches.iter().map(Batch::len).sum()
    }

    pub fn records(&self) -> impl Iterator<Item = Record<'_>> {
        self.batches.iter().flat_map(Batch::iter)
    }

    /// What `look` says of every report.
    pub fn each<T>(&self, mut look: impl FnMut(&Report<'_>) -> T) -> Vec<T> {
        let mapping = &self.source.mapping;
        self.records().map(|record| look(&interpret::report(&record, mapping, RowIx(0)))).collect()
    }

    /// Number of rows in which a column is blank, read, garbled.
    fn dates(&self) -> [usize; 3] {
        let mut counts = [0; 3];
        for date in self.each(|report| report.event_date) {
            counts[match date {
                Value::Blank => 0,
                Value::Read(_) => 1,
                Value::Garbled => 2,
            }] += 1;
        }
        counts
    }

    pub fn notes(&self) -> String {
        self.source.info.notes.join("; ")
    }
}

pub(super) fn load_with(path: &Path, options: &InputOptions) -> Result<Loaded, InputError> {
    let mut batches = Vec::new();
    let mut sources = super::read(path, 0, options, &mut |_, batch| batches.push(batch))?;
    assert_eq!(sources.len(), 1, "several tables in {}", path.display());
    let source = sources.remove(0);
    let loaded = Loaded { source, batches };
    let mapping = &loaded.source.mapping;
    for record in loaded.records() {
        let report = interpret::report(&record, mapping, RowIx(0));
        let mut part = Part::default();
        interpret::compact(&report, mapping, 0, Loc::default(), Box::default(), &mut part);
        let again = interpret::again(&record, mapping, RowIx(0), &part.rows[0].1);
        assert_eq!(format!("{report:?}"), format!("{again:?}"));
    }
    assert_eq!(loaded.source.info.read, loaded.rows() as u64 + loaded.source.rejected.len() as u64);
    assert_eq!(loaded.source.info.read, loaded.source.info.loaded + loaded.source.info.rejected);
    Ok(loaded)
}

fn load(path: &Path) -> Loaded {
    load_with(path, &InputOptions::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// Writes a file and reads it.
pub(super) fn try_text(name: &str, bytes: &[u8]) -> Result<Loaded, InputError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    load_with(&path, &InputOptions::default())
}

pub(super) fn text(name: &str, bytes: &[u8]) -> Loaded {
    try_text(name, bytes).unwrap_or_else(|error| panic!("{error}"))
}

/// A file of the shared corpora, where they are at hand.
fn shared(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("RECOUNT_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let found = root.join(path);
    if !found.exists() {
        eprintln!("skipped: {} is not here", found.display());
        return None;
    }
    Some(found)
}

#[test]
fn real_files_are_recognised_and_read_whole() {
    for (path, preset, rows) in [
        ("real/ged/ged_sample_1000.csv", "ged", 1000),
        ("real/ged/ged_ukraine_hxl.csv", "ged", 2989),
        ("real/acled/burkina_2020-11-16.csv", "acled", 2980),
        ("real/acled/burkina_2020-12-10.csv", "acled", 3010),
        ("real/gtd/gtd_us_2000_2018.csv", "gtd", 475),
        ("real/gtd/gtd_us_excel_corrupted_eventid.csv", "gtd", 475),
        ("real/minerva-nigeria/acled_v5_nigeria.csv", "acled", 6781),
        ("real/minerva-nigeria/ged_v2_nigeria.csv", "ged", 2031),
        ("real/msa/stanford_msa_v1.csv", "msa", 335),
        ("real/msa/stanford_msa_v3.csv", "msa", 307),
        ("real/msa/stanford_msa_v5.csv", "msa", 307),
        ("real/msa/stanford_msa_v7.csv", "msa", 245),
        ("real/msa/stanford_msa_v8.csv", "msa", 245),
        ("labelled/10k/reports.csv", "reports", 10_000),
    ] {
        let Some(file) = shared(path) else { continue };
        let loaded = load(&file);
        let info = &loaded.source.info;
        assert_eq!((info.preset.as_str(), loaded.rows(), info.rejected), (preset, rows, 0), "{path}");
        assert_eq!(info.unit, if preset == "reports" { "report" } else { "event" }, "{path}");
        assert_eq!(loaded.dates(), [0, rows, 0], "{path}: {}", loaded.notes());
        for col in [Col::ReportId, Col::EventDate, Col::Place, Col::Killed] {
            assert!(loaded.source.mapping.has(col), "{path}: {col}");
        }
        // Two cells of the oldest list of shootings begin with a small tilde.
        let garbled =
            loaded.each(|report| [report.lat, report.lon].iter().filter(|value| **value == Value::Garbled).count());
        assert_eq!(garbled.iter().sum::<usize>(), if path.contains("_v8") { 2 } else { 0 }, "{path}");
    }
}

#[test]
fn a_workbook_and_its_csv_say_the_same() {
    for name in ["acled_v5", "ged_v2"] {
        let (Some(csv), Some(book)) = (
            shared(&format!("real/minerva-nigeria/{name}_nigeria.csv")),
            shared(&format!("real/minerva-nigeria/{name}_nigeria.xlsx")),
        ) else {
            continue;
        };
        let facts = |report: &Report<'_>| {
            let place = report.raw(Col::Place).trim().to_owned();
            (
                interpret::id(report.record),
                report.event_date,
                report.event_end,
                place,
                report.killed,
                report.lat,
                report.lon,
            )
        };
        let (csv, book) = (load(&csv), load(&book));
        assert!(book.rows() > 2000, "{name}");
        assert_eq!(csv.each(facts), book.each(facts), "{name}");
    }
}

#[test]
fn ids_and_codes_of_ged_are_read() {
    let csv = b"id,relid,year,date_start,date_end,date_prec,where_coordinates,where_prec,latitude,longitude,best,low,high,number_of_sources\n\
        300380.0,X-1,2013.0,2013-01-03,2013-01-06,3.0,Rami village,4.0,35.76,36.55,2.0,1.0,4.0,-1.0\n";
    let loaded = text("a.csv", csv);
    assert_eq!(loaded.source.info.preset, "ged");
    let record = loaded.records().next().unwrap();
    assert_eq!(&*interpret::id(&record), "300380");
    let mut part = crate::model::corpus::Part::default();
    let mapping = &loaded.source.mapping;
    let report = interpret::report(&record, mapping, RowIx(0));
    let id = interpret::id(&record);
    interpret::compact(&report, mapping, 0, crate::model::Loc::default(), id, &mut part);
    let row = &part.rows[0].1;
    assert_eq!((row.geo_precision, row.precision), (3, crate::model::Precision::Week));
    assert_eq!(report.killed, Value::Read(crate::model::Toll::exact(2)));
    assert_eq!(report.killed_high, Value::Read(4));
    assert_eq!(record.get(Col::DatePrecision), "3.0");
}

/// The cells of the given columns with line and column, `text@line:column`.
fn placed(loaded: &Loaded, cols: &[Col]) -> Vec<String> {
    let mut out = Vec::new();
    for record in loaded.records() {
        for &col in cols {
            let (line, column) = record.position(col);
            out.push(format!("{}@{line}:{column}", record.get(col).replace(['\n', '\r'], "/")));
        }
    }
    out
}

#[test]
fn every_cell_knows_where_it_stands() {
    use Col::{Killed, Place, ReportId, Text};
    let cols = [ReportId, Place, Killed, Text];
    let cases: &[(&str, &str, &[&str])] = &[
        ("plain.csv", "report_id,place,killed,text\nr1,Gao,3,shot\n", &["r1@2:1", "Gao@2:4", "3@2:8", "shot@2:10"]),
        (
            "multibyte.csv",
            "report_id,place,killed,text\nr1,Sévaré,3,été\n",
            &["r1@2:1", "Sévaré@2:4", "3@2:11", "été@2:13"],
        ),
        (
            "quoted.csv",
            "report_id,place,killed,text\n\"r1\",\"Gao, é\",3,\"he said \"\"no\"\"\"\n",
            &["r1@2:2", "Gao, é@2:7", "3@2:15", "he said \"no\"@2:18"],
        ),
        (
            "newlines.csv",
            "report_id,text,place,killed\nr1,\"one\ntwö\",Gao,3\n\nr2,x,Bamako,4\n",
            &["r1@2:1", "Gao@3:6", "3@3:10", "one/twö@2:5", "r2@5:1", "Bamako@5:6", "4@5:13", "x@5:4"],
        ),
        (
            "crlf.csv",
            "report_id,text,place,killed\r\nr1,\"one\r\ntwo\",Gao,3\r\nr2,x,Kidal,4\r\n",
            &["r1@2:1", "Gao@3:6", "3@3:10", "one//two@2:5", "r2@4:1", "Kidal@4:6", "4@4:12", "x@4:4"],
        ),
        (
            "cr.csv",
            "report_id,place,killed,text\rr1,Gao,3,a\rr2,Ber,4,b\r",
            &["r1@2:1", "Gao@2:4", "3@2:8", "a@2:10", "r2@3:1", "Ber@3:4", "4@3:8", "b@3:10"],
        ),
        (
            "semicolons.csv",
            "report_id;place;killed;text\nr1;Gao, x;3;a\n",
            &["r1@2:1", "Gao, x@2:4", "3@2:11", "a@2:13"],
        ),
        ("tabs.tsv", "report_id\tplace\tkilled\ttext\nr1\tGao\t3\ta\n", &["r1@2:1", "Gao@2:4", "3@2:8", "a@2:10"]),
        ("bars.csv", "report_id|place|killed|text\nr1|Gao|3|a\n", &["r1@2:1", "Gao@2:4", "3@2:8", "a@2:10"]),
        (
            "stray.csv",
            "report_id,place,killed,text\nr1,5\" pipe,3,a\nr2,Gao,4,b\n",
            &["r1@2:1", "5\" pipe@2:4", "3@2:12", "a@2:14", "r2@3:1", "Gao@3:4", "4@3:8", "b@3:10"],
        ),
        (
            "title.csv",
            "Reports of 2021,,,\n\nreport_id,place,killed,text\nr1,Gao,3,a\n",
            &["r1@4:1", "Gao@4:4", "3@4:8", "a@4:10"],
        ),
        (
            "array.json",
            "[\n {\"report_id\": \"r1\", \"place\": \"S\u{e9}var\u{e9}\",\n  \"killed\": 3, \"text\": null}, {\"report_id\":2,\"place\":\"Gao\"}]",
            &["r1@2:17", "Sévaré@2:32", "3@3:13", "@2:1", "2@3:44", "Gao@3:55", "@3:1", "@3:1"],
        ),
        (
            "lines.jsonl",
            "{\"report_id\":\"r1\",\"place\":\"Gao\"}\n\n{\"killed\":7,\"report_id\":\"r\\u0032\"}\n",
            &["r1@1:15", "Gao@1:28", "@1:1", "@1:1", "r2@3:26", "@3:1", "7@3:11", "@3:1"],
        ),
    ];
    for (name, content, expected) in cases {
        assert_eq!(placed(&text(name, content.as_bytes()), &cols), *expected, "{name}");
    }
}

#[test]
fn pieces_join_without_a_seam() {
    // Enough rows for several pieces, with quotes, line ends in cells and letters of two bytes.
    let mut csv = String::from("report_id,place,text\n");
    let mut expected = Vec::new();
    let mut line = 2;
    for row in 0..40_000 {
        let (cell, down) = match row % 4 {
            0 => ("\"said \"\"no\"\", é\"", 0),
            1 => ("\"two\nlines\"", 1),
            2 => {
                ("plain text that goes on for a while without any mark at all, or nearly".split(',').next().unwrap(), 0)
            }
            _ => ("it's 5\" wide", 0),
        };
        csv += &format!("r{row},Tin-Akoff,{cell}\n");
        expected.push((format!("r{row}"), line));
        line += 1 + down;
    }
    let loaded = text("long.csv", csv.as_bytes());
    assert!(loaded.batches.len() > 2);
    let found: Vec<_> = loaded.records().map(|record| (record.get(Col::ReportId).to_owned(), record.line)).collect();
    assert_eq!(found, expected);
}
