//! DAT002: a report was published before the event it tells of.

use crate::catalogue::Knob;
use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Day, Draft, Report};
use crate::text::dates;

/// The rule.
pub static RULE: Rule = Rule {
    code: "DAT002",
    name: "published-before-event",
    summary: "a report was published before the event it tells of",
    severity: Severity::Error,
    category: Category::Correctness,
    since: "0.1.0",
    knobs: &[TOLERANCE.spec()],
    missing_data: needs_publication,
    check: Check::Report(check),
    page: include_str!("published_before_event.md"),
};

/// How many days early are let through.
static TOLERANCE: Knob<i64> =
    Knob::new("tolerance_days", 1, "days by which publication may come first, for time zones");

fn check(context: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    let Some(span) = report.span() else { return };
    let tolerance = context.knob(RULE.code, &TOLERANCE);
    let early = |day: Day| i64::from(span.first.0) - i64::from(day.0) > tolerance;
    if let Some(published) = report.published.read().filter(|day| early(*day)) {
        let days = span.first.0 - published.0;
        out.push(
            Draft::new(format!("published on {published}, {days} days before the event"), [report.row])
                .cell(report.row, Col::Published, "published")
                .cell(report.row, Col::EventDate, "event")
                .key("published")
                .explain(
                    "One of the two dates is wrong, often by a year, or day and month are swapped in one of them.",
                ),
        );
    }
    if report.record.cell(Col::SourceDates).is_none() {
        return;
    }
    let days: Vec<Day> = report.raw(Col::SourceDates).split(';').filter_map(|cell| dates::day(cell).read()).collect();
    let all_read = days.len() == report.raw(Col::SourceDates).split(';').filter(|cell| !cell.trim().is_empty()).count();
    if let Some(last) = days.iter().max().copied().filter(|day| all_read && early(*day)) {
        let ahead = span.first.0 - last.0;
        out.push(
            Draft::new(format!("the last source is of {last}, {ahead} days before the event"), [report.row])
                .cell(report.row, Col::SourceDates, "publication days of all sources")
                .cell(report.row, Col::EventDate, "event")
                .key("source_dates")
                .explain(
                    "No source is as late as the event it should attest: a source's date is mistyped, or the event's.",
                ),
        );
    }
}

fn needs_publication(context: &RuleContext<'_>) -> Option<String> {
    context.lacks_all(&[Col::Published, Col::SourceDates])
}
