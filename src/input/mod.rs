//! From files to mapped records: one file per format, presets as data.
//!
//! A file is opened and unpacked ([`open`]), recognised ([`formats`]) and cut into pieces of rows ([`table`]); its header is fitted to a
//! preset ([`layout`], [`mapping`]); batches of records go to whoever wants them ([`reader`]). What the cells mean is said later, by
//! [`interpret`]: the record keeps what stands in the file.

pub mod article;
mod delimited;
mod error;
mod formats;
pub mod interpret;
mod json;
mod layout;
pub mod mapping;
mod markup;
mod open;
pub mod preset;
pub mod propose;
pub mod reader;
mod table;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_bad;
mod workbook;

pub use error::InputError;
pub use mapping::Mapping;
pub use open::expand;
pub use preset::Preset;
pub use propose::{Proposal, propose};
pub use reader::{InputOptions, Source, read};
