//! Days, periods and how exactly they are known.

use crate::catalogue::Rule;

mod day_month_swap;
mod end_before_start;
mod id_date_contradiction;
mod implausible_date;
mod linked_dates_disagree;
mod narrative_date_contradiction;
mod precision_contradiction;
mod published_before_event;
mod suspicious_lag;
mod systematic_shift;
mod weekday_contradiction;
mod year_mismatch;

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
