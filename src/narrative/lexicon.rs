//! The words that narratives are read by: data/lexicon/*.toml, folded and indexed once.

use super::token;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Language of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lang {
    /// English.
    En,
    /// French.
    Fr,
}

macro_rules! tags {
    ($($name:ident $key:literal,)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[repr(u8)]
        enum TagIndex { $($name,)* }
        /// What a word may be in a sentence; a word may be several things.
        pub(crate) mod tag {
            $(pub(crate) const $name: u128 = 1 << (super::TagIndex::$name as u8);)*
        }
        const TAGS: &[(&str, u128)] = &[$(($key, tag::$name),)*];
    };
}

tags! {
    AND "and", OR "or", BUT "but", PREP "prep", PLACE_PREP "place_prep", OF "of", BY "by", INDEF "indefinite",
    DEF "definite", POSS "possessive", BE "be", HAVE "have", HAD "had", MODAL "modal", NOT "not", NO "no",
    NOBODY "nobody", REL "rel", SUBORD "subord", PRON "pronoun", THEM "them", HIM "him", OTHER "other", ALSO "also",
    INCL "incl", OF_THEM "of_them", OF_WOUNDED "of_wounded", VERB "verb", SAY "say", ACCORDING "according", DENIAL "denial", FEAR "fear", ADV "adverb", MONTH "month",
    WEEKDAY "weekday", ORDINAL "ordinal", AGE "age", TITLE "title", ABBREV "abbrev", TOLL "toll",
    INJURY_TOLL "injury_toll", UPDATE "update", SUPERSEDED "superseded", PROVISIONAL "provisional", FINAL "final",
    NOT_FINAL "not_final", HYPO "hypothetical", BACK "background", BACK_OF "background_of", SUPERLATIVE "superlative", AGAINST "against", NEEDS_PERSON "needs_person", BACK_SOFT "background_soft", AFTER "after", AFTER_DAYS "after_days", SELF "self",
    PROTEST "protest", CLAIM "claim", CLAIM_OFF "claim_off", INSURGENT "insurgent", ARMY "army", ENEMY "enemy",
    OWN "own", EVENT "event", UNREPORTED "unreported", UNKNOWN_TOLL "unknown_toll", WHOLE "whole", SAME "same",
    NOTHING "nothing", NOTHING_KILLED "nothing_killed", CODED "coded", SPLIT "split",
    ADMIT "admit", REACHED "reached",
    AT_LEAST "at_least", MORE_THAN "more_than", UP_TO "up_to", FEWER_THAN "fewer_than", ABOUT "about",
    EXACTLY "exactly", OR_MORE "or_more", OR_SO "or_so", RANGE_FROM "range_from", RANGE_TO "range_to",
    PERSON "person", PLURAL "plural", ANIMAL "animal", THING "thing", UNIT "unit", MONEY "money", TIME "time",
    COLLECTIVE "collective",
    NUMBER "#number", MULTIPLIER "#multiplier", DOZEN "#collective", ROUNDED "#rounded", VAGUE "#vague",
    IS_EN "en", IS_FR "fr",
}

/// What a word of the other language may still mean: numbers and people, no grammar.
const GUEST: u128 = tag::NUMBER
    | tag::MULTIPLIER
    | tag::DOZEN
    | tag::ROUNDED
    | tag::VAGUE
    | tag::AT_LEAST
    | tag::MORE_THAN
    | tag::UP_TO
    | tag::FEWER_THAN
    | tag::ABOUT
    | tag::EXACTLY
    | tag::PERSON
    | tag::PLURAL
    | tag::MONTH
    | tag::WEEKDAY
    | tag::TOLL
    | tag::INSURGENT
    | tag::UNIT
    | tag::IS_EN
    | tag::IS_FR;

/// What a predicate says happened to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[repr(u8)]
pub(crate) enum Kind {
    /// No predicate.
    #[default]
    None,
    Death,
    Injury,
    Abduction,
    Missing,
    Displaced,
    /// Neutralised, feared dead: dead, captured or fled.
    Neutralised,
    /// Killed and injured together.
    Casualty,
    Unhurt,
}

