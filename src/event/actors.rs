//! Who is meant by the name of an actor: names of one group are one class, and words that name nobody none.
//!
//! Three sources say which names are one: the register (data/actors), the rules for the forces of a state ("Military
//! Forces of X", "Government of X"), and the data themselves, since an acronym that one row defines ("LRA: Lord's
//! Resistance Army") serves all rows.

use crate::linkage::union::Union;
use crate::model::{Corpus, Sym};
use crate::text::countries;
use crate::text::distance::similarity;
use crate::text::fold::fold;
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
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

/// What kind of party a class is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Kind {
    /// A group of its own.
    #[default]
    Group,
    /// A state's forces.
    State,
    /// People who are no armed group.
    Crowd,
}

/// Folded lines of a list, without those that are comments.
fn list(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Words that name nobody.
static GENERIC: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| list(include_str!("../../data/actors/generic.txt")).collect());

/// Words that many groups have in their names.
static COMMON: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| list(include_str!("../../data/actors/common.txt")).collect());

/// Phrases before the name of a state, the longest first.
static STATES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut phrases: Vec<&str> = list(include_str!("../../data/actors/states.txt")).collect();
    phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
    phrases
});

/// Names of the register, each line one party: of groups, then of crowds.
fn register() -> impl Iterator<Item = (Kind, Vec<&'static str>)> {
    let lines = |kind, text| list(text).map(move |line: &str| (kind, line.split('\t').skip(1).collect()));
    let groups = lines(Kind::Group, include_str!("../../data/actors/groups.tsv"));
    groups.chain(lines(Kind::Crowd, include_str!("../../data/actors/crowds.tsv")))
}

/// Longest key of an acronym, in letters.
const ACRONYM: usize = 14;
/// Most words of a country's name.
const LONGEST: usize = 6;

/// The name without what stands in brackets, where that is a country or years.
fn unqualified(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut rest = name.trim();
    while let Some((head, tail)) = rest.split_once('(') {
        let Some((inside, after)) = tail.split_once(')') else { break };
        let years = inside.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '-' | '–' | ' '));
        out.push_str(head);
        if out.trim().is_empty() || !(years || countries::find(inside.trim()).is_some()) {
            out.push('(');
            out.push_str(inside);
            out.push(')');
        }
        rest = after;
    }
    out.push_str(rest);
    out.trim().to_owned()
}

/// What one name says: the keys under which its party is known, its kind.
struct Read {
    keys: SmallVec<[String; 2]>,
    kind: Kind,
}

/// Reads a name; no keys where it names nobody.
fn read(name: &str) -> Read {
    let plain = unqualified(name);
    if let Some(state) = state(&fold(&plain)) {
        return Read { keys: SmallVec::from_iter([state]), kind: Kind::State };
    }
    let mut keys: SmallVec<[String; 2]> = SmallVec::new();
    match plain.split_once(':') {
        Some((short, long)) if !short.trim().is_empty() && !long.trim().is_empty() => {
            keys.extend([short, long].into_iter().filter_map(key));
        }
        _ => {
            keys.extend(key(&plain));
            // "Lord's Resistance Army (LRA)".
            if let Some((long, short)) = plain.strip_suffix(')').and_then(|open| open.rsplit_once('('))
                && is_acronym(short)
                && let Some(long) = key(long)
            {
                keys.extend(key(short));
                keys.push(long);
            }
        }
    }
    Read { keys, kind: Kind::Group }
}

fn is_acronym(word: &str) -> bool {
    let letters = word.chars().filter(|letter| letter.is_alphabetic()).count();
    (2..=ACRONYM).contains(&letters) && word.chars().filter(|letter| letter.is_alphabetic()).all(char::is_uppercase)
}

/// The name without words for any group, folded; `None` where no other are left.
fn key(name: &str) -> Option<String> {
    let folded = fold(name);
    // An s after an apostrophe is no word.
    let words: Vec<&str> = folded.split(' ').filter(|word| !GENERIC.contains(word) && *word != "s").collect();
    (!words.is_empty() && !folded.is_empty()).then(|| words.join(" "))
}

