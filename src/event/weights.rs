//! The numbers of the linking model, as data/link/weights.toml gives them.

use serde::Deserialize;
use std::sync::LazyLock;

/// All numbers.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// How events come.
    pub events: EventRates,
    /// How dates err.
    pub date: DateErrors,
    /// How tolls err.
    pub toll: TollErrors,
    /// How numbers of injured err.
    pub injured: InjuredErrors,
    /// How actors are named.
    pub actor: ActorErrors,
    /// What one source's two reports mean.
    pub source: SourceBits,
    /// What two rows of an `event` data set mean.
    pub unit: UnitBits,
    /// How far two places of one event lie apart, and how often there are two.
    pub sites: SiteRates,
    /// From evidence to probability.
    pub probability: Calibration,
    /// What points of one place say.
    pub points: PointBits,
    /// Articles that name the same.
    pub articles: ArticleNumbers,
}

/// What the points of two reports of one place say, where its reports give points of their own.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointBits {
    /// Kilometres from which a place's points lie from its middle, at the median, where reports give their own.
    pub spread: f32,
    /// Kilometres from which two points are two spots of a place.
    pub near: f32,
    /// Kilometres from which they are far apart.
    pub far: f32,
    /// Kilometres from which a point is garbled rather than another.
    pub garbled: f32,
    /// Bits of two spots.
    pub two: f32,
    /// Bits of two spots far apart.
    pub apart: f32,
}

/// Articles that name the same people and places.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArticleNumbers {
    /// Days between their publication at most.
    pub days: i32,
    /// What each name counts of its rarity, since names come together.
    pub share: f32,
    /// Articles that are thought to exist beside those at hand.
    pub unseen: f32,
    /// Share of articles from which on a name is common.
    pub common: f32,
}

/// How events come.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventRates {
    /// Probability that an event has one more independent report.
    pub further_report: f32,
    /// Attacks a day at the same place just after one, above chance.
    pub aftershock: f32,
    /// Days over which that fades.
    pub fading: f32,
    /// Bits that a merge must bring.
    pub caution: f32,
}

/// How dates err.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateErrors {
    /// Right.
    pub right: f32,
    /// A day off.
    pub one_off: f32,
    /// Two days off.
    pub two_off: f32,
    /// Three days off.
    pub three_off: f32,
    /// The day of publication instead.
    pub published: f32,
    /// Any other day of the window.
    pub elsewhere: f32,
    /// Shares of publication lags of 0, 1, 2, ... days.
    pub lags: Vec<f32>,
    /// Share of later publication.
    pub late: f32,
    /// Its mean lag beyond the table, in days.
    pub late_mean: f32,
    /// Share published before the event.
    pub early: f32,
    /// Week precision: each day up to three off.
    pub week_near: f32,
    /// Week precision: each day up to six off.
    pub week_far: f32,
}

/// How tolls err.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TollErrors {
    /// Small plain numbers up to 30 percent off.
    pub near_small: f32,
    /// Other plain numbers up to 30 percent off.
    pub near: f32,
    /// Ten times or a tenth.
    pub tenfold: f32,
    /// Digits swapped.
    pub swapped: f32,
    /// The injured instead.
    pub injured_as_killed: f32,
    /// Provisional and already final.
    pub provisional_final: f32,
    /// Provisional and below.
    pub provisional_below: f32,
    /// "At least" that is the number.
    pub at_least_equal: f32,
    /// "At least" that is below it.
    pub at_least_below: f32,
    /// Any other number.
    pub anything: f32,
}

/// How numbers of injured err.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InjuredErrors {
    /// Up to 30 percent off.
    pub near: f32,
    /// Any other number.
    pub anything: f32,
}

/// How actors are named.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActorErrors {
    /// Named otherwise.
    pub other: f32,
}

/// What one source's two reports mean.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceBits {
    /// Bits for a repeat.
    pub repeat: f32,
    /// Bits for a repeat that may revise.
    pub revision: f32,
}

/// What two rows of an `event` data set mean.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitBits {
    /// Bits for a repeat.
    pub repeat: f32,
    /// The same where few people were hurt: such rows are alike by chance.
    pub faint: f32,
    /// Further bits where both come of one document or text, or stand in a series.
    pub split: f32,
    /// Further bits where their kinds differ.
    pub kind: f32,
    /// Further bits where one of them has no text: coders split tolls evenly over days and villages.
    pub untold: f32,
}

/// Two places of one event.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteRates {
    /// Probability that an event has a second site.
    pub second: f32,
    /// Probability that a report of a further site tells the toll of the whole.
    pub total: f32,
    /// Probability that a report of an event with one site calls its toll partial.
    pub partial_alone: f32,
    /// Kilometres beyond which two places are not sites of one event.
    pub reach: f32,
}

/// From evidence to probability.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// Log-odds in bits at no evidence.
    pub offset: f32,
    /// Log-odds in bits for each bit of evidence.
    pub slope: f32,
}

/// The numbers that come with the tool. A test holds the file to its form.
pub static SHIPPED: LazyLock<Weights> =
    LazyLock::new(|| toml::from_str(include_str!("../../data/link/weights.toml")).unwrap_or_default());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_holds_every_number() {
        let weights: Weights = toml::from_str(include_str!("../../data/link/weights.toml")).unwrap();
        let date = &weights.date;
        let off = 2.0 * (date.one_off + date.two_off + date.three_off);
        assert!(date.right + off + date.published <= 1.1);
        assert!((date.lags.iter().sum::<f32>() + date.late + date.early - 1.0).abs() < 0.05);
    }
}
