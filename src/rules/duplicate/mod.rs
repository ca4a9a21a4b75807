//! Copies and repeated events, by code.

use super::Rule;

pub mod copy;
pub mod exact_duplicate;
pub mod republished_text;
pub mod same_source_repeat;

/// The family's table.
pub const RULES: &[&Rule] = &[&exact_duplicate::RULE, &republished_text::RULE, &same_source_repeat::RULE];
