//! What the event room promises, through the whole pipeline: registries side by side, articles beside a data set, and
//! one reckoning for links and their explanations.
#![allow(clippy::unwrap_used, missing_docs)]

use recount::event::{EventExplainer, EventOptions};
use recount::model::{RowIx, Unit};
use recount::run::InputHow;
use recount::run::{Job, Outcome, run};

/// Runs without rules on files, each with its text; those that end in csv are registries of their own.
fn load(files: &[(&str, &str)], unit: Unit, learn: bool) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let inputs: Vec<String> = files
        .iter()
        .map(|(name, text)| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path.display().to_string()
        })
        .collect();
    let how = files.iter().map(|(name, _)| match name.strip_suffix(".csv") {
        Some(stem) => InputHow { unit: Some(unit), dataset: Some(stem.to_owned()), ..InputHow::default() },
        None => InputHow::default(),
    });
    run(&Job {
        how: how.collect(),
        inputs,
        only: vec!["DAT010".to_owned()],
        threads: 1,
        learn,
        ..Job::on(recount::model::Day(20_000))
    })
    .unwrap()
}

fn row(outcome: &Outcome, id: &str) -> RowIx {
    outcome.corpus.find(id).unwrap_or_else(|| panic!("no report {id}"))
}

fn together(outcome: &Outcome, left: &str, right: &str) -> bool {
    outcome.events.of(row(outcome, left)) == outcome.events.of(row(outcome, right))
}

/// Two registries of the same attacks: one names towns otherwise, dates two days late, and counts one toll otherwise. Both
/// cite one agency.
fn registries(learn: bool) -> Outcome {
    let head = "report_id,source,event_date,country,admin1,place,killed,actor\n";
    let (mut one, mut other) = (head.to_owned(), head.to_owned());
    for at in 0..20u32 {
        let name = ["Ba", "Du", "Fe", "Go", "Ki", "Lo", "Mu", "Ne", "Po", "Sa"][at as usize % 10].to_owned()
            + ["mbara", "lengo"][at as usize / 10];
        let (year, month) = (2010 + at % 5, 1 + at % 12);
        let (killed, counted) = (10 + at * 3, if at == 7 { 28 } else { 10 + at * 3 });
        one += &format!("a{at},Reuters,{year}-{month:02}-10,Nigeria,Borno state,{name} town,{killed},JAS\n");
        other += &format!("b{at},Reuters,{year}-{month:02}-12,Nigeria,Borno,{name},{counted},JAS (Nigeria)\n");
    }
    // Attacks on successive days at one town, which either registry tells apart.
    for day in [10, 12, 14] {
        one += &format!("a{day}x,Reuters,2012-06-{day},Nigeria,Borno state,Gambo town,{},JAS\n", day / 2);
        other += &format!("b{day}x,Reuters,2012-06-{},Nigeria,Borno,Gambo,{},JAS (Nigeria)\n", day + 2, day / 2);
    }
    load(&[("ged.csv", &one), ("acled.csv", &other)], Unit::Event, learn)
}

#[test]
fn what_both_registries_tell_apart_is_matched_one_to_one() {
    let outcome = registries(false);
    for day in [10, 12, 14] {
        assert!(together(&outcome, &format!("a{day}x"), &format!("b{day}x")), "{:?}", outcome.events.matches);
    }
    assert!(!together(&outcome, "a10x", "a12x") && !together(&outcome, "a12x", "a14x"));
}

#[test]
fn registries_match_for_certain_once_a_shift_is_taken_off() {
    let outcome = registries(false);
    assert_eq!(outcome.events.shifts.iter().map(|shift| shift.days.abs()).collect::<Vec<_>>(), [2]);
    for at in 0..20 {
        let (left, right) = (format!("a{at}"), format!("b{at}"));
        assert!(together(&outcome, &left, &right), "{left} and {right}");
        let event = outcome.events.get(outcome.events.of(row(&outcome, &left)));
        assert!(event.weakest() > 0.9, "{left} and {right}: {}", event.weakest());
    }
    let matches = &outcome.events.matches;
    assert_eq!((matches.len(), matches.iter().filter(|link| link.probability > 0.9).count() >= 20), (23, true));
}

