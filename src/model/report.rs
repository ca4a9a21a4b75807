//! What a row means: the typed view that rules check.

use super::date::{Day, Precision, Span};
use super::record::Record;
use super::toll::{Scope, Status, Toll};
use super::{Col, Convention, RowIx};

/// What a row of a data set is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Several rows per event are expected; their tolls are compared.
    #[default]
    Report,
    /// Each row should be a different event.
    Event,
    /// Each row is one named person; persons are linked, not events.
    Victim,
}

impl Unit {
    /// All units.
    pub const ALL: [Unit; 3] = [Unit::Report, Unit::Event, Unit::Victim];

    /// The unit of that name.
    pub fn parse(name: &str) -> Option<Unit> {
        Self::ALL.into_iter().find(|unit| unit.name() == name)
    }

    /// The word that settings and outputs use.
    pub const fn name(self) -> &'static str {
        match self {
            Unit::Report => "report",
            Unit::Event => "event",
            Unit::Victim => "victim",
        }
    }
}

/// What stands in a cell. Absent, zero and unreadable never blur.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Value<T> {
    /// Nothing stands there, or a mark for nothing (N/A, -99).
    #[default]
    Blank,
    /// It was understood.
    Read(T),
    /// Something stands there that nobody can read as what the column should hold.
    Garbled,
}

impl<T: Copy> Value<T> {
    /// The value, where it was read.
    #[inline]
    pub fn read(self) -> Option<T> {
        match self {
            Value::Read(value) => Some(value),
            Value::Blank | Value::Garbled => None,
        }
    }
}

/// One row, understood as far as it can be. The raw cells stay at hand in [`Report::record`].
#[derive(Debug, Clone)]
pub struct Report<'a> {
    /// Its index in the corpus.
    pub row: RowIx,
    /// The raw row.
    pub record: &'a Record<'a>,
    /// Whether its data set holds reports or events.
    pub unit: Unit,
    /// The data set's name: its preset's, or the configured one.
    pub dataset: &'a str,
    /// What vague words stand for in its tolls.
    pub convention: &'a Convention,
    /// First day of the event as coded.
    pub event_date: Value<Day>,
    /// Last day of the event as coded.
    pub event_end: Value<Day>,
    /// How exactly the date is known.
    pub precision: Value<Precision>,
    /// Day of publication.
    pub published: Value<Day>,
    /// Latitude, degrees.
    pub lat: Value<f64>,
    /// Longitude, degrees.
    pub lon: Value<f64>,
    /// The toll of the dead, its qualifier applied.
    pub killed: Value<Toll>,
    /// Low estimate.
    pub killed_low: Value<u32>,
    /// High estimate.
    pub killed_high: Value<u32>,
    /// The toll of the injured.
    pub injured: Value<Toll>,
    /// What the toll covers.
    pub scope: Value<Scope>,
    /// Whether it may change.
    pub status: Value<Status>,
}

impl<'a> Report<'a> {
    /// The raw text of a cell; empty where there is none.
    #[inline]
    pub fn raw(&self, col: Col) -> &'a str {
        self.record.get(col)
    }

    /// The days on which the event may have happened, from date, end and precision.
    #[inline]
    pub fn span(&self) -> Option<Span> {
        let first = self.event_date.read()?;
        Some(super::date::widen(first, self.event_end.read(), self.precision.read().unwrap_or_default()))
    }
}
