//! By what a stored report is recognised, without decoding it.

use super::chunk::ROWS;
use crate::model::Loc;
use hashbrown::HashTable;
use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::{xxh3_64, xxh3_128_with_seed};

/// No record.
pub(super) const NONE: u32 = u32::MAX;

/// The number under which the index knows a place; `NONE` where it is too far out.
pub(super) fn number_of(loc: Loc) -> u32 {
    loc.chunk.checked_mul(ROWS as u32).and_then(|first| first.checked_add(loc.slot)).unwrap_or(NONE)
}

/// The place that the index knows under a number.
pub(super) fn place_of(number: u32) -> Loc {
    Loc { chunk: number / ROWS as u32, slot: number % ROWS as u32 }
}

/// How many records of one id are looked at for one that says the same. Beyond, the oldest is taken.
const WINDOW: u64 = 16;

/// Which report: data set, id, and how often the id stood before.
///
/// It is a hash of 128 bits, salted by a number that each store draws for itself. Two ids of a million share one
/// with a chance of 1e-27, and nobody can prepare such a pair without the salt, so ids are not compared in full,
/// which would mean decoding a chunk for every changed row. Were it to happen, no row of a run would be lost: a
/// second row under one key is a further occurrence of it, and the former version stays stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Key(pub [u64; 2]);

impl Key {
    /// The key of an id's first occurrence in a data set whose name has this salted hash.
    pub(super) fn new(dataset: u64, id: &str) -> Key {
        let hash = xxh3_128_with_seed(id.as_bytes(), dataset);
        Key([hash as u64, (hash >> 64) as u64])
    }

    /// The key of a further occurrence.
    fn nth(self, occurrence: u64) -> Key {
        Key([self.0[0].wrapping_add(occurrence.wrapping_mul(0x9e37_79b9_7f4a_7c15)), self.0[1]])
    }
}

/// What is known of a stored record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub key: Key,
    /// Digest of its cells.
    pub digest: u64,
    /// Number of the version that it replaced, or [`NONE`].
    pub former: u32,
    flags: u8,
}

const ABSENT: u8 = 1;
const REPLACED: u8 = 2;
const SEEN: u8 = 4;

impl Entry {
    /// A record that replaced `former`.
    pub(super) fn new(key: Key, digest: u64, former: u32) -> Entry {
        Entry { key, digest, former, flags: SEEN }
    }

    /// A record that was stored before.
    pub(super) fn stored(key: Key, digest: u64, former: u32) -> Entry {
        Entry { key, digest, former, flags: 0 }
    }
}

/// What a row that is not stored as it is belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    /// It is stored with other cells under that number, and this is its key.
    Other(u32, Key),
    /// It is not stored; this is its key.
    Missing(Key),
}

/// All entries, by number of record: chunk times 256 plus slot.
#[derive(Debug, Default)]
pub(super) struct Index {
    entries: Vec<Entry>,
    table: HashTable<u32>,
    /// Ids that stood several times since opening: how many of their occurrences, from the first on, were met.
    repeats: FxHashMap<Key, u64>,
    /// Records that no later version replaced.
    pub current: u64,
    /// All records.
    pub versions: u64,
}

impl Index {
    /// Makes room for that many records more.
    pub(super) fn reserve(&mut self, records: usize) {
        self.entries.reserve(records);
        let Index { entries, table, .. } = self;
        table.reserve(records, |&number| entries.get(number as usize).map_or(0, |entry| entry.key.0[0]));
    }

    fn find(&self, key: Key) -> Option<u32> {
        self.table
            .find(key.0[0], |&number| self.entries.get(number as usize).is_some_and(|entry| entry.key == key))
            .copied()
    }

    fn first_unmet(&self, key: Key) -> u64 {
        if self.repeats.is_empty() { 0 } else { self.repeats.get(&key).copied().unwrap_or(0) }
    }

    /// An entry that has not been met since opening and says the same. Meets it.
    pub(super) fn same(&mut self, key: Key, digest: u64) -> Option<u32> {
        let start = self.first_unmet(key);
        let (mut first, mut occurrence, mut found) = (start, start, None);
        while occurrence <= first.saturating_add(WINDOW) {
            let Some(number) = self.find(key.nth(occurrence)) else { break };
            let Some(entry) = self.entries.get_mut(number as usize) else { break };
            let met = entry.flags & SEEN != 0;
            let same = !met && entry.digest == digest;
            if same {
                entry.flags |= SEEN;
                found = Some(number);
            }
            if occurrence == first && (met || same) {
                first += 1;
            }
            if same {
                break;
            }
            occurrence += 1;
        }
        if first > start {
            self.repeats_after(key, first);
        }
        found
    }

    /// What a row that [`Index::same`] did not find is to be stored as.
    pub(super) fn other(&mut self, key: Key) -> Match {
        let mut occurrence = self.first_unmet(key);
        loop {
            let nth = key.nth(occurrence);
            let Some(number) = self.find(nth) else {
                self.repeats_after(key, occurrence + 1);
                return Match::Missing(nth);
            };
            if self.entries.get(number as usize).is_some_and(|entry| entry.flags & SEEN == 0) {
                self.repeats_after(key, occurrence + 1);
                return Match::Other(number, nth);
            }
            occurrence += 1;
        }
    }

