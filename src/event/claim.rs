//! What a count claims about the true number, and how likely each claim is given the truth.

use super::background::CountPrior;
use super::weights::{InjuredErrors, TollErrors};
use crate::model::{Status, Toll, Wording};

/// No claim is less likely than this, whatever the truth.
pub const LEAST: f32 = 1e-9;

/// In which way a number is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The number itself.
    Plain,
    /// A number that may grow.
    Provisional,
    /// A lower limit.
    AtLeast,
    /// Somewhere between two numbers.
    Between,
    /// A word for a quantity: some number from the lower limit up.
    Vague,
}

/// A claim about a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Claim {
    /// In which way.
    pub kind: Kind,
    /// The number, or the lowest.
    pub low: u32,
    /// The highest, for [`Kind::Between`].
    pub high: u32,
}

impl Claim {
    /// The claim that a toll makes.
    #[inline]
    pub fn of(toll: Toll, status: Status) -> Claim {
        let (low, high) = (toll.low, toll.high.unwrap_or(toll.low).max(toll.low));
        let kind = match toll.wording {
            _ if status == Status::Provisional && toll.said.is_some() && toll.wording != Wording::Between => {
                Kind::Provisional
            }
            Wording::Vague => Kind::Vague,
            Wording::AtLeast | Wording::MoreThan => Kind::AtLeast,
            _ if toll.high.is_none() => Kind::AtLeast,
            _ if high > low => Kind::Between,
            _ => Kind::Plain,
        };
        let low = if kind == Kind::Provisional { toll.best() } else { low };
        Claim { kind, low, high: high.max(low) }
    }

    /// The likeliest true number.
    #[inline]
    pub const fn best(self) -> u32 {
        match self.kind {
            Kind::Between => self.low + (self.high - self.low) / 2,
            _ => self.low,
        }
    }

    /// Probability that an event with `truth` dead is told so; never 0.
    pub fn toll_chance(self, truth: u32, errors: &TollErrors, prior: &CountPrior) -> f32 {
        (self.meant_chance(truth, errors, prior) + self.slipped_chance(truth, errors, prior)).max(LEAST)
    }

    /// Probability that a number in words that allow others has a zero too many or two digits swapped: the keyboard
    /// does not mind the word before it. Plain numbers have theirs in [`Claim::meant_chance`].
    fn slipped_chance(self, truth: u32, errors: &TollErrors, prior: &CountPrior) -> f32 {
        let said = self.best();
        if said < 10 || said <= truth || !matches!(self.kind, Kind::AtLeast | Kind::Provisional | Kind::Between) {
            return 0.0;
        }
        let mut sum = 0.0;
        if said.is_multiple_of(10) {
            let meant = Claim { kind: self.kind, low: self.low / 10, high: self.high.div_ceil(10) };
            sum += errors.tenfold * meant.meant_chance(truth, errors, prior);
        }
        if swapped(said, truth) {
            sum += errors.swapped * errors.provisional_final;
        }
        sum
    }

