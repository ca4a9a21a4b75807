//! What becomes of findings: severity, fingerprint, state, order, and what is said once.

#![allow(clippy::unwrap_used, missing_docs)]
use proptest::prelude::*;
use recount::model::check::Demand;
use recount::model::decision::{Decision, Verdict};
use recount::model::{Col, Day, Decisions, Finding, Ledger, Severity, State, UserCheck};
use recount::run::{Job, run};
use recount::triage::{Baseline, Level, Setting};
use std::collections::BTreeSet;

const HEADER: &str = "report_id,source,event_date,place,killed_low,killed,killed_high\n";
/// Two rows that break TOL002, one that is sound.
const ROWS: &str = "r1,AFP,2021-08-08,Karou,25,20,30\nr2,Reuters,2021-08-08,Dirga,9,3,4\nr3,AFP,2021-08-09,Gao,1,2,3\n";

/// Runs over a file of these rows, the job adapted by `with`.
fn check(rows: &str, with: impl FnOnce(&mut Job)) -> Ledger {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("reports.csv");
    std::fs::write(&path, format!("{HEADER}{rows}")).unwrap();
    let mut job = Job {
        inputs: vec![path.display().to_string()],
        only: vec!["TOL002".to_owned()],
        today: Day::from_ymd(2024, 1, 1).unwrap(),
        threads: 1,
        ..Job::on(recount::model::Day(20_000))
    };
    with(&mut job);
    run(&job).unwrap().ledger
}

fn of<'a>(ledger: &'a Ledger, code: &str) -> Vec<&'a Finding> {
    ledger.findings.iter().filter(|finding| finding.code == code).collect()
}

fn about<'a>(ledger: &'a Ledger, report: &str) -> &'a Finding {
    ledger.findings.iter().find(|finding| finding.subject.reports == [report]).unwrap()
}

fn decided(verdict: Verdict, evidence: &str) -> Decisions {
    let decision = Decision {
        verdict,
        by: "A. Maiga".to_owned(),
        when: None,
        reason: "checked".to_owned(),
        evidence: evidence.to_owned(),
        expires: None,
        line: 3,
    };
    Decisions { file: "recount.decisions.toml".to_owned(), all: vec![decision] }
}

#[test]
fn a_baseline_makes_findings_known_and_says_what_it_lists_in_vain() {
    let first = check(ROWS, |_| {});
    let text = Baseline::render(&first.findings);
    assert_eq!(text.lines().filter(|line| line.starts_with("TOL002 ")).count(), 2);
    let baseline = Baseline::parse("known", &format!("{text}TOL002 gone0 a finding that is gone\n")).unwrap();
    let grown = format!("{ROWS}r4,AFP,2021-08-09,Ansongo,7,1,9\n");
    let second = check(&grown, |job| job.baseline = Some(baseline));
    assert_eq!(about(&second, "r1").state, State::Known);
    assert_eq!(about(&second, "r4").state, State::New);
    assert_eq!(second.worst(true), Some(Severity::Error));
    let idle: Vec<_> = second.skipped.iter().filter(|skip| skip.what == "baseline known").collect();
    assert_eq!(idle.len(), 1);
    assert!(idle[0].why.starts_with("1 entry matches no finding, the first gone0"), "{}", idle[0].why);
}

#[test]
fn a_decision_holds_until_the_evidence_changes() {
    let first = check(ROWS, |_| {});
    let (print, evidence) = (about(&first, "r1").fingerprint.clone(), about(&first, "r1").evidence_hash.clone());
    let with = |rows: &str| {
        check(rows, |job| {
            job.only.push("DEC".to_owned());
            job.decisions = decided(Verdict::Accept(print.clone()), &evidence);
        })
    };
    let same = with(ROWS);
    assert_eq!(about(&same, "r1").state, State::Decided);
    assert_eq!(about(&same, "r1").decision.as_deref(), Some("accepted by A. Maiga: checked"));
    assert_eq!(about(&same, "r2").state, State::New);
    assert!(of(&same, "DEC003").is_empty());
    let changed = with(&ROWS.replace("25,20,30", "26,20,30"));
    assert_eq!(of(&changed, "TOL002").iter().filter(|finding| finding.state == State::New).count(), 2);
    assert_eq!(of(&changed, "DEC003").len(), 1);
}

#[test]
fn an_unused_decision_is_only_named_when_its_rule_may_have_spoken() {
    let decisions = || decided(Verdict::FalseAlarm("0000000000000".to_owned()), "");
    let partial =
        check(ROWS, |job| (job.decisions, job.only) = (decisions(), vec!["TOL".to_owned(), "DEC".to_owned()]));
    assert!(of(&partial, "DEC001").is_empty());
    let whole = check(ROWS, |job| (job.decisions, job.only) = (decisions(), Vec::new()));
    assert_eq!(of(&whole, "DEC001").len(), 1);
}

