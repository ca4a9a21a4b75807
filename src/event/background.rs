//! How common values are: agreeing on a rare one says more.

use super::actors::{Actors, Class};
use super::articles::Articles;
use super::evidence_cache::EvidenceCache;
use super::node::{Profile, day_profile};
use super::weights::{DateErrors, Weights};
use crate::model::point::km;
use crate::model::{Corpus, Place, PlaceIx, Places, Row, RowIx, Scope, Sym};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Counts up to this are looked up; above, the tail of a power law stands.
const TABLE: usize = 2048;

/// Lags of publication, in days, whose profiles are kept ready.
const PROFILES: std::ops::RangeInclusive<i32> = -30..=400;

/// How common each count is.
#[derive(Debug, Clone)]
pub struct CountPrior {
    mass: Vec<f32>,
    cumulative: Vec<f32>,
}

impl CountPrior {
    /// From the counts that were said. Above 20 they are pooled in steps of a quarter, since single large
    /// numbers are too rare to count; a power law fills what was never seen.
    pub fn of(said: impl Iterator<Item = u32>) -> CountPrior {
        CountPrior::mixed(said, None)
    }

    /// The same, leaning on `parent` with the weight of twenty counts.
    fn mixed(said: impl Iterator<Item = u32>, parent: Option<&CountPrior>) -> CountPrior {
        let bin = |count: u32| {
            if count <= 20 { count as usize } else { 21 + ((f64::from(count) / 20.0).ln() / 1.25f64.ln()) as usize }
        };
        let bins = bin(TABLE as u32) + 1;
        let (mut seen, mut width, mut total) = (vec![0.0f32; bins], vec![0.0f32; bins], 0.0f32);
        for count in said {
            seen[bin(count.min(TABLE as u32 - 1))] += 1.0;
            total += 1.0;
        }
        (0..TABLE as u32).for_each(|count| width[bin(count)] += 1.0);
        let law: Vec<f32> = (0..TABLE).map(|count| (count as f32 + 1.5).powf(-1.8)).collect();
        let law_sum: f32 = law.iter().sum();
        let lean = 20.0;
        let mut mass: Vec<f32> = (0..TABLE)
            .map(|count| {
                let base = parent.map_or(law[count] / law_sum, |parent| parent.mass[count]);
                (seen[bin(count as u32)] / width[bin(count as u32)] + lean * base) / (total + lean)
            })
            .collect();
        mass.iter_mut().for_each(|mass| *mass = mass.max(1e-7));
        let mut sum = 0.0;
        let cumulative = mass
            .iter()
            .map(|mass| {
                sum += mass;
                sum
            })
            .collect();
        CountPrior { mass, cumulative }
    }

    /// Share of events with that count.
    #[inline]
    pub fn mass(&self, count: u32) -> f32 {
        self.mass.get(count as usize).copied().unwrap_or(1e-7)
    }

    /// Share of events with a count above the first and up to the second.
    pub fn between(&self, above: u32, up_to: u32) -> f32 {
        let at = |count: u32| self.cumulative[(count as usize).min(TABLE - 1)];
        (at(up_to) - at(above)).max(1e-7)
    }
}

/// Which of the tables of injured belongs to a toll.
#[inline]
pub fn bucket(toll: Option<u32>) -> usize {
    match toll {
        None => 0,
        Some(0) => 1,
        Some(1) => 2,
        Some(2) => 3,
        Some(3 | 4) => 4,
        Some(5..=8) => 5,
        Some(9..=15) => 6,
        Some(16..=30) => 7,
        Some(_) => 8,
    }
}

/// How common everything is in a corpus.
#[derive(Debug)]
pub struct Background {
    /// The numbers of the model.
    pub weights: Weights,
    /// Who is meant by an actor.
    pub actors: Actors,
    /// Tolls.
    pub toll: CountPrior,
    /// Injured, by [`bucket`] of the toll.
    pub injured: Vec<CountPrior>,
    /// Days that the corpus covers.
    pub days: f32,
    /// Probability of each lag of publication.
    lags: Vec<f32>,
    /// Profiles of dates known to the day: with no day of publication, then by lag from [`PROFILES`] on.
    profiles: Vec<(i32, Profile)>,
    /// Numbers of regions, country and admin1, from 1.
    regions: FxHashMap<(Sym, Sym), u32>,
    /// How often a class is named in a region.
    region_class: FxHashMap<(u32, Class), f32>,
    /// How often anybody is named in a region.
    region: Vec<f32>,
    /// Evidence of claims on the dead.
    pub toll_evidence: EvidenceCache,
    /// Evidence of claims on the injured, by [`bucket`] of the toll.
    pub injured_evidence: EvidenceCache,
    /// Evidence of the attackers named in a region.
    pub actors_evidence: EvidenceCache,
    /// How often each class is named, by its number.
    class: Vec<f32>,
    /// How many classes are named.
    classes: f32,
    named: f32,
    /// For each row, whether the reports of its place give points of their own.
    own_points: Vec<bool>,
    /// The place at which a row lies that gives a point and no name.
    nameless: FxHashMap<RowIx, PlaceIx>,
    /// Those rows by place.
    nameless_at: FxHashMap<PlaceIx, Vec<RowIx>>,
    /// Articles that name the same.
    pub articles: Articles,
}

