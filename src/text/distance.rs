//! How alike two keys are, in bits of evidence.

use super::fold::fold;
use super::keys::is_vowel;

/// Bits that an equal consonant brings: the chance that two random names agree there is about 1 in 7.
const CONSONANT: f32 = 2.8;
/// Bits that an equal vowel brings: a is nearly every other vowel.
const VOWEL: f32 = 1.4;
/// Bits that a slip costs: one letter put for, before or after another.
const SLIP: f32 = -5.0;
/// Bits that one vowel for another costs.
const VOWEL_SLIP: f32 = -3.0;
/// Bits that two letters in the wrong order cost.
const SWAP: f32 = -3.0;

/// Letters beyond this many are not compared.
const LONGEST: usize = 40;

/// Evidence in bits that two keys are one name: equal letters add, edits take away. Symmetric.
/// The least cost is found as in the Damerau-Levenshtein distance with adjacent transpositions
/// (optimal string alignment), the weights of the letters being log-odds.
pub fn alignment(left: &str, right: &str) -> f32 {
    let (a, b) = (left.as_bytes(), right.as_bytes());
    let (a, b) = (&a[..a.len().min(LONGEST)], &b[..b.len().min(LONGEST)]);
    let mut rows = [[0f32; LONGEST + 1]; 3];
    let [mut oldest, mut before, mut now] = rows.each_mut();
    for (j, y) in b.iter().enumerate() {
        before[j + 1] = before[j] + LOST[usize::from(*y)];
    }
    for (i, &x) in a.iter().enumerate() {
        let (lost, equal, vowel) = (LOST[usize::from(x)], EQUAL[usize::from(x)], is_vowel(x));
        now[0] = before[0] + lost;
        let mut last = now[0];
        for (j, &y) in b.iter().enumerate() {
            let other = LOST[usize::from(y)];
            let pair = if x == y {
                equal
            } else if vowel {
                other // a vowel for a vowel costs what a lost vowel does, and what a slip does otherwise
            } else {
                SLIP
            };
            let mut best = (before[j] + pair).max(before[j + 1] + lost).max(last + other);
            if i > 0 && j > 0 && x != y && x == b[j - 1] && y == a[i - 1] {
                best = best.max(oldest[j - 1] + equal + EQUAL[usize::from(y)] + SWAP);
            }
            now[j + 1] = best;
            last = best;
        }
        std::mem::swap(&mut oldest, &mut before);
        std::mem::swap(&mut before, &mut now);
    }
    before[b.len()]
}

/// Bits of each letter where it is equal on both sides.
const EQUAL: [f32; 256] = by_letter(VOWEL, CONSONANT);
/// Bits of each letter where it stands on one side only.
const LOST: [f32; 256] = by_letter(VOWEL_SLIP, SLIP);

const fn by_letter(vowel: f32, consonant: f32) -> [f32; 256] {
    let mut table = [consonant; 256];
    let mut letter = 0;
    while letter < 256 {
        if is_vowel(letter as u8) {
            table[letter] = vowel;
        }
        letter += 1;
    }
    table
}

/// Normalised similarity of two keys, 0 to 1: one minus edits over the longer length (strsim's optimal
/// string alignment).
pub fn similarity(left: &str, right: &str) -> f64 {
    let longest = left.len().max(right.len());
    if longest == 0 { 1.0 } else { 1.0 - strsim::osa_distance(left, right) as f64 / longest as f64 }
}

/// From 0 to 1: optimal string alignment on the folded names, by strsim.
pub fn alike(left: &str, right: &str) -> f64 {
    if left == right {
        return 1.0;
    }
    let (left, right) = (fold(left).replace(' ', ""), fold(right).replace(' ', ""));
    let longest = left.chars().count().max(right.chars().count());
    if longest == 0 {
        return 0.0;
    }
    1.0 - strsim::osa_distance(&left, &right) as f64 / longest as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn symmetric(left in "[a-z]{0,12}", right in "[a-z]{0,12}") {
            prop_assert!((alignment(&left, &right) - alignment(&right, &left)).abs() < 1e-3);
            prop_assert_eq!(similarity(&left, &right), similarity(&right, &left));
        }

        #[test]
        fn nothing_is_more_like_a_name_than_itself(left in "[a-z]{0,12}", right in "[a-z]{0,12}") {
            prop_assert!(alignment(&left, &right) <= alignment(&left, &left) + 1e-3);
        }
    }

    #[test]
    fn by_hand() {
        assert!((alignment("kara", "kara") - (2.0 * 2.8 + 2.0 * 1.4)).abs() < 1e-4);
        assert!((alignment("kara", "bara") - (2.8 + 2.0 * 1.4 - 5.0)).abs() < 1e-4);
        assert!((alignment("kara", "krara") - (2.0 * 2.8 + 2.0 * 1.4 - 5.0)).abs() < 1e-4);
        assert!((alignment("ab", "ba") - (2.8 + 1.4 - 3.0)).abs() < 1e-4);
    }
}
