//! Files that are damaged, processes that are killed, disks that are full.

use super::*;
use std::collections::HashMap;
use std::path::PathBuf;

/// Loads in rounds of one commit each until killed: started as a process of its own by the test below.
#[test]
fn child_that_loads() {
    let Some(dir) = std::env::var_os("RECOUNT_TEST_CHILD") else { return };
    let mut store = Store::open(Path::new(&dir)).unwrap();
    for round in 1u32.. {
        many(&mut store, 0..1500, |id| if id % 10 == 0 { round.to_string() } else { "1".into() });
        store.commit().unwrap();
        drop(store);
        fs::write(Path::new(&dir).join("data/round"), round.to_string()).unwrap();
        store = Store::open(Path::new(&dir)).unwrap();
    }
}

/// kill -9 at any moment loses nothing that was committed. RECOUNT_TEST_KILLS asks for more than a few.
#[cfg(unix)]
#[test]
fn killed_while_loading() {
    let kills: u64 = std::env::var("RECOUNT_TEST_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(4);
    for kill in 0..kills {
        let home = tempfile::tempdir().unwrap();
        let mut child = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "store::tests::damage::child_that_loads", "--nocapture"])
            .env("RECOUNT_TEST_CHILD", home.path())
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(40 + 97 * kill));
        child.kill().unwrap();
        child.wait().unwrap();
        let committed: u64 =
            fs::read_to_string(home.path().join("data/round")).ok().and_then(|n| n.parse().ok()).unwrap_or(0);
        let mut store = Store::open(home.path()).unwrap();
        let rows = current(&store).unwrap();
        assert!(committed == 0 || rows.len() == 1500, "{} rows after {committed} rounds", rows.len());
        assert!(store.versions() == 0 || store.versions() >= 1500 + 150 * committed.saturating_sub(1));
        let values: HashMap<&str, usize> = rows.iter().fold(HashMap::new(), |mut counts, (_, killed)| {
            *counts.entry(killed.as_str()).or_default() += 1;
            counts
        });
        assert!(values.len() <= 2, "a commit counts as a whole or not at all: {values:?}");
        many(&mut store, 0..1500, |_| "9".into());
        store.commit().unwrap();
        assert_eq!(current(&store).unwrap().len(), 1500);
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        if entry.file_type().unwrap().is_dir() {
            found.extend(files(&entry.path()));
        } else {
            found.push(entry.path());
        }
    }
    found.sort();
    found
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to.join(entry.file_name()));
        } else {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

/// A damaged file is said to be one, or does not matter; rows are never missing without a word, and nothing panics.
/// RECOUNT_TEST_DAMAGE asks for more than a few.
#[test]
fn damage_is_seen() {
    let home = tempfile::tempdir().unwrap();
    let whole = home.path().join("whole");
    let mut store = Store::open(&whole).unwrap();
    many(&mut store, 0..3000, |id| (u64::from(id) * 7919 % 1009).to_string());
    store.commit().unwrap();
    many(&mut store, 3000..4000, |id| (id % 13).to_string());
    store.commit().unwrap();
    let wanted = current(&store).unwrap();
    drop(store);
    let data = whole.join("data");
    let targets: Vec<PathBuf> = files(&data).iter().map(|path| path.strip_prefix(&whole).unwrap().to_owned()).collect();
    assert!(targets.len() >= 3, "{targets:?}");
    let mut dice = 0x2545_f491_4f6c_dd1du64;
    let mut roll = |below: u64| {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        dice % below.max(1)
    };
    let (mut said, mut harmless) = (0, 0);
    let cases: u32 = std::env::var("RECOUNT_TEST_DAMAGE").ok().and_then(|count| count.parse().ok()).unwrap_or(48);
    for case in 0..cases {
        let broken = home.path().join(format!("broken{case}"));
        copy(&whole, &broken);
        // Half of the time the log that holds the records.
        let log = targets.iter().find(|path| path.ends_with("sled/db")).unwrap();
        let target = if case % 2 == 0 { log } else { &targets[roll(targets.len() as u64) as usize] };
        let path = broken.join(target);
        let mut bytes = fs::read(&path).unwrap();
        let what = match roll(5) {
            0 => {
                bytes.truncate(roll(bytes.len() as u64) as usize);
                "cut off"
            }
            1 => {
                bytes.clear();
                "emptied"
            }
            2 => {
                let from = roll(bytes.len() as u64) as usize;
                let to = bytes.len().min(from + 4096);
                bytes[from..to].fill(0);
                "zeroed in part"
            }
            _ => {
                for _ in 0..8 {
                    let at = roll(bytes.len() as u64) as usize;
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte ^= 1 << roll(8);
                    }
                }
                "flipped in places"
            }
        };
        fs::write(&path, &bytes).unwrap();
        let result = Store::open(&broken).and_then(|store| current(&store));
        match result {
            Ok(rows) => {
                assert!(rows == wanted, "{} {what}: {} rows without a word", target.display(), rows.len());
                harmless += 1;
            }
            Err(error) => {
                assert!(matches!(error, StoreError::Damaged { .. } | StoreError::Io { .. }), "{error}");
                if matches!(error, StoreError::Damaged { .. }) {
                    assert!(error.to_string().contains("recount db restore"), "{error}");
                }
                said += 1;
            }
        }
        fs::remove_dir_all(&broken).unwrap();
    }
    assert!(said >= 12, "{said} were said, {harmless} did not matter");
}

