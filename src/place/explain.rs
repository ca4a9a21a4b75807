//! Why two mentions are, or are not, taken for one place.

use super::cluster::Context;
use super::decided;
use super::evidence::{Evidence, Group};
use super::mention::{Block, Mention, Units, blocks};
use super::{Options, candidates, resolve, rhythm};
use crate::model::{Corpus, RowIx, Waterfall};

/// What two mentions show, value by value.
fn shown(corpus: &Corpus, row: RowIx, group: &Group, what: &str) -> String {
    let row = corpus.row(row);
    let point = |point: (f64, f64)| format!("{:.4}, {:.4}", point.0, point.1);
    match what {
        "prior" => format!("{} rows", group.rows.len()),
        "name" => corpus.name(row.place).to_owned(),
        "admin2" => corpus.name(row.admin2).to_owned(),
        "coordinates" => group
            .centre
            .or_else(|| super::geo::median(&group.coarse))
            .map_or_else(|| "none".to_owned(), |centre| format!("{} ({})", point(centre), group.points.len())),
        "days" => format!("{} days", group.distinct),
        _ => String::new(),
    }
}

/// Evidence as a waterfall.
pub fn waterfall(corpus: &Corpus, evidence: &Evidence, left: (RowIx, &Group), right: (RowIx, &Group)) -> Waterfall {
    let mut why = Waterfall::default();
    for piece in evidence.pieces() {
        let bits = f64::from(piece.bits);
        if piece.what == "prior" {
            why.prior = bits;
        } else {
            let (a, b) = (shown(corpus, left.0, left.1, piece.what), shown(corpus, right.0, right.1, piece.what));
            why.step(piece.what, a, b, piece.level, bits);
        }
    }
    why.veto = evidence.veto.map(str::to_owned);
    why
}

fn mention(block: &Block, row: RowIx) -> Option<(u32, &Mention)> {
    let at = block.mentions.iter().position(|mention| mention.rows.binary_search(&row).is_ok())?;
    Some((at as u32, &block.mentions[at]))
}

/// Why two mentions are, or are not, taken for one place: the prior, each comparison with its weight, and what
/// kept them apart, be it a veto, blocking or the steward.
pub fn explain(corpus: &Corpus, options: &Options<'_>, left: RowIx, right: RowIx) -> Waterfall {
    let mut why = Waterfall::default();
    let (a, b) = (corpus.row(left), corpus.row(right));
    if a.place.is_none() || b.place.is_none() {
        why.veto = Some("a report names no place".to_owned());
        return why;
    }
    let units = Units::new(corpus);
    let blocks = blocks(corpus, &units);
    let home = |row: RowIx| blocks.iter().enumerate().find_map(|(at, block)| Some((at, block, mention(block, row)?)));
    if let (Some((x, block, (m, one))), Some((y, _, (n, other)))) = (home(left), home(right)) {
        let name = |row: RowIx| corpus.name(corpus.row(row).place).to_owned();
        if x != y {
            why.step("name", name(left), name(right), "not compared", 0.0);
            why.veto =
                Some("different countries or first administrative levels: such mentions are not compared".to_owned());
        } else if m == n {
            why.step(
                "name",
                name(left),
                name(right),
                "equal but for case, accents, blanks and marks",
                f64::from(candidates::CAP),
            );
            why.step("admin2", corpus.name(a.admin2), corpus.name(b.admin2), "one unit, or none stated", 0.0);
        } else {
            let rhythm = rhythm(corpus, &blocks);
            let prepared = resolve::prepare(corpus, block, &rhythm);
            let context = Context { corpus, block, rhythm: &rhythm, odds: prepared.odds };
            let pair = (one.form.min(other.form), one.form.max(other.form));
            let (f, g) = (&block.forms[pair.0 as usize], &block.forms[pair.1 as usize]);
            let offered = pair.0 == pair.1 || prepared.names.iter().any(|found| (found.0, found.1) == pair);
            let bits = candidates::name_bits(f, g);
            let (one, other) = (Group::of(corpus, block, m, &one.rows), Group::of(corpus, block, n, &other.rows));
            let evidence = context.weigh(&one, &other, bits.unwrap_or(f32::MIN).max(-20.0));
            why = waterfall(corpus, &evidence, (left, &one), (right, &other));
            if !offered && why.veto.is_none() {
                why.veto = Some("their names are too unlike to be compared: they share no signature".to_owned());
            }
        }
    }
    if let Some(decisions) = options.decisions
        && let Some((same, decision)) = decided::on(corpus, decisions, a, b)
    {
        let who = if decision.by.is_empty() { String::new() } else { format!(" by {}", decision.by) };
        if same {
            why.veto = None;
            why.step("decision", "", "", &format!("one place: decided{who}, line {}", decision.line), 40.0);
        } else {
            why.veto = Some(format!("different places: decided{who}, line {}", decision.line));
        }
    }
    why
}

/// [`explain`] for two names as spelt: the pair of their mentions that comes nearest, with a row of each;
/// `None` where a name stands in no row.
pub fn explain_names(
    corpus: &Corpus,
    options: &Options<'_>,
    left: &str,
    right: &str,
) -> Option<(RowIx, RowIx, Waterfall)> {
    let (left, right) = (corpus.names.find(left)?, corpus.names.find(right)?);
    let first = |place| {
        let mut seen = Vec::new();
        let mut rows = Vec::new();
        for index in corpus.indices() {
            let row = corpus.row(index);
            let unit = (row.country, row.admin1, row.admin2);
            if row.place == place && !seen.contains(&unit) && rows.len() < 4 {
                seen.push(unit);
                rows.push(index);
            }
        }
        rows
    };
    let (lefts, rights) = (first(left), first(right));
    let mut best: Option<(RowIx, RowIx, Waterfall)> = None;
    for &a in &lefts {
        for &b in &rights {
            let why = explain(corpus, options, a, b);
            let rank = |why: &Waterfall| (why.veto.is_none(), why.total());
            if best.as_ref().is_none_or(|best| rank(&why) > rank(&best.2)) {
                best = Some((a, b, why));
            }
        }
    }
    best
}
