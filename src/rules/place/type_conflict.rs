//! PLC012: one place is a village here and something else there.

use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Draft, PlaceIx, RowIx, Sym};
use crate::text::count::is_blank_mark;
use crate::text::keys::ascii;
use crate::text::kinds;
use std::collections::BTreeMap;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PLC012",
    name: "type-conflict",
    summary: "one place is a village here and something else there",
    severity: Severity::Info,
    category: Category::Review,
    since: "0.1.0",
    knobs: &[],
    missing_data: types,
    check: Check::Place(check),
    page: include_str!("type_conflict.md"),
};

fn types(context: &RuleContext<'_>) -> Option<String> {
    context.lacks_all(&[Col::PlaceType])
}

fn check(context: &RuleContext<'_>, index: PlaceIx, out: &mut Vec<Draft>) {
    let place = context.places.get(index);
    let mut found: BTreeMap<Sym, (u32, RowIx)> = BTreeMap::new();
    for &row in &place.rows {
        let kind = context.corpus.row(row).place_type;
        if kind.is_some() && !is_blank_mark(context.corpus.name(kind)) {
            found.entry(kind).or_insert((0, row)).0 += 1;
        }
    }
    let mut kinds: BTreeMap<&str, (u32, RowIx)> = BTreeMap::new();
    for (kind, (count, row)) in found {
        // What is no kind of settlement (a market, a school) tells where in the place it was, not which place.
        if let Some(kind) = kinds::find(&ascii(context.corpus.name(kind))) {
            kinds.entry(kind).or_insert((0, row)).0 += count;
        }
    }
    if kinds.len() < 2 {
        return;
    }
    let list = kinds.iter().map(|(kind, (count, _))| format!("{kind} ({count})")).collect::<Vec<_>>().join(", ");
    let mut draft = Draft::new(format!("{} is of several kinds: {list}", place.canonical), kinds.values().map(|kind| kind.1))
        .on_place(index)
        .explain("A district, its seat and a quarter of it may share a name. Say which is meant, or decide that they are different places.");
    for (count, row) in kinds.values() {
        draft = draft.cell(*row, Col::PlaceType, format!("{count} rows"));
    }
    out.push(draft);
}
