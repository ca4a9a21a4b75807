//! The store's folder: whose it is, who holds it, and what an interrupted swap left behind.

use super::StoreError;
use super::guard::{private_folder, write_whole};
use fs2::FileExt;
use std::fs;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Version of everything under the folder. Another one is refused, never guessed at.
pub(super) const FORMAT: u32 = 3;

const MARKER: &str = "recount.store";
const MARKER_BEGINS: &str = "recount store, format ";

/// A folder that is ours and held by this process until dropped.
#[derive(Debug)]
pub(super) struct Folder {
    pub dir: PathBuf,
    lock: fs::File,
}

impl Folder {
    /// Takes hold of a folder; makes it where it does not exist or is empty.
    pub(super) fn hold(dir: &Path) -> Result<Folder, StoreError> {
        claim(dir)?;
        let path = dir.join("lock");
        let fail = |source| StoreError::io(&path, "open the lock", source);
        let mut options = fs::OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut lock = options.open(&path).map_err(fail)?;
        // A process that was started at this moment may hold a copy of a lock that was just let go of, until it runs.
        let held = (0..5).all(|attempt| {
            std::thread::sleep(std::time::Duration::from_millis(attempt * 40));
            lock.try_lock_exclusive().is_err()
        });
        if held {
            let mut holder = String::new();
            let _ = lock.read_to_string(&mut holder);
            let holder = if holder.trim().is_empty() { "another process".to_owned() } else { holder.trim().to_owned() };
            return Err(StoreError::InUse { dir: dir.to_owned(), holder });
        }
        let since = jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M:%S UTC");
        let holder = format!("process {} since {since}\n", std::process::id());
        lock.set_len(0)
            .and_then(|()| lock.seek(SeekFrom::Start(0)).map(drop))
            .and_then(|()| lock.write_all(holder.as_bytes()))
            .map_err(fail)?;
        let folder = Folder { dir: dir.to_owned(), lock };
        folder.finish_swap()?;
        Ok(folder)
    }

    /// Where the chunks lie.
    pub(super) fn data(&self) -> PathBuf {
        self.dir.join("data")
    }

    /// Where the history of runs lies.
    pub(super) fn runs(&self) -> PathBuf {
        self.dir.join("runs")
    }

    /// Where compaction and restoring build what will become [`Folder::data`].
    pub(super) fn data_new(&self) -> PathBuf {
        self.dir.join("data.new")
    }

    fn data_old(&self) -> PathBuf {
        self.dir.join("data.old")
    }

    /// Puts `data.new`, which must be complete, into the place of `data`.
    pub(super) fn swap(&self) -> Result<(), StoreError> {
        let rename = |from: &Path, to: &Path| {
            fs::rename(from, to).map_err(|source| StoreError::io(from, "rename the folder", source))
        };
        if self.data().exists() {
            rename(&self.data(), &self.data_old())?;
        }
        rename(&self.data_new(), &self.data())?;
        super::guard::sync_folder(&self.dir);
        remove(&self.data_old())
    }

    /// Ends a swap that was interrupted. Until the second rename the old data are whole; after it the new are.
    fn finish_swap(&self) -> Result<(), StoreError> {
        if !self.data().exists() && self.data_old().exists() {
            fs::rename(self.data_old(), self.data())
                .map_err(|source| StoreError::io(&self.data_old(), "rename the folder", source))?;
        }
        remove(&self.data_old())?;
        remove(&self.data_new())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = self.lock.set_len(0);
        let _ = FileExt::unlock(&self.lock);
    }
}

/// Removes a folder of ours with everything in it.
pub(super) fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_dir_all(path) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
            Err(StoreError::io(path, "remove the folder", source))
        }
        _ => Ok(()),
    }
}

/// Checks that a folder is ours; marks it where it is new or empty.
fn claim(dir: &Path) -> Result<(), StoreError> {
    match check(dir)? {
        true => Ok(()),
        false => {
            private_folder(dir)?;
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                let _ = fs::set_permissions(dir, fs::Permissions::from_mode(0o700));
            }
            write_whole(&dir.join(".gitignore"), b"*\n")?;
            write_whole(&dir.join(MARKER), format!("{MARKER_BEGINS}{FORMAT}\n").as_bytes())
        }
    }
}

/// Whether a folder is a store of this format; an error where it is something else, `false` where it is
/// missing, empty, or where making it was interrupted before the marker was written.
pub(super) fn check(dir: &Path) -> Result<bool, StoreError> {
    let marker = dir.join(MARKER);
    match fs::read(&marker) {
        Ok(bytes) => {
            let text = String::from_utf8_lossy(&bytes);
            let Some(found) = text.trim_end().strip_prefix(MARKER_BEGINS) else {
                return Err(StoreError::Damaged {
                    dir: dir.to_owned(),
                    what: format!("its marker {MARKER} cannot be read; it should hold \"{MARKER_BEGINS}{FORMAT}\""),
                });
            };
            if found.trim() != FORMAT.to_string() {
                return Err(StoreError::Version { dir: dir.to_owned(), found: found.trim().to_owned(), known: FORMAT });
            }
            Ok(true)
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let entries = match fs::read_dir(dir) {
                Ok(entries) => entries,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
                Err(source) => return Err(StoreError::io(dir, "look into the folder", source)),
            };
            for entry in entries {
                let entry = entry.map_err(|source| StoreError::io(dir, "look into the folder", source))?;
                let name = entry.file_name();
                // What making a store writes before its marker.
                let ours = name == "recount.new" || name == ".gitignore" && is_our_ignore(&entry.path());
                if !ours {
                    return Err(StoreError::Foreign { dir: dir.to_owned() });
                }
            }
            Ok(false)
        }
        Err(source) => Err(StoreError::io(&marker, "read it", source)),
    }
}

fn is_our_ignore(path: &Path) -> bool {
    fs::read(path).is_ok_and(|bytes| bytes == b"*\n")
}
