//! Running totals in the order of days: what the rules on cumulative counts share.

use crate::catalogue::RuleContext;
use crate::model::{Day, RowIx, Sym};
use std::collections::BTreeMap;

/// Data set, source, and the four names of the place: what rows of one series share.
pub type Series = (u16, Sym, Sym, Sym, Sym, Sym);

/// The count of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count {
    /// The day.
    pub day: Day,
    /// All dead so far.
    pub total: u32,
    /// The row that says so.
    pub row: RowIx,
}

/// What a fall of a running total is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fall {
    /// The count starts anew: it goes on from the low number, or a long time lies between.
    Restart,
    /// A digit is wrong, or the count was corrected.
    Fault,
}

/// A pause of so many days before a fall tells that another count began.
const PAUSE: i32 = 30;

/// The series of running totals, each in the order of its days. Of several rows of one day the largest counts: the day's
/// last word.
pub fn running(context: &RuleContext<'_>) -> Vec<Vec<Count>> {
    let mut series: BTreeMap<Series, Vec<Count>> = BTreeMap::new();
    for index in context.corpus.indices() {
        let row = context.corpus.row(index);
        if let (Some(total), Some(day)) = (row.running_total, row.date.get()) {
            let key = (row.dataset, row.source, row.country, row.admin1, row.admin2, row.place);
            series.entry(key).or_default().push(Count { day, total, row: index });
        }
    }
    let last_words = |mut rows: Vec<Count>| {
        rows.sort_unstable();
        rows.chunk_by(|a, b| a.day == b.day).filter_map(|day| day.last().copied()).collect()
    };
    series.into_values().map(last_words).collect()
}

/// What the fall to `days[at]` is, if the total falls there.
pub fn fall(days: &[Count], at: usize) -> Option<Fall> {
    let (before, after) = (days.get(at.checked_sub(1)?)?, days.get(at)?);
    if after.total >= before.total {
        return None;
    }
    let small = u64::from(after.total) * 2 < u64::from(before.total);
    let paused = after.day.0 - before.day.0 >= PAUSE;
    // A slip of a digit is gone on the next day; a count that starts anew stays low.
    let mut next = days[at + 1..].iter().take(2).peekable();
    let goes_on =
        next.peek().is_some() && next.all(|count| u64::from(count.total) * 2 < u64::from(before.total).max(2));
    let anew = small && (paused || goes_on);
    Some(if anew { Fall::Restart } else { Fall::Fault })
}

/// Why there is no running total, if there is none.
pub fn missing_data(context: &RuleContext<'_>) -> Option<String> {
    let any = context.corpus.rows.iter().any(|row| row.running_total.is_some());
    (!any).then(|| "no column holds a running total".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(counts: &[(i32, u32)]) -> Vec<Count> {
        counts.iter().map(|&(day, total)| Count { day: Day(day), total, row: RowIx(0) }).collect()
    }

    #[test]
    fn a_slip_is_no_restart() {
        let slip = days(&[(0, 2000), (1, 2569), (2, 269), (3, 2601)]);
        assert_eq!(fall(&slip, 1), None);
        assert_eq!(fall(&slip, 2), Some(Fall::Fault));
        let corrected = days(&[(0, 2000), (1, 1990), (2, 2001)]);
        assert_eq!(fall(&corrected, 1), Some(Fall::Fault));
        let last = days(&[(0, 2000), (1, 20)]);
        assert_eq!(fall(&last, 1), Some(Fall::Fault));
    }

    #[test]
    fn a_count_that_stays_low_or_follows_a_pause_starts_anew() {
        let anew = days(&[(0, 4001), (3, 4047), (6, 123), (7, 217)]);
        assert_eq!(fall(&anew, 2), Some(Fall::Restart));
        let paused = days(&[(0, 4047), (400, 123)]);
        assert_eq!(fall(&paused, 1), Some(Fall::Restart));
    }
}