    fn meant_chance(self, truth: u32, errors: &TollErrors, prior: &CountPrior) -> f32 {
        let said = self.low;
        let anything = || errors.anything * prior.mass(said);
        let ratio_near = |share: f32| share / (2.0 * (0.3 * truth as f32).max(1.0).ceil());
        match self.kind {
            Kind::Plain if said == truth => 0.94,
            Kind::Plain => {
                let mut sum = anything();
                if near(said, truth) {
                    sum += ratio_near(if truth.min(said) < 5 { errors.near_small } else { errors.near });
                }
                if said == truth.saturating_mul(10) {
                    sum += errors.tenfold;
                } else if said.saturating_mul(10) == truth {
                    sum += errors.tenfold / 10.0;
                }
                if swapped(said, truth) {
                    sum += errors.swapped;
                }
                // A plain number below the truth may be an early one that nobody marked so.
                if said < truth {
                    sum += 0.01 / truth as f32;
                }
                sum
            }
            Kind::Provisional if said == truth => errors.provisional_final,
            Kind::Provisional if said < truth => {
                let least = truth / 3;
                let spread = (truth - least).max(1) as f32;
                if said >= least { errors.provisional_below / spread } else { 0.03 / truth as f32 + anything() }
            }
            Kind::AtLeast if said == truth => errors.at_least_equal,
            Kind::AtLeast if said < truth => {
                let close = f64::from(said) >= f64::from(truth) * 0.7;
                let spread = (0.3 * truth as f32).max(1.0);
                (if close { errors.at_least_below / spread } else { 0.0 }) + 0.01 / truth as f32 + anything()
            }
            Kind::Provisional | Kind::AtLeast => {
                let share = if truth < 5 { errors.near_small } else { errors.near };
                (if near(said, truth) { ratio_near(share) } else { 0.0 }) + anything()
            }
            Kind::Between => {
                let spread = (0.4 * truth as f32).max(1.0);
                if (self.low..=self.high).contains(&truth) {
                    0.95 / spread
                } else if near(self.low, truth) || near(self.high, truth) {
                    0.04 / spread
                } else {
                    0.002 / spread
                }
            }
            Kind::Vague => {
                if truth >= said && truth <= said.saturating_mul(5) {
                    0.95
                } else if truth >= said {
                    0.3
                } else if truth * 2 >= said {
                    0.1
                } else {
                    0.01
                }
            }
        }
    }

    /// The same for the injured.
    pub fn injured_chance(self, truth: u32, errors: &InjuredErrors, prior: &CountPrior) -> f32 {
        let inside = match self.kind {
            Kind::Plain | Kind::Provisional => self.low == truth,
            Kind::Between => (self.low..=self.high).contains(&truth),
            Kind::AtLeast | Kind::Vague => truth >= self.low,
        };
        let anything = errors.anything * prior.mass(self.low);
        let probability = if inside {
            1.0 - errors.near - errors.anything
        } else if near(self.low, truth) {
            errors.near / (2.0 * (0.3 * truth as f32).max(1.0).ceil()) + anything
        } else {
            anything
        };
        probability.max(LEAST)
    }
}

/// Whether two numbers differ by at most 30 percent of the larger, or by one.
#[inline]
fn near(a: u32, b: u32) -> bool {
    let difference = a.abs_diff(b);
    difference <= 1 || f64::from(difference) <= 0.3 * f64::from(a.max(b))
}

/// Whether two different numbers have the same digits in another order.
#[inline]
fn swapped(a: u32, b: u32) -> bool {
    // How often each digit stands there, four bits each: a number has ten digits at most.
    let digits = |mut n: u32| {
        let mut counts = 0u64;
        while n > 0 {
            counts += 1 << (4 * (n % 10));
            n /= 10;
        }
        counts
    };
    a != b && a >= 10 && b >= 10 && a.ilog10() == b.ilog10() && digits(a) == digits(b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::weights::SHIPPED;

    fn bits(toll: Toll, status: Status, truth: u32) -> f32 {
        Claim::of(toll, status)
            .toll_chance(truth, &SHIPPED.toll, &CountPrior::of([1, 2, 3, 10, 20, 51].into_iter()))
            .log2()
    }

    #[test]
    fn likelier_claims_weigh_more() {
        let at_least = Toll { high: None, wording: Wording::AtLeast, ..Toll::exact(49) };
        assert!(bits(Toll::exact(51), Status::Unsaid, 51) > bits(Toll::exact(50), Status::Unsaid, 51));
        assert!(bits(at_least, Status::Unsaid, 51) > bits(at_least, Status::Unsaid, 30) + 3.0);
        assert!(bits(Toll::exact(20), Status::Provisional, 51) > bits(Toll::exact(20), Status::Unsaid, 51) + 3.0);
        assert!(bits(Toll::exact(15), Status::Unsaid, 51) > bits(Toll::exact(14), Status::Unsaid, 51) - 0.1);
    }

    #[test]
    fn digits_in_another_order() {
        assert!(swapped(51, 15));
        assert!(!swapped(51, 51) && !swapped(50, 5) && !swapped(1, 1));
    }
}