#[test]
fn settings_decide_last_and_are_cited() {
    let set = |sources: &[&str], level| Setting {
        codes: vec!["TOL".to_owned()],
        sources: sources.iter().map(|word| (*word).to_owned()).collect(),
        paths: Vec::new(),
        level,
        origin: "recount.toml:3".to_owned(),
    };
    let ledger = check(ROWS, |job| {
        job.levels = vec![set(&[], Level::At(Severity::Info)), set(&["reuters"], Level::Off)];
    });
    assert_eq!(ledger.findings.len(), 1);
    assert_eq!(ledger.findings[0].severity, Severity::Info);
    assert_eq!(ledger.findings[0].setting.as_deref(), Some("recount.toml:3"));
    assert_eq!(ledger.by_source, [("AFP".to_owned(), 1)]);
}

#[test]
fn the_next_run_knows_findings_and_says_which_are_gone() {
    let store = tempfile::tempdir().unwrap();
    let db = || Some(store.path().join("db"));
    check(ROWS, |job| job.db = db());
    let mended = ROWS.replace("25,20,30", "19,20,30");
    let other_rule = check(&mended, |job| (job.db, job.only) = (db(), vec!["TOL001".to_owned()]));
    assert!(other_rule.resolved.is_empty(), "a rule that did not run resolves nothing");
    let _ = check(ROWS, |job| job.db = db());
    let ledger = check(&mended, |job| job.db = db());
    assert_eq!(about(&ledger, "r2").state, State::Known);
    assert_eq!(ledger.resolved.len(), 1);
    assert!(ledger.resolved[0].headline.contains("low 25"));
}

#[test]
fn one_cause_on_most_rows_is_said_once() {
    let bad =
        |count: usize| -> String { (0..count).map(|index| format!("b{index:03},,2021-08-08,Karou,,20,\n")).collect() };
    let ledger = check(&bad(30), |job| job.only = vec!["SRC001".to_owned()]);
    assert_eq!(ledger.findings.len(), 1);
    assert!(ledger.findings[0].headline.starts_with("30 of 30 rows"), "{}", ledger.findings[0].headline);
    let few = check(&bad(19), |job| job.only = vec!["SRC001".to_owned()]);
    assert_eq!(few.findings.len(), 19, "too few to be folded");
    let more = check(&bad(31), |job| job.only = vec!["SRC001".to_owned()]);
    assert_eq!(more.findings[0].fingerprint, ledger.findings[0].fingerprint, "one row more is the same matter");
}

#[test]
fn user_checks_are_findings_like_any_other() {
    let named = |name: &str, columns: Vec<Col>, demand: Demand| UserCheck {
        origin: String::new(),
        name: name.to_owned(),
        level: Severity::Warning,
        message: "house rule".to_owned(),
        columns,
        datasets: Vec::new(),
        demand,
    };
    let few = named("few-dead", vec![Col::Killed], Demand::Range { min: None, max: Some("10".to_owned()) });
    let other = named("has-url", vec![Col::Url], Demand::Required);
    let print = |checks: Vec<UserCheck>| {
        let ledger = check(ROWS, |job| (job.checks, job.only) = (checks, vec!["USR".to_owned()]));
        let finding = ledger.findings.iter().find(|finding| finding.name == "few-dead").cloned().unwrap();
        (finding.code, finding.fingerprint, finding.headline)
    };
    let (code, fingerprint, headline) = print(vec![few.clone()]);
    assert_eq!((code.as_ref(), headline.as_str()), ("USR001", "house rule: killed is 20, above 10"));
    let second = print(vec![other, few]);
    assert_eq!((second.0.as_ref(), second.1), ("USR002", fingerprint), "recognised by name, wherever it stands");
}

/// Rows with and without faults; ids repeat, and so do whole rows.
fn rows() -> impl Strategy<Value = Vec<String>> {
    let row = (0..9u8, 0..3usize, 1..9u8, 0..4u8).prop_map(|(id, place, day, low)| {
        let place = ["Karou", "Dirga", "Gao"][place];
        format!("r{id},,2021-08-0{day},{place},{low},2,3\n")
    });
    prop::collection::vec(row, 1..14)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Fingerprints are unique, and neither the order of rows nor rows of elsewhere change them.
    #[test]
    fn fingerprints_are_unique_and_stay(mut rows in rows(), turn in 0..14usize) {
        let all = |job: &mut Job| job.only = ["SCH", "DAT", "SRC001", "TOL002"].map(str::to_owned).to_vec();
        let prints = |ledger: &Ledger| -> Vec<(String, String)> {
            ledger.findings.iter().map(|finding| (finding.fingerprint.clone(), finding.headline.clone())).collect()
        };
        let before = prints(&check(&rows.concat(), all));
        let distinct: BTreeSet<&String> = before.iter().map(|(print, _)| print).collect();
        prop_assert_eq!(distinct.len(), before.len());
        let turn = turn % rows.len();
        rows.rotate_left(turn);
        prop_assert_eq!(&prints(&check(&rows.concat(), all)), &before);
        let above = "x1,AFP,1999-01-01,Kita,1,2,3\nx2,AFP,1999-02-01,Nioro,1,2,3\n";
        prop_assert_eq!(&prints(&check(&format!("{above}{}", rows.concat()), all)), &before);
    }
}
