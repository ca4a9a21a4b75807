//! What is put together, or taken apart: days from years, months and days, positions from one cell, administrative levels.

use super::seen::{Cells, Seen};
use super::words::{Name, Notions, notions};
use super::{Found, Work};
use crate::input::mapping::How;
use crate::model::Col;

/// Two numbers in one cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::input) struct Pair<'a> {
    /// The first one.
    pub first: f64,
    /// As written.
    pub texts: (&'a str, &'a str),
    /// Whether the form says that the longitude comes first.
    pub is_xy: bool,
}

/// A position in one cell: `38.36, 26.17`, `38.36|26.17`, `POINT (26.17 38.36)`, `38.36 26.17 410.0 5.0` (with height and accuracy).
pub(in crate::input) fn pair(cell: &str) -> Option<Pair<'_>> {
    let cell = cell.trim();
    if cell.len() < 5 || cell.len() > 120 || !cell.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let open = cell.find('(');
    let word = cell[..open.unwrap_or(0)].trim();
    let is_xy = word.eq_ignore_ascii_case("point") || word.to_ascii_uppercase().ends_with(";POINT");
    if !word.is_empty() && !is_xy {
        return None;
    }
    let inner = open.map_or(cell, |open| &cell[open + 1..]).trim_end_matches(')').trim();
    let mut parts = inner.split([',', ';', '|', ' ', '\t']).filter(|part| !part.is_empty());
    let (first, second) = (parts.next()?, parts.next()?);
    let rest: Vec<&str> = parts.collect();
    let number = |text: &str| text.parse::<f64>().ok().filter(|value| value.is_finite());
    // Height and accuracy may follow, nothing else.
    if rest.len() > 2 || !rest.iter().all(|part| number(part).is_some()) {
        return None;
    }
    let (a, b) = (number(first)?, number(second)?);
    let exact = first.contains('.') && second.contains('.');
    (exact && a.abs() <= 180.0 && b.abs() <= 180.0 && a.abs().min(b.abs()) <= 90.0).then_some(Pair {
        first: a,
        texts: (first, second),
        is_xy,
    })
}

