//! One account: a report, with its copies, in the form that linking compares.

use super::actors::Class;
use super::background::{Background, own_point};
use super::claim::Claim;
use super::weights::{DateErrors, UnitBits};
use crate::model::{Corpus, Day, Precision, Row, RowIx, Scope, Status, Sym, date};
use smallvec::SmallVec;

/// How far a date of day precision may err, in days.
const SLIP: i32 = 7;
/// How far back an event may lie whose date was coded as the day of publication.
const CODED_LATE: i32 = 14;

/// Likelihoods by day. The usual one, of a date known to the day, takes no memory of its own.
pub type Profile = SmallVec<[f32; (SLIP + CODED_LATE + 1) as usize + 2]>;

/// An account.
#[derive(Debug, Clone)]
pub struct Node {
    /// The report that stands for the account: the first of its copies.
    pub lead: RowIx,
    /// First day of `profile`.
    pub start: i32,
    /// How likely this date and day of publication are, for each day on which the event may have been.
    pub profile: Profile,
    /// The dead.
    pub toll: Option<Claim>,
    /// The injured.
    pub injured: Option<Claim>,
    /// Whether the toll covers one place or group only.
    pub partial: bool,
    /// Who attacked.
    pub class: Class,
    /// Who published.
    pub source: Sym,
    /// The document it was coded from.
    pub document: Sym,
    /// The row as one of a data set whose rows should each be an event.
    pub unit: Option<UnitRow>,
    /// Day of publication.
    pub published: Option<i32>,
    /// Whether the toll may change.
    pub status: Status,
    /// Its own point, where the place's reports give such.
    pub point: Option<(f64, f64)>,
}

/// Who tells: a source, or a source as one registry cites it. Two registries that cite one agency tell once each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Teller {
    source: Sym,
    /// The registry's data set; `None` where the source published the report itself.
    registry: Option<u16>,
}

/// A row of a data set that has one row per event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnitRow {
    /// The data set.
    pub dataset: u16,
    /// Whether the row tells of enough people for its figures to recognise it.
    pub telling: bool,
    /// Whether it stands among several rows of one place and day, as single victims and splits do.
    pub series: bool,
    /// Kind of event.
    pub kind: Sym,
    /// The document it was coded from.
    pub document: Sym,
    /// Its text.
    pub text: u64,
}

impl UnitRow {
    /// Fewest killed and injured by which a row is recognised.
    pub const FEW: u32 = 4;

    fn of(row: &Row) -> UnitRow {
        let people = |toll: Option<crate::model::Toll>| toll.map_or(0, |toll| toll.best());
        UnitRow {
            dataset: row.dataset,
            telling: people(row.killed).saturating_add(people(row.injured)) >= UnitRow::FEW,
            series: false,
            kind: row.event_type,
            document: row.document,
            text: row.text.exact,
        }
    }

    /// Bits against two rows being one event.
    pub fn repeat(&self, other: &UnitRow, bits: &UnitBits) -> f32 {
        if self.dataset != other.dataset {
            return 0.0;
        }
        let mut sum = if self.telling && other.telling { bits.repeat } else { bits.faint };
        // Rows of one document or with one text are parts that the coder told apart.
        if self.document.is_some() && self.document == other.document || self.text != 0 && self.text == other.text {
            sum += bits.split;
        }
        if self.text == 0 || other.text == 0 {
            sum += bits.untold;
        }
        if self.kind.is_some() && other.kind.is_some() && self.kind != other.kind {
            sum += bits.kind;
        }
        if self.series || other.series {
            sum += bits.split;
        }
        sum
    }
}

impl Teller {
    /// Whether it is that source, and published the report itself.
    pub fn published(self, source: Sym) -> bool {
        self.source == source && self.registry.is_none()
    }
}

impl Node {
    /// The account of a row; `None` where it has no date. `shift` is taken off its date.
    pub fn of(corpus: &Corpus, index: RowIx, shift: i32, background: &Background) -> Option<Node> {
        let row = corpus.row(index);
        let date = row.date.get()?;
        let published = row.published.get().map(|day| day.0);
        let (start, profile) = profile(row, Day(date.0.saturating_sub(shift)), published, background);
        let dataset = corpus.dataset(index);
        let toll = row.killed.or(row.narrated);
        Some(Node {
            point: own_point(row).filter(|_| background.gives_points(index)),
            lead: index,
            start,
            profile,
            toll: toll.map(|toll| Claim::of(toll, row.status)),
            injured: row.injured.map(|toll| Claim::of(toll, Status::Unsaid)),
            partial: row.scope == Scope::Partial,
            class: background.actors.class(row.actor),
            source: row.source,
            document: row.document,
            unit: dataset.is_event().then(|| UnitRow::of(row)),
            published,
            status: row.status,
        })
    }

    /// Who tells.
    pub fn teller(&self) -> Teller {
        Teller { source: self.source, registry: self.unit.map(|unit| unit.dataset) }
    }

    /// The last day of `profile`.
    pub fn last(&self) -> i32 {
        self.start + self.profile.len() as i32 - 1
    }
}

/// For each day on which the event may have been, how likely it is that a report of it bears this date and
/// this day of publication.
fn profile(row: &Row, date: Day, published: Option<i32>, background: &Background) -> (i32, Profile) {
    let errors = &background.weights.date;
    let days = date.0.clamp(-1_000_000, 1_000_000);
    let end = row.end.get().map(|end| end.0.saturating_add(days - row.date.get().map_or(days, |day| day.0)));
    let span = date::widen(Day(days), end.map(Day), row.precision);
    let length = (span.last.0 - span.first.0 + 1).clamp(1, 400);
    if row.precision == Precision::Day && length == 1 {
        let lag = published.map(|published| published.saturating_sub(days));
        let (back, profile) = background.day_profile(lag);
        return (days - back, profile);
    }
    let lag = |day: i32| published.map_or(1.0, |published| background.lag(published.saturating_sub(day)));
    let (start, stop) = (span.first.0, span.first.0 + length - 1);
    let profile = (start..=stop)
        .map(|day| {
            let coded = match row.precision {
                Precision::Week if (days - day).abs() <= 3 => errors.week_near,
                Precision::Week => errors.week_far,
                _ => 1.0 / length as f32,
            };
            (coded * lag(day)).max(LEAST)
        })
        .collect();
    (start, profile)
}

/// The profile of a date known to the day whose report was published `lag` days later, and how many days before the
/// date it begins.
pub fn day_profile(lag: Option<i32>, errors: &DateErrors, chance: impl Fn(i32) -> f32) -> (i32, Profile) {
    let late = lag == Some(0);
    let back = if late { CODED_LATE } else { SLIP };
    let profile = (-back..=SLIP)
        .map(|day| {
            let slip = match day.abs() {
                0 => errors.right,
                1 => errors.one_off,
                2 => errors.two_off,
                3 => errors.three_off,
                distance if distance <= SLIP => errors.elsewhere,
                _ => 0.0,
            };
            let coded = slip + if late && day < 0 { errors.published } else { 0.0 };
            (coded * lag.map_or(1.0, |lag| chance(lag.saturating_sub(day)))).max(LEAST)
        })
        .collect();
    (back, profile)
}

/// No day that may be is less likely than this.
const LEAST: f32 = 1e-9;
