//! Copies, from files to findings: what is said, and what is not.

#![allow(clippy::unwrap_used, missing_docs)]
use recount::model::{CopyKind, CopyWay, Day};
use recount::run::{Job, Outcome, run};
use recount::triage::Baseline;
use std::io::Write;

const HEAD: &str = "report_id,source,published,event_date,admin1,place,killed,actor,text";

/// Runs the rules on duplicates over rows.
fn outcome(rows: &[String]) -> Outcome {
    let mut file = tempfile::Builder::new().suffix(".csv").tempfile().unwrap();
    write!(file, "{HEAD}\n{}\n", rows.join("\n")).unwrap();
    let inputs = vec![file.path().display().to_string()];
    run(&Job { inputs, only: vec!["DUP".to_owned()], ..Job::on(Day(20_000)) }).unwrap()
}

fn row(id: &str, source: &str, published: u32, killed: u32, text: &str) -> String {
    format!("{id},{source},2021-08-{published:02},2021-08-08,Gao,Karou,{killed},gunmen,\"{text}\"")
}

const FIRST: &str = "Gunmen on motorbikes rode into the village of Karou just after the evening prayer.";
const SECOND: &str = "They fired at people who were leaving the mosque and at traders closing their stalls.";
const THIRD: &str = "A teacher counted the bodies in the courtyard of the school and wrote down the names.";
const OTHER: &str = "Survivors walked all night to reach the ferry at Labbezanga with what they could carry.";

fn ways(outcome: &Outcome) -> Vec<(String, String, CopyWay)> {
    let id = |row| outcome.corpus.id(row).to_owned();
    let links = outcome.events.copies.iter().flat_map(|group| &group.links);
    links.map(|link| (id(link.copy), id(link.of), link.way)).collect()
}

#[test]
fn each_way_of_copying_has_its_name() {
    let whole = format!("{FIRST} {SECOND} {THIRD}");
    for (way, killed, text) in [
        (CopyWay::Verbatim, 9, whole.to_uppercase()),
        (CopyWay::Credited, 9, format!("{whole} Source: Agence Test")),
        (CopyWay::Cut, 9, format!("{FIRST} {THIRD}")),
        (CopyWay::Extended, 9, format!("{whole} {OTHER}")),
        (CopyWay::Edited, 9, format!("{FIRST} {THIRD} {SECOND}")),
        (CopyWay::Edited, 9, whole.replace("traders closing", "merchants closing")),
        (CopyWay::Updated, 11, whole.clone()),
    ] {
        let made = outcome(&[row("a", "Agence Test", 9, 9, &whole), row("b", "Radio Exemple", 10, killed, &text)]);
        assert_eq!(ways(&made), [("b".to_owned(), "a".to_owned(), way)], "{text}");
        assert_eq!(made.ledger.findings.iter().filter(|finding| finding.code == "DUP002").count(), 1);
    }
}

#[test]
fn copies_of_copies_lead_to_the_head() {
    let made = outcome(&[
        row("a", "Agence Test", 9, 9, &format!("{FIRST} {SECOND} {THIRD}")),
        row("b", "Radio Exemple", 10, 9, &format!("{FIRST} {SECOND} {THIRD} {OTHER}")),
        row("c", "Journal Essai", 11, 9, &format!("{FIRST} {SECOND} {THIRD} {OTHER} (Radio Exemple)")),
    ]);
    let group = &made.events.copies[0];
    assert_eq!((made.events.copies.len(), group.rows.len(), made.corpus.id(group.head)), (1, 3, "a"));
    let taken: Vec<_> = ways(&made).into_iter().map(|(copy, of, _)| (copy, of)).collect();
    assert_eq!(taken, [("b".to_owned(), "a".to_owned()), ("c".to_owned(), "b".to_owned())]);
    assert_eq!(made.tolls.events[0].independent_origins, 1);
}

