//! recount: the data-quality checker for reports of violence.
#![cfg_attr(test, allow(clippy::unwrap_used))]
pub mod app;
pub mod config;
pub mod emit;
pub mod event;
pub mod input;
pub mod model;
pub mod place;
pub mod rules;
pub mod store;
pub mod text;
pub mod toll;
pub mod triage;
