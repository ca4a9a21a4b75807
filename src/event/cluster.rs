//! What a group of accounts says together, and what it says for two groups to be one.
//!
//! An event has a day, a toll, a number of injured and attackers that nobody knows; each account errs about
//! them on its own. The evidence for a merge is how much likelier the accounts are if they share one event
//! than if they tell of two: the marginal likelihoods of Bayesian hierarchical clustering (Heller and
//! Ghahramani 2005), which for two single accounts are the match weights of Fellegi and Sunter (1969) with
//! the term frequencies of Winkler. Fields are taken as independent given the event.

use super::actors::Class;
use super::background::{Background, CountPrior, bucket};
use super::claim::{Claim, Kind};
use super::node::{Node, Profile, Teller, UnitRow};
use crate::model::Status;
use crate::model::point::km;
use smallvec::{SmallVec, smallvec};

/// Bits against a part that exceeds the whole.
const PART_ABOVE_TOTAL: f32 = 3.0;

/// Distinct claims with how often each is made, ascending.
pub type Tally = Counted<Claim>;

/// Distinct things with how often each was said, ascending; few as a rule.
pub type Counted<T> = SmallVec<[(T, u16); 2]>;

/// What surrounds the accounts of one place.
#[derive(Debug, Clone, Copy, Default)]
pub struct Setting {
    /// Number of the region, country and admin1: [`Background::region`].
    pub region: u32,
    /// Events a day at the place.
    pub rate: f32,
}

/// A group of accounts.
#[derive(Debug, Clone)]
pub struct Cluster {
    /// Its accounts, ascending.
    pub nodes: SmallVec<[u32; 2]>,
    /// First day of `profile`.
    pub start: i32,
    /// Likelihood by day, scaled so that the greatest is 1.
    pub profile: Profile,
    /// Bits taken off by scaling.
    scale: f32,
    /// The likeliest day.
    pub day: i32,
    /// Claims on the dead: of the whole, of parts.
    pub tolls: [Tally; 2],
    /// Claims on the injured: of the whole, of parts.
    pub injured: [Tally; 2],
    /// Named attackers.
    pub classes: Counted<Class>,
    /// Who told, day of publication and status of each account, ascending.
    pub sources: SmallVec<[(Teller, i32, Status); 2]>,
    /// How many accounts tell of a part only.
    pub partial: u16,
    /// Data sets whose rows should each be an event.
    pub units: Vec<UnitRow>,
    /// Points of its accounts.
    points: SmallVec<[(f64, f64); 1]>,
    parts: Parts,
    whole: Whole,
}

/// Evidence by field, in bits.
#[derive(Debug, Clone, Copy, Default)]
pub struct Parts {
    /// How common events are there, and how many accounts an event has.
    pub prior: f32,
    /// Days.
    pub date: f32,
    /// The dead.
    pub toll: f32,
    /// The injured.
    pub injured: f32,
    /// The attackers.
    pub actor: f32,
    /// One source twice, one data set twice.
    pub repeat: f32,
    /// Points within the place.
    pub point: f32,
}

impl Parts {
    /// The sum.
    pub fn total(&self) -> f32 {
        self.prior + self.date + self.toll + self.injured + self.actor + self.repeat + self.point
    }
}

impl Cluster {
    /// A single account.
    pub fn single(index: u32, node: &Node, setting: &Setting, background: &Background) -> Cluster {
        let tally = |claim: Option<Claim>, wanted: bool| match claim {
            Some(claim) if wanted => smallvec![(claim, 1)],
            _ => Tally::new(),
        };
        let mut cluster = Cluster {
            nodes: smallvec![index],
            start: node.start,
            profile: node.profile.clone(),
            scale: 0.0,
            day: node.start,
            tolls: [tally(node.toll, !node.partial), tally(node.toll, node.partial)],
            injured: [tally(node.injured, !node.partial), tally(node.injured, node.partial)],
            classes: if node.class.is_named() { smallvec![(node.class, 1)] } else { Counted::new() },
            sources: if node.source.is_some() {
                smallvec![(node.teller(), node.published.unwrap_or(i32::MIN), node.status)]
            } else {
                SmallVec::new()
            },
            partial: u16::from(node.partial),
            units: node.unit.into_iter().collect(),
            points: node.point.into_iter().collect(),
            parts: Parts::default(),
            whole: Whole::default(),
        };
        cluster.settle(setting, background);
        cluster
    }

