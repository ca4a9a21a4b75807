//! From files to mapped records: one file per format, presets as data.

pub mod interpret;
pub mod mapping;
pub mod reader;

pub use mapping::Mapping;
pub use reader::{InputError, Source, read};
