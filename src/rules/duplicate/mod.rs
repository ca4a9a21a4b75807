//! Copies and repeated events, by code.

use crate::catalogue::Rule;

pub mod copy;
pub mod cross_registry_match;
pub mod decided_different;
pub mod exact_duplicate;
pub mod probable_duplicate_event;
pub mod republished_text;
pub mod same_source_repeat;
pub mod weak_bridge;

/// The family's table.
pub const RULES: &[&Rule] = &[
    &exact_duplicate::RULE,
    &republished_text::RULE,
    &probable_duplicate_event::RULE,
    &same_source_repeat::RULE,
    &weak_bridge::RULE,
    &decided_different::RULE,
    &cross_registry_match::RULE,
];
