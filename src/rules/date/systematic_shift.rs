//! DAT010: dates that lie off by the same number of days throughout.

use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Draft};

/// The rule.
pub static RULE: Rule = Rule {
    code: "DAT010",
    name: "systematic-shift",
    summary: "dates of one source or data set lie off the others by the same number of days throughout",
    severity: Severity::Error,
    category: Category::Correctness,
    since: "0.1.0",
    knobs: &[],
    missing_data,
    check: Check::Corpus(check),
    page: include_str!("systematic_shift.md"),
};

fn missing_data(context: &RuleContext<'_>) -> Option<String> {
    let corpus = context.corpus;
    let sources = corpus.rows.iter().any(|row| row.source.is_some());
    (corpus.datasets.len() < 2 && !sources).then(|| "there is one data set and no source is named".to_owned())
}

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    for shift in &context.events.shifts {
        let direction = if shift.days > 0 { "late" } else { "early" };
        let days = shift.days.unsigned_abs();
        let rows = shift.examples.iter().flat_map(|&(left, right)| [left, right]);
        let mut draft = Draft::new(
            format!("dates of {} are {days} {} {direction}, against {}", shift.shifted, if days == 1 { "day" } else { "days" }, shift.reference),
            rows,
        )
        .key(format!("{}|{}|{}", shift.reference, shift.shifted, shift.days))
        .explain(format!(
            "{} pairs of rows with one place and one toll lie this far apart, and {} on the same day. Spreadsheets do this when a file \
             changes between the date systems of 1900 and 1904 or between their epochs. Linking has taken the shift into account; \
             correct the dates at their source.",
            shift.pairs, shift.against
        ));
        for &(left, right) in shift.examples.iter().take(3) {
            draft = draft.cell(left, Col::EventDate, "one day").cell(
                right,
                Col::EventDate,
                "and another, for the same toll",
            );
        }
        out.push(draft);
    }
}
