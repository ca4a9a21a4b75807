//! Days, periods and how exactly they are known.

use super::Rule;

pub mod end_before_start;
pub mod id_date_contradiction;
pub mod implausible_date;
pub mod narrative_date_contradiction;
pub mod precision_contradiction;
pub mod published_before_event;
pub mod suspicious_lag;
pub mod weekday_contradiction;
pub mod year_mismatch;

/// The family's table.
pub const RULES: &[&Rule] = &[
    &implausible_date::RULE,
    &published_before_event::RULE,
    &end_before_start::RULE,
    &year_mismatch::RULE,
    &weekday_contradiction::RULE,
    &narrative_date_contradiction::RULE,
    &precision_contradiction::RULE,
    &id_date_contradiction::RULE,
    &suspicious_lag::RULE,
];
