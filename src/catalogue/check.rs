//! Rules are run: each on what it looks at, in parallel.

use super::RuleContext;
use super::rule::{Check, Rule};
use crate::model::ledger::Skipped;
use crate::model::{Draft, EventIx, PlaceIx, Report, Severity};
use rayon::prelude::*;

/// Those of `rules` that the data can feed, and the others with the reason.
pub fn with_data(rules: &[&'static Rule], context: &RuleContext<'_>) -> (Vec<&'static Rule>, Vec<Skipped>) {
    let mut fed = Vec::new();
    let mut skipped = Vec::new();
    for &rule in rules {
        match (rule.missing_data)(context) {
            Some(why) => skipped.push(Skipped { what: format!("{} {}", rule.code, rule.name), why }),
            None => fed.push(rule),
        }
    }
    (fed, skipped)
}

/// What a rule said. Boxed, as a large run moves hundreds of thousands of them from list to list.
pub type Hit = (&'static Rule, Box<Draft>);

/// What a user's check said.
#[derive(Debug, Clone, PartialEq)]
pub struct UserHit {
    /// USR001 for the first check of the settings file, and so on.
    pub code: String,
    /// The check's name.
    pub name: String,
    /// How bad it is.
    pub level: Severity,
    /// What it says.
    pub draft: Draft,
}

/// Runs the rules of report scope among `rules` on one report.
pub fn check_report(rules: &[&'static Rule], context: &RuleContext<'_>, report: &Report<'_>, hits: &mut Vec<Hit>) {
    let mut drafts = Vec::new();
    for &rule in rules {
        if let Check::Report(check) = rule.check {
            check(context, report, &mut drafts);
            if drafts.is_empty() {
                continue;
            }
            hits.extend(drafts.drain(..).map(|draft| (rule, Box::new(draft))));
        }
    }
}

/// Runs the rules of all other scopes among `rules`, in parallel: on each event and each place all of them in turn,
/// while its rows are at hand.
pub fn check_rest(rules: &[&'static Rule], context: &RuleContext<'_>) -> Vec<Hit> {
    let of_corpus = || {
        let hits = rules.par_iter().map(|&rule| match rule.check {
            Check::Corpus(check) => said(rule, |out| check(context, out)),
            _ => Vec::new(),
        });
        hits.collect::<Vec<_>>()
    };
    let of_events = || {
        each(context.events.events.len(), rules, |rule, index, out| {
            if let Check::Event(check) = rule.check {
                check(context, EventIx(index), out);
            }
        })
    };
    let of_places = || {
        each(context.places.places.len(), rules, |rule, index, out| {
            if let Check::Place(check) = rule.check {
                check(context, PlaceIx(index), out);
            }
        })
    };
    let (corpus, (events, places)) = rayon::join(of_corpus, || rayon::join(of_events, of_places));
    let parts = [corpus, events, places];
    let mut hits = Vec::with_capacity(parts.iter().flatten().map(Vec::len).sum());
    parts.into_iter().flatten().for_each(|mut part| hits.append(&mut part));
    hits
}

/// What a rule says, with the rule.
fn said(rule: &'static Rule, check: impl FnOnce(&mut Vec<Draft>)) -> Vec<Hit> {
    let mut drafts = Vec::new();
    check(&mut drafts);
    drafts.into_iter().map(|draft| (rule, Box::new(draft))).collect()
}

/// So many events or places are one piece of work.
const PIECE: usize = 256;

fn each(
    count: usize,
    rules: &[&'static Rule],
    check: impl Fn(&'static Rule, u32, &mut Vec<Draft>) + Sync,
) -> Vec<Vec<Hit>> {
    (0..count.div_ceil(PIECE))
        .into_par_iter()
        .map(|piece| {
            let (mut drafts, mut hits) = (Vec::new(), Vec::new());
            for index in piece * PIECE..count.min((piece + 1) * PIECE) {
                for &rule in rules {
                    check(rule, index as u32, &mut drafts);
                    if !drafts.is_empty() {
                        hits.extend(drafts.drain(..).map(|draft| (rule, Box::new(draft))));
                    }
                }
            }
            hits
        })
        .collect()
}
