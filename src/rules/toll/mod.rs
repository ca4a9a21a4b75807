//! Numbers of dead and injured.

use super::Rule;

pub mod digit_slip;
pub mod killed_injured_swapped;
pub mod range_out_of_order;
pub mod suspects;

/// The family's table.
pub const RULES: &[&Rule] = &[&range_out_of_order::RULE, &killed_injured_swapped::RULE, &digit_slip::RULE];
