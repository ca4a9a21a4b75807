//! What rules say, and what becomes of it.

use super::{Col, EventIx, PlaceIx, RowIx};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::sync::Arc;

/// Words of a rule: mostly the same for all it says, and then kept once.
pub type Words = Cow<'static, str>;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Probably wrong, or in need of a decision.
    Warning,
    /// Wrong.
    Error,
}

impl Severity {
    /// The word that settings and outputs use.
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    /// All of them, the worst first.
    pub const ALL: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Info];
}

/// The families of rules, as their codes begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Columns, ids, encodings.
    Schema,
    /// Names and positions of places.
    Place,
    /// Dates.
    Date,
    /// Numbers of dead and injured.
    Toll,
    /// Totals and parts.
    Aggregate,
    /// Copies and repeated events.
    Duplicate,
    /// Sources and origins.
    Source,
    /// Named people on lists.
    Person,
    /// The steward's decisions.
    Decision,
    /// Checks that a user wrote.
    User,
}

impl Family {
    /// All families in the order of the catalogue.
    pub const ALL: [Family; 10] = [
        Family::Schema,
        Family::Place,
        Family::Date,
        Family::Toll,
        Family::Aggregate,
        Family::Duplicate,
        Family::Source,
        Family::Person,
        Family::Decision,
        Family::User,
    ];

    /// The three letters with which its codes begin.
    pub const fn prefix(self) -> &'static str {
        match self {
            Family::Schema => "SCH",
            Family::Place => "PLC",
            Family::Date => "DAT",
            Family::Toll => "TOL",
            Family::Aggregate => "AGG",
            Family::Duplicate => "DUP",
            Family::Source => "SRC",
            Family::Person => "VIC",
            Family::Decision => "DEC",
            Family::User => "USR",
        }
    }

    /// Its title.
    pub const fn title(self) -> &'static str {
        match self {
            Family::Schema => "Schema",
            Family::Place => "Places",
            Family::Date => "Dates",
            Family::Toll => "Tolls",
            Family::Aggregate => "Totals and parts",
            Family::Duplicate => "Duplicates",
            Family::Source => "Sources",
            Family::Person => "Persons",
            Family::Decision => "Decisions",
            Family::User => "Your own rules",
        }
    }

    /// The family of a code.
    pub fn of(code: &str) -> Option<Family> {
        Family::ALL.into_iter().find(|family| code.starts_with(family.prefix()))
    }
}

/// Where a draft's evidence stands; values and lines are filled in from the store afterwards.
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    /// A cell of a row.
    Cell(RowIx, Col),
    /// A cell of a row that was read already.
    Quoted {
        /// The row.
        row: RowIx,
        /// The column.
        col: Col,
        /// Line, from 1.
        line: u32,
        /// Column in code points, from 1; 0 where a format has none.
        column: u32,
        /// What stands there, as evidence quotes it.
        value: Box<str>,
    },
    /// A row as a whole.
    Row(RowIx),
    /// A line of an input that is no loaded row: a header, a rejected row. Line from 1, column from 1 or 0.
    Line {
        /// Number of the input.
        input: u32,
        /// Line, from 1.
        line: u32,
        /// Column in code points, from 1; 0 for the whole line.
        column: u32,
        /// Name of the column concerned, or empty.
        field: String,
        /// What stands there.
        value: String,
    },
}

/// A piece of evidence in a draft.
#[derive(Debug, Clone, PartialEq)]
pub struct EvidenceRef {
    /// Where it stands.
    pub at: Source,
    /// What it shows; may be empty.
    pub note: Words,
}

impl EvidenceRef {
    /// A cell.
    pub fn cell(row: RowIx, col: Col, note: impl Into<Words>) -> EvidenceRef {
        EvidenceRef { at: Source::Cell(row, col), note: note.into() }
    }

    /// A row.
    pub fn row(row: RowIx, note: impl Into<Words>) -> EvidenceRef {
        EvidenceRef { at: Source::Row(row), note: note.into() }
    }
}

/// Whether the case at hand is worse or better than the rule's usual one. The sink decides what that
/// makes of the severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Grade {
    /// As bad as the rule says.
    #[default]
    Usual,
    /// One step worse.
    Raised,
    /// One step better: something explains it in part. The explanation says what.
    Lowered,
}

