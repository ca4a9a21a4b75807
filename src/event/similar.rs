//! How alike two spellings are, where the place room left them apart.

use crate::text::fold::fold;
use std::sync::LazyLock;

/// Words that say what kind of place a name stands for.
static KINDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let list = include_str!("../../data/link/place_types.txt");
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
});

/// The name without words for its kind, folded and without blanks; whole where nothing else is left.
pub fn bare(name: &str) -> String {
    let folded = fold(name);
    let rest: String = folded.split(' ').filter(|word| !KINDS.contains(word)).collect();
    if rest.is_empty() { folded.replace(' ', "") } else { rest }
}

/// From 0 to 1: optimal string alignment on the folded names, by strsim.
pub fn alike(left: &str, right: &str) -> f64 {
    if left == right {
        return 1.0;
    }
    let (left, right) = (fold(left).replace(' ', ""), fold(right).replace(' ', ""));
    let longest = left.chars().count().max(right.chars().count());
    if longest == 0 {
        return 0.0;
    }
    1.0 - strsim::osa_distance(&left, &right) as f64 / longest as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_places_do_not_count() {
        assert_eq!(bare("Warri town"), bare("Warri"));
        assert_eq!(bare("Kano City"), "kano");
        assert_eq!(bare("State"), "state");
        assert_ne!(bare("Warri North"), bare("Warri South"));
    }
}
