//! The words that narratives are read by: data/lexicon/*.toml, folded and indexed once.

mod grammar;
mod load;
mod tags;

pub(crate) use grammar::{Grammar, Script};
pub(crate) use tags::{Entry, Kind, NOTHING, VAGUE, form, tag};

use super::token;
use load::Plurals;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::sync::LazyLock;

/// Language of a text: one of the lexicons under data/lexicon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Lang(u8);

/// Code and lexicon of every language that is read; a further language is one more line.
const LANGUAGES: &[(&str, &str)] = &[
    ("en", include_str!("../../../data/lexicon/en.toml")),
    ("fr", include_str!("../../../data/lexicon/fr.toml")),
    ("es", include_str!("../../../data/lexicon/es.toml")),
    ("pt", include_str!("../../../data/lexicon/pt.toml")),
    ("ar", include_str!("../../../data/lexicon/ar.toml")),
    ("uk", include_str!("../../../data/lexicon/uk.toml")),
    ("ru", include_str!("../../../data/lexicon/ru.toml")),
];

static TABLES: LazyLock<Vec<toml::Table>> =
    LazyLock::new(|| LANGUAGES.iter().map(|(_, source)| source.parse().unwrap_or_default()).collect());

/// English and French share one lexicon, since reports mix them.
static WEST: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut lexicon = Lexicon::default();
    for (slot, plurals) in [(0, Plurals::English), (1, Plurals::French)] {
        load::load(&mut lexicon, &TABLES[slot], slot, plurals);
    }
    lexicon.finish(2)
});

static GRAMMARS: LazyLock<Vec<Grammar>> = LazyLock::new(|| TABLES.iter().map(Grammar::of).collect());

/// A lexicon that is read when it is first needed.
type Later = LazyLock<Lexicon, Box<dyn Fn() -> Lexicon + Send + Sync>>;

static OTHERS: LazyLock<Vec<Later>> = LazyLock::new(|| {
    (2..LANGUAGES.len())
        .map(|index| {
            let load: Box<dyn Fn() -> Lexicon + Send + Sync> = Box::new(move || {
                let mut lexicon = Lexicon::default();
                load::load(&mut lexicon, &TABLES[index], 0, Plurals::Declined);
                lexicon.finish(1)
            });
            LazyLock::new(load)
        })
        .collect()
});

static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| Lang::all().map(Known::of).collect());

impl Lang {
    /// English.
    pub const EN: Lang = Lang(0);
    /// French.
    pub const FR: Lang = Lang(1);

    /// The language of that ISO 639-1 code, where it is read.
    pub fn of_code(code: &str) -> Option<Lang> {
        LANGUAGES.iter().position(|(known, _)| *known == code).map(|index| Lang(index as u8))
    }

    /// Every language that is read.
    pub fn all() -> impl Iterator<Item = Lang> {
        (0..LANGUAGES.len()).map(|index| Lang(index as u8))
    }