/// What a rule says.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// One line that names the matter with its numbers and names.
    pub headline: String,
    /// The reports it is about. For TOL009, TOL014: those believed wrong; for DUP: the copies.
    pub rows: Vec<RowIx>,
    /// The event it is about.
    pub event: Option<EventIx>,
    /// The place it is about.
    pub place: Option<PlaceIx>,
    /// The evidence, the most telling first.
    pub evidence: Vec<EvidenceRef>,
    /// What tells this finding from others of its rule on the same subject; no line numbers, no counts
    /// that unrelated rows change. May be empty.
    pub key: String,
    /// Why it is thought so, and what to do; may have several sentences.
    pub explanation: Words,
    /// Worse or better than usual.
    pub grade: Grade,
    /// Whether all drafts of the rule with this key on one input are one matter with one cause, to be said
    /// once: for rules of report scope. Drafts on most rows of an input are folded whatever stands here.
    pub once: bool,
}

impl Draft {
    /// A draft about some reports.
    pub fn new(headline: impl Into<String>, rows: impl IntoIterator<Item = RowIx>) -> Draft {
        Draft {
            headline: headline.into(),
            rows: rows.into_iter().collect(),
            event: None,
            place: None,
            evidence: Vec::new(),
            key: String::new(),
            explanation: Words::default(),
            grade: Grade::Usual,
            once: false,
        }
    }

    /// Adds evidence.
    #[must_use]
    pub fn cite(mut self, clue: EvidenceRef) -> Draft {
        // Most drafts have one piece of evidence or two; a list that grows by itself begins with four.
        if self.evidence.len() == self.evidence.capacity() {
            self.evidence.reserve_exact(self.evidence.len().max(1));
        }
        self.evidence.push(clue);
        self
    }

    /// Adds a cell as evidence.
    #[must_use]
    pub fn cell(self, row: RowIx, col: Col, note: impl Into<Words>) -> Draft {
        self.cite(EvidenceRef::cell(row, col, note))
    }

    /// Sets the key.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Draft {
        self.key = key.into();
        self
    }

    /// Sets the explanation.
    #[must_use]
    pub fn explain(mut self, explanation: impl Into<Words>) -> Draft {
        self.explanation = explanation.into();
        self
    }

    /// Sets the event.
    #[must_use]
    pub fn on_event(mut self, event: EventIx) -> Draft {
        self.event = Some(event);
        self
    }

    /// Sets the place.
    #[must_use]
    pub fn on_place(mut self, place: PlaceIx) -> Draft {
        self.place = Some(place);
        self
    }

    /// Marks the draft as one of many with one cause.
    #[must_use]
    pub fn once(mut self) -> Draft {
        self.once = true;
        self
    }

    /// Sets the grade.
    #[must_use]
    pub fn grade(mut self, grade: Grade) -> Draft {
        self.grade = grade;
        self
    }
}

/// What an earlier run or a decision says of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Not seen before.
    New,
    /// In the baseline, or found by an earlier run.
    Known,
    /// Known, and there is more of it than was known: another copy, say. It counts like a new one.
    Grown,
    /// A steward decided it.
    Decided,
}

impl State {
    /// The word that outputs use.
    pub const fn name(self) -> &'static str {
        match self {
            State::New => "new",
            State::Known => "known",
            State::Grown => "grown",
            State::Decided => "decided",
        }
    }

    /// What stands behind a headline to say that the matter is not new.
    pub const fn mark(self) -> &'static str {
        match self {
            State::Known => " (known)",
            State::Grown => " (known, grown)",
            State::New | State::Decided => "",
        }
    }
}

/// What a finding is about, by name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Subject {
    /// Ids of reports.
    pub reports: Vec<String>,
    /// Id of the event.
    pub event: Option<String>,
    /// Id of the place.
    pub place: Option<String>,
}

/// A piece of evidence, with its place and value.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Evidence {
    /// Id of the report, empty where the line is no loaded row.
    pub report: String,
    /// The input's name.
    pub input: Arc<str>,
    /// Line, from 1.
    pub line: u32,
    /// Column in Unicode code points, from 1; 0 where a format has none.
    pub column: u32,
    /// Name of the column as the file heads it.
    pub field: Arc<str>,
    /// What stands there.
    pub value: String,
    /// What it shows.
    pub note: Words,
}

/// A finding as it is reported.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule's code.
    pub code: Words,
    /// The rule's name.
    pub name: Words,
    /// How bad, once settings were applied.
    pub severity: Severity,
    /// New, known or decided.
    pub state: State,
    /// Recognises the finding in later runs.
    pub fingerprint: String,
    /// Recognises the evidence: changes when a quoted value does.
    pub evidence_hash: String,
    /// One line.
    pub headline: String,
    /// What it is about.
    pub subject: Subject,
    /// The evidence.
    pub evidence: Vec<Evidence>,
    /// Why.
    pub explanation: Words,
    /// The decision that applies: kind, by whom, why.
    pub decision: Option<String>,
    /// The setting that changed the severity, where one did.
    pub setting: Option<String>,
}
