//! recount: the data-quality checker for reports of violence.
//!
//! # The map of the house
//!
//! Data flow one way; each room sees only [`model`] and [`text`], and only [`run`] sees them all.
//!
//! ```text
//! path -input-> record -store-> what changed -place-> places -event-> events
//!      -toll-> reconciled tolls -rules-> drafts -triage-> findings -> Ledger -emit-> bytes
//! ```
//!
//! [`run::run`] is the whole way; the binary has no private powers.
//!
//! # Laws
//!
//! - The order of the input and the number of threads change no place, event, finding or byte of output.
//! - A run on a warm store says what a run from scratch says.
//! - Every row is loaded or accounted for, and no input makes the program panic.
//! - Rows stand in a canonical order and symbols order as their strings, so what is computed in ascending order of
//!   either depends on content alone.
//!
//! What must not be here: a clock or randomness below [`run`], a network anywhere, severity decided outside [`triage`],
//! sled outside [`store`].
#![cfg_attr(test, allow(clippy::unwrap_used))]
#![allow(rustdoc::private_intra_doc_links)] // the rooms' own maps name their private parts
pub mod catalogue;
pub mod cli;
pub mod config;
pub mod emit;
pub mod event;
pub mod input;
pub mod linkage;
pub mod model;
pub mod narrative;
pub mod place;
pub mod rules;
pub mod run;
pub mod store;
pub mod text;
pub mod toll;
pub mod triage;
