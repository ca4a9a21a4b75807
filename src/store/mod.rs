//! What was read before, kept so that a later run need not read it again.
//!
//! Records lie in chunks of 256, each encoded with bincode, compressed with zstd and put under its
//! number into a sled tree that only grows. A second tree holds, chunk by chunk, the packed hashes by
//! which a report is recognised, so that a file that is already stored is known without decoding
//! anything. A manifest, a plain file, is written last: what it does not name does not count.
//!
//! The input files and the decisions file are the truth; chunks can be rebuilt from them. What cannot
//! be rebuilt, the history of runs, lies in plain files beside, so that damage to one never touches
//! the other:
//!
//! ```text
//! .recount/recount.store    marker with the format's version; a folder without it is left alone
//! .recount/lock             held while open, and says by whom
//! .recount/data/manifest    what counts: chunks, digests, data sets
//! .recount/data/sled/       the two trees
//! .recount/shelf/           what was made of gazetteers, each with its digest; can be made again
//! .recount/runs/            one small file a run, and the tables of the last ten
//! ```
//!
//! Nothing here trusts sled with a damaged file: it may panic, or open it with rows missing, or as
//! empty. So every call is guarded, and every chunk checked against a digest that lies elsewhere.

mod chunk;
mod copy;
mod error;
mod file_cache;
mod folder;
mod guard;
mod handle;
mod index;
mod manifest;
pub mod ops;
mod read;
mod runs;
mod tables;
mod trees;

#[cfg(test)]
mod tests;

pub use chunk::Stored;
pub use error::StoreError;
pub use file_cache::FileCache;
pub use handle::{Arrival, Placed, Store};
pub use runs::{RunInput, RunRecord, Runs};
pub use tables::{EventFact, FindingFact, Lineage, LinkFact, PersonFact, PlaceFact, Tables};
