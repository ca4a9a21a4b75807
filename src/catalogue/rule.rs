//! What a rule is.

use super::{KnobSpec, RuleContext};
use crate::model::{Draft, EventIx, Family, PlaceIx, Report, Severity};

/// What a rule looks at. The variant is its scope: what it may see and what a later run must look at again.
#[derive(Clone, Copy)]
pub enum Check {
    /// One report at a time, with all its cells.
    Report(fn(&RuleContext<'_>, &Report<'_>, &mut Vec<Draft>)),
    /// One place at a time.
    Place(fn(&RuleContext<'_>, PlaceIx, &mut Vec<Draft>)),
    /// One event at a time.
    Event(fn(&RuleContext<'_>, EventIx, &mut Vec<Draft>)),
    /// Everything at once.
    Corpus(fn(&RuleContext<'_>, &mut Vec<Draft>)),
}

impl Check {
    /// The word for the scope.
    pub const fn scope(&self) -> &'static str {
        match self {
            Check::Report(_) => "report",
            Check::Place(_) => "place",
            Check::Event(_) => "event",
            Check::Corpus(_) => "corpus",
        }
    }
}

/// What a finding of the rule means for the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Category {
    /// The data contradict themselves or the format.
    Correctness,
    /// The data are probably wrong.
    Suspicion,
    /// A person has to decide.
    Review,
    /// Worth knowing when reading the numbers.
    Context,
}

impl Category {
    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Category::Correctness => "correctness",
            Category::Suspicion => "suspicion",
            Category::Review => "review",
            Category::Context => "context",
        }
    }
}

/// A rule.
pub struct Rule {
    /// Its code: three letters of the family, three digits. Never used again for another rule.
    pub code: &'static str,
    /// Its name, in lower case with hyphens.
    pub name: &'static str,
    /// What it says, in one line without a full stop.
    pub summary: &'static str,
    /// How bad its findings are unless settings or the case at hand say otherwise.
    pub severity: Severity,
    /// What its findings mean.
    pub category: Category,
    /// The version that brought it.
    pub since: &'static str,
    /// Its settings.
    pub knobs: &'static [KnobSpec],
    /// Why it cannot run on these data, if it cannot: asked once before it runs.
    pub missing_data: fn(&RuleContext<'_>) -> Option<String>,
    /// What it does.
    pub check: Check,
    /// Its page.
    pub page: &'static str,
}

impl Rule {
    /// Its family.
    pub fn family(&self) -> Family {
        Family::of(self.code).unwrap_or(Family::User)
    }
}

/// For rules that any data can feed.
pub const fn nothing_missing(_: &RuleContext<'_>) -> Option<String> {
    None
}
