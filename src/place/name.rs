//! A spelling taken apart: the forms that are compared, and the words that tell namesakes apart.

use super::weights::weights;
use crate::text::distance::{alignment, similarity};
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

impl Qualifier {
    fn number(value: usize) -> Qualifier {
        Qualifier { class: "number", value: value.to_string().into() }
    }
}

/// A spelling taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spelling {
    /// Letters and digits in one piece, qualifiers included, numbers in roman letters.
    pub joined: Box<str>,
    /// Letters of the name without its qualifiers.
    pub core: Box<str>,
    /// The key of the name without its qualifiers.
    pub key: Box<str>,
    /// Keys and letters of its words, where it has several without the qualifiers.
    pub words: Box<[(Box<str>, Box<str>)]>,
    /// All letters and digits as written.
    pub plain: Box<str>,
    /// The key of the whole name, qualifiers included.
    pub whole: Box<str>,
    /// Its qualifying words, sorted.
    pub qualifiers: Vec<Qualifier>,
    /// What kind of place it calls itself: village, town, district.
    pub kind: Option<&'static str>,
    /// Whether it begins with In or Tin (Tamasheq "of", "that of").
    pub particle: Option<&'static str>,
    /// Whether its number was guessed from capitals without a blank.
    pub guessed: bool,
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

/// The class and value of a qualifying word, in any spelling with the same key.
fn qualifying(word: &str) -> Option<(&'static str, &'static str)> {
    if let Some(&known) = WORDS.get(word) {
        return Some(known);
    }
    if word.len() < 3 {
        return None;
    }
    let key = Orthography::shipped().key(word);
    KEYS.iter().find(|(known, _)| *known == key).map(|(_, value)| *value)
}

static KEYS: LazyLock<Vec<(String, (&'static str, &'static str))>> = LazyLock::new(|| {
    let mut keys: Vec<_> = WORDS
        .iter()
        .filter(|(word, (class, _))| word.len() >= 3 && *class != "kind")
        .map(|(word, value)| (Orthography::shipped().key(word), *value))
        .collect();
    keys.sort();
    keys
});

/// Roman numbers as names write them.
const ROMAN: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];

/// The number that a word writes in arabic digits, or in roman ones where `roman` allows them.
fn number(word: &str, roman: bool) -> Option<usize> {
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        return word.parse().ok();
    }
    if !roman {
        return None;
    }
    ROMAN.iter().position(|known| *known == word).map(|index| index + 1)
}

/// One writing for a number: roman letters as far as they go, so that a number that lost its blank reads the same.
fn written(number: usize) -> String {
    ROMAN.get(number.wrapping_sub(1)).map_or_else(|| number.to_string(), |roman| (*roman).to_owned())
}

/// The name with a blank put back where a capital or a number follows a small letter (`KobéII`, `KalwaPeulh`, `Kobé2`).
fn spaced(name: &str) -> Cow<'_, str> {
    let lost = |pair: (char, char)| pair.0.is_lowercase() && (pair.1.is_uppercase() || pair.1.is_ascii_digit());
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
fn attached(capitals: bool, word: &str) -> Option<(usize, usize)> {
    if !capitals {
        return None;
    }
    ["iii", "ii"]
        .into_iter()
        .find(|roman| word.len() > roman.len() + 1 && word.ends_with(roman))
        .map(|roman| (roman.len(), roman.len()))
}

