//! Which findings the page holds, and counts of all of them.

use crate::model::{self, Ledger, Severity, State};
use std::collections::{BTreeMap, HashMap};

/// The findings that the page holds, in their order: the worst severities whole, and of the first that does not fit an
/// equal share of each rule, so that no rule is missing because its code comes late in the alphabet.
pub fn shown(ledger: &Ledger, limit: usize) -> Vec<&model::Finding> {
    let mut quotas: BTreeMap<(Severity, &str), usize> = BTreeMap::new();
    for finding in &ledger.findings {
        *quotas.entry((finding.severity, &finding.code)).or_default() += 1;
    }
    let mut left = limit;
    for severity in Severity::ALL {
        // The smallest rules first: what they leave of their share goes to the others.
        let mut rules: Vec<(&str, usize)> =
            quotas.iter().filter(|(key, _)| key.0 == severity).map(|(key, n)| (key.1, *n)).collect();
        rules.sort_by_key(|(code, number)| (*number, *code));
        let mut others = rules.len();
        for (code, number) in rules {
            let share = number.min(left / others.max(1));
            quotas.insert((severity, code), share);
            left -= share;
            others -= 1;
        }
    }
    ledger
        .findings
        .iter()
        .filter(|finding| match quotas.get_mut(&(finding.severity, &*finding.code)) {
            Some(quota) if *quota > 0 => {
                *quota -= 1;
                true
            }
            _ => false,
        })
        .collect()
}

/// By rule, of the whole ledger: name; errors, warnings, infos; new, known, decided.
pub fn tally(ledger: &Ledger) -> BTreeMap<&str, (&str, [u64; 3], [u64; 3])> {
    let mut tally: BTreeMap<&str, (&str, [u64; 3], [u64; 3])> = BTreeMap::new();
    for finding in &ledger.findings {
        let of = tally.entry(&finding.code).or_default();
        of.0 = &finding.name;
        of.1[place_of(finding.severity)] += 1;
        of.2[match finding.state {
            State::New | State::Grown => 0,
            State::Known => 1,
            State::Decided => 2,
        }] += 1;
    }
    tally
}

/// Findings by month of what they are about.
pub fn months(ledger: &Ledger) -> BTreeMap<&str, [u64; 3]> {
    let mut of_event: HashMap<&str, &str> = HashMap::new();
    let mut of_report: HashMap<&str, &str> =
        ledger.report_facts.iter().map(|fact| (fact.id.as_str(), fact.date.as_str())).collect();
    for event in &ledger.event_entries {
        of_event.insert(&event.id, &event.date);
        of_report.extend(event.reports.iter().map(|report| (report.id.as_str(), event.date.as_str())));
    }
    let mut months: BTreeMap<&str, [u64; 3]> = BTreeMap::new();
    for finding in &ledger.findings {
        let event = finding.subject.event.as_deref().and_then(|id| of_event.get(id));
        let report = || finding.subject.reports.iter().find_map(|id| of_report.get(id.as_str()));
        if let Some(month) = event.or_else(report).and_then(|date| date.get(..7)) {
            months.entry(month).or_default()[place_of(finding.severity)] += 1;
        }
    }
    months
}

const fn place_of(severity: Severity) -> usize {
    match severity {
        Severity::Error => 0,
        Severity::Warning => 1,
        Severity::Info => 2,
    }
}
