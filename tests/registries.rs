//! Two registries side by side: small files in the manner of UCDP GED and ACLED on six countries, written for this purpose, with
//! pairs that are the same event, parts of one, and different ones that look alike (the day after, the same side's other attack,
//! a march against the killings).
#![allow(clippy::unwrap_used, missing_docs)]

use recount::run::{Job, run};
use std::collections::BTreeMap;
use std::path::Path;

struct Tally {
    right: u32,
    missed: Vec<String>,
    wrong: Vec<String>,
}

/// How a folder's labelled pairs come out; pairs that are linked and not labelled are wrong as well.
fn tally(folder: &Path) -> Tally {
    let inputs = ["ged.csv", "acled.csv"].map(|name| folder.join(name).display().to_string()).to_vec();
    let outcome =
        run(&Job { inputs, only: vec!["DUP007".to_owned()], threads: 1, ..Job::on(recount::model::Day(20_000)) })
            .unwrap();
    let mut labelled: BTreeMap<(String, String), bool> = BTreeMap::new();
    let mut truth = csv::Reader::from_path(folder.join("truth.csv")).unwrap();
    for line in truth.records() {
        let line = line.unwrap();
        labelled.insert((line[0].to_owned(), line[1].to_owned()), &line[2] != "different");
    }
    let mut tally = Tally { right: 0, missed: Vec::new(), wrong: Vec::new() };
    let of = |id: &str| outcome.events.of(outcome.corpus.find(id).unwrap());
    let name = |left: &str, right: &str| format!("{} {left} {right}", folder.file_name().unwrap().to_string_lossy());
    for ((left, right), one) in &labelled {
        match (of(left) == of(right), one) {
            (true, true) => tally.right += 1,
            (false, true) => tally.missed.push(name(left, right)),
            (true, false) => tally.wrong.push(name(left, right)),
            (false, false) => {}
        }
    }
    for link in &outcome.events.matches {
        let ids = [link.left, link.right].map(|row| outcome.corpus.id(row).to_owned());
        let known = labelled.contains_key(&(ids[0].clone(), ids[1].clone()));
        if !known && !labelled.contains_key(&(ids[1].clone(), ids[0].clone())) {
            tally.wrong.push(name(&ids[0], &ids[1]));
        }
    }
    tally
}

#[test]
fn rows_of_two_registries_find_each_other() {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/registries");
    let mut folders: Vec<_> = std::fs::read_dir(base).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let (mut right, mut missed, mut wrong) = (0, Vec::new(), Vec::new());
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        let tally = tally(folder);
        right += tally.right;
        missed.extend(tally.missed);
        wrong.extend(tally.wrong);
    }
    let share = |others: &[String]| f64::from(right) / (f64::from(right) + others.len() as f64);
    assert!(share(&wrong) >= 0.95, "linked wrongly: {wrong:?}");
    assert!(share(&missed) >= 0.9, "missed: {missed:?}");
}

/// A GED row of several days, and the rows of ACLED that lie within it.
#[test]
fn days_of_one_battle_are_parts_of_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/registries/drc");
    let inputs = ["ged.csv", "acled.csv"].map(|name| folder.join(name).display().to_string()).to_vec();
    let outcome =
        run(&Job { inputs, only: vec!["DUP007".to_owned()], threads: 1, ..Job::on(recount::model::Day(20_000)) })
            .unwrap();
    let whole = outcome.corpus.find("7104").unwrap();
    let parts: Vec<&str> = outcome
        .events
        .matches
        .iter()
        .filter(|link| link.left == whole || link.right == whole)
        .map(|link| link.relation.name())
        .collect();
    assert!(parts.len() == 3 && parts.iter().filter(|relation| **relation != "one to one").count() >= 2, "{parts:?}");
}

#[test]
fn the_crosswalk_lists_pairs_parts_and_rows_without_a_partner() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/registries/drc");
    let inputs = ["ged.csv", "acled.csv"].map(|name| folder.join(name).display().to_string()).to_vec();
    let outcome =
        run(&Job { inputs, only: vec!["DUP007".to_owned()], threads: 1, ..Job::on(recount::model::Day(20_000)) })
            .unwrap();
    let made = recount::run::tables::tables(
        &outcome.corpus,
        &outcome.places,
        &outcome.events,
        &outcome.tolls,
        &outcome.ledger.findings,
    );
    let bytes = recount::run::tables::csv(&recount::run::tables::links_sheet(&made)).unwrap();
    let mut reader = csv::Reader::from_reader(&bytes[..]);
    let heads: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let wanted = "left_set,left_id,right_set,right_id,probability,relation,event_id,for,against";
    assert_eq!(heads.join(","), wanted);
    let lines: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let of = |id: &str| -> Vec<&csv::StringRecord> {
        lines.iter().filter(|line| &line[1] == id || &line[3] == id).collect()
    };
    let pair = of("7105");
    assert_eq!((pair.len(), &pair[0][5]), (1, "one to one"));
    assert!(pair[0][7].contains("one place by name") && pair[0][4].parse::<f64>().unwrap() > 0.5, "{:?}", pair[0]);
    assert!(of("7104").iter().any(|line| matches!(&line[5], "has part" | "part of")), "{:?}", of("7104"));
    let march = of("724DRC");
    assert_eq!((march.len(), &march[0][5], &march[0][3]), (1, "none", ""));
    // Every row stands there.
    assert_eq!(outcome.corpus.indices().filter(|row| of(outcome.corpus.id(*row)).is_empty()).count(), 0);
}
