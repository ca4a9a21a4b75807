//! Levels and knobs of rules, checked against the catalogue.

use super::reading::{Section, listed, suggest, texts, whole};
use super::setting::Origin;
pub use crate::model::KnobValue;
use crate::model::finding::{Family, Severity};
use toml::de::DeValue;

/// What settings need to know of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleFacts {
    /// Its code.
    pub code: String,
    /// Its knobs.
    pub knobs: Vec<KnobFacts>,
}

/// What settings need to know of a knob.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnobFacts {
    /// Its name.
    pub name: String,
    /// What it takes.
    pub kind: KnobKind,
}

/// What a knob takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnobKind {
    /// A whole number.
    Int,
    /// A number.
    Float,
    /// True or false.
    Bool,
    /// A text.
    Text,
    /// A list of texts.
    List,
}

impl KnobKind {
    const fn words(self) -> &'static str {
        match self {
            KnobKind::Int => "a whole number",
            KnobKind::Float => "a number",
            KnobKind::Bool => "true or false",
            KnobKind::Text => "a text in quotes",
            KnobKind::List => "a text in quotes or a list of them",
        }
    }
}

/// A knob that the file sets.
#[derive(Debug, Clone, PartialEq)]
pub struct KnobSetting {
    /// The rule.
    pub code: String,
    /// The knob.
    pub name: String,
    /// Its value.
    pub value: KnobValue,
    /// Where it was set.
    pub origin: Origin,
}

/// A level that the file sets. A condition that is left empty holds for all; where several settings hold, the last one does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelSetting {
    /// Codes, or beginnings of codes; empty for all rules.
    pub codes: Vec<String>,
    /// Sources, as glob patterns.
    pub sources: Vec<String>,
    /// Paths of inputs, as glob patterns.
    pub paths: Vec<String>,
    /// The severity; `None` where findings are not shown.
    pub level: Option<Severity>,
    /// Where it was set.
    pub origin: Origin,
    /// What it says, for the finding to cite: `TOL006 = "info"`.
    pub says: String,
}

/// The words for levels.
pub(super) const LEVELS: [(&str, Option<Severity>); 4] = [
    ("error", Some(Severity::Error)),
    ("warning", Some(Severity::Warning)),
    ("info", Some(Severity::Info)),
    ("off", None),
];

fn level_word(level: Option<Severity>) -> &'static str {
    level.map_or("off", Severity::name)
}

/// Reads `[rules]`: tables by code, or by the three letters of a family, which take a level only.
pub(super) fn read(rules: &Section<'_>, catalogue: &[RuleFacts]) -> (Vec<LevelSetting>, Vec<KnobSetting>) {
    let (mut families, mut levels, mut knobs) = (Vec::new(), Vec::new(), Vec::new());
    for (name, at, value) in rules.entries() {
        let code = name.to_uppercase();
        let rule = catalogue.iter().find(|rule| rule.code == code);
        let family = Family::ALL.iter().any(|family| family.prefix() == code);
        if rule.is_none() && !family && !is_user_code(&code) {
            unknown_rule(rules, name, at, catalogue);
            continue;
        }
        // [rules] TOL006 = "off" says the same as [rules.TOL006] level = "off".
        if let Some(word) = value.get_ref().as_str() {
            match LEVELS.iter().find(|(known, _)| *known == word) {
                Some((_, level)) => {
                    let found = level_setting(rules, vec![code], *level, at);
                    if family { families.push(found) } else { levels.push(found) }
                }
                None => bad_level(rules, word, value.span().start),
            }
            continue;
        }
        let Some(section) = rules.below(format!("[rules.{name}]"), value) else {
            rules.source.problem(
                value.span().start,
                format!(
                    "`{name}` takes a level, {}, or a table [rules.{name}]",
                    listed(LEVELS.iter().map(|(word, _)| *word))
                ),
            );
            continue;
        };
        let own: Vec<&str> =
            rule.into_iter().flat_map(|rule| rule.knobs.iter().map(|knob| knob.name.as_str())).collect();
        section.only(&std::iter::once("level").chain(own).collect::<Vec<_>>());
        if let Some(level) = section.word("level", &LEVELS) {
            let found = level_setting(&section, vec![code.clone()], level.value, level.at);
            if family { families.push(found) } else { levels.push(found) }
        }
        for knob in rule.into_iter().flat_map(|rule| &rule.knobs) {
            let Some(raw) = section.raw(&knob.name) else { continue };
            let origin = section.source.origin(raw.span().start);
            match knob_value(raw.get_ref(), knob.kind) {
                Some(value) => knobs.push(KnobSetting { code: code.clone(), name: knob.name.clone(), value, origin }),
                None => section.source.problem(
                    raw.span().start,
                    format!(
                        "`{}` is {}; it takes {}",
                        knob.name,
                        super::reading::kind(raw.get_ref()),
                        knob.kind.words()
                    ),
                ),
            }
        }
    }
    // A rule's own level goes before its family's, wherever they stand.
    families.extend(levels);
    (families, knobs)
}

