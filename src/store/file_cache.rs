//! What was made of other files and can be made again: kept beside the chunks, each under a name, none of it trusted
//! without its digest.

use super::StoreError;
use super::guard::{private_folder, write_whole};
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::xxh3_128;

/// Begins every file; the number is the format's.
const BEGINS: &[u8; 16] = b"recount shelf 1\n";

/// Compressed parts longer than this when unpacked are not what was kept.
const MOST: usize = 1 << 31;

/// The shelf of a store.
#[derive(Debug, Clone)]
pub struct FileCache {
    folder: PathBuf,
}

/// The digest of a part: of its name too, so that no file can stand in for another.
fn digest(name: &str, packed: &[u8]) -> [u8; 16] {
    let mut all = Vec::with_capacity(name.len() + 1 + packed.len());
    all.extend_from_slice(name.as_bytes());
    all.push(0);
    all.extend_from_slice(packed);
    xxh3_128(&all).to_le_bytes()
}

impl FileCache {
    pub(super) fn of(dir: &Path) -> FileCache {
        FileCache { folder: dir.join("shelf") }
    }

    /// What was kept under a name; `None` where it is missing, damaged or of another version.
    pub fn fetch(&self, name: &str) -> Option<Vec<u8>> {
        let bytes = std::fs::read(self.folder.join(name)).ok()?;
        let (digested, packed) = bytes.strip_prefix(BEGINS)?.split_at_checked(16)?;
        if digested != digest(name, packed) {
            return None;
        }
        let length = u64::from_le_bytes(packed.get(..8)?.try_into().ok()?);
        let length = usize::try_from(length).ok().filter(|length| *length <= MOST)?;
        zstd::bulk::decompress(&packed[8..], length).ok().filter(|found| found.len() == length)
    }

    /// Keeps something under a name, readable for its owner only.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn store(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let path = self.folder.join(name);
        let fail = |source| StoreError::io(&path, "write it", source);
        let mut packed = (bytes.len() as u64).to_le_bytes().to_vec();
        packed.extend(zstd::bulk::compress(bytes, 1).map_err(fail)?);
        private_folder(&self.folder)?;
        let mut whole = BEGINS.to_vec();
        whole.extend(digest(name, &packed));
        whole.extend(packed);
        write_whole(&path, &whole)
    }

    /// Removes what was kept under names that begin with none of these.
    pub fn clear(&self, but: &[String]) {
        for entry in std::fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if !but.iter().any(|begin| name.starts_with(begin.as_str())) {
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_kept_comes_back() {
        let home = tempfile::tempdir().unwrap();
        let shelf = FileCache::of(home.path());
        let kept: Vec<u8> = (0..5000u32).flat_map(u32::to_le_bytes).collect();
        assert_eq!(shelf.fetch("a"), None);
        shelf.store("a", &kept).unwrap();
        shelf.store("b", b"").unwrap();
        assert_eq!(shelf.fetch("a"), Some(kept.clone()));
        assert_eq!(shelf.fetch("b"), Some(Vec::new()));
        let path = home.path().join("shelf/a");
        let whole = std::fs::read(&path).unwrap();
        for at in (0..whole.len()).step_by(whole.len() / 40) {
            let mut damaged = whole.clone();
            damaged[at] ^= 4;
            std::fs::write(&path, &damaged).unwrap();
            assert_eq!(shelf.fetch("a"), None, "byte {at}");
            std::fs::write(&path, &whole[..at]).unwrap();
            assert_eq!(shelf.fetch("a"), None, "cut at {at}");
        }
        std::fs::write(home.path().join("shelf/c"), &whole).unwrap();
        assert_eq!(shelf.fetch("c"), None, "another's content");
        shelf.clear(&["b".to_owned()]);
        assert!(!path.exists() && shelf.fetch("b").is_some());
    }

    #[cfg(unix)]
    #[test]
    fn others_cannot_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        FileCache::of(home.path()).store("a", b"names").unwrap();
        let mode = |path: &str| std::fs::metadata(home.path().join(path)).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode("shelf"), mode("shelf/a")), (0o700, 0o600));
    }
}
