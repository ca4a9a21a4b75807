//! Evidence of the claims that are made most, worked out once: small plain numbers, told by one account or two.

use super::background::Background;
use super::claim::{Claim, Kind};
use super::cluster::{weigh_injured, weigh_tolls};

/// Tolls below this are kept ready.
const TOLLS: usize = 64;
/// Numbers of injured below this are kept ready.
const INJURED: usize = 32;

/// Evidence, with the likeliest number.
type Weighed = (f32, Option<u32>);

/// Evidence kept ready.
#[derive(Debug, Default)]
pub struct Ready {
    tolls: Pairs<Weighed>,
    /// By bucket of the toll.
    injured: Vec<Pairs<f32>>,
}

/// What one account says, and two.
#[derive(Debug, Default)]
struct Pairs<T> {
    size: usize,
    once: Vec<T>,
    /// By the smaller number, then the larger; of equal ones by two accounts.
    both: Vec<T>,
}

fn plain(number: usize) -> Claim {
    Claim { kind: Kind::Plain, low: number as u32, high: number as u32 }
}

impl<T: Copy + Default> Pairs<T> {
    fn of(size: usize, weigh: impl Fn(&[(Claim, u16)]) -> T) -> Pairs<T> {
        let once = (0..size).map(|number| weigh(&[(plain(number), 1)])).collect();
        let mut both = vec![T::default(); size * size];
        for low in 0..size {
            both[low * size + low] = weigh(&[(plain(low), 2)]);
            for high in low + 1..size {
                both[low * size + high] = weigh(&[(plain(low), 1), (plain(high), 1)]);
            }
        }
        Pairs { size, once, both }
    }

    /// What is ready on ascending claims.
    fn get(&self, claims: &[(Claim, u16)]) -> Option<T> {
        let number = |claim: &Claim| {
            let number = claim.low as usize;
            (claim.kind == Kind::Plain && number < self.size).then_some(number)
        };
        match claims {
            [(claim, 1)] => self.once.get(number(claim)?).copied(),
            [(claim, 2)] => {
                let number = number(claim)?;
                self.both.get(number * self.size + number).copied()
            }
            [(low, 1), (high, 1)] => self.both.get(number(low)? * self.size + number(high)?).copied(),
            _ => None,
        }
    }
}

impl Ready {
    /// By the numbers of a background.
    pub fn of(background: &Background) -> Ready {
        Ready {
            tolls: Pairs::of(TOLLS, |claims| weigh_tolls(claims, [&[], &[]], background)),
            injured: background
                .injured
                .iter()
                .map(|prior| Pairs::of(INJURED, |claims| weigh_injured(claims, prior, background)))
                .collect(),
        }
    }

    /// Log-likelihood of claims on the dead that no number of injured bears on, and the likeliest number.
    pub fn tolls(&self, claims: &[(Claim, u16)]) -> Option<Weighed> {
        self.tolls.get(claims)
    }

    /// Log-likelihood of claims on the injured, by bucket of the toll.
    pub fn injured(&self, claims: &[(Claim, u16)], bucket: usize) -> Option<f32> {
        self.injured.get(bucket)?.get(claims)
    }
}
