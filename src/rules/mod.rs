//! The rules: one file each, `<family>/<name>.rs`, beside its page, `<name>.md`, which documents it and whose examples are
//! its tests. A rule sees the [`crate::catalogue::RuleContext`] and says [`crate::model::Draft`]s; it never decides how
//! severe they are in the end. What a rule is made of stands in [`crate::catalogue`].

pub mod aggregate;
pub mod date;
pub mod decision;
pub mod duplicate;
pub mod person;
pub mod place;
pub mod schema;
pub mod source;
pub mod toll;
pub mod user;

use crate::catalogue::{Rule, Rulebook};

/// All the rules.
pub static RULEBOOK: Rulebook = Rulebook {
    families: &[
        schema::RULES,
        place::RULES,
        date::RULES,
        toll::RULES,
        aggregate::RULES,
        duplicate::RULES,
        source::RULES,
        person::RULES,
        decision::RULES,
    ],
    decisions: decision::SAID_BY_TRIAGE,
};

/// Every rule, by code.
pub fn catalogue() -> impl Iterator<Item = &'static Rule> {
    RULEBOOK.rules()
}

/// The rule of that code or name.
pub fn find(code: &str) -> Option<&'static Rule> {
    RULEBOOK.find(code)
}
