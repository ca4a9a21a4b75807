//! DAT012: a report was published very long after the event.

use crate::catalogue::Knob;
use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Draft, Report};

/// The rule.
pub static RULE: Rule = Rule {
    code: "DAT012",
    name: "suspicious-lag",
    summary: "a report was published very long after the event",
    severity: Severity::Info,
    category: Category::Suspicion,
    since: "0.1.0",
    knobs: &[DAYS.spec()],
    missing_data: needs_publication,
    check: Check::Report(check),
    page: include_str!("suspicious_lag.md"),
};

/// From how many days on a lag is suspicious.
static DAYS: Knob<i64> = Knob::new("days", 330, "days from event to publication from which on something is said");

fn check(context: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    let (Some(span), Some(published)) = (report.span(), report.published.read()) else { return };
    let lag = i64::from(published.0) - i64::from(span.last.0);
    if lag < context.knob(RULE.code, &DAYS) || published > context.today {
        return;
    }
    let first = span.last.date();
    let same_day = published.date().month() == first.month() && (published.date().day() - first.day()).abs() <= 7;
    let why = if same_day {
        "The days of the year nearly agree: the year of one of the two dates is probably wrong, unless the report marks an anniversary."
    } else {
        "The report may be a later investigation, or one of the two dates is wrong."
    };
    out.push(
        Draft::new(format!("published on {published}, {lag} days after the event"), [report.row])
            .cell(report.row, Col::Published, "published")
            .cell(report.row, Col::EventDate, "event")
            .explain(why),
    );
}

fn needs_publication(context: &RuleContext<'_>) -> Option<String> {
    context.lacks_all(&[Col::Published])
}
