//! How a printed number comes about, given the number that is true.
//!
//! A small generative model: most statements repeat the true number, provisional ones fall short of it, round
//! ones scatter, and a few went wrong on the keyboard in known ways. [`super::consensus`] turns it around.
//! The shares below are rounded expectations about reporting, not fitted to one data set; what matters for the
//! outcome are their orders of magnitude.

use super::claims::SOME_DOZENS;
use crate::model::toll::SuspectKind;
use crate::model::{RowIx, Status, Toll, Wording};

/// One statement on the number killed, with all rows that merely repeat it.
#[derive(Debug, Clone)]
pub struct Vote {
    /// What is stated.
    pub toll: Toll,
    /// Whether it may change.
    pub status: Status,
    /// Whether no other statement is later.
    pub latest: bool,
    /// The injured that the same rows state.
    pub injured: Option<u32>,
    /// The exact number killed that the rows' own text states.
    pub narrated: Option<u32>,
    /// The rows.
    pub rows: Vec<RowIx>,
}

/// Share of statements with a zero too many. Slips of a digit are the commonest fault of hand-keyed counts.
const TENFOLD: f64 = 0.015;
/// Share of statements with a zero too few; a number must end in one to lose it.
const TENTH: f64 = 0.001;
/// Share of statements of two or more digits with two neighbouring digits swapped.
const SWAPPED: f64 = 0.005;
/// Share of statements with the injured in the place of the killed.
const INJURED: f64 = 0.01;
/// Share of statements on something else: another event, another count.
const STRAY: f64 = 0.02;

/// How common a toll of `count` is. Tolls of attacks follow a power law with an exponent near two
/// (Clauset, Young and Gleditsch 2007, <https://arxiv.org/abs/physics/0606007>); shifted so that zero has a share.
pub fn prior(count: u32) -> f64 {
    let shifted = f64::from(count) + 2.0;
    1.55 / (shifted * shifted)
}

/// Chance of each account of a statement, were `truth` the number killed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Chances {
    /// It means what it says.
    pub right: f64,
    /// It went wrong: tenfold or a tenth.
    pub tenfold: f64,
    /// It went wrong: digits swapped.
    pub swapped: f64,
    /// It went wrong: the injured.
    pub injured: f64,
    /// It speaks of something else.
    pub stray: f64,
}

impl Chances {
    /// Chance of the statement by any account.
    pub fn total(self) -> f64 {
        self.right + self.tenfold + self.swapped + self.injured + self.stray
    }

    /// Chance by the accounts that make it a mistake.
    pub fn wrong(self) -> f64 {
        self.tenfold + self.swapped + self.injured
    }

    /// The likeliest kind of mistake.
    pub fn kind(self) -> SuspectKind {
        if self.injured >= self.tenfold && self.injured >= self.swapped {
            SuspectKind::InjuredAsKilled
        } else if self.tenfold >= self.swapped {
            SuspectKind::Tenfold
        } else {
            SuspectKind::DigitSwap
        }
    }

    /// All chances times a factor.
    pub fn times(self, factor: f64) -> Chances {
        Chances {
            right: self.right * factor,
            tenfold: self.tenfold * factor,
            swapped: self.swapped * factor,
            injured: self.injured * factor,
            stray: self.stray * factor,
        }
    }

    /// Sums of chances.
    pub fn plus(self, other: Chances) -> Chances {
        Chances {
            right: self.right + other.right,
            tenfold: self.tenfold + other.tenfold,
            swapped: self.swapped + other.swapped,
            injured: self.injured + other.injured,
            stray: self.stray + other.stray,
        }
    }
}

impl Vote {
    /// The number that a mistake may have put there.
    pub fn keyed(&self) -> Option<u32> {
        self.toll.said.filter(|_| self.toll.wording != Wording::Vague)
    }

    /// Chance of the statement by each account, were `truth` the number killed. `injured` are the numbers
    /// of injured that other statements give.
    pub fn chances(&self, truth: u32, injured: &[u32]) -> Chances {
        let Some(said) = self.keyed() else {
            return Chances { right: self.range(truth), ..Chances::default() };
        };
        let injured_right = own_injured(self.injured, injured);
        let text = |meant: u32, right: bool| match self.narrated {
            None => 1.0,
            Some(count) if right => {
                if count == said {
                    0.95
                } else {
                    0.05 * near(count, said, 0.3)
                }
            }
            Some(count) if count == meant => 0.25,
            Some(count) if count == said => 0.7,
            Some(_) => 0.01,
        };
        let mut chances = Chances {
            right: self.number(said, truth) * text(said, true) * injured_right,
            stray: STRAY * prior(said) * injured_right,
            ..Chances::default()
        };
        if said > 0 && said % 10 == 0 {
            let meant = said / 10;
            chances.tenfold = TENFOLD * self.number(meant, truth) * text(meant, false) * injured_right;
        }
        if let Some(meant) = said.checked_mul(10).filter(|meant| *meant > 0) {
            chances.tenfold += TENTH * self.number(meant, truth) * text(meant, false) * injured_right;
        }
        let swaps = swaps(said);
        let ways = swaps.clone().count().max(1) as f64;
        chances.swapped =
            swaps.map(|meant| SWAPPED / ways * self.number(meant, truth) * text(meant, false) * injured_right).sum();
        // Where nobody was injured there is no number that could have slipped over.
        if said != truth && said > 0 {
            let known = match injured {
                [] => prior(said),
                _ if injured.contains(&said) => 0.95,
                _ => 0.02 * prior(said),
            };
            let own = match self.injured {
                None => 0.5,
                Some(own) if own == truth => 0.4,
                Some(own) if own == said => 0.1,
                Some(own) => 0.001 * prior(own),
            };
            chances.injured = INJURED * known * own * text(truth, false);
        }
        chances
    }

