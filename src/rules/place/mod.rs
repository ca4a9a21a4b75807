//! Names and positions of places.

use crate::catalogue::Rule;

pub mod admin_name_variant;
pub mod ambiguous_namesake;
pub mod coordinates_shared_by_names;
pub mod far_from_place;
pub mod null_island_or_outside_country;
pub mod overstated_precision;
pub mod place_renamed;
pub mod probable_misspelling;
mod shared;
pub mod spelling_variant;
pub mod swapped_or_flipped_coordinates;
pub mod type_conflict;
pub mod unknown_place;
pub mod wrong_admin_parent;

/// The family's table.
pub const RULES: &[&Rule] = &[
    &spelling_variant::RULE,
    &probable_misspelling::RULE,
    &unknown_place::RULE,
    &ambiguous_namesake::RULE,
    &wrong_admin_parent::RULE,
    &far_from_place::RULE,
    &swapped_or_flipped_coordinates::RULE,
    &null_island_or_outside_country::RULE,
    &overstated_precision::RULE,
    &coordinates_shared_by_names::RULE,
    &admin_name_variant::RULE,
    &type_conflict::RULE,
    &place_renamed::RULE,
];
