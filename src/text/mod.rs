//! Pure functions on strings: folding, distances, dates, numbers.

pub mod count;
pub mod dates;
pub mod fold;
pub mod sketch;
