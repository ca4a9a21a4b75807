//! Numbers of dead and injured.

use super::Rule;

pub mod components_do_not_add_up;
pub mod digit_slip;
pub mod killed_injured_swapped;
pub mod not_a_count;
pub mod perpetrators_counted;
pub mod range_out_of_order;
pub mod subgroup_exceeds_total;
pub mod suspects;

/// The family's table.
pub const RULES: &[&Rule] = &[
    &not_a_count::RULE,
    &range_out_of_order::RULE,
    &components_do_not_add_up::RULE,
    &subgroup_exceeds_total::RULE,
    &killed_injured_swapped::RULE,
    &perpetrators_counted::RULE,
    &digit_slip::RULE,
];
