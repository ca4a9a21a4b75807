//! Sets of reports made up to be hard: villages of a country, misspelt, respelt and incomplete as a recipe says, with
//! the truth beside them. The same seed makes the same set.

use super::worlds::{Site, World};
use recount::run::{Job, Outcome, run};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Numbers that look like chance (Steele and others 2014, SplitMix64).
pub struct Chance(pub u64);

impl Chance {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    /// From 0 to 1.
    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub fn happens(&mut self, share: f64) -> bool {
        self.share() < share
    }
}

/// How a set is made.
#[derive(Debug, Clone, Copy)]
pub struct Recipe {
    pub name: &'static str,
    /// Share of rows without a second level, without a point, with a point given to a tenth of a degree.
    pub no_admin2: f64,
    pub no_point: f64,
    pub coarse: f64,
    /// Kilometres by which points are off.
    pub off: f64,
    /// Share of rows with a slip of the pen, and of those that have a second one.
    pub slip: f64,
    pub twice: f64,
    /// Share of rows that use one of the place's other spellings.
    pub respelt: f64,
    /// Share of places with a namesake elsewhere in the first level, with a neighbour one letter away, with a twin
    /// told apart by a qualifying word, and that are named once or twice only.
    pub namesake: f64,
    pub neighbour: f64,
    pub twin: f64,
    pub rare: f64,
    /// Share of rows that misspell a unit.
    pub unit: f64,
}

const USUAL: Recipe = Recipe {
    name: "usual",
    no_admin2: 0.16,
    no_point: 0.44,
    coarse: 0.1,
    off: 2.0,
    slip: 0.08,
    twice: 0.0,
    respelt: 0.2,
    namesake: 0.04,
    neighbour: 0.02,
    twin: 0.05,
    rare: 0.05,
    unit: 0.0,
};

pub const RECIPES: [Recipe; 9] = [
    USUAL,
    Recipe {
        name: "harder",
        no_admin2: 0.4,
        no_point: 0.6,
        off: 3.0,
        slip: 0.15,
        twice: 0.2,
        respelt: 0.35,
        namesake: 0.1,
        neighbour: 0.06,
        twin: 0.1,
        rare: 0.2,
        unit: 0.02,
        ..USUAL
    },
    Recipe { name: "sparse", no_admin2: 0.7, no_point: 0.7, ..USUAL },
    Recipe { name: "no admin2", no_admin2: 1.0, no_point: 0.4, ..USUAL },
    Recipe { name: "coarse", coarse: 1.0, off: 8.0, ..USUAL },
    Recipe { name: "slips", slip: 0.25, twice: 0.3, ..USUAL },
    Recipe { name: "respelt", respelt: 0.6, ..USUAL },
    Recipe { name: "alike", namesake: 0.3, neighbour: 0.2, twin: 0.2, ..USUAL },
    Recipe { name: "rare", rare: 0.7, ..USUAL },
];

/// A set: reports as a table, and the true place of each.
pub struct Set {
    pub csv: String,
    pub truth: Vec<usize>,
    pub places: Vec<Site>,
}

fn slip(name: &str, chance: &mut Chance) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    if letters.len() < 4 {
        return name.to_owned();
    }
    let at = 1 + chance.below(letters.len() - 2);
    let alphabet: Vec<char> = letters.iter().copied().filter(|letter| letter.is_lowercase()).collect();
    let some = alphabet.get(chance.below(alphabet.len())).copied().unwrap_or('a');
    match chance.below(4) {
        0 => letters.swap(at, at + 1),
        1 => drop(letters.remove(at)),
        2 => letters.insert(at, some),
        _ => letters[at] = some,
    }
    letters.into_iter().collect()
}

