//! Numbers of dead and injured.

use crate::catalogue::Rule;

pub mod changed_after_final;
pub mod components_do_not_add_up;
pub mod conflicting_tolls;
pub mod default_code_as_count;
pub mod digit_slip;
pub mod headline_body_contradiction;
pub mod killed_injured_swapped;
pub mod narrative_contradiction;
pub mod not_a_count;
pub mod perpetrators_counted;
pub mod provisional_too_long;
pub mod qualifier_lost;
pub mod range_out_of_order;
pub mod revised_down_without_note;
pub mod revision;
pub mod robust_outlier;
pub mod subgroup_exceeds_total;
pub mod suspects;
pub mod vague_word_as_number;

/// The family's table.
pub const RULES: &[&Rule] = &[
    &not_a_count::RULE,
    &range_out_of_order::RULE,
    &conflicting_tolls::RULE,
    &components_do_not_add_up::RULE,
    &subgroup_exceeds_total::RULE,
    &narrative_contradiction::RULE,
    &qualifier_lost::RULE,
    &vague_word_as_number::RULE,
    &killed_injured_swapped::RULE,
    &perpetrators_counted::RULE,
    &revised_down_without_note::RULE,
    &changed_after_final::RULE,
    &provisional_too_long::RULE,
    &digit_slip::RULE,
    &robust_outlier::RULE,
    &headline_body_contradiction::RULE,
    &default_code_as_count::RULE,
];
