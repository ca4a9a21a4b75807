//! AGG011: the row of a week or month and the rows of its days give different sums.

use super::series::Series;
use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Day, Draft, RowIx, Toll};
use std::collections::BTreeMap;

/// The rule.
pub static RULE: Rule = Rule {
    code: "AGG011",
    name: "period-sum-disagrees",
    summary: "the row of a week or month and the rows of its days give different sums",
    severity: Severity::Warning,
    category: Category::Suspicion,
    since: "0.1.0",
    knobs: &[],
    missing_data,
    check: Check::Corpus(check),
    page: include_str!("period_sum_disagrees.md"),
};

/// Days of the shortest and the longest period that is compared: a week, a month.
const PERIOD: std::ops::RangeInclusive<i32> = 7..=31;

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    // Rows of one source at one place: days, and periods.
    type Told = (Vec<(Day, RowIx)>, Vec<(Day, Day, RowIx)>);
    let mut series: BTreeMap<Series, Told> = BTreeMap::new();
    for index in context.corpus.indices() {
        let row = context.corpus.row(index);
        let (Some(span), true, true) = (row.span(), row.killed.is_some(), row.source.is_some()) else { continue };
        let key = (row.dataset, row.source, row.country, row.admin1, row.admin2, row.place);
        let (days, periods) = series.entry(key).or_default();
        let length = span.last.0 - span.first.0 + 1;
        if length == 1 {
            days.push((span.first, index));
        } else if PERIOD.contains(&length) {
            periods.push((span.first, span.last, index));
        }
    }
    for (days, periods) in series.values_mut() {
        days.sort_unstable();
        for &(first, last, period) in periods.iter() {
            let from = days.partition_point(|(day, _)| *day < first);
            let to = days.partition_point(|(day, _)| *day <= last);
            out.extend(compare(context, (first, last, period), &days[from..to]));
        }
    }
}

fn compare(
    context: &RuleContext<'_>,
    (first, last, period): (Day, Day, RowIx),
    days: &[(Day, RowIx)],
) -> Option<Draft> {
    let whole = context.corpus.row(period).killed?;
    let once = days.windows(2).all(|pair| pair[0].0 != pair[1].0);
    let complete = days.len() as i32 == last.0 - first.0 + 1;
    // One day or two may be other events of the same place; a week that is told day by day is a series.
    if !once || days.len() < 5 {
        return None;
    }
    let sum = days.iter().filter_map(|(_, row)| context.corpus.row(*row).killed).fold(Toll::exact(0), Toll::plus);
    let more = whole.high.is_some_and(|high| sum.low > high);
    if whole.meets(sum) || !more && !complete {
        return None;
    }
    let told = if complete { "its days" } else { "some of its days" };
    let draft = Draft::new(
        format!("{whole} killed from {first} to {last}, but {told} add up to {sum}"),
        std::iter::once(period).chain(days.iter().map(|(_, row)| *row)),
    )
    .key(format!("{first}/{last}"))
    .cell(period, Col::Killed, "the period")
    .explain("The same source gives the days and their sum. One of the days or the sum was changed, or deaths were added without a day.");
    let draft = days.iter().take(10).fold(draft, |draft, (day, row)| draft.cell(*row, Col::Killed, day.to_string()));
    Some(draft)
}

fn missing_data(context: &RuleContext<'_>) -> Option<String> {
    let period = |span: crate::model::Span| PERIOD.contains(&(span.last.0 - span.first.0 + 1));
    let any = context.corpus.rows.iter().any(|row| row.span().is_some_and(period));
    (!any).then(|| "no row covers a week or a month".to_owned())
}
