//! What speaks for and against two groups of mentions being one place, in bits (Fellegi and Sunter 1969:
//! the base-2 logarithm of how much likelier an agreement is among mentions of one place than among others).

use super::geo::median;
use super::mention::Block;
use super::name::Qualified;
use super::weights::weights;
use crate::linkage::waterfall::{Evidence, PRIOR};
use crate::model::point::km;
use crate::model::{Corpus, RowIx};
use crate::text::keys::is_vowel;
use smallvec::SmallVec;

/// A row's day and what its report is recognised by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp {
    /// First day of the event.
    pub day: i32,
    /// The row.
    pub row: RowIx,
}

/// What is known of a group of mentions.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// Indices into [`Block::mentions`] (whole mentions), ascending.
    pub mentions: Vec<u32>,
    /// The rows.
    pub rows: Vec<RowIx>,
    /// Distinct forms with their number of rows, the most frequent first.
    pub forms: Vec<(u32, u32)>,
    /// Second administrative levels with their number of rows, the most frequent first; those that state none are not counted.
    pub admin2: Vec<(u32, u32)>,
    /// Finely given points, degrees.
    pub points: Vec<(f32, f32)>,
    /// Coarsely given points, degrees.
    pub coarse: Vec<(f32, f32)>,
    /// Median of the fine points.
    pub centre: Option<(f64, f64)>,
    /// Days of its events, ascending.
    pub days: Vec<Stamp>,
    /// Number of distinct days.
    pub distinct: u32,
}

/// The most frequent forms decide which qualifiers a group has.
const FORMS: usize = 12;

/// So many points of a group are not wrong alike.
const SEVERAL: usize = 3;

/// So many points settle a median.
const POINTS: usize = 96;

fn add(counts: &mut Vec<(u32, u32)>, more: &[(u32, u32)]) {
    for &(value, count) in more {
        match counts.iter_mut().find(|known| known.0 == value) {
            Some(known) => known.1 += count,
            None => counts.push((value, count)),
        }
    }
    counts.sort_unstable_by_key(|&(value, count)| (std::cmp::Reverse(count), value));
}

impl Group {
    /// The group of some rows of one mention.
    pub fn of(corpus: &Corpus, block: &Block, mention: u32, rows: &[RowIx]) -> Group {
        let Some(source) = block.mentions.get(mention as usize) else { return Group::default() };
        let mut group = Group {
            mentions: vec![mention],
            rows: rows.to_vec(),
            forms: vec![(source.form, rows.len() as u32)],
            ..Group::default()
        };
        if source.admin2 != 0 {
            group.admin2.push((source.admin2, rows.len() as u32));
        }
        for row in rows {
            if let Some(point) = block.points.get(row) {
                let list = if point.fine { &mut group.points } else { &mut group.coarse };
                list.push((point.lat, point.lon));
            }
            if let Some(day) = corpus.row(*row).date.get() {
                group.days.push(Stamp { day: day.0, row: *row });
            }
        }
        group.points.truncate(POINTS);
        group.coarse.truncate(POINTS);
        group.centre = median(&group.points);
        group.days.sort_unstable();
        group.count_days();
        group
    }

    /// Joins two groups.
    pub fn join(mut self, other: Group) -> Group {
        if self.rows.len() < other.rows.len() {
            return other.join(self);
        }
        self.mentions.extend(&other.mentions);
        self.rows.extend(&other.rows);
        add(&mut self.forms, &other.forms);
        add(&mut self.admin2, &other.admin2);
        let room = POINTS.saturating_sub(self.coarse.len());
        self.coarse.extend(other.coarse.iter().take(room));
        let room = POINTS.saturating_sub(self.points.len());
        if room > 0 && !other.points.is_empty() {
            self.points.extend(other.points.iter().take(room));
            self.centre = median(&self.points);
        }
        if !other.days.is_empty() {
            self.days.extend(&other.days);
            self.days.sort(); // two ascending runs: merged in one pass
            self.count_days();
        }
        self
    }

    fn count_days(&mut self) {
        self.distinct = self.days.chunk_by(|a, b| a.day == b.day).count() as u32;
    }