    /// Its ISO 639-1 code.
    pub fn code(self) -> &'static str {
        LANGUAGES.get(usize::from(self.0)).map_or("", |(code, _)| code)
    }

    /// Its English name.
    pub fn name(self) -> &'static str {
        let language = TABLES.get(usize::from(self.0)).and_then(|table| table.get("language"));
        language.and_then(|language| language.get("name")).and_then(toml::Value::as_str).unwrap_or(self.code())
    }

    /// Its commonest words, by which a text is known to be in it.
    pub(super) fn common(self) -> Vec<String> {
        let language = TABLES.get(usize::from(self.0)).and_then(|table| table.get("language"));
        language.and_then(|language| language.get("common")).map(load::strings).unwrap_or_default()
    }

    /// Letters that only it has among the languages of its alphabet.
    pub(super) fn letters(self) -> &'static str {
        let language = TABLES.get(usize::from(self.0)).and_then(|table| table.get("language"));
        language.and_then(|language| language.get("letters")).and_then(toml::Value::as_str).unwrap_or_default()
    }

    pub(crate) fn grammar(self) -> &'static Grammar {
        &GRAMMARS[usize::from(self.0)]
    }

    pub(crate) fn lexicon(self) -> &'static Lexicon {
        match usize::from(self.0).checked_sub(2) {
            None => &WEST,
            Some(index) => &OTHERS[index],
        }
    }

    pub(crate) fn known(self) -> &'static Known {
        &KNOWN[usize::from(self.0)]
    }

    /// Whether it is English or French, which share a lexicon.
    pub(crate) fn western(self) -> bool {
        self.0 < 2
    }

    fn slot(self) -> usize {
        usize::from(self == Lang::FR)
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

/// The words of one language, or of two that share a lexicon.
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
        self.words.get(id as usize).map_or(&NOTHING, |pair| &pair[lang.slot()])
    }

    /// Whether some language has it, and as which kind of number.
    pub(crate) fn numeric(&self, word: &str) -> bool {
        let pair = self.words.get(self.id(word) as usize);
        let bits = tag::NUMBER | tag::MULTIPLIER;
        pair.is_some_and(|pair| (pair[0].tags | pair[1].tags) & bits != 0)
    }

    /// Whether a word means something by itself.
    pub(crate) fn means(&self, word: &str) -> bool {
        self.words.get(self.id(word) as usize).is_some_and(|pair| pair[0] != NOTHING)
    }

    /// Whether a word is a predicate or a number: what tells the language of a headline.
    pub(super) fn tells(&self, word: &str) -> bool {
        let pair = self.words.get(self.id(word) as usize);
        pair.is_some_and(|pair| pair.iter().any(|entry| entry.kind != Kind::None || entry.tags & tag::NUMBER != 0))
    }

    /// Whether English and whether French has it among its commonest words.
    pub(crate) fn speaks(&self, id: u32) -> (bool, bool) {
        self.words
            .get(id as usize)
            .map_or((false, false), |[entry, _]| (entry.tags & tag::IS_EN != 0, entry.tags & tag::IS_FR != 0))
    }

    /// Phrases that begin with those two words, longest first.
    pub(crate) fn phrases(&self, first: u32, second: u32, lang: Lang) -> &[Phrase] {
        let slot = lang.slot();
        let goes_on = self.seconds.get(first as usize).is_some_and(|bits| bits[slot] >> (second & 63) & 1 != 0);
        if !goes_on || second == 0 {
            return &[];
        }
        self.pairs[slot].get(&pair(first, second)).map_or(&[], |list| list)
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

    /// Adds an entry of one word or of several.
    fn add(&mut self, text: &str, slot: usize, mut entry: Entry) {
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
            Some((&only, [])) => self.words[only as usize][slot].join(entry),
            Some((&first, rest)) => {
                let list = &mut self.phrases[first as usize][slot];
                match list.iter_mut().find(|phrase| *phrase.rest == *rest) {
                    Some(phrase) => phrase.entry.join(entry),
                    None => list.push(Phrase { rest: rest.into(), entry }),
                }
            }
        }
    }

    /// Texts mix languages: a word that only the other language of the lexicon knows keeps its meaning.
    fn share(&mut self) {
        for [en, fr] in &mut self.words {
            let (own_en, own_fr) = (*en, *fr);
            let guest = |entry: Entry| Entry { tags: entry.tags & tags::GUEST, value: entry.value, ..Entry::default() };
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
        }
    }

    fn finish(mut self, languages: usize) -> Lexicon {
        if languages > 1 {
            self.share();
        }
        for list in self.phrases.iter_mut().flatten() {
            list.sort_by(|a, b| b.rest.len().cmp(&a.rest.len()).then_with(|| a.rest.cmp(&b.rest)));
        }
        self.seconds = vec![[0; 2]; self.phrases.len()];
        for (first, lists) in std::mem::take(&mut self.phrases).into_iter().enumerate() {
            for (slot, list) in lists.into_iter().enumerate() {
                let mut pairs: FxHashMap<u64, Vec<Phrase>> = FxHashMap::default();
                for phrase in list {
                    let second = phrase.rest.first().copied().unwrap_or(0);
                    self.seconds[first][slot] |= 1 << (second & 63);
                    pairs.entry(pair(first as u32, second)).or_default().push(phrase);
                }
                self.pairs[slot].extend(pairs.into_iter().map(|(key, list)| (key, list.into_boxed_slice())));
            }
        }
        self
    }
}