/// The key of the state whose forces a folded name means.
fn state(folded: &str) -> Option<String> {
    let rest = STATES.iter().find_map(|phrase| folded.strip_prefix(*phrase)?.strip_prefix(' '))?;
    let words: Vec<&str> = rest.split(' ').collect();
    let known = (1..=words.len().min(LONGEST)).rev().find_map(|length| countries::find(&words[..length].join(" ")));
    Some(known.map_or_else(|| format!("state {rest}"), |country| format!("state {}", country.code)))
}

/// A party: what its names have in common.
#[derive(Debug, Clone, Default)]
struct Party {
    kind: Kind,
    /// Its keys.
    keys: Vec<String>,
}

/// The parties of every actor and target in the corpus.
#[derive(Debug, Default)]
pub struct Actors {
    /// By the number of the name, up to the last that is an actor's or a target's: its parties, the first of them first.
    of: Vec<SmallVec<[Class; 1]>>,
    /// By the number of the class.
    parties: Vec<Party>,
}

impl Actors {
    /// Reads all actors of a corpus.
    pub fn of(corpus: &Corpus) -> Actors {
        let mut names: Vec<Sym> =
            corpus.rows.iter().flat_map(|row| [row.actor, row.target]).filter(|actor| actor.is_some()).collect();
        names.sort_unstable();
        names.dedup();
        let mut known = Known::default();
        for (kind, line) in register() {
            known.define(line.iter().flat_map(|name| {
                let read = read(name);
                let kind = if read.kind == Kind::State { Kind::State } else { kind };
                read.keys.into_iter().map(move |key| (key, kind))
            }));
        }
        // First what all names define, so that it serves every one of them.
        let read: Vec<(Sym, Vec<Read>)> =
            names.iter().map(|&name| (name, sides(corpus.name(name)).map(read).collect())).collect();
        for one in read.iter().flat_map(|(_, sides)| sides) {
            known.define(one.keys.iter().map(|key| (key.clone(), one.kind)));
        }
        let (classes, parties) = known.classes();
        let mut of = vec![SmallVec::new(); names.last().map_or(0, |name| name.0 as usize + 1)];
        for (name, sides) in read {
            let mut found: SmallVec<[Class; 1]> = sides
                .iter()
                .map(|side| side.keys.first().and_then(|key| classes.get(key)).copied().unwrap_or(Class::GENERIC))
                .collect();
            // Those that name somebody first; otherwise in the order of the name.
            found.sort_by_key(|class| !class.is_named());
            found.dedup();
            of[name.0 as usize] = found;
        }
        Actors { of, parties }
    }

    /// The class of an actor: of the first party that its name names.
    #[inline]
    pub fn class(&self, actor: Sym) -> Class {
        self.all(actor).first().copied().unwrap_or(Class::ABSENT)
    }

    /// Every party that a name names: "Government of Kenya, Government of Somalia".
    #[inline]
    pub fn all(&self, actor: Sym) -> &[Class] {
        self.of.get(actor.0 as usize).map_or(&[], |classes| classes.as_slice())
    }

    /// What kind of party a class is.
    pub fn kind(&self, class: Class) -> Kind {
        self.parties.get(class.0 as usize).map_or(Kind::Group, |party| party.kind)
    }

    /// Whether two classes bear kindred names: a sub-group beside its group, one word that few have, a letter.
    pub fn kindred(&self, one: Class, other: Class) -> bool {
        let (Some(one), Some(other)) = (self.parties.get(one.0 as usize), self.parties.get(other.0 as usize)) else {
            return false;
        };
        one.kind == Kind::Group
            && other.kind == Kind::Group
            && one.keys.iter().any(|left| other.keys.iter().any(|right| kindred(left, right)))
    }
}

/// Shortest name that may be another with a letter changed.
const SPELT: usize = 6;
/// Least similarity of two spellings of one group's name.
const ALIKE: f64 = 0.84;
/// Shortest word that tells a group from others.
const TELLING: usize = 4;

