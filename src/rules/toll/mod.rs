//! Numbers of dead and injured.

use crate::catalogue::Rule;

mod changed_after_final;
mod components_do_not_add_up;
mod conflicting_tolls;
mod default_code_as_count;
mod digit_slip;
mod disaggregation_contradicts_text;
mod disaggregation_exceeds_total;
mod headline_body_contradiction;
mod killed_injured_swapped;
mod narrative_contradiction;
mod not_a_count;
mod perpetrators_counted;
mod provisional_too_long;
mod qualifier_lost;
mod range_out_of_order;
mod revised_down_without_note;
mod revision;
mod robust_outlier;
mod stated;
mod subgroup_exceeds_total;
mod suspects;
mod vague_word_as_number;
mod weight;

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
    &disaggregation_exceeds_total::RULE,
    &disaggregation_contradicts_text::RULE,
];
