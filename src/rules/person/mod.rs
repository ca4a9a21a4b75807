//! Lists of named people: the same person twice, numbers of identity, ages, withdrawals. No finding quotes a name.

use crate::catalogue::Rule;

pub mod age_drift;
pub mod id_number_invalid;
pub mod name_lost;
pub mod one_id_two_persons;
mod rows;
pub mod same_person_twice;
pub mod withdrawn;

/// The family's table.
pub const RULES: &[&Rule] = &[
    &same_person_twice::RULE,
    &id_number_invalid::RULE,
    &one_id_two_persons::RULE,
    &age_drift::RULE,
    &withdrawn::RULE,
    &name_lost::RULE,
];
