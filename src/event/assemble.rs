//! From groups of rows to events: ids, links, scores, places.

use super::background::Background;
use super::cluster::Cluster;
use super::pairs::{CERTAIN, Pairs};
use super::undated::Adopted;
use crate::model::{EventGroup, Link, PlaceIx, RowIx, hash, waterfall};
use rustc_hash::FxHashMap;

/// Bits of a pair that nothing links directly: it stands together through others, by name or by decision.
const INDIRECT: f32 = -12.0;
/// Rows beyond which the tree of links is grown from each row's neighbours by date instead of all pairs.
const MANY: usize = 96;

/// What holds rows together beside what they tell.
pub struct Beside<'a> {
    lead: &'a [RowIx],
    adopted: &'a [Adopted],
    /// The number in `adopted` of each undated row.
    of_row: FxHashMap<RowIx, usize>,
}

impl<'a> Beside<'a> {
    /// For each row the one that it copies, or itself; and what was made of rows without a date.
    pub fn new(lead: &'a [RowIx], adopted: &'a [Adopted]) -> Beside<'a> {
        let rows = adopted.iter().enumerate().flat_map(|(at, one)| one.rows.iter().map(move |row| (*row, at)));
        Beside { lead, adopted, of_row: rows.collect() }
    }

    fn bits(&self, left: RowIx, right: RowIx) -> Option<f32> {
        let lead = |row: RowIx| self.lead.get(row.0 as usize);
        if lead(left) == lead(right) {
            return Some(CERTAIN);
        }
        if self.of_row.is_empty() {
            return None;
        }
        let number = self.of_row.get(&left).or_else(|| self.of_row.get(&right))?;
        self.adopted.get(*number).filter(|adopted| adopted.holds(left, right)).map(|adopted| adopted.bits)
    }
}

/// An event of its rows, which ascend.
pub fn event(pairs: &Pairs<'_>, beside: &Beside<'_>, rows: Vec<RowIx>) -> EventGroup {
    let (corpus, places) = (pairs.corpus, pairs.places);
    let anchor =
        rows.iter().map(|&row| (corpus.row(row).published.get().map_or(i32::MAX, |day| day.0), corpus.id(row))).min();
    let id = format!("E{}", hash::word(hash::parts(&[anchor.map_or("", |(_, id)| id)])));
    let mut sites: Vec<PlaceIx> = rows.iter().filter_map(|&row| places.of(row)).collect();
    sites.sort_unstable();
    sites.dedup();
    let links = tree(pairs, beside, &rows);
    let scores = scores(&rows, &links);
    EventGroup { id, rows, scores, links, sites }
}

/// Each row's mean probability over the links that touch it.
fn scores(rows: &[RowIx], links: &[Link]) -> Vec<f32> {
    let mut sums = vec![(0.0f32, 0.0f32); rows.len()];
    for link in links {
        for end in [link.left, link.right] {
            if let Ok(at) = rows.binary_search(&end) {
                sums[at].0 += link.probability;
                sums[at].1 += 1.0;
            }
        }
    }
    sums.into_iter().map(|(sum, count)| if count > 0.0 { sum / count } else { 1.0 }).collect()
}

/// The strongest links that hold the rows together, the weakest first: Prim's algorithm, from the first row
/// outwards, always over the strongest link.
fn tree(pairs: &Pairs<'_>, beside: &Beside<'_>, rows: &[RowIx]) -> Vec<Link> {
    let Some(&first) = rows.first().filter(|_| rows.len() > 1) else { return Vec::new() };
    let setting = pairs.setting(first);
    let singles: Vec<Option<Cluster>> = rows.iter().map(|&row| pairs.single(row, &setting)).collect();
    let bits = |a: usize, b: usize| {
        let told = || pairs.bits((rows[a], singles[a].as_ref()), (rows[b], singles[b].as_ref()));
        beside.bits(rows[a], rows[b]).or_else(told).unwrap_or(INDIRECT)
    };
    let mut best: Vec<(f32, usize)> =
        (0..rows.len()).map(|other| if other == 0 { (0.0, 0) } else { (bits(0, other), 0) }).collect();
    let mut within = vec![false; rows.len()];
    within[0] = true;
    let mut links = Vec::with_capacity(rows.len() - 1);
    for _ in 1..rows.len() {
        let next = (0..rows.len())
            .filter(|&row| !within[row])
            .max_by(|&a, &b| best[a].0.total_cmp(&best[b].0).then(b.cmp(&a)));
        let Some(next) = next else { break };
        within[next] = true;
        let (weight, from) = best[next];
        let (left, right) = (rows[from.min(next)], rows[from.max(next)]);
        links.push(Link { left, right, probability: probability(weight, pairs.background) });
        // In very large events a new member is offered to its neighbours only.
        let reach = if rows.len() > MANY {
            next.saturating_sub(MANY / 2)..(next + MANY / 2).min(rows.len())
        } else {
            0..rows.len()
        };
        for other in reach {
            if !within[other] {
                let weight = bits(next, other);
                if weight > best[other].0 {
                    best[other] = (weight, next);
                }
            }
        }
    }
    links.sort_by(|a, b| a.probability.total_cmp(&b.probability).then((a.left, a.right).cmp(&(b.left, b.right))));
    links
}

/// The probability that evidence stands for.
pub fn probability(bits: f32, background: &Background) -> f32 {
    let calibration = &background.weights.probability;
    waterfall::probability(f64::from(calibration.offset + calibration.slope * bits)) as f32
}

/// The evidence that stands for log-odds.
pub fn uncalibrated(odds: f32, background: &Background) -> f32 {
    let calibration = &background.weights.probability;
    (odds - calibration.offset) / calibration.slope.max(0.01)
}