    /// Whether both hold rows of registries alone, and of different ones: [`super::registries`] weighs those.
    fn of_another_registry(&self, other: &Cluster) -> bool {
        let (Some(first), true) = (self.units.first(), self.units.len() == self.nodes.len()) else { return false };
        other.units.len() == other.nodes.len()
            && self.units.iter().chain(&other.units).any(|unit| unit.dataset != first.dataset)
            && !self.units.iter().any(|unit| other.units.iter().any(|theirs| theirs.dataset == unit.dataset))
    }

    /// Both together.
    pub fn merged(&self, other: &Cluster, setting: &Setting, background: &Background) -> Cluster {
        let start = self.start.max(other.start);
        let profile: Profile = overlap(self, other).map(|(a, b)| a * b).collect();
        let mut sources: SmallVec<_> = self.sources.iter().chain(&other.sources).copied().collect();
        sources.sort_unstable();
        let mut units = [self.units.as_slice(), &other.units].concat();
        units.sort_unstable();
        let mut nodes: SmallVec<_> = self.nodes.iter().chain(&other.nodes).copied().collect();
        nodes.sort_unstable();
        let mut cluster = Cluster {
            nodes,
            start,
            profile,
            scale: self.scale + other.scale,
            day: start,
            tolls: [joined(&self.tolls[0], &other.tolls[0]), joined(&self.tolls[1], &other.tolls[1])],
            injured: [joined(&self.injured[0], &other.injured[0]), joined(&self.injured[1], &other.injured[1])],
            classes: joined(&self.classes, &other.classes),
            sources,
            partial: self.partial.saturating_add(other.partial),
            units,
            points: self.points.iter().chain(&other.points).copied().take(MOST_POINTS).collect(),
            parts: Parts::default(),
            whole: Whole::default(),
        };
        cluster.settle(setting, background);
        cluster
    }

    /// Scales the profile and computes the evidence that the group holds by itself.
    fn settle(&mut self, setting: &Setting, background: &Background) {
        let (mut top, mut at) = (0.0f32, 0);
        for (offset, value) in self.profile.iter().enumerate() {
            if *value > top {
                (top, at) = (*value, offset);
            }
        }
        if top > 0.0 {
            self.profile.iter_mut().for_each(|value| *value /= top);
            self.scale += top.log2();
        }
        self.day = self.start + at as i32;
        let (toll, best) = toll_bits(&self.tolls[0], [&self.injured[0], &[]], background);
        self.whole = Whole { toll, best, injured: injured_bits(&self.injured[0], best, background) };
        self.parts = Parts {
            prior: 0.0,
            date: self.scale + self.profile.iter().sum::<f32>().max(1e-30).log2(),
            toll: toll + toll_bits(&self.tolls[1], [&self.injured[1], &[]], background).0,
            injured: self.whole.injured + injured_bits(&self.injured[1], None, background),
            actor: actor_bits(&self.classes, setting, background),
            repeat: 0.0,
            point: 0.0,
        };
    }

    /// The likeliest toll of the whole.
    pub fn best(&self) -> Option<u32> {
        self.whole.best
    }
}

/// What a group's claims on the whole say by themselves.
#[derive(Debug, Clone, Copy, Default)]
struct Whole {
    /// Evidence of the tolls.
    toll: f32,
    /// The likeliest toll.
    best: Option<u32>,
    /// Evidence of the injured.
    injured: f32,
}

