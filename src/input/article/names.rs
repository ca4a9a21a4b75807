//! People and places that an article names: words that it never writes but with a capital.

use crate::text::fold::fold;
use crate::text::{dates, narrative_dates};
use std::collections::BTreeSet;

/// Most names that are kept of one article.
const MOST: usize = 120;
/// Shortest name, in letters.
const SHORT: usize = 3;

/// The names in the order in which they first stand, folded.
pub(super) fn names<'a>(paragraphs: impl Iterator<Item = &'a str> + Clone) -> Vec<String> {
    let words = || {
        paragraphs.clone().flat_map(|text| text.split(|ch: char| !(ch.is_alphanumeric() || ch == '’' || ch == '\'')))
    };
    let lower: BTreeSet<String> = words().filter(|word| word.starts_with(char::is_lowercase)).map(fold).collect();
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for word in words() {
        let bare = word.trim_end_matches("’s").trim_end_matches("'s");
        if !bare.starts_with(char::is_uppercase) || bare.chars().count() < SHORT {
            continue;
        }
        let name = fold(bare);
        let calendar = narrative_dates::weekday(&name).is_some() || dates::month(&name).is_some();
        if !calendar && !name.contains(' ') && !lower.contains(&name) && seen.insert(name.clone()) {
            out.push(name);
        }
        if out.len() == MOST {
            break;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_word_that_is_written_small_elsewhere_is_no_name() {
        let text =
            ["Gunmen kill nine in Toumba", "On Sunday gunmen came to Toumba, Amina Diallo’s village. Nine died, nine."];
        assert_eq!(names(text.into_iter()), ["toumba", "amina", "diallo"]);
    }
}