#[test]
fn a_link_and_its_explanation_are_one_reckoning() {
    for learn in [false, true] {
        let outcome = registries(learn);
        let options = EventOptions { learn, ..EventOptions::default() };
        let explainer = EventExplainer::new(&outcome.corpus, &outcome.places, Some(&outcome.events), &options);
        for link in outcome.events.events.iter().flat_map(|event| &event.links) {
            let why = explainer.explain(link.left, link.right);
            assert!((why.probability() - f64::from(link.probability)).abs() < 1e-3, "{link:?}\n{why:?}");
            let date = why.steps.iter().find(|step| step.what == "date").unwrap();
            assert_eq!(date.level, "2 days apart, same day once the shift of 2 days (DAT010) is taken off");
        }
    }
}

const ATTACK: &str = "report_id,document,source,event_date,country,admin1,place,killed,scope\n\
    r1,x,AFP,2021-08-08,Mali,Gao,,51,total\n\
    r2,x,AFP,2021-08-08,Mali,Gao,Karou,20,partial\n\
    r3,x,AFP,2021-08-08,Mali,Gao,Ouatagouna,14,partial\n\
    r4,y,RFI,2021-08-08,Mali,Gao,Karou,21,partial\n\
    r5,y,RFI,2021-08-08,Mali,Gao,,49,total\n";

const ARTICLE: &str = "At least 51 dead as gunmen attack several villages in northern Mali\n\n\
    Men on motorbikes killed at least 51 people in Mali, officials said.\n\n\
    A local official said 20 civilians were killed in Karou and 14 civilians were killed in Ouatagouna.\n";

#[test]
fn an_article_without_a_date_tells_of_the_one_event_that_fits() {
    let outcome = load(&[("list.csv", ATTACK), ("note.txt", ARTICLE)], Unit::Report, false);
    assert!(together(&outcome, "r1", "note.txt:1"), "{:?}", outcome.events.events);
    assert_eq!(outcome.events.events.len(), 1);
    assert!(outcome.events.events[0].weakest() > 0.5, "{:?}", outcome.events.events[0].links);
    let explainer =
        EventExplainer::new(&outcome.corpus, &outcome.places, Some(&outcome.events), &EventOptions::default());
    let why = explainer.explain(row(&outcome, "r1"), row(&outcome, "note.txt:1"));
    assert!(why.veto.is_none() && why.probability() > 0.9, "{why:?}");
    // A line that dates the article fits as well; one from long before the attack does not.
    let dated = |line: &str| ARTICLE.replace("Men on motorbikes", &format!("BAMAKO, {line} - Men on motorbikes"));
    let after = load(&[("list.csv", ATTACK), ("note.txt", &dated("10 August 2021"))], Unit::Report, false);
    assert!(together(&after, "r1", "note.txt:1"));
    let before = load(&[("list.csv", ATTACK), ("note.txt", &dated("10 August 2019"))], Unit::Report, false);
    assert!(!together(&before, "r1", "note.txt:1"));
}

#[test]
fn an_article_that_fits_two_events_stays_alone() {
    let again = ATTACK.replace("report_id", "id").lines().skip(1).fold(ATTACK.to_owned(), |all, line| {
        all + &line
            .replacen('r', "s", 1)
            .replace("2021-08-08", "2019-03-02")
            .replace(",x,", ",u,")
            .replace(",y,", ",v,")
            + "\n"
    });
    let outcome = load(&[("list.csv", &again), ("note.txt", ARTICLE)], Unit::Report, false);
    assert!(!together(&outcome, "r1", "note.txt:1") && !together(&outcome, "s1", "note.txt:1"));
    // Nor does an article on other deaths at one of the places belong there.
    let other =
        "Three dead near Karou\n\nThree people were killed in Karou when a boat sank, officials in Mali said.\n";
    let outcome = load(&[("list.csv", ATTACK), ("note.txt", other)], Unit::Report, false);
    assert!(!together(&outcome, "r1", "note.txt:1"));
}