/// The evidence, by field, that two groups tell of one event. `None` where no day suits both.
#[inline]
pub fn gain(left: &Cluster, right: &Cluster, setting: &Setting, background: &Background) -> Option<Parts> {
    if left.of_another_registry(right) {
        return None;
    }
    let mut parts = whole_gain(left, right, setting, background)?;
    parts.prior = size_bits(left.nodes.len(), right.nodes.len(), background)
        - rate((left.day - right.day).abs(), setting, background).log2();
    parts.point = point_bits(left, right, background);
    if let (mine @ [_, ..], theirs @ [_, ..]) = (&left.tolls[1][..], &right.tolls[1][..]) {
        let own = |cluster: &Cluster| cluster.parts.toll - cluster.whole.toll;
        let injured = [&left.injured[1][..], &right.injured[1][..]];
        parts.toll += toll_bits(&joined(mine, theirs), injured, background).0 - own(left) - own(right);
    }
    if let (mine @ [_, ..], theirs @ [_, ..]) = (&left.injured[1][..], &right.injured[1][..]) {
        let own = |cluster: &Cluster| cluster.parts.injured - cluster.whole.injured;
        parts.injured += injured_bits(&joined(mine, theirs), None, background) - own(left) - own(right);
    }
    Some(parts)
}

/// The evidence, by field, that two groups at two places tell of one event with several sites. `prior` is the
/// log-odds, in bits, that one is a site of the other's event before anything is compared.
pub fn site_gain(
    left: &Cluster,
    right: &Cluster,
    prior: f32,
    setting: &Setting,
    background: &Background,
) -> Option<Parts> {
    if left.of_another_registry(right) {
        return None;
    }
    // Only tolls of the whole are one number.
    let mut parts = whole_gain(left, right, setting, background)?;
    let rates = &background.weights.sites;
    let partial = |cluster: &Cluster| cluster.partial > 0;
    // How often events have a second site, how often that is told as a part, how often a lone site is.
    let scope = match (partial(left), partial(right)) {
        (true, true) => (1.0 - rates.total) / rates.partial_alone,
        (true, false) | (false, true) => rates.second * (1.0 - rates.total) / rates.partial_alone,
        (false, false) => rates.second * rates.total,
    };
    parts.prior = prior + scope.max(1e-6).log2();
    for (whole, part) in [(&left.tolls[0], &right.tolls[1]), (&right.tolls[0], &left.tolls[1])] {
        let most = whole.iter().filter(|(claim, _)| claim.kind == Kind::Plain).map(|(claim, _)| claim.low).max();
        let least = part.iter().map(|(claim, _)| claim.low).max();
        if most.zip(least).is_some_and(|(most, least)| least > most) {
            parts.toll -= PART_ABOVE_TOTAL;
        }
    }
    if partial(left) || partial(right) {
        parts.repeat = parts.repeat.max(0.0);
    }
    Some(parts)
}

/// The evidence of days, attackers, sources and of claims on the whole; the prior and claims on parts are left out.
fn whole_gain(left: &Cluster, right: &Cluster, setting: &Setting, background: &Background) -> Option<Parts> {
    let together: f32 = overlap(left, right).map(|(a, b)| a * b).sum();
    if together <= 1e-12 {
        return None;
    }
    // What only one side tells is as likely for one event as for two.
    let (toll, best) = match (&left.tolls[0][..], &right.tolls[0][..]) {
        ([], _) => (0.0, right.whole.best),
        (_, []) => (0.0, left.whole.best),
        (mine, theirs) => {
            let injured = [&left.injured[0][..], &right.injured[0][..]];
            let (bits, best) = toll_bits(&joined(mine, theirs), injured, background);
            (bits - left.whole.toll - right.whole.toll, best)
        }
    };
    let injured = pooled(&left.injured[0], &right.injured[0], |tally| injured_bits(tally, best, background))
        - left.whole.injured
        - right.whole.injured;
    let actor = match (&left.classes[..], &right.classes[..]) {
        ([], _) | (_, []) => 0.0,
        (mine, theirs) => actor_bits(&joined(mine, theirs), setting, background) - left.parts.actor - right.parts.actor,
    };
    Some(Parts {
        prior: 0.0,
        date: together.log2() + left.scale + right.scale - left.parts.date - right.parts.date,
        toll,
        injured,
        actor,
        repeat: repeat_bits(left, right, background),
        point: 0.0,
    })
}

