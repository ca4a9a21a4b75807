//! SRC001: a report does not say where it comes from.

use crate::catalogue::{Category, Check, Rule, RuleContext, nothing_missing};
use crate::model::finding::{EvidenceRef, Severity, Source};
use crate::model::{Col, Draft, Report};
use crate::text::count::is_blank_mark;

/// The rule.
pub static RULE: Rule = Rule {
    code: "SRC001",
    name: "missing-source",
    summary: "a report does not say where it comes from",
    severity: Severity::Warning,
    category: Category::Review,
    since: "0.1.0",
    knobs: &[],
    missing_data: nothing_missing,
    check: Check::Report(check),
    page: include_str!("missing_source.md"),
};

/// Columns of which any says where a report comes from.
const FROM: [Col; 4] = [Col::Source, Col::Origin, Col::Document, Col::Url];

fn check(context: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    let input = report.record.input;
    if FROM.iter().any(|col| !is_blank_mark(report.raw(*col))) {
        return;
    }
    if FROM.iter().any(|col| context.has_column(input, *col)) {
        out.push(
            Draft::new("no source", [report.row])
                .cell(report.row, Col::Source, "missing")
                .explain("A report that nobody can be asked about can be neither confirmed nor mended, and counts as one more confirmation of nothing."),
        );
    } else if context.input_facts(input).first == Some(report.row) {
        let name = context.inputs.get(input as usize).map_or("the input", |input| input.name.as_str());
        let head = Source::Line { input, line: 1, column: 0, field: String::new(), value: String::new() };
        out.push(
            Draft::new(format!("{name} has no column for sources"), [report.row])
                .cite(EvidenceRef { at: head, note: "no column of these names who published or who said it".into() })
                .key("no-column")
                .once()
                .explain(
                    "Nothing in this file says who published or who said what: tolls cannot be weighed and copies cannot be told from \
                     confirmations. If a column of it names sources, map it in the settings.",
                ),
        );
    }
}