/// The places of a set: some of the world's, with namesakes, neighbours and twins.
fn sites(world: &World, recipe: &Recipe, many: usize, chance: &mut Chance) -> Vec<Site> {
    let mut found: Vec<Site> = Vec::new();
    while found.len() < many {
        let mut site = world.sites[chance.below(world.sites.len())].clone();
        if found.iter().any(|known| known.name == site.name && known.admin1 == site.admin1) {
            continue;
        }
        let base = site.clone();
        let twin = world.twins[chance.below(world.twins.len())];
        if chance.happens(recipe.twin) {
            site.name = format!("{} {}", base.name, twin.0);
            let mut other = base.clone();
            other.name = format!("{} {}", base.name, twin.1);
            other.lat += 0.05 + chance.share() * 0.1;
            found.push(other);
        } else if chance.happens(recipe.namesake) {
            let mut other = base.clone();
            let siblings: Vec<&Site> = world
                .sites
                .iter()
                .filter(|site| site.country == base.country && site.admin1 == base.admin1 && site.admin2 != base.admin2)
                .collect();
            if let Some(home) = siblings.get(chance.below(siblings.len())) {
                (other.admin2, other.lat, other.lon) = (home.admin2.clone(), home.lat, home.lon);
                found.push(other);
            }
        } else if chance.happens(recipe.neighbour) {
            let mut other = base.clone();
            let mut letters: Vec<char> = other.name.chars().collect();
            let at = letters.iter().position(|letter| "bdfgklmnrst".contains(letter.to_ascii_lowercase())).unwrap_or(0);
            let to = ['b', 'd', 'f', 'g', 'k', 'l', 'm', 'r', 's', 't'][chance.below(10)];
            letters[at] = if at == 0 { to.to_ascii_uppercase() } else { to };
            other.name = letters.into_iter().collect();
            other.lat += 0.1 + chance.share() * 0.2;
            if other.name != base.name {
                found.push(other);
            }
        }
        found.push(site);
    }
    found
}

/// Makes a set.
pub fn make(world: &World, recipe: &Recipe, reports: usize, seed: u64) -> Set {
    let mut chance = Chance(seed ^ 0x5eed);
    let places = sites(world, recipe, (reports / 34).clamp(20, world.sites.len() / 3), &mut chance);
    // Each place has spellings of its own; its first is the usual one.
    let spellings: Vec<Vec<String>> = places
        .iter()
        .map(|site| {
            let mut all = vec![site.name.clone()];
            for _ in 0..1 + chance.below(3) {
                let other = world.respell(&site.name, &mut chance);
                if !all.contains(&other) {
                    all.push(other);
                }
            }
            all
        })
        .collect();
    let mut weights: Vec<f64> = (0..places.len()).map(|_| (1.0 - chance.share()).powf(-0.7).min(12.0)).collect();
    for weight in &mut weights {
        if chance.happens(recipe.rare) {
            *weight = 0.02;
        }
    }
    let all: f64 = weights.iter().sum();
    let mut csv = String::from("report_id,source,published,event_date,country,admin1,admin2,place,lat,lon,killed\n");
    let mut truth = Vec::with_capacity(reports);
    while truth.len() < reports {
        let mut left = chance.share() * all;
        let at = weights
            .iter()
            .position(|weight| {
                left -= weight;
                left < 0.0
            })
            .unwrap_or(0);
        let site = &places[at];
        let day = chance.below(3000);
        let toll = 1 + chance.below(30).min(chance.below(30));
        for _ in 0..1 + chance.below(5) {
            let mut name = spellings[at][0].clone();
            if chance.happens(recipe.respelt) {
                name = spellings[at][chance.below(spellings[at].len())].clone();
            }
            if chance.happens(recipe.slip) {
                name = slip(&name, &mut chance);
                if chance.happens(recipe.twice) {
                    name = slip(&name, &mut chance);
                }
            }
            if chance.happens(0.03) {
                name = name.to_uppercase();
            }
            let unit = |unit: &str, chance: &mut Chance| {
                if chance.happens(recipe.unit) && unit.len() > 6 { slip(unit, chance) } else { unit.to_owned() }
            };
            let admin2 = if chance.happens(recipe.no_admin2) { String::new() } else { unit(&site.admin2, &mut chance) };
            let mut point = String::from(",");
            if !chance.happens(recipe.no_point) {
                let mut off = || (chance.share() + chance.share() - 1.0) * recipe.off / 111.0;
                let (lat, lon) = (site.lat + off(), site.lon + off());
                point = if chance.happens(recipe.coarse) {
                    format!("{lat:.1},{lon:.1}")
                } else {
                    format!("{lat:.4},{lon:.4}")
                };
            }
            let date = |day: usize| format!("{}-{:02}-{:02}", 2014 + day / 336, 1 + day / 28 % 12, 1 + day % 28);
            let told = day + chance.below(2);
            let killed = if chance.happens(0.75) { toll } else { toll + chance.below(4) };
            let _ = writeln!(
                csv,
                "R{:06},Source {},{},{},{},{},{admin2},\"{name}\",{point},{killed}",
                truth.len(),
                chance.below(20),
                date(told + 1),
                date(told),
                site.country,
                unit(&site.admin1, &mut chance)
            );
            truth.push(at);
        }
    }
    Set { csv, truth, places }
}

