//! Reports to events: block, score, cluster with a guard, explain.

pub mod actors;
pub mod agglomerate;
pub mod background;
pub mod claim;
pub mod cluster;
pub mod copies;
pub mod node;
pub mod similar;
pub mod sites;
pub mod weights;

use crate::model::{
    Corpus, Decisions, EventGroup, EventIx, Events, Link, PlaceIx, Places, RowIx, Waterfall, hash, waterfall,
};
use background::Background;
use cluster::{Cluster, Setting, gain};
use node::Node;
use rayon::prelude::*;
use sites::Group;

/// What the event room may be told.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// The steward's decisions.
    pub decisions: Option<&'a Decisions>,
    /// Learn the weights from the data set itself.
    pub learn: bool,
}

/// Links the reports of a corpus into events and finds copies.
pub fn link(corpus: &Corpus, places: &Places, _options: &Options<'_>) -> Events {
    let background = Background::of(corpus, weights::SHIPPED.clone());
    let found = copies::find(corpus, places);
    let mut members: Vec<Vec<RowIx>> = vec![Vec::new(); corpus.len()];
    for row in corpus.indices() {
        members[found.lead[row.0 as usize].0 as usize].push(row);
    }
    let blocks: Vec<Vec<RowIx>> = places.places.iter().map(|place| leads(&place.rows, &found.lead)).collect();
    let done: Vec<(Vec<Group>, u64)> = blocks
        .par_iter()
        .enumerate()
        .map(|(place, rows)| in_block(corpus, Some(PlaceIx(place as u32)), rows, &background))
        .collect();
    let mut parts: Vec<Group> = done.iter().flat_map(|(groups, _)| groups.iter().cloned()).collect();
    let homeless = corpus.indices().filter(|row| found.lead[row.0 as usize] == *row && places.of(*row).is_none());
    parts.extend(homeless.map(|row| Group { leads: vec![row], place: None, day: None, partial: false, best: None }));
    let joined = sites::join(corpus, places, &parts, &background);
    let mut groups: Vec<Vec<RowIx>> = vec![Vec::new(); parts.len()];
    for (part, &to) in parts.iter().zip(&joined) {
        groups[to as usize].extend(&part.leads);
    }
    groups.retain(|group| !group.is_empty());
    groups.par_iter_mut().for_each(|group| {
        let mut rows: Vec<RowIx> = group.iter().flat_map(|lead| members[lead.0 as usize].iter().copied()).collect();
        rows.sort_unstable();
        *group = rows;
    });
    groups.sort_unstable();
    let events: Vec<EventGroup> = groups.into_par_iter().map(|rows| event(corpus, places, rows, &background)).collect();
    let mut of_row = vec![EventIx(0); corpus.len()];
    for (index, event) in events.iter().enumerate() {
        for row in &event.rows {
            of_row[row.0 as usize] = EventIx(index as u32);
        }
    }
    let possible = (corpus.len() as u64).saturating_mul(corpus.len().saturating_sub(1) as u64) / 2;
    let blocking = crate::model::event::Blocking {
        pairs: done.iter().map(|(_, compared)| compared).sum(),
        possible,
        completeness: 1.0,
    };
    Events { events, of_row, copies: found.copies, blocking, ..Events::default() }
}

/// The groups of a block.
fn in_block(corpus: &Corpus, place: Option<PlaceIx>, rows: &[RowIx], background: &Background) -> (Vec<Group>, u64) {
    let setting = setting(corpus, rows, background);
    let mut nodes = Vec::with_capacity(rows.len());
    let mut groups = Vec::new();
    for &row in rows {
        match Node::of(corpus, row, 0, background) {
            Some(node) => nodes.push(node),
            None => groups.push(Group { leads: vec![row], place, day: None, partial: false, best: None }),
        }
    }
    let merged = agglomerate::agglomerate(&nodes, &setting, background);
    groups.extend(merged.clusters.iter().map(|cluster| Group {
        leads: cluster.nodes.iter().map(|&node| nodes[node as usize].lead).collect(),
        place,
        day: Some(cluster.day),
        partial: cluster.partial > 0,
        best: cluster.best(background),
    }));
    (groups, merged.compared)
}

/// The rows of a place that stand for themselves.
fn leads(rows: &[RowIx], lead: &[RowIx]) -> Vec<RowIx> {
    rows.iter().copied().filter(|row| lead[row.0 as usize] == *row).collect()
}

/// What surrounds the accounts of a block.
fn setting(corpus: &Corpus, rows: &[RowIx], background: &Background) -> Setting {
    let Some(&first) = rows.first() else { return Setting::default() };
    let row = corpus.row(first);
    let per_event = 1.0 / (1.0 - background.weights.events.further_report).max(0.05);
    Setting { country: row.country, admin1: row.admin1, rate: (rows.len() as f32 / per_event + 0.5) / background.days }
}

/// An event of its rows: its id, its links, its places.
fn event(corpus: &Corpus, places: &Places, rows: Vec<RowIx>, background: &Background) -> EventGroup {
    let mut anchor: Vec<_> = rows
        .iter()
        .map(|&row| (corpus.row(row).published.get().map_or(i32::MAX, |day| day.0), corpus.id(row)))
        .collect();
    anchor.sort_unstable();
    let id = format!("E{}", hash::word(hash::parts(&[anchor.first().map_or("", |first| first.1)])));
    let mut sites: Vec<PlaceIx> = rows.iter().filter_map(|&row| places.of(row)).collect();
    sites.sort_unstable();
    sites.dedup();
    let links = tree(corpus, &rows, background);
    let scores = vec![1.0; rows.len()];
    EventGroup { id, rows, scores, links, sites }
}

/// The strongest links that hold the rows together, the weakest first.
fn tree(corpus: &Corpus, rows: &[RowIx], background: &Background) -> Vec<Link> {
    let (Some(&first), true) = (rows.first(), rows.len() > 1) else { return Vec::new() };
    let setting = setting(corpus, rows, background);
    let singles: Vec<Option<Cluster>> = rows
        .iter()
        .map(|&row| Some(Cluster::single(0, &Node::of(corpus, row, 0, background)?, &setting, background)))
        .collect();
    let bits = |a: usize, b: usize| match (&singles[a], &singles[b]) {
        (Some(a), Some(b)) => gain(a, b, &setting, background).map_or(-20.0, |parts| parts.total()),
        _ => -20.0,
    };
    // Prim's algorithm: from the first row outwards, always over the strongest link.
    let mut best: Vec<(f32, usize)> = (0..rows.len()).map(|other| (bits(0, other), 0)).collect();
    let mut within = vec![false; rows.len()];
    within[0] = true;
    let mut links = Vec::with_capacity(rows.len() - 1);
    let _ = first;
    for _ in 1..rows.len() {
        let next = (0..rows.len())
            .filter(|&row| !within[row])
            .max_by(|&a, &b| best[a].0.total_cmp(&best[b].0).then(b.cmp(&a)));
        let Some(next) = next else { break };
        within[next] = true;
        let (weight, from) = best[next];
        let (left, right) = (rows[from.min(next)], rows[from.max(next)]);
        let calibration = &background.weights.probability;
        let odds = f64::from(calibration.offset + calibration.slope * weight);
        links.push(Link { left, right, probability: waterfall::probability(odds) as f32 });
        for other in 0..rows.len() {
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

/// Why two reports are, or are not, linked.
pub fn explain(_corpus: &Corpus, _places: &Places, _options: &Options<'_>, _left: RowIx, _right: RowIx) -> Waterfall {
    Waterfall::default()
}
