//! From what the user named to bytes: files, folders, patterns and standard input, compression by its first bytes.

use super::table::listed;
use super::unpack::{self, Unpacked};
use super::{InputError, formats, own};
use crate::model::Limits;
use std::collections::BTreeSet;
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::xxh3_64;

/// One input.
#[derive(Debug)]
pub(super) struct Contents {
    /// What is in it.
    pub unpacked: Unpacked,
    /// xxh3-64 of the file as it lies on the disk, in hex.
    pub hash: String,
}

/// The files that were found for a name.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Expanded {
    /// Files, in order.
    pub files: Vec<PathBuf>,
    /// What lies beside them and is not read, in sentences.
    pub left: Vec<String>,
}

/// The files that the user named: files as they are, folders searched for files with known endings (sorted by path), patterns
/// resolved, `-` for standard input. A file named twice, or by a link too, is read once.
///
/// # Errors
/// A name, pattern or folder that yields nothing.
pub fn expand(args: &[PathBuf]) -> Result<Expanded, InputError> {
    let mut seen = BTreeSet::new();
    let mut expanded = Expanded::default();
    for arg in args {
        let (files, left) = expand_one(arg)?;
        let new = |file: &PathBuf| seen.insert(identity(file));
        expanded.files.extend(files.into_iter().filter(new));
        if !left.is_empty() {
            let shown: Vec<String> =
                left.iter().map(|path| path.strip_prefix(arg).unwrap_or(path).display().to_string()).collect();
            let shown: Vec<&str> = shown.iter().map(String::as_str).collect();
            expanded.left.push(format!(
                "files in {} that are no data and were not read: {}",
                arg.display(),
                listed(&shown)
            ));
        }
    }
    Ok(expanded)
}

/// What a file is, by whatever name: its path without links, and where it has several names, the first of them does not matter.
pub fn identity(path: &Path) -> PathBuf {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        if let Ok(facts) = fs::metadata(path)
            && facts.is_file()
            && facts.nlink() > 1
        {
            return PathBuf::from(format!("{}:{}", facts.dev(), facts.ino()));
        }
    }
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

type Searched = (Vec<PathBuf>, Vec<PathBuf>);

fn expand_one(arg: &Path) -> Result<Searched, InputError> {
    if arg.as_os_str() == "-" {
        return Ok((vec![arg.to_owned()], Vec::new()));
    }
    match fs::metadata(arg) {
        Ok(facts) if facts.is_dir() => folder(arg),
        Ok(_) => Ok((vec![arg.to_owned()], Vec::new())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let shown = arg.display().to_string();
            if shown.contains(['*', '?', '[']) {
                Ok((pattern(&shown)?, Vec::new()))
            } else {
                Err(InputError::Missing { path: shown })
            }
        }
        Err(source) => Err(InputError::Io { path: arg.to_owned(), source }),
    }
}

fn pattern(pattern: &str) -> Result<Vec<PathBuf>, InputError> {
    // As in shells, a star does not find hidden files.
    let options = glob::MatchOptions { require_literal_leading_dot: true, ..glob::MatchOptions::new() };
    let found = glob::glob_with(pattern, options)
        .map_err(|error| InputError::BadPattern { pattern: pattern.to_owned(), reason: error.msg.to_owned() })?;
    let mut files = Vec::new();
    for entry in found {
        let path = entry.map_err(|error| InputError::Io {
            path: error.path().to_owned(),
            source: io::Error::from(error.error().kind()),
        })?;
        if path.is_dir() { files.extend(folder(&path).unwrap_or_default().0) } else { files.push(path) }
    }
    files.sort();
    if files.is_empty() { Err(InputError::NoMatch { pattern: pattern.to_owned() }) } else { Ok(files) }
}

fn folder(path: &Path) -> Result<Searched, InputError> {
    let mut all = Vec::new();
    let mut within = BTreeSet::new();
    search(path, &mut within, &mut all)?;
    all.sort();
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let by = |wanted: fn(&str) -> bool| all.iter().any(|path| wanted(&name(path)));
    // Beside data a text may be anything; alone it is what the folder is for.
    let wanted: fn(&str) -> bool =
        if by(formats::has_known_ending) { formats::has_known_ending } else { formats::has_text_ending };
    let (files, mut left): (Vec<PathBuf>, Vec<PathBuf>) = all.iter().cloned().partition(|path| wanted(&name(path)));
    let (own, files): (Vec<PathBuf>, Vec<PathBuf>) = files.into_iter().partition(|path| own::is_output(path));
    left.extend(own);
    left.sort();
    if files.is_empty() {
        return Err(InputError::NoData { path: path.display().to_string(), known: formats::endings().join(", ") });
    }
    Ok((files, left))
}

