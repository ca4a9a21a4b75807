//! Parts of one attack told from several places, and reports of one place that its spellings keep apart.
//!
//! Two groups at two places are compared as two groups at one place are, but for this: how far the places lie
//! apart decides how likely the second is a site of the first one's event; tolls of parts are different numbers
//! and say nothing against each other; and a partial toll tells that there are other sites to look for.

use super::background::{Background, CountPrior, bucket};
use super::blocks::Corrections;
use super::cluster::{Cluster, Parts, Setting, gain, site_gain};
use super::nearby::{Site, Sites, pair_prior, sites_of};
use super::node::{Node, UnitRow};
use super::similar::bare;
use crate::linkage::union::Union;
use crate::model::{Corpus, PlaceIx, Places, RowIx, Sym, Waterfall};
use crate::text::fold::fold;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// How many days apart the likeliest days of two sites may lie.
const APART: i32 = 4;
/// The most that agreeing attackers weigh, in bits.
const AGREEING_ACTORS: f32 = 5.0;
/// Probability that places of two registries with one bare name are one place.
pub const BARE_NAME: f32 = 0.7;
/// Events a day at a place of which nothing else is known.
const RATE: f32 = 0.001;
/// Evidence that two groups are taken to have where they were not compared, in bits.
const UNCOMPARED: f32 = -4.0;

/// A group of accounts at one place.
#[derive(Debug, Clone)]
pub struct Group {
    /// The accounts, ascending.
    pub leads: Vec<RowIx>,
    /// Where.
    pub place: Option<PlaceIx>,
    /// The likeliest day; `None` where no account has a date.
    pub day: Option<i32>,
    /// Whether an account tells of a part only.
    pub partial: bool,
    /// The likeliest toll of the whole.
    pub best: Option<u32>,
    /// The number of injured that is said first, of the whole.
    pub injured: Option<u32>,
}

impl Group {
    /// A row without a date, which nothing can be compared with.
    pub fn lone(row: RowIx, place: Option<PlaceIx>) -> Group {
        Group { leads: vec![row], place, day: None, partial: false, best: None, injured: None }
    }
}

/// How likely it is that two places are one, by the place room's own doubt.
pub type Doubts = FxHashMap<(PlaceIx, PlaceIx), f32>;

/// The place room's proposals as a table, the smaller place first.
pub fn doubts(places: &Places) -> Doubts {
    let pair = |one: PlaceIx, other: PlaceIx| (one.min(other), one.max(other));
    let probability = |why: &Waterfall| why.probability() as f32;
    places.proposals.iter().map(|doubt| (pair(doubt.left, doubt.right), probability(&doubt.why))).collect()
}

/// What joining came to.
pub struct Joined {
    /// Which groups are one event.
    pub of: Union,
    /// What is known of each place for judging its neighbours.
    pub sites: Sites,
}

/// Joins groups of one attack.
pub fn join(
    corpus: &Corpus,
    places: &Places,
    groups: &[Group],
    doubts: &Doubts,
    corrections: &Corrections,
    background: &Background,
) -> Joined {
    let mut joined = Union::new(groups.len());
    let mut regions: FxHashMap<(Sym, Sym), Vec<u32>> = FxHashMap::default();
    for (index, group) in groups.iter().enumerate() {
        if let (Some(_), Some(&first)) = (group.day, group.leads.first()) {
            let row = corpus.row(first);
            let key = group
                .place
                .map_or((row.country, row.admin1), |place| (places.get(place).country, places.get(place).admin1));
            regions.entry(key).or_default().push(index as u32);
        }
    }
    let mut regions: Vec<Vec<u32>> = regions.into_values().collect();
    regions.sort_unstable();
    let scene = Scene { corpus, places, groups, doubts, corrections, background };
    let merges: Vec<(Vec<Vec<u32>>, Sites)> = regions.par_iter().map(|region| within(&scene, region)).collect();
    let mut unions = Vec::new();
    let mut sites = Sites::default();
    for (merged, of_region) in merges {
        unions.extend(merged);
        sites.extend(of_region);
    }
    unions.extend(cross_registry(&scene));
    for members in unions {
        members.windows(2).for_each(|pair| joined.join(pair[0], pair[1]));
    }
    Joined { of: joined, sites }
}

