//! The shape of `recount read`, one object for each text.

use super::{Lang, Reading, read};
use crate::model::{Status, Toll};
use serde::Serialize;

/// A number as an interval; `high` is null where the text sets no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Interval {
    /// Lowest number.
    pub low: u32,
    /// Highest number.
    pub high: Option<u32>,
}

/// A part of a toll.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JsonPart {
    /// The place.
    pub place: Option<String>,
    /// The group.
    pub group: Option<String>,
    /// Lowest number.
    pub low: u32,
    /// Highest number.
    pub high: Option<u32>,
    /// First code point and the one after the last.
    pub span: (u32, u32),
}

/// Deaths of another event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct JsonMention {
    /// Lowest number.
    pub low: u32,
    /// Highest number.
    pub high: Option<u32>,
    /// First code point and the one after the last.
    pub span: (u32, u32),
}

/// One text's reading, as documented. Spans count Unicode code points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Json {
    /// The text's id.
    pub id: String,
    /// The dead; null where none are stated, 0-0 where nobody died.
    pub total: Option<Interval>,
    /// provisional, updated, final, or null.
    pub status: Option<&'static str>,
    /// The toll by place or group.
    pub parts: Vec<JsonPart>,
    /// The injured.
    pub injured: Option<Interval>,
    /// Deaths of other events.
    pub background: Vec<JsonMention>,
    /// Where the total stands; null where there is none.
    pub span: Option<(u32, u32)>,
}

impl From<Toll> for Interval {
    fn from(toll: Toll) -> Interval {
        Interval { low: toll.low, high: toll.high }
    }
}

/// Reads a text into the documented shape, in the language that most of its words speak unless one is given.
pub fn read_json(id: &str, text: &str, lang: Option<Lang>) -> Json {
    let reading = read(text, lang);
    let points = |span| Reading::code_points(text, span);
    Json {
        id: id.to_owned(),
        total: reading.total.map(Interval::from),
        status: (reading.status != Status::Unsaid).then(|| reading.status.name()),
        parts: reading
            .parts
            .into_iter()
            .map(|part| JsonPart {
                place: part.place,
                group: part.group,
                low: part.toll.low,
                high: part.toll.high,
                span: points(part.span),
            })
            .collect(),
        injured: reading.injured.map(Interval::from),
        background: reading
            .background
            .iter()
            .map(|mention| JsonMention { low: mention.toll.low, high: mention.toll.high, span: points(mention.span) })
            .collect(),
        span: reading.total.map(|_| points(reading.span)),
    }
}
