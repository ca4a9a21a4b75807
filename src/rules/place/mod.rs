//! Names and positions of places.

use crate::catalogue::{Rule, RuleContext};
use crate::model::{Col, Place};

pub mod admin_name_variant;
pub mod ambiguous_namesake;
pub mod coordinates_shared_by_names;
pub mod far_from_place;
pub mod null_island_or_outside_country;
pub mod overstated_precision;
pub mod place_renamed;
pub mod probable_misspelling;
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

/// Why rules on names cannot run.
fn names(context: &RuleContext<'_>) -> Option<String> {
    context.lacks_all(&[Col::Place])
}

/// Why rules on points cannot run.
fn points(context: &RuleContext<'_>) -> Option<String> {
    context.lacks_all(&[Col::Lat]).or_else(|| context.lacks_all(&[Col::Lon]))
}

/// Why rules on administrative units cannot run.
fn districts(context: &RuleContext<'_>) -> Option<String> {
    context.lacks_all(&[Col::Admin1, Col::Admin2])
}

/// Why rules that need a gazetteer cannot run.
fn gazetteer(context: &RuleContext<'_>) -> Option<String> {
    (context.places.facts.gazetteer_entries == 0).then(|| "no gazetteer was given (--gazetteer FILE)".to_owned())
}

/// `1 row`, `2 rows`.
fn rows(number: u32) -> String {
    format!("{number} {}", if number == 1 { "row" } else { "rows" })
}

/// The spellings of a place with their numbers of rows, so many of them.
fn spellings(context: &RuleContext<'_>, place: &Place, most: usize) -> String {
    let mut list: Vec<String> = place
        .variants
        .iter()
        .take(most)
        .map(|variant| format!("{} ({})", context.corpus.name(variant.name), variant.count))
        .collect();
    if place.variants.len() > most {
        list.push(format!("and {} more", place.variants.len() - most));
    }
    list.join(", ")
}

/// Kilometres between two points, on a plane: good to a percent within a country.
fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let across = (a.1 - b.1) * ((a.0 + b.0) / 2.0).to_radians().cos();
    111.195 * (a.0 - b.0).hypot(across)
}
