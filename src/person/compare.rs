//! Two names compared: the own names, then the parts behind them by position, never as a bag of words.

use super::frequency::{Lists, Shares};
use super::name::{Name, Token};
use super::words::weights;

/// How two words agree, from best to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Same,
    Spelt,
    Sounding,
    Close,
    Initial,
    Other,
}

/// How two words of names agree.
pub(super) fn level(a: Token, b: Token, lists: &Lists) -> Level {
    if a == b {
        return Level::Same;
    }
    let (left, right) = (lists.tokens.word(a), lists.tokens.word(b));
    if left.key_no == right.key_no
        || is_with_article(&left.text, &right.text)
        || is_with_article(&right.text, &left.text)
    {
        return Level::Spelt;
    }
    if left.initial || right.initial {
        let first = |text: &str| text.chars().next();
        return if first(&left.text) == first(&right.text) { Level::Initial } else { Level::Other };
    }
    let listed = left.classes.iter().any(|class| right.classes.contains(class));
    if left.skeleton_no == right.skeleton_no || listed {
        return Level::Sounding;
    }
    if left.arabic != right.arabic {
        return Level::Other;
    }
    let length = left.key.chars().count().min(right.key.chars().count());
    let close = (length >= 4 && strsim::osa_distance(&left.key, &right.key) <= 1)
        || (length >= 5 && strsim::jaro_winkler(&left.key, &right.key) >= 0.92);
    if close { Level::Close } else { Level::Other }
}

/// "almasri" for "masri".
fn is_with_article(long: &str, short: &str) -> bool {
    short.len() > 3 && ["al", "el"].iter().any(|article| long.strip_prefix(article) == Some(short))
}

/// The chance that two strangers' words agree at a level.
fn chance(level: Level, a: Token, b: Token, shares: &Shares, lists: &Lists) -> f64 {
    let (left, right) = (lists.tokens.word(a), lists.tokens.word(b));
    match level {
        Level::Same => shares.text(a),
        Level::Spelt => shares.shape(left.key_no).max(shares.shape(right.key_no)),
        Level::Sounding => shares.shape(left.skeleton_no).max(shares.shape(right.skeleton_no)),
        Level::Close => 0.004 + shares.shape(left.skeleton_no) + shares.shape(right.skeleton_no),
        Level::Initial => 0.1,
        Level::Other => 1.0,
    }
}

/// What two names say of one person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Compared {
    /// How the own names agree, and the bits.
    pub own: Level,
    pub own_bits: f64,
    /// Bits of the parts behind, against a stranger, and against a relative.
    pub parts_bits: f64,
    pub parts_kin: f64,
    /// Whether the last parts agree.
    pub family: bool,
}

impl Compared {
    fn total(&self) -> f64 {
        self.own_bits + self.parts_bits
    }
}

/// Compares two rows' names in every script both have, and in the other order where neither order is certain.
pub(super) fn names(a: &super::frequency::Person, b: &super::frequency::Person, lists: &Lists) -> Option<Compared> {
    let mut best: Option<Compared> = None;
    let mut keep = |compared: Compared| {
        if best.is_none_or(|best| compared.total() > best.total()) {
            best = Some(compared);
        }
    };
    for left in &a.names {
        for right in &b.names {
            let fathers = (a.father, b.father);
            keep(in_order(left, right, fathers, lists));
            if !left.ordered && !right.ordered && left.parts.len() > 1 && right.parts.len() > 1 {
                let mut turned = right.clone();
                turned.parts.rotate_left(1);
                let mut compared = in_order(left, &turned, fathers, lists);
                compared.own_bits += weights().name.reversed;
                keep(compared);
            }
        }
    }
    best
}

fn in_order(a: &Name, b: &Name, fathers: (Option<Token>, Option<Token>), lists: &Lists) -> Compared {
    let weights = &weights().name;
    let (own, mut own_bits) = own(a, b, lists);
    if let (Some(left), Some(right)) = (a.generation, b.generation)
        && left != right
    {
        own_bits += weights.generation_conflict;
    }
    let left = with_father(&a.parts, fathers.0, lists);
    let right = with_father(&b.parts, fathers.1, lists);
    let parts = align(&left, &right, lists);
    Compared { own, own_bits, parts_bits: parts.bits, parts_kin: parts.kin, family: parts.family }
}