    /// Chance that a statement meant as `meant` is made when `truth` died.
    fn number(&self, meant: u32, truth: u32) -> f64 {
        let equal = f64::from(u8::from(meant == truth));
        let short = if meant < truth { 1.0 / f64::from(truth) } else { 0.0 };
        match (self.toll.wording, self.status) {
            (Wording::About, _) => 0.2 * equal + 0.8 * near(meant, truth, 0.15),
            (_, Status::Provisional) => 0.4 * equal + 0.57 * short + 0.03 * near(meant, truth, 0.2),
            (Wording::AtLeast | Wording::MoreThan, _) => 0.85 * equal + 0.12 * short + 0.03 * near(meant, truth, 0.2),
            (Wording::UpTo, _) => 0.5 * equal + 0.1 * near(meant, truth, 0.5) + if meant > truth { 0.05 } else { 0.0 },
            (_, status) => {
                // Where exact statements differ, a final one and the latest one are likelier to hold.
                let off = 0.035 * if status == Status::Final { 0.6 } else { 1.0 } * if self.latest { 0.6 } else { 1.0 };
                (1.0 - off) * equal + off * near(meant, truth, 0.2)
            }
        }
    }

    /// Chance of a statement without a number of its own.
    fn range(&self, truth: u32) -> f64 {
        let vague = self.toll.wording == Wording::Vague;
        if vague && self.toll.low < SOME_DOZENS && truth > 12 {
            // Nobody calls forty dead "several".
            let times = 12.0 / f64::from(truth);
            return (times * times).max(0.005);
        }
        let (low, high) = (self.toll.low, if self.status == Status::Provisional { None } else { self.toll.high });
        let off = if truth < low {
            ratio(low, truth)
        } else if let Some(high) = high.filter(|high| truth > *high) {
            ratio(truth, high)
        } else {
            return 1.0;
        };
        // Vague words are used loosely: "several" of one, "dozens" of fifteen.
        let (share, width) = if vague { (0.4, 0.6) } else { (0.1, 0.2) };
        share * (-off / width).exp() + 0.005
    }
}

/// Chance of a row's own number of injured, given those that others state.
fn own_injured(own: Option<u32>, others: &[u32]) -> f64 {
    match own {
        None => 0.5,
        Some(own) if others.contains(&own) => 0.475,
        Some(own) if others.is_empty() => 0.5 * prior(own),
        Some(own) => 0.05 * prior(own),
    }
}

/// Two-sided exponential on a logarithmic scale: numbers scatter by ratio, not by difference.
fn near(count: u32, truth: u32, width: f64) -> f64 {
    (-ratio(count, truth) / width).exp() / (2.0 * width * (f64::from(count) + 1.0))
}

fn ratio(a: u32, b: u32) -> f64 {
    ((f64::from(a) + 1.0) / (f64::from(b) + 1.0)).ln().abs()
}

/// The numbers that differ from `count` by one swap of neighbouring digits. A leading zero is no number.
pub fn swaps(count: u32) -> impl Iterator<Item = u32> + Clone {
    (0..9u32).filter_map(move |place| {
        let unit = 10u32.pow(place);
        let (right, left) = (count / unit % 10, count / unit / 10 % 10);
        let leads = count / unit < 100;
        if count / unit < 10 || right == left || (leads && right == 0) {
            return None;
        }
        let swapped = u64::from(count) - u64::from(left * 10 + right) * u64::from(unit)
            + u64::from(right * 10 + left) * u64::from(unit);
        u32::try_from(swapped).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swaps_of_neighbouring_digits() {
        assert_eq!(swaps(51).collect::<Vec<_>>(), [15]);
        assert_eq!(swaps(123).collect::<Vec<_>>(), [132, 213]);
        assert_eq!(swaps(10).count(), 0);
        assert_eq!(swaps(7).count(), 0);
        assert_eq!(swaps(22).count(), 0);
        // Of the nine neighbouring pairs of 4294967295 four would make it too large to hold.
        assert_eq!(swaps(u32::MAX).count(), 5);
    }

    #[test]
    fn small_tolls_are_commoner() {
        assert!((1..1000).all(|count| prior(count) < prior(count - 1)));
        let sum: f64 = (0..1_000_000).map(prior).sum();
        assert!((sum - 1.0).abs() < 0.01, "{sum}");
    }
}
