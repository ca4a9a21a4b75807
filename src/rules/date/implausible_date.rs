//! DAT001: a date lies in the future or before anything like it was recorded.

use crate::catalogue::Knob;
use crate::catalogue::{Category, Check, Rule, RuleContext, nothing_missing};
use crate::model::Day;
use crate::model::finding::Severity;
use crate::model::{Col, Draft, Precision, Report};

/// The rule.
pub static RULE: Rule = Rule {
    code: "DAT001",
    name: "implausible-date",
    summary: "a date lies in the future or before anything like it was recorded",
    severity: Severity::Error,
    category: Category::Correctness,
    since: "0.1.0",
    knobs: &[EARLIEST.spec(), TOLERANCE.spec()],
    missing_data: nothing_missing,
    check: Check::Report(check),
    page: include_str!("implausible_date.md"),
};

/// The first year that is believed.
static EARLIEST: Knob<i64> = Knob::new("earliest_year", 1900, "first year that is believed");
/// How many days ahead are let through.
static TOLERANCE: Knob<i64> =
    Knob::new("tolerance_days", 1, "days ahead of today that are let through, for time zones");

fn check(context: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    // Before this day lie the years that no report tells of.
    let earliest = i16::try_from(context.knob(RULE.code, &EARLIEST)).ok().and_then(|year| Day::from_ymd(year, 1, 1));
    let latest = i64::from(context.today.0) + context.knob(RULE.code, &TOLERANCE);
    let dates = [
        (Col::EventDate, report.event_date.read()),
        (Col::EventEnd, report.event_end.read()),
        (Col::Published, report.published.read()),
    ];
    let odd = |day: Day| earliest.is_some_and(|earliest| day < earliest) || i64::from(day.0) > latest;
    if !dates.iter().any(|(_, day)| day.is_some_and(odd)) {
        return;
    }
    let span = report.span();
    let begun = span.is_some_and(|span| i64::from(span.first.0) <= latest);
    for (col, day) in dates.into_iter().filter_map(|(col, day)| Some((col, day?))) {
        let early = earliest.is_some_and(|earliest| day < earliest);
        // A month or year as a whole may have begun although the day that stands for it is ahead.
        let whole = col != Col::Published && report.precision.read().unwrap_or_default() > Precision::Day && begun;
        let ahead = i64::from(day.0) > latest && !whole;
        if !early && !ahead {
            continue;
        }
        let (what, why) = if early {
            ("long past", "Digits are missing from the year, or it belongs to another calendar.")
        } else {
            (
                "in the future",
                "Nothing can be reported before it happened: the year is mistyped, or day and month are swapped.",
            )
        };
        out.push(
            Draft::new(format!("{col} {day} is {what}"), [report.row])
                .cell(report.row, col, what)
                .key(format!("{}/{}", col.name(), if early { "early" } else { "ahead" }))
                .explain(why),
        );
    }
}
