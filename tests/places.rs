//! What the place room promises, through the whole pipeline: spellings that are one place, lookalikes that are
//! not, and that neither the order of rows nor additions change what stands.

#![allow(clippy::unwrap_used, missing_docs)]
use recount::app::pipeline::{Job, Outcome, run};
use recount::model::RowIx;
use recount::model::decision::{Decision, Decisions, NameRef, Verdict};
use recount::place;
use std::path::PathBuf;

/// Runs without rules on a file of these rows.
fn load(text: &str, decisions: Decisions) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("reports.csv");
    std::fs::write(&path, text).unwrap();
    let job = Job {
        inputs: vec![path.display().to_string()],
        only: vec!["PLC001".to_owned()],
        threads: 1,
        decisions,
        ..Job::default()
    };
    run(&job).unwrap()
}

/// The number of the place that a spelling's first row belongs to.
fn of(outcome: &Outcome, name: &str) -> u32 {
    let corpus = &outcome.corpus;
    let row = corpus.indices().find(|row| corpus.name(corpus.row(*row).place) == name);
    row.and_then(|row| outcome.places.of(row)).unwrap_or_else(|| panic!("no place for {name}")).0
}

fn attack(names: &[&str]) -> String {
    let mut text = String::from("report_id,source,event_date,country,admin1,place,killed\n");
    for (index, name) in names.iter().enumerate() {
        text += &format!("r{index:02},Source {index},2021-08-{:02},Mali,Gao,{name},{}\n", 8 + index % 2, 10 + index);
    }
    text
}

const ONE_ATTACK: [&str; 13] = [
    "Ouatagouna",
    "Ouattagouna",
    "Outagouna",
    "Daoutegeft",
    "Daoutedjef",
    "Daoutegef",
    "Deouteguef",
    "Daoutegueft",
    "Daougeft",
    "Dirga",
    "Dirgua",
    "Karou",
    "Kaga",
];

#[test]
fn the_spellings_of_one_attack() {
    let outcome = load(&attack(&ONE_ATTACK), Decisions::default());
    let places = |names: &[&str]| names.iter().map(|name| of(&outcome, name)).collect::<Vec<_>>();
    let same = |names: &[&str]| {
        let found = places(names);
        assert!(found.iter().all(|place| *place == found[0]), "{names:?}: {found:?}");
    };
    same(&ONE_ATTACK[..3]);
    same(&ONE_ATTACK[3..9]);
    same(&ONE_ATTACK[9..11]);
    assert_ne!(of(&outcome, "Karou"), of(&outcome, "Kaga"));
    assert_eq!(outcome.places.places.len(), 5);
}

#[test]
fn order_and_additions_change_no_id() {
    let text = attack(&ONE_ATTACK);
    let (head, rows) = text.split_once('\n').unwrap();
    let turned: Vec<&str> = rows.lines().rev().collect();
    let ids = |text: &str| {
        let outcome = load(text, Decisions::default());
        let corpus = &outcome.corpus;
        let id = |row: RowIx| outcome.places.get(outcome.places.of(row).unwrap()).id.clone();
        corpus.indices().map(|row| (corpus.id(row).to_owned(), id(row))).collect::<Vec<_>>()
    };
    let stands = ids(&text);
    assert_eq!(stands, ids(&format!("{head}\n{}\n", turned.join("\n"))));
    let more =
        ids(&format!("{text}s99,Source,2023-01-01,Mali,Gao,Ouatagouna,3\ns98,Source,2023-02-01,Niger,Dosso,Gaya,1\n"));
    assert!(stands.iter().all(|known| more.contains(known)), "{stands:?}\n{more:?}");
    let unique: std::collections::BTreeSet<_> = more.iter().map(|pair| &pair.1).collect();
    assert_eq!(unique.len(), 6);
}

fn decided(verdict: Verdict) -> Decision {
    Decision {
        verdict,
        by: "a steward".into(),
        when: None,
        reason: String::new(),
        evidence: String::new(),
        expires: None,
        line: 3,
    }
}

fn names(all: &[&str]) -> Vec<NameRef> {
    all.iter().map(|name| NameRef { name: (*name).to_owned(), ..NameRef::default() }).collect()
}

#[test]
fn decisions_are_honoured() {
    let decisions = Decisions {
        file: "recount.decisions.toml".into(),
        all: vec![
            decided(Verdict::SamePlace(names(&["Karou", "Kaga"]))),
            decided(Verdict::DifferentPlaces(names(&["Dirga", "Dirgua"]))),
            decided(Verdict::Canonical(names(&["Outagouna"]).remove(0))),
        ],
    };
    let outcome = load(&attack(&ONE_ATTACK), decisions.clone());
    assert_eq!(of(&outcome, "Karou"), of(&outcome, "Kaga"));
    assert_ne!(of(&outcome, "Dirga"), of(&outcome, "Dirgua"));
    assert_eq!(outcome.places.places[of(&outcome, "Ouatagouna") as usize].canonical, "Outagouna");
    assert!(place::contradictions(&decisions).is_empty());
    let mut torn = decisions;
    torn.all.push(decided(Verdict::DifferentPlaces(names(&["Karou", "Kaga"]))));
    assert_eq!(place::contradictions(&torn).len(), 1);
}

#[test]
fn explanations_say_what_kept_names_apart() {
    let outcome = load(&attack(&["Wayerma I", "Wayerma II", "Wayyerma I"]), Decisions::default());
    let options = place::Options::default();
    let (_, _, apart) = place::explain_names(&outcome.corpus, &options, "Wayerma I", "Wayerma II").unwrap();
    assert!(apart.veto.is_some_and(|why| why.contains("numbers")));
    let (_, _, one) = place::explain_names(&outcome.corpus, &options, "Wayerma I", "Wayyerma I").unwrap();
    assert!(one.veto.is_none() && one.total() > 0.0, "{one:?}");
    assert!(place::explain_names(&outcome.corpus, &options, "Wayerma I", "Nowhere").is_none());
}

/// The shared real data, where they are.
fn shared(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("RECOUNT_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let path = root.join(path);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: {} is not here", path.display());
    None
}

#[test]
fn burkina_faso_as_a_registry_spells_it() {
    let Some(path) = shared("real/acled/burkina_2020-12-10.csv") else { return };
    let job =
        Job { inputs: vec![path.display().to_string()], only: vec!["PLC001".to_owned()], threads: 1, ..Job::default() };
    let outcome = run(&job).unwrap();
    for (left, right) in
        [("Kieman-Yarce", "Kiemna-Yarce"), ("Ti-n-Agadel", "Tin Agadel"), ("Darkoye Kell Essuk", "Darkoye-Kel Essouk")]
    {
        assert_eq!(of(&outcome, left), of(&outcome, right), "{left}, {right}");
    }
    for (left, right) in [("Markoye", "Darkoye"), ("Thiou", "Thou"), ("Fobri", "Yobri")] {
        assert_ne!(of(&outcome, left), of(&outcome, right), "{left}, {right}");
    }
}