/// Points of one group that are held against another's at most.
const MOST_POINTS: usize = 8;

/// Bits of the points of two groups at one place: of those that come nearest.
fn point_bits(left: &Cluster, right: &Cluster, background: &Background) -> f32 {
    let bits = &background.weights.points;
    let pairs = left.points.iter().flat_map(|here| right.points.iter().map(move |there| km(*here, *there)));
    match pairs.fold(f64::INFINITY, f64::min) as f32 {
        apart if apart.is_infinite() || apart < bits.near || apart > bits.garbled => 0.0,
        apart if apart < bits.far => bits.two,
        _ => bits.apart,
    }
}

/// Events a day, some days from a known one.
#[inline]
pub fn rate(gap: i32, setting: &Setting, background: &Background) -> f32 {
    let events = &background.weights.events;
    setting.rate + events.aftershock * (-(gap as f32) / events.fading.max(0.1)).exp()
}

/// The evidence of two sets of claims on one number of dead.
pub fn toll_gain(left: &Tally, right: &Tally, background: &Background) -> f32 {
    gain_of(left, right, |claims| toll_bits(claims, [&[], &[]], background).0)
}

/// The evidence of two sets of claims on one number of injured, whatever the toll.
pub fn injured_gain(left: &Tally, right: &Tally, background: &Background) -> f32 {
    gain_of(left, right, |claims| injured_bits(claims, None, background))
}

fn gain_of(left: &Tally, right: &Tally, bits: impl Fn(&[(Claim, u16)]) -> f32) -> f32 {
    if left.is_empty() || right.is_empty() { 0.0 } else { bits(&joined(left, right)) - bits(left) - bits(right) }
}

/// How much likelier a number of accounts is in one event than in two.
#[inline]
fn size_bits(left: usize, right: usize, background: &Background) -> f32 {
    let further = background.weights.events.further_report.clamp(0.01, 0.99);
    let (small, total) = (left.min(right), left + right);
    let ways: f32 = (0..small).map(|step| ((total - step) as f32 / (step + 1) as f32).log2()).sum();
    ways + (further / (1.0 - further)).log2()
}

/// Bits against a source, or a data set of events, telling of one event twice.
fn repeat_bits(left: &Cluster, right: &Cluster, background: &Background) -> f32 {
    let weights = &background.weights;
    let mut bits = 0.0;
    for &(source, published, status) in &left.sources {
        for &(other, later, revised) in &right.sources {
            if source == other {
                let (first, last) = if published <= later { (status, revised) } else { (revised, status) };
                let revises = published != later && first == Status::Provisional && last != Status::Provisional
                    || published != later && last == Status::Updated;
                bits += if revises { weights.source.revision } else { weights.source.repeat };
            }
        }
    }
    for unit in &left.units {
        bits += right.units.iter().map(|other| unit.repeat(other, &weights.unit)).sum::<f32>();
    }
    bits
}

/// Likelihoods on the days that both may have, side by side.
fn overlap<'a>(left: &'a Cluster, right: &'a Cluster) -> impl Iterator<Item = (f32, f32)> + use<'a> {
    let start = left.start.max(right.start);
    let skip = |cluster: &Cluster| (start - cluster.start).max(0) as usize;
    let (a, b) = (left.profile.get(skip(left)..).unwrap_or(&[]), right.profile.get(skip(right)..).unwrap_or(&[]));
    a.iter().copied().zip(b.iter().copied())
}

