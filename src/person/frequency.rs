//! How common names, days, ages and places are in the lists at hand.

use super::Entry;
use super::fields::{Id, IdScheme};
use super::form::fold;
use super::name::{Name, Token, Tokens, parent, parse};
use rustc_hash::FxHashMap;

/// One row, understood.
#[derive(Debug)]
pub(super) struct Person {
    /// The names it stands under: in Latin letters, in Arabic script, or both.
    pub names: Vec<Name>,
    /// The father that a note names.
    pub father: Option<Token>,
    pub list: u32,
    pub issue: i32,
    pub age: Option<u16>,
    pub female: Option<bool>,
    pub id: Option<Id>,
    pub died: Option<(i32, i32)>,
    pub place: Option<u32>,
    pub admin1: Option<u32>,
    pub event: Option<u32>,
}

/// How often the forms of a word stand somewhere, of all that stand there.
#[derive(Debug, Default)]
pub(super) struct Shares {
    text: Vec<u32>,
    shape: Vec<u32>,
    total: u32,
}

impl Shares {
    fn sized(words: usize, shapes: usize) -> Shares {
        Shares { text: vec![0; words], shape: vec![0; shapes], total: 0 }
    }

    fn add(&mut self, token: Token, tokens: &Tokens) {
        let word = tokens.word(token);
        self.text[token as usize] += 1;
        self.shape[word.key_no as usize] += 1;
        self.shape[word.skeleton_no as usize] += 1;
        self.total += 1;
    }

    /// The share of a count, never nothing: one more may always come.
    fn share(&self, count: u32) -> f64 {
        // A short list says little of how common its names are: it counts beside fifty names that are not on it.
        (f64::from(count) + 0.2) / (f64::from(self.total) + 50.0)
    }

    /// Share of a word letter by letter.
    pub fn text(&self, token: Token) -> f64 {
        self.share(self.text[token as usize])
    }

    /// Share of a key or a skeleton.
    pub fn shape(&self, shape: u32) -> f64 {
        self.share(self.shape[shape as usize])
    }

    fn count(&self, shape: u32) -> u32 {
        self.shape[shape as usize]
    }
}

/// All rows and what is common among them.
#[derive(Debug)]
pub(super) struct Lists {
    pub tokens: Tokens,
    pub people: Vec<Person>,
    /// Own names, and the parts behind them.
    pub own: Shares,
    pub parts: Shares,
    /// Family names alone: last parts of names of two parts and more.
    pub family: Shares,
    /// Rows by day of death, by age, by place and first level, as shares of those that have one.
    pub days: Counted,
    pub ages: Counted,
    pub places: Counted,
    pub regions: Counted,
}

/// Shares of numbers.
#[derive(Debug, Default)]
pub(super) struct Counted {
    by: FxHashMap<i64, u32>,
    total: u32,
}

impl Counted {
    fn add(&mut self, value: i64) {
        *self.by.entry(value).or_default() += 1;
        self.total += 1;
    }

    /// The share of the values from `first` to `last`.
    pub fn within(&self, first: i64, last: i64) -> f64 {
        let count: u32 = (first..=last).filter_map(|value| self.by.get(&value)).sum();
        (f64::from(count) + 0.5) / (f64::from(self.total) + 20.0)
    }
}

impl Lists {
    /// Reads the rows and counts.
    pub fn read(entries: &[Entry<'_>]) -> Lists {
        let scheme = IdScheme::found(entries);
        let mut tokens = Tokens::default();
        let mut names = Symbols::default();
        let mut people: Vec<Person> = entries
            .iter()
            .map(|entry| Person {
                names: [entry.name, entry.local].iter().filter_map(|raw| parse(raw, &mut tokens)).collect(),
                father: parent(entry.note, &mut tokens),
                list: names.number(entry.list, "list").unwrap_or(0),
                issue: entry.issue,
                age: entry.age.filter(|age| *age < 120),
                female: entry.female,
                id: Id::read(entry.id, scheme),
                died: entry.died,
                place: names.number(&super::form::forms(&fold(entry.place).replace(' ', "")).0, "place"),
                admin1: names.number(&fold(entry.admin1), "admin1"),
                event: names.number(entry.event, "event"),
            })
            .collect();
        settle_orders(&mut people, &tokens);
        let (words, shapes) = tokens.sizes();
        let sized = || Shares::sized(words, shapes);
        let mut lists = Lists {
            own: sized(),
            parts: sized(),
            family: sized(),
            days: Counted::default(),
            ages: Counted::default(),
            places: Counted::default(),
            regions: Counted::default(),
            tokens,
            people,
        };
        lists.count();
        lists
    }

    fn count(&mut self) {
        for person in &self.people {
            for name in &person.names {
                if let Some(&own) = name.parts.first() {
                    self.own.add(own, &self.tokens);
                }
                for &part in name.parts.iter().skip(1) {
                    self.parts.add(part, &self.tokens);
                }
                if let Some(&last) = name.parts.get(1..).and_then(<[_]>::last) {
                    self.family.add(last, &self.tokens);
                }
            }
            if let Some((first, last)) = person.died
                && first == last
            {
                self.days.add(i64::from(first));
            }
            if let Some(age) = person.age {
                self.ages.add(i64::from(age));
            }
            if let Some(place) = person.place {
                self.places.add(i64::from(place));
            }
            if let Some(admin1) = person.admin1 {
                self.regions.add(i64::from(admin1));
            }
        }
    }

    /// Whether a part is rather a given name (a father's) than a family's, by where it stands in these lists.
    pub fn is_given(&self, token: Token) -> bool {
        let word = self.tokens.word(token);
        let (own, family) = (self.own.count(word.key_no), self.family.count(word.key_no));
        own > 0 && own * 2 >= family
    }
}

/// Names that may stand in either order are put into the likelier one: which words stand first and which last elsewhere tells.
fn settle_orders(people: &mut [Person], tokens: &Tokens) {
    let (words, shapes) = tokens.sizes();
    for _ in 0..2 {
        let (mut first, mut last) = (Shares::sized(words, shapes), Shares::sized(words, shapes));
        for name in people.iter().flat_map(|person| &person.names).filter(|name| name.parts.len() > 1) {
            first.add(name.parts[0], tokens);
            last.add(name.parts[name.parts.len() - 1], tokens);
        }
        for name in people.iter_mut().flat_map(|person| &mut person.names) {
            if name.ordered || name.parts.len() < 2 {
                continue;
            }
            let (a, z) = (name.parts[0], name.parts[name.parts.len() - 1]);
            let of = |shares: &Shares, token: Token| shares.shape(tokens.word(token).key_no).log2();
            let turned = of(&first, z) + of(&last, a) - of(&first, a) - of(&last, z);
            if turned > 4.0 {
                // "Family Own" and "Family Own Father" alike: the family name goes last.
                name.parts.rotate_left(1);
            }
        }
    }
}

/// Numbers for texts, by kind.
#[derive(Default)]
struct Symbols {
    by: FxHashMap<(&'static str, String), u32>,
}

impl Symbols {
    fn number(&mut self, text: &str, kind: &'static str) -> Option<u32> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let next = u32::try_from(self.by.len()).unwrap_or(u32::MAX);
        Some(*self.by.entry((kind, text.to_owned())).or_insert(next))
    }
}
