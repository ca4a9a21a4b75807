//! Who published, who said it, and what must not be passed on.

use super::Rule;

pub mod missing_source;
pub mod party_as_sole_source;
pub mod sensitive_detail;
pub mod source_count_contradiction;

/// The family's table.
pub const RULES: &[&Rule] =
    &[&missing_source::RULE, &party_as_sole_source::RULE, &sensitive_detail::RULE, &source_count_contradiction::RULE];
