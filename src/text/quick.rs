//! Quick looks before slow ones: whether a text holds any of a few words at all.

use aho_corasick::{AhoCorasick, packed};

/// Finds whether any of some words stands in a text, as they are spelt here. Texts are short, so what a search costs before its
/// first byte counts: the packed search, which compares many bytes at a time, costs least.
#[derive(Debug)]
pub struct AnyOf {
    packed: Option<packed::Searcher>,
    plain: Option<AhoCorasick>,
}

impl AnyOf {
    /// For these words; none of them may be empty or be the beginning of another.
    pub fn new(words: impl IntoIterator<Item = impl AsRef<[u8]>>) -> AnyOf {
        let words: Vec<Vec<u8>> = words.into_iter().map(|word| word.as_ref().to_vec()).collect();
        let packed = packed::Config::new().builder().extend(&words).build();
        // Machines without wide registers have no packed search.
        let plain = if packed.is_some() { None } else { AhoCorasick::new(&words).ok() };
        AnyOf { packed, plain }
    }

    /// Whether the text may hold one of the words where what follows it suits: yes where it does, and where the search could
    /// not be prepared.
    pub fn may_be_in(&self, text: &str, suits: impl Fn(&[u8]) -> bool) -> bool {
        let followed = |end: usize| suits(text.as_bytes().get(end..).unwrap_or_default());
        match (&self.packed, &self.plain) {
            (Some(packed), _) => packed.find_iter(text).any(|found| followed(found.end())),
            (None, Some(plain)) => plain.find_iter(text).any(|found| followed(found.end())),
            (None, None) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::AnyOf;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_finds_what_a_plain_search_finds(text in "(sday|rida|émoin|s|d|a|y|\\PC){0,24}") {
            let words = ["sday", "rida", "émoin"];
            let search = AnyOf::new(words);
            prop_assert_eq!(search.may_be_in(&text, |_| true), words.iter().any(|word| text.contains(word)));
            let with_d = words.iter().any(|word| text.contains(&format!("{word}d")));
            prop_assert_eq!(search.may_be_in(&text, |rest| rest.first() == Some(&b'd')), with_d);
        }
    }
}
