//! From files to mapped records: one file per format, presets as data.
//!
//! A file is opened ([`open`]) and unpacked ([`unpack`]), each file in it recognised ([`formats`]) and cut into pieces of rows ([`table`]);
//! one input may so have several [`parts`]. A table's header is fitted to a preset ([`layout`], [`mapping`]); batches of records go to
//! whoever wants them ([`reader`]). What the cells mean is said later, by
//! [`interpret`]: the record keeps what stands in the file.

pub mod article;
mod date_order;
mod delimited;
mod error;
mod formats;
mod geometry;
mod grid;
mod header;
mod html_table;
pub mod interpret;
mod json;
mod kml;
mod layout;
pub mod mapping;
mod markup;
mod open;
mod own;
mod parquet;
mod parts;
pub mod preset;
pub mod propose;
pub mod reader;
mod roles;
mod rows;
mod spreadsheet_xml;
mod stata;
mod table;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_bad;
mod unpack;
mod workbook;
mod xml;

pub use error::InputError;
pub use mapping::Mapping;
pub use open::{Expanded, expand, identity};
pub use parts::{Opened, Part, open, read};
pub use preset::Preset;
pub use propose::{Proposal, propose};
pub use reader::{InputOptions, Source};
