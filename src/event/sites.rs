//! Parts of one attack told from several places, and reports of one place that its spellings keep apart.
//!
//! Two groups at two places are compared as two groups at one place are, but for this: how far the places lie
//! apart decides how likely the second is a site of the first one's event; tolls of parts are different numbers
//! and say nothing against each other; and a partial toll tells that there are other sites to look for.

use super::background::{Background, CountPrior, bucket};
use super::blocks::Corrections;
use super::cluster::{Cluster, Parts, Setting, gain, site_gain};
use super::nearby::{Site, pair_prior, sites_of};
use super::node::Node;
use super::similar::bare;
use crate::model::{Corpus, PlaceIx, Places, RowIx, Sym};
use crate::text::fold::fold;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// How many days apart the likeliest days of two sites may lie.
const APART: i32 = 4;
/// The most that agreeing attackers weigh, in bits.
const AGREEING_ACTORS: f32 = 5.0;
/// Probability that places of two registries with one bare name are one place.
pub const BARE_NAME: f32 = 0.7;
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
type Doubts = FxHashMap<(PlaceIx, PlaceIx), f32>;

/// Joins groups of one attack: for each group, the number of its event.
pub fn join(
    corpus: &Corpus,
    places: &Places,
    groups: &[Group],
    corrections: &Corrections,
    background: &Background,
) -> Vec<u32> {
    let mut joined: Vec<u32> = (0..groups.len() as u32).collect();
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
    let doubts: Doubts = places
        .proposals
        .iter()
        .map(|proposal| {
            ((proposal.left.min(proposal.right), proposal.left.max(proposal.right)), proposal.why.probability() as f32)
        })
        .collect();
    let mut regions: Vec<Vec<u32>> = regions.into_values().collect();
    regions.sort_unstable();
    let merges: Vec<Vec<Vec<u32>>> = regions
        .par_iter()
        .map(|region| within(&Scene { corpus, places, groups, doubts: &doubts, corrections, background }, region))
        .collect();
    let mut unions = merges.into_iter().flatten().collect::<Vec<_>>();
    unions.extend(across(&Scene { corpus, places, groups, doubts: &doubts, corrections, background }));
    for members in unions {
        for pair in members.windows(2) {
            let (a, b) = (root(&joined, pair[0]), root(&joined, pair[1]));
            joined[a.max(b) as usize] = a.min(b);
        }
    }
    (0..joined.len() as u32).map(|index| root(&joined, index)).collect()
}

fn root(joined: &[u32], mut index: u32) -> u32 {
    while joined[index as usize] != index {
        index = joined[index as usize];
    }
    index
}

/// Groups of different data sets whose places bear one name but for words such as "town": registries differ in these.
fn across(scene: &Scene<'_>) -> Vec<Vec<u32>> {
    let Scene { corpus, places, groups, .. } = *scene;
    if corpus.datasets.len() < 2 {
        return Vec::new();
    }
    let mut named: Vec<(String, i32, u32)> = Vec::new();
    for (index, group) in groups.iter().enumerate() {
        if let (Some(place), Some(day)) = (group.place, group.day) {
            let place = places.get(place);
            named.push((format!("{}|{}", fold(corpus.name(place.country)), bare(&place.canonical)), day, index as u32));
        }
    }
    named.sort_unstable();
    let mut pairs = Vec::new();
    for (at, (name, day, index)) in named.iter().enumerate() {
        for (_, _, other) in
            named[at + 1..].iter().take_while(|(other, later, _)| other == name && *later <= day + APART)
        {
            let (left, right) = (&groups[*index as usize], &groups[*other as usize]);
            let sets = |group: &Group| group.leads.first().map(|row| corpus.row(*row).dataset);
            if left.place != right.place && sets(left) != sets(right) {
                pairs.push((*index.min(other), *index.max(other), Bond::Spelling(BARE_NAME)));
            }
        }
    }
    weighed(scene, &FxHashMap::default(), pairs)
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

/// The groups of one region that are one event, each ascending.
fn within(scene: &Scene<'_>, region: &[u32]) -> Vec<Vec<u32>> {
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
    weighed(scene, &sites, pairs)
}

/// Weighs pairs of groups and merges what belongs together.
fn weighed(scene: &Scene<'_>, sites: &FxHashMap<PlaceIx, Site>, mut pairs: Vec<(u32, u32, Bond)>) -> Vec<Vec<u32>> {
    let Scene { places, groups, background, .. } = *scene;
    pairs.sort_unstable_by_key(|pair| (pair.0, pair.1));
    let mut paired: Vec<u32> = pairs.iter().flat_map(|&(left, right, _)| [left, right]).collect();
    paired.sort_unstable();
    paired.dedup();
    let clusters: Vec<Option<(Cluster, Setting)>> = paired
        .par_iter()
        .map(|&index| {
            let group = &groups[index as usize];
            let rate = group.place.and_then(|place| sites.get(&place)).map_or(0.001, |site| site.rate);
            rebuilt(scene.corpus, places, group, rate, scene.corrections, background)
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
    average_link(&offers)
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
fn average_link(offers: &[(f32, u32, u32)]) -> Vec<Vec<u32>> {
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
            .map(|pair| bits.get(&pair).copied().unwrap_or(UNCOMPARED))
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

/// A group's cluster, made again from its accounts.
pub fn rebuilt(
    corpus: &Corpus,
    places: &Places,
    group: &Group,
    rate: f32,
    corrections: &Corrections,
    background: &Background,
) -> Option<(Cluster, Setting)> {
    let row = corpus.row(*group.leads.first()?);
    let (country, admin1) =
        group.place.map_or((row.country, row.admin1), |place| (places.get(place).country, places.get(place).admin1));
    let setting = Setting { country, admin1, rate };
    let mut whole: Option<Cluster> = None;
    for &lead in &group.leads {
        let Some(node) = Node::of(corpus, lead, corrections.days(corpus, lead), background) else { continue };
        let single = Cluster::single(lead.0, &node, &setting, background);
        whole = Some(whole.map_or_else(|| single.clone(), |whole| whole.merged(&single, &setting, background)));
    }
    whole.map(|whole| (whole, setting))
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
