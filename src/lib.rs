//! recount: the data-quality checker for reports of violence.
//!
//! ```
//! use recount::{Check, Day, Severity};
//!
//! let today = Day::from_ymd(2026, 1, 31).ok_or("no such day")?;
//! let ledger = Check::new(["data/sample/attack.csv"]).today(today).run()?;
//! for finding in ledger.findings.iter().filter(|finding| finding.severity == Severity::Error) {
//!     println!("{} {}: {}", finding.code, finding.fingerprint, finding.headline);
//! }
//! assert!(ledger.events < ledger.reports, "several reports tell of one event");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`Check`] is the front door; what it gives is a [`Ledger`], which [`emit`] renders:
//!
//! ```
//! use recount::emit::{self, EmitOptions};
//!
//! let today = recount::Day::from_ymd(2026, 1, 31).ok_or("no such day")?;
//! let ledger = recount::Check::new(["data/sample"]).today(today).run()?;
//! let csv = emit::bytes(emit::kind("csv").ok_or("no such output")?, &ledger, &EmitOptions::default())?;
//! assert!(csv.starts_with(b"fingerprint,code,"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The map of the house
//!
//! Data flow one way. A room knows only those below it, `run` alone knows them all, and `cli` is what a terminal sees of it;
//! the binary has no private powers. `tests/architecture.rs` reads the sources and holds them to this map.
//!
//! ```text
//! path -input-> record -store-> what changed -place-> places -copies-> copies
//!      -event-> events -toll-> reconciled tolls -rules-> drafts -triage-> findings -> Ledger -emit-> bytes
//! ```
//!
//! | room | what happens there | what never does |
//! | --- | --- | --- |
//! | [`model`] | the types that carry a run | input, output, knowing any other room |
//! | [`text`] | pure functions on strings: fold, keys, distance, dates | knowing what a report is for |
//! | [`narrative`] | tolls out of running text | a word in Rust: languages are data/lexicon |
//! | [`input`] | files to records, columns to meanings | losing a row, or a cell's place in its file |
//! | [`store`] | what was read, kept for later runs | trusting a damaged file |
//! | [`linkage`] | levels, weights, merging: how likely two things are one | knowing what the things are |
//! | [`place`], [`event`] | names to places, reports to events | a finding |
//! | [`toll`] | claims to one reconciled range an event | deciding which source is right |
//! | [`catalogue`] | what a rule is: card, scope, settings, page | a rule |
//! | [`rules`] | one file a rule, with its page, which is its test | severity, disk, clock, another rule |
//! | [`triage`] | drafts to findings: severity, fingerprint, state, order | knowing a rule |
//! | [`emit`] | one ledger, many renderers | a decision |
//! | [`config`] | settings and decisions files, each value with its origin | running anything |
//! | [`run`] | the way through the rooms | a clock, the environment, a terminal |
//! | [`cli`] | arguments, commands, terminal | anything that a program could not do through [`run`] |
//!
//! # Laws
//!
//! - The order of the input and the number of threads change no place, event, finding or byte of output.
//! - A run on a warm store says what a run from scratch says.
//! - Every row is loaded or accounted for, and no input makes the program panic.
//! - Rows stand in a canonical order and symbols order as their strings, so what is computed in ascending order of
//!   either depends on content alone.
//!
//! What must not be here: a clock or randomness below [`cli`], a network anywhere, severity decided outside [`triage`],
//! sled outside [`store`].
//!
//! # What a new thing costs
//!
//! | new | touches |
//! | --- | --- |
//! | rule | `src/rules/<family>/<name>.rs`, its page `<name>.md`, its two lines in the family's `mod.rs` |
//! | preset | one file in `data/presets`, one row in [`input::preset`]'s table; a user's own loads by its path |
//! | output | one file in `src/emit`, one row in [`emit::KINDS`] |
//! | language | one file in `data/lexicon`, and its line in the narratives' list of languages |
//! | construction | one file in `src/narrative`, and its line in the order of trial |
//! | word, unit, spelling, convention | a line of data: `data/fold`, `data/link`, `data/countries.tsv`, `data/conventions.toml` |
//!
//! A rule's page is written first: what it says, an example that it flags, one that it leaves, and the examples run as tests.
#![cfg_attr(test, allow(clippy::unwrap_used))]
#![allow(rustdoc::private_intra_doc_links)] // the rooms' own maps name their private parts
pub mod catalogue;
pub mod cli;
pub mod config;
pub mod copies;
pub mod emit;
pub mod event;
pub mod input;
pub mod linkage;
pub mod model;
pub mod narrative;
pub mod person;
pub mod place;
pub mod rules;
pub mod run;
pub mod store;
pub mod text;
pub mod toll;
pub mod triage;

pub use model::{Day, Finding, Ledger, Severity};
pub use run::{Check, Error};
