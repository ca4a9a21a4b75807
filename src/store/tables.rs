//! A run's tables as bytes, and what became of one run's events in another.

use crate::model::tables::Tables;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};
use xxhash_rust::xxh3::xxh3_64;

/// Version of the shape below; tables of another one are not read.
const FORMAT: u32 = 1;
const MAGIC: &[u8; 8] = b"recountT";
const LIMIT: usize = 1 << 31;

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

/// Id of each report and of its event.
fn event_ids(tables: &Tables) -> impl Iterator<Item = (&str, &str)> {
    let event = |line: u32| tables.events.get(line as usize).map_or("", |event| event.id.as_str());
    tables.reports.iter().map(move |report| (report.id.as_str(), event(report.event_line)))
}

/// How events of an earlier run became those of a later one, as far as both have the same reports: only where ids
/// differ, in the order of the earlier ids. Reports that came or went say nothing.
pub fn lineage(earlier: &Tables, later: &Tables) -> Vec<Lineage> {
    let now: FxHashMap<&str, &str> = event_ids(later).collect();
    let pairs: FxHashSet<(&str, &str)> =
        event_ids(earlier).filter_map(|(report, before)| Some((before, *now.get(report)?))).collect();
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

/// As bytes.
pub(super) fn pack(tables: &Tables) -> Result<Vec<u8>, String> {
    let config = bincode::config::standard();
    let raw = bincode::serde::encode_to_vec(tables, config).map_err(|error| format!("a run's tables: {error}"))?;
    let packed = zstd::bulk::compress(&raw, 1).map_err(|error| format!("a run's tables: {error}"))?;
    let mut bytes = MAGIC.to_vec();
    bytes.extend_from_slice(&FORMAT.to_le_bytes());
    let mut body = (raw.len() as u64).to_le_bytes().to_vec();
    body.extend_from_slice(&packed);
    bytes.extend_from_slice(&xxh3_64(&body).to_le_bytes());
    bytes.append(&mut body);
    Ok(bytes)
}

/// From bytes; the error completes a sentence that begins with "the tables".
pub(super) fn unpack(bytes: &[u8]) -> Result<Tables, String> {
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
    let (tables, _) = bincode::serde::decode_from_slice(&raw, config).map_err(|_| damaged())?;
    Ok(tables)
}
