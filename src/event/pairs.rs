//! What two single reports say for being one event. One reckoning: by it the links of an event are scored, rows of
//! different registries are matched, and a pair is explained.

use super::background::{AT_PLACE, Background, own_point};
use super::blocks::{self, Corrections};
use super::cluster::{Cluster, Parts, Setting, gain};
use super::nearby;
use super::node::Node;
use super::registries::Registries;
use super::similar::bare;
use super::sites::{BARE_NAME, Bond, Doubts};
use crate::model::point::km;
use crate::model::{Corpus, PlaceIx, Places, Reason, RowIx};
use crate::text::fold::fold;

/// Bits of a pair that is one event for certain: copies, parts of one document, decided pairs.
pub const CERTAIN: f32 = 20.0;

/// The log-odds, in bits, that one place is a site of an attack on another.
pub type SitePrior<'a> = dyn Fn(PlaceIx, PlaceIx) -> f32 + Sync + 'a;

/// All that comparing two reports looks at.
#[derive(Clone, Copy)]
pub struct Pairs<'a> {
    /// The reports.
    pub corpus: &'a Corpus,
    /// Their places.
    pub places: &'a Places,
    /// Days to take off.
    pub corrections: &'a Corrections,
    /// How common everything is.
    pub background: &'a Background,
    /// How likely two places are one that the place room left apart.
    pub doubts: &'a Doubts,
    /// How likely a place is a site of an attack on another.
    pub sites: &'a SitePrior<'a>,
    /// What linking registries came to.
    pub registries: &'a Registries,
}

/// How the places of two reports belong together.
#[derive(Debug, Clone, Copy)]
pub enum Ties {
    /// They are one place, or one district where neither names a place.
    One,
    /// The place room proposed them as one, with this probability.
    Proposed(f32),
    /// Two data sets give them one name, words for the kind of place aside.
    BareName,
    /// They may be sites of one attack; the prior in bits.
    Sites(f32),
}

impl Ties {
    fn bond(self) -> Option<Bond> {
        match self {
            Ties::One => None,
            Ties::Proposed(doubt) => Some(Bond::Spelling(doubt)),
            Ties::BareName => Some(Bond::Spelling(BARE_NAME)),
            Ties::Sites(prior) => Some(Bond::Sites(prior)),
        }
    }
}

