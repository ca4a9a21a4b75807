//! DUP005: an event that one doubtful link holds together.

use crate::catalogue::{Category, Check, Knob, Rule, RuleContext, nothing_missing};
use crate::model::finding::Severity;
use crate::model::{Col, Draft, EventIx};
use std::collections::BTreeSet;

/// The rule.
pub static RULE: Rule = Rule {
    code: "DUP005",
    name: "weak-bridge",
    summary: "an event is held together by one doubtful link",
    severity: Severity::Info,
    category: Category::Review,
    since: "0.1.0",
    knobs: &[DOUBTFUL.spec()],
    missing_data: nothing_missing,
    check: Check::Event(check),
    page: include_str!("weak_bridge.md"),
};

/// Probability below which a link is doubtful.
const DOUBTFUL: Knob<f64> =
    Knob::new("doubtful", 0.1, "probability below which the link between two halves of an event is doubtful");

fn check(context: &RuleContext<'_>, event: EventIx, out: &mut Vec<Draft>) {
    let group = context.events.get(event);
    let [weakest, rest @ ..] = group.links.as_slice() else { return };
    let doubtful = context.knob(RULE.code, &DOUBTFUL);
    // Two halves that each hold by themselves, and one link between them.
    if group.rows.len() < 4
        || f64::from(weakest.probability) >= doubtful
        || rest.iter().any(|link| f64::from(link.probability) < 0.5)
    {
        return;
    }
    let mut side = BTreeSet::from([weakest.left]);
    loop {
        let before = side.len();
        for link in rest {
            if side.contains(&link.left) || side.contains(&link.right) {
                side.extend([link.left, link.right]);
            }
        }
        if side.len() == before {
            break;
        }
    }
    if side.len() < 2 || group.rows.len() - side.len() < 2 {
        return;
    }
    let (left, right) = (context.corpus.id(weakest.left), context.corpus.id(weakest.right));
    out.push(
        Draft::new(
            format!(
                "{} and {} reports are one event only if {left} and {right} are ({:.0} %)",
                side.len(),
                group.rows.len() - side.len(),
                weakest.probability * 100.0
            ),
            [weakest.left, weakest.right],
        )
        .on_event(event)
        .cell(weakest.left, Col::EventDate, "one half")
        .cell(weakest.right, Col::EventDate, "the other half")
        .explain("Look at both reports. A decision that they are the same event, or different ones, settles it for later runs."),
    );
}
