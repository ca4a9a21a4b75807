//! SCH017: a column of dates writes the day first in some rows and the month first in others.

use crate::catalogue::{Category, Check, Rule, RuleContext, nothing_missing};
use crate::model::Draft;
use crate::model::finding::{EvidenceRef, Severity, Source};
use crate::model::ledger::DateOrder;

/// The rule.
pub static RULE: Rule = Rule {
    code: "SCH017",
    name: "mixed-date-order",
    summary: "a column of dates writes the day first in some rows and the month first in others",
    severity: Severity::Warning,
    category: Category::Correctness,
    since: "0.2.0",
    knobs: &[],
    missing_data: nothing_missing,
    check: Check::Corpus(check),
    page: include_str!("mixed_date_order.md"),
};

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    for (number, input) in context.inputs.iter().enumerate() {
        for order in &input.understood.dates {
            if order.day_first > 0 && order.month_first > 0 {
                out.push(draft(number as u32, &input.dataset, order));
            }
        }
    }
}

fn draft(input: u32, dataset: &str, order: &DateOrder) -> Draft {
    let open = order.dates.saturating_sub(order.day_first + order.month_first);
    let headline = format!(
        "{} puts the day first in {} dates and the month first in {}; {open} could be either and were read {}",
        order.header, order.day_first, order.month_first, order.order
    );
    let at = Source::Line { input, line: order.line, column: 0, field: order.header.clone(), value: String::new() };
    Draft::new(headline, [])
        .key(format!("{dataset}/{}", order.column))
        .explain(
            "Rows of two hands or two programs were put together. A date such as 1/8/2021 may then be months off; the files must be taken \
             apart, or written with the year first.",
        )
        .cite(EvidenceRef { at, note: format!("not {}", order.order).into() })
}
