//! TOL016: headline and text give tolls that no number satisfies together.

use super::narrative_contradiction::quote;
use crate::model::{Col, Draft, Report, Status, Toll};
use crate::narrative;

use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "TOL016",
    name: "headline-body-contradiction",
    summary: "headline and text give tolls that no number satisfies together",
    severity: Severity::Warning,
    category: Category::Suspicion,
    since: "0.1.0",
    knobs: &[],
    missing_data,
    check: Check::Report(check),
    page: include_str!("headline_body_contradiction.md"),
};

fn check(_world: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    let (headline, text) = (report.raw(Col::Headline), report.raw(Col::Text));
    if headline.is_empty() || text.is_empty() {
        return;
    }
    let above = narrative::read(headline, None);
    let (Some(said), false) = (above.total, above.uncertain) else { return };
    let below = narrative::read(text, None);
    let (Some(told), false, None) = (below.total, below.uncertain, below.split) else { return };
    let grown = |toll: Toll, status: Status| if status == Status::Provisional { toll.grown() } else { toll };
    let (said, told) = (grown(said, above.status), grown(told, below.status));
    // A headline may give one part, or what an earlier paragraph sums up.
    let part = below.parts.iter().any(|part| part.toll.meets(said))
        || below.background.iter().any(|mention| mention.toll.meets(said));
    // One or two may be those of the dead that the headline, or the paragraph, is about.
    let few = |toll: Toll| (1..=2).contains(&toll.best());
    if said.meets(told) || part || few(said) || few(told) || (!below.stated_total && below.parts.len() > 1) {
        return;
    }
    out.push(
        Draft::new(format!("the headline says {said}, the text {told}"), [report.row])
            .cell(report.row, Col::Headline, format!("\u{201c}{}\u{201d}", quote(headline, above.span)))
            .cell(report.row, Col::Text, format!("\u{201c}{}\u{201d}", quote(text, below.span)))
            .explain("Headlines are kept when texts are updated, and the other way round. The later number is the one to code; the other tells of an earlier state."),
    );
}

fn missing_data(context: &RuleContext<'_>) -> Option<String> {
    let given = |col: Col| context.inputs.iter().any(|input| input.columns.iter().any(|(ours, _)| ours == col.name()));
    (!given(Col::Headline) || !given(Col::Text)).then(|| "there are not both headlines and texts".to_owned())
}
