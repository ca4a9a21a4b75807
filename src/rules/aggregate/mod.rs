//! Rules of this family, by code.

use super::Rule;

/// The family's table.
pub const RULES: &[&Rule] = &[];