impl Spelling {
    /// Takes a spelling apart.
    pub fn new(name: &str) -> Spelling {
        let mended = mend(name);
        let name = spaced(mended.as_deref().unwrap_or(name));
        let folded = ascii(&name);
        let capitals = !name.chars().any(char::is_lowercase);
        let small = !name.chars().any(char::is_uppercase);
        // Roman numbers are written in capitals, unless the whole name is in small letters.
        let raw: Vec<bool> = name
            .split(|ch: char| !ch.is_alphanumeric() && !matches!(ch, '\'' | '’' | 'ʼ' | '‘' | '`' | '´'))
            .filter(|word| !word.is_empty())
            .map(|word| small || word.chars().all(char::is_uppercase))
            .collect();
        let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let mut qualifiers = Vec::new();
        let mut core: Vec<&str> = Vec::with_capacity(words.len());
        let mut joined = String::with_capacity(folded.len());
        let mut guessed = false;
        let mut kind = None;
        let mut ones = 0;
        for (index, &word) in words.iter().enumerate() {
            let last = index + 1 == words.len();
            if index > 0 {
                let roman = raw.len() != words.len() || raw[index];
                // A y in a number at the end is an I whose writer wrote y for i throughout.
                let written_y = last && word.len() < 4 && word.bytes().all(|byte| matches!(byte, b'i' | b'y'));
                let found = if written_y && word.contains('y') { Some(word.len()) } else { number(word, roman) };
                if let Some(number) = found {
                    joined.push_str(&written(number));
                    // "I I" is a II that came apart.
                    if number == 1 && ones > 0 && qualifiers.last() == Some(&Qualifier::number(ones)) {
                        ones += 1;
                        qualifiers.pop();
                        qualifiers.push(Qualifier::number(ones));
                    } else {
                        ones = usize::from(number == 1);
                        qualifiers.push(Qualifier::number(number));
                    }
                    continue;
                }
            }
            // Directions and kinds may stand first ("Eastern Ghouta"); other words that do are names.
            if let Some((class, value)) = qualifying(word) {
                let first = words.len() > 1 && matches!(class, "direction" | "kind") && WORDS.contains_key(word);
                // One letter is a direction at the end only: elsewhere it is a particle (Ti-n-Agadel, N Gouraba).
                if if word.len() == 1 { last && index > 0 } else { index > 0 || first } {
                    if class == "kind" {
                        kind = Some(value);
                    } else {
                        qualifiers.push(Qualifier { class, value: value.into() });
                    }
                    joined.push_str(value);
                    continue;
                }
            }
            if let Some((length, number)) = attached(capitals, word) {
                guessed = true;
                let stem = &word[..word.len() - length];
                core.push(stem);
                joined.push_str(word);
                qualifiers.push(Qualifier::number(number));
                continue;
            }
            core.push(word);
            joined.push_str(word);
        }
        if core.is_empty() {
            core = words;
            qualifiers.clear();
            kind = None;
        }
        qualifiers.sort();
        let particle = match core.first() {
            Some(&("tin" | "ti")) if core.len() > 1 => Some("tin"),
            Some(&("in" | "i")) if core.len() > 1 => Some("in"),
            _ => None,
        };
        let words = match &core[..] {
            [] | [_] => Box::default(),
            several => several.iter().map(|word| (Orthography::shipped().key(word).into(), (*word).into())).collect(),
        };
        let plain: Box<str> = folded.replace(' ', "").into();
        let core = core.concat();
        let key: Box<str> = Orthography::shipped().key(&core).into();
        let whole = if qualifiers.is_empty() { key.clone() } else { Orthography::shipped().key(&joined).into() };
        Spelling {
            joined: joined.into(),
            core: core.into(),
            key,
            words,
            plain,
            whole,
            qualifiers,
            kind,
            particle,
            guessed,
        }
    }

    /// Whether the names differ in a word that is no spelling of the other's: Biu-Maiduguri road and Baga-Maiduguri
    /// road, whose other words would speak for them.
    pub fn another_word(&self, other: &Spelling) -> bool {
        self.words.len() == other.words.len()
            && self.words.iter().zip(&other.words).any(|((key, word), (its_key, its_word))| {
                key != its_key
                    && word.len().max(its_word.len()) >= 3
                    && alignment(key, its_key) < weights().names.slip_of_word
                    && alignment(word, its_word) < weights().names.slip_of_word
            })
    }

    /// How the qualifiers of two spellings compare.
    pub fn qualified(&self, other: &Spelling) -> Qualified {
        if self.kind.is_some() && other.kind.is_some() && self.kind != other.kind {
            return Qualified::Differently;
        }
        if self.qualifiers == other.qualifiers {
            return Qualified::Alike;
        }
        let (less, more) = if self.qualifiers.len() <= other.qualifiers.len() { (self, other) } else { (other, self) };
        let mut rest: Vec<&Qualifier> = more.qualifiers.iter().collect();
        for qualifier in &less.qualifiers {
            match rest.iter().position(|known| *known == qualifier) {
                Some(at) => {
                    rest.remove(at);
                }
                None => return Qualified::Differently,
            }
        }
        // A word that is a slip from the other name's word may be that word, misspelt. A word that is left out takes
        // three letters with it, so that two slips in a long name are not taken for that.
        let words = rest.iter().all(|qualifier| qualifier.class != "number");
        let slips = |left: &str, right: &str| {
            let most = if left.len().min(right.len()) >= 8 { 2 } else { 1 };
            left.len().abs_diff(right.len()) <= most && strsim::osa_distance(left, right) <= most
        };
        let long = rest.iter().all(|qualifier| qualifier.value.len() >= 3 || qualifier.class == "direction")
            && more.plain.len() >= more.core.len() + 3;
        let by_value = rest.iter().all(|qualifier| qualifier.value.len() >= 3);
        let slip =
            |left: &str, right: &str| left.len().abs_diff(right.len()) <= 1 && strsim::osa_distance(left, right) <= 1;
        if words
            && (long && slips(&self.plain, &other.plain)
                || by_value && (slip(&self.whole, &other.whole) || slip(&self.joined, &other.joined)))
        {
            return Qualified::Alike;
        }
        Qualified::Lacking
    }
}

