//! What is left of a place's name without words for its kind.

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
    // "Ward 12" is a name by its number.
    let number = rest.chars().count() < 2 || rest.bytes().all(|byte| byte.is_ascii_digit());
    if number { folded.replace(' ', "") } else { rest }
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
        assert_ne!(bare("Camp 12"), bare("Village 12"));
    }
}
