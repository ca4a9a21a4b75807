//! What the place room promises, through the whole pipeline: spellings that are one place, lookalikes that are
//! not, and that neither the order of rows nor additions change what stands.

#![allow(clippy::unwrap_used, missing_docs)]
use recount::model::RowIx;
use recount::model::decision::{Decision, Decisions, NameRef, Verdict};
use recount::place;
use recount::run::{Job, Outcome, run};
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
        ..Job::on(recount::model::Day(20_000))
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
    let outcome = load(&attack(&ONE_ATTACK), decisions);
    assert_eq!(of(&outcome, "Karou"), of(&outcome, "Kaga"));
    assert_ne!(of(&outcome, "Dirga"), of(&outcome, "Dirgua"));
    assert_eq!(outcome.places.places[of(&outcome, "Ouatagouna") as usize].canonical, "Outagouna");
}

#[test]
fn explanations_say_what_kept_names_apart() {
    let outcome = load(&attack(&["Wayerma I", "Wayerma II", "Wayyerma I"]), Decisions::default());
    let options = place::PlaceOptions::default();
    let (_, _, apart) = place::explain_names(&outcome.corpus, &options, "Wayerma I", "Wayerma II").unwrap();
    assert!(apart.veto.is_some_and(|why| why.contains("numbers")));
    let (_, _, one) = place::explain_names(&outcome.corpus, &options, "Wayerma I", "Wayyerma I").unwrap();
    assert!(one.veto.is_none() && one.total() > 0.0, "{one:?}");
    assert!(place::explain_names(&outcome.corpus, &options, "Wayerma I", "Nowhere").is_none());
}

/// Reports of two names in one district among others: the first name in eight rows, the second in three, at points so
/// many degrees apart, or without points.
fn pair(left: &str, right: &str, apart: Option<f64>) -> Outcome {
    let mut text = String::from("report_id,source,event_date,country,admin1,admin2,place,lat,lon,killed\n");
    let mut row = |number: usize, name: &str, point: Option<(f64, f64)>| {
        let point = point.map_or_else(|| ",".to_owned(), |(lat, lon)| format!("{lat:.4},{lon:.4}"));
        let day = format!("20{:02}-{:02}-{:02}", 14 + number % 8, 1 + number % 12, 1 + number * 7 % 28);
        text += &format!(
            "r{number:03},Source {},{day},Mali,Gao,Ansongo,\"{name}\",{point},{}\n",
            number % 9,
            3 + number % 11
        );
    };
    for number in 0..8 {
        row(number, left, apart.map(|_| (15.5 + number as f64 * 0.001, 0.5)));
    }
    for number in 8..11 {
        row(number, right, apart.map(|apart| (15.5 + apart + number as f64 * 0.001, 0.5)));
    }
    for (index, name) in
        ["Labbezanga", "Tessit", "Bentia", "Fafa", "Seyna", "Lellehoye", "Tassiga", "Bazi"].iter().enumerate()
    {
        for again in 0..5 {
            row(20 + index * 5 + again, name, Some((15.0 + index as f64 * 0.15, 0.9)));
        }
    }
    load(&text, Decisions::default())
}

#[test]
fn one_place_written_otherwise() {
    for (left, right) in [
        ("N'Gouraba", "Ngouraba"),
        ("Tin Aouker", "Tin-Aouker"),
        ("Garbakoira", "Garbacoira"),
        ("Ouatagouna", "Ouattagouna"),
        ("Goualala", "Gualala"),
        ("Guinaolo", "Guinawalo"),
        ("Djebock", "Diebock"),
        ("Sonkegne", "Sonkenie"),
        ("Dirgua", "Dirga"),
        ("Daoutegeft", "Daoutedjef"),
        ("Daoutegeft", "Daoutegef"),
        ("Forgho", "Forgo"),
        ("Touhara", "Touara"),
        ("Tafassirga", "Tafacirga"),
        ("Ansongo", "Asongo"),
        ("Sévaré 2", "Sevare II"),
        ("Abakoira", "Abakoria"),
        ("Ouatté", "Ouatte"),
        ("Ouatté", "OuattÃ©"),
        ("Харків", "Харкiв"),
    ] {
        let outcome = pair(left, right, Some(0.005));
        assert_eq!(of(&outcome, left), of(&outcome, right), "{left}, {right}");
    }
}

