//! The algebra of tolls: what two claims allow together, and what sums of claims allow.
//!
//! A toll is a set of whole numbers without gaps: `low..=high`, or `low..` where nothing limits it. Every
//! operation here is exact on those sets; sums stop at the largest number that can be held.

use super::toll::{Bound, Toll, Wording};

impl Toll {
    /// The numbers from `low` to `high`, `None` for no limit, with nothing said of a best value unless there
    /// is but one. `None` where there is no such number.
    #[inline]
    pub fn between(low: u32, high: Bound) -> Option<Toll> {
        match high {
            Some(high) if high < low => None,
            Some(high) if high == low => Some(Toll::exact(low)),
            Some(_) => Some(Toll { low, high, said: None, wording: Wording::Between }),
            None => Some(Toll { low, high, said: None, wording: Wording::AtLeast }),
        }
    }

    /// The numbers that both claims allow.
    #[inline]
    pub fn intersection(self, other: Toll) -> Option<Toll> {
        Toll::between(self.low.max(other.low), lesser(self.high, other.high))
    }

    /// The smallest interval that holds both.
    #[inline]
    pub fn hull(self, other: Toll) -> Toll {
        let high = self.high.zip(other.high).map(|(a, b)| a.max(b));
        let low = self.low.min(other.low);
        Toll::between(low, high).unwrap_or(Toll::exact(low))
    }

    /// What the two may come to together, counting different dead.
    #[inline]
    pub fn plus(self, other: Toll) -> Toll {
        let low = self.low.saturating_add(other.low);
        let high = self.high.zip(other.high).map(|(a, b)| a.saturating_add(b));
        let sum = Toll::between(low, high).unwrap_or(Toll::exact(low));
        Toll { said: Some(self.best().saturating_add(other.best())), ..sum }
    }

    /// What is left of a total once a part is taken off; nothing below zero. `None` where the part always
    /// exceeds the total.
    #[inline]
    pub fn less(self, part: Toll) -> Option<Toll> {
        let low = part.high.map_or(0, |most| self.low.saturating_sub(most));
        let high = match self.high {
            Some(high) => Some(high.checked_sub(part.low)?),
            None => None,
        };
        Toll::between(low, high)
    }

    /// The claim once it is known to be provisional: the toll may rise, so it has no upper end.
    #[inline]
    pub fn grown(self) -> Toll {
        Toll { high: None, ..self }
    }

    /// The only number that is allowed, where there is but one.
    #[inline]
    pub fn point(self) -> Option<u32> {
        self.high.filter(|high| *high == self.low)
    }
}

/// The lesser of two upper ends, where `None` is no limit.
#[inline]
pub fn lesser(a: Bound, b: Bound) -> Bound {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (bound, None) | (None, bound) => bound,
    }
}

/// What several claims on one number come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Joint {
    /// Lowest credible number.
    pub low: u32,
    /// Highest credible number; `None` without limit.
    pub high: Bound,
    /// Whether one number satisfies all of them.
    pub agreed: bool,
}

impl Joint {
    /// The numbers all claims allow, where there are such. Otherwise the span of the dispute: from the lower
    /// end of the claim that stops soonest to the upper end of the claim that starts latest. `None` for no claim.
    pub fn of(claims: impl Iterator<Item = Toll> + Clone) -> Option<Joint> {
        let latest = claims.clone().map(|claim| claim.low).max()?;
        let soonest = claims.clone().filter_map(|claim| claim.high).min();
        if soonest.is_none_or(|soonest| latest <= soonest) {
            return Some(Joint { low: latest, high: soonest, agreed: true });
        }
        let low = claims.clone().filter(|claim| claim.high == soonest).map(|claim| claim.low).min()?;
        let mut tops = claims.filter(|claim| claim.low == latest).map(|claim| claim.high);
        let high = tops.try_fold(0, |most: u32, top| top.map(|top| most.max(top)));
        Some(Joint { low, high, agreed: false })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn toll() -> impl Strategy<Value = Toll> {
        (0u32..60, proptest::option::of(0u32..40))
            .prop_filter_map("an interval", |(low, width)| Toll::between(low, width.map(|width| low + width)))
    }

    proptest! {
        #[test]
        fn intersection_allows_what_both_allow(a in toll(), b in toll(), count in 0u32..120) {
            let both = a.intersection(b);
            prop_assert_eq!(both.is_some_and(|both| both.allows(count)), a.allows(count) && b.allows(count));
            prop_assert_eq!(both, b.intersection(a));
            prop_assert_eq!(both.is_some(), a.meets(b));
        }

        #[test]
        fn hull_is_the_least_that_holds_both(a in toll(), b in toll(), count in 0u32..120) {
            let hull = a.hull(b);
            prop_assert!(!(a.allows(count) || b.allows(count)) || hull.allows(count));
            prop_assert!(a.allows(hull.low) || b.allows(hull.low));
            prop_assert!(hull.high.is_none_or(|high| a.allows(high) || b.allows(high)));
            prop_assert_eq!(hull, b.hull(a));
        }

        #[test]
        fn sums_allow_every_sum_and_no_other(a in toll(), b in toll(), x in 0u32..100, y in 0u32..100) {
            let sum = a.plus(b);
            prop_assert!(!(a.allows(x) && b.allows(y)) || sum.allows(x + y));
            // Each allowed number splits into two allowed ones: take as much from `a` as it has.
            if sum.allows(x) {
                let first = a.high.map_or(x - b.low, |high| high.min(x - b.low));
                prop_assert!(a.allows(first) && b.allows(x - first));
            }
        }

        #[test]
        fn a_residual_is_what_makes_the_part_a_total(total in toll(), part in toll(), t in 0u32..100, p in 0u32..100) {
            if total.allows(t) && part.allows(p) && p <= t {
                prop_assert!(total.less(part).is_some_and(|rest| rest.allows(t - p)));
            }
        }

        #[test]
        fn growth_only_adds(a in toll(), count in 0u32..120) {
            prop_assert!(!a.allows(count) || a.grown().allows(count));
            prop_assert_eq!(a.grown().grown(), a.grown());
        }

        #[test]
        fn joint_claims_hold_their_bounds(claims in proptest::collection::vec(toll(), 1..6)) {
            let joint = Joint::of(claims.iter().copied()).expect("there are claims");
            let all = claims.iter().skip(1).try_fold(claims[0], |all, claim| all.intersection(*claim));
            prop_assert_eq!(joint.agreed, all.is_some());
            if let Some(all) = all {
                prop_assert_eq!((all.low, all.high), (joint.low, joint.high));
            }
            prop_assert!(joint.high.is_none_or(|high| joint.low <= high));
            prop_assert!(claims.iter().any(|claim| claim.low == joint.low));
            prop_assert!(claims.iter().any(|claim| claim.high == joint.high));
        }
    }

    #[test]
    fn the_dispute_over_karou() {
        let joint = Joint::of([20, 17, 20, 22, 20, 21].map(Toll::exact).into_iter());
        assert_eq!(joint, Some(Joint { low: 17, high: Some(22), agreed: false }));
    }

    #[test]
    fn an_open_claim_above_a_closed_one_leaves_the_top_open() {
        let at_least_30 = Toll::between(30, None).expect("valid");
        let joint = Joint::of([Toll::exact(20), at_least_30].into_iter());
        assert_eq!(joint, Some(Joint { low: 20, high: None, agreed: false }));
    }
}
