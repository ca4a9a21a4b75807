//! Columns, ids, codes, encodings.

use crate::catalogue::Rule;

mod asymmetric_relation;
mod broken_encoding;
mod columns_changed;
mod id_reused;
mod input_not_read;
mod missing_required_field;
mod mixed_date_order;
mod placeholder_id;
mod role_not_found;
mod shared;
mod spreadsheet_damage;
mod template_rows;
mod texts_not_read;
mod total_row_disagrees;
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
    &role_not_found::RULE,
    &input_not_read::RULE,
    &texts_not_read::RULE,
    &total_row_disagrees::RULE,
    &mixed_date_order::RULE,
    &template_rows::RULE,
];
