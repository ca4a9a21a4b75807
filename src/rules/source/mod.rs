//! Who published, who said it, and what must not be passed on.

use super::Rule;

pub mod circular_confirmation;
pub mod missing_source;
pub mod party_as_sole_source;
pub mod sensitive_detail;
pub mod single_source;
pub mod source_count_contradiction;
pub mod source_name_variant;

/// The family's table.
pub const RULES: &[&Rule] = &[
    &missing_source::RULE,
    &single_source::RULE,
    &circular_confirmation::RULE,
    &party_as_sole_source::RULE,
    &sensitive_detail::RULE,
    &source_name_variant::RULE,
    &source_count_contradiction::RULE,
];

/// The sources that a cell lists, each once: registries put several agencies into one cell, an agency with several
/// articles several times.
pub fn listed(cell: &str) -> impl Iterator<Item = &str> {
    let mut seen: Vec<&str> = Vec::new();
    cell.split(';').map(str::trim).filter(move |name| {
        let new = !name.is_empty() && !seen.contains(name);
        seen.extend(Some(*name).filter(|_| new));
        new
    })
}
