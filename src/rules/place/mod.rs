//! Names and positions of places.

use crate::catalogue::Rule;

mod admin_name_variant;
mod ambiguous_namesake;
mod coordinates_shared_by_names;
mod far_from_place;
mod null_island_or_outside_country;
mod overstated_precision;
mod place_renamed;
mod probable_misspelling;
mod shared;
mod spelling_variant;
mod swapped_or_flipped_coordinates;
mod type_conflict;
mod unknown_place;
mod wrong_admin_parent;

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