/// Kilometres up to which a point without a name is taken to lie at a place.
pub const AT_PLACE: f64 = 5.0;

/// Reports with points from which on a place shows that they are the reports' own.
const SPREAD_SHOWS: usize = 4;

impl Background {
    /// Counts a corpus.
    pub fn of(corpus: &Corpus, weights: Weights) -> Background {
        let actors = Actors::of(corpus);
        // The numbers of dead and of injured of each row that tells of a whole.
        let whole: Vec<(Option<u32>, Option<u32>)> = corpus
            .rows
            .par_iter()
            .filter(|row| row.scope == Scope::Total)
            .map(|row| (row.killed.and_then(|toll| toll.said), row.injured.and_then(|toll| toll.said)))
            .collect();
        let toll = CountPrior::of(whole.iter().filter_map(|told| told.0));
        let all = CountPrior::of(whole.iter().filter_map(|told| told.1));
        let injured = (0..9)
            .into_par_iter()
            .map(|number| {
                let rows = whole.iter().filter(|told| number == 0 || bucket(told.0) == number);
                CountPrior::mixed(rows.filter_map(|told| told.1), Some(&all))
            })
            .collect();
        let mut background = Background {
            lags: Vec::new(),
            profiles: Vec::new(),
            days: days(corpus),
            weights,
            toll,
            injured,
            toll_evidence: EvidenceCache::default(),
            injured_evidence: EvidenceCache::default(),
            actors_evidence: EvidenceCache::default(),
            regions: FxHashMap::default(),
            region_class: FxHashMap::default(),
            region: vec![0.0],
            class: Vec::new(),
            classes: 1.0,
            named: 0.0,
            own_points: Vec::new(),
            nameless: FxHashMap::default(),
            nameless_at: FxHashMap::default(),
            articles: Articles::default(),
            actors,
        };
        for row in &corpus.rows {
            let class = background.actors.class(row.actor);
            if class.is_named() {
                let next = background.region.len() as u32;
                let region = *background.regions.entry((row.country, row.admin1)).or_insert(next);
                if region == next {
                    background.region.push(0.0);
                }
                *background.region_class.entry((region, class)).or_default() += 1.0;
                background.region[region as usize] += 1.0;
                if background.class.len() <= class.0 as usize {
                    background.class.resize(class.0 as usize + 1, 0.0);
                }
                background.class[class.0 as usize] += 1.0;
                background.named += 1.0;
            }
        }
        background.prepare();
        background.classes = background.class.iter().filter(|count| **count > 0.0).count().max(1) as f32;
        background
    }

    /// Looks at the points of rows, and which articles name the same.
    pub fn look_around(&mut self, corpus: &Corpus, places: &Places) {
        let wide = |place: &Place| self.spread(corpus, place) >= f64::from(self.weights.points.spread);
        let spread: Vec<bool> = places.places.par_iter().map(wide).collect();
        let own = |row: RowIx| places.of(row).is_some_and(|place| spread[place.0 as usize]);
        self.own_points = corpus.indices().map(own).collect();
        self.find_nameless(corpus, places);
        self.articles = Articles::of(corpus, &self.weights);
    }

