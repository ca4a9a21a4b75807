//! The rules: one file each, `<family>/<name>.rs`, beside its page, `<name>.md`, which documents it and whose examples are
//! its tests. A rule sees the [`crate::catalogue::RuleContext`] and says [`crate::model::Draft`]s; it never decides how
//! severe they are in the end. What a rule is made of stands in [`crate::catalogue`].

pub mod aggregate;
pub mod date;
pub mod decision;
pub mod duplicate;
pub mod place;
pub mod schema;
pub mod source;
pub mod toll;
pub mod user;

use crate::catalogue::Rule;

/// Every rule, by code.
pub fn catalogue() -> impl Iterator<Item = &'static Rule> {
    [
        schema::RULES,
        place::RULES,
        date::RULES,
        toll::RULES,
        aggregate::RULES,
        duplicate::RULES,
        source::RULES,
        decision::RULES,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// The rule of that code or name.
pub fn find(code: &str) -> Option<&'static Rule> {
    catalogue().find(|rule| rule.code.eq_ignore_ascii_case(code) || rule.name.eq_ignore_ascii_case(code))
}