impl Pairs<'_> {
    /// How two rows' places were compared; `None` where they were not.
    pub fn ties(&self, left: RowIx, right: RowIx) -> Option<Ties> {
        let (a, b) = (self.corpus.row(left), self.corpus.row(right));
        let at = |row: RowIx| self.places.of(row).or_else(|| self.background.nameless(row));
        let (here, there) = match (at(left), at(right)) {
            (Some(here), Some(there)) => (here, there),
            (None, None) => {
                let district = (a.admin2.is_some() || a.admin3.is_some())
                    && (a.country, a.admin1, a.admin2, a.admin3) == (b.country, b.admin1, b.admin2, b.admin3);
                let points = own_point(a).zip(own_point(b)).filter(|_| !district);
                let near = points.is_some_and(|(here, there)| km(here, there) <= AT_PLACE);
                return (district || near).then_some(Ties::One);
            }
            _ => return None,
        };
        if here == there {
            return Some(Ties::One);
        }
        if let Some(&doubt) = self.doubts.get(&(here.min(there), here.max(there))) {
            return Some(Ties::Proposed(doubt));
        }
        let (one, two) = (self.places.get(here), self.places.get(there));
        let country = |sym| fold(self.corpus.name(sym));
        if a.dataset != b.dataset
            && bare(&one.canonical) == bare(&two.canonical)
            && (one.country == two.country || country(one.country) == country(two.country))
        {
            return Some(Ties::BareName);
        }
        nearby::reachable(self.places, here, there).then(|| Ties::Sites((self.sites)(here, there)))
    }

    /// What surrounds a row: the events of its whole place, as when the place was linked.
    pub fn setting(&self, row: RowIx) -> Setting {
        let rows = self.places.of(row).map_or(&[] as &[RowIx], |place| &self.places.get(place).rows);
        blocks::setting(self.corpus, if rows.is_empty() { std::slice::from_ref(&row) } else { rows }, self.background)
    }

    /// One row as a cluster; `None` where it has no date.
    pub fn single(&self, row: RowIx, setting: &Setting) -> Option<Cluster> {
        let node = Node::of(self.corpus, row, self.corrections.days(self.corpus, row), self.background)?;
        Some(Cluster::single(row.0, &node, setting, self.background))
    }

    /// The evidence, by field; `None` where no day suits both.
    pub fn weigh(&self, ties: Ties, left: (RowIx, &Cluster), right: (RowIx, &Cluster)) -> Option<Parts> {
        let mut setting = self.setting(left.0.min(right.0));
        if let Ties::BareName = ties {
            setting.rate = setting.rate.max(self.setting(left.0.max(right.0)).rate);
        }
        match ties.bond() {
            Some(bond) => bond.weigh(left.1, right.1, &setting, self.background),
            None => {
                let mut parts = gain(left.1, right.1, &setting, self.background)?;
                if self.in_series(left.0, right.0) {
                    parts.repeat += self.background.weights.unit.split;
                }
                Some(parts)
            }
        }
    }

    /// Whether two rows of one data set of events stand at their place in a series of one day, as single victims do.
    fn in_series(&self, left: RowIx, right: RowIx) -> bool {
        let dataset = self.corpus.row(left).dataset;
        if dataset != self.corpus.row(right).dataset || !self.corpus.dataset(left).is_event() {
            return false;
        }
        let Some(place) = self.places.of(left) else { return false };
        let rows = &self.places.get(place).rows;
        [left, right].into_iter().any(|row| {
            let day = self.corpus.row(row).date;
            let alike = rows.iter().map(|other| self.corpus.row(*other));
            alike.filter(|other| other.dataset == dataset && other.date == day).take(3).count() > 2
        })
    }

    /// What speaks for two reports being one event, and against it, field by field.
    pub fn reasons(&self, left: RowIx, right: RowIx) -> Vec<Reason> {
        let setting = self.setting(left.min(right));
        let weighed = || {
            let (one, other) = (self.single(left, &setting)?, self.single(right, &setting)?);
            self.weigh(self.ties(left, right)?, (left, &one), (right, &other))
        };
        let Some(parts) = weighed() else { return Vec::new() };
        let slope = self.background.weights.probability.slope;
        let fields = [
            ("date", parts.prior + parts.date),
            ("killed", parts.toll),
            ("injured", parts.injured),
            ("actor", parts.actor),
        ];
        let told = fields.into_iter().filter(|(_, bits)| *bits != 0.0);
        told.map(|(what, bits)| Reason {
            what,
            level: if bits > 0.0 { "agrees" } else { "differs" },
            bits: bits * slope,
        })
        .collect()
    }

    /// The bits that both tell of one event; `None` where the pair was not compared.
    pub fn bits(&self, left: (RowIx, Option<&Cluster>), right: (RowIx, Option<&Cluster>)) -> Option<f32> {
        let (a, b) = (self.corpus.row(left.0), self.corpus.row(right.0));
        if a.content == b.content || super::documents::holds(self.corpus, left.0, right.0) {
            return Some(CERTAIN);
        }
        if self.registries.hold(left.0, right.0) {
            let odds = Registries::odds(self.registries.pair(left.0, right.0)?.bits);
            return Some(super::assemble::uncalibrated(odds, self.background));
        }
        if let Some(bits) = self.background.articles.bits(left.0, right.0) {
            return Some(bits);
        }
        let ties = self.ties(left.0, right.0)?;
        Some(self.weigh(ties, (left.0, left.1?), (right.0, right.1?))?.total())
    }
}
