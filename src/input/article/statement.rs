//! What a paragraph states: tolls, by place or in all, each where it stands.

use crate::model::{Status, Toll, Wording};
use crate::narrative::{self, Reading};

/// One statement of an article.
pub(super) struct Statement {
    /// Bytes of the clean text where it stands.
    pub(super) at: u32,
    pub(super) toll: Option<Toll>,
    pub(super) status: Status,
    pub(super) place: Option<String>,
    pub(super) partial: bool,
    pub(super) injured: Option<Toll>,
    pub(super) paragraph: (usize, usize),
}

/// The words for a toll that a cell is read from again: "at least 51".
pub(super) fn cell(toll: Toll, status: Status) -> String {
    match (toll.wording, toll.said, toll.high) {
        (Wording::MoreThan, Some(said), None) => format!("more than {said}"),
        (Wording::UpTo, Some(said), Some(_)) => format!("up to {said}"),
        (Wording::About, Some(said), Some(_)) => format!("about {said}"),
        (_, _, Some(high)) if high == toll.low => toll.low.to_string(),
        (_, _, Some(high)) if toll.low == 0 => format!("up to {high}"),
        (_, _, Some(high)) => format!("{}-{high}", toll.low),
        (Wording::Vague, None, None) => vague(toll.low).to_owned(),
        (Wording::Exact, Some(said), None) if status == Status::Provisional => said.to_string(),
        (_, _, None) => format!("at least {}", toll.low),
    }
}

/// The words for a quantity without a number.
pub(super) const fn vague(low: u32) -> &'static str {
    match low {
        0 | 1 => "a number of",
        2..24 => "several",
        24..40 => "dozens",
        40..200 => "scores",
        200..2000 => "hundreds",
        _ => "thousands",
    }
}

pub(super) fn state(text: &str, span: (usize, usize), out: &mut Vec<Statement>) {
    let reading: Reading = narrative::read(text, None);
    // What an article tells of another month or of a whole year is its background.
    let Some(total) = reading.total.filter(|_| !reading.elsewhen) else { return };
    let by_place: Vec<_> = reading.parts.iter().filter(|part| part.place.is_some()).collect();
    let summed = !reading.stated_total && by_place.len() > 1;
    if !summed {
        out.push(Statement {
            at: span.0 as u32 + reading.span.0,
            toll: Some(total),
            status: reading.status,
            place: reading.place.clone().filter(|_| by_place.is_empty()),
            partial: false,
            injured: reading.injured,
            paragraph: span,
        });
    }
    for part in by_place {
        out.push(Statement {
            at: span.0 as u32 + part.span.0,
            toll: Some(part.toll),
            status: reading.status,
            place: part.place.clone(),
            partial: true,
            injured: None,
            paragraph: span,
        });
    }
}
