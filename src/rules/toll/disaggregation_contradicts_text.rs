//! TOL019: the text counts more or fewer of a group than the group's column.

use super::narrative_contradiction::quote;
use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::{Grade, Severity};
use crate::model::{Col, Draft, Report, Toll};
use crate::narrative::{self, Part};
use crate::text::count;
use crate::text::fold::fold;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The rule.
pub static RULE: Rule = Rule {
    code: "TOL019",
    name: "disaggregation-contradicts-text",
    summary: "the text counts more or fewer women, children or civilians than the column",
    severity: Severity::Warning,
    category: Category::Suspicion,
    since: "0.1.0",
    knobs: &[],
    missing_data: |context| context.lacks_texts(),
    check: Check::Report(check),
    page: include_str!("disaggregation_contradicts_text.md"),
};

/// The columns of groups that texts name.
const GROUPS: [Col; 8] = [
    Col::KilledWomen,
    Col::KilledMen,
    Col::KilledChildren,
    Col::KilledGirls,
    Col::KilledBoys,
    Col::KilledElderly,
    Col::KilledCivilians,
    Col::KilledCombatants,
];

/// What texts call the members of each group, folded.
static WORDS: LazyLock<FxHashMap<String, Col>> = LazyLock::new(|| {
    let lines = include_str!("../../../data/toll/groups.tsv").lines();
    lines
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let (col, words) = line.split_once('\t')?;
            Some((Col::parse(col)?, words))
        })
        .flat_map(|(col, words)| words.split(',').map(move |word| (fold(word.trim()), col)))
        .collect()
});

fn check(context: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    let text = report.raw(Col::Text);
    if text.is_empty() || !GROUPS.iter().any(|col| report.record.cell(*col).is_some()) {
        return;
    }
    let row = context.corpus.row(report.row);
    // The row of a text that several rows share counts some of its dead.
    if context.tolls.sharing(row.dataset, row.text.exact).is_some() {
        return;
    }
    let reading = narrative::read(text, None);
    // Where the text tells of another number of dead altogether its groups are others too: TOL006.
    let agrees = reading.total.zip(report.killed.read()).is_none_or(|(told, killed)| told.meets(killed));
    if reading.uncertain || reading.split.is_some() || !agrees {
        return;
    }
    for col in GROUPS {
        let Some(number) = count::of(report, col).read() else { continue };
        let named: Vec<&Part> = reading.parts.iter().filter(|part| group(part) == Some(col)).collect();
        let Some(first) = named.first() else { continue };
        // Women here and women there: only their sum can be compared.
        let told = named.iter().skip(1).fold(first.toll, |sum, part| sum.plus(part.toll));
        if told.meets(Toll::exact(number)) {
            continue;
        }
        // A column that says more may know more than the text.
        let grade = if number > told.low { Grade::Lowered } else { Grade::Usual };
        out.push(
            Draft::new(format!("the text counts {told} in {col}, the column says {number}"), [report.row])
                .key(col.name())
                .cell(report.row, col, "the column")
                .cell(report.row, Col::Text, format!("\u{201c}{}\u{201d}", quote(text, first.span)))
                .explain("The group was counted anew in one of the two and not in the other. The document tells which is right.")
                .grade(grade),
        );
    }
}

/// The column that a part of the text belongs to: its group as a whole, or the last word of it ("Fula women").
fn group(part: &Part) -> Option<Col> {
    let name = fold(part.group.as_deref()?);
    let last = || name.rsplit(' ').next().and_then(|word| WORDS.get(word));
    WORDS.get(name.as_str()).or_else(last).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_has_words_and_every_word_a_column() {
        for col in GROUPS {
            assert!(WORDS.values().any(|known| *known == col), "{col}");
        }
        let lines = include_str!("../../../data/toll/groups.tsv").lines().filter(|line| !line.starts_with('#'));
        for line in lines {
            let col = line.split('\t').next().and_then(Col::parse);
            assert!(col.is_some_and(|col| GROUPS.contains(&col)), "{line}");
        }
    }
}
