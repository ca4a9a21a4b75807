//! All the rules there are, handed to those who may not know the rules themselves.

use super::Rule;

/// The rules by which triage speaks of decisions: it alone knows what the decisions met.
#[derive(Clone, Copy)]
pub struct DecisionRules {
    /// A decision speaks of something that is not in the data.
    pub unused: &'static Rule,
    /// A decision no longer holds since its day has passed.
    pub expired: &'static Rule,
    /// A decided finding rests on values that have changed since.
    pub changed: &'static Rule,
}

/// All the rules there are.
#[derive(Clone, Copy)]
pub struct Rulebook {
    /// The rules of each family, by code.
    pub families: &'static [&'static [&'static Rule]],
    /// Those that speak of decisions; they stand in a family too.
    pub decisions: DecisionRules,
}

impl Rulebook {
    /// Every rule, by family and code.
    pub fn rules(&self) -> impl Iterator<Item = &'static Rule> + use<> {
        self.families.iter().copied().flatten().copied()
    }

    /// The rule of that code or name.
    pub fn find(&self, code: &str) -> Option<&'static Rule> {
        self.rules().find(|rule| rule.code.eq_ignore_ascii_case(code) || rule.name.eq_ignore_ascii_case(code))
    }
}