#[test]
fn neighbours_are_not_one_place() {
    for (left, right, apart) in [
        ("Wayerma I", "Wayerma II", 0.002),
        ("Bara Gourma", "Bara Haoussa", 0.01),
        ("Bara Nord", "Bara Sud", 0.01),
        ("Bara N", "Bara S", 0.01),
        ("Bara Est", "Bara Ouest", 0.01),
        ("Tondi Kaina", "Tondi Beri", 0.01),
        ("Niono Koura", "Niono Koro", 0.01),
        ("Kontza Peul", "Kontza Dogon", 0.01),
        ("Kontza Bambara", "Kontza Bella", 0.01),
        ("Markoye", "Darkoye", 0.35),
        ("Thiou", "Thou", 0.3),
        ("Kati-Coro", "Kati-Coco", 0.2),
        ("Tin-Akof", "Akof", 0.2),
        ("Karou", "Kaga", 0.1),
    ] {
        let outcome = pair(left, right, Some(apart));
        assert_ne!(of(&outcome, left), of(&outcome, right), "{left}, {right}");
    }
}

#[test]
fn namesakes_far_apart_need_no_district() {
    let mut text = String::from("report_id,event_date,country,admin1,place,lat,lon\n");
    for number in 0..12 {
        let (lat, lon) = if number < 8 { (14.0011, -3.5011) } else { (15.2011, -2.9011) };
        text += &format!("r{number:02},2021-{:02}-08,Mali,Mopti,Hamdallaye,{lat},{lon}\n", 1 + number);
    }
    text += "s1,2022-01-08,Mali,Mopti,Bara,14.5011,-3.0011\ns2,2022-03-08,Mali,Mopti,Bara,15.9011,-3.0011\n";
    let outcome = load(&text, Decisions::default());
    let corpus = &outcome.corpus;
    let place = |id: &str| outcome.places.of(corpus.find(id).unwrap()).unwrap();
    assert_eq!(place("r00"), place("r07"));
    assert_eq!(place("r08"), place("r11"));
    assert_ne!(place("r00"), place("r08"));
    assert_eq!(place("s1"), place("s2"), "one point elsewhere may be wrong");
}

#[test]
fn a_word_that_one_name_lacks_is_proposed() {
    for (left, right) in [("Faraba", "Faraba-Peul"), ("Kontza", "Kontza Peulh"), ("Tin-Akof", "Akof")] {
        let outcome = pair(left, right, None);
        let (a, b) = (of(&outcome, left), of(&outcome, right));
        assert_ne!(a, b, "{left}, {right}");
        let proposed = outcome.places.proposals.iter().any(|found| {
            let pair = (found.left.0, found.right.0);
            pair == (a, b) || pair == (b, a)
        });
        assert!(proposed, "{left}, {right}");
    }
}

