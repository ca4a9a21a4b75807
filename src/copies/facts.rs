//! What rows say beside their texts, as far as copying is concerned.

use crate::model::{Corpus, Places, Row, RowIx, Toll, Unit};
use crate::text::distance::alike;
use rustc_hash::FxHashSet;

/// How many days later a copy may appear that agrees in everything else.
const LATER: i32 = 3;
/// From which likeness on two spellings may be one place.
const SPELLING: f64 = 0.8;

/// A corpus with its places and the rows that name each other as related.
pub struct Facts<'a> {
    /// The reports.
    pub corpus: &'a Corpus,
    /// Their places.
    pub places: &'a Places,
    related: FxHashSet<(RowIx, RowIx)>,
}

impl<'a> Facts<'a> {
    /// The facts of a corpus.
    pub fn of(corpus: &'a Corpus, places: &'a Places) -> Facts<'a> {
        Facts { corpus, places, related: corpus.relations().into_iter().collect() }
    }

    /// Whether one row names the other as a related event: it is no copy of it then, however alike they are.
    pub fn related(&self, left: RowIx, right: RowIx) -> bool {
        !self.related.is_empty() && (self.related.contains(&(left, right)) || self.related.contains(&(right, left)))
    }

    /// Whether a row is one of a registry of events or persons. Those split tolls over rows with one note and list victims row by
    /// row, so words alone prove nothing there.
    pub fn in_registry(&self, row: &Row) -> bool {
        self.corpus.datasets.get(usize::from(row.dataset)).is_some_and(|dataset| dataset.unit() != Unit::Report)
    }

    /// Whether two rows say the same of date, toll, injured and place, where both say anything.
    pub fn agree(&self, left: RowIx, right: RowIx) -> bool {
        let (a, b) = (self.corpus.row(left), self.corpus.row(right));
        let close = match (a.published.get(), b.published.get()) {
            (Some(a), Some(b)) => (a.0.saturating_sub(b.0)).abs() <= LATER,
            _ => true,
        };
        let number = |toll: Option<Toll>| toll.map(Toll::best);
        close
            && a.date == b.date
            && a.precision == b.precision
            && number(a.killed) == number(b.killed)
            && number(a.injured) == number(b.injured)
            && (a.actor == b.actor || a.actor.is_none() || b.actor.is_none())
            && a.scope == b.scope
            && a.status == b.status
            && a.country == b.country
            && self.one_place(left, right)
    }

    /// Whether two rows speak of one place, by group, by coordinates or by spelling.
    fn one_place(&self, left: RowIx, right: RowIx) -> bool {
        let (a, b) = (self.corpus.row(left), self.corpus.row(right));
        if a.point().zip(b.point()).is_some_and(|(here, there)| here != there) {
            return false;
        }
        self.grouped(left, right) || a.admin1 == b.admin1 && self.spelt_alike(a, b)
    }

    /// Whether two rows may speak of one place.
    pub fn may_be_one_place(&self, left: RowIx, right: RowIx) -> bool {
        let (a, b) = (self.corpus.row(left), self.corpus.row(right));
        if a.country.is_some() && b.country.is_some() && a.country != b.country {
            return false;
        }
        let same_unit = a.admin1.is_none() || b.admin1.is_none() || a.admin1 == b.admin1;
        self.grouped(left, right)
            || same_unit && (a.place.is_none() || b.place.is_none() || a.place == b.place || self.spelt_alike(a, b))
    }

    fn grouped(&self, left: RowIx, right: RowIx) -> bool {
        self.places.of(left).is_some() && self.places.of(left) == self.places.of(right)
    }

    fn spelt_alike(&self, a: &Row, b: &Row) -> bool {
        alike(self.corpus.name(a.place), self.corpus.name(b.place)) >= SPELLING
    }
}
