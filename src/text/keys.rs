//! Names of places: from a spelling to the forms that are compared.

use any_ascii::any_ascii_char;
use std::sync::LazyLock;

/// The shipped rewrite rules.
const ORTHOGRAPHY: &str = include_str!("../../data/fold/orthography.tsv");

/// What must stand after the letters of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Anything,
    End,
    OneOf(&'static [u8]),
    Consonant,
}

/// One rewrite rule.
#[derive(Debug, Clone)]
struct Rewrite {
    from: Box<[u8]>,
    start: bool,
    next: Next,
    to: Box<[u8]>,
}

impl Rewrite {
    fn fits(&self, text: &[u8], at: usize) -> bool {
        if (self.start && at != 0) || !text[at..].starts_with(&self.from) {
            return false;
        }
        let next = text.get(at + self.from.len()).copied();
        match self.next {
            Next::Anything => true,
            Next::End => next.is_none() && at > 0,
            Next::OneOf(set) => next.is_some_and(|letter| set.contains(&letter)),
            Next::Consonant => next.is_some_and(|letter| !is_vowel(letter)),
        }
    }
}

/// Whether a folded letter is a vowel; y counts as one.
pub const fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// Rewrite rules of a region, by stage and first letter.
#[derive(Debug, Clone, Default)]
pub struct Orthography {
    /// For each stage, the rules by their first letter.
    stages: Vec<[Vec<Rewrite>; 36]>,
}

/// The place of a folded letter or digit among all of them.
fn place(letter: u8) -> usize {
    match letter {
        b'a'..=b'z' => usize::from(letter - b'a'),
        _ => 26 + usize::from(letter.wrapping_sub(b'0') % 10),
    }
}

impl Orthography {
    /// The rules that ship with the tool.
    pub fn shipped() -> &'static Orthography {
        static SHIPPED: LazyLock<Orthography> = LazyLock::new(|| Orthography::parse(ORTHOGRAPHY).unwrap_or_default());
        &SHIPPED
    }

    /// A number that changes with the rules that ship: keys that were kept by others are worth nothing.
    pub fn fingerprint() -> u64 {
        xxhash_rust::xxh3::xxh3_64(ORTHOGRAPHY.as_bytes())
    }

    /// Reads a table of rules: tab-separated stage, from, to, class; `#` begins a comment.
    ///
    /// # Errors
    /// The line that is not a rule, and why.
    pub fn parse(table: &str) -> Result<Orthography, String> {
        let mut stages: Vec<Vec<Rewrite>> = Vec::new();
        for (number, line) in table.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let fail = |why: &str| format!("line {}: {why}: {line:?}", number + 1);
            let cells: Vec<&str> = line.split('\t').collect();
            let [stage, from, to, _class] = cells[..] else {
                return Err(fail("a rule has four cells: stage, from, to, class"));
            };
            let stage: usize = stage
                .trim()
                .parse()
                .ok()
                .filter(|stage| (1..=9).contains(stage))
                .ok_or_else(|| fail("the stage is a number from 1 to 9"))?;
            let (start, from) = from.strip_prefix('^').map_or((false, from), |rest| (true, rest));
            let (from, next) = if let Some(rest) = from.strip_suffix('$') {
                (rest, Next::End)
            } else if let Some((letters, class)) = from.strip_suffix(']').and_then(|rest| rest.split_once('[')) {
                let next = match class {
                    "ei" => Next::OneOf(b"eiy"),
                    "aou" => Next::OneOf(b"aou"),
                    "a" => Next::OneOf(b"a"),
                    "b" => Next::OneOf(b"b"),
                    "p" => Next::OneOf(b"p"),
                    "V" => Next::OneOf(b"aeiouy"),
                    "C" => Next::Consonant,
                    _ => return Err(fail("what follows is one of [ei] [aou] [a] [b] [p] [V] [C]")),
                };
                (letters, next)
            } else {
                (from, Next::Anything)
            };
            if from.is_empty() || !from.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
                return Err(fail("the letters to rewrite are lower-case a to z"));
            }
            let to = if to == "-" { "" } else { to };
            if stages.len() < stage {
                stages.resize(stage, Vec::new());
            }
            stages[stage - 1].push(Rewrite { from: from.as_bytes().into(), start, next, to: to.as_bytes().into() });
        }
        for stage in &mut stages {
            stage.sort_by(|a, b| {
                (b.from.len() + usize::from(b.next != Next::Anything))
                    .cmp(&(a.from.len() + usize::from(a.next != Next::Anything)))
            });
        }
        let by_letter = |rules: Vec<Rewrite>| {
            let mut by_letter = std::array::from_fn(|_| Vec::new());
            for rule in rules {
                let first = rule.from.first().copied().unwrap_or_default();
                let of_letter: &mut Vec<Rewrite> = &mut by_letter[place(first)];
                of_letter.push(rule);
            }
            by_letter
        };
        Ok(Orthography { stages: stages.into_iter().map(by_letter).collect() })
    }

    /// The key of a folded name: letters and digits only, one writing for what sounds alike.
    pub fn key(&self, folded: &str) -> String {
        let mut text: Vec<u8> =
            folded.bytes().filter(u8::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
        let mut next = Vec::with_capacity(text.len());
        for stage in &self.stages {
            undouble(&mut text);
            next.clear();
            let mut at = 0;
            while at < text.len() {
                match stage[place(text[at])].iter().find(|rule| rule.fits(&text, at)) {
                    Some(rule) => {
                        next.extend_from_slice(&rule.to);
                        at += rule.from.len();
                    }
                    None => {
                        next.push(text[at]);
                        at += 1;
                    }
                }
            }
            std::mem::swap(&mut text, &mut next);
        }
        undouble(&mut text);
        String::from_utf8(text).unwrap_or_default()
    }
}

