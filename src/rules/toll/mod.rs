//! Numbers of dead and injured.

use super::Rule;

pub mod changed_after_final;
pub mod components_do_not_add_up;
pub mod conflicting_tolls;
pub mod digit_slip;
pub mod killed_injured_swapped;
pub mod not_a_count;
pub mod perpetrators_counted;
pub mod provisional_too_long;
pub mod range_out_of_order;
pub mod revised_down_without_note;
pub mod revision;
pub mod robust_outlier;
pub mod subgroup_exceeds_total;
pub mod suspects;

/// The family's table.
pub const RULES: &[&Rule] = &[
    &not_a_count::RULE,
    &range_out_of_order::RULE,
    &conflicting_tolls::RULE,
    &components_do_not_add_up::RULE,
    &subgroup_exceeds_total::RULE,
    &killed_injured_swapped::RULE,
    &perpetrators_counted::RULE,
    &revised_down_without_note::RULE,
    &changed_after_final::RULE,
    &provisional_too_long::RULE,
    &digit_slip::RULE,
    &robust_outlier::RULE,
];
