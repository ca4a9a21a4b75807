//! Why two mentions are, or are not, taken for one place.

use super::cluster::Context;
use super::decided::Named;
use super::evidence::{Group, RepeatRates};
use super::mention::{Block, Units, blocks};
use super::name::Spelling;
use super::resolve::Prepared;
use super::weights::weights;
use super::{PlaceOptions, candidates, repeat_rates, resolve};
use crate::linkage::waterfall::Evidence;
use crate::model::place::{NameLink, Variant};
use crate::model::{Corpus, Place, RowIx, Sym, Waterfall};
use crate::text::keys::ascii;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What two mentions show, value by value.
fn shown(corpus: &Corpus, row: RowIx, group: &Group, what: &str) -> String {
    let row = corpus.row(row);
    let point = |point: (f64, f64)| format!("{:.4}, {:.4}", point.0, point.1);
    match what {
        "prior" if group.rows.len() == 1 => "1 row".to_owned(),
        "prior" => format!("{} rows", group.rows.len()),
        "name" => compared(corpus.name(row.place)),
        "admin2" => corpus.name(row.admin2).to_owned(),
        "coordinates" => group
            .centre
            .or_else(|| super::geo::median(&group.coarse))
            .map_or_else(|| "none".to_owned(), |centre| format!("{} ({})", point(centre), group.points.len())),
        "days" if group.distinct == 1 => "1 day".to_owned(),
        "days" => format!("{} days", group.distinct),
        _ => String::new(),
    }
}

/// A name, and what of it is compared where words for its kind or its unit are left out.
fn compared(name: &str) -> String {
    let spelling = Spelling::new(name);
    let plain = spelling.kind.is_none() && spelling.unit.is_none() && spelling.within.is_none();
    if plain { name.to_owned() } else { format!("{name} (compared as {})", spelling.core) }
}

/// Evidence as a waterfall.
pub fn waterfall(corpus: &Corpus, evidence: &Evidence, left: (RowIx, &Group), right: (RowIx, &Group)) -> Waterfall {
    evidence.waterfall(|what| (shown(corpus, left.0, left.1, what), shown(corpus, right.0, right.1, what)))
}

/// Why a pair that lies in different blocks has no weights.
const NOT_COMPARED: &str = "not compared: they lie in different countries or first administrative levels";

/// Why a pair has no weights one of which states no first level, and nothing tells in which it lies.
const UNIT_UNKNOWN: &str = "not compared: one states no first administrative level, and nothing tells in which it lies";

/// Why a pair that shares no signature has no say.
const TOO_UNLIKE: &str = "not compared: the names are too unlike, they share no signature";

/// Explains pairs of one corpus.
pub struct PlaceExplainer<'a> {
    corpus: &'a Corpus,
    decisions: Option<Named<'a>>,
    blocks: Vec<Block>,
    repeat_rates: RepeatRates,
    /// What grouping makes of each block, made when the block is first asked for.
    prepared: Vec<OnceLock<Prepared>>,
    /// The block and the mention of each row; the first is `NO_BLOCK` for a row that names no place.
    home: Vec<(u32, u32)>,
}

/// Stands for the block of a row that is in none.
const NO_BLOCK: u32 = u32::MAX;

