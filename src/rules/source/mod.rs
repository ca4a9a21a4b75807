//! Who published, who said it, and what must not be passed on.

use crate::catalogue::Rule;

mod circular_confirmation;
mod listed;
mod missing_source;
mod party_as_sole_source;
mod sensitive_detail;
mod single_source;
mod source_count_contradiction;
mod source_name_variant;

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