/// Puts groups together that hold the rows of a pair.
pub fn unite(groups: &[Group], pairs: impl Iterator<Item = (RowIx, RowIx)>, joined: &mut Union) {
    let mut pairs = pairs.peekable();
    if pairs.peek().is_none() {
        return;
    }
    let mut of: FxHashMap<RowIx, u32> = FxHashMap::default();
    for (number, group) in groups.iter().enumerate() {
        of.extend(group.leads.iter().map(|lead| (*lead, number as u32)));
    }
    for (one, other) in pairs {
        if let (Some(&one), Some(&other)) = (of.get(&one), of.get(&other)) {
            joined.join(one, other);
        }
    }
}

/// Groups of different data sets whose places bear one name but for words such as "town": registries differ in these.
fn cross_registry(scene: &Scene<'_>) -> Vec<Vec<u32>> {
    let Scene { corpus, places, groups, .. } = *scene;
    if corpus.datasets.len() < 2 {
        return Vec::new();
    }
    let mut named: Vec<(String, i32, u32)> = Vec::new();
    let mut counts: FxHashMap<PlaceIx, u32> = FxHashMap::default();
    for (index, group) in groups.iter().enumerate() {
        if let (Some(place), Some(day)) = (group.place, group.day) {
            *counts.entry(place).or_default() += 1;
            let place = places.get(place);
            named.push((format!("{}|{}", fold(corpus.name(place.country)), bare(&place.canonical)), day, index as u32));
        }
    }
    named.sort_unstable();
    let mut pairs = Vec::new();
    // Two attacks at a busy place are alike by chance, so what counts is how often either registry has one there.
    let mut rates: FxHashMap<PlaceIx, f32> = FxHashMap::default();
    for bearing in named.chunk_by(|a, b| a.0 == b.0) {
        let of = |index: u32| groups[index as usize].place;
        let most = bearing.iter().filter_map(|(.., index)| counts.get(&of(*index)?)).max().copied().unwrap_or(0);
        let rate = (most as f32 + 0.5) / scene.background.days;
        rates.extend(bearing.iter().filter_map(|(.., index)| Some((of(*index)?, rate))));
        for (at, (_, day, index)) in bearing.iter().enumerate() {
            for (.., other) in bearing[at + 1..].iter().take_while(|(_, later, _)| *later <= day + APART) {
                let (left, right) = (&groups[*index as usize], &groups[*other as usize]);
                let sets = |group: &Group| group.leads.first().map(|row| corpus.row(*row).dataset);
                if left.place != right.place && sets(left) != sets(right) {
                    pairs.push((*index.min(other), *index.max(other), Bond::Spelling(BARE_NAME)));
                }
            }
        }
    }
    // Registries write the same region in different ways and name groups in ways of their own, so how common an attacker
    // is comes from the whole country: both sides are held against one measure.
    let setting = |group: &Group| {
        let rate = group.place.and_then(|place| rates.get(&place)).copied().unwrap_or(RATE);
        let (country, _) = region_of(scene, group);
        Setting { region: scene.background.region(country, Sym(0)), rate }
    };
    weighed(scene, setting, pairs)
}

/// All that joining looks at.
struct Scene<'a> {
    corpus: &'a Corpus,
    places: &'a Places,
    groups: &'a [Group],
    doubts: &'a Doubts,
    corrections: &'a Corrections,
    background: &'a Background,
}

/// A group with its likeliest day and what is known of its place.
struct Dated<'a> {
    day: i32,
    index: u32,
    place: PlaceIx,
    site: &'a Site,
    /// Whether the place room proposed the place as one with another.
    doubted: bool,
}

