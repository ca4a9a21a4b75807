//! What rules on places share.

use crate::catalogue::RuleContext;
use crate::model::{Col, Place};

/// Why rules on names cannot run.
pub fn names(context: &RuleContext<'_>) -> Option<String> {
    context.lacks_all(&[Col::Place])
}

/// Why rules on points cannot run.
pub fn points(context: &RuleContext<'_>) -> Option<String> {
    context.lacks_all(&[Col::Lat]).or_else(|| context.lacks_all(&[Col::Lon]))
}

/// Why rules on administrative units cannot run.
pub fn districts(context: &RuleContext<'_>) -> Option<String> {
    context.lacks_all(&[Col::Admin1, Col::Admin2])
}

/// Why rules that need a gazetteer cannot run.
pub fn gazetteer(context: &RuleContext<'_>) -> Option<String> {
    (context.places.facts.gazetteer_entries == 0).then(|| "no gazetteer was given (--gazetteer FILE)".to_owned())
}

/// `1 row`, `2 rows`.
pub fn rows(number: u32) -> String {
    format!("{number} {}", if number == 1 { "row" } else { "rows" })
}

/// The spellings of a place with their numbers of rows, so many of them.
pub fn spellings(context: &RuleContext<'_>, place: &Place, most: usize) -> String {
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
pub fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let across = (a.1 - b.1) * ((a.0 + b.0) / 2.0).to_radians().cos();
    111.195 * (a.0 - b.0).hypot(across)
}
