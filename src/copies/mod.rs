//! Copies: rows that tell nothing new, because they repeat another row. The one place that knows them; events are linked
//! and tolls reconciled with what is found here.
//!
//! [`keyed`] finds rows that are equal in every cell, texts that are equal but for credits, and one source's repeats of
//! the same facts, each by sorting. [`candidates`] offers pairs of other texts that share rare wording, by an index of
//! their MinHash sketches. [`told`] takes the texts of those apart, [`common`] says how common their wording is in the data
//! set, [`weigh`] lays each pair side by side and weighs what speaks for and against copying, with the numbers of
//! [`weights`]. [`chain`] follows copies to the report that they were taken from, and [`describe`] says what was done to
//! the text on the way.

mod candidates;
mod chain;
mod common;
mod describe;
mod facts;
mod keyed;
mod told;
mod weigh;
mod weights;

use crate::linkage::union::leads;
use crate::model::archive::Archive;
use crate::model::{Col, Copies, CopyGroup, CopyKind, Corpus, Places, RowIx};
use common::Common;
use facts::Facts;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::hash_map::Entry;
use told::{Names, Told};
use weigh::{Scene, Weighed};
use weights::Weights;

/// So many pairs are one piece of work.
const PAIRS: usize = 1024;

/// Finds the copies of a corpus, in canonical order. Texts are read from the archive, chunk by chunk.
///
/// # Errors
/// A chunk of the archive is damaged.
pub fn find(corpus: &Corpus, places: &Places, archive: &dyn Archive) -> Result<Copies, String> {
    let facts = Facts::of(corpus, places);
    let ((equal, same_text), repeats) =
        rayon::join(|| rayon::join(|| keyed::equal(&facts), || keyed::same_text(&facts)), || keyed::repeats(&facts));
    // A text that stands for its equals is looked for once, whatever their number.
    let lead = leads(corpus.len(), equal.iter().chain(&same_text).map(Vec::as_slice));
    let pairs = candidates::find(&facts, &lead);
    let settled: Vec<(RowIx, RowIx)> =
        same_text.iter().flat_map(|rows| rows.iter().skip(1).map(|row| (rows[0], *row))).collect();
    let names = Names::of(corpus);
    let wanted = common::sample(corpus).into_iter();
    let wanted = wanted.chain(pairs.iter().chain(&settled).flat_map(|&(left, right)| [left, right]));
    let texts = read(corpus, archive, wanted.collect())?;
    let weights = &weights::SHIPPED;
    let found = compare(&facts, &names, &texts, weights, &pairs, &settled);
    let mut copies: Copies = equal.into_iter().map(|rows| exact(&facts, rows)).collect();
    copies.extend(found);
    let grouped = copies.iter().filter(|group| group.kind != CopyKind::Exact).map(|group| group.rows.as_slice());
    let texts_lead = leads(corpus.len(), grouped);
    // A repeat whose rows are one text's copies already is said there.
    let known = |rows: &[RowIx]| rows.iter().all(|row| texts_lead[row.0 as usize] == texts_lead[rows[0].0 as usize]);
    copies.extend(repeats.into_iter().filter(|rows| !known(rows)).map(|rows| CopyGroup {
        kind: CopyKind::SameSource,
        head: chain::earliest(corpus, &rows),
        rows,
        probability: 0.95,
        why: "source, date, attackers, toll and injured are equal; only the words differ".to_owned(),
        links: Vec::new(),
    }));
    copies.sort_by(|a, b| a.kind.cmp(&b.kind).then_with(|| a.rows.cmp(&b.rows)));
    Ok(copies)
}

fn exact(facts: &Facts<'_>, rows: Vec<RowIx>) -> CopyGroup {
    CopyGroup {
        kind: CopyKind::Exact,
        head: chain::earliest(facts.corpus, &rows),
        rows,
        probability: 1.0,
        why: "every cell but the id is equal".to_owned(),
        links: Vec::new(),
    }
}

/// The texts of some rows.
fn read(corpus: &Corpus, archive: &dyn Archive, mut rows: Vec<RowIx>) -> Result<FxHashMap<RowIx, Box<str>>, String> {
    rows.sort_unstable_by_key(|row| (corpus.row(*row).loc, *row));
    rows.dedup();
    let chunks: Vec<&[RowIx]> = rows.chunk_by(|a, b| corpus.row(*a).loc.chunk == corpus.row(*b).loc.chunk).collect();
    let texts: Vec<Vec<(RowIx, Box<str>)>> = chunks
        .into_par_iter()
        .map(|rows| {
            let batch = archive.chunk(corpus.row(rows[0]).loc.chunk)?;
            let text = |row: &RowIx| {
                let (_, text) = batch.cell_of(corpus.row(*row).loc.slot as usize, Col::Text)?;
                Some((*row, Box::from(text)))
            };
            Ok(rows.iter().filter_map(text).collect())
        })
        .collect::<Result<_, String>>()?;
    Ok(texts.into_iter().flatten().collect())
}

/// Groups of copied texts.
fn compare(
    facts: &Facts<'_>,
    names: &Names,
    texts: &FxHashMap<RowIx, Box<str>>,
    weights: &Weights,
    pairs: &[(RowIx, RowIx)],
    settled: &[(RowIx, RowIx)],
) -> Vec<CopyGroup> {
    let corpus = facts.corpus;
    let take_apart = |row: RowIx| Some(Told::of(corpus, names, row, texts.get(&row)?));
    let sample: Vec<RowIx> = common::sample(corpus);
    let common = Common::of(corpus, sample.into_par_iter().filter_map(take_apart), &weights.wording);
    let scene = Scene { facts, common: &common, weights };
    let weighed = |pairs: &[(RowIx, RowIx)], certain: bool| -> Vec<Weighed> {
        // A text meets many of its day: it is taken apart once for all pairs that a thread has at hand.
        let mut at_hand: FxHashMap<RowIx, Told<'_>> = FxHashMap::default();
        for row in pairs.iter().flat_map(|&(left, right)| [left, right]) {
            if let Entry::Vacant(entry) = at_hand.entry(row)
                && let Some(told) = take_apart(row)
            {
                entry.insert(told);
            }
        }
        let both = pairs.iter().filter_map(|(left, right)| Some(scene.weigh(at_hand.get(left)?, at_hand.get(right)?)));
        both.filter(|weighed| certain || weighed.bits >= weights.sure)
            .map(|weighed| Weighed { certain, ..weighed })
            .collect()
    };
    let day = |row: RowIx| corpus.row(row).date.get().or(corpus.row(row).published.get());
    let mut by_day = pairs.to_vec();
    by_day.par_sort_unstable_by_key(|&(left, right)| (day(left), left, right));
    let mut links: Vec<Weighed> = by_day.par_chunks(PAIRS).flat_map_iter(|pairs| weighed(pairs, false)).collect();
    links.par_sort_unstable_by_key(|link| (link.left, link.right));
    links.par_extend(settled.par_chunks(PAIRS).flat_map_iter(|pairs| weighed(pairs, true)));
    chain::settle(&scene, links, &take_apart)
}