/// Runs the place step on a set.
pub fn group(set: &Set) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("reports.csv");
    std::fs::write(&path, &set.csv).unwrap();
    run(&Job {
        inputs: vec![path.display().to_string()],
        only: vec!["PLC007".to_owned()],
        ..Job::on(recount::model::Day(20_000))
    })
    .unwrap()
}

/// Pairwise F1 over mentions of one country and first level, all pairs and those spelled differently; and the true
/// and the found places by what is wrong with them: pairs, what happened.
pub fn score(set: &Set, outcome: &Outcome) -> ((f64, f64), Vec<(u64, String)>) {
    let corpus = &outcome.corpus;
    type Count<K> = BTreeMap<K, u64>;
    let (mut both, mut found, mut real): (Count<_>, Count<_>, Count<_>) = Default::default();
    let (mut both_s, mut found_s, mut real_s): (Count<_>, Count<_>, Count<_>) = Default::default();
    let mut spelt: BTreeMap<(usize, u32), Count<String>> = BTreeMap::new();
    for index in corpus.indices() {
        let row = corpus.row(index);
        let number: usize = corpus.id(index)[1..].parse().unwrap();
        let (place, truth) = (outcome.places.of(index).unwrap().0, set.truth[number]);
        let block = (row.country, row.admin1);
        *both.entry((block, place, truth)).or_default() += 1;
        *found.entry((block, place)).or_default() += 1;
        *real.entry((block, truth)).or_default() += 1;
        *both_s.entry((block, place, truth, row.place)).or_default() += 1;
        *found_s.entry((block, place, row.place)).or_default() += 1;
        *real_s.entry((block, truth, row.place)).or_default() += 1;
        let shown = format!(
            "{}{}{}",
            corpus.name(row.place),
            if row.admin2.is_some() { "" } else { " -2" },
            if row.point().is_some() { "" } else { " -p" }
        );
        *spelt.entry((truth, place)).or_default().entry(shown).or_default() += 1;
    }
    fn pairs<K>(counts: &Count<K>) -> f64 {
        counts.values().map(|count| (count * (count - 1) / 2) as f64).sum()
    }
    let f1 = |right: f64, said: f64, wanted: f64| 2.0 * right / (said + wanted).max(1.0);
    let (b, f, r) = (pairs(&both), pairs(&found), pairs(&real));
    let scores = (f1(b, f, r), f1(b - pairs(&both_s), f - pairs(&found_s), r - pairs(&real_s)));
    let size = |spelt: &Count<String>| spelt.values().sum::<u64>();
    let shown = |spelt: &Count<String>| {
        let mut list: Vec<_> = spelt.iter().collect();
        list.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        list.iter().take(6).map(|(name, count)| format!("{name}*{count}")).collect::<Vec<_>>().join(", ")
    };
    let mut wrong = Vec::new();
    let all: Vec<_> = spelt.iter().collect();
    for (at, ((truth, place), mine)) in all.iter().enumerate() {
        for ((other_truth, other_place), theirs) in &all[at + 1..] {
            if (truth == other_truth) == (place == other_place) {
                continue;
            }
            let (a, b) = (&set.places[*truth], &set.places[*other_truth]);
            if (&a.country, &a.admin1) != (&b.country, &b.admin1) {
                continue;
            }
            let what = if truth == other_truth { "parted" } else { "merged" };
            let text = format!(
                "{what} {}/{} {}/{}: [{}] [{}]",
                a.name,
                a.admin2,
                b.name,
                b.admin2,
                shown(mine),
                shown(theirs)
            );
            wrong.push((size(mine) * size(theirs), text));
        }
    }
    wrong.sort_by(|a, b| b.cmp(a));
    (scores, wrong)
}
