//! SCH006: text was decoded in the wrong encoding.

use crate::catalogue::{Category, Check, Rule, RuleContext, nothing_missing};
use crate::model::finding::Severity;
use crate::model::{Draft, Report};
use crate::text::mojibake;

/// The rule.
pub static RULE: Rule = Rule {
    code: "SCH006",
    name: "broken-encoding",
    summary: "text was decoded in the wrong encoding",
    severity: Severity::Warning,
    category: Category::Correctness,
    since: "0.1.0",
    knobs: &[],
    missing_data: nothing_missing,
    check: Check::Report(check),
    page: include_str!("broken_encoding.md"),
};

fn check(_world: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    if !report.record.glance(mojibake::may_be_broken) {
        return;
    }
    for cell in &report.record.cells {
        let Some((broken, mended)) = mojibake::find(cell.text) else { continue };
        let headline = match &mended {
            Some(mended) => format!("{} holds \"{broken}\", which should read \"{mended}\"", cell.col),
            None => format!("{} holds \"{broken}\": a letter was lost in a conversion", cell.col),
        };
        out.push(
            Draft::new(headline, [report.row])
                .cell(report.row, cell.col, mended.map_or(String::new(), |mended| format!("should read {mended}")))
                .key(cell.col.name())
                .once()
                .explain(
                    "UTF-8 was read as if it were Windows-1252, or the reverse. Names written so no longer match others; \
                     export the file again as UTF-8.",
                ),
        );
    }
}
