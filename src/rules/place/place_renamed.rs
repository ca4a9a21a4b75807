//! PLC013: a report names another place than when it was last loaded.

use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Draft};
use crate::text::keys::{Orthography, ascii};

/// The rule.
pub static RULE: Rule = Rule {
    code: "PLC013",
    name: "place-renamed",
    summary: "a report names another place than when it was last loaded",
    severity: Severity::Info,
    category: Category::Context,
    since: "0.1.0",
    knobs: &[],
    missing_data: history,
    check: Check::Corpus(check),
    page: include_str!("place_renamed.md"),
};

fn history(context: &RuleContext<'_>) -> Option<String> {
    let none = context.history.revisions.is_empty() && context.history.profiles.is_empty();
    none.then(|| "there is no earlier run to compare with".to_owned())
}

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    for revision in &context.history.revisions {
        let Some(change) = revision.changes.iter().find(|change| change.col == Col::Place) else { continue };
        let (before, after) = (change.before.trim(), change.after.trim());
        if before.is_empty() || after.is_empty() || before == after {
            continue;
        }
        let key = |name: &str| Orthography::shipped().key(&ascii(name));
        let what = if key(before) == key(after) { "is spelt otherwise now" } else { "was renamed" };
        let mut draft = Draft::new(format!("{before} {what}: {after}"), [revision.row])
            .key(format!("{before}|{after}"))
            .cell(revision.row, Col::Place, format!("formerly {before}"))
            .explain("Counts by place moved between two runs. Whoever keeps a table by place has to follow.");
        if let Some(place) = context.places.of(revision.row) {
            draft = draft.on_place(place);
        }
        out.push(draft);
    }
}
