//! DAT006: the narrative opens with another date than the one coded.

use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Day, Draft, Report};
use crate::text::narrative_dates;

/// The rule.
pub static RULE: Rule = Rule {
    code: "DAT006",
    name: "narrative-date-contradiction",
    summary: "the narrative opens with another date than the one coded",
    severity: Severity::Warning,
    category: Category::Suspicion,
    since: "0.1.0",
    knobs: &[],
    missing_data: needs_text,
    check: Check::Report(check),
    page: include_str!("narrative_date_contradiction.md"),
};

fn check(_world: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    let text = report.raw(Col::Text);
    // Most texts do not open with a date, and finding all dates of a text takes time.
    if !narrative_dates::may_open(text) {
        return;
    }
    let (Some(span), Some(date)) = (report.span(), report.event_date.read()) else { return };
    let named = narrative_dates::find(text);
    let Some(opening) = named.first().filter(|named| named.opens && !named.spans) else { return };
    let Some(day) = opening.resolve(Some(date)) else { return };
    let within = |day: Day| span.first <= day && day <= span.last;
    let elsewhere = || named.iter().filter_map(|named| named.resolve(Some(date))).any(within);
    let of_statement = report.published.read().is_some_and(|published| day > date && (published.0 - day.0).abs() <= 3);
    if within(day) || of_statement || elsewhere() {
        return;
    }
    let (said, coded) = (day.date(), date.date());
    let off = (day.0 - date.0).abs();
    let how = if (said.month(), said.day()) == (coded.month(), coded.day()) {
        "another year".to_owned()
    } else if (said.month(), said.day()) == (coded.day(), coded.month()) && said.year() == coded.year() {
        "day and month swapped".to_owned()
    } else {
        format!("{off} day{} {}", if off == 1 { "" } else { "s" }, if day > date { "later" } else { "earlier" })
    };
    out.push(
        Draft::new(format!("the text opens with {day}, the coded date is {date}: {how}"), [report.row])
            .cell(report.row, Col::EventDate, "as coded")
            .cell(report.row, Col::Text, format!("opens with \"{}\"", opening.words))
            .explain("Coders write the day of the event at the head of their notes. The date was mistyped in one of the two places."),
    );
}

fn needs_text(context: &RuleContext<'_>) -> Option<String> {
    context.lacks_all(&[Col::Text])
}
