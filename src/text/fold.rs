//! Folding: what is left of a name once case, accents, hyphens and apostrophes no longer count.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, no accents, no punctuation, single blanks. Folding twice equals folding once.
pub fn fold(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    fold_onto(name, &mut out);
    out.truncate(out.trim_end().len());
    out
}

/// Adds a folded name to what is there; a blank at its end stays.
pub(crate) fn fold_onto(name: &str, out: &mut String) {
    for ch in name.chars() {
        // Each letter by itself, since the marks that normalisation would put in order are dropped; plain ASCII and the
        // accented letters of French need no tables.
        match ch {
            _ if ch.is_ascii() => push(out, ch.to_ascii_lowercase()),
            'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' => out.push('e'),
            'à' | 'â' | 'À' | 'Â' => out.push('a'),
            'ô' | 'Ô' => out.push('o'),
            'î' | 'ï' => out.push('i'),
            'ù' | 'û' => out.push('u'),
            'ç' | 'Ç' => out.push('c'),
            _ => {
                let bare = std::iter::once(ch).nfkd().filter(|ch| !is_combining_mark(*ch));
                bare.flat_map(char::to_lowercase).for_each(|ch| push(out, ch));
            }
        }
    }
}

fn push(out: &mut String, ch: char) {
    if ch.is_alphanumeric() {
        out.push(ch);
    } else if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The definition: the whole name normalised at once.
    fn defined(name: &str) -> String {
        let lower = name.nfkd().filter(|ch| !is_combining_mark(*ch)).flat_map(char::to_lowercase);
        let mut out = String::new();
        lower.for_each(|ch| push(&mut out, ch));
        out.trim_end().to_owned()
    }

    proptest! {
        #[test]
        fn letter_by_letter_equals_all_at_once(name in "\\PC{0,24}") {
            prop_assert_eq!(fold(&name), defined(&name));
        }

        #[test]
        fn folding_twice_equals_folding_once(name in "[a-zA-ZÀ-ÿ' ’-]{0,24}") {
            let once = fold(&name);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
