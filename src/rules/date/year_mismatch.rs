//! DAT004: the year column contradicts the date.

use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Draft, Report};
use crate::text::count;
use crate::text::dates;

/// The rule.
pub static RULE: Rule = Rule {
    code: "DAT004",
    name: "year-mismatch",
    summary: "the year column contradicts the date",
    severity: Severity::Error,
    category: Category::Correctness,
    since: "0.1.0",
    knobs: &[],
    missing_data: needs_year,
    check: Check::Report(check),
    page: include_str!("year_mismatch.md"),
};

fn check(_world: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    let (Some(date), Some(year)) = (report.event_date.read(), count::of(report, Col::Year).read()) else { return };
    let last = report.event_end.read().map_or(date, |end| end.max(date));
    if (1..=9999).contains(&year) && !(i64::from(date.year())..=i64::from(last.year())).contains(&i64::from(year)) {
        let draft = Draft::new(format!("the year is {year}, the date {date}"), [report.row])
            .cell(report.row, Col::Year, "year")
            .cell(report.row, Col::EventDate, "date");
        let serial = dates::looks_serial(report.raw(Col::EventDate));
        out.push(if serial {
            draft.key("serial").once().explain(
                "The date is a spreadsheet's count of days, which may start on another day than assumed: dates near the turn of the year show it.",
            )
        } else {
            draft.explain("Counts by year and counts by date differ. Mend whichever was edited alone.")
        });
    }
}

fn needs_year(context: &RuleContext<'_>) -> Option<String> {
    context.lacks_all(&[Col::Year])
}
