//! Pure functions on strings: folding, distances, dates, numbers.

pub mod align;
pub mod blank;
pub mod conventions;
pub mod count;
pub mod countries;
pub mod dates;
pub mod distance;
pub mod encodings;
pub mod fold;
pub mod keys;
pub mod kinds;
pub mod mojibake;
pub mod narrative_dates;
pub mod passage;
pub mod placeholder;
pub mod quick;
pub mod sensitive;
pub mod sketch;
pub mod spreadsheet;
