//! What rules on columns share.

/// A value short enough for a headline.
pub fn short(value: &str) -> String {
    let value = value.trim();
    if value.chars().count() > 40 { value.chars().take(39).chain(['…']).collect() } else { value.to_owned() }
}