fn set(names: &[&str]) -> Notions {
    notions(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
}

impl Work<'_> {
    /// The day of the event from columns for year, month and day.
    pub(super) fn date_from_parts(&mut self) {
        if self.has(Col::EventDate) {
            return;
        }
        let part = |col| self.found.iter().find(|found| found.col == col && found.how == How::Alone);
        let Some(year) = part(Col::Year).map(|found| found.from[0]) else { return };
        let month = part(Col::Month).map(|found| found.from[0]);
        let day = month.and_then(|_| part(Col::DayOfMonth).map(|found| found.from[0]));
        let from: Vec<usize> = [Some(year), month, day].into_iter().flatten().collect();
        let sure = match from.len() {
            3 => 88,
            2 => 80,
            _ => 62,
        };
        self.found.retain(|found| !matches!(found.col, Col::Year | Col::Month | Col::DayOfMonth));
        let how = if from.len() == 1 { How::Alone } else { How::Join("-".to_owned()) };
        let reason = "put together of year, month and day".to_owned();
        self.found.push(Found { col: Col::EventDate, from, how, sure, reason });
    }

    /// Latitude and longitude from one cell, or from two neighbours that hold decimal degrees.
    pub(super) fn position(&mut self) {
        if self.has(Col::Lat) || self.has(Col::Lon) {
            return;
        }
        let wanted = set(&["point", "latitude", "longitude", "place", "village", "town"]);
        let free: Vec<usize> = (0..self.seen.len()).filter(|index| self.is_free(*index)).collect();
        let pairs = free.iter().copied().filter(|index| self.seen[*index].holds_pairs());
        // A column that says so goes before one that only looks so.
        let best = pairs.min_by_key(|index| (!self.names[*index].whole.any(wanted), *index));
        if let Some(index) = best {
            let seen = &self.seen[index];
            let named = self.names[index].whole.any(wanted);
            let swapped = seen.longitude_first();
            let sure = if named || swapped { 84 } else { 52 };
            let order = if swapped { "longitude before latitude" } else { "latitude before longitude" };
            let reason = format!("its cells hold two numbers, {order}");
            let (lat, lon) =
                if swapped { (How::SecondOfTwo, How::FirstOfTwo) } else { (How::FirstOfTwo, How::SecondOfTwo) };
            self.found.push(Found { col: Col::Lat, from: vec![index], how: lat, sure, reason: reason.clone() });
            self.found.push(Found { col: Col::Lon, from: vec![index], how: lon, sure, reason });
            return;
        }
        let beside = free.windows(2).find(|two| {
            two[1] == two[0] + 1
                && two.iter().all(|index| self.seen[*index].degrees())
                && self.seen[two[0]].fits(Cells::Latitudes).is_some()
        });
        if let Some(two) = beside {
            let reason = "two neighbouring columns hold decimal numbers within 180: check their order".to_owned();
            let found =
                |col, index| Found { col, from: vec![index], how: How::Alone, sure: 52, reason: reason.clone() };
            let both = [found(Col::Lat, two[0]), found(Col::Lon, two[1])];
            self.found.extend(both);
        }
    }

    /// The administrative levels, by the rank of the words for them and what is there at all.
    pub(super) fn levels(&mut self) {
        let barred = set(&[
            "code",
            "kind",
            "birth",
            "other",
            "perpetrators",
            "interview",
            "date",
            "latitude",
            "longitude",
            "point",
            "killed",
            "injured",
            "source",
            "text",
        ]);
        let ranked = |work: &Work<'_>, notion: &str, own: Col| -> Option<usize> {
            let wanted = set(&[notion]);
            let fits = |name: &Name, seen: &Seen| {
                name.own.any(wanted) && !name.whole.any(barred) && name.strange <= 1 && !seen.contradicts(Cells::Words)
            };
            (0..work.seen.len())
                .filter(|index| work.is_free(*index) && fits(&work.names[*index], &work.seen[*index]))
                .min_by_key(|index| (!work.is_called(*index, own), work.names[*index].strange, *index))
        };
        let take = |work: &mut Work<'_>, col: Col, notions: &[&str]| {
            if work.has(col) {
                return;
            }
            let own = (0..work.seen.len()).find(|index| work.is_free(*index) && work.is_called(*index, col));
            let index = own.or_else(|| notions.iter().find_map(|notion| ranked(work, notion, col)));
            if let Some(index) = index {
                let sure = if own.is_some() { 99 } else { 82 - 8 * i32::from(work.names[index].strange) };
                let reason = if own.is_some() { "by its name" } else { "by its name and what is beside it" };
                work.found.push(Found { col, from: vec![index], how: How::Alone, sure, reason: reason.to_owned() });
            }
        };
        take(self, Col::Admin1, &["region", "department"]);
        take(self, Col::Admin2, &["district", "department"]);
        take(self, Col::Admin3, &["subdistrict"]);
        // A municipality that is not the place itself is the lowest level there is.
        for col in [Col::Admin2, Col::Admin3] {
            if !self.has(col) && self.has(Col::Place) && (col != Col::Admin3 || self.has(Col::Admin2)) {
                take(self, col, &["municipality"]);
            }
        }
    }

    /// A count of victims is one of the killed only where nobody counts the injured apart.
    pub(super) fn victims(&mut self) {
        let of = set(&["victims"]);
        let killed = set(&["killed"]);
        let Some(at) = self.found.iter().position(|found| {
            let name = found.from.first().map(|index| &self.names[*index]);
            found.col == Col::Killed && name.is_some_and(|name| name.own.any(of) && !name.own.any(killed))
        }) else {
            return;
        };
        if self.has(Col::Injured) && !self.has(Col::Victims) {
            self.found[at].col = Col::Victims;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_in_one_cell() {
        let read = |cell| pair(cell).map(|pair| (pair.texts.0, pair.texts.1, pair.is_xy));
        assert_eq!(read("38.36, 26.17"), Some(("38.36", "26.17", false)));
        assert_eq!(read("POINT (1.2345 12.3456)"), Some(("1.2345", "12.3456", true)));
        assert_eq!(read("38.36|26.17"), Some(("38.36", "26.17", false)));
        assert_eq!(read("12.8123 29.9912 410.0 5.0"), Some(("12.8123", "29.9912", false)));
        for cell in ["38.36", "8, 9", "Gao, Mali", "2021.08, 300.5", "1.5 people in 2.5 days"] {
            assert_eq!(read(cell), None, "{cell}");
        }
    }
}
