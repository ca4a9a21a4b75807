//! Evidence on a pair, piece by piece: what is shown is what was added up.

use crate::model::Waterfall;
use smallvec::SmallVec;

/// One piece of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Piece {
    /// What was compared.
    pub what: &'static str,
    /// The label of the level that was met.
    pub level: &'static str,
    /// Its weight, bits.
    pub bits: f32,
}

/// The piece that says what is expected before anything is compared.
pub const PRIOR: &str = "prior";

/// All evidence on a pair.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    pieces: SmallVec<[Piece; 8]>,
    /// What keeps them apart whatever the rest says.
    pub veto: Option<&'static str>,
}

impl Evidence {
    /// Sum of the bits; as good as impossible under a veto.
    pub fn bits(&self) -> f32 {
        if self.veto.is_some() { f32::MIN } else { self.weight() }
    }

    /// Sum of the bits, vetoes left out.
    pub fn weight(&self) -> f32 {
        self.pieces.iter().map(|piece| piece.bits).sum()
    }

    /// The pieces; the first is the prior.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Adds a piece.
    pub fn push(&mut self, what: &'static str, level: &'static str, bits: f32) {
        self.pieces.push(Piece { what, level, bits });
    }

    /// The same, with the values of both sides as `shown` gives them for each piece.
    pub fn waterfall(&self, shown: impl Fn(&'static str) -> (String, String)) -> Waterfall {
        let mut why = Waterfall::default();
        for piece in &self.pieces {
            let bits = f64::from(piece.bits);
            if piece.what == PRIOR {
                why.prior = bits;
            } else {
                let (left, right) = shown(piece.what);
                why.step(piece.what, left, right, piece.level, bits);
            }
        }
        why.veto = self.veto.map(str::to_owned);
        why
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_what_was_added_up() {
        let mut evidence = Evidence::default();
        evidence.push(PRIOR, "so many among so many", -2.0);
        (0..12).for_each(|_| evidence.push("name", "alike", 1.5));
        let why = evidence.waterfall(|what| (what.to_owned(), String::new()));
        assert_eq!((why.prior, why.steps.len()), (-2.0, 12));
        assert!((why.total() - f64::from(evidence.bits())).abs() < 1e-6);
        evidence.veto = Some("numbers differ");
        assert!(evidence.bits() < -1e9 && evidence.weight() > 0.0);
    }
}