    /// Number of occasions: days on which it is reported, those within two days of each other taken as one,
    /// since copies of one report share its spelling. At least 1.
    pub fn occasions(&self) -> usize {
        (self.rows.len() - self.days.len().min(self.rows.len())
            + self.days.chunk_by(|a, b| b.day - a.day <= NEAR).count())
        .max(1)
    }

    /// The admin2 that most rows state; 0 where none does.
    pub fn parent(&self) -> u32 {
        self.admin2.first().map_or(0, |parent| parent.0)
    }
}

/// What a corpus shows about repetition, for weighing shared days.
#[derive(Debug, Clone, Copy, Default)]
pub struct RepeatRates {
    /// Chance that a row shares its day (within [`NEAR`]) with another row of its place.
    pub shared: f64,
    /// Chance that a row does so with an equal toll or text.
    pub alike: f64,
    /// Days from the first to the last report.
    pub span: f64,
    /// Chance that two rows taken at random have an equal toll.
    pub toll: f64,
}

/// Days within which reports may tell of one event.
const NEAR: i32 = 2;

/// How alike the nearest report is: 0 none on the days around, 1 one on those days, 2 with equal toll or text.
pub fn meeting(corpus: &Corpus, stamp: Stamp, among: &[Stamp]) -> u8 {
    let from = among.partition_point(|other| other.day < stamp.day - NEAR);
    let row = corpus.row(stamp.row);
    let mut best = 0;
    for other in among[from..].iter().take_while(|other| other.day <= stamp.day + NEAR).take(64) {
        if other.row == stamp.row {
            continue;
        }
        let theirs = corpus.row(other.row);
        let toll = row.killed.is_some() && row.killed == theirs.killed;
        if toll || row.text.similarity(&theirs.text) >= weights().days.similar_text {
            return 2;
        }
        best = 1;
    }
    best
}

/// Words that tell namesakes apart: the veto that most of the rows call for.
fn qualifiers(block: &Block, a: &Group, b: &Group) -> Option<&'static str> {
    let plain = |group: &Group| {
        group
            .forms
            .iter()
            .map(|form| &block.forms[form.0 as usize])
            .all(|form| form.qualifiers.is_empty() && form.kind.is_none())
    };
    if plain(a) && plain(b) {
        return None;
    }
    let (mut contradict, mut lack, mut all) = (0u64, 0u64, 0u64);
    for &(left, many) in a.forms.iter().take(FORMS) {
        for &(right, others) in b.forms.iter().take(FORMS) {
            let weight = u64::from(many) * u64::from(others);
            all += weight;
            match block.forms[left as usize].qualified(&block.forms[right as usize]) {
                Qualified::Alike => {}
                Qualified::Lacking => lack += weight,
                Qualified::Differently => contradict += weight,
            }
        }
    }
    if contradict * 2 > all {
        Some("their numbers or qualifying words differ")
    } else if (contradict + lack) * 2 > all {
        Some("one name has a number or qualifying word that the other lacks")
    } else {
        None
    }
}

fn place(a: &Group, b: &Group, evidence: &mut Evidence) {
    let weights = weights();
    if let (Some(x), Some(y)) = (a.centre, b.centre) {
        let few = a.points.len().min(b.points.len());
        let apart = km(x, y);
        let mut level = weights.coordinates.level(apart);
        if level.below == f64::INFINITY {
            level = weights.far_apart.level(few as f64);
            if few >= SEVERAL {
                evidence.veto = evidence.veto.or(Some("more than 12 km apart, by several reports each"));
            }
        }
        evidence.push("coordinates", &level.label, level.bits);
        return;
    }
    // Coarse points (a degree's tenth) say little, but a neighbour they are not is ruled out.
    let coarse = |group: &Group| group.centre.or_else(|| median(&group.coarse));
    if let (Some(x), Some(y)) = (coarse(a), coarse(b)) {
        let level = weights.coarse.level(km(x, y));
        evidence.push("coordinates", &level.label, level.bits);
    }
}