/// The groups of one region that are one event, each ascending, and its sites.
fn within(scene: &Scene<'_>, region: &[u32]) -> (Vec<Vec<u32>>, Sites) {
    let Scene { places, groups, doubts, background, .. } = *scene;
    let sites = sites(places, groups, region, background);
    let doubted: FxHashSet<PlaceIx> = doubts.keys().flat_map(|pair| [pair.0, pair.1]).collect();
    let mut order: Vec<Dated<'_>> = region
        .iter()
        .filter_map(|&index| {
            let group = &groups[index as usize];
            let place = group.place?;
            let site = sites.get(&place)?;
            Some(Dated { day: group.day?, index, place, site, doubted: doubted.contains(&place) })
        })
        .collect();
    order.sort_unstable_by_key(|dated| (dated.day, dated.index));
    let mut pairs: Vec<(u32, u32, Bond)> = Vec::new();
    for (at, here) in order.iter().enumerate() {
        for there in order[at + 1..].iter().take_while(|there| there.day <= here.day + APART) {
            if here.place == there.place {
                continue;
            }
            let pair = (here.index.min(there.index), here.index.max(there.index));
            if here.doubted && there.doubted {
                let places = (here.place.min(there.place), here.place.max(there.place));
                if let Some(&doubt) = doubts.get(&places) {
                    pairs.push((pair.0, pair.1, Bond::Spelling(doubt)));
                    continue;
                }
            }
            let Some(prior) = pair_prior(here.site, there.site) else { continue };
            let (left, right) = (&groups[here.index as usize], &groups[there.index as usize]);
            if left.partial || right.partial || prior + most(left, right, background) > 0.0 {
                pairs.push((pair.0, pair.1, Bond::Sites(prior)));
            }
        }
    }
    let setting = |group: &Group| {
        let site = group.place.and_then(|place| sites.get(&place));
        of_region(scene, group, site.map_or(RATE, |site| site.rate))
    };
    let merged = weighed(scene, setting, pairs);
    (merged, sites)
}

/// Weighs pairs of groups and merges what belongs together.
fn weighed(
    scene: &Scene<'_>,
    setting: impl Fn(&Group) -> Setting + Sync,
    mut pairs: Vec<(u32, u32, Bond)>,
) -> Vec<Vec<u32>> {
    let Scene { groups, background, .. } = *scene;
    pairs.sort_unstable_by_key(|pair| (pair.0, pair.1));
    let mut paired: Vec<u32> = pairs.iter().flat_map(|&(left, right, _)| [left, right]).collect();
    paired.sort_unstable();
    paired.dedup();
    let clusters: Vec<Option<(Cluster, Setting)>> = paired
        .par_iter()
        .map(|&index| {
            let group = &groups[index as usize];
            let setting = setting(group);
            Some((rebuilt(scene.corpus, group, &setting, scene.corrections, background)?, setting))
        })
        .collect();
    let cluster = |index: u32| clusters.get(paired.binary_search(&index).ok()?)?.as_ref();
    let offers: Vec<(f32, u32, u32)> = pairs
        .into_par_iter()
        .filter_map(|(left, right, bond)| {
            let ((a, setting), (b, _)) = (cluster(left)?, cluster(right)?);
            let bits = bond.weigh(a, b, setting, background)?.total();
            (bits > background.weights.events.caution).then_some((bits, left, right))
        })
        .collect();
    average_link(&offers, |left, right| uncompared(scene, left, right))
}

/// The evidence that two groups are taken to have that were not compared. Two rows of one registry of events at one
/// place were compared there and kept apart, so one row of another registry seldom tells of both.
fn uncompared(scene: &Scene<'_>, left: u32, right: u32) -> f32 {
    let (one, other) = (&scene.groups[left as usize], &scene.groups[right as usize]);
    let registry = |group: &Group| {
        let row = group.leads.first().filter(|row| scene.corpus.dataset(**row).is_event())?;
        Some(scene.corpus.row(*row).dataset)
    };
    if one.place != other.place || registry(one).is_none() || registry(one) != registry(other) {
        return UNCOMPARED;
    }
    let people = |group: &Group| group.best.unwrap_or(0).saturating_add(group.injured.unwrap_or(0));
    let telling = people(one).min(people(other)) >= UnitRow::FEW;
    let bits = &scene.background.weights.unit;
    if telling { bits.repeat } else { bits.faint }
}

/// The most that two whole tolls can weigh, attackers agreeing; most pairs end here.
fn most(left: &Group, right: &Group, background: &Background) -> f32 {
    let rates = &background.weights.sites;
    let agree = |one: Option<u32>, other: Option<u32>, prior: &CountPrior| match (one, other) {
        (Some(one), Some(other)) if one == other => -prior.mass(one).log2(),
        (Some(_), Some(_)) => -3.0,
        _ => 0.0,
    };
    let injured = background.injured.get(bucket(left.best.or(right.best))).unwrap_or(&background.toll);
    (rates.second * rates.total).max(1e-6).log2()
        + agree(left.best, right.best, &background.toll)
        + agree(left.injured, right.injured, injured)
        + AGREEING_ACTORS
}