/// How alike two spellings are, from 0 to 1: half by the bits of their alignment as a share of what the longer name
/// would have with itself, half by the letters that stay, of their keys or their letters, whichever is more. A
/// qualifying word that one lacks takes something off, one that differs half. Symmetric.
pub fn likeness(left: &str, right: &str) -> f64 {
    let weights = &weights().likeness;
    let (a, b) = (Spelling::new(left), Spelling::new(right));
    if a.joined == b.joined {
        return 1.0;
    }
    let share = |x: &str, y: &str| {
        let most = alignment(x, x).max(alignment(y, y));
        let bits = if most > 0.0 { f64::from(alignment(x, y) / most).clamp(-1.0, 1.0) } else { -1.0 };
        (bits + 1.0) / 4.0 + similarity(x, y) / 2.0
    };
    let whole = share(&a.whole, &b.whole).max(share(&a.plain, &b.plain));
    let alike = match a.qualified(&b) {
        Qualified::Alike if a.qualifiers.len() == b.qualifiers.len() => {
            share(&a.key, &b.key).max(share(&a.core, &b.core))
        }
        Qualified::Alike => whole,
        Qualified::Lacking => whole * weights.lacking,
        Qualified::Differently => whole * weights.differently,
    };
    (alike - weights.not_equal).max(0.0)
}

/// How the qualifiers of two spellings compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Qualified {
    /// The same, or none on both sides.
    Alike,
    /// One spelling has what the other lacks.
    Lacking,
    /// Each has what the other lacks.
    Differently,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_qualifiers() {
        let (one, two) = (Spelling::new("Wayerma I"), Spelling::new("Wayerma II"));
        assert_eq!(one.key, two.key);
        assert!(one.qualified(&two) == Qualified::Differently);
        let compared = |left: &str, right: &str| Spelling::new(left).qualified(&Spelling::new(right));
        assert_eq!(compared("Sévaré 2", "Sevare II"), Qualified::Alike);
        assert_eq!(compared("KobéII", "Kobé I"), Qualified::Differently);
        assert_eq!(compared("Racina-Est", "Racina II"), Qualified::Differently);
        assert_eq!(compared("Seyna Belgla", "Seyna Bella"), Qualified::Alike);
        assert_eq!(Spelling::new("Cir iI").joined, Spelling::new("Ciri I").joined);
        assert_eq!(Spelling::new("KOBÉII").joined, Spelling::new("Kobé II").joined);
        assert_eq!(Spelling::new("Ciddii").qualifiers, []);
        assert_eq!(Spelling::new("KobéII"), Spelling::new("Kobe II"));
        assert_eq!(compared("Faraba", "Faraba Peul"), Qualified::Lacking);
        assert_eq!(compared("Faraba", "Faraba Est"), Qualified::Lacking);
        assert_eq!(compared("Faraba Est", "Faraba Ets"), Qualified::Alike);
        assert_eq!(compared("Doroy Sud", "Doroy Sdd"), Qualified::Alike);
        assert_eq!(compared("Ouatagouna N", "Ouatagouna"), Qualified::Lacking);
        assert_eq!(compared("Tos Deux", "Tos 2"), Qualified::Alike);
        assert_eq!(compared("Bara N", "Bara S"), Qualified::Differently);
        assert_eq!(compared("Bara", "Bara N"), Qualified::Lacking);
        assert_eq!(compared("Ti-n-Agadel", "Tin Agadel"), Qualified::Alike);
        assert_eq!(compared("Gadambo2", "Gadambo 3"), Qualified::Differently);
        assert_eq!(Spelling::new("Gadambo2"), Spelling::new("Gadambo 2"));
        assert_eq!(compared("Ouèrè II", "Ouere Iy"), Qualified::Alike);
        let other = |left: &str, right: &str| Spelling::new(left).another_word(&Spelling::new(right));
        assert!(other("Biu-Maiduguri road", "Baga-Maiduguri road"));
        assert!(!other("Tall Rifat", "Tel Rifaat") && !other("Kuru Karama", "Koru Karamu"));
        assert!(!other("Kwanar Bichi", "Kwanar Bcihi"), "letters in the wrong order break what a rule looks for");
        assert_eq!(compared("Gao Nord", "Gao-Sud"), Qualified::Differently);
        assert_eq!(compared("Eastern Ghouta", "Western Ghouta"), Qualified::Differently);
        assert_eq!(compared("Sloviansk town", "Sloviansk raion"), Qualified::Differently);
        assert_eq!(compared("Katsina", "Katsina City"), Qualified::Alike);
        assert_eq!(Spelling::new("Katsina City").key, Spelling::new("Katsina").key);
    }

    #[test]
    fn a_qualifier_alone_is_a_name() {
        assert_eq!(Spelling::new("Koro").key.as_ref(), "koro");
        assert!(Spelling::new("Koro").qualifiers.is_empty());
        assert_eq!(Spelling::new("").key.as_ref(), "");
    }
}
