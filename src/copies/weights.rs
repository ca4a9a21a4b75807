//! The numbers of the search for copies, as data/link/copies.toml gives them.

use serde::Deserialize;
use std::sync::LazyLock;

/// All numbers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// Odds before anything is compared.
    pub prior: f32,
    /// From which bits on a pair is called a copy.
    pub sure: f32,
    /// What shared wording says.
    pub wording: Wording,
    /// What words of one's own say.
    pub own: Own,
    /// What a credit says.
    pub credit: Credit,
    /// What cells say.
    pub cells: Cells,
}

/// What shared wording says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// Most bits of a sentence.
    pub sentence: f32,
    /// Most bits of a word of it.
    pub word: f32,
    /// Most bits of a text.
    pub text: f32,
    /// Sentences taken to have been seen before the first.
    pub known: f32,
    /// How often each unseen sentence is taken to have been seen.
    pub unseen: f32,
}

/// What words of one's own say.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Own {
    /// Share of own words up to which a level holds, and its bits.
    pub levels: Vec<(f32, f32)>,
    /// What a word in another's place counts.
    pub changed: f32,
    /// What a word counts that names what the cells say.
    pub cell: f32,
}

impl Own {
    /// The bits of a share of own words.
    pub fn bits(&self, share: f32) -> f32 {
        let level = self.levels.iter().find(|(most, _)| share <= *most).or(self.levels.last());
        level.map_or(0.0, |(_, bits)| *bits)
    }
}

/// What a credit says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credit {
    /// One text names the other's newsroom.
    pub named: f32,
    /// Neither does.
    pub unnamed: f32,
}

/// What cells say.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cells {
    /// The place is spelt alike.
    pub place: f32,
    /// Most that a rare spelling or point adds.
    pub rare: f32,
    /// It is spelt otherwise.
    pub respelled: f32,
    /// The points are one.
    pub point: f32,
    /// They are two.
    pub moved: f32,
    /// The attackers are named alike.
    pub actor: f32,
    /// They are named otherwise.
    pub other_actor: f32,
    /// The dead differ.
    pub killed: f32,
    /// The injured differ.
    pub injured: f32,
    /// Another number differs.
    pub number: f32,
    /// The dates are a day apart.
    pub day: f32,
    /// More than three days lie between the publications.
    pub days: f32,
    /// More than two weeks do.
    pub weeks: f32,
}

/// The numbers that come with the tool.
pub static SHIPPED: LazyLock<Weights> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the file is part of the program, and a test reads it")]
    toml::from_str(include_str!("../../data/link/copies.toml")).expect("data/link/copies.toml")
});

#[cfg(test)]
mod tests {
    #[test]
    fn the_numbers_can_be_read_and_rise_as_they_should() {
        let weights = &super::SHIPPED;
        assert!(weights.own.levels.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 > pair[1].1));
        assert!(weights.own.bits(0.0) > 0.0 && weights.own.bits(2.0) < 0.0);
    }
}
