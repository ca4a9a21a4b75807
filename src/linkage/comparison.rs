//! A comparison is a list of levels: how far two records may differ, the bits that this weighs, its label, its source.

use serde::Deserialize;

/// One level of agreement.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// What it is called wherever the comparison is shown.
    pub label: String,
    /// The measure lies below this; missing for the last level, which takes the rest.
    #[serde(default = "endless")]
    pub below: f64,
    /// The base-2 logarithm of how much likelier it is among records of one thing than among others.
    pub bits: f32,
    /// Where the bits come from.
    pub source: String,
}

fn endless() -> f64 {
    f64::INFINITY
}

/// A measure and its levels.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// What is measured.
    pub meaning: String,
    /// In which unit.
    pub unit: String,
    /// The levels, the nearest first.
    pub levels: Vec<Level>,
}

impl Comparison {
    /// The level that a measure meets: the first that it lies below.
    pub fn level(&self, measure: f64) -> &Level {
        static NONE: Level = Level { label: String::new(), below: f64::INFINITY, bits: 0.0, source: String::new() };
        self.levels.iter().find(|level| measure < level.below).or(self.levels.last()).unwrap_or(&NONE)
    }

    /// Whether it can be read as it stands: labels and sources everywhere, limits ascending, the last without one.
    pub fn is_sound(&self) -> bool {
        let told = |level: &Level| !level.label.is_empty() && !level.source.is_empty() && level.bits.is_finite();
        !self.meaning.is_empty()
            && !self.unit.is_empty()
            && self.levels.iter().all(told)
            && self.levels.windows(2).all(|pair| pair[0].below < pair[1].below)
            && self.levels.last().is_some_and(|level| level.below == f64::INFINITY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_level_that_holds_the_measure() {
        let level = |label: &str, below: f64, bits: f32| Level { label: label.into(), below, bits, source: "s".into() };
        let levels = vec![level("near", 2.5, 5.0), level("off", 8.0, -1.0), level("far", f64::INFINITY, -7.0)];
        let comparison = Comparison { meaning: "m".into(), unit: "km".into(), levels };
        assert!(comparison.is_sound());
        let met = |measure| &*comparison.level(measure).label;
        assert_eq!((met(0.0), met(2.5), met(1e9), met(f64::NAN)), ("near", "off", "far", "far"));
    }
}
