//! Sketches of texts, by which copies recognise each other.
//!
//! The sketch is MinHash (Broder 1997, "On the resemblance and containment of documents") over shingles of
//! three words; the exact hash ignores case, accents, punctuation and the marks by which one outlet credits
//! another, so that a syndicated text equals its original.

use super::fold::{self, fold};
use super::passage;
use crate::model::corpus::TextSig;
use std::cell::RefCell;
use std::sync::LazyLock;
use xxhash_rust::xxh3::xxh3_64;

/// Longest credit in brackets, in bytes, that is taken off.
const LONGEST_CREDIT: usize = 48;

/// Words that open a closing credit.
static CREDITS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let list = include_str!("../../data/link/marks.txt");
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
});

thread_local! {
    /// Room for folded texts, kept from text to text.
    static FOLDED: RefCell<String> = RefCell::default();
}

/// The signature of a text; that of an empty one says so.
pub fn signature(text: &str) -> TextSig {
    FOLDED.with_borrow_mut(|folded| {
        fold_into(bare(&passage::plain(text)), folded);
        of_folded(folded)
    })
}

fn of_folded(folded: &str) -> TextSig {
    if folded.is_empty() {
        return TextSig::default();
    }
    let bytes = folded.as_bytes();
    let mut least = [u64::MAX; 16];
    let mut words = 0usize;
    // Starts of the last three words, so that a shingle is a slice and nothing is copied.
    let (mut older, mut old) = (0usize, 0usize);
    let mut start = 0usize;
    for end in memchr::memchr_iter(b' ', bytes).chain([bytes.len()]) {
        words += 1;
        if words >= 3 {
            sketch(xxh3_64(&bytes[older..end]), &mut least);
        }
        (older, old, start) = (old, start, end + 1);
    }
    if words < 3 {
        sketch(xxh3_64(bytes), &mut least);
    }
    TextSig {
        exact: xxh3_64(bytes).max(1),
        sketch: least.map(|hash| (hash >> 48) as u16),
        words: words.min(usize::from(u16::MAX)) as u16,
    }
}

/// Lowers each of the sixteen minima to the shingle's hash under that place's permutation: an odd
/// multiplier, which is enough for hashes that are already uniform. Only the high bits are kept, so that
/// no further mixing of high bits into low ones could tell.
fn sketch(hash: u64, least: &mut [u64; 16]) {
    for (place, slot) in least.iter_mut().enumerate() {
        let seed = 0x9e37_79b9_7f4a_7c15u64.wrapping_mul(2 * place as u64 + 1);
        *slot = (*slot).min((hash ^ seed).wrapping_mul(0xff51_afd7_ed55_8ccd));
    }
}

/// [`fold`], with a short way for plain ASCII, which most of most texts is.
fn fold_into(text: &str, out: &mut String) {
    out.clear();
    let mut blank = true;
    let mut rest = text;
    while !rest.is_empty() {
        let plain = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        for byte in rest[..plain].bytes() {
            if byte.is_ascii_alphanumeric() {
                out.push(char::from(byte | 0x20));
                blank = false;
            } else if !blank {
                out.push(' ');
                blank = true;
            }
        }
        rest = &rest[plain..];
        let other = rest.bytes().position(|byte| byte.is_ascii()).unwrap_or(rest.len());
        fold::fold_onto(&rest[..other], out);
        blank = out.is_empty() || out.ends_with(' ');
        rest = &rest[other..];
    }
    out.truncate(out.trim_end_matches(' ').len());
}

/// The text without the credits of syndication: an opening "(AFP) -", "OUAGADOUGOU (AFP) -" or "AFP -", a
/// closing "(avec AFP)".
pub fn bare(text: &str) -> &str {
    let mut text = text.trim();
    if let Some(rest) = after_dateline(text) {
        text = rest;
    }
    while let Some(rest) = before_credit(text) {
        text = rest;
    }
    text
}

/// What follows an opening credit: at most a few words, all capitals or in brackets, then a dash.
fn after_dateline(text: &str) -> Option<&str> {
    let (at, dash) = text.char_indices().take(LONGEST_CREDIT).find(|(_, ch)| matches!(ch, '-' | '–' | '—'))?;
    let head = &text[..at];
    if !head.ends_with(' ') {
        return None;
    }
    let head = head.trim_end();
    let bracketed = head.starts_with('(') && head.ends_with(')') && !head[1..].contains('(');
    let capitals = !head.is_empty()
        && head.split_whitespace().count() <= 3
        && head.chars().all(|ch| ch.is_uppercase() || matches!(ch, ' ' | '(' | ')' | '/' | ','));
    let rest = text[at + dash.len_utf8()..].trim_start();
    ((bracketed || capitals) && !rest.is_empty()).then_some(rest)
}

/// What precedes a closing credit in brackets.
fn before_credit(text: &str) -> Option<&str> {
    let inner = text.strip_suffix('.').unwrap_or(text).strip_suffix(')')?;
    let at = inner.rfind('(')?;
    let credit = &inner[at + 1..];
    if at == 0 || credit.len() > LONGEST_CREDIT {
        return None;
    }
    let first = fold(credit.split_whitespace().next().unwrap_or_default());
    CREDITS.contains(&first.as_str()).then(|| text[..at].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn credits_do_not_count() {
        let plain = "Les assaillants sont arrivés à l'aube - douze morts.";
        for copy in [
            "(AFP) - Les assaillants sont arrivés à l'aube - douze morts.",
            "AFP – Les assaillants sont arrivés à l'aube - douze morts.",
            "BAMAKO (AFP) — Les assaillants sont arrivés à l'aube - douze morts. (avec AFP)",
            "LES ASSAILLANTS sont arrivés à l’aube : douze morts",
        ] {
            assert_eq!(signature(copy).exact, signature(plain).exact, "{copy}");
        }
        assert_ne!(signature("UPDATE 3 - twelve dead").exact, signature("twelve dead").exact);
        assert_ne!(signature("twelve dead (two of them children)").exact, signature("twelve dead").exact);
    }

    #[test]
    fn a_changed_word_changes_little() {
        let left = signature(
            "armed men on motorbikes entered the village at dawn and opened fire on people leaving the market, residents said",
        );
        let right = signature(
            "armed men on motorbikes entered the village at dawn and opened fire on people leaving the market, a resident said",
        );
        let other = signature(
            "the prefecture confirmed on Tuesday that a convoy had been ambushed near the river crossing, leaving nine soldiers dead",
        );
        assert!(left.similarity(&right) > 0.6);
        assert!(left.similarity(&other) < 0.2);
        assert!(!signature(" - ").is_some());
    }

    proptest! {
        #[test]
        fn the_short_way_folds_as_the_long_one(text in "[a-zA-Z0-9À-ÿœﬁ' .\u{301}’-]{0,40}|\\PC{0,40}") {
            let mut out = String::new();
            fold_into(&text, &mut out);
            prop_assert_eq!(out, fold(&text));
        }

        #[test]
        fn any_text_has_a_signature(text in "\\PC{0,80}") {
            let signature = signature(&text);
            prop_assert_eq!(signature.similarity(&signature) > 0.5, signature.is_some());
        }
    }
}
