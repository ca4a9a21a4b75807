//! Numbers of identity, ages, days and places: levels of agreement and what each is worth.

use super::Entry;
use super::frequency::{Lists, Person};
use super::words::weights;

/// A number of identity: its digits, and whether its check digit holds where lists use one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Id {
    pub digits: String,
    pub valid: Option<bool>,
}

/// How the last digit of a number is made from the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct IdScheme {
    length: usize,
}

/// Numbers shorter than this are row numbers and codes.
const SHORTEST: usize = 5;

impl IdScheme {
    /// Luhn's formula (ISO/IEC 7812-1, annex B) over the usual length, where four of five numbers of that length keep it;
    /// by chance one in ten would.
    pub fn found(entries: &[Entry<'_>]) -> Option<IdScheme> {
        let numbers: Vec<String> = entries.iter().filter_map(|entry| digits(entry.id)).collect();
        let mut lengths = [0usize; 32];
        numbers.iter().for_each(|number| lengths[number.len().min(31)] += 1);
        let length = (SHORTEST..31).max_by_key(|length| lengths[*length])?;
        let of_length: Vec<&String> = numbers.iter().filter(|number| number.len() == length).collect();
        let kept = of_length.iter().filter(|number| luhn(number)).count();
        (of_length.len() >= 20 && kept * 5 >= of_length.len() * 4).then_some(IdScheme { length })
    }
}

/// Whether a number keeps Luhn's formula.
fn luhn(number: &str) -> bool {
    let sum: u32 = number
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, byte)| {
            let digit = u32::from(byte - b'0') * if at % 2 == 1 { 2 } else { 1 };
            digit / 10 + digit % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

fn digits(raw: &str) -> Option<String> {
    let digits: String =
        raw.chars().filter_map(|ch| ch.to_digit(10)).filter_map(|digit| char::from_digit(digit, 10)).collect();
    let dull = digits.bytes().all(|byte| Some(byte) == digits.bytes().next());
    (digits.len() >= SHORTEST && !dull).then_some(digits)
}

impl Id {
    /// The number in a cell; none where it is short, or one digit over and over.
    pub fn read(raw: &str, scheme: Option<IdScheme>) -> Option<Id> {
        let digits = digits(raw)?;
        let valid = scheme.map(|scheme| digits.len() == scheme.length && luhn(&digits));
        Some(Id { digits, valid })
    }
}

/// What a field says of two rows: the level's label and the bits against strangers, relatives and victims of one day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Said {
    pub label: &'static str,
    pub stranger: f64,
    pub kin: f64,
    pub fellow: f64,
}

impl Said {
    fn all(label: &'static str, bits: f64) -> Said {
        Said { label, stranger: bits, kin: bits, fellow: bits }
    }

