//! Numbers of dead and injured.

use super::Rule;

pub mod range_out_of_order;

/// The family's table.
pub const RULES: &[&Rule] = &[&range_out_of_order::RULE];
