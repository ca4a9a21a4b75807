//! SCH011: an input has no column for the date, the place or the toll.

use crate::catalogue::{Category, Check, Rule, RuleContext, nothing_missing};
use crate::model::Draft;
use crate::model::finding::{EvidenceRef, Grade, Severity, Source};
use crate::model::ledger::Input;

/// The rule.
pub static RULE: Rule = Rule {
    code: "SCH011",
    name: "role-not-found",
    summary: "an input has no column for the date, the place or the toll",
    severity: Severity::Warning,
    category: Category::Correctness,
    since: "0.2.0",
    knobs: &[],
    missing_data: nothing_missing,
    check: Check::Corpus(check),
    page: include_str!("role_not_found.md"),
};

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    for (number, input) in context.inputs.iter().enumerate() {
        let understood = &input.understood;
        if understood.lacking.is_empty() {
            continue;
        }
        let lost: Vec<&str> = understood
            .lost
            .iter()
            .filter(|(role, _)| understood.lacking.contains(role))
            .map(|(_, header)| header.as_str())
            .collect();
        out.push(draft(input, number as u32, &lost));
    }
}

fn draft(input: &Input, number: u32, lost: &[&str]) -> Draft {
    let understood = &input.understood;
    let nothing = understood.lacking.len() == 3;
    let lacking = understood.lacking.join(", no ");
    let headline = if lost.is_empty() {
        format!("no {lacking} is read from {}", input.name)
    } else {
        format!("no {lacking} is read from {} any more: {} is gone", input.name, lost.join(", "))
    };
    let mut draft = Draft::new(headline, []).key(format!("{}/{}", input.dataset, understood.lacking.join("/"))).explain(
        "Checks that rest on what is not read are silent, which is no sign that all is well. `recount init` on the file proposes a \
         mapping; columns that could be it are named here.",
    );
    // A gate must not turn green because a column was renamed or because nothing was understood.
    if nothing || !lost.is_empty() {
        draft = draft.grade(Grade::Raised);
    }
    let candidates =
        understood.asked.iter().map(|asked| (&asked.header, format!("perhaps the {}: {}", asked.column, asked.reason)));
    let others = input.unmapped.iter().filter(|name| !understood.asked.iter().any(|asked| asked.header == **name));
    let unread = others.map(|name| (name, "not read".to_owned()));
    for (name, note) in candidates.chain(unread).take(8) {
        let line = understood.header_line.max(1);
        let at = Source::Line { input: number, line, column: 0, field: name.clone(), value: name.clone() };
        draft = draft.cite(EvidenceRef { at, note: note.into() });
    }
    draft
}
