//! How alike two spellings are, where the place room left them apart.

use crate::text::fold::fold;

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
