//! A spelling taken apart: the forms that are compared, and the words that tell namesakes apart.

use crate::text::keys::{Orthography, ascii, mend};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
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
    /// Letters of the name without its qualifiers.
    pub core: Box<str>,
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
    let word = word.replace('y', "i");
    ROMAN.iter().position(|roman| *roman == word).map(|index| index as u32 + 1)
}

/// The name with a blank put back where a capital follows a small letter (`KobéII`, `KalwaPeulh`).
fn spaced(name: &str) -> Cow<'_, str> {
    let lost = |pair: (char, char)| pair.0.is_lowercase() && pair.1.is_uppercase();
    if !name.chars().zip(name.chars().skip(1)).any(lost) {
        return Cow::Borrowed(name);
    }
    let mut out = String::with_capacity(name.len() + 2);
    let mut before = ' ';
    for ch in name.chars() {
        if lost((before, ch)) {
            out.push(' ');
        }
        out.push(ch);
        before = ch;
    }
    Cow::Owned(out)
}

/// A roman two or three at the end of a word that is all capitals: no orthography of the region writes a
/// double i, and a small one may be a slip for another letter.
fn attached(capitals: bool, word: &str) -> Option<(usize, u32)> {
    if !capitals {
        return None;
    }
    ["iii", "ii"]
        .into_iter()
        .find(|roman| word.len() > roman.len() + 1 && word.ends_with(roman))
        .map(|roman| (roman.len(), roman.len() as u32))
}

impl Spelling {
    /// Takes a spelling apart.
    pub fn new(name: &str) -> Spelling {
        let mended = mend(name);
        let name = spaced(mended.as_deref().unwrap_or(name));
        let folded = ascii(&name);
        let capitals = !name.chars().any(char::is_lowercase);
        let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let mut qualifiers = Vec::new();
        let mut core: Vec<&str> = Vec::with_capacity(words.len());
        let mut joined = String::with_capacity(folded.len());
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
            if let Some((length, number)) = attached(capitals, word) {
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
        let core = core.concat();
        let key = Orthography::shipped().key(&core).into();
        Spelling { joined: joined.into(), core: core.into(), key, qualifiers, particle }
    }

    /// Whether two spellings have qualifiers of one class with different values.
    pub fn contradicts(&self, other: &Spelling) -> bool {
        self.qualifiers.iter().any(|mine| {
            let mut of_class = other.qualifiers.iter().filter(|theirs| theirs.class == mine.class).peekable();
            of_class.peek().is_some() && of_class.all(|theirs| theirs.value != mine.value)
        })
    }

    /// Whether one spelling has more qualifiers than the other.
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
