//! What was done to a text on its way, in words.

use super::told::Told;
use super::weigh::{Beside, Scene};
use crate::model::{CopyLink, CopyWay, RowIx, Toll};
use crate::text::align::Piece;
use std::ops::Range;

/// Letters up to which a piece of text is quoted.
const QUOTED: usize = 60;
/// Changes of words that are told one by one.
const TOLD: usize = 3;

/// What became of a text.
pub struct Described {
    /// In a word.
    pub way: CopyWay,
    /// In a sentence's part.
    pub how: String,
}

/// Compares a copy with the text that it was taken from; `with` is another that it was taken from as well.
pub fn describe(scene: &Scene<'_>, of: &Told<'_>, copy: &Told<'_>, with: Option<RowIx>) -> Described {
    let corpus = scene.facts.corpus;
    let beside = Beside::of(of, copy);
    let changed: Vec<&Piece> = beside.alignment.pieces.iter().filter(|piece| !piece.equal).collect();
    let among = |runs: &[Range<usize>], side: &dyn Fn(&Piece) -> Range<usize>| -> Vec<Range<usize>> {
        let replaced = |run: &Range<usize>| {
            changed.iter().any(|piece| side(piece).start <= run.start && run.end <= side(piece).end)
        };
        runs.iter().filter(|run| !replaced(run)).cloned().collect()
    };
    let cut = among(&beside.left, &|piece| piece.left.clone());
    let added = among(&beside.right, &|piece| piece.right.clone());
    let (before, after) = (corpus.row(of.row).killed.map(Toll::best), corpus.row(copy.row).killed.map(Toll::best));
    let updated = before.zip(after).is_some_and(|(before, after)| before != after);
    let way = if updated {
        CopyWay::Updated
    } else if with.is_some() {
        CopyWay::Merged
    } else if !changed.is_empty() || beside.alignment.moved > 0 || (!cut.is_empty() && !added.is_empty()) {
        CopyWay::Edited
    } else if !cut.is_empty() {
        CopyWay::Cut
    } else if !added.is_empty() {
        CopyWay::Extended
    } else if !beside.right_credits.is_empty() || !beside.left_credits.is_empty() {
        CopyWay::Credited
    } else {
        CopyWay::Verbatim
    };
    let mut told = vec![format!(
        "{} of {} words are those of {}",
        beside.alignment.common,
        copy.passage.words.len(),
        corpus.id(of.row)
    )];
    let quote = |told: &Told<'_>, run: &Range<usize>| short(told.passage.quote(run.clone()));
    let first = |text: &Told<'_>, runs: &[Range<usize>]| runs.first().map(|run| quote(text, run)).unwrap_or_default();
    if let (true, Some((before, after))) = (updated, before.zip(after)) {
        told.push(format!("{before} dead became {after}"));
    }
    if let Some(with) = with {
        told.push(format!("joined with {}", corpus.id(with)));
    }
    if !beside.right_credits.is_empty() {
        told.push(format!("credited: {}", first(copy, &beside.right_credits)));
    }
    if !cut.is_empty() {
        told.push(format!("left out: {}{}", first(of, &cut), more(cut.len())));
    }
    if !added.is_empty() {
        told.push(format!("added: {}{}", first(copy, &added), more(added.len())));
    }
    if !changed.is_empty() {
        let pairs: Vec<String> = changed
            .iter()
            .take(TOLD)
            .map(|piece| format!("{} for {}", quote(copy, &piece.right), quote(of, &piece.left)))
            .collect();
        told.push(format!("changed: {}{}", pairs.join(", "), more(changed.len().saturating_sub(TOLD - 1))));
    }
    match beside.alignment.moved {
        0 => {}
        1 => told.push("1 sentence moved".to_owned()),
        moved => told.push(format!("{moved} sentences moved")),
    }
    if capitals(copy, &beside) && !capitals(of, &beside) {
        told.push("put into capitals".to_owned());
    }
    Described { way, how: told.join("; ") }
}

/// What became of the texts of a group.
pub fn summary(links: &[CopyLink]) -> String {
    let mut ways: Vec<CopyWay> = links.iter().map(|link| link.way).collect();
    ways.sort_unstable();
    let counted: Vec<String> = ways
        .chunk_by(|a, b| a == b)
        .map(|run| if links.len() == 1 { run[0].name().to_owned() } else { format!("{} {}", run.len(), run[0].name()) })
        .collect();
    format!("one text, {}", counted.join(", "))
}

fn more(count: usize) -> String {
    if count > 1 { format!(" and {} more", count - 1) } else { String::new() }
}

fn short(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("\"{}…\"", &text[..end]),
        None => format!("\"{text}\""),
    }
}

/// Whether most of what both have is in capitals in this text.
fn capitals(told: &Told<'_>, beside: &Beside) -> bool {
    let (mut upper, mut lower) = (0usize, 0usize);
    for piece in beside.alignment.pieces.iter().filter(|piece| piece.equal) {
        let of = if told.passage.words.len() == beside.alignment.right.len() { &piece.right } else { &piece.left };
        let quoted = told.passage.quote(of.clone());
        upper += quoted.chars().filter(|ch| ch.is_uppercase()).count();
        lower += quoted.chars().filter(|ch| ch.is_lowercase()).count();
    }
    upper > lower
}
