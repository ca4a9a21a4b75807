//! What the words of a column's name mean: the notions of data/input/words.toml that it holds.

use crate::text::fold::fold;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A set of notions, a bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::input) struct Notions(pub u64);

impl Notions {
    /// Whether it holds all of the others.
    pub const fn all(self, other: Notions) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether it holds any of the others.
    pub const fn any(self, other: Notions) -> bool {
        self.0 & other.0 != 0
    }

    /// Both together.
    pub const fn and(self, other: Notions) -> Notions {
        Notions(self.0 | other.0)
    }
}

/// A column's name, taken apart.
#[derive(Debug, Clone, Default)]
pub(in crate::input) struct Name {
    /// What its own words mean.
    pub own: Notions,
    /// The same with those of the groups that it stands in: `group/field`, `outer.inner`.
    pub whole: Notions,
    /// Words that say nothing to recount.
    pub strange: u8,
    /// Whether it asks a question.
    pub asks: bool,
}

/// The vocabulary, made ready for looking words up.
struct Vocabulary {
    names: Vec<String>,
    /// Single words.
    exact: FxHashMap<String, Notions>,
    /// Beginnings of words, the longest first.
    beginnings: Vec<(String, Notions)>,
    /// Endings of words.
    endings: Vec<(String, Notions)>,
    /// Words side by side, by the first of them.
    phrases: Vec<(Vec<String>, Notions)>,
}

fn vocabulary() -> &'static Vocabulary {
    static PARSED: OnceLock<Vocabulary> = OnceLock::new();
    PARSED.get_or_init(|| {
        let table: BTreeMap<String, BTreeMap<String, Vec<String>>> =
            toml::from_str(include_str!("../../../data/input/words.toml")).unwrap_or_default();
        let mut known = Vocabulary {
            names: table.keys().cloned().collect(),
            exact: FxHashMap::default(),
            beginnings: Vec::new(),
            endings: Vec::new(),
            phrases: Vec::new(),
        };
        for (bit, languages) in table.values().enumerate() {
            for word in languages.values().flatten() {
                known.add(word, Notions(1 << bit));
            }
        }
        known.beginnings.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        known
    })
}

impl Vocabulary {
    fn add(&mut self, written: &str, notion: Notions) {
        let folded = fold(written);
        if folded.contains(' ') {
            let words = folded.split(' ').map(str::to_owned).collect();
            self.phrases.push((words, notion));
        } else if written.starts_with('*') {
            self.endings.push((folded, notion));
        } else if written.ends_with('*') {
            self.beginnings.push((folded, notion));
        } else {
            let entry = self.exact.entry(folded).or_default();
            *entry = entry.and(notion);
        }
    }

    fn of_word(&self, word: &str) -> Notions {
        let mut found = self.exact.get(word).copied().unwrap_or_default();
        for (beginning, notion) in &self.beginnings {
            if word.starts_with(beginning.as_str()) {
                found = found.and(*notion);
            }
        }
        for (ending, notion) in &self.endings {
            if word.len() > ending.len() && word.ends_with(ending.as_str()) {
                found = found.and(*notion);
            }
        }
        // The Arabic article is written with its word.
        match word.strip_prefix("ال").filter(|bare| found.0 == 0 && bare.chars().count() > 1) {
            Some(bare) => self.of_word(bare),
            None => found,
        }
    }

    /// The notions of a text, and how many of its words have none.
    fn of(&self, text: &str) -> (Notions, u8) {
        let folded = fold(&apart(text));
        let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let bare = |word: &str| word.strip_prefix("ال").unwrap_or(word).to_owned();
        let (mut found, mut known) = (Notions::default(), vec![false; words.len()]);
        for (phrase, notion) in &self.phrases {
            for at in 0..words.len() {
                let fits = phrase.iter().enumerate().all(|(index, part)| {
                    words.get(at + index).is_some_and(|word| word == part || bare(word) == bare(part))
                });
                if fits {
                    found = found.and(*notion);
                    known[at..at + phrase.len()].fill(true);
                }
            }
        }
        let mut strange = 0u8;
        for (word, by_phrase) in words.iter().zip(known) {
            let of_word = self.of_word(word);
            // A word of a phrase means what the phrase means.
            if !by_phrase {
                found = found.and(of_word);
            }
            let number = word.bytes().all(|byte| byte.is_ascii_digit());
            if of_word.0 == 0 && !by_phrase && !number {
                strange = strange.saturating_add(1);
            }
        }
        (found, strange)
    }
}

/// `dateOfDeath`, `CaseID` and `NbMorts` as words apart.
fn apart(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut out = String::with_capacity(name.len() + 4);
    for (index, letter) in letters.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|index| letters.get(index));
        let after = letters.get(index + 1);
        let begins = letter.is_uppercase()
            && before.is_some_and(|before| {
                before.is_lowercase() || before.is_uppercase() && after.is_some_and(|after| after.is_lowercase())
            });
        if begins {
            out.push(' ');
        }
        out.push(*letter);
    }
    out
}

/// The set of the notions of these names; those that nobody knows are left out (a test knows them all).
pub(in crate::input) fn notions(names: &[String]) -> Notions {
    let known = vocabulary();
    names
        .iter()
        .filter_map(|name| known.names.iter().position(|known| known == name))
        .fold(Notions::default(), |set, bit| set.and(Notions(1 << bit)))
}

/// Whether words.toml has that notion.
#[cfg(test)]
pub(super) fn is_notion(name: &str) -> bool {
    vocabulary().names.iter().any(|known| known == name)
}

/// Takes a column's name apart.
pub(in crate::input) fn name(header: &str) -> Name {
    let header = header.trim();
    let known = vocabulary();
    // Forms name a question by the groups that it stands in, JSON a value by the objects around it. A date such as
    // `1/2/2020` or a word with a stop is none of these.
    let path = header.contains(['/', '.']) && !header.contains(' ') && header.is_ascii() && !header.ends_with('.');
    let last = if path { header.rsplit(['/', '.']).next().unwrap_or(header) } else { header };
    let (mut own, mut strange) = known.of(last);
    let whole = if path { known.of(header).0.and(own) } else { own };
    let filler = notions(&["people".to_owned(), "count".to_owned(), "total".to_owned()]);
    if path && own.0 & !filler.0 == 0 {
        (own, strange) = known.of(header);
    }
    Name { own, whole, strange, asks: header.ends_with('?') }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notion_has_words_and_a_bit() {
        let known = vocabulary();
        assert!(known.names.len() > 50 && known.names.len() <= 64, "{}", known.names.len());
    }

    #[test]
    fn names_are_taken_apart() {
        let has = |header: &str, notion: &str| name(header).own.any(notions(&[notion.to_owned()]));
        for (header, notion) in [
            ("dateOfDeath", "date"),
            ("DateOfDeath", "killed"),
            ("CaseID", "id"),
            ("Nb de blessés", "injured"),
            ("Tatdatum", "date"),
            ("عدد القتلى", "killed"),
            ("Населений пункт", "village"),
            ("City Or County", "municipality"),
            ("grp_toll/nb_killed", "killed"),
            ("incident.location.name", "place"),
            ("N° d'ordre", "id"),
            ("Cumulative deaths", "cumulative"),
        ] {
            assert!(has(header, notion), "{header}: {notion}");
        }
        assert!(!has("City Or County", "district"));
        assert_eq!(name("Strike no.").strange, 0);
        assert_eq!(name("source_of_income").strange, 0);
        assert!(has("source_of_income", "other"));
    }
}