/// In which way two groups at two places may be one.
#[derive(Debug, Clone, Copy)]
pub enum Bond {
    /// The places are one, with this probability.
    Spelling(f32),
    /// They are sites of one attack; the prior in bits.
    Sites(f32),
}

impl Bond {
    /// The evidence for one event.
    pub fn weigh(self, left: &Cluster, right: &Cluster, setting: &Setting, background: &Background) -> Option<Parts> {
        match self {
            Bond::Spelling(doubt) => {
                let mut parts = gain(left, right, setting, background)?;
                let doubt = doubt.clamp(0.01, 0.99);
                parts.prior += (doubt / (1.0 - doubt)).log2();
                Some(parts)
            }
            Bond::Sites(prior) => site_gain(left, right, prior, setting, background),
        }
    }
}

/// Merges the surest first, where the mean evidence between two unions is for it.
fn average_link(offers: &[(f32, u32, u32)], uncompared: impl Fn(u32, u32) -> f32) -> Vec<Vec<u32>> {
    let bits: FxHashMap<(u32, u32), f32> = offers.iter().map(|&(bits, left, right)| ((left, right), bits)).collect();
    let mut order: Vec<&(f32, u32, u32)> = offers.iter().collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut of: FxHashMap<u32, u32> = FxHashMap::default();
    let mut unions: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for &&(_, left, right) in &order {
        let (a, b) = (*of.get(&left).unwrap_or(&left), *of.get(&right).unwrap_or(&right));
        if a == b {
            continue;
        }
        let ours = unions.get(&a).cloned().unwrap_or_else(|| vec![a]);
        let theirs = unions.get(&b).cloned().unwrap_or_else(|| vec![b]);
        let cross: f32 = ours
            .iter()
            .flat_map(|one| theirs.iter().map(move |other| (*one.min(other), *one.max(other))))
            .map(|pair| bits.get(&pair).copied().unwrap_or_else(|| uncompared(pair.0, pair.1)))
            .sum();
        if cross <= 0.0 {
            continue;
        }
        let mut all = [ours, theirs].concat();
        all.sort_unstable();
        let (Some(&first), _) = (all.first(), ()) else { continue };
        unions.remove(&a);
        unions.remove(&b);
        all.iter().for_each(|&member| {
            of.insert(member, first);
        });
        unions.insert(first, all);
    }
    let mut unions: Vec<Vec<u32>> = unions.into_values().filter(|union| union.len() > 1).collect();
    unions.sort_unstable();
    unions
}

/// What surrounds a group in its region.
fn of_region(scene: &Scene<'_>, group: &Group, rate: f32) -> Setting {
    let (country, admin1) = region_of(scene, group);
    Setting { region: scene.background.region(country, admin1), rate }
}

/// Country and admin1 of a group: its place's, or its first row's.
fn region_of(scene: &Scene<'_>, group: &Group) -> (Sym, Sym) {
    let place = group.place.map(|place| scene.places.get(place));
    let row = group.leads.first().map(|row| scene.corpus.row(*row));
    let of_row = || row.map(|row| (row.country, row.admin1)).unwrap_or_default();
    place.map_or_else(of_row, |place| (place.country, place.admin1))
}

/// A group's cluster, made again from its accounts.
pub fn rebuilt(
    corpus: &Corpus,
    group: &Group,
    setting: &Setting,
    corrections: &Corrections,
    background: &Background,
) -> Option<Cluster> {
    let mut whole: Option<Cluster> = None;
    for &lead in &group.leads {
        let Some(node) = Node::of(corpus, lead, corrections.days(corpus, lead), background) else { continue };
        let single = Cluster::single(lead.0, &node, setting, background);
        whole = Some(whole.map_or_else(|| single.clone(), |whole| whole.merged(&single, setting, background)));
    }
    whole
}

/// The places of a region and how crowded it is around them.
fn sites(places: &Places, groups: &[Group], region: &[u32], background: &Background) -> FxHashMap<PlaceIx, Site> {
    let mut counts: FxHashMap<PlaceIx, f32> = FxHashMap::default();
    for &index in region {
        if let Some(place) = groups[index as usize].place {
            *counts.entry(place).or_default() += 1.0;
        }
    }
    sites_of(places, &counts, background)
}
