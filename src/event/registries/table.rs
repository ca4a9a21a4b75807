//! The numbers of data/link/registries.toml.

use serde::Deserialize;
use std::sync::LazyLock;

/// A level of a comparison.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// What it says, for explanations.
    pub label: String,
    /// How often it is met where both rows tell of one event.
    pub share: f32,
}

/// From evidence to log-odds.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// Log-odds in bits at no evidence.
    pub offset: f32,
    /// Log-odds for each bit of evidence.
    pub slope: f32,
}

/// All numbers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Share of a registry's events that another one has as well, where that is the one with fewer events, and the one with more.
    pub coverage: [f32; 2],
    /// Least probability of a link.
    pub sure: f32,
    /// Bits of a sum of parts that meets the whole.
    pub sum: f32,
    /// Days between periods that are compared.
    pub reach: i32,
    /// Days around a row in which events are counted.
    pub season: i32,
    /// The same for the ebb and flow.
    pub spell: i32,
    /// From evidence to log-odds.
    pub calibration: Calibration,
    /// By [`super::ground::Ground`].
    pub place: Vec<Level>,
    /// By days apart.
    pub date: Vec<Level>,
    /// By [`super::weigh::Sides`].
    pub sides: Vec<Level>,
    /// By [`super::weigh::Killed`].
    pub killed: Vec<Level>,
}

/// The table that comes with the tool. A test holds the file to its form.
pub static SHIPPED: LazyLock<Option<Table>> =
    LazyLock::new(|| toml::from_str(include_str!("../../../data/link/registries.toml")).ok());

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::registries::{ground::Ground, weigh::Killed, weigh::Sides};

    #[test]
    fn the_file_holds_every_level_and_shares_that_add_up() {
        let table: Table = toml::from_str(include_str!("../../../data/link/registries.toml")).unwrap();
        let sum = |levels: &[Level]| levels.iter().map(|level| level.share).sum::<f32>();
        assert_eq!(
            (table.place.len(), table.sides.len(), table.killed.len()),
            (Ground::COUNT, Sides::COUNT, Killed::COUNT)
        );
        assert_eq!(table.date.len() as i32, table.reach + 1);
        for levels in [&table.place, &table.sides, &table.killed] {
            assert!((sum(levels) - 1.0).abs() < 0.02, "{levels:?}");
        }
        assert!((2.0 * sum(&table.date) - table.date[0].share - 1.0).abs() < 0.05);
    }
}
