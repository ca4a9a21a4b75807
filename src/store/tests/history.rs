//! What is remembered of runs.

use super::*;

#[test]
fn runs_are_remembered_and_old_tables_dropped() {
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(home.path()).unwrap();
    let runs = store.runs();
    assert_eq!(runs.get(1).unwrap_err().to_string(), "there is no run 1: nothing was checked yet");
    let mut record = RunRecord { started: "2026-01-05T04:00:00Z".into(), reports: 9, ..RunRecord::default() };
    record.profile.by_country.insert(("acled".into(), "Mali".into()), 9);
    record.by_code.insert("TOL001".into(), 2);
    for number in 1..=12 {
        let fact =
            FindingFact { code: "TOL001".into(), fingerprint: format!("f{number}").into(), ..FindingFact::default() };
        let tables = Tables { findings: vec![fact], ..Tables::default() };
        assert_eq!(runs.append(record.clone(), &tables).unwrap(), number);
    }
    assert_eq!(runs.get(3).unwrap(), RunRecord { number: 3, ..record.clone() });
    assert_eq!(runs.tables(2).unwrap(), None);
    assert_eq!(runs.tables(3).unwrap().unwrap().findings[0].fingerprint, "f3");
    assert_eq!(runs.get(40).unwrap_err().to_string(), "there is no run 40; there are runs 1 to 12");
    // A record from a version that knew fewer facts is read; a damaged one costs only itself.
    fs::write(home.path().join("runs/000012.run"), "{\"number\":12}\nffff\n").unwrap();
    let (all, problems) = Runs::of(home.path()).unwrap().all().unwrap();
    assert_eq!((all.len(), problems.len()), (11, 1));
    assert!(problems[0].contains("run 12 is damaged"), "{problems:?}");
    assert_eq!(runs.last().unwrap().unwrap().number, 11);
    let path = home.path().join("runs/000011.tables");
    let mut bytes = fs::read(&path).unwrap();
    let at = bytes.len() - 3;
    bytes[at] ^= 4;
    fs::write(&path, bytes).unwrap();
    assert!(runs.tables(11).unwrap_err().to_string().contains("tables of run 11 are damaged"));
}

#[test]
fn events_have_a_lineage() {
    let tables = |events: &[(&'static str, &[&'static str])]| {
        let mut tables = Tables::default();
        for (number, (id, reports)) in events.iter().enumerate() {
            tables.events.push(EventFact { id: (*id).into(), ..EventFact::default() });
            for report in *reports {
                tables.reports.push((*report).into());
                tables.event_of.push(number as u32);
            }
        }
        tables
    };
    let before = tables(&[("E1", &["a", "b"]), ("E2", &["c"]), ("E3", &["d", "e"]), ("E4", &["f"]), ("E5", &["gone"])]);
    let after = tables(&[("E1", &["a", "b", "c"]), ("E6", &["d"]), ("E7", &["e"]), ("E4", &["f", "new"])]);
    let found: Vec<String> = after
        .lineage(&before)
        .iter()
        .map(|one| format!("{} {} into {}", one.kind(), one.from.join("+"), one.into.join("+")))
        .collect();
    assert_eq!(found, ["merged E1+E2 into E1", "split E3 into E6+E7"]);
}
