//! How sure a reading is of its total, and why.

use super::Reading;
use crate::model::{Status, Wording};

/// How sure a reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// Something speaks against it: no ground for a finding by itself.
    Doubtful,
    /// Nothing speaks against it, and nothing beside it confirms it.
    Likely,
    /// The text states it as its total, or says it once and plainly, or its parts add up to it.
    Sure,
}

impl Certainty {
    /// The word for it: sure, likely, doubtful.
    pub const fn name(self) -> &'static str {
        match self {
            Certainty::Sure => "sure",
            Certainty::Likely => "likely",
            Certainty::Doubtful => "doubtful",
        }
    }
}

/// What makes a reading as sure as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ground {
    /// No total is read.
    Nothing,
    /// The text closes with its number: "3 fatalities."
    ClosingLine,
    /// "The toll is 20".
    StatedTotal,
    /// The parts that the text names add up to the total that it states.
    PartsAgree,
    /// One statement with one number.
    OneStatement,
    /// The text says that nobody died.
    Nobody,
    /// A sum of several statements of one sentence.
    SumInSentence,
    /// A sum of statements of several sentences, which may tell of the same dead.
    SumAcrossSentences,
    /// "Several", "dozens": an open number.
    VagueWords,
    /// A side's word on its enemy's dead, or a disputed figure.
    Disputed,
    /// A figure that the text expects to change.
    Provisional,
    /// It may be another event's: "last week", "in 2012".
    Elsewhen,
    /// A person whom nobody counts, or rows that share one toll.
    Unclear,
}

impl Ground {
    /// The ground in words, as findings give it.
    pub const fn words(self) -> &'static str {
        match self {
            Ground::Nothing => "no toll is stated",
            Ground::ClosingLine => "the text closes with this number",
            Ground::StatedTotal => "the text states it as its total",
            Ground::PartsAgree => "the parts that the text names add up to it",
            Ground::OneStatement => "one statement with one number",
            Ground::Nobody => "the text says that nobody died",
            Ground::SumInSentence => "a sum within one sentence",
            Ground::SumAcrossSentences => "a sum over several sentences, which may tell of the same dead",
            Ground::VagueWords => "a word for a number, such as several",
            Ground::Disputed => "a claim, or a figure that sources dispute",
            Ground::Provisional => "a provisional figure",
            Ground::Elsewhen => "it may be the toll of another time",
            Ground::Unclear => "the text leaves open how many",
        }
    }
}

/// What the combination of claims knows of how the total came about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Making {
    /// How many statements the total is the sum of.
    pub(super) statements: u32,
    /// Whether they stand in several sentences.
    pub(super) spread: bool,
    /// Whether a claim or a rival figure is in it.
    pub(super) disputed: bool,
    /// Whether a number closes the text as its total.
    pub(super) closing: bool,
}

/// Weighs a reading.
pub(super) fn weigh(reading: &Reading, making: Making) -> (Certainty, Ground) {
    let Some(total) = reading.total else { return (Certainty::Doubtful, Ground::Nothing) };
    if making.closing {
        return (Certainty::Sure, Ground::ClosingLine);
    }
    if reading.uncertain || reading.split.is_some() {
        return (Certainty::Doubtful, Ground::Unclear);
    }
    if reading.elsewhen {
        return (Certainty::Doubtful, Ground::Elsewhen);
    }
    if making.disputed {
        return (Certainty::Likely, Ground::Disputed);
    }
    if reading.status == Status::Provisional {
        return (Certainty::Likely, Ground::Provisional);
    }
    if total.high == Some(0) {
        return (Certainty::Sure, Ground::Nobody);
    }
    if parts_agree(reading) {
        return (Certainty::Sure, Ground::PartsAgree);
    }
    if matches!(total.wording, Wording::Vague) {
        return (Certainty::Likely, Ground::VagueWords);
    }
    if reading.stated_total {
        return (Certainty::Sure, Ground::StatedTotal);
    }
    match (making.statements, making.spread) {
        (0 | 1, _) => (Certainty::Sure, Ground::OneStatement),
        (_, false) => (Certainty::Likely, Ground::SumInSentence),
        (_, true) => (Certainty::Likely, Ground::SumAcrossSentences),
    }
}

/// Whether two parts or more of one kind add up to the total that the text states beside them.
fn parts_agree(reading: &Reading) -> bool {
    let Some(total) = reading.total else { return false };
    let sum = |places: bool| {
        let of_kind = reading.parts.iter().filter(|part| part.place.is_some() == places);
        let (count, low) = of_kind.fold((0, 0u32), |(count, low), part| (count + 1, low.saturating_add(part.toll.low)));
        (count > 1).then_some(low)
    };
    reading.stated_total && [true, false].into_iter().filter_map(sum).any(|sum| sum == total.low)
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    #[test]
    fn what_is_sure_and_what_is_not() {
        for (text, certainty, ground) in [
            ("Twelve farmers were killed in Gorom.", Certainty::Sure, Ground::OneStatement),
            ("The death toll from Friday's attack has risen to 34.", Certainty::Sure, Ground::StatedTotal),
            ("Nobody was killed in Gorom.", Certainty::Sure, Ground::Nobody),
            ("Several traders were killed in Gorom.", Certainty::Likely, Ground::VagueWords),
            ("The army said its troops killed 40 terrorists in the hills.", Certainty::Likely, Ground::Disputed),
            ("Fifteen people were killed, according to a provisional toll.", Certainty::Likely, Ground::Provisional),
            ("Two soldiers and a civilian were killed in Gorom.", Certainty::Sure, Ground::OneStatement),
            ("Rain fell on Gorom.", Certainty::Doubtful, Ground::Nothing),
        ] {
            let reading = read(text, None);
            assert_eq!((reading.certainty, reading.ground), (certainty, ground), "{text}");
        }
    }
}
