//! Why two reports are, or are not, taken for one event: the comparison told step by step.

use super::background::Background;
use super::blocks::Corrections;
use super::cluster::Parts;
use super::decided::Decided;
use super::nearby::{self, Sites};
use super::pairs::{Pairs, Ties};
use super::registries::Registries;
use super::sites::{self, Doubts};
use super::{EventOptions, weights};
use crate::model::{CopyKind, Corpus, EventGroup, Events, PlaceIx, Places, Row, RowIx, Sym, Toll, Waterfall};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The sites of a region, once somebody asked for them.
type Region = Arc<OnceLock<Arc<Sites>>>;

/// Explains pairs of one corpus; what it counts is counted once.
pub struct EventExplainer<'a> {
    corpus: &'a Corpus,
    places: &'a Places,
    events: Option<&'a Events>,
    background: Background,
    registries: Registries,
    corrections: Corrections,
    doubts: Doubts,
    decided: Decided,
    /// For each row of a copy group, the number of the group; a row may be in several.
    copies: FxHashMap<RowIx, Vec<u32>>,
    regions: Mutex<FxHashMap<(Sym, Sym), Region>>,
    /// How many events each place has.
    counts: OnceLock<FxHashMap<PlaceIx, f32>>,
}

impl<'a> EventExplainer<'a> {
    /// Prepares explanations. With `events`, what clustering and the search for copies did is told as well.
    pub fn new(
        corpus: &'a Corpus,
        places: &'a Places,
        events: Option<&'a Events>,
        options: &EventOptions<'_>,
    ) -> EventExplainer<'a> {
        let corrections = match events {
            Some(events) if events.shifts.is_empty() => Corrections::default(),
            _ => super::shift::find(corpus, places).1,
        };
        let mut copies: FxHashMap<RowIx, Vec<u32>> = FxHashMap::default();
        for (number, group) in events.iter().flat_map(|events| events.copies.iter().enumerate()) {
            group.rows.iter().for_each(|row| copies.entry(*row).or_default().push(number as u32));
        }
        let mut background = Background::of(corpus, weights::SHIPPED.clone());
        if let Some(events) = events.filter(|_| options.learn) {
            background.set(super::learn::learn(corpus, &accounts(events), &background));
        }
        let copies_of = events.iter().flat_map(|events| events.copies.iter().map(|group| group.rows.as_slice()));
        let leads = crate::linkage::union::leads(corpus.len(), copies_of);
        background.look_around(corpus, places);
        let registries = Registries::link(corpus, &leads, &corrections, &background.actors);
        EventExplainer {
            corpus,
            places,
            registries,
            events,
            copies,
            background,
            corrections,
            doubts: sites::doubts(places),
            decided: Decided::of(corpus, options.decisions),
            regions: Mutex::default(),
            counts: OnceLock::new(),
        }
    }

    /// The prior, each comparison with both values and its weight, and what kept the pair apart, if anything did.
    pub fn explain(&self, left: RowIx, right: RowIx) -> Waterfall {
        let mut fall = Waterfall::default();
        let corpus = self.corpus;
        if self.decided.together(left, right) {
            fall.step("decision", corpus.id(left), corpus.id(right), "decided to be one event", 40.0);
        }
        if self.decided.related(left, right) {
            fall.veto = Some("the data set lists them as related events: several attacks of one plan".to_owned());
        }
        if self.decided.apart(left, right) {
            fall.veto = Some("a decision says that they tell of different events".to_owned());
        }
        self.copy(left, right, &mut fall);
        if super::documents::holds(corpus, left, right) {
            let name = |row: RowIx| corpus.name(corpus.row(row).document);
            fall.step("document", name(left), name(right), "one document breaks the attack down into both", 20.0);
            return fall;
        }
        if self.adopted(left, right, &mut fall) {
            return fall;
        }
        if self.registries.hold(left, right) {
            self.registries.explain(corpus, &self.background.actors, left, right, &mut fall);
            let days = |row: RowIx| self.corrections.days(corpus, row);
            if days(left) != days(right)
                && let Some(date) = fall.steps.iter_mut().find(|step| step.what == "date")
            {
                date.level = self.days_apart(left, right);
            }
            return fall;
        }
        if let Some(bits) = self.background.articles.bits(left, right) {
            let calibration = &self.background.weights.probability;
            fall.prior = f64::from(calibration.offset);
            let what = "both articles name the same people and places, which few others do";
            fall.step("names", "", "", what, f64::from(bits * calibration.slope));
            return fall;
        }
        let prior = |here, there| self.site_prior(here, there);
        let pairs = self.pairs(&prior);
        let setting = pairs.setting(left);
        let (Some(one), Some(two)) = (pairs.single(left, &setting), pairs.single(right, &setting)) else {
            veto(&mut fall, "not compared: one of them has no readable date");
            return fall;
        };
        let Some(ties) = pairs.ties(left, right) else {
            veto(&mut fall, "not compared: their places lie too far apart, in different regions, or are not named");
            self.steps(left, right, None, &Parts::default(), &mut fall);
            return fall;
        };
        let Some(parts) = pairs.weigh(ties, (left, &one), (right, &two)) else {
            veto(&mut fall, "not compared: their dates leave no day on which both can have been");
            self.steps(left, right, Some(ties), &Parts::default(), &mut fall);
            return fall;
        };
        self.steps(left, right, Some(ties), &parts, &mut fall);
        self.guard((left, right), ties, &parts, &pairs, &mut fall);
        fall
    }

    fn pairs<'b>(&'b self, sites: &'b super::pairs::SitePrior<'b>) -> Pairs<'b> {
        Pairs {
            corpus: self.corpus,
            places: self.places,
            corrections: &self.corrections,
            background: &self.background,
            doubts: &self.doubts,
            registries: &self.registries,
            sites,
        }
    }

    /// What is said of a report without a date; whether that decides.
    fn adopted(&self, left: RowIx, right: RowIx, fall: &mut Waterfall) -> bool {
        let corpus = self.corpus;
        let open = [left, right].map(|row| corpus.row(row).date.get().is_none());
        let Some(events) = self.events.filter(|_| open.contains(&true)) else { return false };
        let adoption = |row: RowIx| events.adopted.iter().find(|one| one.rows.binary_search(&row).is_ok());
        let open_row = if open[0] { left } else { right };
        match adoption(open_row) {
            Some(one) if events.of(left) == events.of(right) => {
                fall.prior += one.why.prior;
                fall.steps.extend(one.why.steps.iter().cloned());
            }
            Some(_) => {
                veto(fall, "the one without a date tells of another event, which fits better than all others together")
            }
            None => {
                veto(fall, "not compared: one of them has no readable date, and no event stands out by place and toll")
            }
        }
        true
    }

    /// What the search for copies says.
    fn copy(&self, left: RowIx, right: RowIx, fall: &mut Waterfall) {
        let Some(events) = self.events else { return };
        let (Some(here), Some(there)) = (self.copies.get(&left), self.copies.get(&right)) else { return };
        let shared = here.iter().find(|number| there.contains(number));
        if let Some(group) = shared.and_then(|number| events.copies.get(*number as usize)) {
            let what = match group.kind {
                CopyKind::Exact => "exact copy",
                CopyKind::Republished => "same text",
                CopyKind::SameSource => "same source, same facts",
            };
            fall.step("copy", self.corpus.id(left), self.corpus.id(right), what, 20.0);
        }
    }

    /// The comparisons, in calibrated bits. Corpus-wide days are the unit of the prior: it says how likely two reports
    /// of the place are one event before their dates are looked at.
    fn steps(&self, left: RowIx, right: RowIx, ties: Option<Ties>, parts: &Parts, fall: &mut Waterfall) {
        let (a, b) = (self.corpus.row(left), self.corpus.row(right));
        let calibration = &self.background.weights.probability;
        let scaled = |bits: f32| f64::from(bits * calibration.slope);
        let compared = fall.veto.is_none();
        let days = if compared { self.background.days.log2() } else { 0.0 };
        fall.prior = scaled(parts.prior - days) + f64::from(calibration.offset);
        let name = |sym| self.corpus.name(sym).to_owned();
        let day = |row: &Row| match (row.date.get(), row.published.get()) {
            (Some(date), Some(published)) => format!("{date} ({}), published {published}", row.precision.name()),
            (Some(date), None) => format!("{date} ({})", row.precision.name()),
            _ => String::new(),
        };
        let level = match ties {
            Some(Ties::One) if a.place.is_some() => "one place".to_owned(),
            Some(Ties::One) => "one district".to_owned(),
            Some(Ties::Proposed(doubt)) => format!("two spellings, {:.0} % one place (in the prior)", doubt * 100.0),
            Some(Ties::BareName) => "one name in two data sets".to_owned(),
            Some(Ties::Sites(_)) => "two places that may be sites of one attack (in the prior)".to_owned(),
            None => "two places".to_owned(),
        };
        fall.step("place", name(a.place), name(b.place), &level, 0.0);
        let level = self.days_apart(left, right);
        fall.step("date", day(a), day(b), &level, scaled(parts.date + days));
        let toll = |toll: Option<Toll>| toll.map_or_else(String::new, |toll| toll.to_string());
        fall.step(
            "killed",
            toll(a.killed.or(a.narrated)),
            toll(b.killed.or(b.narrated)),
            level_of(a.killed.or(a.narrated), b.killed.or(b.narrated), parts.toll),
            scaled(parts.toll),
        );
        fall.step(
            "injured",
            toll(a.injured),
            toll(b.injured),
            level_of(a.injured, b.injured, parts.injured),
            scaled(parts.injured),
        );
        let classes = (self.background.actors.class(a.actor), self.background.actors.class(b.actor));
        let level = match classes {
            (one, two) if one.is_named() && one == two => "one group",
            (one, two) if one.is_named() && two.is_named() => "different groups",
            _ => "nobody named",
        };
        fall.step("actor", name(a.actor), name(b.actor), level, scaled(parts.actor));
        if parts.point != 0.0 {
            let point = |row: &Row| row.point().map_or_else(String::new, |(lat, lon)| format!("{lat:.4}, {lon:.4}"));
            fall.step("point", point(a), point(b), "two spots of one place", scaled(parts.point));
        }
        if parts.repeat != 0.0 {
            let what = if a.source == b.source && a.source.is_some() {
                "one source tells twice"
            } else {
                "one data set tells twice"
            };
            fall.step("source", name(a.source), name(b.source), what, scaled(parts.repeat));
        }
    }

    /// How far apart two dates lie, in words.
    fn days_apart(&self, left: RowIx, right: RowIx) -> String {
        let (a, b) = (self.corpus.row(left), self.corpus.row(right));
        let (Some(one), Some(two)) = (a.date.get(), b.date.get()) else { return "absent".to_owned() };
        let words = |days: u32| match days {
            0 => "same day".to_owned(),
            1 => "a day apart".to_owned(),
            _ => format!("{days} days apart"),
        };
        let stated = one.0.saturating_sub(two.0);
        let shift = self.corrections.days(self.corpus, left) - self.corrections.days(self.corpus, right);
        let level = words(stated.unsigned_abs());
        if shift == 0 {
            return level;
        }
        let left = words(stated.saturating_sub(shift).unsigned_abs());
        format!("{level}, {left} once the shift of {} days (DAT010) is taken off", shift.abs())
    }

    /// What clustering made of the pair, where that differs from what the pair alone says.
    fn guard(&self, (left, right): (RowIx, RowIx), ties: Ties, parts: &Parts, pairs: &Pairs<'_>, fall: &mut Waterfall) {
        let Some(events) = self.events else { return };
        let (here, there) = (events.of(left), events.of(right));
        if here == there {
            if parts.total() < 0.0 {
                let count = events.get(here).rows.len();
                fall.step(
                    "company",
                    "",
                    "",
                    &format!("both fit the {count} reports of the event, which bridge what parts them"),
                    0.0,
                );
            }
            return;
        }
        if parts.total() <= self.background.weights.events.caution {
            return;
        }
        let setting = &pairs.setting(left.min(right));
        let whole = |event: &EventGroup| {
            event
                .rows
                .iter()
                .filter_map(|&row| pairs.single(row, setting))
                .reduce(|all, one| all.merged(&one, setting, &self.background))
        };
        let (one, two) = (events.get(here), events.get(there));
        let together = whole(one).zip(whole(two)).and_then(|(a, b)| pairs.weigh(ties, (left, &a), (right, &b)));
        let why = match together {
            None => "the dates of the two groups leave no day in common".to_owned(),
            Some(parts) => {
                let fields = [
                    ("date", parts.date + parts.prior),
                    ("killed", parts.toll),
                    ("injured", parts.injured),
                    ("actor", parts.actor),
                    ("one source or data set telling twice", parts.repeat),
                ];
                let worst = fields.iter().min_by(|a, b| a.1.total_cmp(&b.1)).map_or("date", |worst| worst.0);
                format!("together the groups weigh {:.1} bits, and {worst} speaks most against it", parts.total())
            }
        };
        veto(
            fall,
            &format!(
                "by company: one belongs with {} reports, the other with {}; {why}",
                one.rows.len(),
                two.rows.len()
            ),
        );
    }

    fn site_prior(&self, here: PlaceIx, there: PlaceIx) -> f32 {
        let place = self.places.get(here);
        nearby::prior(&self.sites((place.country, place.admin1)), here, there)
    }

    /// The sites of a region, computed once for all pairs that are explained.
    fn sites(&self, region: (Sym, Sym)) -> Arc<Sites> {
        let mut known = self.regions.lock().unwrap_or_else(PoisonError::into_inner);
        let sites = known.entry(region).or_default().clone();
        drop(known); // other regions need not wait
        sites
            .get_or_init(|| {
                // The events that linking found, as linking counted them; without these, as many as rows promise.
                let counts = self.events.map(|events| self.counts.get_or_init(|| nearby::counts(events)));
                Arc::new(nearby::region(self.places, region, counts, &self.background))
            })
            .clone()
    }
}

/// The rows of each event that stand for themselves.
fn accounts(events: &Events) -> Vec<Vec<RowIx>> {
    let copied: FxHashSet<RowIx> = events.copies.iter().flat_map(|group| group.rows.iter().skip(1).copied()).collect();
    let own = |event: &EventGroup| event.rows.iter().copied().filter(|row| !copied.contains(row)).collect();
    events.events.iter().map(own).collect()
}

fn veto(fall: &mut Waterfall, why: &str) {
    if fall.veto.is_none() {
        fall.veto = Some(why.to_owned());
    }
}

/// How two counts agree, in words.
fn level_of(left: Option<Toll>, right: Option<Toll>, bits: f32) -> &'static str {
    match (left, right) {
        (Some(a), Some(b)) if a == b => "equal",
        (Some(a), Some(b)) if a.meets(b) => "can both be true",
        (Some(_), Some(_)) if bits > 0.0 => "different, but explained",
        (Some(_), Some(_)) => "different",
        _ => "absent",
    }
}