fn pair(first: u32, second: u32) -> u64 {
    u64::from(first) << 32 | u64::from(second)
}

/// The plural of a group's name, where the language makes it by rule; else the name as it stands.
pub(crate) fn plural(text: &str, lang: Lang) -> String {
    let plurals = match lang {
        Lang::EN => Plurals::English,
        Lang::FR => Plurals::French,
        _ => Plurals::Declined,
    };
    load::plural(text, plurals)
}

type Ids = SmallVec<[u32; 8]>;

/// Words that need telling apart beyond what the lexicon says of them: its `[known]`, looked up once.
#[derive(Debug, Default)]
pub(crate) struct Known {
    pub(crate) from: Ids,
    /// "Since" alone.
    pub(crate) since: Ids,
    pub(crate) sinces: Ids,
    pub(crate) lives: Ids,
    /// "To kill" is not yet done.
    pub(crate) infinitives: Ids,
    /// One person that was spoken of before.
    pub(crate) singular: Ids,
    /// What stands before a noun as an adjective: "an alleged thief".
    pub(crate) alleged: Ids,
    /// A group of any kind: of rebels as of residents.
    pub(crate) groups: Ids,
    /// Words for people that name no group.
    pub(crate) generic: Ids,
    /// Words that join a ten and its unit.
    pub(crate) joins: Ids,
}

impl Known {
    fn of(lang: Lang) -> Known {
        let lexicon = lang.lexicon();
        // Reports mix English and French.
        let tables = if lang.western() { &TABLES[..2] } else { &TABLES[usize::from(lang.0)..=usize::from(lang.0)] };
        let ids = |words: Vec<String>| -> Ids {
            let mut ids = Ids::new();
            for word in words {
                token::words(&word, &mut |word| ids.push(lexicon.id(word)));
            }
            ids.retain(|id| *id != 0);
            ids
        };
        let list = |key: &str| {
            let lists = tables.iter().filter_map(|table| table.get("known")?.get(key));
            ids(lists.flat_map(load::strings).collect())
        };
        Known {
            from: list("from"),
            since: list("since"),
            sinces: list("sinces"),
            lives: list("lives"),
            infinitives: list("infinitives"),
            singular: list("singular"),
            alleged: list("alleged"),
            groups: list("groups"),
            generic: list("generic"),
            joins: ids(lang.grammar().joins.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A key, an ending or a declension misspelt in a lexicon would be words lost without a sound.
    #[test]
    fn every_lexicon_parses_and_every_key_is_known() {
        for (code, source) in LANGUAGES {
            let table: toml::Table = source.parse().unwrap_or_else(|error| panic!("{code}: {error}"));
            let section = |name: &str| table.get(name).and_then(toml::Value::as_table).cloned().unwrap_or_default();
            for key in section("tags").keys().chain(section("qualifiers").keys()) {
                assert!(tags::TAGS.iter().any(|(known, _)| known == key), "{code}: {key}");
            }
            for key in section("vague").keys() {
                assert!(VAGUE.contains(&key.as_str()), "{code}: {key}");
            }
            let declensions = section("declension");
            for (name, list) in section("nouns") {
                for class in list.as_table().into_iter().flat_map(toml::Table::keys) {
                    assert!(declensions.contains_key(class), "{code}: {name}.{class}");
                }
            }
            let endings = section("endings");
            for ending in source.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
                assert!(endings.contains_key(ending) || ending == "oa", "{code}: {ending}");
            }
        }
    }

    #[test]
    fn plurals_follow_the_language() {
        assert_eq!(plural("policeman", Lang::EN), "policemen");
        assert_eq!(plural("boy", Lang::EN), "boys");
        assert_eq!(plural("chef de village", Lang::FR), "chefs de village");
        assert_eq!(plural("conseiller municipal", Lang::FR), "conseillers municipaux");
    }
}
