//! Who is meant by the name of an actor: names of one group are one class, and words that name nobody none.

use crate::model::{Corpus, Sym};
use crate::text::countries;
use crate::text::fold::fold;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A class of names for one group of actors, or for groups that reports take for one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Class(pub u32);

impl Class {
    /// Nothing stands there.
    pub const ABSENT: Class = Class(0);
    /// Something that names nobody: "gunmen".
    pub const GENERIC: Class = Class(1);

    /// Whether somebody is named.
    pub const fn is_named(self) -> bool {
        self.0 > 1
    }
}

/// Folded names and the line of the table on which they stand.
static SYNONYMS: LazyLock<FxHashMap<String, u32>> = LazyLock::new(|| {
    let mut lines = FxHashMap::default();
    for (number, line) in
        include_str!("../../data/link/actors.tsv").lines().filter(|line| !line.starts_with('#')).enumerate()
    {
        for name in line.split('\t').skip(1) {
            lines.entry(fold(name)).or_insert(number as u32);
        }
    }
    lines
});

/// Words that name nobody.
static GENERIC: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut words: Vec<&str> = include_str!("../../data/link/generic.txt")
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    words.sort_unstable();
    words
});

/// The name without what registries put behind it in brackets: the country, or the years of a government.
fn unqualified(name: &str) -> &str {
    let name = name.trim();
    let Some((head, inside)) = name.strip_suffix(')').and_then(|open| open.rsplit_once('(')) else { return name };
    let years = inside.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '-' | '–' | ' '));
    if !head.trim().is_empty() && (years || countries::find(inside.trim()).is_some()) { head.trim() } else { name }
}

/// The class of every actor in the corpus.
#[derive(Debug, Default)]
pub struct Actors {
    /// By the number of the name, up to the last that is an actor's.
    class: Vec<Class>,
}

impl Actors {
    /// Reads all actors of a corpus.
    pub fn of(corpus: &Corpus) -> Actors {
        let mut names: Vec<Sym> = corpus.rows.iter().map(|row| row.actor).filter(|actor| actor.is_some()).collect();
        names.sort_unstable();
        names.dedup();
        let shift = 2 + SYNONYMS.values().max().map_or(0, |last| last + 1);
        let mut own: FxHashMap<String, u32> = FxHashMap::default();
        let last = names.last().map_or(0, |name| name.0 as usize + 1);
        let mut class = vec![Class::ABSENT; last];
        for name in names {
            let folded = fold(unqualified(corpus.name(name)));
            let bare: Vec<&str> = folded.split(' ').filter(|word| GENERIC.binary_search(word).is_err()).collect();
            let found = if folded.is_empty() {
                Class::ABSENT
            } else if let Some(line) = SYNONYMS.get(&folded).or_else(|| SYNONYMS.get(&bare.join(" "))) {
                Class(2 + line)
            } else if bare.is_empty() {
                Class::GENERIC
            } else {
                let next = own.len() as u32;
                Class(shift + *own.entry(bare.join(" ")).or_insert(next))
            };
            class[name.0 as usize] = found;
        }
        Actors { class }
    }

    /// The class of an actor.
    #[inline]
    pub fn class(&self, actor: Sym) -> Class {
        self.class.get(actor.0 as usize).copied().unwrap_or(Class::ABSENT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registries_put_country_and_years_behind_names() {
        assert_eq!(unqualified("Government of Nigeria (2010-)"), "Government of Nigeria");
        assert_eq!(unqualified("Military Forces of Mali (2012 - 2013)"), "Military Forces of Mali");
        assert_eq!(unqualified("Unidentified Armed Group (Burkina Faso)"), "Unidentified Armed Group");
        assert_eq!(unqualified("Katiba (Macina)"), "Katiba (Macina)");
        assert_eq!(unqualified("(Mali)"), "(Mali)");
    }
}
