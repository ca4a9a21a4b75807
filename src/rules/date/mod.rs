//! Days, periods and how exactly they are known.

use crate::catalogue::Rule;

pub mod day_month_swap;
pub mod end_before_start;
pub mod id_date_contradiction;
pub mod implausible_date;
pub mod linked_dates_disagree;
pub mod narrative_date_contradiction;
pub mod precision_contradiction;
pub mod published_before_event;
pub mod suspicious_lag;
pub mod systematic_shift;
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
    &day_month_swap::RULE,
    &linked_dates_disagree::RULE,
    &precision_contradiction::RULE,
    &systematic_shift::RULE,
    &id_date_contradiction::RULE,
    &suspicious_lag::RULE,
];
