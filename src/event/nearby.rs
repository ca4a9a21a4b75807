//! How near places lie to each other, and how likely one is a further site of an attack on another.

use super::background::Background;
use crate::model::{Events, PlaceIx, Places, Sym};
use rustc_hash::FxHashMap;

/// Kilometres in which the likelihood of a second site falls to a third.
const FALL: f64 = 25.0;

/// Where a place lies, ready for measuring distances: the sine and cosine of half its latitude give the cosine of
/// the latitude between it and any other.
#[derive(Debug, Clone, Copy)]
struct Spot {
    lat: f64,
    lon: f64,
    half: (f64, f64),
}

impl Spot {
    fn new((lat, lon): (f64, f64)) -> Spot {
        Spot { lat, lon, half: (lat.to_radians() / 2.0).sin_cos() }
    }

    /// Kilometres to another, on a plane that fits their latitude: enough for neighbours.
    #[inline]
    fn distance(&self, other: &Spot) -> f64 {
        let north = (self.lat - other.lat) * NORTH;
        let between = self.half.1 * other.half.1 - self.half.0 * other.half.0;
        let east = (self.lon - other.lon) * 111.3 * between;
        (north * north + east * east).sqrt()
    }
}

/// Kilometres in a degree of latitude.
const NORTH: f64 = 111.2;

/// What is known of a place for judging its neighbours.
pub struct Site {
    spot: Option<Spot>,
    admin2: Sym,
    /// Events a day.
    pub rate: f32,
    /// Logarithm of the rate, in bits.
    rate_bits: f32,
    /// Logarithm of the sum of the kernel over the other places, in bits.
    crowd_bits: f64,
    /// Number of places in the same second-level unit, and in the region.
    in_admin2: f64,
    in_admin1: f64,
}

/// Whether groups at two places are compared as sites of one attack.
pub fn reachable(places: &Places, here: PlaceIx, there: PlaceIx) -> bool {
    let (one, two) = (places.get(here), places.get(there));
    one.country == two.country
        && one.admin1 == two.admin1
        && match (one.point, two.point) {
            (Some(a), Some(b)) => Spot::new(a).distance(&Spot::new(b)) <= 4.0 * FALL,
            _ => true,
        }
}

/// The log-odds, in bits, that one place is a site of an attack on another, before anything is compared.
pub fn prior(sites: &Sites, here: PlaceIx, there: PlaceIx) -> f32 {
    match (sites.get(&here), sites.get(&there)) {
        (Some(one), Some(two)) => pair_prior(one, two).unwrap_or(-20.0),
        _ => -20.0,
    }
}

/// The places of a region and how crowded it is around them.
pub type Sites = FxHashMap<PlaceIx, Site>;

/// How many events each place has.
pub fn counts(events: &Events) -> FxHashMap<PlaceIx, f32> {
    let mut counts: FxHashMap<PlaceIx, f32> = FxHashMap::default();
    events.events.iter().flat_map(|event| &event.sites).for_each(|site| *counts.entry(*site).or_default() += 1.0);
    counts
}

/// The sites of a region: country and admin1. `counts` are the events of each place, where they are known.
pub fn region(
    places: &Places,
    (country, admin1): (Sym, Sym),
    counts: Option<&FxHashMap<PlaceIx, f32>>,
    background: &Background,
) -> Sites {
    let per_event = 1.0 / (1.0 - background.weights.events.further_report).max(0.05);
    let events = |place: PlaceIx| match counts {
        Some(counts) => counts.get(&place).copied(),
        None => Some(places.get(place).rows.len() as f32 / per_event),
    };
    let counts: FxHashMap<PlaceIx, f32> = (0..places.places.len() as u32)
        .map(PlaceIx)
        .filter(|&place| (places.get(place).country, places.get(place).admin1) == (country, admin1))
        .filter_map(|place| Some((place, events(place)?)))
        .collect();
    sites_of(places, &counts, background)
}

/// Sites from the number of events at each place.
pub fn sites_of(
    places: &Places,
    counts: &FxHashMap<PlaceIx, f32>,
    background: &Background,
) -> FxHashMap<PlaceIx, Site> {
    let mut known: Vec<PlaceIx> = counts.keys().copied().collect();
    known.sort_unstable();
    let mut in_admin2: FxHashMap<Sym, f64> = FxHashMap::default();
    known.iter().for_each(|&place| *in_admin2.entry(places.get(place).admin2).or_default() += 1.0);
    let spots: Vec<Option<Spot>> = known.iter().map(|&place| places.get(place).point.map(Spot::new)).collect();
    let crowds = crowds(&spots, f64::from(background.weights.sites.reach));
    known
        .iter()
        .zip(spots)
        .zip(crowds)
        .map(|((&index, spot), crowd)| {
            let admin2 = places.get(index).admin2;
            let rate = (counts.get(&index).copied().unwrap_or(0.0) + 0.5) / background.days;
            let site = Site {
                spot,
                admin2,
                rate,
                rate_bits: rate.log2(),
                crowd_bits: crowd.max(1.0).log2(),
                in_admin2: in_admin2.get(&admin2).copied().unwrap_or(1.0).max(2.0),
                in_admin1: (known.len() as f64).max(2.0),
            };
            (index, site)
        })
        .collect()
}

/// For each spot: the sum of the kernel over all spots within reach, itself included.
fn crowds(spots: &[Option<Spot>], reach: f64) -> Vec<f64> {
    let mut order: Vec<(f64, usize)> =
        spots.iter().enumerate().filter_map(|(index, spot)| Some((spot.as_ref()?.lat, index))).collect();
    order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut sums = vec![0.0f64; spots.len()];
    for (at, &(lat, index)) in order.iter().enumerate() {
        let Some(here) = &spots[index] else { continue };
        sums[index] += 1.0;
        // Those farther north than the reach need not be measured.
        for &(_, other) in order[at + 1..].iter().take_while(|(north, _)| (north - lat) * NORTH <= reach) {
            let Some(there) = &spots[other] else { continue };
            let km = here.distance(there);
            if km <= reach {
                let near = (-km / FALL).exp();
                sums[index] += near;
                sums[other] += near;
            }
        }
    }
    sums
}

/// Log-probability, in bits, that a second site of an event at one place is the other; `None` where they lie too far apart.
#[inline]
fn nearness(one: &Site, two: &Site) -> Option<f32> {
    let bits = match (&one.spot, &two.spot) {
        (Some(here), Some(there)) => {
            if (here.lat - there.lat).abs() * NORTH > 4.0 * FALL {
                return None;
            }
            let km = here.distance(there);
            if km > 4.0 * FALL {
                return None;
            }
            -km / FALL * std::f64::consts::LOG2_E - (one.crowd_bits + two.crowd_bits) / 2.0
        }
        _ if one.admin2 == two.admin2 && one.admin2.is_some() => (0.6 / one.in_admin2).log2(),
        _ if one.admin2.is_some() && two.admin2.is_some() => (0.2 / one.in_admin1).log2(),
        _ => (0.4 / one.in_admin1).log2(),
    };
    Some(bits as f32)
}

/// The log-odds, in bits, that one place is a site of an attack on another, before anything is compared; `None` where
/// they lie too far apart.
#[inline]
pub fn pair_prior(one: &Site, two: &Site) -> Option<f32> {
    Some(nearness(one, two)? - (one.rate_bits + two.rate_bits) / 2.0)
}
