//! Columns, ids, codes, encodings.

use crate::catalogue::Rule;

mod asymmetric_relation;
mod broken_encoding;
mod columns_changed;
mod id_reused;
mod missing_required_field;
mod placeholder_id;
mod shared;
mod spreadsheet_damage;
mod texts_not_read;
mod unknown_code;
mod unreadable_value;
mod volume_shift;

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
    &texts_not_read::RULE,
];
