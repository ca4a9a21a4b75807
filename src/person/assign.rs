//! From pairs to persons: first within a list, over its issues; then across lists, where a person stands once on each.

use super::Entry;
use super::blocks;
use super::evidence::{self, Company, Standing, probability, standing};
use super::frequency::Lists;
use super::words::weights;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// Which rows are one person.
#[derive(Debug, Clone, PartialEq)]
pub struct Persons {
    /// The person of each row: the number of the person's first row.
    pub person: Vec<usize>,
    /// How sure it is that a row belongs to its person: the weakest mean link that brought it there, 1 for a row alone.
    pub probability: Vec<f64>,
    /// Pairs of rows that may be one person and were left apart, with their probability.
    pub proposed: Vec<(usize, usize, f64)>,
    /// How many pairs were compared.
    pub compared: usize,
    /// What the rows say by themselves.
    pub facts: Vec<Facts>,
}

/// What a row says by itself. No name stands here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Facts {
    /// Whether the number's check digit holds, where these lists use one.
    pub id_valid: Option<bool>,
    /// A digest of the number of identity, where there is one that may be one.
    pub id_digest: Option<u64>,
    /// Parts of the fullest name.
    pub parts: u8,
}

/// Bits beyond which a pair says no more.
const MOST: f64 = 12.0;
/// Bits below which one pair keeps two groups apart.
const VETO: f64 = -7.0;

/// Finds out which rows are one person. The order of the rows changes nothing but the numbers.
pub fn link(entries: &[Entry<'_>]) -> Persons {
    let order = canonical(entries);
    let sorted: Vec<Entry<'_>> = order.iter().map(|row| entries[*row].clone()).collect();
    let lists = Lists::read(&sorted);
    let company = Company::count(&lists);
    let pairs = blocks::pairs(&lists);
    let compared = pairs.len();
    let mut scored: Vec<(u32, u32, f64)> = pairs
        .into_par_iter()
        .map(|(a, b)| {
            let found = evidence::compare(&lists.people[a as usize], &lists.people[b as usize], &lists, &company);
            (a, b, found.bits)
        })
        .filter(|(_, _, bits)| *bits > VETO)
        .collect();
    scored.sort_by(|left, right| right.2.total_cmp(&left.2).then((left.0, left.1).cmp(&(right.0, right.1))));
    let mut groups = Groups::new(&lists, &company, &scored);
    groups.within_lists(&scored);
    let rivals = groups.across_lists(&scored);
    groups.persons(&order, &rivals, compared)
}

/// The rows in the order of what they say, so that the order they came in counts for nothing.
fn canonical(entries: &[Entry<'_>]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by(|a, b| {
        let key = |row: &usize| {
            let entry = &entries[*row];
            (
                (entry.list, entry.issue, entry.name, entry.local),
                (entry.id, entry.age, entry.female, entry.died),
                (entry.place, entry.admin1, entry.event, entry.note),
            )
        };
        key(a).cmp(&key(b))
    });
    order
}

struct Groups<'a> {
    lists: &'a Lists,
    company: &'a Company,
    known: FxHashMap<(u32, u32), f64>,
    /// The group of each row, and the rows of each group.
    of: Vec<u32>,
    rows: Vec<Vec<u32>>,
    sure: Vec<f64>,
}