/// Two ascending tallies as one.
fn joined<T: Copy + Ord>(left: &[(T, u16)], right: &[(T, u16)]) -> Counted<T> {
    let mut all = Counted::with_capacity(left.len() + right.len());
    let (mut a, mut b) = (0, 0);
    while a < left.len() || b < right.len() {
        match (left.get(a), right.get(b)) {
            (Some(x), Some(y)) if x.0 == y.0 => {
                all.push((x.0, x.1.saturating_add(y.1)));
                (a, b) = (a + 1, b + 1);
            }
            (Some(x), y) if y.is_none_or(|y| x.0 < y.0) => {
                all.push(*x);
                a += 1;
            }
            (_, Some(y)) => {
                all.push(*y);
                b += 1;
            }
            _ => break,
        }
    }
    all
}

/// A function of two tallies as one, without joining them where one is empty.
fn pooled<T: Copy + Ord, R>(left: &[(T, u16)], right: &[(T, u16)], value: impl Fn(&[(T, u16)]) -> R) -> R {
    match (left, right) {
        ([], tally) | (tally, []) => value(tally),
        _ => value(&joined(left, right)),
    }
}

/// Accounts up to this many cannot bring a product of likelihoods near the smallest number there is.
const FEW: u32 = 30;

/// The sum, over everything that may be true, of how likely it and what was said of it are.
struct Marginal {
    /// Whether so many accounts are multiplied that logarithms are needed.
    many: bool,
    /// The sum; for many accounts as a share of the greatest term.
    sum: f64,
    /// The greatest term, or its logarithm for many accounts.
    top: f64,
    /// What it stands for.
    truth: u32,
}

impl Marginal {
    fn of<T>(said: &[(T, u16)]) -> Marginal {
        let many = said.iter().map(|(_, count)| u32::from(*count)).sum::<u32>() > FEW;
        Marginal { many, sum: 0.0, top: if many { f64::NEG_INFINITY } else { 0.0 }, truth: 0 }
    }

    /// Adds what may be true, how common it is, and how likely each account is then, with the number of such accounts.
    fn add(&mut self, truth: u32, mass: f32, chances: impl Iterator<Item = (f32, u16)>) {
        let term = if self.many {
            chances.map(|(chance, count)| f64::from(chance).log2() * f64::from(count)).sum::<f64>()
                + f64::from(mass).log2()
        } else {
            chances.fold(f64::from(mass), |product, (chance, count)| match count {
                1 => product * f64::from(chance),
                _ => product * f64::from(chance).powi(i32::from(count)),
            })
        };
        if !self.many {
            self.sum += term;
        } else if term > self.top {
            self.sum = self.sum * (self.top - term).exp2() + 1.0;
        } else {
            self.sum += (term - self.top).exp2();
        }
        if term > self.top {
            (self.top, self.truth) = (term, truth);
        }
    }

    /// The logarithm of the sum.
    fn bits(&self) -> f32 {
        let bits = self.sum.max(1e-300).log2();
        (if self.many { bits + self.top } else { bits }) as f32
    }
}

/// Whether some plain claim is that number.
fn said_in(claims: [&[(Claim, u16)]; 2], number: u32) -> bool {
    claims.into_iter().flatten().any(|(claim, _)| claim.kind == Kind::Plain && claim.low == number)
}

/// Log-likelihood of claims on the dead, and the likeliest number.
///
/// `injured` are the claims on the injured of the same accounts: a number of dead that is another's number of injured
/// may stand in the wrong column.
fn toll_bits(claims: &[(Claim, u16)], injured: [&[(Claim, u16)]; 2], background: &Background) -> (f32, Option<u32>) {
    if claims.is_empty() {
        return (0.0, None);
    }
    // Where a number of dead is said of the injured too, it may stand in the wrong column; nothing else of them matters.
    let misplaced = |claim: &Claim| said_in(injured, claim.best());
    let (bits, best) =
        background.toll_evidence.likeliest(claims, misplaced, || weigh_tolls(claims, injured, background));
    (bits, Some(best))
}