impl<'a> PlaceExplainer<'a> {
    /// Blocks the corpus again, as grouping did.
    pub fn new(corpus: &'a Corpus, options: &PlaceOptions<'a>) -> PlaceExplainer<'a> {
        let blocks = blocks(corpus, &Units::new(corpus, options.gazetteer), options.gazetteer);
        let repeat_rates = repeat_rates(corpus, &blocks);
        let mut home = vec![(NO_BLOCK, 0); corpus.len()];
        for (at, block) in blocks.iter().enumerate() {
            for (number, mention) in block.mentions.iter().enumerate() {
                for row in &mention.rows {
                    home[row.0 as usize] = (at as u32, number as u32);
                }
            }
        }
        let prepared = blocks.iter().map(|_| OnceLock::new()).collect();
        let decisions = options.decisions.map(|decisions| Named::new(corpus, decisions));
        PlaceExplainer { corpus, decisions, blocks, repeat_rates, prepared, home }
    }

    fn home(&self, row: RowIx) -> Option<(usize, u32)> {
        let (at, number) = self.home[row.0 as usize];
        (at != NO_BLOCK).then_some((at as usize, number))
    }

    /// Prepares the blocks of these rows, each once, before many of their pairs are explained side by side.
    pub fn prepare(&self, rows: impl Iterator<Item = RowIx>) {
        let mut wanted: Vec<usize> = rows.filter_map(|row| self.home(row)).map(|(at, _)| at).collect();
        wanted.sort_unstable();
        wanted.dedup();
        wanted.par_iter().for_each(|at| {
            self.context(*at);
        });
    }

    fn context(&self, at: usize) -> (Context<'_>, &Prepared) {
        let block = &self.blocks[at];
        // Made before the cell is asked to keep it: preparing is parallel work, and while it waits its thread may explain
        // another pair of this block, which must not wait for the same cell.
        let prepared = match self.prepared[at].get() {
            Some(prepared) => prepared,
            None => {
                let made = resolve::prepare(self.corpus, block, &self.repeat_rates);
                self.prepared[at].get_or_init(|| made)
            }
        };
        (Context { corpus: self.corpus, block, repeat_rates: &self.repeat_rates, odds: prepared.odds }, prepared)
    }

    fn equal(&self, left: RowIx, right: RowIx) -> Waterfall {
        let corpus = self.corpus;
        let mut why = Waterfall::default();
        let name = |row: RowIx| corpus.name(corpus.row(row).place);
        let level = "equal but for case, accents, blanks and marks";
        why.step("name", name(left), name(right), level, f64::from(weights().names.most));
        let unit = |row: RowIx| corpus.name(corpus.row(row).admin2);
        let one = weights().admin2.level(0.0);
        why.step("admin2", unit(left), unit(right), &one.label, f64::from(one.bits));
        why
    }

    /// Why two mentions are, or are not, taken for one place: the prior, each comparison with its weight, and what
    /// kept them apart, be it a veto, blocking or the steward.
    pub fn pair(&self, left: RowIx, right: RowIx) -> Waterfall {
        let mut why = self.evidence(left, right);
        self.decided(left, right, &mut why);
        why
    }

    fn evidence(&self, left: RowIx, right: RowIx) -> Waterfall {
        let corpus = self.corpus;
        let mut why = Waterfall::default();
        let names = [left, right].map(|row| corpus.row(row).place);
        if names.iter().any(|name| name.is_none()) {
            why.veto = Some("not compared: a report names no place".to_owned());
            return why;
        }
        let (Some((x, m)), Some((y, n))) = (self.home(left), self.home(right)) else { return why };
        if x != y {
            why.step("name", corpus.name(names[0]), corpus.name(names[1]), "not compared", 0.0);
            let unknown = [left, right].into_iter().any(|row| corpus.row(row).admin1.is_none());
            why.veto = Some(if unknown { UNIT_UNKNOWN } else { NOT_COMPARED }.to_owned());
            return why;
        }
        if m == n {
            return self.equal(left, right);
        }
        let (context, prepared) = self.context(x);
        let block = context.block;
        let (one, other) = (&block.mentions[m as usize], &block.mentions[n as usize]);
        let pair = (one.form.min(other.form), one.form.max(other.form));
        let (f, g) = (&block.forms[pair.0 as usize], &block.forms[pair.1 as usize]);
        let offered = pair.0 == pair.1 || prepared.name_bits(pair.0, pair.1).is_some();
        let bits = candidates::name_bits(f, g);
        let (one, other) = (Group::of(corpus, block, m, &one.rows), Group::of(corpus, block, n, &other.rows));
        let evidence = context.weigh(&one, &other, bits.unwrap_or(f32::MIN).max(weights().names.unlikely));
        why = waterfall(corpus, &evidence, (left, &one), (right, &other));
        if !offered && why.veto.is_none() {
            why.veto = Some(TOO_UNLIKE.to_owned());
        }
        why
    }

    fn decided(&self, left: RowIx, right: RowIx, why: &mut Waterfall) {
        let (a, b) = (self.corpus.row(left), self.corpus.row(right));
        let decision = self.decisions.as_ref().and_then(|named| named.on(a, b));
        let Some((same, decision)) = decision else { return };
        let who = if decision.by.is_empty() { String::new() } else { format!(" by {}", decision.by) };
        if same {
            why.veto = None;
            why.step(
                "decision",
                "",
                "",
                &format!("one place: decided{who}, line {}", decision.line),
                weights().decided.same,
            );
        } else {
            why.veto = Some(format!("different places: decided{who}, line {}", decision.line));
        }
    }

    /// Why a spelling that was joined belongs to its place: the evidence on its rows and the place's other rows.
    pub fn member(&self, place: &Place, variant: &Variant) -> Waterfall {
        let corpus = self.corpus;
        let other = place.variants.iter().find(|other| other.name != variant.name).map_or(variant, |other| other);
        let usual = place.variants.iter().find(|other| corpus.name(other.name) == place.canonical).unwrap_or(other);
        let Some((at, number)) = self.home(variant.example) else { return Waterfall::default() };
        let form = self.blocks[at].mentions[number as usize].form;
        let mut parts: BTreeMap<u32, Vec<RowIx>> = BTreeMap::new();
        for &row in &place.rows {
            if let Some((_, number)) = self.home(row).filter(|(block, _)| *block == at) {
                parts.entry(number).or_default().push(row);
            }
        }
        let (context, prepared) = self.context(at);
        let block = context.block;
        let (mut mine, mut rest): (Option<Group>, Option<Group>) = (None, None);
        for (index, rows) in &parts {
            let own = block.mentions[*index as usize].form == form;
            let side = if own { &mut mine } else { &mut rest };
            let group = Group::of(corpus, block, *index, rows);
            *side = Some(side.take().map_or_else(|| group.clone(), |known| known.join(group.clone())));
        }
        let mut why = match (mine, rest) {
            (Some(mine), Some(rest)) => {
                let alike = rest.forms.iter().filter_map(|&(other, _)| prepared.name_bits(form, other));
                let name = alike.fold(weights().names.least, f32::max);
                waterfall(corpus, &context.weigh(&mine, &rest, name), (variant.example, &mine), (usual.example, &rest))
            }
            _ => self.equal(variant.example, usual.example),
        };
        self.decided(variant.example, usual.example, &mut why);
        why
    }

    /// [`PlaceExplainer::member`] for a link of the place.
    pub fn link(&self, place: &Place, link: &NameLink) -> Waterfall {
        let variant = place.variants.iter().find(|variant| variant.name == link.right);
        variant.map_or_else(Waterfall::default, |variant| self.member(place, variant))
    }

    /// The first rows of a name in each of some of its units.
    fn rows(&self, names: &[Sym]) -> Vec<RowIx> {
        let corpus = self.corpus;
        let mut seen = Vec::new();
        let mut rows = Vec::new();
        for index in corpus.indices() {
            let row = corpus.row(index);
            let unit = (row.country, row.admin1, row.admin2);
            if names.contains(&row.place) && !seen.contains(&unit) && rows.len() < UNITS {
                seen.push(unit);
                rows.push(index);
            }
        }
        rows
    }

    /// [`PlaceExplainer::pair`] for two names: the pair of their mentions that comes nearest, with a row of each; `None`
    /// where a name stands in no row. A name counts as it is spelt; where it is spelt so nowhere, case, accents,
    /// blanks and marks do not count.
    pub fn names(&self, left: &str, right: &str) -> Option<(RowIx, RowIx, Waterfall)> {
        let (lefts, rights) = (self.rows(&spelt(self.corpus, left)), self.rows(&spelt(self.corpus, right)));
        let mut best: Option<(RowIx, RowIx, Waterfall)> = None;
        for &a in &lefts {
            for &b in &rights {
                let why = self.pair(a, b);
                let rank =
                    |why: &Waterfall| (why.veto.is_none(), why.veto.as_deref() != Some(NOT_COMPARED), why.total());
                if best.as_ref().is_none_or(|best| rank(&why) > rank(&best.2)) {
                    best = Some((a, b, why));
                }
            }
        }
        best
    }
}

