//! The history of runs: plain files, one a run, written once. Damage to one costs that one.

use super::StoreError;
use super::guard::{private_folder, write_whole};
use super::tables::Tables;
use crate::model::history::Profile;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::xxh3_64;

/// Runs whose tables are kept: enough to look a week back, while the facts of a run, some kilobytes, stay for good.
const KEPT_TABLES: usize = 10;

/// An input of a run.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RunInput {
    /// Its name as given.
    pub name: String,
    /// The data set it belonged to.
    pub dataset: String,
    /// Hash of its bytes.
    pub hash: String,
    /// Rows read.
    pub read: u64,
    /// Rows that were new or changed.
    pub loaded: u64,
    /// Of those: revisions.
    pub revised: u64,
    /// Rows that the store had already.
    pub unchanged: u64,
    /// Rows that could not be loaded.
    pub rejected: u64,
}

/// The facts of a run. Written as JSON, so that versions of the tool with more or fewer of them read each other's.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RunRecord {
    /// Its number, from 1; given by [`Runs::append`].
    pub number: u32,
    /// When it began, as the caller writes times.
    pub started: String,
    /// Version of the tool.
    pub tool: String,
    /// Its inputs.
    pub inputs: Vec<RunInput>,
    /// Reports checked.
    pub reports: u64,
    /// Places found.
    pub places: u64,
    /// Events found.
    pub events: u64,
    /// Findings by code.
    pub by_code: BTreeMap<String, u64>,
    /// Findings by severity.
    pub by_severity: BTreeMap<String, u64>,
    /// Findings by state.
    pub by_state: BTreeMap<String, u64>,
    /// What was skipped, and why.
    pub skipped: Vec<(String, String)>,
    /// Counts that later runs are compared with.
    #[serde(with = "profile")]
    pub profile: Profile,
}

/// A profile's maps have pairs as keys, which JSON has not: they are written as lists.
mod profile {
    use crate::model::history::Profile;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::collections::BTreeMap;

    type Counts = Vec<(String, String, u64)>;

    #[derive(Serialize, Deserialize, Default)]
    #[serde(default)]
    struct Lists {
        by_country: Counts,
        by_source: Counts,
        headers: BTreeMap<String, Vec<String>>,
    }

    pub(super) fn serialize<S: Serializer>(profile: &Profile, out: S) -> Result<S::Ok, S::Error> {
        let list = |map: &BTreeMap<(String, String), u64>| {
            map.iter().map(|((a, b), count)| (a.clone(), b.clone(), *count)).collect()
        };
        let (by_country, by_source) = (list(&profile.by_country), list(&profile.by_source));
        Lists { by_country, by_source, headers: profile.headers.clone() }.serialize(out)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Profile, D::Error> {
        let lists = Lists::deserialize(input)?;
        let map = |list: Counts| list.into_iter().map(|(a, b, count)| ((a, b), count)).collect();
        Ok(Profile { by_country: map(lists.by_country), by_source: map(lists.by_source), headers: lists.headers })
    }
}

/// The history of runs in a folder. Runs are appended by the process that holds the store.
#[derive(Debug, Clone)]
pub struct Runs {
    folder: PathBuf,
}

impl Runs {
    pub(super) fn new(folder: PathBuf) -> Runs {
        Runs { folder }
    }

    /// The history in a store's folder, without opening the store: for looking.
    ///
    /// # Errors
    /// The folder is no store of this format.
    pub fn of(dir: &Path) -> Result<Runs, StoreError> {
        if !super::folder::check(dir)? {
            return Err(StoreError::Refused(format!(
                "there is no store in {}: nothing was checked yet",
                dir.display()
            )));
        }
        Ok(Runs::new(dir.join("runs")))
    }

    fn record_path(&self, number: u32) -> PathBuf {
        self.folder.join(format!("{number:06}.run"))
    }

    fn tables_path(&self, number: u32) -> PathBuf {
        self.folder.join(format!("{number:06}.tables"))
    }