/// [`toll_bits`] of one claim or more, worked out.
fn weigh_tolls(claims: &[(Claim, u16)], injured: [&[(Claim, u16)]; 2], background: &Background) -> (f32, u32) {
    let (prior, errors) = (&background.toll, &background.weights.toll);
    let mut marginal = Marginal::of(claims);
    let mut consider = |truth: u32, mass: f32| {
        marginal.add(
            truth,
            mass,
            claims.iter().map(|(claim, count)| {
                let column = claim.best() != truth && said_in(injured, claim.best());
                let misplaced = if column { errors.injured_as_killed } else { 0.0 };
                (claim.toll_chance(truth, errors, prior) + misplaced, *count)
            }),
        );
    };
    for (at, (claim, _)) in claims.iter().enumerate() {
        let said = claim.best();
        if !claims[..at].iter().any(|(other, _)| other.best() == said) {
            consider(said, prior.mass(said));
        }
    }
    // Numbers beyond all that was said, where the wording leaves room above.
    let top = claims.iter().map(|(claim, _)| claim.best()).max().unwrap_or_default();
    if claims.iter().any(|(claim, _)| !matches!(claim.kind, Kind::Plain | Kind::Between))
        && !claims.iter().any(|(claim, _)| claim.kind == Kind::Plain && claim.low == top)
    {
        let mut above = top;
        for step in [1.15f32, 1.4, 1.8, 2.4, 3.2] {
            let upto = ((top as f32 * step) as u32).max(above.saturating_add(1));
            consider(above + (upto - above).div_ceil(2), prior.between(above, upto));
            above = upto;
        }
    }
    (marginal.bits(), marginal.truth)
}

/// Log-likelihood of claims on the injured, given the toll.
fn injured_bits(claims: &[(Claim, u16)], toll: Option<u32>, background: &Background) -> f32 {
    if claims.is_empty() {
        return 0.0;
    }
    let bucket = bucket(toll);
    let Some(prior) = background.injured.get(bucket) else { return 0.0 };
    background.injured_evidence.bits(claims, bucket, || weigh_injured(claims, prior, background))
}

/// [`injured_bits`] of one claim or more, worked out.
fn weigh_injured(claims: &[(Claim, u16)], prior: &CountPrior, background: &Background) -> f32 {
    let errors = &background.weights.injured;
    let mut marginal = Marginal::of(claims);
    for (said, _) in claims {
        let truth = said.best();
        let chances = claims.iter().map(|(claim, count)| (claim.injured_chance(truth, errors, prior), *count));
        marginal.add(truth, prior.mass(truth), chances);
    }
    marginal.bits()
}

/// Log-likelihood of the attackers that were named.
fn actor_bits(classes: &[(Class, u16)], setting: &Setting, background: &Background) -> f32 {
    if classes.is_empty() {
        return 0.0;
    }
    let region = setting.region;
    background.actors_evidence.actors(classes, region, || weigh_actors(classes, region, background))
}

/// [`actor_bits`] of one attacker or more, worked out.
fn weigh_actors(classes: &[(Class, u16)], region: u32, background: &Background) -> f32 {
    let other = background.weights.actor.other;
    let shares: SmallVec<[f32; 4]> = classes.iter().map(|(class, _)| background.class_share(region, *class)).collect();
    let mut marginal = Marginal::of(classes);
    for (truth, (class, _)) in classes.iter().enumerate() {
        let chances = classes.iter().zip(&shares).enumerate().map(|(said, ((_, count), share))| {
            (if said == truth { 1.0 - other + other * share } else { other * share }, *count)
        });
        marginal.add(class.0, shares[truth], chances);
    }
    let rest = (1.0 - shares.iter().sum::<f32>()).max(1e-3);
    marginal.add(0, rest, classes.iter().zip(&shares).map(|((_, count), share)| (other * share, *count)));
    marginal.bits()
}
