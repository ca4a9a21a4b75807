//! Which spellings are worth comparing: those that share a signature, so that the work grows with the
//! number of spellings and not with its square.

use super::name::{Qualified, Spelling};
use super::weights::weights;
use crate::text::distance::alignment;
use crate::text::keys::is_vowel;
use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Blocks with up to so many spellings are compared each with each.
const SMALL: usize = 60;

/// A signature that more spellings than this share tells nothing.
const CROWD: usize = 300;

/// Spellings with more letters than this that only one of them has are not compared: two slips change four,
/// and an orthography's rewriting (tch for c, ou for w) some more.
const STRANGERS: u32 = 6;

/// The set of letters and digits of a folded name.
fn letters(folded: &str) -> u64 {
    folded.bytes().fold(0, |set, byte| set | 1 << (byte & 63))
}

/// Bits that one consonant for another at the beginning of a name costs more than elsewhere: writers look at the
/// first letter, and of villages that differ by a letter many differ there (Markoye, Darkoye).
fn beginning(a: &str, b: &str) -> f32 {
    let mut pairs = a.bytes().zip(b.bytes());
    match (pairs.next(), pairs.next()) {
        (Some((x, y)), Some((u, v))) if x != y && u == v && !is_vowel(x) && !is_vowel(y) => weights().names.beginning,
        _ => 0.0,
    }
}

/// Bits for two spellings whose qualifiers do not differ; `None` where they do.
pub fn name_bits(a: &Spelling, b: &Spelling) -> Option<f32> {
    let weights = &weights().names;
    if a.joined == b.joined {
        return Some(weights.most);
    }
    if a.qualified(b) != Qualified::Alike {
        return None;
    }
    if a.core == b.core && a.qualifiers == b.qualifiers {
        // Only words for the kind, the country or the unit differ.
        return Some(weights.most);
    }
    if a.qualifiers.len() != b.qualifiers.len() {
        // A qualifying word that is misspelt on one side was not taken off there.
        return Some(alignment(&a.whole, &b.whole).min(weights.most));
    }
    let by_key = alignment(&a.key, &b.key);
    // A slip may break the letters that a rewrite rule needs, so the plain forms are compared as well.
    let bits = if a.key == b.key || by_key >= weights.most { by_key } else { by_key.max(alignment(&a.core, &b.core)) };
    if a.another_word(b) {
        return Some(bits.min(weights.another_word));
    }
    Some((bits + beginning(&a.key, &b.key)).min(weights.most))
}

fn signatures(form: &Spelling, out: &mut Vec<u64>) {
    let mut add = |seed: u64, text: &[u8]| out.push(xxh3_64_with_seed(text, seed));
    let mut shorter: Vec<u8> = Vec::with_capacity(32);
    let whole = if form.whole == form.key { &[] } else { form.whole.as_bytes() };
    let core = if form.core == form.key { &[] } else { form.core.as_bytes() };
    for text in [form.key.as_bytes(), core, whole] {
        if text.is_empty() {
            continue;
        }
        // Deleting each letter once on both sides finds every pair one edit or one swap apart, and most two apart.
        let text = &text[..text.len().min(40)];
        add(0, text);
        if text.len() < 3 {
            continue;
        }
        for skip in 0..text.len() {
            shorter.clear();
            shorter.extend_from_slice(&text[..skip]);
            shorter.extend_from_slice(&text[skip + 1..]);
            add(0, &shorter);
        }
    }
    let bones: Vec<u8> = form.key.bytes().filter(|letter| !is_vowel(*letter)).collect();
    if bones.len() >= 3 {
        add(1, &bones);
    }
    if bones.len() >= 5 {
        for skip in 0..bones.len() {
            shorter.clear();
            shorter.extend_from_slice(&bones[..skip]);
            shorter.extend_from_slice(&bones[skip + 1..]);
            add(1, &shorter);
        }
    }
}

/// Pairs of forms (smaller number first, ascending) with the bits of their names, those below `least` left
/// out. `meet` says whether two forms can be one place at all.
pub fn pairs(forms: &[Spelling], least: f32, meet: impl Fn(u32, u32) -> bool + Sync) -> Vec<(u32, u32, f32)> {
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    if forms.len() <= SMALL {
        for left in 0..forms.len() as u32 {
            pairs.extend((left + 1..forms.len() as u32).map(|right| (left, right)));
        }
    } else {
        let mut all: Vec<(u64, u32)> = forms
            .par_iter()
            .enumerate()
            .flat_map_iter(|(index, form)| {
                let mut found = Vec::with_capacity(40);
                signatures(form, &mut found);
                found.sort_unstable();
                found.dedup();
                found.into_iter().map(move |signature| (signature, index as u32))
            })
            .collect();
        all.par_sort_unstable();
        for bucket in all.chunk_by(|a, b| a.0 == b.0).filter(|bucket| bucket.len() > 1 && bucket.len() <= CROWD) {
            for (at, &(_, left)) in bucket.iter().enumerate() {
                pairs.extend(bucket[at + 1..].iter().map(|&(_, right)| (left, right)).filter(|&(l, r)| meet(l, r)));
            }
        }
        pairs.par_sort_unstable();
        pairs.dedup();
    }
    let letters: Vec<u64> = forms.iter().map(|form| letters(&form.core)).collect();
    pairs
        .into_par_iter()
        .filter(|&(left, right)| (letters[left as usize] ^ letters[right as usize]).count_ones() <= STRANGERS)
        .filter(|&(left, right)| meet(left, right))
        .filter_map(|(left, right)| {
            let bits = name_bits(&forms[left as usize], &forms[right as usize])?;
            (bits >= least).then_some((left, right, bits))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocking_offers_what_comparing_all_would_find() {
        let names = ["Ouatagouna", "Ouattagouna", "Karou", "Kaga", "Labbezanga", "Lbabezanga", "Tessit", "Tezit"];
        let mut forms: Vec<Spelling> = names.iter().map(|name| Spelling::new(name)).collect();
        let few: Vec<_> = pairs(&forms, 4.0, |_, _| true).into_iter().map(|pair| (pair.0, pair.1)).collect();
        assert!(few.contains(&(0, 1)) && few.contains(&(4, 5)) && few.contains(&(6, 7)));
        forms.extend((0..SMALL).map(|index| Spelling::new(&format!("Zz{}", "qwxv".repeat(index + 1)))));
        let many: Vec<_> = pairs(&forms, 4.0, |_, right| right < 8).into_iter().map(|pair| (pair.0, pair.1)).collect();
        assert_eq!(few, many);
    }
}
