//! PLC011: an administrative unit is spelt in several ways.

use super::shared::{districts, rows};
use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Grade;
use crate::model::finding::Severity;
use crate::model::{Col, Draft};
use crate::text::keys::ascii;
use crate::text::kinds;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PLC011",
    name: "admin-name-variant",
    summary: "an administrative unit is spelt in several ways",
    severity: Severity::Warning,
    category: Category::Suspicion,
    since: "0.1.0",
    knobs: &[],
    missing_data: districts,
    check: Check::Corpus(check),
    page: include_str!("admin_name_variant.md"),
};

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    let corpus = context.corpus;
    for unit in &context.places.facts.units {
        let (name, usual) = (corpus.name(unit.name), corpus.name(unit.usual));
        let col = if unit.level == 1 { Col::Admin1 } else { Col::Admin2 };
        // Accents, capitals, hyphens and words for the kind of unit only: a matter of style.
        let style = kinds::bare(&ascii(name)) == kinds::bare(&ascii(usual));
        out.push(
            Draft::new(
                format!("{name} ({}) is {usual} ({}) spelt otherwise", rows(unit.count), rows(unit.usual_count)),
                [unit.example],
            )
            .key(format!("{}|{}|{name}", corpus.name(unit.country), corpus.name(unit.admin1)))
            .cell(unit.example, col, rows(unit.count))
            .cell(unit.usual_example, col, rows(unit.usual_count))
            .grade(if style { Grade::Lowered } else { Grade::Usual })
            .explain("Tables by unit count the two apart. Places are grouped as if it were one unit."),
        );
    }
}
