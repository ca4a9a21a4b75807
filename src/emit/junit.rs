//! JUnit XML: a suite for each family of rules, a case for each rule.
//!
//! A case fails when its rule has findings at the level that fails the run; findings below it are told in the case's output.
//! Rules that did not run are skipped cases, rejected rows a suite of their own. Known findings fail as new ones do;
//! decided ones are counted only.

use super::words::{count, counted, one_line};
use super::{EmitError, EmitOptions};
use crate::model::{Family, Finding, Ledger, State};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// Findings told of each rule; CI servers cut longer texts.
const LISTED: usize = 200;

/// Writes it.
///
/// # Errors
/// Where the output refuses it.
pub fn render(ledger: &Ledger, options: &EmitOptions, out: &mut dyn Write) -> Result<(), EmitError> {
    let mut findings: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in &ledger.findings {
        findings.entry(&finding.code).or_default().push(finding);
    }
    let mut names: BTreeMap<&str, &str> = BTreeMap::new();
    names.extend(ledger.findings.iter().map(|finding| (&*finding.code, &*finding.name)));
    names.extend(ledger.rules.iter().map(|rule| (rule.code.as_str(), rule.name.as_str())));
    let skipped: BTreeMap<&str, &str> =
        ledger.skipped.iter().map(|skipped| (case_of(&skipped.what), skipped.why.as_str())).collect();

    let mut report = Report::new("recount");
    let codes: BTreeSet<&str> = names.keys().chain(skipped.keys()).copied().collect();
    let families = Family::ALL.iter().map(|family| (Some(*family), family.title()));
    for (family, title) in families.chain([(None, "Other")]) {
        let mut suite = TestSuite::new(format!("recount: {title}"));
        for code in codes.iter().copied().filter(|code| Family::of(code) == family) {
            let name = names.get(code).copied().unwrap_or_default();
            let found = findings.get(code).map_or(&[][..], Vec::as_slice);
            let why = skipped.get(code).copied();
            let mut case = case(found, why, options);
            case.name = clean(format!("{code} {name}").trim()).into();
            case.set_classname(format!("recount.{title}"));
            suite.add_test_case(case);
        }
        if !suite.test_cases.is_empty() {
            report.add_test_suite(suite);
        }
    }
    if !ledger.inputs.is_empty() || !ledger.rejected.is_empty() {
        report.add_test_suite(loading(ledger));
    }
    report.serialize(out).map_err(|error| EmitError::Format { kind: "junit", why: error.to_string() })
}

/// "PLC003 unknown-place" is told in the case of PLC003; what is no rule is a case of its own.
fn case_of(what: &str) -> &str {
    what.split(' ').next().filter(|code| Family::of(code).is_some()).unwrap_or(what)
}

fn case(found: &[&Finding], skipped: Option<&str>, options: &EmitOptions) -> TestCase {
    let open = found.iter().filter(|finding| finding.state != State::Decided);
    let (failing, others): (Vec<&Finding>, Vec<&Finding>) =
        open.partition(|finding| options.fail_on.is_some_and(|level| finding.severity >= level));
    let decided = found.len() - failing.len() - others.len();
    let mut status = TestCaseStatus::success();
    if let Some(first) = failing.first() {
        status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        let headline = clean(&first.headline);
        status.set_type(first.severity.name());
        status.set_message(match failing.len() {
            1 => headline,
            many => format!("{}, first: {headline}", counted(many as u64, "finding", "findings")),
        });
        status.set_description(listed(&failing, options));
    } else if let (Some(why), true) = (skipped, found.is_empty()) {
        status = TestCaseStatus::skipped();
        status.set_message(clean(why));
    }
    let mut case = TestCase::new("", status);
    let mut output = String::new();
    if !others.is_empty() {
        let below = counted(others.len() as u64, "finding", "findings");
        output = format!("{below} below the level that fails the run:\n{}", listed(&others, options));
    }
    if decided > 0 {
        output.push_str(&format!("{} decided earlier\n", counted(decided as u64, "finding was", "findings were")));
    }
    if !output.is_empty() {
        case.set_system_out(output);
    }
    case
}

fn listed(findings: &[&Finding], options: &EmitOptions) -> String {
    let mut text = String::new();
    for finding in findings.iter().take(LISTED) {
        let known = finding.state.mark();
        text.push_str(&format!(
            "{}: {}{known} [{}]\n",
            finding.severity.name(),
            clean(&finding.headline),
            finding.fingerprint
        ));
        for piece in finding.evidence.iter().filter(|piece| piece.line > 0).take(5) {
            let said = clean(&format!("{}:{} {} {}", piece.input, piece.line, piece.field, piece.value));
            text.push_str(&format!("  {said}\n"));
        }
    }
    if findings.len() > LISTED {
        let more = count((findings.len() - LISTED) as u64);
        text.push_str(&format!("{more} more are left out here; all are in {}\n", clean(&options.whole)));
    }
    text
}

/// Rows that could not be loaded: one case for each input.
fn loading(ledger: &Ledger) -> TestSuite {
    let mut suite = TestSuite::new("recount: Loading");
    let mut inputs: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for input in &ledger.inputs {
        inputs.entry(&input.name).or_default();
    }
    for row in &ledger.rejected {
        inputs.entry(&row.input).or_default().push(format!("line {}: {}\n", row.line, clean(&row.reason)));
    }
    for (name, rows) in inputs {
        let mut case = TestCase::new(clean(name), TestCaseStatus::success());
        case.set_classname("recount.Loading");
        if !rows.is_empty() {
            let mut text = format!("{} not loaded:\n", counted(rows.len() as u64, "row was", "rows were"));
            text.extend(rows.iter().take(LISTED).map(String::as_str));
            if rows.len() > LISTED {
                text.push_str(&format!("and {} more\n", count((rows.len() - LISTED) as u64)));
            }
            case.set_system_err(text);
        }
        suite.add_test_case(case);
    }
    suite
}

/// Text on one line, without the two characters below the surrogates that XML forbids.
fn clean(text: &str) -> String {
    one_line(text).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}
