//! From what the user named to bytes: files, folders, patterns and standard input, compression by its first bytes.

use super::{InputError, formats};
use std::collections::BTreeSet;
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::xxh3_64;

/// Folders are searched this deep: deeper ones are circles made of links.
const DEPTH: usize = 32;

/// Most bytes of one file once unpacked. Positions within a file are counted in 32 bits.
const LIMIT: u64 = 4 << 30;

/// The bytes of one input.
#[derive(Debug)]
pub(super) struct Contents {
    /// Unpacked.
    pub bytes: Vec<u8>,
    /// xxh3-64 of the file as it lies on the disk, in hex.
    pub hash: String,
    /// How it was packed.
    pub packed: Option<&'static str>,
}

/// The files that the user named: files as they are, folders searched for files with known endings (sorted by path), patterns
/// resolved, `-` for standard input. A file named twice is read once.
///
/// # Errors
/// A name, pattern or folder that yields nothing.
pub fn expand(args: &[PathBuf]) -> Result<Vec<PathBuf>, InputError> {
    let mut seen = BTreeSet::new();
    let mut files = Vec::new();
    for arg in args {
        for file in expand_one(arg)? {
            if seen.insert(file.clone()) {
                files.push(file);
            }
        }
    }
    Ok(files)
}

fn expand_one(arg: &Path) -> Result<Vec<PathBuf>, InputError> {
    if arg.as_os_str() == "-" {
        return Ok(vec![arg.to_owned()]);
    }
    match fs::metadata(arg) {
        Ok(facts) if facts.is_dir() => folder(arg),
        Ok(_) => Ok(vec![arg.to_owned()]),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let shown = arg.display().to_string();
            if shown.contains(['*', '?', '[']) { pattern(&shown) } else { Err(InputError::Missing { path: shown }) }
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
        if path.is_dir() { files.extend(folder(&path).unwrap_or_default()) } else { files.push(path) }
    }
    files.sort();
    if files.is_empty() { Err(InputError::NoMatch { pattern: pattern.to_owned() }) } else { Ok(files) }
}

fn folder(path: &Path) -> Result<Vec<PathBuf>, InputError> {
    let mut files = Vec::new();
    search(path, DEPTH, formats::has_known_ending, &mut files)?;
    if files.is_empty() {
        // Beside data a text may be anything; alone it is what the folder is for.
        search(path, DEPTH, formats::has_text_ending, &mut files)?;
    }
    files.sort();
    if files.is_empty() {
        return Err(InputError::NoData { path: path.display().to_string(), known: formats::endings().join(", ") });
    }
    Ok(files)
}

fn search(folder: &Path, depth: usize, wanted: fn(&str) -> bool, files: &mut Vec<PathBuf>) -> Result<(), InputError> {
    let fail = |source| InputError::Io { path: folder.to_owned(), source };
    for entry in fs::read_dir(folder).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        // Hidden files, and the lock files that spreadsheets leave beside theirs.
        if name.starts_with('.') || name.starts_with("~$") {
            continue;
        }
        if path.is_dir() {
            if depth > 0 {
                search(&path, depth - 1, wanted, files)?;
            }
        } else if wanted(&name) {
            files.push(path);
        }
    }
    Ok(())
}

/// Reads a whole input and unpacks it.
pub(super) fn contents(path: &Path) -> Result<Contents, InputError> {
    let fail = |source| InputError::Io { path: path.to_owned(), source };
    let raw = if path.as_os_str() == "-" {
        let mut raw = Vec::new();
        io::stdin().lock().take(LIMIT + 1).read_to_end(&mut raw).map_err(fail)?;
        raw
    } else {
        steady(path, |_| ())?
    };
    if raw.len() as u64 > LIMIT {
        return Err(InputError::TooLarge { path: path.to_owned(), limit: LIMIT >> 30 });
    }
    if raw.is_empty() {
        return Err(InputError::Empty { path: path.to_owned() });
    }
    let hash = format!("{:016x}", xxh3_64(&raw));
    let (bytes, packed) = unpack(path, raw)?;
    if bytes.is_empty() {
        return Err(InputError::Empty { path: path.to_owned() });
    }
    Ok(Contents { bytes, hash, packed })
}

