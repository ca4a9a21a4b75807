//! Rows that one document tells of one attack: its total and the parts that it breaks it down into.
//!
//! A row that states a part of a toll says that there is a whole. Where the same document states other parts, or
//! the total, for the same day and region, they are that whole: what the document itself holds together needs no
//! evidence from numbers. A document that breaks nothing down (a bulletin that lists incidents) joins nothing.

use super::sites::Group;
use crate::linkage::union::Union;
use crate::model::{Corpus, Row, RowIx, Scope, Sym};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Data set, source, document, country and admin1, first day.
type Key = (u16, Sym, Sym, Sym, Sym, i32);

/// Whether a document holds two rows together: a part, and the total or another part.
pub fn holds(corpus: &Corpus, left: RowIx, right: RowIx) -> bool {
    let (a, b) = (corpus.row(left), corpus.row(right));
    let partial = a.scope == Scope::Partial || b.scope == Scope::Partial;
    partial && key(a).is_some_and(|of_a| key(b) == Some(of_a))
}

/// What rows of one breakdown share; `None` where a row names no document. A document that gives no day for any of
/// them, as articles do that say "on Sunday", still tells of one.
fn key(row: &Row) -> Option<Key> {
    let day = row.date.get().map_or(i32::MIN, |day| day.0);
    row.document.is_some().then_some((row.dataset, row.source, row.document, row.country, row.admin1, day))
}

/// Joins groups that a document holds together. `joined` gives each group the number of its event, the smallest
/// number of a group in it; `lead` gives each row the one that stands for it.
pub fn join(corpus: &Corpus, groups: &[Group], lead: &[RowIx], joined: &mut Union) {
    let mut of_lead: FxHashMap<RowIx, u32> = FxHashMap::default();
    for (index, group) in groups.iter().enumerate() {
        of_lead.extend(group.leads.iter().map(|row| (*row, index as u32)));
    }
    let mut told: BTreeMap<Key, (Vec<u32>, bool)> = BTreeMap::new();
    for index in corpus.indices() {
        let row = corpus.row(index);
        let Some(key) = key(row) else { continue };
        let Some(&group) = of_lead.get(&lead[index.0 as usize]) else { continue };
        let (members, parts) = told.entry(key).or_default();
        members.push(group);
        *parts |= row.scope == Scope::Partial;
    }
    for (members, _) in told.into_values().filter(|(_, parts)| *parts) {
        members.windows(2).for_each(|pair| joined.join(pair[0], pair[1]));
    }
}
