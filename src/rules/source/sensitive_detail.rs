//! SRC005: a shared field names a witness or gives a telephone number or e-mail address.

use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::{EvidenceRef, Severity, Source};
use crate::model::{Col, Draft, Report, Sym};
use crate::text::sensitive::{self, Kind};

/// The rule.
pub static RULE: Rule = Rule {
    code: "SRC005",
    name: "sensitive-detail",
    summary: "a shared field names a witness or gives a telephone number or e-mail address",
    severity: Severity::Warning,
    category: Category::Review,
    since: "0.1.0",
    knobs: &[],
    missing_data: needs_text,
    check: Check::Report(check),
    page: include_str!("sensitive_detail.md"),
};

/// Fields that are passed on.
const SHARED: [Col; 5] = [Col::Text, Col::Headline, Col::Source, Col::Origin, Col::Actor];

fn check(context: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    let row = context.corpus.row(report.row);
    for col in SHARED {
        let text = report.raw(col);
        // Few sources and actors stand in many rows: what a name holds is looked up once.
        let name = match col {
            Col::Source => row.source,
            Col::Origin => row.origin,
            Col::Actor => row.actor,
            _ => Sym::default(),
        };
        let known = name.is_some() && context.corpus.name(name) == text;
        if text.is_empty() || known && !context.facts.sensitive(context.corpus, name) {
            continue;
        }
        let mut told: Vec<(Kind, String)> = Vec::new();
        for detail in sensitive::find(text) {
            let masked = detail.masked();
            if !told.contains(&(detail.kind, masked.clone())) {
                told.push((detail.kind, masked));
            }
        }
        for (kind, masked) in told {
            // The evidence must not pass on what it warns of, so it does not quote the cell.
            let (line, column) = report.record.position(col);
            let at = Source::Line {
                input: report.record.input,
                line,
                column,
                field: col.name().to_owned(),
                value: masked.clone(),
            };
            out.push(
                Draft::new(format!("{col} holds {}: {masked}", kind.words()), [report.row])
                    .cite(EvidenceRef { at, note: "masked here".into() })
                    .key(format!("{}/{}/{masked}", col.name(), kind.words()))
                    .explain(
                        "Whoever spoke may be in danger where this table is read. Take the detail out before the data are shared, or share \
                         them with --redact.",
                    ),
            );
        }
    }
}

fn needs_text(context: &RuleContext<'_>) -> Option<String> {
    context.lacks_all(&SHARED)
}
