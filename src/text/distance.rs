//! How alike two keys are, in bits of evidence.

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
    for j in 1..=b.len() {
        before[j] = before[j - 1] + lost(b[j - 1]);
    }
    for i in 1..=a.len() {
        now[0] = before[0] + lost(a[i - 1]);
        for j in 1..=b.len() {
            let (x, y) = (a[i - 1], b[j - 1]);
            let mut best = before[j - 1] + pair(x, y);
            best = best.max(before[j] + lost(x)).max(now[j - 1] + lost(y));
            if i > 1 && j > 1 && x != y && x == b[j - 2] && y == a[i - 2] {
                best = best.max(oldest[j - 2] + equal(x) + equal(y) + SWAP);
            }
            now[j] = best;
        }
        std::mem::swap(&mut oldest, &mut before);
        std::mem::swap(&mut before, &mut now);
    }
    before[b.len()]
}

fn equal(letter: u8) -> f32 {
    if is_vowel(letter) { VOWEL } else { CONSONANT }
}

fn lost(letter: u8) -> f32 {
    if is_vowel(letter) { VOWEL_SLIP } else { SLIP }
}

fn pair(x: u8, y: u8) -> f32 {
    if x == y {
        equal(x)
    } else if is_vowel(x) && is_vowel(y) {
        VOWEL_SLIP
    } else {
        SLIP
    }
}

/// Normalised similarity of two keys, 0 to 1: one minus edits over the longer length (strsim's optimal
/// string alignment).
pub fn similarity(left: &str, right: &str) -> f64 {
    let longest = left.len().max(right.len());
    if longest == 0 { 1.0 } else { 1.0 - strsim::osa_distance(left, right) as f64 / longest as f64 }
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