    /// Notes how far an id's occurrences were met. The first one needs no note: most ids stand once.
    fn repeats_after(&mut self, key: Key, met: u64) {
        if met > 1 {
            self.repeats.insert(key, met);
        }
    }

    /// The entry of a number.
    pub(super) fn get(&self, number: u32) -> Option<&Entry> {
        self.entries.get(number as usize).filter(|entry| entry.flags & ABSENT == 0)
    }

    /// Where the version that a record replaced lies.
    pub(super) fn former(&self, loc: Loc) -> Option<Loc> {
        let former = self.get(number_of(loc))?.former;
        (former != NONE).then(|| place_of(former))
    }

    /// Adds the record that belongs at `number`; those between are absent.
    pub(super) fn add(&mut self, number: u32, entry: Entry) {
        let blank = Entry { key: Key([0; 2]), digest: 0, former: NONE, flags: ABSENT };
        self.entries.resize(number as usize, blank);
        self.entries.push(entry);
        self.versions += 1;
        if entry.former != NONE {
            let Index { entries, table, .. } = self;
            let equal = |&known: &u32| entries.get(known as usize).is_some_and(|other| other.key == entry.key);
            if let Some(slot) = table.find_mut(entry.key.0[0], equal) {
                *slot = number;
                if let Some(replaced) = self.entries.get_mut(entry.former as usize) {
                    replaced.flags |= REPLACED;
                }
                return;
            }
        }
        self.current += 1;
        let Index { entries, table, .. } = self;
        table.insert_unique(entry.key.0[0], number, |&known| {
            entries.get(known as usize).map_or(0, |other| other.key.0[0])
        });
    }

    /// Slots of a chunk whose records no later version replaced.
    pub(super) fn current(&self, chunk: u32) -> Vec<u32> {
        (0..ROWS as u32)
            .filter(|&slot| self.get(number_of(Loc { chunk, slot })).is_some_and(|entry| entry.flags & REPLACED == 0))
            .collect()
    }

    /// Numbers of the records that stood just before the current ones.
    pub(super) fn last_formers(&self) -> FxHashSet<u32> {
        let current = self.entries.iter().filter(|entry| entry.flags & (ABSENT | REPLACED) == 0);
        current.map(|entry| entry.former).filter(|former| *former != NONE).collect()
    }

    /// Entries of a chunk.
    pub(super) fn of_chunk(&self, chunk: u32) -> &[Entry] {
        let from = number_of(Loc { chunk, slot: 0 }) as usize;
        let to = self.entries.len().min(from.saturating_add(ROWS));
        let all = self.entries.get(from..to).unwrap_or_default();
        let filled = all.iter().take_while(|entry| entry.flags & ABSENT == 0).count();
        &all[..filled]
    }
}

/// What the index tree holds for a chunk.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Page {
    /// Digest of the chunk's bytes.
    pub chunk: u64,
    /// Number of the commit that wrote it.
    pub generation: u32,
    /// Key, digest and former version of each record.
    pub entries: Vec<(Key, u64, u32)>,
}

const HEAD: usize = 20;
const EACH: usize = 28;

impl Page {
    /// As bytes, and the digest of those.
    pub(super) fn pack(&self) -> (Vec<u8>, u64) {
        let mut bytes = Vec::with_capacity(HEAD + EACH * self.entries.len());
        bytes.extend_from_slice(&[0; 8]);
        bytes.extend_from_slice(&self.chunk.to_le_bytes());
        bytes.extend_from_slice(&self.generation.to_le_bytes());
        for (key, digest, former) in &self.entries {
            for word in [key.0[0], key.0[1], *digest] {
                bytes.extend_from_slice(&word.to_le_bytes());
            }
            bytes.extend_from_slice(&former.to_le_bytes());
        }
        let own = xxh3_64(&bytes[8..]);
        bytes[..8].copy_from_slice(&own.to_le_bytes());
        (bytes, own)
    }

    /// From bytes, with their digest; `None` where they are not what was written.
    pub(super) fn unpack(bytes: &[u8]) -> Option<(Page, u64)> {
        let (own, rest) = bytes.split_first_chunk::<8>()?;
        let own = u64::from_le_bytes(*own);
        if xxh3_64(rest) != own {
            return None;
        }
        let (chunk, rest) = rest.split_first_chunk::<8>()?;
        let (generation, rest) = rest.split_first_chunk::<4>()?;
        let (packed, tail) = rest.as_chunks::<EACH>();
        if !tail.is_empty() || packed.len() > ROWS {
            return None;
        }
        let word = |entry: &[u8; EACH], from: usize| {
            entry.get(from..from + 8).and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_le_bytes)
        };
        let entries = packed
            .iter()
            .map(|entry| {
                let former = entry.last_chunk::<4>().map_or(NONE, |bytes| u32::from_le_bytes(*bytes));
                (Key([word(entry, 0), word(entry, 8)]), word(entry, 16), former)
            })
            .collect();
        let page = Page { chunk: u64::from_le_bytes(*chunk), generation: u32::from_le_bytes(*generation), entries };
        Some((page, own))
    }
}