/// The own names, or what either is also called.
fn own(a: &Name, b: &Name, lists: &Lists) -> (Level, f64) {
    let weights = &weights().name;
    let bits = |left: Token, right: Token| {
        let level = level(left, right, lists);
        let same = match level {
            Level::Same => weights.same,
            Level::Spelt => weights.spelt,
            Level::Sounding => weights.sounding,
            Level::Close => weights.close,
            Level::Initial => weights.initial,
            Level::Other => weights.other,
        };
        (level, (same / chance(level, left, right, &lists.own, lists)).log2())
    };
    let (Some(&left), Some(&right)) = (a.parts.first(), b.parts.first()) else { return (Level::Other, 0.0) };
    let mut best = bits(left, right);
    let aliased = a.aliases.iter().map(|alias| (*alias, right)).chain(b.aliases.iter().map(|alias| (left, *alias)));
    for (left, right) in aliased {
        let (level, other) = bits(left, right);
        // One more name is one more chance to agree with a stranger.
        if other - 1.0 > best.1 {
            best = (level, other - 1.0);
        }
    }
    best
}

/// The parts behind the own name, with the father that the note names where the name leaves him out.
fn with_father(parts: &[Token], father: Option<Token>, lists: &Lists) -> Vec<Token> {
    let mut behind: Vec<Token> = parts.iter().skip(1).copied().collect();
    if let Some(father) = father
        && behind.first().is_none_or(|first| level(*first, father, lists) >= Level::Close)
    {
        behind.insert(0, father);
    }
    behind
}

/// What the parts behind the own names say.
struct Parts {
    bits: f64,
    kin: f64,
    family: bool,
}

/// Puts the parts of two names side by side in their order: the matches that bring most, then what is left over between
/// them. A part that one list leaves out costs little, two that stand in one place and differ cost much.
fn align(a: &[Token], b: &[Token], lists: &Lists) -> Parts {
    let weights = &weights();
    let mut parts = Parts { bits: 0.0, kin: 0.0, family: false };
    if a.is_empty() || b.is_empty() {
        return parts;
    }
    let (n, m) = (a.len().min(8), b.len().min(8));
    let gain: Vec<Vec<f64>> =
        a[..n].iter().map(|left| b[..m].iter().map(|right| part_bits(*left, *right, lists)).collect()).collect();
    // The best sum of matches from each place on; ties go to the earlier match.
    let mut best = [[0f64; 9]; 9];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            best[i][j] = best[i + 1][j].max(best[i][j + 1]).max(best[i + 1][j + 1] + gain[i][j].max(0.0));
        }
    }
    let (mut i, mut j) = (0, 0);
    let (mut from_i, mut from_j) = (0, 0);
    while i < n && j < m {
        if gain[i][j] > 0.0 && best[i][j] <= best[i + 1][j + 1] + gain[i][j] + 1e-9 {
            parts.left_over(&a[from_i..i], &b[from_j..j], false, lists);
            parts.bits += gain[i][j];
            if i + 1 == a.len() && j + 1 == b.len() && !lists.is_given(a[i]) {
                parts.family = true;
            } else {
                parts.kin += weights.kin.father_same;
            }
            (i, j) = (i + 1, j + 1);
            (from_i, from_j) = (i, j);
        } else if best[i + 1][j] >= best[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    parts.left_over(&a[from_i..], &b[from_j..], true, lists);
    parts
}

impl Parts {
    /// What stands between two matches on one side or both.
    fn left_over(&mut self, a: &[Token], b: &[Token], at_end: bool, lists: &Lists) {
        let weights = weights();
        let family = |parts: &[Token]| at_end && parts.last().is_some_and(|last| !lists.is_given(*last));
        match (a.is_empty(), b.is_empty()) {
            (true, true) => {}
            (false, false) => {
                let (bits, kin) = match (family(a), family(b)) {
                    (true, true) => (weights.name.family_conflict, weights.name.family_conflict),
                    (false, false) => (weights.name.father_conflict, weights.kin.father_conflict),
                    _ => (weights.name.type_conflict, weights.name.type_conflict),
                };
                self.bits += bits;
                self.kin += kin;
            }
            _ => {
                let one = if a.is_empty() { b } else { a };
                let dropped_family = family(one);
                let middle = one.len() - usize::from(dropped_family);
                self.bits += weights.name.dropped_part * middle as f64
                    + if dropped_family { weights.name.dropped_family } else { 0.0 };
            }
        }
    }
}

fn part_bits(a: Token, b: Token, lists: &Lists) -> f64 {
    let weights = &weights().name;
    let level = level(a, b, lists);
    let same = match level {
        Level::Same => weights.part_same,
        Level::Spelt => weights.part_spelt,
        Level::Sounding => weights.part_sounding,
        Level::Close => weights.part_close,
        Level::Initial => weights.initial,
        Level::Other => return f64::NEG_INFINITY,
    };
    (same / chance(level, a, b, &lists.parts, lists)).log2()
}
