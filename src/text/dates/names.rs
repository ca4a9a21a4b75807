//! Names of months and weekdays, from data/dates/names.toml.

use crate::text::fold::fold;
use jiff::civil::Weekday;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::OnceLock;

#[derive(serde::Deserialize, Default)]
struct Written {
    months: Vec<Vec<String>>,
    weekdays: Vec<Vec<String>>,
    fillers: Vec<String>,
    vague: Vec<String>,
}

pub(super) struct Names {
    months: FxHashMap<String, u16>,
    weekdays: FxHashMap<String, Weekday>,
    fillers: FxHashSet<String>,
    vague: FxHashSet<String>,
}

pub(super) fn names() -> &'static Names {
    static PARSED: OnceLock<Names> = OnceLock::new();
    PARSED.get_or_init(|| {
        // A test parses the file and looks words up.
        let written: Written = toml::from_str(include_str!("../../../data/dates/names.toml")).unwrap_or_default();
        let mut names = Names {
            months: FxHashMap::default(),
            weekdays: FxHashMap::default(),
            fillers: written.fillers.iter().map(|word| fold(word)).collect(),
            vague: written.vague.iter().map(|word| fold(word)).collect(),
        };
        for (month, words) in (1..).zip(&written.months) {
            for word in words {
                names.months.insert(fold(word), month);
            }
        }
        let days = [
            Weekday::Monday,
            Weekday::Tuesday,
            Weekday::Wednesday,
            Weekday::Thursday,
            Weekday::Friday,
            Weekday::Saturday,
            Weekday::Sunday,
        ];
        for (day, words) in days.into_iter().zip(&written.weekdays) {
            for word in words {
                names.weekdays.insert(fold(word), day);
            }
        }
        names
    })
}

impl Names {
    /// The month of that folded name.
    pub fn month(&self, folded: &str) -> Option<u16> {
        self.months.get(folded).copied()
    }

    /// The weekday of that folded name.
    pub fn weekday(&self, folded: &str) -> Option<Weekday> {
        self.weekdays.get(folded).copied()
    }

    /// Whether a word may stand beside a date and says nothing.
    pub fn is_filler(&self, folded: &str) -> bool {
        self.fillers.contains(folded)
    }

    /// Whether a word leaves the day open.
    pub fn is_vague(&self, folded: &str) -> bool {
        self.vague.contains(folded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_months_and_weekdays_are_there() {
        let names = names();
        for (word, month) in [("janv", 1), ("червня", 6), ("июня", 6), ("ديسمبر", 12), ("marco", 3), ("august", 8)]
        {
            assert_eq!(names.month(&fold(word)), Some(month), "{word}");
        }
        assert_eq!(names.month("marble"), None);
        assert_eq!(names.weekday("dimanche"), Some(Weekday::Sunday));
        assert_eq!((1..=12).filter(|month| names.months.values().any(|known| known == month)).count(), 12);
        assert_eq!(names.weekdays.values().collect::<std::collections::HashSet<_>>().len(), 7);
    }
}
