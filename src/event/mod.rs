//! Reports to events: block, score, cluster with a guard, explain.
//!
//! What repeats another report is known before (the room of copies) and follows it. [`blocks`] compares the accounts of one place; [`cluster`]
//! weighs what they say (dates, tolls, injured, attackers, sources) against the [`background`] of how common it
//! is; [`agglomerate`] merges the surest first while the whole group stays consistent. [`sites`] joins parts of
//! one attack told from several places, [`documents`] what one document breaks down, [`undated`] adds reports that give
//! no day. [`pairs`] is the reckoning for two single reports. [`decided`] gives the steward the last word.

pub mod actors;
pub mod agglomerate;
mod articles;
pub mod assemble;
pub mod background;
pub mod blocks;
pub mod claim;
pub mod cluster;
pub mod cross_registry;
pub mod decided;
pub mod documents;
pub mod evidence_cache;
pub mod explain;
pub mod learn;
pub mod nearby;
pub mod node;
pub mod pairs;
mod registries;
pub mod shift;
pub mod similar;
pub mod sites;
pub mod undated;
pub mod weights;

#[cfg(test)]
mod tests;

pub use explain::EventExplainer;

use crate::linkage::union::leads;
use crate::model::event::Blocking;
use crate::model::{
    Adoption, Copies, Corpus, Decisions, EventGroup, EventIx, Events, Link, PlaceIx, Places, RowIx, Sym, Waterfall,
};
use background::Background;
use blocks::Corrections;
use decided::Decided;
use pairs::Pairs;
use rayon::prelude::*;
use registries::Registries;
use sites::{Doubts, Group};
use std::collections::BTreeMap;

/// Most pairs that are put to the steward.
const MOST_DOUBTFUL: usize = 1000;
/// Squares to a degree in which rows with a point and no name are compared.
const SQUARES: f64 = 10.0;
/// Rounds of learning.
const ROUNDS: usize = 3;

/// What the event room may be told.
#[derive(Debug, Clone, Copy, Default)]
pub struct EventOptions<'a> {
    /// The steward's decisions.
    pub decisions: Option<&'a Decisions>,
    /// Learn the weights from the data set itself.
    pub learn: bool,
}

/// Links the reports of a corpus into events; copies go where the first of them goes.
pub fn link(corpus: &Corpus, places: &Places, copies: Copies, options: &EventOptions<'_>) -> Events {
    link_with(corpus, places, copies, options, weights::SHIPPED.clone())
}

/// The same with other numbers than those that come with the tool.
pub fn link_with(
    corpus: &Corpus,
    places: &Places,
    copies: Copies,
    options: &EventOptions<'_>,
    numbers: weights::Weights,
) -> Events {
    let (mut background, (shifts, corrections)) =
        rayon::join(|| Background::of(corpus, numbers), || shift::find(corpus, places));
    let lead = leads(corpus.len(), copies.iter().map(|group| group.rows.as_slice()));
    let doubts = sites::doubts(places);
    background.look_around(corpus, places);
    let registries = Registries::link(corpus, &lead, &corrections, &background.actors);
    let mut grouped = group(corpus, places, &lead, &doubts, &corrections, &background, &registries);
    if options.learn {
        for _ in 0..ROUNDS {
            background.set(learn::learn(corpus, &grouped.groups, &background));
            grouped = group(corpus, places, &lead, &doubts, &corrections, &background, &registries);
        }
        // What was learnt from the last groups scores them, and explains them later.
        background.set(learn::learn(corpus, &grouped.groups, &background));
    }
    let members = members(corpus, &lead);
    let mut groups = grouped.groups;
    groups.par_iter_mut().for_each(|group| {
        let mut rows: Vec<RowIx> = group.iter().flat_map(|lead| members.of(*lead)).copied().collect();
        rows.sort_unstable();
        *group = rows;
    });
    groups.par_sort_unstable();
    let decided = Decided::of(corpus, options.decisions);
    let groups = decided.apply(corpus, groups, &corrections, &background);
    let prior = |here, there| nearby::prior(&grouped.sites, here, there);
    let pairs = Pairs {
        corpus,
        places,
        corrections: &corrections,
        background: &background,
        doubts: &doubts,
        sites: &prior,
        registries: &registries,
    };
    let beside = assemble::Beside::new(&lead, &grouped.adopted);
    let (events, completeness) = rayon::join(
        || {
            let events = groups.into_par_iter().map(|rows| assemble::event(&pairs, &beside, rows));
            events.collect::<Vec<EventGroup>>()
        },
        || blocks::completeness(corpus, places),
    );
    let mut of_row = vec![EventIx(0); corpus.len()];
    for (index, event) in events.iter().enumerate() {
        event.rows.iter().for_each(|row| of_row[row.0 as usize] = EventIx(index as u32));
    }
    let rows = corpus.len() as u64;
    let blocking =
        Blocking { pairs: grouped.compared, possible: rows.saturating_mul(rows.saturating_sub(1)) / 2, completeness };
    let matches = cross_registry::matches(&pairs, &events);
    let doubtful = doubtful(grouped.doubtful, &of_row, &decided);
    let adopted = grouped.adopted.into_iter().map(|one| Adoption { rows: one.rows, event: one.event, why: one.why });
    let adopted = adopted.collect();
    Events { events, of_row, copies, matches, doubtful, adopted, shifts, blocking }
}

