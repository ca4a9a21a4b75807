//! A spelling taken apart: the forms that are compared, and the words that tell namesakes apart.

use crate::text::keys::{Orthography, ascii};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The shipped table of qualifying words.
const QUALIFIERS: &str = include_str!("../../data/fold/qualifiers.tsv");

/// A word that tells places of one name apart: class and value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Qualifier {
    /// Number, direction, bank, size, age, people.
    pub class: &'static str,
    /// Its value, one writing for all spellings.
    pub value: Box<str>,
}

/// A spelling taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spelling {
    /// Letters and digits in one piece, numbers in arabic digits, qualifiers included.
    pub joined: Box<str>,
    /// The key of the name without its qualifiers.
    pub key: Box<str>,
    /// Its qualifying words, sorted.
    pub qualifiers: Vec<Qualifier>,
    /// Whether it begins with In or Tin (Tamasheq "of", "that of").
    pub particle: Option<&'static str>,
}

static WORDS: LazyLock<FxHashMap<&'static str, (&'static str, &'static str)>> = LazyLock::new(|| {
    QUALIFIERS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut cells = line.split('\t');
            Some((cells.next()?, (cells.next()?, cells.next()?)))
        })
        .collect()
});

/// The class and value of a qualifying word, its own misspellings forgiven: an equal key, or one slip in a
/// key of four letters and more.
fn qualifying(word: &str) -> Option<(&'static str, &'static str)> {
    if let Some(&known) = WORDS.get(word) {
        return Some(known);
    }
    if word.len() < 4 {
        return None;
    }
    let key = Orthography::shipped().key(word);
    KEYS.iter()
        .find(|(known, _)| *known == key)
        .or_else(|| {
            KEYS.iter().find(|(known, _)| {
                known.len() >= 4 && known.len().abs_diff(key.len()) <= 1 && strsim::osa_distance(known, &key) == 1
            })
        })
        .map(|(_, value)| *value)
}

static KEYS: LazyLock<Vec<(String, (&'static str, &'static str))>> = LazyLock::new(|| {
    let mut keys: Vec<_> = WORDS
        .iter()
        .filter(|(word, _)| word.len() >= 4)
        .map(|(word, value)| (Orthography::shipped().key(word), *value))
        .collect();
    keys.sort();
    keys
});

/// The number that a word writes in roman or arabic digits, 1 to 29 as far as roman goes.
fn number(word: &str) -> Option<u32> {
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        return word.parse().ok();
    }
    const ROMAN: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
    ROMAN.iter().position(|roman| *roman == word).map(|index| index as u32 + 1)
}

/// A roman number that lost its blank, as in `KobéII`: capitals I, V after a small letter, or two and more
/// i at the end, which no orthography of the region writes.
fn attached(name: &str, word: &str) -> Option<(usize, u32)> {
    for roman in ["iii", "ii"] {
        if word.len() > roman.len() + 1 && word.ends_with(roman) {
            return Some((roman.len(), roman.len() as u32));
        }
    }
    let tail: Vec<char> = name.trim_end().chars().rev().take(2).collect();
    match tail[..] {
        ['I', before] if before.is_lowercase() && word.len() > 2 && word.ends_with('i') => Some((1, 1)),
        ['V', before] if before.is_lowercase() && word.len() > 2 && word.ends_with('v') => Some((1, 5)),
        _ => None,
    }
}

impl Spelling {
    /// Takes a spelling apart.
    pub fn new(name: &str) -> Spelling {
        let folded = ascii(name);
        let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let mut qualifiers = Vec::new();
        let mut core: Vec<&str> = Vec::with_capacity(words.len());
        let mut joined = String::with_capacity(folded.len());
        let last = words.len().saturating_sub(1);
        for (index, &word) in words.iter().enumerate() {
            if index > 0 {
                if let Some(number) = number(word) {
                    qualifiers.push(Qualifier { class: "number", value: number.to_string().into() });
                    joined.push_str(&number.to_string());
                    continue;
                }
                if let Some((class, value)) = qualifying(word) {
                    qualifiers.push(Qualifier { class, value: value.into() });
                    joined.push_str(value);
                    continue;
                }
            }
            if index == last
                && let Some((length, number)) = attached(name, word)
            {
                let stem = &word[..word.len() - length];
                core.push(stem);
                joined.push_str(stem);
                joined.push_str(&number.to_string());
                qualifiers.push(Qualifier { class: "number", value: number.to_string().into() });
                continue;
            }
            core.push(word);
            joined.push_str(word);
        }
        if core.is_empty() {
            core = words;
            qualifiers.clear();
        }
        qualifiers.sort();
        let particle = match core.first() {
            Some(&("tin" | "ti")) if core.len() > 1 => Some("tin"),
            Some(&("in" | "i")) if core.len() > 1 => Some("in"),
            _ => None,
        };
        let key = Orthography::shipped().key(&core.concat()).into();
        Spelling { joined: joined.into(), key, qualifiers, particle }
    }

    /// Whether two spellings have qualifiers of one class with different values.
    pub fn contradicts(&self, other: &Spelling) -> bool {
        self.qualifiers.iter().any(|mine| {
            let mut of_class = other.qualifiers.iter().filter(|theirs| theirs.class == mine.class).peekable();
            of_class.peek().is_some() && of_class.all(|theirs| theirs.value != mine.value)
        })
    }

    /// Whether one spelling has a qualifier whose class the other lacks.
    pub fn lacks(&self, other: &Spelling) -> bool {
        self.qualifiers.len() != other.qualifiers.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_qualifiers() {
        let (one, two) = (Spelling::new("Wayerma I"), Spelling::new("Wayerma II"));
        assert_eq!(one.key, two.key);
        assert!(one.contradicts(&two));
        assert!(!Spelling::new("Sévaré 2").contradicts(&Spelling::new("Sevare II")));
        assert!(Spelling::new("KobéII").contradicts(&Spelling::new("Kobé I")));
        assert_eq!(Spelling::new("KobéII"), Spelling::new("Kobe II"));
        assert!(Spelling::new("Faraba").lacks(&Spelling::new("Faraba Peul")));
        assert!(Spelling::new("Gao Nord").contradicts(&Spelling::new("Gao-Sud")));
    }

    #[test]
    fn a_qualifier_alone_is_a_name() {
        assert_eq!(Spelling::new("Koro").key.as_ref(), "koro");
        assert!(Spelling::new("Koro").qualifiers.is_empty());
        assert_eq!(Spelling::new("").key.as_ref(), "");
    }
}
