//! Ids that stay the same from run to run, and the spelling that stands for a place.

use super::name::Spelling;
use crate::model::{Corpus, RowIx, Sym, hash};
use crate::text::keys::{ascii, mend};
use rustc_hash::FxHashSet;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The row that a place's id is made of: the earliest published, then the one with the smallest id. Later
/// reports leave it as it is.
pub fn anchor(corpus: &Corpus, rows: &[RowIx]) -> Option<RowIx> {
    rows.iter()
        .copied()
        .min_by_key(|row| (corpus.row(*row).published.get().map_or(i32::MAX, |day| day.0), corpus.id(*row)))
}

/// Ids for places, given the anchors: a hash of country, first level and the anchor's spelling. Where that
/// is taken, the place whose anchor is older keeps it and the other one's second level, and at last its report
/// id, go into the hash.
pub fn ids(corpus: &Corpus, anchors: &[Option<RowIx>]) -> Vec<String> {
    let mut order: Vec<usize> = (0..anchors.len()).collect();
    order.sort_by_key(|&index| {
        anchors[index].map(|row| (corpus.row(row).published.get().map_or(i32::MAX, |day| day.0), corpus.id(row)))
    });
    let mut taken: FxHashSet<u64> = FxHashSet::default();
    let mut ids = vec![String::new(); anchors.len()];
    for index in order {
        let Some(anchor) = anchors[index] else { continue };
        let row = corpus.row(anchor);
        let of = |sym: Sym| ascii(corpus.name(sym));
        let parts = [of(row.country), of(row.admin1), corpus.name(row.place).to_owned(), of(row.admin2)];
        let parts: Vec<&str> = parts.iter().map(String::as_str).chain([corpus.id(anchor)]).collect();
        let mut chosen = hash::parts(&parts);
        for length in [3, 4, 5] {
            let hash = hash::parts(&parts[..length]);
            if taken.insert(hash) {
                chosen = hash;
                break;
            }
        }
        ids[index] = format!("P{}", hash::word(chosen));
    }
    ids
}

/// How well formed a spelling is, the better the smaller: broken encoding, all capitals or all small letters,
/// a capital within a word, no accent.
fn ill_formed(name: &str) -> (bool, bool, bool, bool) {
    let cased = name.chars().any(char::is_uppercase) && name.chars().any(char::is_lowercase);
    let other = !name.chars().any(|ch| ch.is_uppercase() || ch.is_lowercase());
    let lost = name.chars().zip(name.chars().skip(1)).any(|(left, right)| left.is_lowercase() && right.is_uppercase());
    (mend(name).is_some(), !cased && !other, lost, name.is_ascii())
}

/// The spelling that stands for a place: of the form that most independent sources use, the best-formed
/// spelling (no broken encoding, no capitals throughout, accents kept), then the one in most rows, then by alphabet.
pub fn canonical(corpus: &Corpus, rows: &[RowIx]) -> Sym {
    let mut forms: BTreeMap<Box<str>, (FxHashSet<Sym>, u32)> = BTreeMap::new();
    let mut spellings: BTreeMap<Sym, (u32, Box<str>)> = BTreeMap::new();
    for &index in rows {
        let row = corpus.row(index);
        let spelling = spellings.entry(row.place).or_insert_with(|| (0, Spelling::new(corpus.name(row.place)).joined));
        spelling.0 += 1;
        if let Some(form) = forms.get_mut(&spelling.1) {
            form.0.insert(row.source);
            form.1 += 1;
        } else {
            forms.insert(spelling.1.clone(), (FxHashSet::from_iter([row.source]), 1));
        }
    }
    let best = forms
        .iter()
        .max_by_key(|(form, (sources, rows))| (sources.len(), *rows, Reverse(*form)))
        .map(|(form, _)| form.clone())
        .unwrap_or_default();
    spellings
        .into_iter()
        .filter(|(_, (_, form))| *form == best)
        .min_by_key(|(name, (count, _))| (ill_formed(corpus.name(*name)), Reverse(*count), *name))
        .map_or(Sym(0), |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_beat_capitals() {
        assert!(ill_formed("Ménaka") < ill_formed("Menaka"));
        assert!(ill_formed("Menaka") < ill_formed("MENAKA"));
        assert!(ill_formed("MENAKA") < ill_formed("MÃ©naka"));
    }
}
