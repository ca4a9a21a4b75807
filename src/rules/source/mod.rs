//! Who published, who said it, and what must not be passed on.

use crate::catalogue::Rule;

pub mod circular_confirmation;
mod listed;
pub mod missing_source;
pub mod party_as_sole_source;
pub mod sensitive_detail;
pub mod single_source;
pub mod source_count_contradiction;
pub mod source_name_variant;

/// The family's table.
pub const RULES: &[&Rule] = &[
    &missing_source::RULE,
    &single_source::RULE,
    &circular_confirmation::RULE,
    &party_as_sole_source::RULE,
    &sensitive_detail::RULE,
    &source_name_variant::RULE,
    &source_count_contradiction::RULE,
];