/// How a predicate finds its people.
pub(crate) mod form {
    /// Past participle: passive, reduced, or active after its agent.
    pub(crate) const PARTICIPLE: u8 = 1;
    /// Takes an object: "killing 5".
    pub(crate) const ACTIVE: u8 = 2;
    /// Takes a subject: "5 died".
    pub(crate) const INTRANSITIVE: u8 = 4;
    /// A noun counted by the number before it: "5 dead".
    pub(crate) const NOUN: u8 = 8;
    /// A noun whose people follow: "killing of 5".
    pub(crate) const NOMINAL: u8 = 16;
}

/// Vague quantities by their place in [`crate::model::Convention`].
pub(crate) const VAGUE: [&str; 6] = ["several", "some", "dozens", "scores", "hundreds", "thousands"];

/// What a word or phrase means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) tags: u128,
    pub(crate) kind: Kind,
    pub(crate) forms: u8,
    /// Value of a number word; index into [`VAGUE`] of a vague quantity.
    pub(crate) value: u32,
}

/// What an unknown word means.
pub(crate) static NOTHING: Entry = Entry { tags: 0, kind: Kind::None, forms: 0, value: 0 };

impl Entry {
    fn join(&mut self, other: Entry) {
        self.tags |= other.tags;
        if other.kind != Kind::None && (self.kind == Kind::None || self.kind == other.kind) {
            self.kind = other.kind;
            self.forms |= other.forms;
        }
        if other.value != 0 {
            self.value = other.value;
        }
    }
}

/// A word of at most sixteen bytes by value: compared without a look at the heap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Key {
    /// Its first and its last bytes, which may overlap.
    head: u64,
    tail: u64,
    length: u8,
}

impl std::hash::Hash for Key {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        // Words that differ in their length alone are too few to be told apart here.
        state.write_u64(self.head);
        state.write_u64(self.tail);
    }
}

impl Key {
    fn of(word: &str) -> Option<Key> {
        let bytes = word.as_bytes();
        let (head, tail) = match bytes.len() {
            0..4 => (bytes.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)), 0),
            4..8 => (
                u64::from(u32::from_le_bytes(*bytes.first_chunk()?)),
                u64::from(u32::from_le_bytes(*bytes.last_chunk()?)),
            ),
            8..=16 => (u64::from_le_bytes(*bytes.first_chunk()?), u64::from_le_bytes(*bytes.last_chunk()?)),
            _ => return None,
        };
        Some(Key { head, tail, length: bytes.len() as u8 })
    }
}

/// A phrase of several words, found under its first two.
#[derive(Debug, Clone)]
pub(crate) struct Phrase {
    /// Ids of the words after the first.
    pub(crate) rest: Box<[u32]>,
    pub(crate) entry: Entry,
}

/// Both languages, indexed by word.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    ids: FxHashMap<Key, u32>,
    /// Ids of the words too long for a [`Key`].
    long: FxHashMap<Box<str>, u32>,
    words: Vec<[Entry; 2]>,
    phrases: Vec<[Vec<Phrase>; 2]>,
    /// Per first word: a bit for each second word that some phrase goes on with, so that most words are no start.
    seconds: Vec<[u64; 2]>,
    /// Phrases by their first two words, longest first.
    pairs: [FxHashMap<u64, Box<[Phrase]>>; 2],
}

impl Lexicon {
    /// Id of a folded word; 0 where it is unknown.
    pub(crate) fn id(&self, word: &str) -> u32 {
        match Key::of(word) {
            _ if word.is_empty() => 0,
            Some(key) => self.ids.get(&key).copied().unwrap_or(0),
            None => self.long.get(word).copied().unwrap_or(0),
        }
    }

    /// What a word means in a text of that language.
    pub(crate) fn entry(&self, id: u32, lang: Lang) -> &Entry {
        self.words.get(id as usize).map_or(&NOTHING, |pair| &pair[lang as usize])
    }

    /// Whether some language has it, and as which kind of number.
    pub(crate) fn numeric(&self, word: &str) -> bool {
        let pair = self.words.get(self.id(word) as usize);
        let bits = tag::NUMBER | tag::MULTIPLIER;
        pair.is_some_and(|pair| (pair[0].tags | pair[1].tags) & bits != 0)
    }