#[test]
fn accounts_of_their_own_are_no_copies() {
    let made = outcome(&[
        row("a", "Agence Test", 9, 9, &format!("{FIRST} {THIRD}")),
        row("b", "Radio Exemple", 9, 9, &format!("{OTHER} Nine people died. {THIRD}")),
        row(
            "c",
            "Journal Essai",
            9,
            9,
            "Nine people were killed at Karou on Sunday, says the prefecture in a statement.",
        ),
    ]);
    assert!(made.events.copies.is_empty(), "{:?}", made.events.copies);
}

#[test]
fn a_template_proves_nothing() {
    let text =
        |place: &str| format!("Security forces clashed with militants in {place}. No group claimed responsibility.");
    let mut rows: Vec<String> = (1..28)
        .map(|day| {
            let text = text("Karou");
            format!("t{day},Outlet {},2021-03-{day:02},2021-03-{day:02},Gao,Karou,{day},,\"{text}\"", day % 5)
        })
        .collect();
    rows.push(row("a", "Agence Test", 9, 9, &text("Karou")));
    rows.push(row("b", "Radio Exemple", 9, 9, &format!("{} The governor spoke at noon.", text("Karou"))));
    let made = outcome(&rows);
    assert!(made.events.copies.is_empty(), "{:?}", made.events.copies);
}

#[test]
fn one_source_again_is_a_repeat() {
    let made = outcome(&[
        row("a", "Agence Test", 9, 9, &format!("{FIRST} {SECOND} {THIRD}")),
        row("b", "Agence Test", 10, 9, &format!("{FIRST} {SECOND}")),
    ]);
    assert_eq!(made.events.copies.iter().map(|group| group.kind).collect::<Vec<_>>(), [CopyKind::SameSource]);
}

#[test]
fn cells_that_no_preset_maps_count_as_well() {
    let mut file = tempfile::Builder::new().suffix(".csv").tempfile().unwrap();
    let text = "id,date,location,killed,victim age,door\n\
                1,2021-08-08,Karou,9,31,a\n2,2021-08-08,Karou,9,47,a\n3,2021-08-08,Karou,9,31,a\n";
    file.write_all(text.as_bytes()).unwrap();
    let inputs = vec![file.path().display().to_string()];
    let made = run(&Job { inputs, ..Job::on(Day(20_000)) }).unwrap();
    let copies: Vec<Vec<&str>> =
        made.events.copies.iter().map(|group| group.rows.iter().map(|row| made.corpus.id(*row)).collect()).collect();
    assert_eq!(copies, [["1", "3"]]);
}

/// The gate over some rows with a baseline, if any: whether it passes, and the state of the finding on equal rows.
fn gate(rows: &[String], baseline: Option<&Baseline>) -> (bool, String, Outcome) {
    let mut file = tempfile::Builder::new().suffix(".csv").tempfile().unwrap();
    write!(file, "{HEAD}\n{}\n", rows.join("\n")).unwrap();
    let inputs = vec![file.path().display().to_string()];
    let only = vec!["DUP001".to_owned()];
    let made = run(&Job { inputs, only, baseline: baseline.cloned(), ..Job::on(Day(20_000)) }).unwrap();
    let state = made.ledger.findings[0].state.name().to_owned();
    (made.ledger.worst(true).is_none(), state, made)
}

#[test]
fn a_third_equal_row_is_news_beside_two_known_ones() {
    let rows: Vec<String> = ["a", "b", "c"].iter().map(|id| row(id, "Agence Test", 9, 9, FIRST)).collect();
    let (_, state, made) = gate(&rows[..2], None);
    assert_eq!(state, "new");
    let text = Baseline::render(&made.ledger.findings);
    let known = Baseline::parse("baseline", &text).unwrap();
    let outcome = |count: usize, known: &Baseline| {
        let (passes, state, _) = gate(&rows[..count], Some(known));
        (passes, state)
    };
    assert_eq!(outcome(2, &known), (true, "known".to_owned()));
    assert_eq!(outcome(3, &known), (false, "grown".to_owned()));
    // An entry of the old form does not say how much was known.
    let old: String = text.lines().map(|line| line.split('.').next().unwrap_or(line).to_owned() + "\n").collect();
    assert_eq!(outcome(3, &Baseline::parse("baseline", &old).unwrap()), (true, "known".to_owned()));
}