/// Why two reports are, or are not, linked. For many pairs make an [`EventExplainer`] once.
pub fn explain(corpus: &Corpus, places: &Places, options: &EventOptions<'_>, left: RowIx, right: RowIx) -> Waterfall {
    EventExplainer::new(corpus, places, None, options).explain(left, right)
}

/// Groups of accounts, and what came up on the way.
struct Grouped {
    groups: Vec<Vec<RowIx>>,
    doubtful: Vec<Link>,
    compared: u64,
    adopted: Vec<undated::Adopted>,
    sites: nearby::Sites,
}

/// Groups the rows that stand for themselves: within places, then across.
fn group(
    corpus: &Corpus,
    places: &Places,
    lead: &[RowIx],
    doubts: &Doubts,
    corrections: &Corrections,
    background: &Background,
    registries: &Registries,
) -> Grouped {
    let done: Vec<blocks::Done> = places
        .places
        .par_iter()
        .enumerate()
        .map(|(index, place)| {
            let place_index = PlaceIx(index as u32);
            let rows = place.rows.iter().chain(background.nameless_at(place_index));
            let mut rows: Vec<RowIx> = rows.copied().filter(|row| lead[row.0 as usize] == *row).collect();
            rows.sort_unstable();
            blocks::link(corpus, Some(place_index), &rows, corrections, background)
        })
        .collect();
    let (mut parts, mut doubtful, mut compared) = (Vec::<Group>::new(), Vec::new(), 0);
    for block in done {
        parts.extend(block.groups);
        doubtful.extend(block.doubtful);
        compared += block.compared;
    }
    // Rows that name no place but a district: totals of an attack on several villages, say. The district is their block.
    let mut districts: BTreeMap<(Sym, Sym, Sym, Sym), Vec<RowIx>> = BTreeMap::new();
    // Rows that give a point and no name, away from every place: those of one square are a block.
    let mut squares: BTreeMap<(i32, i32), Vec<RowIx>> = BTreeMap::new();
    let open = |row: &RowIx| places.of(*row).or(background.nameless(*row)).is_none();
    for index in corpus.indices().filter(|row| lead[row.0 as usize] == *row && open(row)) {
        let row = corpus.row(index);
        if row.admin2.is_some() || row.admin3.is_some() {
            districts.entry((row.country, row.admin1, row.admin2, row.admin3)).or_default().push(index);
        } else if let Some((lat, lon)) = background::own_point(row) {
            let square = |degrees: f64| (degrees * SQUARES).floor() as i32;
            squares.entry((square(lat), square(lon))).or_default().push(index);
        } else {
            parts.push(Group::lone(index, None));
        }
    }
    for rows in districts.values().chain(squares.values()) {
        let block = blocks::link(corpus, None, rows, corrections, background);
        parts.extend(block.groups);
        doubtful.extend(block.doubtful);
        compared += block.compared;
    }
    let sites::Joined { of: mut joined, sites } = sites::join(corpus, places, &parts, doubts, corrections, background);
    sites::unite(&parts, registries.pairs.iter().map(|pair| (pair.left, pair.right)), &mut joined);
    sites::unite(&parts, background.articles.pairs().into_iter(), &mut joined);
    documents::join(corpus, &parts, lead, &mut joined);
    let mut joined = joined.roots();
    let adopted = undated::adopt(corpus, places, &parts, &mut joined, corrections, background);
    let mut groups: Vec<Vec<RowIx>> = vec![Vec::new(); parts.len()];
    for (part, &to) in parts.into_iter().zip(&joined) {
        groups[to as usize].extend(part.leads);
    }
    groups.retain(|group| !group.is_empty());
    Grouped { groups, doubtful, compared, adopted, sites }
}

/// Rows by the row that stands for them.
struct Members {
    /// Rows in order of their leads.
    rows: Vec<RowIx>,
    /// Where each lead's rows begin.
    starts: Vec<u32>,
}

impl Members {
    fn of(&self, lead: RowIx) -> &[RowIx] {
        let at = lead.0 as usize;
        &self.rows[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

fn members(corpus: &Corpus, lead: &[RowIx]) -> Members {
    let mut starts = vec![0u32; corpus.len() + 1];
    lead.iter().for_each(|lead| starts[lead.0 as usize + 1] += 1);
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let (mut rows, mut next) = (vec![RowIx(0); corpus.len()], starts.clone());
    for row in corpus.indices() {
        let place = &mut next[lead[row.0 as usize].0 as usize];
        rows[*place as usize] = row;
        *place += 1;
    }
    Members { rows, starts }
}

/// The likeliest of the pairs that were not linked after all.
fn doubtful(mut pairs: Vec<Link>, of_row: &[EventIx], decided: &Decided) -> Vec<Link> {
    pairs.retain(|link| {
        of_row[link.left.0 as usize] != of_row[link.right.0 as usize]
            && !decided.apart(link.left, link.right)
            && !decided.related(link.left, link.right)
    });
    pairs.sort_by(|a, b| b.probability.total_cmp(&a.probability).then((a.left, a.right).cmp(&(b.left, b.right))));
    pairs.truncate(MOST_DOUBTFUL);
    pairs
}
