//! Values compared as numbers or days where both are, else as words.

use crate::model::Day;
use crate::model::check::Ordering;
use crate::text::{count, dates};
use std::cmp::Ordering as Order;

/// A cell as a finite number, thousands parted or not; a decimal comma is not read, since it may part thousands.
pub fn number(cell: &str) -> Option<f64> {
    let plain = || count::plain(cell).read().map(f64::from);
    cell.trim().parse().ok().filter(|number: &f64| number.is_finite()).or_else(plain)
}

/// A cell as a day.
pub fn day(cell: &str) -> Option<Day> {
    dates::day(cell).read()
}

/// Whether a value lies between the limits. A value that is neither number nor day, where the limits are, does not.
pub fn within(value: &str, min: Option<&str>, max: Option<&str>) -> bool {
    let above = min.is_none_or(|min| order(value, min).is_some_and(Order::is_ge));
    above && max.is_none_or(|max| order(value, max).is_some_and(Order::is_le))
}

/// Whether the comparison holds. Values that cannot be set in order as numbers or days are compared as words,
/// case aside.
pub fn holds(left: &str, ordering: Ordering, right: &str) -> bool {
    let order = order(left, right).unwrap_or_else(|| left.to_lowercase().cmp(&right.to_lowercase()));
    match ordering {
        Ordering::Less => order.is_lt(),
        Ordering::AtMost => order.is_le(),
        Ordering::Equal => order.is_eq(),
        Ordering::Differs => order.is_ne(),
        Ordering::AtLeast => order.is_ge(),
        Ordering::More => order.is_gt(),
    }
}

fn order(left: &str, right: &str) -> Option<Order> {
    if let (Some(left), Some(right)) = (number(left), number(right)) {
        return left.partial_cmp(&right);
    }
    Some(day(left)?.cmp(&day(right)?))
}
