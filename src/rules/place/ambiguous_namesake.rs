//! PLC004: a name that several places bear, without anything that says which.

use super::shared::names;
use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Draft, PlaceIx, RowIx, Sym};
use crate::text::keys::ascii;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;

/// The rule.
pub static RULE: Rule = Rule {
    code: "PLC004",
    name: "ambiguous-namesake",
    summary: "a name that several places bear, without anything that says which",
    severity: Severity::Warning,
    category: Category::Review,
    since: "0.1.0",
    knobs: &[],
    missing_data: names,
    check: Check::Corpus(check),
    page: include_str!("ambiguous_namesake.md"),
};

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    let corpus = context.corpus;
    // By country, first level and name as spelt: rows without a district or a point.
    let mut loose: FxHashMap<(Sym, Sym, Sym), Vec<RowIx>> = FxHashMap::default();
    for index in corpus.indices().filter(|index| context.places.of(*index).is_some()) {
        let row = corpus.row(index);
        if row.admin2.is_none() && row.point().is_none() && row.gazetteer_id.is_none() {
            loose.entry((row.country, row.admin1, row.place)).or_default().push(index);
        }
    }
    if loose.is_empty() {
        return;
    }
    // Names that are one but for accents, case and blanks have one number.
    let mut folded: FxHashMap<Sym, u32> = FxHashMap::default();
    let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
    let mut fold = |name: Sym| {
        *folded.entry(name).or_insert_with(|| {
            let next = numbers.len() as u32;
            *numbers.entry(plain(corpus.name(name))).or_insert(next)
        })
    };
    let mut by_name: FxHashMap<(Sym, Sym, u32), Vec<RowIx>> = FxHashMap::default();
    for ((country, admin1, name), mut rows) in loose {
        by_name.entry((country, admin1, fold(name))).or_default().append(&mut rows);
    }
    // The places that rows with a district show to bear each of these names.
    let mut spelt: FxHashSet<(Sym, Sym, Sym, PlaceIx)> = FxHashSet::default();
    // Most rows of a place bear the name that the row before bore.
    let mut last = vec![(Sym::default(), Sym::default(), Sym::default()); context.places.places.len()];
    for index in corpus.indices() {
        let row = corpus.row(index);
        let Some(place) = context.places.of(index).filter(|_| row.admin2.is_some()) else { continue };
        let name = (row.country, row.admin1, row.place);
        if let Some(last) = last.get_mut(place.0 as usize).filter(|last| **last != name) {
            *last = name;
            spelt.insert((name.0, name.1, name.2, place));
        }
    }
    let mut firm: FxHashMap<(Sym, Sym, u32), BTreeSet<PlaceIx>> = FxHashMap::default();
    for (country, admin1, name, place) in spelt {
        let key = (country, admin1, fold(name));
        if by_name.contains_key(&key) {
            firm.entry(key).or_default().insert(place);
        }
    }
    let mut borne: Vec<_> = by_name
        .into_iter()
        .filter_map(|(key, rows)| {
            let places = firm.get(&key).filter(|places| places.len() > 1)?;
            let name = plain(corpus.name(corpus.row(*rows.first()?).place));
            Some(((key.0, key.1, name), rows, places))
        })
        .collect();
    borne.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    for (key, mut rows, places) in borne {
        rows.sort_unstable();
        let Some(&first) = rows.first() else { continue };
        let districts: BTreeSet<&str> =
            places.iter().map(|place| corpus.name(context.places.get(*place).admin2)).collect();
        if districts.len() < 2 {
            continue;
        }
        let name = corpus.name(corpus.row(first).place);
        let list = districts.iter().copied().collect::<Vec<_>>().join(", ");
        let mut draft = Draft::new(
            format!("{name}: {} rows do not say which of {} places they mean ({list})", rows.len(), districts.len()),
            rows.iter().copied().take(50),
        )
        .key(format!("{}|{}|{}", corpus.name(key.0), corpus.name(key.1), key.2))
        .explain("The name is borne by several places of the region, and these rows give neither a district nor a point. They were laid to the likeliest one by day and frequency; add what is known.");
        for &row in rows.iter().take(5) {
            draft = draft.cell(row, Col::Place, "no district, no point");
        }
        for place in places {
            let known = context.places.get(*place).rows.iter().find(|row| corpus.row(**row).admin2.is_some());
            if let Some(&row) = known {
                draft = draft.cell(row, Col::Admin2, "a place of that name");
            }
        }
        out.push(draft);
    }
}

/// A name without accents, case and blanks.
fn plain(name: &str) -> String {
    ascii(name).replace(' ', "")
}
