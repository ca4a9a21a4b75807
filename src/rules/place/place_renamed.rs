//! PLC013: a report names another place than when it was last loaded.

use crate::model::finding::Severity;
use crate::model::{Col, Draft};
use crate::rules::{Category, Check, Rule, World};
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
    unfed: history,
    check: Check::Corpus(check),
    page: include_str!("place_renamed.md"),
};

fn history(world: &World<'_>) -> Option<String> {
    let none = world.history.revisions.is_empty() && world.history.profiles.is_empty();
    none.then(|| "there is no earlier run to compare with".to_owned())
}

fn check(world: &World<'_>, out: &mut Vec<Draft>) {
    for revision in &world.history.revisions {
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
        if let Some(place) = world.places.of(revision.row) {
            draft = draft.on_place(place);
        }
        out.push(draft);
    }
}
