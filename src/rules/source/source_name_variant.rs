//! SRC006: two names seem to be one source.

use super::listed::listed;
use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Draft, RowIx, Sym};
use crate::text::fold::fold;
use std::collections::BTreeMap;

/// The rule.
pub static RULE: Rule = Rule {
    code: "SRC006",
    name: "source-name-variant",
    summary: "two names seem to be one source",
    severity: Severity::Info,
    category: Category::Review,
    since: "0.1.0",
    knobs: &[],
    missing_data,
    check: Check::Corpus(check),
    page: include_str!("source_name_variant.md"),
};

/// Names beyond which spelling mistakes are not looked for: handles and free text, not outlets.
const MANY: usize = 3000;
/// Longest name, in letters, that is taken for a name.
const LONGEST: usize = 48;

fn missing_data(context: &RuleContext<'_>) -> Option<String> {
    let any = context.corpus.rows.iter().any(|row| row.source.is_some());
    (!any).then(|| "no report names its source".to_owned())
}

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    let mut cells: BTreeMap<Sym, (u32, RowIx)> = BTreeMap::new();
    for index in context.corpus.indices() {
        let source = context.corpus.row(index).source;
        if source.is_some() {
            cells.entry(source).or_insert((0, index)).0 += 1;
        }
    }
    let mut counts: BTreeMap<&str, (u32, RowIx)> = BTreeMap::new();
    for (sym, (count, row)) in cells {
        for name in listed(context.corpus.name(sym)) {
            let known = counts.entry(name).or_insert((0, row));
            *known = (known.0.saturating_add(count), known.1.min(row));
        }
    }
    let names: Vec<Name<'_>> = counts.iter().filter_map(|(name, &(count, row))| Name::of(name, count, row)).collect();
    let mut pairs: BTreeMap<(usize, usize), &str> = BTreeMap::new();
    let mut squeezed: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, name) in names.iter().enumerate() {
        if let Some(&other) = squeezed.get(name.squeezed.as_str()) {
            pairs.insert((other, at), "they differ in case, accents or punctuation only");
        }
        squeezed.entry(&name.squeezed).or_insert(at);
    }
    for (at, name) in names.iter().enumerate().filter(|(_, name)| name.initials.len() >= 3) {
        if let Some(&other) = squeezed.get(name.initials.as_str()).filter(|&&other| names[other].is_acronym()) {
            pairs.insert((at.min(other), at.max(other)), "one is made of the other's initials");
        }
    }
    if names.len() <= MANY {
        for (at, name) in names.iter().enumerate() {
            for (other_at, other) in
                names.iter().enumerate().skip(at + 1).filter(|(_, other)| name.one_edit_from(other))
            {
                debug_assert!(name.squeezed != other.squeezed);
                pairs.insert((at, other_at), "they are one letter apart, and one of them is rare");
            }
        }
    }
    for ((left, right), why) in pairs {
        let (a, b) = (&names[left], &names[right]);
        out.push(
            Draft::new(
                format!("{} ({}) and {} ({}) seem to be one source", a.name, a.count, b.name, b.count),
                [a.row, b.row],
            )
            .key(format!("{}|{}", a.name, b.name))
            .cell(a.row, Col::Source, "one spelling")
            .cell(b.row, Col::Source, "the other")
            .explain(format!("Of the two names, {why}. Counted apart, one source confirms itself.")),
        );
    }
}

/// A source's name and what it is recognised by.
struct Name<'a> {
    name: &'a str,
    count: u32,
    row: RowIx,
    /// Folded, without blanks.
    squeezed: String,
    /// First letters of its words, where it has several.
    initials: String,
}

impl<'a> Name<'a> {
    fn of(name: &'a str, count: u32, row: RowIx) -> Option<Name<'a>> {
        // Sentences, links and handles are no names.
        if name.chars().count() > LONGEST || name.contains(['@', '/', '"', ':']) {
            return None;
        }
        let folded = fold(name);
        let words: Vec<&str> = folded
            .split(' ')
            .filter(|word| !matches!(*word, "of" | "the" | "de" | "des" | "du" | "la" | "le" | "les" | "and" | "et"))
            .collect();
        let initials =
            if words.len() > 1 { words.iter().filter_map(|word| word.chars().next()).collect() } else { String::new() };
        let squeezed = folded.replace(' ', "");
        (squeezed.len() >= 2).then_some(Name { name, count, row, squeezed, initials })
    }

    fn is_acronym(&self) -> bool {
        self.name.chars().count() <= 6 && self.name.chars().all(|letter| letter.is_uppercase() || letter == '.')
    }

    /// Whether two long names without digits differ in one letter, and one is rare beside the other.
    fn one_edit_from(&self, other: &Name<'_>) -> bool {
        let rare = self.count.min(other.count) * 10 <= self.count.max(other.count);
        let (a, b) = (&self.squeezed, &other.squeezed);
        rare && a != b
            && a.len().min(b.len()) >= 8
            && a.len().abs_diff(b.len()) <= 1
            && !a.bytes().chain(b.bytes()).any(|byte| byte.is_ascii_digit())
            && strsim::osa_distance(a, b) == 1
    }
}
