//! Learning the numbers of the model from the data themselves: expectation-maximisation with hard assignments.
//!
//! Linking with the numbers at hand gives events; counting within them how dates err, how late reports come and
//! how many an event gets gives new numbers; and so on. The counts lean on the shipped numbers, so that a small
//! data set learns little. Nothing is drawn at random: the same data give the same numbers.

use super::background::Background;
use super::weights::{SHIPPED, Weights};
use crate::model::{Corpus, Precision, RowIx};

/// Weight of the shipped numbers, in observations.
const LEAN: f32 = 200.0;

/// Numbers re-estimated from groups of accounts.
pub fn learn(corpus: &Corpus, groups: &[Vec<RowIx>], background: &Background) -> Weights {
    let shipped = &*SHIPPED;
    let mut weights = background.weights.clone();
    let (mut events, mut accounts) = (0.0f32, 0.0f32);
    let mut slips = [0.0f32; 4];
    let mut published = 0.0f32;
    let mut dated = 0.0f32;
    let mut lags = vec![0.0f32; shipped.date.lags.len()];
    let (mut late, mut early, mut lagged) = (0.0f32, 0.0f32, 0.0f32);
    let (mut named, mut otherwise) = (0.0f32, 0.0f32);
    for group in groups {
        // That a registry has an event once says how it codes, which `unit.repeat` holds, and not how often events are told.
        let told = group.iter().filter(|row| !corpus.dataset(**row).is_event()).count();
        if told > 0 {
            events += 1.0;
            accounts += told as f32;
        }
        let Some(day) = most_said(corpus, group).filter(|_| group.len() >= 3) else { continue };
        for &index in group {
            let row = corpus.row(index);
            let Some(coded) = row.date.get().filter(|_| row.precision == Precision::Day) else { continue };
            let slip = coded.0.saturating_sub(day);
            dated += 1.0;
            let lag = row.published.get().map(|published| published.0.saturating_sub(day));
            if slip != 0 && lag == Some(slip) {
                published += 1.0;
            } else if let Some(count) = slips.get_mut(slip.unsigned_abs() as usize) {
                *count += 1.0;
            }
            let Some(lag) = lag else { continue };
            lagged += 1.0;
            match usize::try_from(lag) {
                Ok(lag) if lag < lags.len() => lags[lag] += 1.0,
                Ok(_) => late += 1.0,
                Err(_) => early += 1.0,
            }
        }
        let classes: Vec<_> = group
            .iter()
            .map(|&row| background.actors.class(corpus.row(row).actor))
            .filter(|class| class.is_named())
            .collect();
        let top = classes.iter().map(|class| classes.iter().filter(|other| *other == class).count()).max().unwrap_or(0);
        named += classes.len() as f32;
        otherwise += (classes.len() - top) as f32;
    }
    let share = |seen: f32, all: f32, known: f32| (seen + LEAN * known) / (all + LEAN);
    weights.events.further_report = share(accounts - events, accounts, shipped.events.further_report).clamp(0.1, 0.9);
    let date = &mut weights.date;
    date.right = share(slips[0], dated, shipped.date.right).clamp(0.5, 0.99);
    date.one_off = share(slips[1] / 2.0, dated, shipped.date.one_off);
    date.two_off = share(slips[2] / 2.0, dated, shipped.date.two_off);
    date.three_off = share(slips[3] / 2.0, dated, shipped.date.three_off);
    date.published = share(published, dated, shipped.date.published);
    date.lags
        .iter_mut()
        .zip(&lags)
        .zip(&shipped.date.lags)
        .for_each(|((lag, seen), known)| *lag = share(*seen, lagged, *known));
    date.late = share(late, lagged, shipped.date.late);
    date.early = share(early, lagged, shipped.date.early);
    weights.actor.other = share(otherwise, named, shipped.actor.other).clamp(0.005, 0.4);
    weights
}

/// The day that most accounts name, the earliest among equals.
fn most_said(corpus: &Corpus, group: &[RowIx]) -> Option<i32> {
    let mut days: Vec<i32> = group
        .iter()
        .map(|&row| corpus.row(row))
        .filter(|row| row.precision == Precision::Day)
        .filter_map(|row| Some(row.date.get()?.0))
        .collect();
    days.sort_unstable();
    days.chunk_by(|a, b| a == b).max_by(|a, b| a.len().cmp(&b.len()).then(b[0].cmp(&a[0]))).map(|run| run[0])
}
