//! DAT005: a weekday stands beside a date that falls on another.

use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Day, Draft, Precision, Report};
use crate::text::narrative_dates;
use jiff::civil::Weekday;

/// The rule.
pub static RULE: Rule = Rule {
    code: "DAT005",
    name: "weekday-contradiction",
    summary: "a weekday stands beside a date that falls on another",
    severity: Severity::Warning,
    category: Category::Suspicion,
    since: "0.1.0",
    knobs: &[],
    missing_data: needs_words,
    check: Check::Report(check),
    page: include_str!("weekday_contradiction.md"),
};

/// How far from the event a date without a year may lie for its year to be known.
const NEAR: i32 = 60;

fn check(_world: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    let date = report.event_date.read();
    let exact = report.precision.read().unwrap_or_default() == Precision::Day;
    let coded = report.record.cell(Col::Weekday).and_then(|cell| narrative_dates::weekday(cell.text));
    if let (Some(weekday), Some(date), true) = (coded, date, exact)
        && date.weekday() != weekday
    {
        out.push(
            draft(report, Col::Weekday, weekday, date, &date.to_string())
                .cell(report.row, Col::EventDate, "date")
                .key("weekday"),
        );
    }
    for col in [Col::Text, Col::Headline] {
        let text = report.raw(col);
        if !narrative_dates::names_weekday(text) {
            continue;
        }
        for named in narrative_dates::find(text) {
            let Some(weekday) = named.weekday else { continue };
            let near = date.or(report.published.read());
            let Some(day) = named.resolve(near) else { continue };
            let year_known = named.year.is_some() || near.is_some_and(|near| (near.0 - day.0).abs() <= NEAR);
            if year_known && day.weekday() != weekday {
                out.push(draft(report, col, weekday, day, &named.words).key(named.words.to_lowercase()));
            }
        }
    }
}

fn draft(report: &Report<'_>, col: Col, said: Weekday, day: Day, words: &str) -> Draft {
    let (said, is) = (narrative_dates::weekday_name(said), narrative_dates::weekday_name(day.weekday()));
    let headline = if col == Col::Weekday {
        format!("{said} is given as the weekday of {words}, a {is}")
    } else {
        format!("\"{words}\": {day} was a {is}")
    };
    Draft::new(headline, [report.row])
        .cell(report.row, col, format!("{said}, where the date falls on a {is}"))
        .explain("Weekdays are seldom mistyped: the day is likely off by one, or a date of publication was taken for that of the event.")
}

fn needs_words(context: &RuleContext<'_>) -> Option<String> {
    context.lacks_all(&[Col::Weekday, Col::Text, Col::Headline])
}