    /// What relatives and fellow victims share says nothing against them.
    fn shared(label: &'static str, bits: f64) -> Said {
        Said { label, stranger: bits, kin: 0.0, fellow: 0.0 }
    }
}

fn ratio(same: f64, chance: f64) -> f64 {
    (same / chance.clamp(1e-7, 1.0)).log2()
}

/// Sex.
pub(super) fn sex(a: &Person, b: &Person) -> Option<Said> {
    let same = weights().sex.same;
    Some(if a.female? == b.female? {
        Said::all("same sex", ratio(same, 0.5))
    } else {
        Said::all("other sex", ratio(1.0 - same, 0.5))
    })
}

/// Age in years, allowing for birthdays and guesses.
pub(super) fn age(a: &Person, b: &Person, lists: &Lists) -> Option<Said> {
    let weights = &weights().age;
    let (left, right) = (i64::from(a.age?), i64::from(b.age?));
    let share =
        |from: i64, to: i64| lists.ages.within(right - to, right - from) + lists.ages.within(right + from, right + to);
    let exact = lists.ages.within(right, right);
    Some(match (left - right).abs() {
        0 => Said::all("same age", ratio(weights.same, exact)),
        1 => Said::all("age one year off", ratio(weights.one, share(1, 1))),
        2 => Said::all("age two years off", ratio(weights.two, share(2, 2))),
        3..=5 => Said::all("age some years off", ratio(weights.five, share(3, 5))),
        _ => Said::all("another age", ratio(weights.other, 1.0 - share(1, 5) - exact)),
    })
}

/// Numbers of identity.
pub(super) fn id(a: &Person, b: &Person) -> Option<Said> {
    let (left, right) = (a.id.as_ref()?, b.id.as_ref()?);
    let weights = weights();
    if left.digits == right.digits {
        let chance = if left.valid == Some(false) { 1e-5 } else { 1e-6 };
        let bits = ratio(weights.id.same, chance);
        // One relative's number may stand at another's name.
        let kin = ratio(weights.id.same, weights.kin.equal_id);
        return Some(Said { label: "same id number", stranger: bits, kin, fellow: bits });
    }
    let near = strsim::osa_distance(&left.digits, &right.digits) == 1;
    let both_valid = left.valid == Some(true) && right.valid == Some(true);
    Some(if near && !both_valid {
        Said::all("id number one slip off", ratio(weights.id.slip, 1e-4).min(10.0))
    } else {
        let slack = if both_valid { 0.5 } else { 1.0 };
        Said::all("another id number", ratio(weights.id.other * slack, 1.0))
    })
}

/// Days of death, of burial, of report.
pub(super) fn day(a: &Person, b: &Person, lists: &Lists) -> Option<Said> {
    let ((first, last), (from, to)) = (a.died?, b.died?);
    let weights = &weights().day;
    let (wide_a, wide_b) = (last - first, to - from);
    if wide_a > 0 || wide_b > 0 {
        let apart = (from - last).max(first - to);
        let chance = lists.days.within(i64::from(first.min(from)), i64::from(last.max(to).min(first.min(from) + 400)));
        return Some(if apart <= 0 {
            Said::shared("within the other's days", ratio(0.9, chance).max(0.0))
        } else {
            Said::shared("outside the other's days", ratio(0.1, 1.0))
        });
    }
    let right = i64::from(from);
    let within = |days: i64| lists.days.within(right - days, right + days);
    let between = |inner: i64, outer: i64| (within(outer) - within(inner)).max(1e-4);
    Some(match (first - from).abs() {
        0 => Said::shared("same day", ratio(weights.same, within(0))),
        1 => Said::shared("a day apart", ratio(weights.one, between(0, 1))),
        2..=3 => Said::shared("days apart", ratio(weights.three, between(1, 3))),
        4..=10 => Said::shared("more than three days apart", ratio(weights.ten, between(3, 10))),
        11..=31 => Said::shared("weeks apart", ratio(weights.month, between(10, 31))),
        _ => Said::shared("other days", ratio(weights.other, 1.0 - within(31))),
    })
}

/// Places and first levels.
pub(super) fn place(a: &Person, b: &Person, lists: &Lists) -> Option<Said> {
    let weights = &weights().place;
    let same =
        |left: Option<u32>, right: Option<u32>| left.zip(right).map(|(left, right)| (left == right, i64::from(right)));
    match (same(a.place, b.place), same(a.admin1, b.admin1)) {
        (Some((true, place)), _) => {
            Some(Said::shared("same place", ratio(weights.same, lists.places.within(place, place))))
        }
        (Some((false, _)), Some((true, region))) => {
            Some(Said::shared("same region", ratio(weights.region, lists.regions.within(region, region))))
        }
        (Some((false, _)), _) => Some(Said::shared("another place", ratio(weights.other + weights.region * 0.3, 1.0))),
        (None, Some((true, region))) => Some(Said::shared(
            "same region",
            ratio(weights.same + weights.region, lists.regions.within(region, region)),
        )),
        (None, Some((false, _))) => Some(Said::shared("another region", ratio(weights.other, 1.0))),
        (None, None) => None,
    }
}

/// Incidents that lists number alike.
pub(super) fn event(a: &Person, b: &Person) -> Option<Said> {
    let weights = &weights().event;
    let (left, right) = (a.event?, b.event?);
    Some(if left == right {
        Said::shared("same incident", ratio(weights.same, 0.01))
    } else {
        Said::shared("another incident", ratio(weights.other, 1.0))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_found_and_tested() {
        // 79927398713 is the example of the formula's usual description.
        assert!(luhn("79927398713"));
        assert!(!luhn("79927398710"));
        assert_eq!(digits("12-34"), None);
        assert_eq!(digits("000000000"), None);
    }
}
