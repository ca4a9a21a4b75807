//! Columns, ids, codes, encodings.

use crate::catalogue::Rule;

pub mod asymmetric_relation;
pub mod broken_encoding;
pub mod columns_changed;
pub mod id_reused;
pub mod missing_required_field;
pub mod placeholder_id;
mod shared;
pub mod spreadsheet_damage;
pub mod unknown_code;
pub mod unreadable_value;
pub mod volume_shift;

/// The family's table.
pub const RULES: &[&Rule] = &[
    &missing_required_field::RULE,
    &unreadable_value::RULE,
    &placeholder_id::RULE,
    &id_reused::RULE,
    &unknown_code::RULE,
    &broken_encoding::RULE,
    &columns_changed::RULE,
    &spreadsheet_damage::RULE,
    &volume_shift::RULE,
    &asymmetric_relation::RULE,
];