/// So many units of a name are looked at.
const UNITS: usize = 6;

/// The names of places that a name means: itself where it is spelt so, else those with the same letters.
pub fn spelt(corpus: &Corpus, name: &str) -> Vec<Sym> {
    let mut names: Vec<Sym> = corpus.rows.iter().map(|row| row.place).filter(|name| name.is_some()).collect();
    names.sort_unstable();
    names.dedup();
    if let Some(exact) = corpus.names.find(name.trim()).filter(|exact| names.binary_search(exact).is_ok()) {
        return vec![exact];
    }
    let letters = |name: &str| ascii(name).replace(' ', "");
    let wanted = letters(name);
    names.retain(|name| !wanted.is_empty() && letters(corpus.name(*name)) == wanted);
    names
}

/// [`PlaceExplainer::pair`] for one pair.
pub fn explain(corpus: &Corpus, options: &PlaceOptions<'_>, left: RowIx, right: RowIx) -> Waterfall {
    PlaceExplainer::new(corpus, options).pair(left, right)
}

/// [`PlaceExplainer::names`] for one pair.
pub fn explain_names(
    corpus: &Corpus,
    options: &PlaceOptions<'_>,
    left: &str,
    right: &str,
) -> Option<(RowIx, RowIx, Waterfall)> {
    PlaceExplainer::new(corpus, options).names(left, right)
}
