//! Mentions: the rows of one country and first administrative level that spell a place alike.

use super::name::Spelling;
use crate::model::{Corpus, RowIx, Sym};
use crate::text::keys::ascii;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Rows that spell a place in one way under one administrative parent.
#[derive(Debug, Clone)]
pub struct Mention {
    /// Number of the spelling in [`Block::spellings`].
    pub spelling: u32,
    /// Number of the second administrative level within the block; 0 where none is stated.
    pub admin2: u32,
    /// The rows, ascending.
    pub rows: Vec<RowIx>,
}

/// All mentions of one country and first administrative level.
#[derive(Debug, Default)]
pub struct Block {
    /// Spellings taken apart.
    pub spellings: Vec<Spelling>,
    /// The mentions, by admin2 and spelling.
    pub mentions: Vec<Mention>,
}

/// Collects the mentions of a corpus into blocks, in an order that depends on content alone.
pub fn blocks(corpus: &Corpus) -> Vec<Block> {
    // Each distinct symbol is folded once.
    let mut folded: FxHashMap<Sym, String> = FxHashMap::default();
    for row in &corpus.rows {
        for sym in [row.country, row.admin1, row.admin2] {
            folded.entry(sym).or_insert_with(|| ascii(corpus.name(sym)).replace(' ', ""));
        }
    }
    let of = |sym: Sym| folded.get(&sym).map_or("", String::as_str);
    let mut by_block: BTreeMap<(&str, &str), Vec<RowIx>> = BTreeMap::new();
    let mut keys: FxHashMap<(Sym, Sym), Vec<RowIx>> = FxHashMap::default();
    for index in corpus.indices() {
        let row = corpus.row(index);
        if row.place.is_some() {
            keys.entry((row.country, row.admin1)).or_default().push(index);
        }
    }
    for ((country, admin1), mut rows) in keys {
        by_block.entry((of(country), of(admin1))).or_default().append(&mut rows);
    }
    let mut groups: Vec<Vec<RowIx>> = by_block.into_values().collect();
    groups.par_iter_mut().for_each(|rows| rows.sort_unstable());
    groups.par_iter().map(|rows| block(corpus, rows, &of)).collect()
}

fn block<'a>(corpus: &Corpus, rows: &[RowIx], of: &(impl Fn(Sym) -> &'a str + Sync)) -> Block {
    let mut spellings = Vec::new();
    let mut number: FxHashMap<Sym, u32> = FxHashMap::default();
    let mut admin2: BTreeMap<&str, u32> = BTreeMap::from([("", 0)]);
    for &index in rows {
        admin2.entry(of(corpus.row(index).admin2)).or_default();
    }
    for (place, slot) in admin2.values_mut().enumerate() {
        *slot = place as u32;
    }
    let mut mentions: BTreeMap<(u32, Sym), Mention> = BTreeMap::new();
    for &index in rows {
        let row = corpus.row(index);
        let spelling = *number.entry(row.place).or_insert_with(|| {
            spellings.push(Spelling::new(corpus.name(row.place)));
            spellings.len() as u32 - 1
        });
        let parent = admin2.get(of(row.admin2)).copied().unwrap_or_default();
        mentions
            .entry((parent, row.place))
            .or_insert_with(|| Mention { spelling, admin2: parent, rows: Vec::new() })
            .rows
            .push(index);
    }
    Block { spellings, mentions: mentions.into_values().collect() }
}
