mod damage;
mod history;

use super::*;
use crate::model::record::Mark;
use crate::model::{Batch, Col};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

type Row<'a> = (&'a str, &'a str, &'a str);

fn batch(rows: &[Row<'_>]) -> (Batch, Vec<Box<str>>) {
    let mut batch = Batch::default();
    for (line, (id, place, killed)) in rows.iter().enumerate() {
        batch.row(0, line as u32 + 2);
        batch.cell(Col::ReportId, Mark { lines_down: 0, column: 1 }, id);
        batch.cell(Col::Place, Mark { lines_down: 0, column: 9 }, place);
        batch.cell(Col::Killed, Mark { lines_down: 1, column: 30 }, killed);
    }
    (batch, rows.iter().map(|row| Box::from(row.0)).collect())
}

fn load(store: &mut Store, rows: &[Row<'_>]) -> Vec<Placed> {
    let (batch, ids) = batch(rows);
    store.upsert("reports", &batch, &ids).unwrap()
}

fn fates(placed: &[Placed]) -> Vec<Arrival> {
    placed.iter().map(|placed| placed.fate).collect()
}

/// Numbered reports, their toll from `killed`.
fn many(store: &mut Store, ids: std::ops::Range<u32>, killed: impl Fn(u32) -> String) -> Vec<Placed> {
    let rows: Vec<[String; 3]> = ids.map(|id| [format!("r{id}"), format!("village {}", id % 7), killed(id)]).collect();
    load(store, &rows.iter().map(|row| (&*row[0], &*row[1], &*row[2])).collect::<Vec<_>>())
}

/// Every current record: (id, killed), sorted.
fn current(store: &Store) -> Result<Vec<(String, String)>, StoreError> {
    let mut all = Vec::new();
    for number in store.chunks() {
        let stored = store.read(number)?;
        for &slot in &stored.current {
            let record = stored.batch.get(slot as usize).unwrap();
            all.push((stored.ids[slot as usize].to_string(), record.get(Col::Killed).to_owned()));
        }
    }
    all.sort();
    Ok(all)
}

#[test]
fn loading_twice_changes_nothing() {
    let home = tempfile::tempdir().unwrap();
    let rows = [("r1", "Gao", "3"), ("r2", "Ansongo", "at least 5"), ("r3", "Labbezanga", "")];
    let mut store = Store::open(home.path()).unwrap();
    assert_eq!(fates(&load(&mut store, &rows)), [Arrival::New; 3]);
    store.commit().unwrap();
    drop(store);
    let manifest = fs::read(home.path().join("data/manifest")).unwrap();
    let mut store = Store::open(home.path()).unwrap();
    assert_eq!(fates(&load(&mut store, &rows)), [Arrival::Unchanged; 3]);
    store.commit().unwrap();
    assert_eq!(store.len(), 3);
    assert_eq!(fs::read(home.path().join("data/manifest")).unwrap(), manifest);
}

#[test]
fn a_record_comes_back_with_its_lines_and_marks() {
    let mut store = Store::temporary().unwrap();
    let (mut batch, ids) = batch(&[("r1", "Ménaka", "3"), ("r2", "Gao\nquartier \"Château\"", "u32")]);
    batch.row(0, 7);
    batch.cell(Col::Lat, Mark { lines_down: u32::MAX, column: u32::MAX }, " 1.5 ");
    let ids: Vec<Box<str>> = ids.into_iter().chain([Box::from("")]).collect();
    let placed = store.upsert("reports", &batch, &ids).unwrap();
    store.commit().unwrap();
    let stored = store.read(placed[0].loc.chunk).unwrap();
    assert_eq!(stored.ids, ids);
    assert!(stored.batch.iter().eq(batch.iter()));
    let cells = store.records(&[placed[2].loc, placed[0].loc]).unwrap();
    assert_eq!(cells[0], [(Col::Lat, " 1.5 ".to_owned())]);
    assert_eq!(cells[1][1], (Col::Place, "Ménaka".to_owned()));
}

#[test]
fn a_revision_keeps_the_former_cells() {
    let home = tempfile::tempdir().unwrap();
    let mut store = Store::open(home.path()).unwrap();
    let first = load(&mut store, &[("r1", "Karou", "17"), ("r2", "Tessit", "4")]);
    store.commit().unwrap();
    drop(store);
    let mut store = Store::open(home.path()).unwrap();
    let second = load(&mut store, &[("r1", "Karou", "22"), ("r2", "Tessit", "4")]);
    store.commit().unwrap();
    assert_eq!(fates(&second), [Arrival::Revised, Arrival::Unchanged]);
    assert_eq!(second[0].former, Some(first[0].loc));
    assert_eq!(second[1], Placed { loc: first[1].loc, fate: Arrival::Unchanged, former: None });
    let former = store.records(&[first[0].loc]).unwrap();
    assert!(former[0].contains(&(Col::Killed, "17".to_owned())));
    assert_eq!((store.len(), store.versions()), (2, 3));
    drop(store);
    // A later run that finds the row unchanged is still told what stood there before.
    let mut store = Store::open(home.path()).unwrap();
    let third = load(&mut store, &[("r1", "Karou", "22")]);
    assert_eq!(third[0], Placed { loc: second[0].loc, fate: Arrival::Unchanged, former: Some(first[0].loc) });
    assert_eq!(current(&store).unwrap(), [("r1".into(), "22".into()), ("r2".into(), "4".into())]);
}

#[test]
fn other_positions_alone_are_no_change() {
    let home = tempfile::tempdir().unwrap();
    let mut store = Store::open(home.path()).unwrap();
    load(&mut store, &[("r1", "", "")]);
    store.commit().unwrap();
    drop(store);
    let mut store = Store::open(home.path()).unwrap();
    let (mut moved, ids) = (Batch::default(), vec![Box::from("r1")]);
    moved.row(4, 900);
    moved.cell(Col::ReportId, Mark { lines_down: 3, column: 77 }, "r1");
    assert_eq!(fates(&store.upsert("reports", &moved, &ids).unwrap()), [Arrival::Unchanged]);
    // Met twice in one run it is another report of that id.
    assert_eq!(fates(&store.upsert("reports", &moved, &ids).unwrap()), [Arrival::New]);
}

#[test]
fn an_id_that_stands_twice_is_two_reports() {
    let home = tempfile::tempdir().unwrap();
    let mut store = Store::open(home.path()).unwrap();
    assert_eq!(fates(&load(&mut store, &[("r1", "Gao", "3"), ("r1", "Gao", "4")])), [Arrival::New; 2]);
    store.commit().unwrap();
    drop(store);
    // The other way round, and in a batch each: neither is taken for a revision of the other.
    let mut store = Store::open(home.path()).unwrap();
    assert_eq!(fates(&load(&mut store, &[("r1", "Gao", "4")])), [Arrival::Unchanged]);
    assert_eq!(fates(&load(&mut store, &[("r1", "Gao", "3")])), [Arrival::Unchanged]);
    assert_eq!(fates(&load(&mut store, &[("r1", "Gao", "3")])), [Arrival::New]);
    drop(store);
    let mut store = Store::open(home.path()).unwrap();
    assert_eq!(
        fates(&load(&mut store, &[("r1", "Gao", "5"), ("r1", "Gao", "4")])),
        [Arrival::Revised, Arrival::Unchanged]
    );
    assert_eq!(store.len(), 2);
}

#[test]
fn thousands_of_one_id_are_told_apart() {
    let home = tempfile::tempdir().unwrap();
    let rows = vec![("", "Gao", "1"); 5000];
    for fate in [Arrival::New, Arrival::Unchanged] {
        let mut store = Store::open(home.path()).unwrap();
        assert!(load(&mut store, &rows).iter().all(|placed| placed.fate == fate));
        store.commit().unwrap();
        assert_eq!(store.len(), 5000);
    }
}

#[test]
fn equal_ids_of_two_data_sets_are_two_reports() {
    let mut store = Store::temporary().unwrap();
    let (batch, ids) = batch(&[("1", "Gao", "3")]);
    store.upsert("acled", &batch, &ids).unwrap();
    let other = store.upsert("ged", &batch, &ids).unwrap();
    assert_eq!(other[0].fate, Arrival::New);
    let stored = store.read(0).unwrap();
    assert_eq!((store.datasets(), stored.datasets), (&["acled".to_owned(), "ged".to_owned()][..], vec![0, 1]));
}

#[test]
fn long_cells_close_a_chunk_early() {
    let mut store = Store::temporary().unwrap();
    let long = "x".repeat(700_000);
    let placed = load(&mut store, &[("a", &long, "1"), ("b", &long, "2"), ("c", "short", "3")]);
    store.commit().unwrap();
    assert_eq!(
        placed.iter().map(|placed| (placed.loc.chunk, placed.loc.slot)).collect::<Vec<_>>(),
        [(0, 0), (1, 0), (1, 1)]
    );
    assert_eq!(store.read(1).unwrap().batch.get(1).unwrap().get(Col::Place), "short");
}

#[test]
fn what_was_not_committed_is_forgotten() {
    let home = tempfile::tempdir().unwrap();
    let mut store = Store::open(home.path()).unwrap();
    many(&mut store, 0..600, |_| "1".into());
    store.commit().unwrap();
    many(&mut store, 600..2000, |_| "1".into());
    drop(store);
    let mut store = Store::open(home.path()).unwrap();
    assert_eq!(store.len(), 600);
    assert!(many(&mut store, 500..2000, |_| "1".into())[100..].iter().all(|placed| placed.fate == Arrival::New));
    store.commit().unwrap();
    assert_eq!(current(&store).unwrap().len(), 2000);
}

#[test]
fn foreign_folders_and_other_versions_are_left_alone() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("thesis.doc"), "chapter one").unwrap();
    let error = Store::open(home.path()).err().unwrap().to_string();
    assert!(error.contains("is not a store of recount but holds other files") && error.contains("--db"), "{error}");
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);

    let home = tempfile::tempdir().unwrap();
    drop(Store::open(home.path()).unwrap());
    fs::write(home.path().join("recount.store"), "recount store, format 9\n").unwrap();
    let error = Store::open(home.path()).err().unwrap().to_string();
    assert!(error.contains("has format 9") && error.contains("reads format 3"), "{error}");

    let file = home.path().join("lock");
    assert!(matches!(Store::open(&file), Err(StoreError::Io { .. })));
}