/// All files below a folder. A folder that was met before, by a link, is not searched again.
fn search(folder: &Path, within: &mut BTreeSet<PathBuf>, files: &mut Vec<PathBuf>) -> Result<(), InputError> {
    let fail = |source| InputError::Io { path: folder.to_owned(), source };
    if !within.insert(fs::canonicalize(folder).map_err(fail)?) {
        return Ok(());
    }
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(fail)? {
        paths.push(entry.map_err(fail)?.path());
    }
    // In order, so that which of two names of a folder is met first does not depend on the disk.
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // Hidden files, and the lock files that spreadsheets leave beside theirs.
        if name.starts_with('.') || name.starts_with("~$") {
            continue;
        }
        if path.is_dir() { search(&path, within, files)? } else { files.push(path) }
    }
    Ok(())
}

/// Reads a whole input and unpacks it.
pub(super) fn contents(path: &Path, limits: &Limits) -> Result<Contents, InputError> {
    let fail = |source| InputError::Io { path: path.to_owned(), source };
    let most = limits.bytes();
    let raw = if path.as_os_str() == "-" {
        let mut raw = Vec::new();
        io::stdin().lock().take(most + 1).read_to_end(&mut raw).map_err(fail)?;
        raw
    } else {
        steady(path, most, |_| ())?
    };
    if raw.len() as u64 > most {
        let what = format!("holds more than {} MB", limits.unpacked_mb);
        return Err(InputError::Beyond { path: path.to_owned(), what, setting: "unpacked_mb" });
    }
    if raw.is_empty() {
        return Err(InputError::Empty { path: path.to_owned() });
    }
    let hash = format!("{:016x}", xxh3_64(&raw));
    Ok(Contents { unpacked: unpack::unpack(path, raw, limits)?, hash })
}

/// The bytes of a file that nobody writes to meanwhile. `meanwhile` stands for the time that reading takes.
fn steady(path: &Path, most: u64, meanwhile: impl FnOnce(&Path)) -> Result<Vec<u8>, InputError> {
    let fail = |source| InputError::Io { path: path.to_owned(), source };
    let mut file = File::open(path).map_err(fail)?;
    let before = file.metadata().map_err(fail)?;
    if before.is_dir() {
        return Err(fail(io::Error::from(io::ErrorKind::IsADirectory)));
    }
    let mut bytes = Vec::with_capacity(before.len().min(most) as usize);
    (&mut file).take(most + 1).read_to_end(&mut bytes).map_err(fail)?;
    meanwhile(path);
    let after = file.metadata().map_err(fail)?;
    let regular = before.is_file();
    // A file that was replaced by another of the same name shows in a second look at the path.
    let again = fs::metadata(path).map_err(|_| InputError::Changed { path: path.to_owned() })?;
    let whole = !regular || bytes.len() as u64 == after.len() || after.len() > most;
    if regular && (state(&before) != state(&after) || state(&before) != state(&again)) || !whole {
        return Err(InputError::Changed { path: path.to_owned() });
    }
    Ok(bytes)
}

fn state(facts: &Metadata) -> (u64, Option<std::time::SystemTime>) {
    (facts.len(), facts.modified().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_file_that_changes_while_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        fs::write(&path, "report_id\nr1\n").unwrap();
        assert_eq!(steady(&path, 1 << 20, |_| ()).unwrap(), b"report_id\nr1\n");
        let grown = steady(&path, 1 << 20, |path| {
            fs::OpenOptions::new().append(true).open(path).unwrap().write_all(b"r2\n").unwrap();
        });
        assert!(matches!(grown, Err(InputError::Changed { .. })));
        let replaced = steady(&path, 1 << 20, |path| {
            fs::remove_file(path).unwrap();
            fs::write(path, "report_id\nother\n").unwrap();
        });
        assert!(matches!(replaced, Err(InputError::Changed { .. })));
    }

    #[test]
    fn names_become_files() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("b/c")).unwrap();
        for name in ["z.csv", "a.CSV.gz", "b/c/n.jsonl.zst", "b/readme.txt.md", ".hidden.csv", "~$x.xlsx"] {
            fs::write(at(name), "x").unwrap();
        }
        let found = expand(&[folder.path().to_owned(), at("z.csv"), PathBuf::from("-")]).unwrap();
        assert_eq!(found.files, [at("a.CSV.gz"), at("b/c/n.jsonl.zst"), at("z.csv"), PathBuf::from("-")]);
        let globbed = expand(&[at("*.csv")]).unwrap();
        assert_eq!(globbed.files, [at("z.csv")]);
        assert!(matches!(expand(&[at("*.nope")]), Err(InputError::NoMatch { .. })));
        assert!(matches!(expand(&[at("nope.csv")]), Err(InputError::Missing { .. })));
        fs::create_dir(at("empty")).unwrap();
        assert!(matches!(expand(&[at("empty")]), Err(InputError::NoData { .. })));
    }
}
