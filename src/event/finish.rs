//! From groups of rows to events: ids, links, scores, places.

use super::background::Background;
use super::blocks::{Corrections, setting};
use super::cluster::{Cluster, Setting, gain, site_gain};
use super::node::Node;
use crate::model::{Corpus, EventGroup, Link, PlaceIx, Places, RowIx, hash, waterfall};

/// Bits of a pair that nothing links directly: it stands together through others, by name or by decision.
const INDIRECT: f32 = -12.0;
/// Rows beyond which the tree of links is grown from each row's neighbours by date instead of all pairs.
const MANY: usize = 96;

/// An event of its rows, which ascend.
pub fn event(
    corpus: &Corpus,
    places: &Places,
    rows: Vec<RowIx>,
    corrections: &Corrections,
    background: &Background,
) -> EventGroup {
    let anchor =
        rows.iter().map(|&row| (corpus.row(row).published.get().map_or(i32::MAX, |day| day.0), corpus.id(row))).min();
    let id = format!("E{}", hash::word(hash::parts(&[anchor.map_or("", |(_, id)| id)])));
    let mut sites: Vec<PlaceIx> = rows.iter().filter_map(|&row| places.of(row)).collect();
    sites.sort_unstable();
    sites.dedup();
    let links = tree(corpus, places, &rows, corrections, background);
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
fn tree(
    corpus: &Corpus,
    places: &Places,
    rows: &[RowIx],
    corrections: &Corrections,
    background: &Background,
) -> Vec<Link> {
    if rows.len() < 2 {
        return Vec::new();
    }
    let setting = setting(corpus, rows, background);
    let singles: Vec<Option<Cluster>> =
        rows.iter().map(|&row| single(corpus, row, &setting, corrections, background)).collect();
    let bits = |a: usize, b: usize| {
        if corpus.row(rows[a]).content == corpus.row(rows[b]).content {
            return 20.0;
        }
        match (&singles[a], &singles[b]) {
            (Some(one), Some(two)) => pair_bits(places, (rows[a], one), (rows[b], two), &setting, background),
            _ => INDIRECT,
        }
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
        links.push(Link { left, right, probability: probability(weight, background) });
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

/// One row as a cluster.
pub fn single(
    corpus: &Corpus,
    row: RowIx,
    setting: &Setting,
    corrections: &Corrections,
    background: &Background,
) -> Option<Cluster> {
    let node = Node::of(corpus, row, corrections.days(corpus, row), background)?;
    Some(Cluster::single(row.0, &node, setting, background))
}

/// Evidence for two single rows, as of one place or of two.
fn pair_bits(
    places: &Places,
    left: (RowIx, &Cluster),
    right: (RowIx, &Cluster),
    setting: &Setting,
    background: &Background,
) -> f32 {
    let same = places.of(left.0) == places.of(right.0);
    let parts = if same {
        gain(left.1, right.1, setting, background)
    } else {
        // The places were weighed when the groups were joined; here they stand for the usual distance.
        site_gain(left.1, right.1, 4.0, setting, background)
    };
    parts.map_or(INDIRECT, |parts| parts.total())
}

/// The probability that evidence stands for.
pub fn probability(bits: f32, background: &Background) -> f32 {
    let calibration = &background.weights.probability;
    waterfall::probability(f64::from(calibration.offset + calibration.slope * bits)) as f32
}