#[test]
fn a_store_without_its_manifest_or_database_is_damaged() {
    for file in ["data/manifest", "data/sled/db"] {
        let home = tempfile::tempdir().unwrap();
        let mut store = Store::open(home.path()).unwrap();
        many(&mut store, 0..300, |_| "1".into());
        store.commit().unwrap();
        store.runs().append(RunRecord { tool: "0.1".into(), ..RunRecord::default() }, &Tables::default()).unwrap();
        drop(store);
        fs::remove_file(home.path().join(file)).unwrap();
        let error = Store::open(home.path()).err().unwrap().to_string();
        assert!(error.contains("missing") && error.contains("/data and run again on the input files"), "{error}");
        // What the message tells one to do works, and past runs stay.
        fs::remove_dir_all(home.path().join("data")).unwrap();
        let store = Store::open(home.path()).unwrap();
        assert_eq!(store.len(), 0);
        assert_eq!(store.runs().last().unwrap().unwrap().tool, "0.1");
    }
}

#[test]
fn a_full_disk_is_told_by_its_error() {
    let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
    let error = trees::Trouble::Sled(sled::Error::Io(full)).at(Path::new("/x/.recount"), 40 << 20).to_string();
    assert_eq!(
        error,
        "the disk of /x/.recount is full: about 80 MB more are needed. What was saved before is intact; \
         make room and run again, or keep nothing with --no-db"
    );
}

/// On a disk that fills up nothing that was committed is lost. Named by RECOUNT_TEST_FULL_DISK: a folder on a disk of
/// some twelve megabytes with nothing on it.
#[test]
fn a_disk_that_fills_up() {
    let Some(disk) = std::env::var_os("RECOUNT_TEST_FULL_DISK") else { return };
    let disk = Path::new(&disk);
    let filler = disk.join("filler");
    let dir = disk.join("store");
    let mut store = Store::open(&dir).unwrap();
    many(&mut store, 0..3000, |_| "1".into());
    store.commit().unwrap();
    let wanted = current(&store).unwrap();
    let mut fill = fs::File::create(&filler).unwrap();
    while std::io::Write::write_all(&mut fill, &[7; 4096]).is_ok() {}
    let noise = |from: u32| {
        let text: String = (0..4000u32)
            .map(|n| char::from(b'!' + ((from + n).wrapping_mul(2_654_435_761) >> 20) as u8 % 90))
            .collect();
        text
    };
    let mut error = None;
    for round in 0..200 {
        let rows: Vec<[String; 2]> =
            (0..200).map(|n| [format!("n{round}-{n}"), noise(round * 977 + n * 131)]).collect();
        let (batch, ids) = batch(&rows.iter().map(|row| (&*row[0], &*row[1], "1")).collect::<Vec<_>>());
        error = store.upsert("reports", &batch, &ids).err().or_else(|| store.commit().err());
        if error.is_some() {
            break;
        }
    }
    let error = error.unwrap();
    assert!(matches!(error, StoreError::Full { .. }), "{error}");
    assert!(store.commit().unwrap_err().to_string().contains("takes nothing more"));
    drop(store);
    println!("{error}\n{:?}", Store::open(&dir).map(|store| store.len()).map_err(|error| error.to_string()));
    drop(fill);
    fs::remove_file(&filler).unwrap();
    let store = Store::open(&dir).unwrap();
    let now = current(&store).unwrap();
    assert!(wanted.iter().all(|row| now.binary_search(row).is_ok()), "{} of {}", now.len(), wanted.len());
    drop(store);
    fs::remove_dir_all(&dir).unwrap();
}
