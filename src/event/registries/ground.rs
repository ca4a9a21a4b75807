//! How the places of two rows belong together.

use super::facts::{Facts, Key, Keys};
use crate::model::point::km;
use crate::text::distance::similarity;

/// How two rows' places belong together, the surest first: the levels of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Ground {
    /// One name.
    Same,
    /// One name spelled differently.
    Alike,
    /// The words of the one name the place of the other.
    Named,
    /// A place in the unit that stands for the other's place, or whose seat it is.
    Seat,
    /// Points near each other.
    Near,
    /// Points not far from each other.
    Around,
    /// One second-level unit.
    Unit,
    /// One name in two regions.
    Elsewhere,
    /// One first-level unit, where one of them names no place.
    Region,
}

impl Ground {
    /// How many there are.
    pub const COUNT: usize = 9;

    /// Whether it says that both are, or lie in, one place.
    pub const fn is_close(self) -> bool {
        matches!(self, Ground::Same | Ground::Alike | Ground::Named | Ground::Seat | Ground::Near | Ground::Unit)
    }
}

/// Kilometres up to which places are near, and not far.
const NEAR: f64 = 12.0;
const AROUND: f64 = 35.0;
/// Kilometres beyond which one name means two places.
const NAMESAKES: f64 = 60.0;
/// Shortest name that may be another with a letter changed, and how alike two spellings must be.
const SPELT: usize = 5;
const ALIKE: f64 = 0.79;
/// The same of names as they sound.
const SOUNDS: f64 = 0.85;

/// How two rows' places belong together; `None` where they do not.
pub fn ground(left: &Facts, right: &Facts, keys: &Keys) -> Option<Ground> {
    let apart = left.point.zip(right.point).map(|(here, there)| km(here, there));
    let far = |limit: f64| apart.is_some_and(|apart| apart > limit);
    // Registries divide countries in different ways: the one's first level is the other's second.
    let regions = left.admin1 != 0
        && right.admin1 != 0
        && ![left.admin1, left.admin2]
            .iter()
            .any(|unit| one_unit(*unit, right.admin1, keys) || one_unit(*unit, right.admin2, keys));
    let one = left.place != 0 && left.place == right.place;
    if one && !far(NAMESAKES) && !(regions && apart.is_none() && !one_unit(left.admin2, right.admin2, keys)) {
        let quarters = !left.quarters.is_empty() && !right.quarters.is_empty();
        let shared = left.quarters.iter().any(|quarter| right.quarters.contains(quarter));
        return Some(if quarters && !shared { Ground::Near } else { Ground::Same });
    }
    let together = !regions || apart.is_some_and(|apart| apart <= AROUND) || one_unit(left.admin2, right.admin2, keys);
    if together && !far(NAMESAKES) && alike(left.place, right.place, keys) {
        return Some(Ground::Alike);
    }
    let names = |one: &Facts, other: &Facts| {
        one.named.iter().any(|key| *key == other.place || other.quarters.contains(key))
            || one.quarters.iter().any(|key| *key != 0 && *key == other.place)
    };
    if !far(2.0 * NAMESAKES) && (names(left, right) || names(right, left)) {
        return Some(Ground::Named);
    }
    let seat = |one: &Facts, other: &Facts| {
        let unit = if one.within != 0 { one.within } else { one.place };
        unit != 0 && (one_unit(unit, other.admin2, keys) || one.within != 0 && one_unit(unit, other.place, keys))
    };
    if together && !far(2.0 * NAMESAKES) && (seat(left, right) || seat(right, left)) {
        return Some(Ground::Seat);
    }
    match apart {
        Some(apart) if apart <= NEAR => return Some(Ground::Near),
        Some(apart) if apart <= AROUND => return Some(Ground::Around),
        _ => {}
    }
    if together && left.admin2 != 0 && one_unit(left.admin2, right.admin2, keys) {
        return Some(Ground::Unit);
    }
    if one {
        return Some(Ground::Elsewhere);
    }
    let open = |facts: &Facts| facts.place == 0 && (facts.within == 0 || facts.within == facts.admin1);
    (!regions && left.admin1 != 0 && right.admin1 != 0 && (open(left) || open(right))).then_some(Ground::Region)
}

/// Whether two names of units are one, spelling aside.
fn one_unit(left: Key, right: Key, keys: &Keys) -> bool {
    left != 0 && right != 0 && (left == right || alike(left, right, keys))
}

/// Whether two names are spellings of one.
fn alike(left: Key, right: Key, keys: &Keys) -> bool {
    if left == 0 || right == 0 || left == right {
        return false;
    }
    let ((a, sounds), (b, others)) = (keys.get(left), keys.get(right));
    let lengths = (a.len().min(b.len()), a.len().max(b.len()));
    if lengths.0 < SPELT - 1
        || lengths.1 - lengths.0 > 3
        || a.bytes().chain(b.bytes()).any(|byte| byte.is_ascii_digit())
    {
        return false;
    }
    if sounds == others && !sounds.is_empty() {
        return true;
    }
    lengths.0 >= SPELT && (similarity(a, b) >= ALIKE || similarity(sounds, others) >= SOUNDS)
}
