//! Which rows are compared at all: those that share two words of a name, a number, or a word and a day.

use super::frequency::{Lists, Person};
use super::name::Name;
use rustc_hash::FxHashMap;

/// Rows in one block at most; a larger one says too little and its rows meet in others.
const LARGEST: usize = 300;

/// What rows may share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    Id(u64),
    /// The same two words, by their consonants, whatever their order.
    Words(u32, u32),
    /// Two words and the age, where the two words are common.
    Aged(u32, u32, u16),
    /// Two words and the day of death, where they are common; the days beside it too.
    Dated(u32, u32, i32),
    /// One word on one day.
    Day(u32, i32),
    /// Three words.
    Three(u32, u32, u32),
    /// One word at one place, for names of one word.
    Place(u32, u32),
}

/// Pairs of rows that are compared, each once, the smaller number first.
pub(super) fn pairs(lists: &Lists) -> Vec<(u32, u32)> {
    let mut blocks: FxHashMap<Key, Vec<u32>> = FxHashMap::default();
    for (row, person) in lists.people.iter().enumerate() {
        let mut keys: Vec<Key> = Vec::with_capacity(32);
        if let Some(id) = &person.id {
            keys.push(Key::Id(xxhash_rust::xxh3::xxh3_64(id.digits.as_bytes())));
        }
        for name in &person.names {
            of_name(name, person, lists, &mut keys);
        }
        keys.sort_unstable_by_key(format_key);
        keys.dedup();
        let row = u32::try_from(row).unwrap_or(u32::MAX);
        for key in keys {
            blocks.entry(key).or_default().push(row);
        }
    }
    let mut pairs: Vec<u64> = Vec::new();
    for rows in blocks.values().filter(|rows| rows.len() > 1 && rows.len() <= LARGEST) {
        for (at, &a) in rows.iter().enumerate() {
            pairs.extend(rows[at + 1..].iter().map(|&b| u64::from(a) << 32 | u64::from(b)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    #[expect(clippy::cast_possible_truncation, reason = "both halves are row numbers of 32 bits")]
    pairs.into_iter().map(|pair| ((pair >> 32) as u32, pair as u32)).collect()
}

fn format_key(key: &Key) -> (u8, u64, u64, i64) {
    match *key {
        Key::Id(id) => (0, id, 0, 0),
        Key::Words(a, b) => (1, u64::from(a), u64::from(b), 0),
        Key::Aged(a, b, age) => (2, u64::from(a), u64::from(b), i64::from(age)),
        Key::Dated(a, b, day) => (3, u64::from(a), u64::from(b), i64::from(day)),
        Key::Day(a, day) => (4, u64::from(a), 0, i64::from(day)),
        Key::Three(a, b, c) => (5, u64::from(a), u64::from(b), i64::from(c)),
        Key::Place(a, place) => (6, u64::from(a), u64::from(place), 0),
    }
}

fn of_name(name: &Name, person: &Person, lists: &Lists, keys: &mut Vec<Key>) {
    let mut words: Vec<u32> = name
        .parts
        .iter()
        .take(6)
        .chain(name.aliases.iter().take(2))
        .chain(&person.father)
        .map(|part| lists.tokens.word(*part).skeleton_no)
        .collect();
    let own = words.first().copied();
    let first_part = name.parts.first().copied();
    words.sort_unstable();
    words.dedup();
    let day = person.died.filter(|(first, last)| first == last).map(|(day, _)| day);
    for (at, &a) in words.iter().enumerate() {
        for (next, &b) in words.iter().enumerate().skip(at + 1) {
            keys.push(Key::Words(a, b));
            if let Some(age) = person.age {
                keys.push(Key::Aged(a, b, age));
            }
            if let Some(day) = day {
                // A day apart is near enough: each row stands under its day and the next.
                keys.extend([Key::Dated(a, b, day), Key::Dated(a, b, day + 1)]);
            }
            keys.extend(words[next + 1..].iter().map(|&c| Key::Three(a, b, c)));
        }
        if let Some(day) = day {
            keys.push(Key::Day(a, day));
        }
    }
    if let (Some(own), Some(place)) = (own, person.place) {
        keys.push(Key::Place(own, place));
    }
    // Equivalent given names that do not sound alike meet through the line of the table they stand on.
    if let Some(part) = first_part {
        let last = name.parts.last().map_or(0, |last| lists.tokens.word(*last).skeleton_no);
        for class in &lists.tokens.word(part).classes {
            keys.push(Key::Three(u32::from(*class), last, u32::MAX));
        }
    }
}
