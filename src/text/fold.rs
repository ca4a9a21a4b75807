//! Folding: what is left of a name once case, accents, hyphens and apostrophes no longer count.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, no accents, no punctuation, single blanks. Folding twice equals folding once.
pub fn fold(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for ch in name.nfkd().filter(|ch| !is_combining_mark(*ch)).flat_map(char::to_lowercase) {
        if ch.is_alphanumeric() {
            out.push(ch);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}
