//! A run's tables: where every report went, and what was found.

use bincode::enc::write::SizeWriter;
use bincode::{Decode, Encode};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use xxhash_rust::xxh3::xxh3_64;

/// Version of the shape below; tables of another one are not read.
const FORMAT: u32 = 2;
const MAGIC: &[u8; 8] = b"recountT";
const LIMIT: usize = 1 << 31;

/// A place, as a run found it.
#[derive(Debug, Clone, PartialEq, Default, Encode, Decode)]
pub struct PlaceFact {
    /// Its id.
    pub id: String,
    /// The chosen spelling.
    pub canonical: String,
    /// Country.
    pub country: String,
    /// First administrative level.
    pub admin1: String,
    /// Second administrative level.
    pub admin2: String,
    /// Latitude, degrees.
    pub lat: Option<f64>,
    /// Longitude, degrees.
    pub lon: Option<f64>,
}

/// An event with its reconciled toll, as a run found it.
#[derive(Debug, Clone, PartialEq, Default, Encode, Decode)]
pub struct EventFact<'a> {
    /// Its id.
    pub id: Cow<'a, str>,
    /// First coded day, ISO, or empty.
    pub date: Cow<'a, str>,
    /// Canonical name of its places, joined.
    pub place: Cow<'a, str>,
    /// Probability of the weakest link that holds it together.
    pub weakest: f32,
    /// Whether any toll is stated.
    pub stated: bool,
    /// Lower end.
    pub low: u32,
    /// Best single value.
    pub best: u32,
    /// Upper end; `None` without limit.
    pub high: Option<u32>,
    /// Sum over rows.
    pub naive_sum: u64,
    /// Number of reports.
    pub reports: u32,
    /// Distinct sources.
    pub sources: u32,
    /// Origins that do not depend on each other.
    pub origins: u32,
}

/// A row of a list of named people, as a run found it. No name stands here.
#[derive(Debug, Clone, PartialEq, Default, Encode, Decode)]
pub struct PersonFact<'a> {
    /// The row's id.
    pub id: Cow<'a, str>,
    /// The person: a number among the run's persons, from 0.
    pub person: u32,
    /// How sure it is that the row belongs to the person.
    pub probability: f32,
    /// The list.
    pub list: Cow<'a, str>,
    /// Day of the list's issue, ISO, or empty.
    pub issue: Cow<'a, str>,
    /// First administrative level, or empty.
    pub admin1: Cow<'a, str>,
}

/// A finding, as a run made it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
pub struct FindingFact<'a> {
    /// The rule's code.
    pub code: Cow<'a, str>,
    /// Recognises the finding in later runs.
    pub fingerprint: Cow<'a, str>,
    /// error, warning or info.
    pub severity: Cow<'a, str>,
    /// new, known or decided.
    pub state: Cow<'a, str>,
    /// One line.
    pub headline: Cow<'a, str>,
    /// Recognises the evidence.
    pub evidence_hash: Cow<'a, str>,
}

/// A row of one data set beside a row of another, as a run linked them; or a registry's row that has no partner.
#[derive(Debug, Clone, PartialEq, Default, Encode, Decode)]
pub struct LinkFact {
    /// One report, an index into `reports`.
    pub left: u32,
    /// The other; `u32::MAX` where there is none.
    pub right: u32,
    /// Probability that both tell of one event.
    pub probability: f32,
    /// In which way they belong together.
    pub relation: String,
    /// What speaks for it.
    pub pro: String,
    /// What speaks against it.
    pub contra: String,
}

/// The tables of a run; when they are written, words are lent by what the run made.
///
/// Reports stand in the run's canonical order; the lists named `of` and `score` run beside them.
#[derive(Debug, Clone, PartialEq, Default, Encode, Decode)]
pub struct Tables<'a> {
    /// Id of each report.
    pub reports: Vec<Cow<'a, str>>,
    /// Place of each report, an index into `places`, or `u32::MAX`.
    pub place_of: Vec<u32>,
    /// How well each report's name fits its place.
    pub place_score: Vec<f32>,
    /// Spelling in each report, an index into `spellings`.
    pub spelling_of: Vec<u32>,
    /// Spellings, each once.
    pub spellings: Vec<String>,
    /// The places.
    pub places: Vec<PlaceFact>,
    /// Event of each report, an index into `events`.
    pub event_of: Vec<u32>,
    /// How well each report fits its event.
    pub event_score: Vec<f32>,
    /// The events.
    pub events: Vec<EventFact<'a>>,
    /// Rows of lists of named people.
    pub persons: Vec<PersonFact<'a>>,
    /// The findings.
    pub findings: Vec<FindingFact<'a>>,
    /// The data sets.
    pub sets: Vec<String>,
    /// Data set of each report, an index into `sets`; nothing where there is one data set only.
    pub set_of: Vec<u16>,
    /// Links between data sets.
    pub links: Vec<LinkFact>,
}

