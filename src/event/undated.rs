//! Reports that give no day: an article that says "on Sunday", a row whose date is missing.
//!
//! Nothing can be compared day by day, but a report that names the places and the tolls of one event, and of no
//! other, tells of that event. The question is not how well it fits, but how much better one event fits than all
//! others together, those included that nobody has reported here: a common toll at a busy place stays alone.

use super::assemble;
use super::background::Background;
use super::blocks::Corrections;
use super::claim::Claim;
use super::cluster::{Cluster, Setting, Tally, injured_gain, toll_gain};
use super::similar::bare;
use super::sites::{Group, rebuilt};
use crate::model::{Corpus, PlaceIx, Places, RowIx, Scope, Status, Sym, Waterfall};
use crate::text::fold::fold;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// Events that nobody has reported here are taken to be as many as those that were, and this many more.
const UNSEEN: f32 = 20.0;
/// Bits for each further place that both name: places of one attack are named together, but so are those of a district.
const FURTHER: f32 = 2.0;
/// Bits against an event for each place of which a toll is told that the event does not have.
const ELSEWHERE: f32 = -1.0;
/// Share that the best event must have of all that it may be.
const SURE: f32 = 0.9;
/// Events beyond which none stands out, so that they are not compared.
const MANY: usize = 300;

/// A group of undated rows, and what they were taken to tell of.
#[derive(Debug, Clone, PartialEq)]
pub struct Adopted {
    /// The undated rows that stand for themselves, ascending.
    pub rows: Vec<RowIx>,
    /// The dated rows of the event, ascending.
    pub event: Vec<RowIx>,
    /// What it weighs that they tell of it.
    pub bits: f32,
    /// Why.
    pub why: Waterfall,
}

impl Adopted {
    /// Whether it holds two rows together: one undated, the other of the event.
    pub fn holds(&self, left: RowIx, right: RowIx) -> bool {
        let within = |rows: &[RowIx], row: RowIx| rows.binary_search(&row).is_ok();
        within(&self.rows, left) && within(&self.event, right) || within(&self.rows, right) && within(&self.event, left)
    }
}

/// Groups of one event by its number.
type Unions = BTreeMap<u32, Vec<u32>>;

/// All that adopting looks at.
struct Scene<'a> {
    corpus: &'a Corpus,
    places: &'a Places,
    groups: &'a [Group],
    corrections: &'a Corrections,
    background: &'a Background,
    /// Groups of the dated events.
    dated: Unions,
    /// Dated events by the bare names of their places, as far as an undated row bears the name.
    at: FxHashMap<String, Vec<u32>>,
}

/// Gives undated groups the number of the event that they tell of, where one stands out. `joined` gives each group the
/// smallest number of a group in its event.
pub fn adopt(
    corpus: &Corpus,
    places: &Places,
    groups: &[Group],
    joined: &mut [u32],
    corrections: &Corrections,
    background: &Background,
) -> Vec<Adopted> {
    let wanted: FxHashSet<String> =
        undated(corpus, groups).filter_map(|row| named(corpus, row)).map(|place| bare(corpus.name(place))).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut unions = Unions::new();
    for (index, &event) in joined.iter().enumerate() {
        unions.entry(event).or_default().push(index as u32);
    }
    let (dated, open): (Unions, Unions) =
        unions.into_iter().partition(|(_, members)| members.iter().any(|group| groups[*group as usize].day.is_some()));
    let names: Vec<Vec<String>> = places
        .places
        .par_iter()
        .map(|place| {
            let spelt = place.variants.iter().map(|variant| bare(corpus.name(variant.name)));
            let mut names: Vec<String> =
                spelt.chain([bare(&place.canonical)]).filter(|name| wanted.contains(name)).collect();
            names.sort_unstable();
            names.dedup();
            names
        })
        .collect();
    let mut at: FxHashMap<String, Vec<u32>> = FxHashMap::default();
    for (&event, members) in &dated {
        for place in members.iter().filter_map(|group| groups[*group as usize].place) {
            for name in &names[place.0 as usize] {
                let events = at.entry(name.clone()).or_default();
                if events.last() != Some(&event) {
                    events.push(event);
                }
            }
        }
    }
    let scene = Scene { corpus, places, groups, corrections, background, dated, at };
    let open: Vec<(u32, Vec<u32>)> = open.into_iter().collect();
    let found: Vec<(u32, u32, Adopted)> = open
        .par_iter()
        .filter_map(|(number, members)| {
            let (event, adopted) = scene.best(members)?;
            Some((*number, event, adopted))
        })
        .collect();
    // The smallest number of all that tell of one event is its number.
    let mut number: FxHashMap<u32, u32> = FxHashMap::default();
    for (one, event, _) in &found {
        let least = number.entry(*event).or_insert(*event);
        *least = (*least).min(*one);
    }
    let of_open: FxHashMap<u32, u32> = found.iter().map(|(one, event, _)| (*one, *event)).collect();
    for joined in joined.iter_mut() {
        let event = of_open.get(joined).unwrap_or(joined);
        *joined = number.get(event).copied().unwrap_or(*joined);
    }
    found.into_iter().map(|(.., adopted)| adopted).collect()
}

