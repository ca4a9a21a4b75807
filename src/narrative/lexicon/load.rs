//! Lexicon files as tables of words.

use super::grammar::{Endings, declensions};
use super::tags::{TAGS, VAGUE};
use super::{Entry, Kind, Lexicon, form, tag};

/// The strings of a list.
pub(super) fn strings(list: &toml::Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(toml::Value::as_str).map(str::to_owned).collect()
}

fn tagged(tags: u128) -> Entry {
    Entry { tags, ..Entry::default() }
}

fn bits(name: &str) -> u128 {
    TAGS.iter().find(|(key, _)| *key == name).map_or(0, |(_, bits)| *bits)
}

/// Which plural a language makes where its lexicon declines no nouns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Plurals {
    English,
    French,
    /// Nouns stand under their declension.
    Declined,
}

struct File<'a> {
    table: &'a toml::Table,
    endings: Endings,
    slot: usize,
    plurals: Plurals,
}

impl File<'_> {
    /// The lists of a section, every entry in all its forms.
    fn lists(&self, section: &str) -> Vec<(String, Vec<String>)> {
        let section = self.table.get(section).and_then(toml::Value::as_table);
        section.into_iter().flatten().map(|(key, list)| (key.clone(), self.entries(list))).collect()
    }

    fn entries(&self, list: &toml::Value) -> Vec<String> {
        strings(list).iter().flat_map(|entry| self.endings.forms(entry)).collect()
    }

    /// Words and the number that each stands for: `two = 2`, or `2 = ["dos", "ambos"]`.
    fn values(&self, section: &str) -> Vec<(String, u32)> {
        let table = self.table.get(section).and_then(toml::Value::as_table);
        let mut out = Vec::new();
        for (key, value) in table.into_iter().flatten() {
            match value.as_integer() {
                Some(number) => out.push((key.clone(), u32::try_from(number).unwrap_or(0))),
                None => {
                    let number = key.parse().unwrap_or(0);
                    out.extend(self.entries(value).into_iter().map(|word| (word, number)));
                }
            }
        }
        out
    }
}

/// Adds the words of one lexicon file.
pub(super) fn load(lexicon: &mut Lexicon, table: &toml::Table, slot: usize, plurals: Plurals) {
    let file = File { table, endings: Endings::of(table), slot, plurals };
    numbers(lexicon, &file);
    for (name, list) in file.lists("vague") {
        let value = VAGUE.iter().position(|known| *known == name).unwrap_or(0) as u32;
        for text in list {
            lexicon.add(&text, slot, Entry { value, ..tagged(tag::VAGUE) });
        }
    }
    for (name, list) in file.lists("qualifiers").into_iter().chain(file.lists("tags")) {
        for text in list {
            lexicon.add(&text, slot, tagged(bits(&name)));
        }
    }
    let predicates = table.get("predicates").and_then(toml::Value::as_table);
    for (name, forms) in predicates.into_iter().flatten() {
        let kind = kind(name);
        for (name, list) in forms.as_table().into_iter().flatten() {
            for text in file.entries(list) {
                lexicon.add(&text, slot, Entry { kind, forms: form(name), ..Entry::default() });
            }
        }
    }
    nouns(lexicon, &file);
}

fn kind(name: &str) -> Kind {
    match name {
        "death" => Kind::Death,
        "injury" => Kind::Injury,
        "abduction" => Kind::Abduction,
        "missing" => Kind::Missing,
        "displaced" => Kind::Displaced,
        "neutralised" => Kind::Neutralised,
        "casualty" => Kind::Casualty,
        "unhurt" => Kind::Unhurt,
        _ => Kind::None,
    }
}

fn form(name: &str) -> u8 {
    match name {
        "participle" => form::PARTICIPLE,
        "active" => form::ACTIVE,
        "intransitive" => form::INTRANSITIVE,
        "noun" => form::NOUN,
        "nominal" => form::NOMINAL,
        _ => 0,
    }
}