#[test]
fn a_gazetteer_is_read_once_and_changes_nothing_when_it_is_warm() {
    let folder = tempfile::tempdir().unwrap();
    let (reports, known, db) = (folder.path().join("r.csv"), folder.path().join("g.csv"), folder.path().join("db"));
    std::fs::write(&reports, attack(&ONE_ATTACK)).unwrap();
    let gazetteer = "id;name;alternates;lat;lon;country\n77;Ouatagouna;Wattagouna;15,18;0,72;ML\n78;Karou;;;;Mali\n79;Gao;;;;Niger\n";
    std::fs::write(&known, gazetteer).unwrap();
    let ids = |db: Option<&PathBuf>| {
        let job = Job {
            inputs: vec![reports.display().to_string()],
            gazetteers: vec![known.clone()],
            db: db.cloned(),
            only: vec!["PLC003".to_owned()],
            threads: 1,
            ..Job::on(recount::model::Day(20_000))
        };
        let outcome = run(&job).unwrap();
        let places: Vec<String> = outcome.places.places.iter().map(|place| place.id.clone()).collect();
        (places, outcome.ledger.findings.iter().map(|finding| finding.headline.clone()).collect::<Vec<_>>())
    };
    let none = ids(None);
    assert!(none.0.contains(&"G77".to_owned()) && none.0.contains(&"G78".to_owned()), "{none:?}");
    assert_eq!(ids(Some(&db)), none, "cold");
    let kept: Vec<PathBuf> = std::fs::read_dir(db.join("shelf")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(kept.len(), 3, "two countries and what the file holds");
    assert_eq!(ids(Some(&db)), none, "warm");
    for path in &kept {
        let whole = std::fs::read(path).unwrap();
        std::fs::write(path, &whole[..whole.len() - 1]).unwrap();
    }
    assert_eq!(ids(Some(&db)), none, "damaged");
    std::fs::write(&known, gazetteer.replace("77;", "99;")).unwrap();
    assert!(ids(Some(&db)).0.contains(&"G99".to_owned()), "another file");
    std::fs::write(&known, "id;name;lat;lon\n77;Ouatagouna;15,18;0,72\n78;Kar").unwrap();
    let job = Job {
        inputs: vec![reports.display().to_string()],
        gazetteers: vec![known.clone()],
        ..Job::on(recount::model::Day(20_000))
    };
    let error = run(&job).err().unwrap().to_string();
    assert!(error.contains("g.csv: line 3"), "{error}");
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
    let job = Job {
        inputs: vec![path.display().to_string()],
        only: vec!["PLC001".to_owned()],
        threads: 1,
        ..Job::on(recount::model::Day(20_000))
    };
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

#[test]
fn an_article_with_a_misspelt_town_is_told_the_towns_name() {
    let (Some(article), Some(mali)) = (shared("real/golden/seed_article.txt"), shared("gazetteer/ML.txt")) else {
        return;
    };
    let job = Job {
        inputs: vec![article.display().to_string()],
        gazetteers: vec![mali],
        ..Job::on(recount::model::Day(20_000))
    };
    let outcome = run(&job).unwrap();
    let said: Vec<&str> = outcome
        .ledger
        .findings
        .iter()
        .filter(|finding| finding.code == "PLC003")
        .map(|finding| finding.headline.as_str())
        .collect();
    assert!(said.contains(&"no gazetteer knows Asongo in Mali: a letter away from Ansongo"), "{said:?}");
}

#[test]
fn a_decision_means_rows_that_leave_its_unit_blank_unless_namesakes_stand_elsewhere() {
    let head = "report_id,source,event_date,country,admin1,place,killed\n";
    let rows = "r1,A,2021-08-08,Mali,Gao,Karou,10\nr2,B,2021-08-08,Mali,Gao,Kaga,12\nr3,C,2022-01-03,Mali,,Kaga,4\n";
    let namesake = "r4,D,2019-05-02,Mali,Mopti,Kaga,7\n";
    let in_gao = |name: &str| NameRef { name: name.into(), admin1: "Gao".into(), ..NameRef::default() };
    let same = || Decisions {
        file: "recount.decisions.toml".into(),
        all: vec![decided(Verdict::SamePlace(vec![in_gao("Karou"), in_gao("Kaga")]))],
    };
    let place = |outcome: &Outcome, id: &str| outcome.places.of(outcome.corpus.find(id).unwrap());
    let outcome = load(&format!("{head}{rows}"), same());
    assert_eq!(place(&outcome, "r1"), place(&outcome, "r2"));
    assert_eq!(place(&outcome, "r1"), place(&outcome, "r3"), "only Gao has a Kaga, so that the blank one is meant");
    let outcome = load(&format!("{head}{rows}{namesake}"), same());
    assert_eq!(place(&outcome, "r1"), place(&outcome, "r2"));
    assert_ne!(place(&outcome, "r1"), place(&outcome, "r3"), "nobody knows which Kaga the blank one is");
    assert_ne!(place(&outcome, "r1"), place(&outcome, "r4"));
}
