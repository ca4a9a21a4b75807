//! VIC004: lists give one person ages that birthdays do not explain.

use super::rows::{issues, no_lists};
use crate::catalogue::{Category, Check, Knob, Rule, RuleContext};
use crate::model::Draft;
use crate::model::finding::{EvidenceRef, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    code: "VIC004",
    name: "age-drift",
    summary: "lists give one person ages that birthdays do not explain",
    severity: Severity::Info,
    category: Category::Correctness,
    since: "0.2.0",
    knobs: &[YEARS.spec()],
    missing_data: no_lists,
    check: Check::Corpus(check),
    page: include_str!("age_drift.md"),
};

/// From how many years apart ages are told.
const YEARS: Knob<i64> = Knob::new("years", 2, "from how many years apart ages of one person are told");

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    let Some(people) = context.people else { return };
    let least = context.knob(RULE.code, &YEARS);
    for person in people.persons().iter().filter(|rows| rows.len() > 1) {
        let rows = issues(people, person);
        let ages = || rows.iter().filter_map(|row| row.age);
        let (Some(low), Some(high)) = (ages().min(), ages().max()) else { continue };
        if i64::from(high - low) < least.max(1) {
            continue;
        }
        let aged = || rows.iter().filter(|row| row.age.is_some());
        let mut draft =
            Draft::new(format!("one person is {low} and {high} years old"), aged().map(|row| row.row)).explain(
                "The rows are one person, and a birthday between two lists explains one year at most. A child counted as an \
                 adult changes figures by age: find out which age is right.",
            );
        draft
            .evidence
            .extend(aged().map(|row| EvidenceRef::row(row.row, format!("age {}", row.age.unwrap_or_default()))));
        out.push(draft);
    }
}
