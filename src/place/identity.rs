//! Ids that stay the same from run to run, and the spelling that stands for a place.

use crate::model::{Corpus, RowIx, Sym, hash};
use crate::text::keys::{ascii, mend};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;

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
///
/// `joined` has the form of each spelling.
pub fn canonical(corpus: &Corpus, rows: &[RowIx], joined: &Joined) -> Sym {
    let mut told: Vec<(Sym, Sym)> = rows.iter().map(|row| (corpus.row(*row).place, corpus.row(*row).source)).collect();
    told.sort_unstable();
    let spellings: Vec<&[(Sym, Sym)]> = told.chunk_by(|a, b| a.0 == b.0).collect();
    if let [only] = spellings[..] {
        return only.first().map_or(Sym(0), |told| told.0);
    }
    let name = |told: &[(Sym, Sym)]| told.first().map_or(Sym(0), |told| told.0);
    let form = |told: &[(Sym, Sym)]| joined.get(&name(told)).map_or("", |form| &**form);
    let mut forms: FxHashMap<&str, (FxHashSet<Sym>, usize)> = FxHashMap::default();
    for told in &spellings {
        let (sources, count) = forms.entry(form(told)).or_default();
        sources.extend(told.iter().map(|told| told.1));
        *count += told.len();
    }
    let best = forms
        .iter()
        .max_by_key(|(form, (sources, rows))| (sources.len(), *rows, Reverse(**form)))
        .map_or("", |(form, _)| *form);
    spellings
        .into_iter()
        .filter(|told| form(told) == best)
        .min_by_key(|told| (ill_formed(corpus.name(name(told))), Reverse(told.len()), name(told)))
        .map_or(Sym(0), name)
}

/// The form of each spelling: its letters and digits in one piece.
pub type Joined = FxHashMap<Sym, Box<str>>;

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
