//! Totals and parts.

use crate::catalogue::Rule;

mod cumulative_series_decreases;
mod daily_not_change_of_cumulative;
mod part_conflict_under_agreed_total;
mod parts_exceed_total;
mod period_sum_disagrees;
mod period_total_overlaps_events;
mod restarted_count;
mod series;
mod shared;
mod split_does_not_add_up;
mod split_toll;
mod total_and_parts_both_counted;
mod unallocated_residual;

/// The family's table.
pub const RULES: &[&Rule] = &[
    &parts_exceed_total::RULE,
    &unallocated_residual::RULE,
    &total_and_parts_both_counted::RULE,
    &part_conflict_under_agreed_total::RULE,
    &period_total_overlaps_events::RULE,
    &split_toll::RULE,
    &split_does_not_add_up::RULE,
    &cumulative_series_decreases::RULE,
    &daily_not_change_of_cumulative::RULE,
    &restarted_count::RULE,
    &period_sum_disagrees::RULE,
];
