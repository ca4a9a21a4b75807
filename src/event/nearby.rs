//! How near places lie to each other, and how likely one is a further site of an attack on another.

use super::background::Background;
use crate::model::{PlaceIx, Places, Sym};
use rustc_hash::FxHashMap;

/// Kilometres in which the likelihood of a second site falls to a third.
const FALL: f64 = 25.0;

/// What is known of a place for judging its neighbours.
pub struct Site {
    point: Option<(f64, f64)>,
    admin2: Sym,
    /// Events a day.
    pub rate: f32,
    /// Sum of the kernel over the other places.
    crowd: f64,
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
            (Some(a), Some(b)) => distance(a, b) <= 4.0 * FALL,
            _ => true,
        }
}

/// The log-odds, in bits, that one place is a site of an attack on another, before anything is compared.
pub fn prior(sites: &Sites, here: PlaceIx, there: PlaceIx) -> f32 {
    match (sites.get(&here), sites.get(&there)) {
        (Some(one), Some(two)) => {
            nearness(one, two).map_or(-20.0, |nearness| nearness - (one.rate * two.rate).sqrt().log2())
        }
        _ => -20.0,
    }
}

/// The places of a region and how crowded it is around them.
pub type Sites = FxHashMap<PlaceIx, Site>;

/// The sites of a region: country and admin1.
pub fn region(places: &Places, (country, admin1): (Sym, Sym), background: &Background) -> Sites {
    let per_event = 1.0 / (1.0 - background.weights.events.further_report).max(0.05);
    let counts: FxHashMap<PlaceIx, f32> = (0..places.places.len() as u32)
        .map(PlaceIx)
        .filter(|&place| (places.get(place).country, places.get(place).admin1) == (country, admin1))
        .map(|place| (place, places.get(place).rows.len() as f32 / per_event))
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
    let points: Vec<(f64, f64)> = known.iter().filter_map(|&place| places.get(place).point).collect();
    known
        .iter()
        .map(|&index| {
            let place = places.get(index);
            let crowd = place.point.map_or(0.0, |here| {
                let near = points
                    .iter()
                    .map(|&there| distance(here, there))
                    .filter(|km| *km <= f64::from(background.weights.sites.reach));
                near.map(|km| (-km / FALL).exp()).sum::<f64>()
            });
            let site = Site {
                point: place.point,
                admin2: place.admin2,
                rate: (counts.get(&index).copied().unwrap_or(0.0) + 0.5) / background.days,
                crowd: crowd.max(1.0),
                in_admin2: in_admin2.get(&place.admin2).copied().unwrap_or(1.0).max(2.0),
                in_admin1: (known.len() as f64).max(2.0),
            };
            (index, site)
        })
        .collect()
}

/// Log-probability, in bits, that a second site of an event at one place is the other; `None` where they lie too far apart.
pub fn nearness(one: &Site, two: &Site) -> Option<f32> {
    let share = match (one.point, two.point) {
        (Some(here), Some(there)) => {
            let km = distance(here, there);
            if km > 4.0 * FALL {
                return None;
            }
            (-km / FALL).exp() / (one.crowd * two.crowd).sqrt()
        }
        _ if one.admin2 == two.admin2 && one.admin2.is_some() => 0.6 / one.in_admin2,
        _ if one.admin2.is_some() && two.admin2.is_some() => 0.2 / one.in_admin1,
        _ => 0.4 / one.in_admin1,
    };
    Some(share.log2() as f32)
}

/// Kilometres between two points, on a plane that fits their latitude: enough for neighbours.
fn distance(here: (f64, f64), there: (f64, f64)) -> f64 {
    let north = (here.0 - there.0) * 111.2;
    let east = (here.1 - there.1) * 111.3 * ((here.0 + there.0) / 2.0).to_radians().cos();
    north.hypot(east)
}