/// The rows without a date that may tell of an event of another row: a registry's own row is an event of its own.
fn undated<'a>(corpus: &'a Corpus, groups: &'a [Group]) -> impl Iterator<Item = RowIx> + 'a {
    let open = groups.iter().filter(|group| group.day.is_none()).flat_map(|group| group.leads.iter().copied());
    open.filter(|row| !corpus.dataset(*row).is_event())
}

fn named(corpus: &Corpus, row: RowIx) -> Option<Sym> {
    Some(corpus.row(row).place).filter(|place| place.is_some())
}

/// What undated rows tell together.
#[derive(Default)]
struct Story {
    rows: Vec<RowIx>,
    country: Sym,
    published: Option<i32>,
    /// Tolls, those of parts with the place.
    tolls: Vec<(Option<String>, Claim)>,
    injured: Vec<Claim>,
    /// Bare names of places, and whether a toll is told of them.
    places: BTreeMap<String, bool>,
    sources: Vec<Sym>,
}

impl Scene<'_> {
    fn story(&self, members: &[u32]) -> Option<Story> {
        let mut story = Story::default();
        let mut leads: Vec<RowIx> =
            members.iter().flat_map(|group| self.groups[*group as usize].leads.iter().copied()).collect();
        leads.sort_unstable();
        for &index in &leads {
            let row = self.corpus.row(index);
            if self.corpus.dataset(index).is_event() {
                return None;
            }
            if row.country.is_some() {
                story.country = row.country;
            }
            if let Some(day) = row.published.get() {
                story.published = Some(story.published.map_or(day.0, |known| known.min(day.0)));
            }
            let place = named(self.corpus, index).map(|place| bare(self.corpus.name(place)));
            let toll = row.killed.or(row.narrated);
            if let Some(place) = &place {
                *story.places.entry(place.clone()).or_default() |= toll.is_some();
            }
            if let Some(toll) = toll {
                let part = place.filter(|_| row.scope == Scope::Partial);
                story.tolls.push((part, Claim::of(toll, row.status)));
            }
            story.injured.extend(row.injured.map(|toll| Claim::of(toll, Status::Unsaid)));
            story.sources.extend(Some(row.source).filter(|source| source.is_some()));
        }
        story.rows = leads;
        Some(story)
    }

    /// The event that a group of undated rows tells of, where one stands out.
    fn best(&self, members: &[u32]) -> Option<(u32, Adopted)> {
        let story = self.story(members)?;
        let mut near: Vec<u32> = story.places.keys().filter_map(|name| self.at.get(name)).flatten().copied().collect();
        near.sort_unstable();
        near.dedup();
        if near.is_empty() || near.len() > MANY || story.tolls.is_empty() {
            return None;
        }
        let seen = self.dated.len() as f32;
        let unseen = seen + UNSEEN;
        let mut weighed: Vec<(f32, u32, Waterfall)> = near
            .into_iter()
            .filter_map(|event| self.weigh(&story, event))
            .map(|(bits, fall, at)| (bits, at, fall))
            .collect();
        weighed.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let others: f32 = unseen + weighed.iter().skip(1).map(|(bits, ..)| bits.exp2()).sum::<f32>();
        let (best, event, mut why) = weighed.into_iter().next()?;
        let share = best.exp2() / (best.exp2() + others);
        if share.is_nan() || share < SURE {
            return None;
        }
        let bits = best - others.log2();
        why.prior = -f64::from(others.log2());
        let mut rows: Vec<RowIx> =
            self.dated[&event].iter().flat_map(|group| self.groups[*group as usize].leads.iter().copied()).collect();
        rows.sort_unstable();
        // Linking calibrates its bits; these are log-odds already.
        let bits = assemble::uncalibrated(bits, self.background);
        Some((event, Adopted { rows: story.rows, event: rows, bits, why }))
    }

    /// How much likelier the story is of this event than of any, in bits.
    fn weigh(&self, story: &Story, event: u32) -> Option<(f32, Waterfall, u32)> {
        let members = &self.dated[&event];
        let mut fall = Waterfall::default();
        let mut clusters: Vec<(Option<PlaceIx>, Cluster)> = Vec::new();
        for group in members.iter().map(|group| &self.groups[*group as usize]) {
            let country = group.leads.first().map_or(Sym(0), |row| self.corpus.row(*row).country);
            if !self.one_country(story.country, country) {
                return None;
            }
            let built = rebuilt(self.corpus, group, &Setting::default(), self.corrections, self.background);
            clusters.extend(built.map(|cluster| (group.place, cluster)));
        }
        let of_place = |name: &str| -> Vec<&Cluster> {
            let spelt = |place: PlaceIx| {
                let place = self.places.get(place);
                bare(&place.canonical) == name
                    || place.variants.iter().any(|variant| bare(self.corpus.name(variant.name)) == name)
            };
            let here = clusters.iter().filter(|(place, _)| place.is_some_and(spelt));
            here.map(|(_, cluster)| cluster).collect()
        };
        let events = self.dated.len() as f32 + UNSEEN;
        let (mut rarest, mut further, mut elsewhere) = (0.0f32, 0, 0);
        let (mut met, mut missing) = (Vec::new(), Vec::new());
        for (name, &toll) in &story.places {
            if !of_place(name).is_empty() {
                let bits = (events / self.at.get(name).map_or(1, Vec::len) as f32).log2();
                further += u32::from(!met.is_empty());
                rarest = rarest.max(bits);
                met.push(name.as_str());
            } else if toll {
                elsewhere += 1;
                missing.push(name.as_str());
            }
        }
        if met.is_empty() {
            return None;
        }
        let bits = rarest + further as f32 * FURTHER + elsewhere as f32 * ELSEWHERE;
        fall.step("place", met.join(", "), "", "places of the event, as far as they are rare", f64::from(bits));
        let mut sum = bits;
        if let Some(published) = story.published {
            let lag = clusters.iter().map(|(_, cluster)| self.background.lag(published.saturating_sub(cluster.day)));
            let chance = lag.fold(0.0f32, f32::max);
            let bits = (chance * self.background.days).max(1e-6).log2();
            let day = clusters.first().map(|(_, cluster)| crate::model::Day(cluster.day).to_string());
            let told = crate::model::Day(published).to_string();
            fall.step("published", told, day.unwrap_or_default(), "the usual lag", f64::from(bits));
            sum += bits;
        }
        let whole = tally(story.tolls.iter().filter(|(part, _)| part.is_none()).map(|(_, claim)| *claim));
        let theirs = tally(clusters.iter().flat_map(|(_, cluster)| said(&cluster.tolls[0])));
        let mut tolls = toll_gain(&whole, &theirs, self.background);
        for name in story.places.keys() {
            let part = tally(
                story.tolls.iter().filter(|(part, _)| part.as_deref() == Some(name.as_str())).map(|(_, claim)| *claim),
            );
            let theirs = tally(
                of_place(name).into_iter().flat_map(|cluster| cluster.tolls.iter().flat_map(|tally| said(tally))),
            );
            tolls += toll_gain(&part, &theirs, self.background);
        }
        let injured = tally(story.injured.iter().copied());
        let theirs = tally(clusters.iter().flat_map(|(_, cluster)| said(&cluster.injured[0])));
        let injured = injured_gain(&injured, &theirs, self.background);
        // Without a day, what is told must speak for the event by itself.
        if tolls + injured <= 0.0 {
            return None;
        }
        fall.step("killed", "", "", "in all and by place", f64::from(tolls));
        fall.step("injured", "", "", "in all", f64::from(injured));
        sum += tolls + injured;
        let again = clusters.iter().any(|(_, cluster)| {
            cluster.sources.iter().any(|(teller, ..)| story.sources.iter().any(|source| teller.published(*source)))
        });
        if again {
            let bits = self.background.weights.source.repeat;
            fall.step("source", "", "", "one source tells twice", f64::from(bits));
            sum += bits;
        }
        Some((sum, fall, event))
    }

    fn one_country(&self, one: Sym, other: Sym) -> bool {
        let name = |sym: Sym| fold(self.corpus.name(sym));
        one == other || !one.is_some() || !other.is_some() || name(one) == name(other)
    }
}

fn said(tally: &[(Claim, u16)]) -> impl Iterator<Item = Claim> + '_ {
    tally.iter().flat_map(|(claim, count)| std::iter::repeat_n(*claim, usize::from(*count)))
}

/// Claims with how often each is made, ascending.
fn tally(claims: impl Iterator<Item = Claim>) -> Tally {
    let mut counts: BTreeMap<Claim, u16> = BTreeMap::new();
    claims.for_each(|claim| {
        let count = counts.entry(claim).or_default();
        *count = count.saturating_add(1);
    });
    counts.into_iter().collect()
}