    /// Whether English and whether French has it among its commonest words.
    pub(crate) fn speaks(&self, id: u32) -> (bool, bool) {
        self.words
            .get(id as usize)
            .map_or((false, false), |[entry, _]| (entry.tags & tag::IS_EN != 0, entry.tags & tag::IS_FR != 0))
    }

    /// Phrases that begin with those two words, longest first.
    pub(crate) fn phrases(&self, first: u32, second: u32, lang: Lang) -> &[Phrase] {
        let goes_on =
            self.seconds.get(first as usize).is_some_and(|bits| bits[lang as usize] >> (second & 63) & 1 != 0);
        if !goes_on || second == 0 {
            return &[];
        }
        self.pairs[lang as usize].get(&pair(first, second)).map_or(&[], |list| list)
    }

    fn intern(&mut self, word: &str) -> u32 {
        if self.words.is_empty() {
            self.words.push(Default::default());
            self.phrases.push(Default::default());
        }
        if word.is_empty() {
            return 0;
        }
        let known = self.id(word);
        if known != 0 {
            return known;
        }
        let id = self.words.len() as u32;
        match Key::of(word) {
            Some(key) => self.ids.insert(key, id),
            None => self.long.insert(Box::from(word), id),
        };
        self.words.push(Default::default());
        self.phrases.push(Default::default());
        id
    }

    fn add(&mut self, text: &str, lang: Lang, mut entry: Entry) {
        // "Provisional toll", "nouveau bilan": a longer phrase must not hide the word it holds.
        if entry.tags != 0
            && entry.tags & tag::UNKNOWN_TOLL == 0
            && text.split(' ').any(|word| matches!(word, "toll" | "bilan"))
        {
            entry.tags |= tag::TOLL;
        }
        let mut ids = Vec::new();
        token::words(text, &mut |word| ids.push(self.intern(word)));
        // Digits and marks have no word of their own: an entry that held some would match any of them.
        if ids.contains(&0) {
            return;
        }
        match ids.split_first() {
            None => {}
            Some((&only, [])) => self.words[only as usize][lang as usize].join(entry),
            Some((&first, rest)) => {
                let list = &mut self.phrases[first as usize][lang as usize];
                match list.iter_mut().find(|phrase| *phrase.rest == *rest) {
                    Some(phrase) => phrase.entry.join(entry),
                    None => list.push(Phrase { rest: rest.into(), entry }),
                }
            }
        }
    }

