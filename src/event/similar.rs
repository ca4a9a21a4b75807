//! What is left of a place's name without words for its kind.

use crate::text::fold::fold;
use crate::text::kinds;

/// The name without words for its kind, folded and without blanks; whole where nothing else is left.
pub fn bare(name: &str) -> String {
    let folded = fold(name);
    let rest = kinds::bare(&folded);
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