    /// Numbers of the runs, ascending.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn numbers(&self) -> Result<Vec<u32>, StoreError> {
        self.numbered("run")
    }

    fn numbered(&self, extension: &str) -> Result<Vec<u32>, StoreError> {
        let fail = |source| StoreError::io(&self.folder, "look into the folder", source);
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(source) => return Err(fail(source)),
        };
        let mut numbers = Vec::new();
        for entry in entries {
            let path = entry.map_err(fail)?.path();
            if path.extension().is_some_and(|found| found == extension)
                && let Some(number) = path.file_stem().and_then(|stem| stem.to_str()?.parse().ok())
            {
                numbers.push(number);
            }
        }
        numbers.sort_unstable();
        Ok(numbers)
    }

    /// Writes a run down, gives it its number, and drops the tables of all but the last ten.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn append(&self, mut record: RunRecord, tables: &Tables<'_>) -> Result<u32, StoreError> {
        private_folder(&self.folder)?;
        record.number = self.numbers()?.last().map_or(1, |last| last.saturating_add(1));
        let json = serde_json::to_string(&record)
            .map_err(|error| StoreError::Refused(format!("the run cannot be written down: {error}")))?;
        // The tables first: a run that is listed has them.
        write_whole(&self.tables_path(record.number), &tables.pack().map_err(StoreError::Refused)?)?;
        let digest = xxh3_64(json.as_bytes());
        write_whole(&self.record_path(record.number), format!("{json}\n{digest:016x}\n").as_bytes())?;
        let kept = self.numbered("tables")?;
        for old in kept.iter().rev().skip(KEPT_TABLES) {
            let path = self.tables_path(*old);
            fs::remove_file(&path).map_err(|source| StoreError::io(&path, "remove it", source))?;
        }
        Ok(record.number)
    }

    /// The facts of a run.
    ///
    /// # Errors
    /// There is no such run, or its file is damaged.
    pub fn get(&self, number: u32) -> Result<RunRecord, StoreError> {
        let path = self.record_path(number);
        let text = match fs::read(&path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(StoreError::Refused(match self.numbers()?.as_slice() {
                    [] => format!("there is no run {number}: nothing was checked yet"),
                    [first, .., last] => format!("there is no run {number}; there are runs {first} to {last}"),
                    [only] => format!("there is no run {number}; the only one is run {only}"),
                }));
            }
            Err(source) => return Err(StoreError::io(&path, "read it", source)),
        };
        let record = text
            .trim_end()
            .rsplit_once('\n')
            .filter(|(json, digest)| format!("{:016x}", xxh3_64(json.as_bytes())) == *digest)
            .and_then(|(json, _)| serde_json::from_str(json).ok());
        record.ok_or_else(|| {
            StoreError::Refused(format!(
                "the record of run {number} is damaged; delete {} to be rid of it",
                path.display()
            ))
        })
    }

    /// The facts of all runs, ascending, and a sentence on each that cannot be read.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn all(&self) -> Result<(Vec<RunRecord>, Vec<String>), StoreError> {
        let (mut records, mut problems) = (Vec::new(), Vec::new());
        for number in self.numbers()? {
            match self.get(number) {
                Ok(record) => records.push(record),
                Err(error) => problems.push(error.to_string()),
            }
        }
        Ok((records, problems))
    }

    /// The facts of the last run that can be read.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn last(&self) -> Result<Option<RunRecord>, StoreError> {
        Ok(self.numbers()?.into_iter().rev().find_map(|number| self.get(number).ok()))
    }

    /// The tables of a run; `None` where they were dropped, or never written.
    ///
    /// # Errors
    /// The file is damaged, or of another version.
    pub fn tables(&self, number: u32) -> Result<Option<Tables<'static>>, StoreError> {
        let path = self.tables_path(number);
        match fs::read(&path) {
            Ok(bytes) => Tables::unpack(&bytes).map(Some).map_err(|what| {
                StoreError::Refused(format!("the tables of run {number} {what}; run again to have new ones"))
            }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(StoreError::io(&path, "read it", source)),
        }
    }
}