/// The bytes of a file that nobody writes to meanwhile. `meanwhile` stands for the time that reading takes.
fn steady(path: &Path, meanwhile: impl FnOnce(&Path)) -> Result<Vec<u8>, InputError> {
    let fail = |source| InputError::Io { path: path.to_owned(), source };
    let mut file = File::open(path).map_err(fail)?;
    let before = file.metadata().map_err(fail)?;
    if before.is_dir() {
        return Err(fail(io::Error::from(io::ErrorKind::IsADirectory)));
    }
    let mut bytes = Vec::with_capacity(before.len().min(LIMIT) as usize);
    (&mut file).take(LIMIT + 1).read_to_end(&mut bytes).map_err(fail)?;
    meanwhile(path);
    let after = file.metadata().map_err(fail)?;
    let regular = before.is_file();
    // A file that was replaced by another of the same name shows in a second look at the path.
    let again = fs::metadata(path).map_err(|_| InputError::Changed { path: path.to_owned() })?;
    let whole = !regular || bytes.len() as u64 == after.len() || after.len() > LIMIT;
    if regular && (state(&before) != state(&after) || state(&before) != state(&again)) || !whole {
        return Err(InputError::Changed { path: path.to_owned() });
    }
    Ok(bytes)
}

fn state(facts: &Metadata) -> (u64, Option<std::time::SystemTime>) {
    (facts.len(), facts.modified().ok())
}

fn unpack(path: &Path, raw: Vec<u8>) -> Result<(Vec<u8>, Option<&'static str>), InputError> {
    let broken =
        |what| move |error: io::Error| InputError::Broken { path: path.to_owned(), what, reason: error.to_string() };
    let mut bytes = Vec::new();
    let packed = if raw.starts_with(&[0x1f, 0x8b]) {
        flate2::read::MultiGzDecoder::new(raw.as_slice())
            .take(LIMIT + 1)
            .read_to_end(&mut bytes)
            .map_err(broken("gzip"))?;
        "gzip"
    } else if raw.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        // The frame mostly says how long it will be. It may lie, so this is a wish and bounded by what packing achieves.
        let said = zstd::zstd_safe::get_frame_content_size(&raw).ok().flatten().unwrap_or_default();
        let _ = bytes.try_reserve_exact(said.min(LIMIT).min(raw.len() as u64 * 64) as usize);
        let decoder = zstd::Decoder::with_buffer(raw.as_slice()).map_err(broken("zstd"))?;
        decoder.take(LIMIT + 1).read_to_end(&mut bytes).map_err(broken("zstd"))?;
        "zstd"
    } else {
        return Ok((raw, None));
    };
    if bytes.len() as u64 > LIMIT {
        return Err(InputError::TooLarge { path: path.to_owned(), limit: LIMIT >> 30 });
    }
    Ok((bytes, Some(packed)))
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
        assert_eq!(steady(&path, |_| ()).unwrap(), b"report_id\nr1\n");
        let grown = steady(&path, |path| {
            fs::OpenOptions::new().append(true).open(path).unwrap().write_all(b"r2\n").unwrap();
        });
        assert!(matches!(grown, Err(InputError::Changed { .. })));
        let replaced = steady(&path, |path| {
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
        assert_eq!(found, [at("a.CSV.gz"), at("b/c/n.jsonl.zst"), at("z.csv"), PathBuf::from("-")]);
        let globbed = expand(&[at("*.csv")]).unwrap();
        assert_eq!(globbed, [at("z.csv")]);
        assert!(matches!(expand(&[at("*.nope")]), Err(InputError::NoMatch { .. })));
        assert!(matches!(expand(&[at("nope.csv")]), Err(InputError::Missing { .. })));
        fs::create_dir(at("empty")).unwrap();
        assert!(matches!(expand(&[at("empty")]), Err(InputError::NoData { .. })));
    }
}
