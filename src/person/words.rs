//! Words around names, equivalent given names and the weights: the data of this room.

use crate::text::keys;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::sync::LazyLock;

/// Words that are no names, folded.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    titles: Vec<String>,
    links: Vec<String>,
    aliases: Vec<String>,
    generations: Vec<String>,
    parents: Vec<String>,
    joined: Vec<String>,
    articles: Vec<String>,
    patronymics: Vec<String>,
}

/// Lists of words, each as sequences of folded words, and the classes of equivalent given names.
#[derive(Debug)]
pub(super) struct Words {
    pub titles: FxHashSet<String>,
    pub links: FxHashSet<String>,
    pub aliases: FxHashSet<String>,
    pub generations: FxHashSet<String>,
    pub parents: Vec<String>,
    pub joined: FxHashSet<String>,
    pub articles: FxHashSet<String>,
    pub patronymics: Vec<String>,
    /// For each given name, the lines of the table that it stands on.
    pub classes: FxHashMap<String, Vec<u16>>,
}

/// The words that ship with the tool.
pub(super) fn words() -> &'static Words {
    static WORDS: LazyLock<Words> = LazyLock::new(|| {
        // The file ships with the tool and a test reads it: an empty table is what a broken one would give.
        toml::from_str::<Listed>(include_str!("../../data/persons/words.toml")).map_or_else(
            |_| Words::of(Listed::empty(), ""),
            |listed| Words::of(listed, include_str!("../../data/persons/given_names.tsv")),
        )
    });
    &WORDS
}

impl Listed {
    fn empty() -> Listed {
        let none = Vec::new;
        Listed {
            titles: none(),
            links: none(),
            aliases: none(),
            generations: none(),
            parents: none(),
            joined: none(),
            articles: none(),
            patronymics: none(),
        }
    }
}

impl Words {
    fn of(listed: Listed, given: &str) -> Words {
        let set = |list: Vec<String>| list.iter().map(|word| super::form::fold(word)).collect();
        let mut classes: FxHashMap<String, Vec<u16>> = FxHashMap::default();
        for (line, row) in given.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).enumerate() {
            for name in row.split('\t') {
                classes.entry(keys::ascii(name)).or_default().push(u16::try_from(line).unwrap_or(u16::MAX));
            }
        }
        Words {
            titles: set(listed.titles),
            links: set(listed.links),
            aliases: set(listed.aliases),
            generations: set(listed.generations),
            parents: listed.parents.iter().map(|word| super::form::fold(word)).collect(),
            joined: set(listed.joined),
            articles: set(listed.articles),
            patronymics: listed.patronymics,
            classes,
        }
    }
}

macro_rules! weights {
    ($($(#[$doc:meta])* $name:ident { $($field:ident),* $(,)? })*) => {
        $($(#[$doc])*
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct $name { $(pub $field: f64),* }
        impl $name { const ZERO: $name = $name { $($field: 0.0),* }; })*
    };
}

weights! {
    /// Levels of agreement of names.
    NameWeights { same, spelt, sounding, close, other, initial, part_same, part_spelt, part_sounding, part_close, dropped_part,
        dropped_family, family_conflict, father_conflict, type_conflict, reversed, generation_conflict }
    /// Relatives.
    KinWeights { father_same, father_conflict, equal_id }
    /// Sex.
    SexWeights { same }
    /// Age in years.
    AgeWeights { same, one, two, five, other }
    /// Numbers of identity.
    IdWeights { same, slip, other }
    /// Days of death.
    DayWeights { same, one, three, ten, month, other }
    /// Places.
    PlaceWeights { same, region, other }
    /// Incidents.
    EventWeights { same, other }
    /// Before anything is compared.
    PriorWeights { coverage, reissue, twice }
    /// What is decided.
    DecideWeights { same, propose, same_issue }
}

/// The table of weights: data/link/persons.toml says what each is and where it comes from.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Weights {
    pub name: NameWeights,
    pub kin: KinWeights,
    pub sex: SexWeights,
    pub age: AgeWeights,
    pub id: IdWeights,
    pub day: DayWeights,
    pub place: PlaceWeights,
    pub event: EventWeights,
    pub prior: PriorWeights,
    pub decide: DecideWeights,
}

/// The weights that ship with the tool.
pub(super) fn weights() -> &'static Weights {
    static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
        toml::from_str(include_str!("../../data/link/persons.toml")).unwrap_or(Weights {
            name: NameWeights::ZERO,
            kin: KinWeights::ZERO,
            sex: SexWeights::ZERO,
            age: AgeWeights::ZERO,
            id: IdWeights::ZERO,
            day: DayWeights::ZERO,
            place: PlaceWeights::ZERO,
            event: EventWeights::ZERO,
            prior: PriorWeights::ZERO,
            decide: DecideWeights::ZERO,
        })
    });
    &WEIGHTS
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_shipped_tables_are_well_formed() {
        assert!(toml::from_str::<super::Listed>(include_str!("../../data/persons/words.toml")).is_ok());
        let weights = toml::from_str::<super::Weights>(include_str!("../../data/link/persons.toml"));
        assert!(weights.is_ok(), "{weights:?}");
        assert!(super::words().classes.len() > 300);
    }
}
