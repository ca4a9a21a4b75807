//! Lists of named people: the same person twice, numbers of identity, ages, withdrawals. No finding quotes a name.

use crate::catalogue::Rule;

mod age_drift;
mod id_number_invalid;
mod name_lost;
mod one_id_two_persons;
mod rows;
mod same_person_twice;
mod withdrawn;

/// The family's table.
pub const RULES: &[&Rule] = &[
    &same_person_twice::RULE,
    &id_number_invalid::RULE,
    &one_id_two_persons::RULE,
    &age_drift::RULE,
    &withdrawn::RULE,
    &name_lost::RULE,
];
