//! `[conventions.NAME]`: toll conventions of the user's own, and whether a convention that is named exists.

use super::reading::{At, Section, listed, suggest};
use super::setting::Origin;
use crate::model::Convention;
use crate::text::conventions;

/// A convention that the file makes.
#[derive(Debug, Clone, PartialEq)]
pub struct ConventionSetting {
    /// Its name.
    pub name: String,
    /// What its words stand for; those that it leaves out stand for what they do in the generic one.
    pub words: Convention,
    /// Where it stands.
    pub origin: Origin,
}

/// The words of a convention.
pub(super) const WORDS: [&str; 7] = ["several", "some", "dozens", "scores", "hundreds", "thousands", "about"];

/// Reads the tables under `[conventions]`.
pub(super) fn read(root: &Section<'_>) -> Vec<ConventionSetting> {
    let Some(all) = root.section("conventions") else { return Vec::new() };
    let mut made = Vec::new();
    for (name, at, value) in all.entries() {
        let Some(section) = all.below(format!("[conventions.{name}]"), value) else {
            all.source.problem(at, format!("`conventions.{name}` is no table; head it [conventions.{name}]"));
            continue;
        };
        section.only(&WORDS);
        made.push(ConventionSetting {
            name: name.to_owned(),
            words: words(&section),
            origin: section.source.origin(at),
        });
    }
    made
}

fn words(section: &Section<'_>) -> Convention {
    let mut made = Convention::default();
    for word in WORDS {
        let Some(number) = section.whole(word) else { continue };
        let limit = if word == "about" { 100 } else { u32::MAX };
        match u32::try_from(number.value).ok().filter(|count| *count <= limit) {
            Some(count) => *field(&mut made, word) = count,
            None if word == "about" => {
                section
                    .source
                    .problem(number.at, "`about` is how far \"about N\" may lie from N, in percent: 0 to 100");
            }
            None => section.source.problem(
                number.at,
                format!("`{word}` is the lowest number that the word allows: a whole number from 0 on"),
            ),
        }
    }
    made
}

fn field<'c>(convention: &'c mut Convention, word: &str) -> &'c mut u32 {
    match word {
        "several" => &mut convention.several,
        "dozens" => &mut convention.dozens,
        "scores" => &mut convention.scores,
        "hundreds" => &mut convention.hundreds,
        "thousands" => &mut convention.thousands,
        "about" => &mut convention.about,
        _ => &mut convention.some,
    }
}

/// The words of a convention with their numbers.
pub(super) fn numbers(convention: &Convention) -> impl Iterator<Item = (&'static str, u32)> + use<> {
    let mut convention = *convention;
    WORDS.into_iter().map(move |word| (word, *field(&mut convention, word)))
}

/// Complains of a convention that nobody knows.
pub(super) fn known(section: &Section<'_>, named: Option<&At<String>>, own: &[ConventionSetting]) {
    let Some(named) = named else { return };
    if own.iter().any(|made| made.name == named.value) || conventions::named(&named.value).is_some() {
        return;
    }
    let shipped = conventions::names();
    let names = || own.iter().map(|made| made.name.as_str()).chain(shipped.iter().map(String::as_str));
    let hint = suggest(&named.value, names());
    section.source.problem(
        named.at,
        format!(
            "there is no convention \"{}\"{hint}; there are {}, and [conventions.{}] would make it",
            named.value,
            listed(names()).replace(" or ", " and "),
            named.value
        ),
    );
}
