//! Decisions that cannot both hold.

use super::reading::Problem;
use crate::model::Day;
use crate::model::decision::{Decision, Decisions, NameRef, Verdict};
use std::collections::{BTreeMap, VecDeque};

/// Things that decisions call the same, with the decision behind each pair.
struct Same<T> {
    things: BTreeMap<T, usize>,
    /// For each thing: the others that a decision puts it together with, and that decision's index.
    edges: Vec<Vec<(usize, usize)>>,
}

impl<T: Ord + Clone> Same<T> {
    fn new() -> Same<T> {
        Same { things: BTreeMap::new(), edges: Vec::new() }
    }

    fn number(&mut self, thing: &T) -> usize {
        let next = self.edges.len();
        let number = *self.things.entry(thing.clone()).or_insert(next);
        if number == next {
            self.edges.push(Vec::new());
        }
        number
    }

    fn join(&mut self, things: &[T], decision: usize) {
        let numbers: Vec<usize> = things.iter().map(|thing| self.number(thing)).collect();
        if let Some((&first, rest)) = numbers.split_first() {
            for &other in rest {
                self.edges[first].push((other, decision));
                self.edges[other].push((first, decision));
            }
        }
    }

    /// The decisions that make one thing the other, in as few steps as it takes; `None` where nothing does.
    fn chain(&self, from: usize, to: usize) -> Option<Vec<usize>> {
        let mut came: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        let mut open = VecDeque::from([from]);
        while let Some(here) = open.pop_front() {
            if here == to {
                let (mut chain, mut at) = (Vec::new(), to);
                while at != from {
                    let (before, decision) = *came.get(&at)?;
                    chain.push(decision);
                    at = before;
                }
                chain.sort_unstable();
                chain.dedup();
                return Some(chain);
            }
            for &(next, decision) in self.edges.get(here)? {
                if next != from && !came.contains_key(&next) {
                    came.insert(next, (here, decision));
                    open.push_back(next);
                }
            }
        }
        None
    }
}

/// Whether two names may mean one spelling in one place: a field left empty stands for any.
fn may_be_one(a: &NameRef, b: &NameRef) -> bool {
    let fits = |a: &str, b: &str| a.is_empty() || b.is_empty() || a == b;
    a.name == b.name && fits(&a.country, &b.country) && fits(&a.admin1, &b.admin1) && fits(&a.admin2, &b.admin2)
}

/// Finds decisions that cannot both hold. Those that have run out on `today` no longer speak.
pub(super) fn find(decisions: &Decisions, today: Day) -> Vec<Problem> {
    let lasting = |decision: &Decision| decision.expires.is_none_or(|day| day >= today);
    let holding: Vec<&Decision> = decisions.all.iter().filter(|decision| lasting(decision)).collect();
    let mut problems = Vec::new();
    let mut clash = |at: usize, message: String| {
        let line = holding.get(at).map_or(1, |decision| decision.line);
        problems.push(Problem { file: decisions.file.clone(), line, column: 1, message });
    };
    let lines = |chain: &[usize]| {
        let lines: Vec<String> =
            chain.iter().filter_map(|at| Some(format!("line {}", holding.get(*at)?.line))).collect();
        match lines.as_slice() {
            [only] => format!("the decision on {only} makes"),
            [first @ .., last] => format!("the decisions on {} and {last} make", first.join(", ")),
            [] => "the decision makes".to_owned(),
        }
    };

    let (mut places, mut events) = (Same::new(), Same::new());
    for (at, decision) in holding.iter().enumerate() {
        match &decision.verdict {
            Verdict::SamePlace(names) => places.join(names, at),
            Verdict::SameEvent(ids) => events.join(ids, at),
            _ => {}
        }
    }
    // A spelling without context and the same one with it are joined by no decision, yet may mean one place.
    let alike = |name: &NameRef| -> Vec<usize> {
        places.things.iter().filter(|(known, _)| may_be_one(known, name)).map(|(_, number)| *number).collect()
    };
    let mut canonical: Vec<(usize, &NameRef)> = Vec::new();
    for (at, decision) in holding.iter().enumerate() {
        match &decision.verdict {
            Verdict::DifferentPlaces(names) => {
                for (left, right) in pairs(names) {
                    let chains = alike(left).into_iter().flat_map(|a| alike(right).into_iter().map(move |b| (a, b)));
                    if let Some(chain) = chains
                        .filter_map(|(a, b)| places.chain(a, b))
                        .filter(|chain| !chain.is_empty())
                        .min_by_key(Vec::len)
                    {
                        let says = lines(&chain);
                        clash(
                            at,
                            format!(
                                "this says that \"{}\" and \"{}\" are different places, and {says} them one; remove or narrow one of them",
                                left.name, right.name
                            ),
                        );
                    }
                }
            }
            Verdict::DifferentEvents(ids) => {
                for (left, right) in pairs(ids) {
                    let both = events.things.get(left).zip(events.things.get(right));
                    if let Some(chain) = both.and_then(|(a, b)| events.chain(*a, *b)) {
                        let says = lines(&chain);
                        clash(
                            at,
                            format!(
                                "this says that reports {left} and {right} tell of different events, and {says} them one; remove one of them"
                            ),
                        );
                    }
                }
            }
            Verdict::Canonical(name) => {
                for (before, other) in &canonical {
                    if other.name == name.name {
                        continue;
                    }
                    let chains = alike(other).into_iter().flat_map(|a| alike(name).into_iter().map(move |b| (a, b)));
                    if let Some(chain) = chains
                        .filter_map(|(a, b)| places.chain(a, b))
                        .filter(|chain| !chain.is_empty())
                        .min_by_key(Vec::len)
                    {
                        let (says, first) = (lines(&chain), holding.get(*before).map_or(1, |decision| decision.line));
                        clash(
                            at,
                            format!(
                                "this makes \"{}\" the canonical name, line {first} makes it \"{}\", and {says} them one place; keep one",
                                name.name, other.name
                            ),
                        );
                    }
                }
                canonical.push((at, name));
            }
            _ => {}
        }
    }
    problems
}

fn pairs<T>(all: &[T]) -> impl Iterator<Item = (&T, &T)> {
    all.iter().enumerate().flat_map(|(index, left)| all.iter().skip(index + 1).map(move |right| (left, right)))
}