    /// Finds the nearest place of each row that gives a point and no name.
    fn find_nameless(&mut self, corpus: &Corpus, places: &Places) {
        let rows = corpus.indices().filter(|row| places.of(*row).is_none());
        let open: Vec<(RowIx, (f64, f64))> = rows.filter_map(|row| Some((row, own_point(corpus.row(row))?))).collect();
        if open.is_empty() {
            return;
        }
        // A square of a tenth of a degree is wider than the reach, so that the nearest lies in it or beside it.
        let square = |(lat, lon): (f64, f64)| ((lat * 10.0).floor() as i32, (lon * 10.0).floor() as i32);
        type Located = (PlaceIx, (f64, f64));
        let mut by_square: FxHashMap<(i32, i32), Vec<Located>> = FxHashMap::default();
        for (index, place) in places.places.iter().enumerate() {
            if let Some(point) = place.point {
                by_square.entry(square(point)).or_default().push((PlaceIx(index as u32), point));
            }
        }
        for (row, point) in open {
            self.own_points[row.0 as usize] = true;
            let (north, east) = square(point);
            let beside = (-1..=1).flat_map(|up| (-1..=1).map(move |across| (north + up, east + across)));
            let near = beside.filter_map(|square| by_square.get(&square)).flatten();
            let near = near.map(|(place, there)| (km(point, *there), *place)).filter(|(apart, _)| *apart <= AT_PLACE);
            if let Some((_, place)) = near.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))) {
                self.nameless.insert(row, place);
                self.nameless_at.entry(place).or_default().push(row);
            }
        }
    }

    /// The place at which a row lies that gives a point and no name.
    #[inline]
    pub fn nameless(&self, row: RowIx) -> Option<PlaceIx> {
        if self.nameless.is_empty() { None } else { self.nameless.get(&row).copied() }
    }

    /// The rows that lie at a place without naming it, ascending.
    pub fn nameless_at(&self, place: PlaceIx) -> &[RowIx] {
        self.nameless_at.get(&place).map_or(&[], Vec::as_slice)
    }

    /// The median distance of a place's points from its middle, in kilometres.
    fn spread(&self, corpus: &Corpus, place: &Place) -> f64 {
        let Some(middle) = place.point else { return 0.0 };
        let mut apart: Vec<f64> =
            place.rows.iter().filter_map(|row| Some(km(own_point(corpus.row(*row))?, middle))).collect();
        // Two reports far apart may be one shooting with a wrong point: only several show that points are the reports' own.
        if apart.len() < SPREAD_SHOWS {
            return 0.0;
        }
        let at = apart.len() / 2;
        *apart.select_nth_unstable_by(at, f64::total_cmp).1
    }

    /// Whether reports of a row's place give points of their own.
    #[inline]
    pub fn gives_points(&self, row: RowIx) -> bool {
        self.own_points.get(row.0 as usize).copied().unwrap_or_default()
    }

    /// Puts other numbers in place.
    pub fn set(&mut self, weights: Weights) {
        self.weights = weights;
        self.prepare();
    }

    /// Computes what depends on the numbers alone.
    fn prepare(&mut self) {
        (self.toll_evidence, self.injured_evidence, self.actors_evidence) = Default::default();
        let date = &self.weights.date;
        self.lags = lags(date);
        self.profiles = [None]
            .into_iter()
            .chain(PROFILES.map(Some))
            .map(|lag| day_profile(lag, date, |lag| self.lag(lag)))
            .collect();
    }

    /// The profile of a date known to the day, and how many days before the date it begins.
    #[inline]
    pub fn day_profile(&self, lag: Option<i32>) -> (i32, Profile) {
        let place = match lag {
            None => Some(0),
            Some(lag) if PROFILES.contains(&lag) => Some((lag - PROFILES.start()) as usize + 1),
            Some(_) => None,
        };
        place
            .and_then(|place| self.profiles.get(place).cloned())
            .unwrap_or_else(|| day_profile(lag, &self.weights.date, |lag| self.lag(lag)))
    }

    /// Probability of a lag of publication, in days.
    #[inline]
    pub fn lag(&self, days: i32) -> f32 {
        if days < 0 {
            return self.weights.date.early * 0.5f32.powi((-days).min(60));
        }
        self.lags.get(days as usize).copied().unwrap_or(1e-7)
    }

    /// The number of a region; 0 where nobody is named in it.
    pub fn region(&self, country: Sym, admin1: Sym) -> u32 {
        self.regions.get(&(country, admin1)).copied().unwrap_or_default()
    }

    /// Share of a class among the named actors of a region, leaning on the whole corpus.
    pub fn class_share(&self, region: u32, class: Class) -> f32 {
        let overall = (self.class.get(class.0 as usize).copied().unwrap_or(0.0) + 1.0) / (self.named + self.classes);
        let here = self.region_class.get(&(region, class)).copied().unwrap_or(0.0);
        let all = self.region.get(region as usize).copied().unwrap_or(0.0);
        (here + 10.0 * overall) / (all + 10.0)
    }
}

/// Digits after the point from which coordinates name a spot: a hundredth of a degree is a kilometre.
const FINE: u8 = 3;

/// A row's point, where it is given finely and as the spot itself.
pub fn own_point(row: &Row) -> Option<(f64, f64)> {
    row.point().filter(|point| *point != (0.0, 0.0) && row.geo_precision <= 1 && row.coordinate_digits >= FINE)
}

fn lags(date: &DateErrors) -> Vec<f32> {
    let known = date.lags.len();
    let tail = date.late / date.late_mean.max(1.0);
    (0..400)
        .map(|lag| match date.lags.get(lag) {
            Some(share) => *share,
            None => (tail * (-((lag - known) as f32) / date.late_mean.max(1.0)).exp()).max(1e-7),
        })
        .collect()
}

/// Days between the first and the last percent of the dates, so that one stray year does not stretch them; a year at least.
fn days(corpus: &Corpus) -> f32 {
    let mut days: Vec<i32> = corpus.rows.par_iter().filter_map(|row| Some(row.date.get()?.0)).collect();
    days.par_sort_unstable();
    let at = |share: usize| days.get(days.len() * share / 100).or(days.last()).copied().unwrap_or_default();
    ((at(99) - at(1)) as f32).max(365.0)
}
