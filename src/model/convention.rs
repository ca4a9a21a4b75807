//! What vague words stand for in the tolls of a data set.

use serde::{Deserialize, Serialize};

/// How vague words become numbers: one named convention for each data set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Convention {
    /// Lowest number of "several".
    pub several: u32,
    /// Lowest number of "a number of", "unknown but some".
    pub some: u32,
    /// Lowest number of "dozens".
    pub dozens: u32,
    /// Lowest number of "scores".
    pub scores: u32,
    /// Lowest number of "hundreds".
    pub hundreds: u32,
    /// Lowest number of "thousands".
    pub thousands: u32,
    /// How far "about N" may lie from N, in percent.
    pub about: u32,
}

/// The words at their lowest, "about" within a fifth: what readers and GED coders agree on.
pub const GENERIC: Convention =
    Convention { several: 2, some: 1, dozens: 24, scores: 40, hundreds: 200, thousands: 2000, about: 20 };

impl Default for Convention {
    fn default() -> Convention {
        GENERIC
    }
}

impl Convention {
    /// N plus or minus the convention's share, rounded outward.
    pub fn around(&self, count: u32) -> (u32, u32) {
        let share = u64::from(self.about.min(100));
        let low = u64::from(count) * (100 - share) / 100;
        let high = (u64::from(count) * (100 + share)).div_ceil(100);
        (low as u32, u32::try_from(high).unwrap_or(u32::MAX))
    }
}