fn kindred(left: &str, right: &str) -> bool {
    let telling = |key: &str| -> Vec<String> {
        let words = key.split(' ').filter(|word| word.len() >= TELLING && !COMMON.contains(word));
        words.filter(|word| countries::find(word).is_none()).map(str::to_owned).collect()
    };
    let (ours, theirs) = (telling(left), telling(right));
    ours.iter().any(|word| theirs.contains(word))
        || left.len().min(right.len()) >= SPELT
            && similarity(&left.replace(' ', ""), &right.replace(' ', "")) >= ALIKE
            && !left.bytes().chain(right.bytes()).any(|byte| byte.is_ascii_digit())
}

/// The parties that one cell names.
fn sides(name: &str) -> impl Iterator<Item = &str> {
    // A comma in a colon form or in brackets belongs to the name.
    let one = name.contains(':') || name.contains('(') || !name.contains([',', ';']);
    let mut parts: Vec<&str> = if one { vec![name] } else { name.split([',', ';']).collect() };
    parts.retain(|part| !part.trim().is_empty());
    parts.into_iter()
}

/// Keys that are known and which of them are one party.
#[derive(Default)]
struct Known {
    number: FxHashMap<String, u32>,
    kinds: Vec<Kind>,
    one: Vec<(u32, u32)>,
}

impl Known {
    /// Keys of one party.
    fn define(&mut self, keys: impl Iterator<Item = (String, Kind)>) {
        let mut first = None;
        for (key, kind) in keys {
            let next = self.kinds.len() as u32;
            let number = *self.number.entry(key).or_insert(next);
            if number == next {
                self.kinds.push(kind);
            } else if kind != Kind::Group {
                self.kinds[number as usize] = kind;
            }
            match first {
                None => first = Some(number),
                Some(first) => self.one.push((first, number)),
            }
        }
    }

    /// The class of each key, and the parties by class. Classes follow the order in which keys came up, which the register
    /// and the names, both in order, decide.
    fn classes(self) -> (FxHashMap<String, Class>, Vec<Party>) {
        let mut one = Union::new(self.kinds.len());
        self.one.iter().for_each(|(a, b)| one.join(*a, *b));
        let mut numbered: FxHashMap<u32, Class> = FxHashMap::default();
        let mut parties = vec![Party::default(); 2];
        let mut class_of = Vec::with_capacity(self.kinds.len());
        for (number, kind) in self.kinds.iter().enumerate() {
            let class = *numbered.entry(one.root(number as u32)).or_insert_with(|| {
                parties.push(Party::default());
                Class(parties.len() as u32 - 1)
            });
            if *kind != Kind::Group {
                parties[class.0 as usize].kind = *kind;
            }
            class_of.push(class);
        }
        let mut classes = FxHashMap::default();
        for (key, number) in self.number {
            let class = class_of[number as usize];
            parties[class.0 as usize].keys.push(key.clone());
            classes.insert(key, class);
        }
        parties.iter_mut().for_each(|party| party.keys.sort_unstable());
        (classes, parties)
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

    #[test]
    fn a_state_is_known_by_any_name_of_its_forces() {
        let code = |name: &str| read(name).keys.first().cloned();
        assert_eq!(
            code("Government of DR Congo (Zaire)"),
            code("Military Forces of the Democratic Republic of Congo (2001-)")
        );
        assert_eq!(code("Military Forces of Somalia (2012-) Police Force"), code("Government of Somalia"));
        assert_ne!(code("Government of Sudan"), code("Government of South Sudan"));
    }

    #[test]
    fn words_for_any_group_name_nobody() {
        assert!(key("Unidentified Armed Group").is_none());
        assert_eq!(key("Lauri Ethnic Militia").as_deref(), Some("lauri"));
        assert!(kindred("biyomal", "biyomaal") && kindred("mayi mayi apcls", "mayi mayi"));
        assert!(!kindred("popular front", "popular movement") && !kindred("m23", "m27"));
    }
}
