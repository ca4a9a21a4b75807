//! The catalogue of rules and the runner.
//!
//! A rule is a plain static in a file of its own, `rules/<family>/<name>.rs`, beside its page,
//! `<name>.md`, which documents it and whose examples are its tests. A rule sees the [`World`] and
//! says [`Draft`]s; it never decides how severe they are in the end.

pub mod facts;
pub mod fold;
pub mod knob;
pub mod page;
pub mod world;

pub mod aggregate;
pub mod date;
pub mod decision;
pub mod duplicate;
pub mod place;
pub mod schema;
pub mod source;
pub mod toll;
pub mod user;

pub use facts::Facts;
pub use knob::{Knob, KnobSpec, KnobValue, Knobs};
pub use world::World;

use crate::model::finding::Severity;
use crate::model::ledger::Skipped;
use crate::model::{Draft, EventIx, Family, PlaceIx, Report};
use rayon::prelude::*;

/// What a rule looks at. The variant is its scope: what it may see and what a later run must look at again.
#[derive(Clone, Copy)]
pub enum Check {
    /// One report at a time, with all its cells.
    Report(fn(&World<'_>, &Report<'_>, &mut Vec<Draft>)),
    /// One place at a time.
    Place(fn(&World<'_>, PlaceIx, &mut Vec<Draft>)),
    /// One event at a time.
    Event(fn(&World<'_>, EventIx, &mut Vec<Draft>)),
    /// Everything at once.
    Corpus(fn(&World<'_>, &mut Vec<Draft>)),
}

impl Check {
    /// The word for the scope.
    pub const fn scope(&self) -> &'static str {
        match self {
            Check::Report(_) => "report",
            Check::Place(_) => "place",
            Check::Event(_) => "event",
            Check::Corpus(_) => "corpus",
        }
    }
}

/// What a finding of the rule means for the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Category {
    /// The data contradict themselves or the format.
    Correctness,
    /// The data are probably wrong.
    Suspicion,
    /// A person has to decide.
    Review,
    /// Worth knowing when reading the numbers.
    Context,
}

impl Category {
    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Category::Correctness => "correctness",
            Category::Suspicion => "suspicion",
            Category::Review => "review",
            Category::Context => "context",
        }
    }
}

/// A rule.
pub struct Rule {
    /// Its code: three letters of the family, three digits. Never used again for another rule.
    pub code: &'static str,
    /// Its name, in lower case with hyphens.
    pub name: &'static str,
    /// What it says, in one line without a full stop.
    pub summary: &'static str,
    /// How bad its findings are unless settings or the case at hand say otherwise.
    pub severity: Severity,
    /// What its findings mean.
    pub category: Category,
    /// The version that brought it.
    pub since: &'static str,
    /// Its settings.
    pub knobs: &'static [KnobSpec],
    /// Why it cannot run on these data, if it cannot: asked once before it runs.
    pub unfed: fn(&World<'_>) -> Option<String>,
    /// What it does.
    pub check: Check,
    /// Its page.
    pub page: &'static str,
}

impl Rule {
    /// Its family.
    pub fn family(&self) -> Family {
        Family::of(self.code).unwrap_or(Family::User)
    }
}

/// For rules that any data can feed.
pub const fn always_fed(_: &World<'_>) -> Option<String> {
    None
}

/// Every rule, by code.
pub fn catalogue() -> impl Iterator<Item = &'static Rule> {
    [
        schema::RULES,
        place::RULES,
        date::RULES,
        toll::RULES,
        aggregate::RULES,
        duplicate::RULES,
        source::RULES,
        decision::RULES,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// The rule of that code or name.
pub fn find(code: &str) -> Option<&'static Rule> {
    catalogue().find(|rule| rule.code.eq_ignore_ascii_case(code) || rule.name.eq_ignore_ascii_case(code))
}

/// Those of `rules` that the data can feed, and the others with the reason.
pub fn feed(rules: &[&'static Rule], world: &World<'_>) -> (Vec<&'static Rule>, Vec<Skipped>) {
    let mut fed = Vec::new();
    let mut skipped = Vec::new();
    for &rule in rules {
        match (rule.unfed)(world) {
            Some(why) => skipped.push(Skipped { what: format!("{} {}", rule.code, rule.name), why }),
            None => fed.push(rule),
        }
    }
    (fed, skipped)
}

/// What a rule said. Boxed, as a large run moves hundreds of thousands of them from list to list.
pub type Hit = (&'static Rule, Box<Draft>);

/// Runs the rules of report scope among `rules` on one report.
pub fn check_report(rules: &[&'static Rule], world: &World<'_>, report: &Report<'_>, hits: &mut Vec<Hit>) {
    let mut drafts = Vec::new();
    for &rule in rules {
        if let Check::Report(check) = rule.check {
            check(world, report, &mut drafts);
            if drafts.is_empty() {
                continue;
            }
            hits.extend(drafts.drain(..).map(|draft| (rule, Box::new(draft))));
        }
    }
}

/// Runs the rules of all other scopes among `rules`, in parallel: on each event and each place all of them in turn,
/// while its rows are at hand.
pub fn check_rest(rules: &[&'static Rule], world: &World<'_>) -> Vec<Hit> {
    let of_corpus = || {
        let hits = rules.par_iter().map(|&rule| match rule.check {
            Check::Corpus(check) => said(rule, |out| check(world, out)),
            _ => Vec::new(),
        });
        hits.collect::<Vec<_>>()
    };
    let of_events = || {
        each(world.events.events.len(), rules, |rule, index, out| {
            if let Check::Event(check) = rule.check {
                check(world, EventIx(index), out);
            }
        })
    };
    let of_places = || {
        each(world.places.places.len(), rules, |rule, index, out| {
            if let Check::Place(check) = rule.check {
                check(world, PlaceIx(index), out);
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
