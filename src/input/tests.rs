//! Reading as the pipeline does it: files written on the spot, and the real ones where they are at hand.

use super::{InputError, Mapping, Options, Source, interpret, read};
use crate::model::{Batch, Col, Record, Report, RowIx, Value};
use std::path::{Path, PathBuf};

/// A file read to the end.
struct Loaded {
    source: Source,
    batches: Vec<Batch>,
}

impl Loaded {
    fn rows(&self) -> usize {
        self.batches.iter().map(Batch::len).sum()
    }

    fn records(&self) -> impl Iterator<Item = Record<'_>> {
        self.batches.iter().flat_map(Batch::iter)
    }

    /// What `look` says of every report.
    fn each<T>(&self, mut look: impl FnMut(&Report<'_>) -> T) -> Vec<T> {
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

    fn notes(&self) -> String {
        self.source.info.notes.join("; ")
    }
}

fn load_with(path: &Path, options: &Options) -> Result<Loaded, InputError> {
    let mut batches = Vec::new();
    let source = read(path, 0, options, &mut |_, batch| batches.push(batch))?;
    let loaded = Loaded { source, batches };
    assert_eq!(loaded.source.info.read, loaded.rows() as u64 + loaded.source.rejected.len() as u64);
    assert_eq!(loaded.source.info.read, loaded.source.info.loaded + loaded.source.info.rejected);
    Ok(loaded)
}

fn load(path: &Path) -> Loaded {
    load_with(path, &Options::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// Writes a file and reads it.
fn try_text(name: &str, bytes: &[u8]) -> Result<Loaded, InputError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    load_with(&path, &Options::default())
}

fn text(name: &str, bytes: &[u8]) -> Loaded {
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