/// Reads an `[[override]]`: levels for some sources or paths.
pub(super) fn read_override(section: &Section<'_>, catalogue: &[RuleFacts]) -> Vec<LevelSetting> {
    section.only(&["path", "source", "rules", "level"]);
    let list = |key: &str| section.texts(key).map(|texts| texts.value).unwrap_or_default();
    let (paths, sources) = (list("path"), list("source"));
    if paths.is_empty() && sources.is_empty() {
        let message = "an [[override]] needs `path` or `source`; what holds everywhere belongs under [rules]";
        section.source.problem(section.at, message);
    }
    for pattern in paths.iter().chain(&sources) {
        if let Err(error) = glob::Pattern::new(pattern) {
            section.source.problem(section.at, format!("the pattern \"{pattern}\" cannot be read: {error}"));
        }
    }
    let mut found = Vec::new();
    match section.raw("rules").map(|value| (value, value.get_ref())) {
        // rules = { TOL006 = "off", DUP = "info" }, or a table [override.rules]
        Some((value, DeValue::Table(_))) => {
            if let Some(table) = section.below("[override.rules]".to_owned(), value) {
                let (levels, knobs) = read(&table, catalogue);
                found = levels;
                if let Some(knob) = knobs.first() {
                    let message = format!(
                        "`{}` of {} cannot be set for some sources or paths; only `level` can",
                        knob.name, knob.code
                    );
                    section.source.problem(value.span().start, message);
                }
            }
        }
        // rules = ["TOL", "DUP001"] and level = "off", or no rules for all of them
        _ => {
            let mut codes = Vec::new();
            for name in list("rules") {
                let code = name.trim().to_uppercase();
                let known = catalogue.iter().any(|rule| rule.code.starts_with(&code)) || code.starts_with("USR");
                if code.is_empty() || !known {
                    unknown_rule(
                        section,
                        &name,
                        section.raw("rules").map_or(section.at, |value| value.span().start),
                        catalogue,
                    );
                }
                codes.push(code);
            }
            match section.word("level", &LEVELS) {
                Some(level) => found.push(level_setting(section, codes, level.value, level.at)),
                None if section.raw("level").is_none() => {
                    let all = listed(LEVELS.iter().map(|(word, _)| *word));
                    section.source.problem(section.at, format!("an [[override]] needs `level`: {all}"));
                }
                None => {}
            }
        }
    }
    for setting in &mut found {
        (setting.paths, setting.sources) = (paths.clone(), sources.clone());
    }
    found
}

fn level_setting(section: &Section<'_>, codes: Vec<String>, level: Option<Severity>, at: usize) -> LevelSetting {
    let what = if codes.is_empty() { "level".to_owned() } else { codes.join(", ") };
    LevelSetting {
        says: format!("{what} = \"{}\"", level_word(level)),
        codes,
        sources: Vec::new(),
        paths: Vec::new(),
        level,
        origin: section.source.origin(at),
    }
}

fn bad_level(section: &Section<'_>, word: &str, at: usize) {
    let all = listed(LEVELS.iter().map(|(word, _)| *word));
    let hint = suggest(word, LEVELS.iter().map(|(word, _)| *word));
    section.source.problem(at, format!("\"{word}\" is no level; it is one of {all}{hint}"));
}

fn is_user_code(code: &str) -> bool {
    code.strip_prefix("USR").is_some_and(|number| number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn unknown_rule(section: &Section<'_>, name: &str, at: usize, catalogue: &[RuleFacts]) {
    let hint = suggest(name, catalogue.iter().map(|rule| rule.code.as_str()));
    section.source.problem(at, format!("there is no rule `{name}`{hint} (`recount rules` lists them all)"));
}

fn knob_value(value: &DeValue<'_>, kind: KnobKind) -> Option<KnobValue> {
    match kind {
        KnobKind::Int => whole(value).map(KnobValue::Int),
        KnobKind::Float => match value {
            DeValue::Float(number) => number.as_str().parse().ok().filter(|number: &f64| number.is_finite()),
            _ => whole(value).map(|number| number as f64),
        }
        .map(KnobValue::Float),
        KnobKind::Bool => value.as_bool().map(KnobValue::Bool),
        KnobKind::Text => value.as_str().map(|text| KnobValue::Text(text.to_owned())),
        KnobKind::List => texts(value).map(KnobValue::List),
    }
}
