//! PLC005: a district or place stands under another parent than everywhere else.

use super::shared::districts;
use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Grade;
use crate::model::finding::Severity;
use crate::model::{Col, Draft};

/// The rule.
pub static RULE: Rule = Rule {
    code: "PLC005",
    name: "wrong-admin-parent",
    summary: "a district or place stands under another parent than everywhere else",
    severity: Severity::Error,
    category: Category::Correctness,
    since: "0.1.0",
    knobs: &[],
    missing_data: districts,
    check: Check::Corpus(check),
    page: include_str!("wrong_admin_parent.md"),
};

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    let corpus = context.corpus;
    for wrong in &context.places.facts.misparented {
        let row = corpus.row(wrong.row);
        let (col, child, stated) = match wrong.level {
            1 => (Col::Admin1, corpus.name(row.admin2), corpus.name(row.admin1)),
            _ => (Col::Admin2, corpus.name(row.place), corpus.name(row.admin2)),
        };
        let expected = corpus.name(wrong.expected);
        let said = if wrong.by_gazetteer {
            format!("the gazetteer has {expected}")
        } else {
            format!("{} other rows say {expected}", wrong.others)
        };
        // A town may stand in two districts, and boundaries move: below the first level it is only probable.
        let grade = if wrong.level == 2 { Grade::Lowered } else { Grade::Usual };
        out.push(
            Draft::new(format!("{child} is put under {stated}, while {said}"), [wrong.row])
                .cell(wrong.row, col, "stands here")
                .cell(wrong.example, col, "stands everywhere else")
                .key(format!("{child}|{stated}"))
                .grade(grade)
                .explain("The point or the name agrees with the others, so the unit above is wrong. Sums by region put the dead in the wrong one."),
        );
    }
}
