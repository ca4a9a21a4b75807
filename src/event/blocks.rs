//! Blocks of reports that are compared with each other: those of one place, near in time.

use super::agglomerate::agglomerate;
use super::background::Background;
use super::cluster::Setting;
use super::node::Node;
use super::sites::Group;
use crate::model::{Corpus, Link, PlaceIx, Places, RowIx, Sym};
use crate::text::distance::alike;
use rustc_hash::{FxHashMap, FxHashSet};

/// Groups of rows so large that pairs within them are sampled when completeness is estimated.
const SAMPLE: usize = 24;

/// Days to take off dates that lie off another party's throughout.
#[derive(Debug, Clone, Default)]
pub struct Corrections {
    /// By data set.
    pub of_dataset: FxHashMap<u16, i32>,
    /// By source.
    pub of_source: FxHashMap<Sym, i32>,
}

impl Corrections {
    /// Days to take off a row's date.
    pub fn days(&self, corpus: &Corpus, row: RowIx) -> i32 {
        if self.of_dataset.is_empty() && self.of_source.is_empty() {
            return 0;
        }
        let row = corpus.row(row);
        self.of_dataset.get(&row.dataset).copied().unwrap_or(0) + self.of_source.get(&row.source).copied().unwrap_or(0)
    }
}

/// What a block came to.
#[derive(Debug, Default)]
pub struct Done {
    /// Its groups.
    pub groups: Vec<Group>,
    /// Pairs that nearly were linked.
    pub doubtful: Vec<Link>,
    /// Pairs that were compared.
    pub compared: u64,
}

/// Groups the rows of a block, which ascend.
pub fn link(
    corpus: &Corpus,
    place: Option<PlaceIx>,
    rows: &[RowIx],
    corrections: &Corrections,
    background: &Background,
) -> Done {
    let setting = setting(corpus, rows, background);
    let mut nodes = Vec::with_capacity(rows.len());
    let mut groups = Vec::new();
    for &row in rows {
        match Node::of(corpus, row, corrections.days(corpus, row), background) {
            Some(node) => nodes.push(node),
            None => groups.push(Group::lone(row, place)),
        }
    }
    mark_series(corpus, &mut nodes);
    let merged = agglomerate(&nodes, &setting, background);
    groups.extend(merged.clusters.iter().map(|cluster| Group {
        leads: cluster.nodes.iter().map(|&node| nodes[node as usize].lead).collect(),
        place,
        day: Some(cluster.day),
        partial: cluster.partial > 0,
        best: cluster.best(),
        injured: cluster.injured[0].first().map(|(claim, _)| claim.best()),
    }));
    let doubtful = merged
        .doubtful
        .iter()
        .map(|&(left, right, bits)| Link {
            left: nodes[left as usize].lead,
            right: nodes[right as usize].lead,
            probability: super::assemble::probability(bits, background),
        })
        .collect();
    Done { groups, doubtful, compared: merged.compared }
}

/// Marks rows of a data set of events that stand with two or more others on one day.
fn mark_series(corpus: &Corpus, nodes: &mut [Node]) {
    let mut days: FxHashMap<(u16, i32), u32> = FxHashMap::default();
    let key = |node: &Node| Some((node.unit?.dataset, corpus.row(node.lead).date.get()?.0));
    nodes.iter().filter_map(key).for_each(|key| *days.entry(key).or_default() += 1);
    for node in nodes {
        let many = key(node).and_then(|key| days.get(&key)).is_some_and(|count| *count > 2);
        if let Some(unit) = &mut node.unit {
            unit.series = many;
        }
    }
}

/// What surrounds the rows of a block.
pub fn setting(corpus: &Corpus, rows: &[RowIx], background: &Background) -> Setting {
    let Some(&first) = rows.first() else { return Setting::default() };
    let row = corpus.row(first);
    let per_event = if corpus.dataset(first).is_event() {
        1.0
    } else {
        1.0 / (1.0 - background.weights.events.further_report).max(0.05)
    };
    let region = background.region(row.country, row.admin1);
    Setting { region, rate: (rows.len() as f32 / per_event + 0.5) / background.days }
}

/// Share of the pairs that look like one event, whatever their place, which blocks offer for comparison: pairs
/// of one country with the same day, toll and injured, and names that are alike.
pub fn completeness(corpus: &Corpus, places: &Places) -> f64 {
    /// Country, region, day, killed and injured.
    type Facts = (Sym, Sym, i32, u32, Option<u32>);
    let mut alike_rows: FxHashMap<Facts, Vec<RowIx>> = FxHashMap::default();
    let step = (corpus.len() / 100_000).max(1);
    for index in corpus.indices() {
        let row = corpus.row(index);
        let (Some(day), Some(killed)) =
            (row.date.get(), row.killed.map(|toll| toll.best()).filter(|killed| *killed >= 5))
        else {
            continue;
        };
        if row.place.is_some() && (day.0.unsigned_abs() as usize).is_multiple_of(step) {
            let injured = row.injured.map(|toll| toll.best());
            alike_rows.entry((row.country, row.admin1, day.0, killed, injured)).or_default().push(index);
        }
    }
    let doubts: FxHashSet<(PlaceIx, PlaceIx)> = places
        .proposals
        .iter()
        .map(|proposal| (proposal.left.min(proposal.right), proposal.left.max(proposal.right)))
        .collect();
    let (mut offered, mut all) = (0u64, 0u64);
    for rows in alike_rows.values() {
        for (at, &left) in rows.iter().enumerate().take(SAMPLE) {
            for &right in rows[at + 1..].iter().take(SAMPLE) {
                let (a, b) = (corpus.row(left).place, corpus.row(right).place);
                if a != b && alike(corpus.name(a), corpus.name(b)) < 0.75 {
                    continue;
                }
                all += 1;
                let (here, there) = (places.of(left), places.of(right));
                let known =
                    here.zip(there).is_some_and(|(here, there)| doubts.contains(&(here.min(there), here.max(there))));
                let near = here.zip(there).is_some_and(|(here, there)| super::nearby::reachable(places, here, there));
                offered += u64::from(here == there || known || near);
            }
        }
    }
    if all == 0 { 1.0 } else { offered as f64 / all as f64 }
}