    fn load(&mut self, source: &str, lang: Lang) {
        let table: toml::Table = source.parse().unwrap_or_default();
        let tagged = |tags| Entry { tags, ..Entry::default() };
        for (section, bits) in [
            ("numbers", tag::NUMBER),
            ("multipliers", tag::MULTIPLIER),
            ("collectives", tag::DOZEN),
            ("rounded", tag::ROUNDED),
        ] {
            for (word, value) in table.get(section).and_then(toml::Value::as_table).into_iter().flatten() {
                let value = value.as_integer().and_then(|value| u32::try_from(value).ok()).unwrap_or(0);
                self.add(word, lang, Entry { value, ..tagged(bits) });
                if bits == tag::DOZEN && !word.contains(' ') {
                    self.add(&format!("{word}s"), lang, Entry { value, ..tagged(bits | tag::PLURAL) });
                }
                if bits == tag::ROUNDED {
                    self.add(&format!("{word}s"), lang, Entry { value, ..tagged(bits | tag::PLURAL) });
                }
            }
        }
        let lists = |section: &str| -> Vec<(String, Vec<String>)> {
            let section = table.get(section).and_then(toml::Value::as_table);
            section.into_iter().flatten().map(|(key, list)| (key.clone(), strings(list))).collect()
        };
        for (name, list) in lists("vague") {
            let value = VAGUE.iter().position(|known| *known == name).unwrap_or(0) as u32;
            for text in list {
                self.add(&text, lang, Entry { value, ..tagged(tag::VAGUE) });
            }
        }
        for (name, list) in lists("qualifiers").into_iter().chain(lists("tags")) {
            let bits = TAGS.iter().find(|(key, _)| *key == name).map_or(0, |(_, bits)| *bits);
            for text in list {
                self.add(&text, lang, tagged(bits));
            }
        }
        let predicates = table.get("predicates").and_then(toml::Value::as_table);
        for (name, forms) in predicates.into_iter().flatten() {
            let kind = match name.as_str() {
                "death" => Kind::Death,
                "injury" => Kind::Injury,
                "abduction" => Kind::Abduction,
                "missing" => Kind::Missing,
                "displaced" => Kind::Displaced,
                "neutralised" => Kind::Neutralised,
                "casualty" => Kind::Casualty,
                "unhurt" => Kind::Unhurt,
                _ => Kind::None,
            };
            for (name, list) in forms.as_table().into_iter().flatten() {
                let forms = match name.as_str() {
                    "participle" => form::PARTICIPLE,
                    "active" => form::ACTIVE,
                    "intransitive" => form::INTRANSITIVE,
                    "noun" => form::NOUN,
                    "nominal" => form::NOMINAL,
                    _ => 0,
                };
                for text in strings(list) {
                    self.add(&text, lang, Entry { kind, forms, ..Entry::default() });
                }
            }
        }
        for (name, list) in lists("nouns") {
            let (one, many) = match name.as_str() {
                "person" => (tag::PERSON, tag::PERSON | tag::PLURAL),
                "person_plural" => (tag::PERSON | tag::PLURAL, 0),
                "person_singular" => (tag::PERSON, 0),
                other => {
                    let bits = TAGS.iter().find(|(key, _)| *key == other).map_or(0, |(_, bits)| *bits);
                    (bits, bits | tag::PLURAL)
                }
            };
            for text in list {
                self.add(&text, lang, tagged(one));
                if many != 0 {
                    let plural = plural(&text, lang);
                    if plural != text {
                        self.add(&plural, lang, tagged(many));
                    }
                }
            }
        }
    }

    fn finish(mut self) -> Lexicon {
        for [en, fr] in &mut self.words {
            // Texts mix languages; a word that only the other language knows keeps its meaning.
            let (own_en, own_fr) = (*en, *fr);
            let guest = |entry: Entry| Entry { tags: entry.tags & GUEST, value: entry.value, ..Entry::default() };
            if own_en == Entry::default() {
                *en = guest(own_fr);
            }
            if own_fr == Entry::default() {
                *fr = guest(own_en);
            }
            en.tags |= own_fr.tags & tag::IS_FR;
            fr.tags |= own_en.tags & tag::IS_EN;
        }
        for [en, fr] in &mut self.phrases {
            let copy = |from: &[Phrase], to: &mut Vec<Phrase>| {
                for phrase in from {
                    if !to.iter().any(|known| known.rest == phrase.rest) {
                        to.push(Phrase { rest: phrase.rest.clone(), entry: phrase.entry });
                    }
                }
            };
            copy(en, fr);
            copy(fr, en);
            for list in [en, fr] {
                list.sort_by(|a, b| b.rest.len().cmp(&a.rest.len()).then_with(|| a.rest.cmp(&b.rest)));
            }
        }
        self.seconds = vec![[0; 2]; self.phrases.len()];
        for (first, lists) in std::mem::take(&mut self.phrases).into_iter().enumerate() {
            for (lang, list) in lists.into_iter().enumerate() {
                let mut pairs: FxHashMap<u64, Vec<Phrase>> = FxHashMap::default();
                for phrase in list {
                    let second = phrase.rest.first().copied().unwrap_or(0);
                    self.seconds[first][lang] |= 1 << (second & 63);
                    pairs.entry(pair(first as u32, second)).or_default().push(phrase);
                }
                self.pairs[lang].extend(pairs.into_iter().map(|(key, list)| (key, list.into_boxed_slice())));
            }
        }
        self
    }
}

fn pair(first: u32, second: u32) -> u64 {
    u64::from(first) << 32 | u64::from(second)
}