fn days(corpus: &Corpus, a: &Group, b: &Group, repeat_rates: &RepeatRates, evidence: &mut Evidence) {
    let (few, many) = if a.days.len() <= b.days.len() { (a, b) } else { (b, a) };
    let weights = &weights().days;
    if few.days.is_empty() || repeat_rates.shared < weights.fewest_shared {
        return;
    }
    let chance = (f64::from(many.distinct) * f64::from(2 * NEAR + 1) / repeat_rates.span)
        .clamp(weights.rarest, weights.commonest);
    let chance_alike = (chance * repeat_rates.toll).max(weights.rarest_alike);
    let share = many.days.len() as f64 / (few.days.len() + many.days.len()) as f64;
    let same = (repeat_rates.shared * share).max(chance);
    let same_alike = (repeat_rates.alike * share).max(chance_alike).min(same * weights.most_alike);
    let (only, chance_only) =
        ((same - same_alike).max(weights.least_only), (chance - chance_alike).max(weights.least_chance_only));
    // A few dozen rows decide; more would only be counted.
    let (mut none, mut met, mut alike) = (0u32, 0u32, 0u32);
    for &stamp in few.days.iter().take(48) {
        *match meeting(corpus, stamp, &many.days) {
            2 => &mut alike,
            1 => &mut met,
            _ => &mut none,
        } += 1;
    }
    let bits = f64::from(alike) * (same_alike / chance_alike).log2()
        + f64::from(met) * (only / chance_only).log2()
        + f64::from(none) * ((1.0 - same) / (1.0 - chance)).log2();
    let level = match (met, alike) {
        (0, 0) => &weights.never,
        (_, 0) => &weights.met,
        _ => &weights.alike,
    };
    evidence.push("days", level, bits.clamp(weights.lowest, weights.highest) as f32);
}

fn parents(a: &Group, b: &Group, evidence: &mut Evidence) {
    let (x, y) = (a.parent(), b.parent());
    if x == 0 || y == 0 || x == y {
        return;
    }
    let level = weights().admin2.level(1.0);
    evidence.push("admin2", &level.label, level.bits);
}

/// Whether two names have the same consonants in one order: vowels are written anyhow.
fn same_bones(left: &str, right: &str) -> bool {
    let bones = |name: &str| name.bytes().filter(|letter| !is_vowel(*letter)).collect::<SmallVec<[u8; 24]>>();
    bones(left) == bones(right)
}

/// Names that differ in a consonant are one where points, a shared day or the rows of one of them say so; else a person
/// has to say.
fn alone(corpus: &Corpus, block: &Block, a: &Group, b: &Group, name: f32, evidence: &mut Evidence) {
    let weights = &weights().alone;
    let weight = evidence.weight();
    if weight <= weights.left || name >= super::weights::weights().names.most {
        return;
    }
    let (few, many) = if a.rows.len() <= b.rows.len() { (a, b) } else { (b, a) };
    let spoken = evidence.pieces().iter().any(|piece| matches!(piece.what, "coordinates" | "days") && piece.bits > 0.0);
    if many.rows.len() as f32 >= weights.rows || spoken {
        return;
    }
    if few.days.iter().any(|stamp| meeting(corpus, *stamp, &many.days) > 0) {
        return;
    }
    let key = |form: &(u32, u32)| &*block.forms[form.0 as usize].key;
    if few.forms.iter().any(|form| many.forms.iter().any(|other| same_bones(key(form), key(other)))) {
        return;
    }
    evidence.push("slip", &weights.label, weights.left - weight);
}

/// Weighs two groups of one block. `prior` and `name` are in bits. Unless all evidence is wanted in `full`, the
/// work ends at a veto.
#[allow(clippy::too_many_arguments)]
pub fn weigh(
    corpus: &Corpus,
    block: &Block,
    a: &Group,
    b: &Group,
    repeat_rates: &RepeatRates,
    prior: f32,
    name: f32,
    full: bool,
) -> Evidence {
    let mut evidence = Evidence::default();
    evidence.push(PRIOR, "spellings of so many rows among so many places", prior);
    evidence.push("name", &weights().alike.level(f64::from(name)).label, name);
    parents(a, b, &mut evidence);
    evidence.veto = qualifiers(block, a, b);
    place(a, b, &mut evidence);
    if evidence.veto.is_some() && !full {
        return evidence;
    }
    days(corpus, a, b, repeat_rates, &mut evidence);
    alone(corpus, block, a, b, name, &mut evidence);
    evidence
}
