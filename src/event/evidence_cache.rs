//! Evidence of claims that was worked out before: few numbers are told, so most evidence is asked for again and again.

use super::actors::Class;
use super::claim::{Claim, Kind};
use std::sync::atomic::{AtomicU64, Ordering};

/// Slots of a memory, a power of two.
const SLOTS: usize = 1 << 14;

/// How many different claims a key can hold.
const CLAIMS: usize = 4;

/// Evidence that was worked out before, by what was claimed. A slot holds the last that fell to it; what is found there is
/// what would be worked out again, so that neither threads nor their order show in it.
///
/// A slot is two words, the value and the key mixed with the value: words of two writers do not fit together, and are not
/// taken for anything (Hyatt and Mann 2002, "A lockless transposition table in parallel chess").
pub struct EvidenceCache {
    slots: Box<[[AtomicU64; 2]]>,
}

impl std::fmt::Debug for EvidenceCache {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("EvidenceCache").finish_non_exhaustive()
    }
}

impl Default for EvidenceCache {
    fn default() -> EvidenceCache {
        EvidenceCache { slots: (0..SLOTS).map(|_| [AtomicU64::new(0), AtomicU64::new(0)]).collect() }
    }
}

impl EvidenceCache {
    /// What is known of a key, or else what `work` finds out.
    #[inline]
    fn get(&self, key: u64, work: impl FnOnce() -> u64) -> u64 {
        // The high bits of the product depend on all bits of the key.
        let slot = &self.slots[(key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - SLOTS.ilog2())) as usize];
        let value = slot[1].load(Ordering::Relaxed);
        if slot[0].load(Ordering::Relaxed) ^ value == key {
            return value;
        }
        let value = work();
        slot[0].store(key ^ value, Ordering::Relaxed);
        slot[1].store(value, Ordering::Relaxed);
        value
    }

    /// Evidence, and the likeliest number, of claims of which some bear a mark. What does not fit into a key is worked out.
    #[inline]
    pub fn likeliest(
        &self,
        claims: &[(Claim, u16)],
        marked: impl Fn(&Claim) -> bool,
        work: impl FnOnce() -> (f32, u32),
    ) -> (f32, u32) {
        let Some(key) = key(claims, CLAIMS, marked) else { return work() };
        let packed = self.get(key, || {
            let (bits, number) = work();
            u64::from(bits.to_bits()) << 32 | u64::from(number)
        });
        (f32::from_bits((packed >> 32) as u32), packed as u32)
    }

    /// Evidence of attackers named in a region.
    #[inline]
    pub fn actors(&self, classes: &[(Class, u16)], region: u32, work: impl FnOnce() -> f32) -> f32 {
        match key_of_actors(classes, region) {
            Some(key) => f32::from_bits(self.get(key, || u64::from(work().to_bits())) as u32),
            None => work(),
        }
    }

    /// Evidence of claims of a class below sixteen.
    #[inline]
    pub fn bits(&self, claims: &[(Claim, u16)], class: usize, work: impl FnOnce() -> f32) -> f32 {
        match key(claims, CLAIMS - 1, |_| false) {
            Some(key) if class < 16 => {
                let key = key << 4 | class as u64;
                f32::from_bits(self.get(key, || u64::from(work().to_bits())) as u32)
            }
            _ => work(),
        }
    }
}

/// Attackers and a region as one number, never 0: two bits tell how many attackers, sixteen the region, twelve each class,
/// three how often.
fn key_of_actors(classes: &[(Class, u16)], region: u32) -> Option<u64> {
    if classes.is_empty() || classes.len() > 3 || region >= 1 << 16 {
        return None;
    }
    // The length stands in front, as a region may look like a class.
    classes.iter().try_fold((classes.len() as u64) << 16 | u64::from(region), |key, (class, count)| {
        let fits = class.is_named() && class.0 < 1 << 12 && (1..8).contains(count);
        fits.then(|| key << 15 | u64::from(class.0) << 3 | u64::from(*count))
    })
}

/// Claims as one number, never 0: sixteen bits each, of which one is the mark, three tell the kind, nine the number, three
/// how often.
#[inline]
fn key(claims: &[(Claim, u16)], most: usize, marked: impl Fn(&Claim) -> bool) -> Option<u64> {
    if claims.is_empty() || claims.len() > most {
        return None;
    }
    claims.iter().try_fold(0, |key, (claim, count)| {
        let fits = claim.kind != Kind::Between && claim.low < 1 << 9 && (1..8).contains(count);
        let packed = || {
            u64::from(marked(claim)) << 15
                | u64::from(claim.kind as u8) << 12
                | u64::from(claim.low) << 3
                | u64::from(*count)
        };
        fits.then(|| key << 16 | packed())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(kind: Kind, low: u32) -> Claim {
        Claim { kind, low, high: low }
    }

    #[test]
    fn different_claims_have_different_keys() {
        let lists = [
            vec![(claim(Kind::Plain, 1), 1)],
            vec![(claim(Kind::Plain, 1), 2)],
            vec![(claim(Kind::AtLeast, 1), 1)],
            vec![(claim(Kind::Plain, 0), 1), (claim(Kind::Plain, 1), 1)],
            vec![(claim(Kind::Plain, 511), 7), (claim(Kind::Vague, 511), 7)],
        ];
        let mut keys: Vec<u64> = [false, true]
            .iter()
            .flat_map(|mark| lists.iter().filter_map(|list| key(list, CLAIMS, |_| *mark)))
            .collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), 2 * lists.len());
        for too_much in [
            vec![],
            vec![(claim(Kind::Plain, 512), 1)],
            vec![(claim(Kind::Plain, 1), 8)],
            vec![(claim(Kind::Between, 1), 1)],
            vec![(claim(Kind::Plain, 1), 1); 5],
        ] {
            assert_eq!(key(&too_much, CLAIMS, |_| false), None);
        }
    }

    #[test]
    fn what_was_worked_out_is_found_again() {
        let memory = EvidenceCache::default();
        let claims = [(claim(Kind::Plain, 51), 1), (claim(Kind::AtLeast, 49), 1)];
        let none = |_: &Claim| false;
        assert_eq!(memory.likeliest(&claims, none, || (-3.5, 51)), (-3.5, 51));
        assert_eq!(memory.likeliest(&claims, |claim| claim.low == 51, || (-9.0, 49)), (-9.0, 49));
        assert_eq!(memory.likeliest(&claims, none, || unreachable!("it is known")), (-3.5, 51));
        assert_eq!(memory.bits(&claims, 3, || -2.0), -2.0);
        assert_eq!(memory.bits(&claims, 4, || -1.0), -1.0);
        let classes = [(Class(7), 2), (Class(8), 1)];
        assert_eq!(memory.actors(&classes, 5, || -2.5), -2.5);
        assert_eq!(memory.actors(&classes[..1], 5, || -1.5), -1.5);
        assert_eq!(memory.actors(&classes, 6, || -3.5), -3.5);
        assert_eq!(memory.actors(&[(Class(4), 1)], (7 << 3) | 2, || -4.5), -4.5);
        assert_eq!(memory.actors(&[(Class(7), 2), (Class(4), 1)], 0, || -5.5), -5.5);
        assert_eq!(memory.actors(&classes, 5, || unreachable!("it is known")), -2.5);
        assert_eq!(memory.bits(&claims, 3, || unreachable!("it is known")), -2.0);
    }
}
