//! What a language does with its words, as data: the `[grammar]`, `[endings]` and `[declension]` of its lexicon.

use std::collections::BTreeMap;

/// Facts of a language's grammar that the constructions ask for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Grammar {
    /// Adjectives and names follow their noun: "soldats maliens".
    pub(crate) adjectives_after: bool,
    /// Months and weekdays are written with a capital letter, as in English.
    pub(crate) capital_months: bool,
    /// Words that join a ten and its unit, folded: "treinta y dos", "ثمانية وستون".
    pub(crate) joins: Vec<String>,
    /// The unit stands before its ten: "ثمانية وستون" is 68.
    pub(crate) unit_first: bool,
    /// Twenties are counted: "quatre-vingt-dix".
    pub(crate) vigesimal: bool,
    /// Whom a verb is said of may as well follow it: "murieron cinco personas".
    pub(crate) verb_first: bool,
    /// A noun without an article is one person: "погиб водитель".
    pub(crate) bare_singular: bool,
    /// A number behind its noun is about that many: "человек восемь".
    pub(crate) inverted_about: bool,
    /// Numbers are composed by their size and not by the words of English or French.
    pub(crate) composed: bool,
    /// Tells that the words are written in another alphabet than the Latin one.
    pub(crate) script: Script,
}

/// Alphabets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Script {
    #[default]
    Latin,
    Cyrillic,
    Arabic,
}

impl Grammar {
    /// The facts that a lexicon's `[grammar]` states.
    pub(super) fn of(table: &toml::Table) -> Grammar {
        let section = |name: &str| table.get(name).and_then(toml::Value::as_table);
        let grammar = section("grammar");
        let yes = |key: &str| grammar.and_then(|grammar| grammar.get(key)).and_then(toml::Value::as_bool) == Some(true);
        let word = |section: Option<&toml::Table>, key: &str| -> String {
            section.and_then(|section| section.get(key)).and_then(toml::Value::as_str).unwrap_or_default().to_owned()
        };
        Grammar {
            adjectives_after: word(grammar, "adjectives") == "after",
            capital_months: yes("capital_months"),
            joins: grammar.and_then(|grammar| grammar.get("joins")).map(super::load::strings).unwrap_or_default(),
            unit_first: yes("unit_first"),
            vigesimal: yes("vigesimal"),
            verb_first: yes("verb_first"),
            bare_singular: yes("bare_singular"),
            inverted_about: yes("inverted_about"),
            composed: !yes("western_numbers"),
            script: match word(section("language"), "script").as_str() {
                "cyrillic" => Script::Cyrillic,
                "arabic" => Script::Arabic,
                _ => Script::Latin,
            },
        }
    }
}

/// Endings by name: "oa" is o, a, os, as.
pub(super) struct Endings(BTreeMap<String, Vec<String>>);

impl Endings {
    pub(super) fn of(table: &toml::Table) -> Endings {
        let section = table.get("endings").and_then(toml::Value::as_table);
        let split = |value: &toml::Value| {
            value.as_str().unwrap_or_default().split(',').map(|ending| ending.trim().to_owned()).collect()
        };
        Endings(section.into_iter().flatten().map(|(name, value)| (name.clone(), split(value))).collect())
    }

    /// Every form of an entry: "asesinad{oa}" is four, "hallad{oa} muert{oa}" the four where both agree.
    pub(super) fn forms(&self, entry: &str) -> Vec<String> {
        let Some(open) = entry.find('{') else { return vec![entry.to_owned()] };
        let Some(close) = entry[open..].find('}').map(|at| open + at) else { return vec![entry.to_owned()] };
        let name = &entry[open + 1..close];
        let Some(endings) = self.0.get(name) else { return Vec::new() };
        let mark = format!("{{{name}}}");
        endings.iter().flat_map(|ending| self.forms(&entry.replace(&mark, ending))).collect()
    }
}

/// The endings of a declension for one, for two and for many.
#[derive(Debug, Default)]
pub(super) struct Declension {
    pub(super) one: Vec<String>,
    pub(super) two: Vec<String>,
    pub(super) many: Vec<String>,
}

/// The declensions of a lexicon by name.
pub(super) fn declensions(table: &toml::Table) -> BTreeMap<String, Declension> {
    let section = table.get("declension").and_then(toml::Value::as_table);
    let list = |value: &toml::Value, key: &str| value.get(key).map(super::load::strings).unwrap_or_default();
    section
        .into_iter()
        .flatten()
        .map(|(name, value)| {
            let forms = Declension { one: list(value, "one"), two: list(value, "two"), many: list(value, "many") };
            (name.clone(), forms)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_agree_within_an_entry() {
        let table: toml::Table = "[endings]\noa = \"o,a\"\nl = \"л, ла\"".parse().unwrap();
        let endings = Endings::of(&table);
        assert_eq!(endings.forms("hallad{oa} muert{oa}"), ["hallado muerto", "hallada muerta"]);
        assert_eq!(endings.forms("уби{l}"), ["убил", "убила"]);
        assert_eq!(endings.forms("plain"), ["plain"]);
        assert!(endings.forms("x{unknown}").is_empty());
    }
}