/// One letter where a consonant, a, e or i is doubled; oo waits for its rule.
fn undouble(text: &mut Vec<u8>) {
    text.dedup_by(|a, b| a == b && *a != b'o' && a.is_ascii_alphabetic());
}

/// Plain lower-case ASCII words of a name in any script, single blanks between them; broken encodings
/// (UTF-8 read as Windows-1252) are mended first. Folding twice equals folding once.
pub fn ascii(name: &str) -> String {
    let mended = mend(name);
    let mut out = String::with_capacity(name.len());
    for ch in mended.as_deref().unwrap_or(name).chars() {
        if matches!(ch, '\'' | '’' | 'ʼ' | '‘' | '`' | '´' | 'ʻ' | 'ʿ' | 'ʾ' | '\u{300}'..='\u{36f}') {
            continue;
        }
        let mut any = false;
        for byte in any_ascii_char(ch).bytes() {
            match byte.to_ascii_lowercase() {
                byte @ (b'a'..=b'z' | b'0'..=b'9') => out.push(char::from(byte)),
                b'\'' | b'`' => {}
                _ if out.is_empty() || out.ends_with(' ') => {}
                _ => out.push(' '),
            }
            any = true;
        }
        if !any && !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// The name with a broken encoding mended, where it shows one and mending gives a valid text.
pub fn mend(name: &str) -> Option<String> {
    if name.is_ascii() || !name.contains(['Ã', 'Â', 'â', 'Ø', 'Ù', 'Ð', 'Ñ', 'Å']) {
        return None;
    }
    let (bytes, _, unmappable) = encoding_rs::WINDOWS_1252.encode(name);
    if unmappable {
        return None;
    }
    let mended = std::str::from_utf8(&bytes).ok()?;
    (mended != name).then(|| mended.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key(name: &str) -> String {
        Orthography::shipped().key(&ascii(name))
    }

    proptest! {
        #[test]
        fn ascii_twice_is_ascii_once(name in "\\PC{0,24}") {
            let once = ascii(&name);
            prop_assert_eq!(ascii(&once), once);
        }

        #[test]
        fn keys_hold_letters_and_digits(name in "\\PC{0,24}") {
            prop_assert!(key(&name).bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()));
        }
    }

    #[test]
    fn the_shipped_table_is_well_formed() {
        assert!(Orthography::parse(ORTHOGRAPHY).is_ok());
        assert!(Orthography::parse("1\tou").is_err());
        assert!(Orthography::parse("1\tou[xyz]\tu\tc").is_err());
    }

    #[test]
    fn listed_variants_share_a_key() {
        for (left, right) in [
            ("N'Gouraba", "Ngouraba"),
            ("Tin Aouker", "Tin-Aouker"),
            ("Garbakoira", "Garbacoira"),
            ("Ouatagouna", "Ouattagouna"),
            ("Goualala", "Gualala"),
            ("Djebock", "Diebock"),
            ("Sonkegne", "Sonkenie"),
            ("Dirgua", "Dirga"),
            ("Daoutegeft", "Daoutedjef"),
            ("Daoutegef", "Daoutegueft"),
            ("Forgho", "Forgo"),
            ("Touhara", "Touara"),
            ("Tafassirga", "Tafacirga"),
            ("OuattÃ©", "Ouatté"),
        ] {
            assert_eq!(key(left), key(right), "{left} {right}");
        }
        for (left, right) in [("Karou", "Kaga"), ("Thiou", "Thou"), ("Markoye", "Darkoye"), ("Fobri", "Yobri")] {
            assert_ne!(key(left), key(right), "{left} {right}");
        }
    }

    #[test]
    fn other_scripts_become_letters() {
        assert_eq!(ascii("Бахмут"), "bakhmut");
        assert!(!ascii("تمبكتو").is_empty());
        assert_eq!(ascii("N’Djaména"), "ndjamena");
    }
}