fn numbers(lexicon: &mut Lexicon, file: &File<'_>) {
    let western = file.plurals != Plurals::Declined;
    for (section, bits) in [
        ("numbers", tag::NUMBER),
        ("teens", tag::NUMBER | tag::TEEN),
        ("multipliers", tag::MULTIPLIER),
        ("collectives", tag::DOZEN),
        ("rounded", tag::ROUNDED),
    ] {
        for (word, value) in file.values(section) {
            lexicon.add(&word, file.slot, Entry { value, ..tagged(bits) });
            let plural = bits == tag::DOZEN && !word.contains(' ') || bits == tag::ROUNDED;
            if plural && (western || file.table.contains_key("plural_s")) {
                lexicon.add(&format!("{word}s"), file.slot, Entry { value, ..tagged(bits | tag::PLURAL) });
            }
        }
    }
}

fn nouns(lexicon: &mut Lexicon, file: &File<'_>) {
    let declensions = declensions(file.table);
    let table = file.table.get("nouns").and_then(toml::Value::as_table);
    for (name, list) in table.into_iter().flatten() {
        let noun = match name.as_str() {
            "person" | "person_plural" | "person_singular" => tag::PERSON,
            other => bits(other),
        };
        // Whom a lexicon calls an enemy or its own is a person too.
        let noun = if matches!(name.as_str(), "enemy" | "own") { noun | tag::PERSON } else { noun };
        match list {
            toml::Value::Table(classes) => {
                for (class, stems) in classes {
                    let Some(declension) = declensions.get(class) else { continue };
                    for stem in strings(stems) {
                        let forms = [
                            (&declension.one, 0),
                            (&declension.two, tag::DUAL | tag::PLURAL),
                            (&declension.many, tag::PLURAL),
                        ];
                        for (endings, number) in forms {
                            for ending in endings {
                                lexicon.add(&format!("{stem}{ending}"), file.slot, tagged(noun | number));
                            }
                        }
                    }
                }
            }
            list => {
                let plural_only = name == "person_plural";
                for text in file.entries(list) {
                    lexicon.add(&text, file.slot, tagged(if plural_only { noun | tag::PLURAL } else { noun }));
                    if plural_only || name == "person_singular" {
                        continue;
                    }
                    let plural = plural(&text, file.plurals);
                    if plural != text {
                        lexicon.add(&plural, file.slot, tagged(noun | tag::PLURAL));
                    }
                }
            }
        }
    }
}

/// The plural of a noun or of the noun that leads a phrase.
pub(super) fn plural(text: &str, plurals: Plurals) -> String {
    match plurals {
        Plurals::English => {
            if let Some(stem) = text.strip_suffix("man").filter(|stem| !stem.ends_with("hu")) {
                return format!("{stem}men");
            }
            if let Some(stem) = text.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
                return format!("{stem}ies");
            }
            if text.ends_with("child") {
                return format!("{text}ren");
            }
            if text.ends_with(['s', 'x']) || text.ends_with("ch") || text.ends_with("sh") {
                return format!("{text}es");
            }
            if let Some((head, tail)) = text.split_once(" for ") {
                return format!("{head}s for {tail}");
            }
            format!("{text}s")
        }
        Plurals::French => {
            let parts = text.split(' ');
            let mut done = false;
            let words: Vec<String> = parts
                .map(|word| {
                    // What follows a preposition keeps its number: "chefs de village".
                    if done || matches!(word, "de" | "du" | "pour" | "d'une") || word.starts_with("d'") {
                        done = true;
                        return word.to_owned();
                    }
                    if word.ends_with(['s', 'x', 'z']) {
                        word.to_owned()
                    } else if let Some(stem) = word.strip_suffix("al") {
                        format!("{stem}aux")
                    } else if word.ends_with("au") || word.ends_with("eu") {
                        format!("{word}x")
                    } else {
                        format!("{word}s")
                    }
                })
                .collect();
            words.join(" ")
        }
        Plurals::Declined => text.to_owned(),
    }
}
