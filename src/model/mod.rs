//! The types that carry a run from rows to findings. No input or output happens here, and nothing
//! here knows any other room of the house.

pub mod archive;
pub mod check;
pub mod column;
pub mod convention;
pub mod corpus;
pub mod date;
pub mod decision;
pub mod event;
pub mod finding;
pub mod hash;
pub mod history;
pub mod index;
pub mod interval;
pub mod knob;
pub mod ledger;
pub mod limits;
pub mod person;
pub mod place;
pub mod point;
pub mod record;
pub mod relation;
pub mod report;
pub mod toll;
pub mod waterfall;

pub use check::UserCheck;
pub use column::Col;
pub use convention::Convention;
pub use corpus::{Corpus, Row};
pub use date::{Day, Precision, Span};
pub use decision::{Decision, Decisions};
pub use event::{
    Adoption, Copies, CopyGroup, CopyKind, CopyLink, CopyWay, EventGroup, EventIx, Events, Link, Match, Reason,
    Relation,
};
pub use finding::{Draft, Evidence, Family, Finding, Severity, State, Subject};
pub use history::History;
pub use index::{Loc, PlaceIx, RowIx, Sym};
pub use interval::Joint;
pub use knob::KnobValue;
pub use ledger::Ledger;
pub use limits::Limits;
pub use person::{People, PersonRow};
pub use place::{Place, PlaceFacts, Places, Proposal};
pub use record::{Batch, Mark, Record, Rejected};
pub use report::{Report, Unit, Value};
pub use toll::{Bound, Population, Reconciled, Scope, Status, Toll, Tolls, Wording};
pub use waterfall::{Step, Waterfall};
