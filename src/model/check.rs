//! Checks that a user wrote, as data: no fork is needed for a range.

use super::{Col, Severity};

/// How two columns are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ordering {
    /// Left is less than right.
    Less,
    /// Left is at most right.
    AtMost,
    /// Both are equal.
    Equal,
    /// They differ.
    Differs,
    /// Left is at least right.
    AtLeast,
    /// Left is more than right.
    More,
}

impl Ordering {
    /// The sign that settings use.
    pub const fn sign(self) -> &'static str {
        match self {
            Ordering::Less => "<",
            Ordering::AtMost => "<=",
            Ordering::Equal => "==",
            Ordering::Differs => "!=",
            Ordering::AtLeast => ">=",
            Ordering::More => ">",
        }
    }

    /// The comparison of that sign.
    pub fn parse(sign: &str) -> Option<Ordering> {
        [Ordering::Less, Ordering::AtMost, Ordering::Equal, Ordering::Differs, Ordering::AtLeast, Ordering::More]
            .into_iter()
            .find(|ordering| ordering.sign() == sign.trim())
    }
}

/// What a user's check demands. Apart from [`Demand::Required`], blank cells are never condemned.
#[derive(Debug, Clone, PartialEq)]
pub enum Demand {
    /// None of the columns may be blank.
    Required,
    /// The value must be one of these; case and surrounding blanks do not count.
    OneOf(Vec<String>),
    /// The number, or the day where both ends are days in ISO form, must lie between these, ends included.
    Range {
        /// Lowest allowed value, as written; `None` for no limit.
        min: Option<String>,
        /// Highest allowed value, as written; `None` for no limit.
        max: Option<String>,
    },
    /// The whole value must match this regular expression.
    Pattern(String),
    /// The first column compared with the second, as numbers or days where both are, else as words.
    Compare(Ordering),
    /// No two rows of a data set may share these values.
    Unique,
}

/// A check that a user wrote. Its findings bear the codes USR001, USR002 and so on, in the order of the
/// settings file; their fingerprints hang on the check's name.
#[derive(Debug, Clone, PartialEq)]
pub struct UserCheck {
    /// Its name, unique, in lower case with hyphens.
    pub name: String,
    /// How bad its findings are.
    pub level: Severity,
    /// What to say; empty for a sentence made of the demand.
    pub message: String,
    /// The columns it looks at, by our names.
    pub columns: Vec<Col>,
    /// Data sets it applies to, by name; empty for all.
    pub datasets: Vec<String>,
    /// What it demands.
    pub demand: Demand,
    /// Where it stands, such as `recount.toml:12`; empty where no file made it.
    pub origin: String,
}

impl UserCheck {
    /// What it demands, in a few words.
    pub fn describe(&self) -> String {
        let columns = self.columns.iter().map(|col| col.name()).collect::<Vec<_>>().join(", ");
        match &self.demand {
            Demand::Required => format!("{columns} required"),
            Demand::OneOf(values) => format!("{columns} one of {}", values.join(", ")),
            Demand::Range { min, max } => {
                let from = min.as_ref().map_or_else(String::new, |min| format!(" from {min}"));
                let to = max.as_ref().map_or_else(String::new, |max| format!(" to {max}"));
                format!("{columns}{from}{to}")
            }
            Demand::Pattern(pattern) => format!("{columns} like {pattern}"),
            Demand::Compare(ordering) => {
                self.columns.iter().map(|col| col.name()).collect::<Vec<_>>().join(&format!(" {} ", ordering.sign()))
            }
            Demand::Unique => format!("{columns} unique"),
        }
    }
}