#[test]
fn a_second_process_is_told_who_holds_the_store() {
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(home.path()).unwrap();
    let error = Store::open(home.path()).err().unwrap().to_string();
    assert!(error.contains(&format!("in use by process {} since 2", std::process::id())), "{error}");
    assert!(error.contains("--no-db"), "{error}");
    drop(store);
    Store::open(home.path()).unwrap();
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_look_in_and_git_looks_away() {
    use std::os::unix::fs::PermissionsExt;
    fn walk(path: &Path) {
        let facts = fs::metadata(path).unwrap();
        let wanted = if facts.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(facts.permissions().mode() & 0o777, wanted, "{}", path.display());
        for entry in fs::read_dir(path).into_iter().flatten() {
            walk(&entry.unwrap().path());
        }
    }
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("deep/.recount");
    let mut store = Store::open(&dir).unwrap();
    many(&mut store, 0..300, |_| "1".into());
    store.commit().unwrap();
    store.runs().append(RunRecord::default(), &Tables::default()).unwrap();
    walk(&dir);
    assert_eq!(fs::read_to_string(dir.join(".gitignore")).unwrap(), "*\n");
}

#[test]
fn a_temporary_store_leaves_nothing() {
    let mut store = Store::temporary().unwrap();
    let dir = store.dir().to_owned();
    many(&mut store, 0..1000, |_| "1".into());
    store.commit().unwrap();
    assert_eq!(current(&store).unwrap().len(), 1000);
    drop(store);
    assert!(!dir.exists());
}

#[test]
fn notes_stay_with_their_data_set() {
    let home = tempfile::tempdir().unwrap();
    let mut store = Store::open(home.path()).unwrap();
    store.keep_note("ged", "unit = \"event\"");
    store.commit().unwrap();
    drop(store);
    assert_eq!(Store::open(home.path()).unwrap().note("ged"), Some("unit = \"event\""));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// Whatever is loaded in whatever runs, the store holds what a map would hold.
    #[test]
    fn a_store_is_a_map(runs in prop::collection::vec(prop::collection::btree_map(0u16..700, 0u8..3, 0..400), 1..5)) {
        let home = tempfile::tempdir().unwrap();
        let mut model: BTreeMap<u16, Vec<u8>> = BTreeMap::new();
        for rows in runs {
            let mut store = Store::open(home.path()).unwrap();
            let rows: Vec<(u16, u8)> = rows.into_iter().collect();
            for part in rows.chunks(150) {
                let text: Vec<(String, String)> = part.iter().map(|(id, n)| (format!("r{id}"), n.to_string())).collect();
                let (batch, ids) = batch(&text.iter().map(|(id, n)| (&**id, "Gao", &**n)).collect::<Vec<_>>());
                for ((id, value), placed) in part.iter().zip(store.upsert("reports", &batch, &ids).unwrap()) {
                    let versions = model.entry(*id).or_default();
                    let fate = match versions.last() {
                        None => Arrival::New,
                        Some(last) if last == value => Arrival::Unchanged,
                        Some(_) => Arrival::Revised,
                    };
                    prop_assert_eq!(placed.fate, fate);
                    if fate != Arrival::Unchanged {
                        versions.push(*value);
                    }
                    prop_assert_eq!(placed.former.is_some(), versions.len() > 1);
                    if let Some(former) = placed.former {
                        let cells = store.records(&[former]).unwrap();
                        let before = versions[versions.len() - 2].to_string();
                        prop_assert!(cells[0].contains(&(Col::Killed, before)));
                    }
                }
            }
            store.commit().unwrap();
        }
        let mut wanted: Vec<(String, String)> =
            model.iter().map(|(id, versions)| (format!("r{id}"), versions[versions.len() - 1].to_string())).collect();
        wanted.sort();
        let store = Store::open(home.path()).unwrap();
        prop_assert_eq!(current(&store).unwrap(), wanted.clone());
        // Compaction keeps that, and the version before.
        ops::compact(store).unwrap();
        let store = Store::open(home.path()).unwrap();
        prop_assert_eq!(current(&store).unwrap(), wanted);
        let kept: usize = model.values().map(|versions| versions.len().min(2)).sum();
        prop_assert_eq!(store.versions(), kept as u64);
    }
}

#[test]
fn a_backup_is_a_store_and_comes_back() {
    let home = tempfile::tempdir().unwrap();
    let (dir, copy) = (home.path().join("db"), home.path().join("copy"));
    let mut store = Store::open(&dir).unwrap();
    many(&mut store, 0..700, |_| "1".into());
    store.commit().unwrap();
    store.runs().append(RunRecord::default(), &Tables::default()).unwrap();
    ops::backup(&store, &copy).unwrap();
    let error = ops::backup(&store, &copy).unwrap_err().to_string();
    assert!(error.contains("is a store already"), "{error}");
    many(&mut store, 700..900, |_| "2".into());
    store.commit().unwrap();
    assert!(matches!(ops::restore(&dir, &copy), Err(StoreError::InUse { .. })));
    drop(store);
    fs::write(dir.join("data/sled/db"), "rubbish").unwrap();
    ops::restore(&dir, &copy).unwrap();
    let store = Store::open(&dir).unwrap();
    assert_eq!(current(&store).unwrap().len(), 700);
    let verified = ops::verify(&store).unwrap();
    assert_eq!((verified.records, verified.runs, verified.problems), (700, 1, Vec::new()));
    let stats = ops::stats(&store).unwrap();
    assert_eq!((stats.reports, stats.chunks, stats.runs), (700, 3, 1));
    let error = ops::restore(&dir, home.path()).unwrap_err().to_string();
    assert!(error.contains("other files"), "{error}");
}

#[test]
fn an_interrupted_swap_is_ended() {
    let home = tempfile::tempdir().unwrap();
    let mut store = Store::open(home.path()).unwrap();
    many(&mut store, 0..300, |_| "1".into());
    store.commit().unwrap();
    drop(store);
    fs::rename(home.path().join("data"), home.path().join("data.old")).unwrap();
    fs::create_dir(home.path().join("data.new")).unwrap();
    let store = Store::open(home.path()).unwrap();
    assert_eq!(store.len(), 300);
    assert!(!home.path().join("data.new").exists());
}
