//! Lists of named people: which rows of several lists are one person.
//!
//! ```text
//! rows -name-> parts -frequency-> how common -blocks-> pairs -evidence-> probabilities -assign-> persons
//! ```
//!
//! Two rows may be one person, two relatives who died together, two victims of one incident, or strangers. Each is a
//! hypothesis of its own ([`evidence`]), since brothers agree in all but the own name, and the number of relatives and of
//! victims of that day is counted in the lists at hand. Rows of one issue of a list are different people unless nearly
//! everything agrees; issues of one list are followed from one to the next; across lists a person stands once on each.
//! Nothing is chained: a group is held together by the mean of all its pairs.
//!
//! What must not be here: files, the store, findings, and anybody's name in an error.

mod assign;
mod blocks;
mod compare;
mod evidence;
mod fields;
mod form;
mod frequency;
mod name;
mod words;

pub use assign::{Facts, Persons, link};
pub use evidence::{Judged, Line, explain};

/// One row of a list of people, as it was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entry<'a> {
    /// The list: its source.
    pub list: &'a str,
    /// Its issue: the day of the list, 0 where it has none.
    pub issue: i32,
    /// The name as the list writes it.
    pub name: &'a str,
    /// The name in the local script, where the list has both.
    pub local: &'a str,
    /// Age in years.
    pub age: Option<u16>,
    /// Whether female, where known.
    pub female: Option<bool>,
    /// The number of an identity card.
    pub id: &'a str,
    /// First and last possible day of death, counted from 1970-01-01.
    pub died: Option<(i32, i32)>,
    /// Place of death, or of residence where the list means that.
    pub place: &'a str,
    /// The first-level unit of the place.
    pub admin1: &'a str,
    /// The incident, where lists number them.
    pub event: &'a str,
    /// Notes, which may name the father.
    pub note: &'a str,
}
