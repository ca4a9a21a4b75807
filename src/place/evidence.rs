//! What speaks for and against two groups of mentions being one place, in bits.

use super::mention::Block;
use crate::text::distance::alignment;

/// Kilometres to a degree of latitude.
const KM: f64 = 111.195;

/// What is known of a group of mentions.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// Indices into [`Block::mentions`], ascending.
    pub mentions: Vec<u32>,
    /// Distinct spellings with their number of rows, the most frequent first.
    pub spellings: Vec<(u32, u32)>,
    /// Number of rows.
    pub rows: u32,
    /// Second administrative level; 0 where none is stated.
    pub admin2: u32,
    /// Exactly given points, degrees.
    pub points: Vec<(f32, f32)>,
    /// Median of the points.
    pub centre: Option<(f64, f64)>,
    /// Days of its events, ascending, with repetition.
    pub days: Vec<i32>,
}

impl Group {
    /// Joins two groups.
    pub fn join(&self, other: &Group) -> Group {
        let mut joined = self.clone();
        joined.mentions.extend(&other.mentions);
        joined.mentions.sort_unstable();
        for &(spelling, count) in &other.spellings {
            match joined.spellings.iter_mut().find(|known| known.0 == spelling) {
                Some(known) => known.1 += count,
                None => joined.spellings.push((spelling, count)),
            }
        }
        joined.spellings.sort_unstable_by_key(|&(spelling, count)| (std::cmp::Reverse(count), spelling));
        joined.rows += other.rows;
        if joined.admin2 == 0 {
            joined.admin2 = other.admin2;
        }
        joined.points.extend(&other.points);
        joined.centre = median(&joined.points);
        joined.days.extend(&other.days);
        joined.days.sort_unstable();
        joined
    }
}

/// The median of latitudes and of longitudes.
pub fn median(points: &[(f32, f32)]) -> Option<(f64, f64)> {
    let middle = |mut values: Vec<f32>| {
        values.sort_unstable_by(f32::total_cmp);
        let half = values.len() / 2;
        let value = *values.get(half)?;
        Some(if values.len() % 2 == 1 {
            f64::from(value)
        } else {
            (f64::from(value) + f64::from(values[half - 1])) / 2.0
        })
    };
    Some((middle(points.iter().map(|point| point.0).collect())?, middle(points.iter().map(|point| point.1).collect())?))
}

/// Kilometres between two points, on a plane: good to a percent within a country.
pub fn km(a: (f64, f64), b: (f64, f64)) -> f64 {
    let across = (a.1 - b.1) * ((a.0 + b.0) / 2.0).to_radians().cos();
    KM * (a.0 - b.0).hypot(across)
}

/// What a corpus shows about repetition, for weighing shared days.
#[derive(Debug, Clone, Copy)]
pub struct Rhythm {
    /// Chance that a row shares its day with another row of its place.
    pub shared: f64,
    /// Days from the first to the last report.
    pub span: f64,
}

/// One piece of evidence: what, level, bits.
pub type Piece = (&'static str, &'static str, f32);

/// All evidence on two groups.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// The pieces.
    pub pieces: Vec<Piece>,
    /// What keeps them apart whatever the rest says.
    pub veto: Option<&'static str>,
}

impl Evidence {
    /// Sum of the bits; far below zero under a veto.
    pub fn bits(&self) -> f32 {
        if self.veto.is_some() { -99.0 } else { self.pieces.iter().map(|piece| piece.2).sum() }
    }
}

/// Evidence of the names alone: best pair of spellings, and how much each spelling weighs.
fn name(block: &Block, a: &Group, b: &Group, pieces: &mut Vec<Piece>) -> Option<&'static str> {
    let mut best = f32::MIN;
    let mut level = "different";
    let (mut contradict, mut all, mut lack) = (0u64, 0u64, 0u64);
    for &(left, many) in &a.spellings {
        for &(right, others) in &b.spellings {
            let (x, y) = (&block.spellings[left as usize], &block.spellings[right as usize]);
            let weight = u64::from(many) * u64::from(others);
            all += weight;
            let (bits, name) = if x.joined == y.joined {
                (14.0, "equal but for case, accents and blanks")
            } else {
                let contradiction = x.contradicts(y);
                contradict += u64::from(contradiction) * weight;
                lack += u64::from(x.lacks(y)) * weight;
                if contradiction {
                    (-20.0, "qualifiers differ")
                } else if x.key == y.key {
                    (alignment(&x.key, &y.key).min(12.0), "equal key")
                } else {
                    (alignment(&x.key, &y.key).min(12.0), "similar key")
                }
            };
            if bits > best {
                (best, level) = (bits, name);
            }
        }
    }
    pieces.push(("name", level, best));
    if contradict * 2 > all {
        Some("qualifiers differ")
    } else if lack * 2 > all {
        Some("one name has a qualifier that the other lacks")
    } else {
        None
    }
}

fn place(a: &Group, b: &Group, pieces: &mut Vec<Piece>) -> Option<&'static str> {
    let (Some(x), Some(y)) = (a.centre, b.centre) else { return None };
    let apart = km(x, y);
    let few = a.points.len().min(b.points.len());
    let (level, bits) = match apart {
        d if d < 2.5 => ("within 2.5 km", 5.0),
        d if d < 5.0 => ("within 5 km", 3.0),
        d if d < 8.0 => ("within 8 km", 0.0),
        d if d < 12.0 => ("within 12 km", -4.0),
        _ if few >= 3 => return Some("more than 12 km apart, by several reports each"),
        _ => ("more than 12 km apart", if few == 2 { -9.0 } else { -7.0 }),
    };
    pieces.push(("coordinates", level, bits));
    None
}

fn days(a: &Group, b: &Group, rhythm: Rhythm, pieces: &mut Vec<Piece>) {
    let (few, many) = if a.days.len() <= b.days.len() { (a, b) } else { (b, a) };
    if few.days.is_empty() || rhythm.shared < 0.05 {
        return;
    }
    let near = |day: i32| {
        let at = many.days.partition_point(|&other| other < day - 2);
        many.days.get(at).is_some_and(|&other| other <= day + 2)
    };
    let mut covered = many.days.clone();
    covered.dedup();
    let by_chance = (covered.len() as f64 * 5.0 / rhythm.span).clamp(0.004, 0.5);
    let share = many.days.len() as f64 / (few.days.len() + many.days.len()) as f64;
    let if_same = (rhythm.shared * share).max(by_chance);
    let mut bits = 0.0;
    for &day in &few.days {
        bits += if near(day) { (if_same / by_chance).log2() } else { ((1.0 - if_same) / (1.0 - by_chance)).log2() };
    }
    let bits = bits.clamp(-8.0, 10.0) as f32;
    pieces.push((
        "days",
        if bits > 0.0 { "reports on the same days" } else { "seldom reports on the same days" },
        bits,
    ));
}

/// Weighs two groups of one block. `prior` is in bits.
pub fn weigh(block: &Block, a: &Group, b: &Group, rhythm: Rhythm, prior: f32) -> Evidence {
    let mut evidence = Evidence { pieces: vec![("prior", "two spellings taken at random", prior)], veto: None };
    if a.admin2 != 0 && b.admin2 != 0 && a.admin2 != b.admin2 {
        evidence.veto = Some("different second administrative levels");
        return evidence;
    }
    evidence.veto = name(block, a, b, &mut evidence.pieces);
    let far = place(a, b, &mut evidence.pieces);
    evidence.veto = evidence.veto.or(far);
    days(a, b, rhythm, &mut evidence.pieces);
    evidence
}
