//! The numbers of the place room, as data/link/places.toml gives them.

use crate::linkage::comparison::Comparison;
use crate::linkage::table;
use serde::Deserialize;
use std::sync::LazyLock;

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $kind:ty),+ $(,)? })+) => {
        $($(#[$doc])*
        #[derive(Debug, Clone, Default, Deserialize)]
        #[serde(deny_unknown_fields)]
        #[allow(missing_docs, reason = "the table says what each number means")]
        pub struct $name { $(pub $field: $kind),+ })+
    };
}

numbers! {
    /// All numbers.
    Weights {
        coordinates: Comparison,
        far_apart: Comparison,
        coarse: Comparison,
        alike: Comparison,
        admin2: Comparison,
        names: Names,
        expected: Expected,
        days: Days,
        likeness: Likeness,
        points: Points,
        gazetteer: Gazetteer,
        decided: Decided,
        unplaced: Unplaced,
        alone: Alone,
        one_unit: OneUnit,
    }
    /// What names weigh.
    Names { most: f32, another_word: f32, beginning: f32, slip_of_word: f32, least: f32, unlikely: f32 }
    /// What is to be expected of a block.
    Expected {
        slip: f32,
        rare: f32,
        common: f32,
        again: f32,
        lowest: f32,
        highest: f32,
        lean: f32,
        fewest_slips: f32,
        most_slips: f32,
        of_block: f32,
        by_size: f32,
        doubtful: f32,
    }
    /// What shared days weigh.
    Days {
        fewest_shared: f64,
        rarest: f64,
        commonest: f64,
        rarest_alike: f64,
        most_alike: f64,
        least_only: f64,
        least_chance_only: f64,
        least_equal_tolls: f64,
        similar_text: f32,
        lowest: f64,
        highest: f64,
        never: String,
        met: String,
        alike: String,
    }
    /// How alike names are where qualifying words differ.
    Likeness { lacking: f64, differently: f64, not_equal: f64 }
    /// Where points may lie.
    Points {
        at_home: f64,
        astray: f64,
        from_place: f64,
        back_at_place: f64,
        from_unit: f64,
        back_in_unit: f64,
        in_district: f64,
        cell: f32,
    }
    /// Which entry of a gazetteer a place is.
    Gazetteer { near: f64, by_share: f64, populated: f64, a_kilometre: f64 }
    /// Where rows without a first level belong.
    Unplaced { certain: f64, likely: f64, least: f32 }
    /// When two spellings are one first level.
    OneUnit { sample: usize, names: usize, share: f64, apart: f64, unplaced_names: usize }
    /// What a slip needs to speak for it.
    Alone { rows: f32, left: f32, label: String }
    /// What a steward's word weighs.
    Decided { same: f64 }
}

const TABLE: &str = include_str!("../../data/link/places.toml");

static SHIPPED: LazyLock<Weights> = LazyLock::new(|| table::read(TABLE).unwrap_or_default());

/// The numbers that come with the tool. A test holds the file to its form.
pub fn weights() -> &'static Weights {
    &SHIPPED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_holds_every_number() {
        let weights: Weights = table::read(TABLE).unwrap();
        for comparison in [&weights.coordinates, &weights.far_apart, &weights.coarse, &weights.alike, &weights.admin2] {
            assert!(comparison.is_sound(), "{comparison:?}");
        }
    }
}
