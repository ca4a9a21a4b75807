//! Copies and repeated events, by code.

use crate::catalogue::Rule;

mod copy;
mod cross_registry_match;
mod decided_different;
mod exact_duplicate;
mod probable_duplicate_event;
mod republished_text;
mod same_source_repeat;
mod weak_bridge;

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
