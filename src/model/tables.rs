//! The tables of a run, as they are kept for exports, lineage and comparison.

use serde::{Deserialize, Serialize};

/// A report's place and event.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ReportLine {
    /// Its id.
    pub id: String,
    /// Where its record lies: chunk and slot.
    pub loc: (u32, u32),
    /// The place as spelt.
    pub place: String,
    /// Index into [`Tables::places`].
    pub place_line: Option<u32>,
    /// Probability that its mention belongs to that place.
    pub place_score: f32,
    /// Index into [`Tables::events`].
    pub event_line: u32,
    /// Score of its links into that event.
    pub event_score: f32,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PlaceLine {
    /// Its id.
    pub id: String,
    /// The chosen spelling.
    pub canonical: String,
    /// Country.
    pub country: String,
    /// First administrative level.
    pub admin1: String,
    /// Second administrative level.
    pub admin2: String,
    /// Latitude and longitude in degrees.
    pub point: Option<(f64, f64)>,
}

/// An event with its toll.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct EventLine {
    /// Its id.
    pub id: String,
    /// First coded day, ISO, or empty.
    pub date: String,
    /// Canonical names of its places, joined by "; ".
    pub place: String,
    /// Probability of its weakest link.
    pub weakest_link: f32,
    /// Whether any report states a toll.
    pub stated: bool,
    /// Lowest credible number of dead.
    pub low: u32,
    /// Best single number.
    pub best: u32,
    /// Highest credible number; `None` without limit.
    pub high: Option<u32>,
    /// Sum over its rows.
    pub naive_sum: u64,
    /// Number of reports.
    pub reports: u32,
    /// Number of sources.
    pub sources: u32,
    /// Number of independent origins.
    pub independent_origins: u32,
}

/// A finding, as short as comparison needs it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FindingLine {
    /// Code.
    pub code: String,
    /// Severity.
    pub severity: String,
    /// State.
    pub state: String,
    /// Fingerprint.
    pub fingerprint: String,
    /// Hash of its evidence.
    pub evidence_hash: String,
    /// Headline.
    pub headline: String,
}

/// The tables of a run.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Tables {
    /// One line a report, in canonical order.
    pub reports: Vec<ReportLine>,
    /// The places.
    pub places: Vec<PlaceLine>,
    /// The events.
    pub events: Vec<EventLine>,
    /// The findings.
    pub findings: Vec<FindingLine>,
}
