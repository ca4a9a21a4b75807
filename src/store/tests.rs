use super::*;
use crate::model::record::Mark;
use crate::model::{Batch, Col};

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

fn load(store: &mut Store, rows: &[Row<'_>]) -> Vec<Fate> {
    let (batch, ids) = batch(rows);
    store.upsert("reports", &batch, &ids).unwrap().into_iter().map(|placed| placed.fate).collect()
}

#[test]
fn loading_twice_changes_nothing() {
    let home = tempfile::tempdir().unwrap();
    let rows = [("r1", "Gao", "3"), ("r2", "Ansongo", "at least 5"), ("r3", "Labbezanga", "")];
    let mut store = Store::open(home.path()).unwrap();
    assert_eq!(load(&mut store, &rows), [Fate::New; 3]);
    store.commit().unwrap();
    drop(store);
    let manifest = std::fs::read(home.path().join("data/manifest")).unwrap();
    let mut store = Store::open(home.path()).unwrap();
    assert_eq!(load(&mut store, &rows), [Fate::Unchanged; 3]);
    store.commit().unwrap();
    assert_eq!(store.len(), 3);
    assert_eq!(std::fs::read(home.path().join("data/manifest")).unwrap(), manifest);
}
