//! Writing files: private, whole or not at all.

use crate::run::Error;
use std::io::Write;
use std::path::Path;

/// Writes a file so that nobody else can read it and no reader ever sees half of it: into a temporary file
/// beside it, which then takes its name.
///
/// # Errors
/// Says which file, why, and what to do.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        return Err(Error::new(format!(
            "{}: cannot be written: the folder {} does not exist; make it first",
            path.display(),
            folder.display()
        )));
    }
    if path.is_dir() {
        return Err(Error::new(format!("{}: cannot be written: it is a folder; name a file in it", path.display())));
    }
    // Devices and pipes (/dev/stdout, /dev/full) take the bytes as they are: they cannot be renamed onto.
    if std::fs::metadata(path).is_ok_and(|meta| !meta.is_file()) {
        return std::fs::OpenOptions::new()
            .write(true)
            .open(path)
            .and_then(|mut file| file.write_all(bytes).and_then(|()| file.flush()))
            .map_err(|error| cannot(path, bytes.len(), error));
    }
    let write = || -> std::io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_data()?;
        file.persist(path)?;
        Ok(())
    };
    write().map_err(|error| cannot(path, bytes.len(), error))
}

fn cannot(path: &Path, wanted: usize, source: std::io::Error) -> Error {
    let remedy = match source.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
            format!("; it wants {} more KB of room: free some, or write it elsewhere", wanted.div_ceil(1024))
        }
        std::io::ErrorKind::PermissionDenied => "; you may not write there: write it elsewhere".to_owned(),
        _ => String::new(),
    };
    Error::File { what: format!("{}: cannot be written", path.display()), remedy, source }
}

/// Writes to standard output. A reader that went away (`| head`) is no fault.
///
/// # Errors
/// When standard output cannot be written for another reason.
pub fn write_stdout(bytes: &[u8]) -> Result<(), Error> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Error::file("standard output cannot be written", error))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_private_and_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.json");
        std::fs::write(&path, "old").unwrap();
        write_private(&path, b"new").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn missing_folders_are_named() {
        let error = write_private(Path::new("/nowhere/at/all.json"), b"x").unwrap_err();
        assert!(error.to_string().contains("the folder /nowhere/at does not exist"), "{error}");
    }
}