impl<'a> Groups<'a> {
    fn new(lists: &'a Lists, company: &'a Company, scored: &[(u32, u32, f64)]) -> Groups<'a> {
        let count = u32::try_from(lists.people.len()).unwrap_or(u32::MAX);
        Groups {
            lists,
            company,
            known: scored.iter().map(|&(a, b, bits)| ((a, b), bits)).collect(),
            of: (0..count).collect(),
            rows: (0..count).map(|row| vec![row]).collect(),
            sure: vec![1.0; count as usize],
        }
    }

    /// The bits of two rows, compared now if they were not.
    fn bits(&self, a: u32, b: u32) -> f64 {
        let pair = (a.min(b), a.max(b));
        self.known.get(&pair).copied().unwrap_or_else(|| {
            let person = |row: u32| &self.lists.people[row as usize];
            evidence::compare(person(pair.0), person(pair.1), self.lists, self.company).bits
        })
    }

    /// The mean bits between two groups, and the least.
    fn between(&self, a: u32, b: u32) -> (f64, f64) {
        let (left, right) = (&self.rows[a as usize], &self.rows[b as usize]);
        let (mut sum, mut least) = (0.0, f64::INFINITY);
        for &x in left {
            for &y in right {
                let bits = self.bits(x, y).clamp(-MOST, MOST);
                sum += bits;
                least = least.min(bits);
            }
        }
        (sum / (left.len() * right.len()) as f64, least)
    }

    fn merge(&mut self, a: u32, b: u32, probability: f64) {
        let (keep, gone) = (a.min(b), a.max(b));
        let moved = std::mem::take(&mut self.rows[gone as usize]);
        for &row in &moved {
            self.of[row as usize] = keep;
        }
        // Those that were sure of each other stay so: a row is as sure as the link that brought it in.
        let smaller = if moved.len() < self.rows[keep as usize].len() { &moved } else { &self.rows[keep as usize] };
        for &row in smaller.iter().chain(if moved.len() == self.rows[keep as usize].len() { &moved[..] } else { &[] }) {
            let sure = &mut self.sure[row as usize];
            *sure = sure.min(probability);
        }
        self.rows[keep as usize].extend(moved);
        self.rows[keep as usize].sort_unstable();
    }

    /// Rows of one issue stand in one group only where each such pair is all but sure.
    fn one_issue_holds(&self, a: u32, b: u32) -> bool {
        let least = weights().decide.same_issue;
        let person = |row: &u32| &self.lists.people[*row as usize];
        self.rows[a as usize].iter().all(|x| {
            self.rows[b as usize].iter().all(|y| {
                standing(person(x), person(y)) != Standing::OneIssue || probability(self.bits(*x, *y)) >= least
            })
        })
    }

    /// Follows each list from issue to issue, and finds who stands twice in one.
    fn within_lists(&mut self, scored: &[(u32, u32, f64)]) {
        let decide = &weights().decide;
        for &(a, b, bits) in scored {
            let kind = standing(&self.lists.people[a as usize], &self.lists.people[b as usize]);
            let least = match kind {
                Standing::OneIssue => decide.same_issue,
                Standing::Reissue => decide.same,
                Standing::TwoLists => continue,
            };
            let (left, right) = (self.of[a as usize], self.of[b as usize]);
            if left == right || probability(bits) < least || !self.one_issue_holds(left, right) {
                continue;
            }
            let (mean, worst) = self.between(left, right);
            if probability(mean) >= least && worst > VETO {
                self.merge(left, right, probability(mean));
            }
        }
    }

    /// Joins the lists' persons: the surest first, one of each list, rivals weighed against one another.
    fn across_lists(&mut self, scored: &[(u32, u32, f64)]) -> Vec<(u32, u32, f64)> {
        let mut pairs: FxHashSet<(u32, u32)> = FxHashSet::default();
        for &(a, b, _) in scored {
            let (left, right) = (self.of[a as usize], self.of[b as usize]);
            if left != right
                && standing(&self.lists.people[a as usize], &self.lists.people[b as usize]) == Standing::TwoLists
            {
                pairs.insert((left.min(right), left.max(right)));
            }
        }
        let pairs: Vec<(u32, u32)> = pairs.into_iter().collect();
        let held = &*self;
        let mut means: Vec<(u32, u32, f64)> = pairs
            .into_par_iter()
            .map(|(a, b)| {
                let (mean, worst) = held.between(a, b);
                (a, b, if worst <= VETO { f64::NEG_INFINITY } else { mean })
            })
            .filter(|(_, _, mean)| *mean > VETO)
            .collect();
        means.sort_by(|x, y| y.2.total_cmp(&x.2).then((x.0, x.1).cmp(&(y.0, y.1))));
        // A row that two rows of another list fit equally well belongs to neither for sure.
        let list_of = |group: u32| self.lists.people[self.rows[group as usize][0] as usize].list;
        let mut mass: FxHashMap<(u32, u32), f64> = FxHashMap::default();
        for &(a, b, bits) in &means {
            *mass.entry((a, list_of(b))).or_default() += bits.exp2();
            *mass.entry((b, list_of(a))).or_default() += bits.exp2();
        }
        let mut rivals: Vec<(u32, u32, f64)> = means
            .iter()
            .map(|&(a, b, bits)| {
                let odds = bits.exp2();
                let all =
                    mass.get(&(a, list_of(b))).unwrap_or(&odds) + mass.get(&(b, list_of(a))).unwrap_or(&odds) - odds;
                (a, b, odds / (1.0 + all))
            })
            .collect();
        rivals.sort_by(|x, y| y.2.total_cmp(&x.2).then((x.0, x.1).cmp(&(y.0, y.1))));
        let least = weights().decide.same;
        for &(a, b, chance) in &rivals {
            if chance < least {
                break;
            }
            let (left, right) = (self.group(a), self.group(b));
            if left == right || !self.one_issue_holds(left, right) || self.share_a_list(left, right) {
                continue;
            }
            let (mean, worst) = self.between(left, right);
            if mean > 0.0 && worst > VETO {
                self.merge(left, right, chance.min(probability(mean)));
            }
        }
        rivals
    }

    fn group(&self, former: u32) -> u32 {
        self.of[former as usize]
    }

    /// Whether two groups hold rows of one list: then they are two persons of it.
    fn share_a_list(&self, a: u32, b: u32) -> bool {
        let list = |row: &u32| self.lists.people[*row as usize].list;
        self.rows[a as usize].iter().any(|x| self.rows[b as usize].iter().any(|y| list(x) == list(y)))
    }

    fn persons(&self, order: &[usize], rivals: &[(u32, u32, f64)], compared: usize) -> Persons {
        let mut first: Vec<usize> = vec![usize::MAX; order.len()];
        for (at, &row) in order.iter().enumerate() {
            let group = self.of[at] as usize;
            first[group] = first[group].min(row);
        }
        let mut person = vec![0; order.len()];
        let mut sure = vec![1.0; order.len()];
        let mut facts = vec![Facts::default(); order.len()];
        for (at, &row) in order.iter().enumerate() {
            person[row] = first[self.of[at] as usize];
            sure[row] = self.sure[at];
            let read = &self.lists.people[at];
            facts[row] = Facts {
                id_valid: read.id.as_ref().and_then(|id| id.valid),
                id_digest: read.id.as_ref().map(|id| xxhash_rust::xxh3::xxh3_64(id.digits.as_bytes())),
                parts: read.names.iter().map(|name| name.parts.len()).max().unwrap_or(0).min(255) as u8,
            };
        }
        let propose = weights().decide.propose;
        let mut proposed: Vec<(usize, usize, f64)> = rivals
            .iter()
            .filter(|(a, b, chance)| *chance >= propose && self.group(*a) != self.group(*b))
            .map(|&(a, b, chance)| {
                let (x, y) = (order[a as usize], order[b as usize]);
                (x.min(y), x.max(y), chance)
            })
            .collect();
        proposed.sort_by(|x, y| y.2.total_cmp(&x.2).then((x.0, x.1).cmp(&(y.0, y.1))));
        Persons { person, probability: sure, proposed, compared, facts }
    }
}