/// Events of an earlier run whose reports lie in other events now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lineage {
    /// Ids in the earlier run, ascending.
    pub from: Vec<String>,
    /// Ids now, ascending.
    pub into: Vec<String>,
}

impl Lineage {
    /// `merged`, `split`, `renamed`, or `rearranged` where several became several.
    pub fn kind(&self) -> &'static str {
        match (self.from.len(), self.into.len()) {
            (1, 1) => "renamed",
            (_, 1) => "merged",
            (1, _) => "split",
            _ => "rearranged",
        }
    }
}

impl Tables<'_> {
    /// Id of each report's event.
    pub fn event_ids(&self) -> FxHashMap<&str, &str> {
        let ids = self.event_of.iter().map(|&event| self.events.get(event as usize).map_or("", |fact| &*fact.id));
        self.reports.iter().map(|id| &**id).zip(ids).collect()
    }

    /// How events of an earlier run became those of this one, as far as both have the same reports: only where ids
    /// differ, in the order of the earlier ids. Reports that came or went say nothing.
    pub fn lineage(&self, earlier: &Tables<'_>) -> Vec<Lineage> {
        let now = self.event_ids();
        // Most reports of an event say the same pair, so the pairs are few.
        let pairs: FxHashSet<(&str, &str)> =
            earlier.event_ids().into_iter().filter_map(|(report, before)| Some((before, *now.get(report)?))).collect();
        let mut forward: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut backward: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (before, after) in pairs {
            forward.entry(before).or_default().insert(after);
            backward.entry(after).or_default().insert(before);
        }
        let mut done: BTreeSet<&str> = BTreeSet::new();
        let mut all = Vec::new();
        for &start in forward.keys() {
            if !done.insert(start) {
                continue;
            }
            // Everything that hangs together by shared reports is one matter.
            let (mut from, mut into) = (BTreeSet::from([start]), BTreeSet::new());
            let mut open = vec![start];
            while let Some(before) = open.pop() {
                for &after in forward.get(before).into_iter().flatten() {
                    if into.insert(after) {
                        for &other in backward.get(after).into_iter().flatten() {
                            done.insert(other);
                            if from.insert(other) {
                                open.push(other);
                            }
                        }
                    }
                }
            }
            if from != into {
                let owned = |ids: BTreeSet<&str>| ids.into_iter().map(str::to_owned).collect();
                all.push(Lineage { from: owned(from), into: owned(into) });
            }
        }
        all
    }

    pub(super) fn pack(&self) -> Result<Vec<u8>, String> {
        let config = bincode::config::standard();
        // Compressed as they are encoded: of a million reports the tables alone are large enough.
        let mut size = SizeWriter::default();
        bincode::encode_into_writer(self, &mut size, config).map_err(|error| format!("a run's tables: {error}"))?;
        // Tables shrink to a third and less; a list that grows is copied again and again.
        let mut bytes = Vec::with_capacity(size.bytes_written / 3 + 64);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&FORMAT.to_le_bytes());
        let digest_at = bytes.len();
        bytes.extend_from_slice(&[0; 8]);
        let body_at = bytes.len();
        bytes.extend_from_slice(&(size.bytes_written as u64).to_le_bytes());
        let broken = |error: std::io::Error| format!("a run's tables: {error}");
        let mut packer = zstd::Encoder::new(bytes, 1).map_err(broken)?;
        bincode::encode_into_std_write(self, &mut packer, config)
            .map_err(|error| format!("a run's tables: {error}"))?;
        let mut bytes = packer.finish().map_err(broken)?;
        let digest = xxh3_64(&bytes[body_at..]);
        bytes[digest_at..body_at].copy_from_slice(&digest.to_le_bytes());
        Ok(bytes)
    }

    pub(super) fn unpack(bytes: &[u8]) -> Result<Tables<'static>, String> {
        let damaged = || "are damaged".to_owned();
        let rest = bytes.strip_prefix(MAGIC).ok_or_else(damaged)?;
        let (format, rest) = rest.split_first_chunk::<4>().ok_or_else(damaged)?;
        if u32::from_le_bytes(*format) != FORMAT {
            return Err("were written by another version of recount".to_owned());
        }
        let (digest, body) = rest.split_first_chunk::<8>().ok_or_else(damaged)?;
        if xxh3_64(body) != u64::from_le_bytes(*digest) {
            return Err(damaged());
        }
        let (length, packed) = body.split_first_chunk::<8>().ok_or_else(damaged)?;
        let length = usize::try_from(u64::from_le_bytes(*length)).ok().filter(|length| *length <= LIMIT);
        let raw = zstd::bulk::decompress(packed, length.ok_or_else(damaged)?).map_err(|_| damaged())?;
        let config = bincode::config::standard().with_limit::<LIMIT>();
        let (tables, _) = bincode::decode_from_slice(&raw, config).map_err(|_| damaged())?;
        Ok(tables)
    }
}