fn strings(list: &toml::Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(toml::Value::as_str).map(str::to_owned).collect()
}

/// The plural of a noun or of the noun that leads a phrase.
pub(crate) fn plural(text: &str, lang: Lang) -> String {
    match lang {
        Lang::En => {
            if let Some(stem) = text.strip_suffix("man").filter(|stem| !stem.ends_with("hu")) {
                return format!("{stem}men");
            }
            if let Some(stem) = text.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
                return format!("{stem}ies");
            }
            if text.ends_with("child") {
                return format!("{text}ren");
            }
            if text.ends_with(['s', 'x']) || text.ends_with("ch") || text.ends_with("sh") {
                return format!("{text}es");
            }
            if let Some((head, tail)) = text.split_once(" for ") {
                return format!("{head}s for {tail}");
            }
            format!("{text}s")
        }
        Lang::Fr => {
            let parts = text.split(' ');
            let mut done = false;
            let words: Vec<String> = parts
                .map(|word| {
                    // What follows a preposition keeps its number: "chefs de village".
                    if done || matches!(word, "de" | "du" | "pour" | "d'une") || word.starts_with("d'") {
                        done = true;
                        return word.to_owned();
                    }
                    if word.ends_with(['s', 'x', 'z']) {
                        word.to_owned()
                    } else if let Some(stem) = word.strip_suffix("al") {
                        format!("{stem}aux")
                    } else if word.ends_with("au") || word.ends_with("eu") {
                        format!("{word}x")
                    } else {
                        format!("{word}s")
                    }
                })
                .collect();
            words.join(" ")
        }
    }
}

/// Words that need telling apart beyond what the lexicon says of them.
pub(crate) struct Known {
    pub(crate) from: u32,
    pub(crate) since: u32,
    pub(crate) sinces: [u32; 2],
    pub(crate) lives: [u32; 2],
    /// "To kill" is not yet done.
    pub(crate) infinitives: [u32; 8],
    /// One person that was spoken of before.
    pub(crate) singular: [u32; 4],
    /// What stands before a noun as an adjective: "an alleged thief".
    pub(crate) alleged: u32,
    /// A group of any kind: of rebels as of residents.
    pub(crate) groups: [u32; 4],
    /// Words for people that name no group.
    pub(crate) generic: [u32; 9],
}

/// Their ids, looked up once.
pub(crate) static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let id = |word| LEXICON.id(word);
    Known {
        from: id("from"),
        since: id("since"),
        sinces: ["since", "depuis"].map(id),
        lives: ["lives", "vies"].map(id),
        infinitives: ["kill", "injure", "wound", "abduct", "kidnap", "neutralise", "neutralize", "execute"].map(id),
        singular: ["he", "she", "il", "elle"].map(id),
        alleged: id("alleged"),
        groups: ["group", "groupe", "movement", "mouvement"].map(id),
        generic: ["people", "persons", "person", "personnes", "personne", "victims", "lives", "gens", "individuals"]
            .map(id),
    }
});

/// The lexicon, loaded on first use.
pub(crate) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut lexicon = Lexicon::default();
    lexicon.load(include_str!("../../data/lexicon/en.toml"), Lang::En);
    lexicon.load(include_str!("../../data/lexicon/fr.toml"), Lang::Fr);
    lexicon.finish()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_files_parse_and_every_key_is_known() {
        for source in [include_str!("../../data/lexicon/en.toml"), include_str!("../../data/lexicon/fr.toml")] {
            let table: toml::Table = source.parse().unwrap();
            for section in ["tags", "qualifiers"] {
                for key in table[section].as_table().unwrap().keys() {
                    assert!(TAGS.iter().any(|(known, _)| known == key), "{key}");
                }
            }
        }
    }

    #[test]
    fn plurals_follow_the_language() {
        assert_eq!(plural("policeman", Lang::En), "policemen");
        assert_eq!(plural("boy", Lang::En), "boys");
        assert_eq!(plural("chef de village", Lang::Fr), "chefs de village");
        assert_eq!(plural("conseiller municipal", Lang::Fr), "conseillers municipaux");
    }
}
