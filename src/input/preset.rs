//! Presets: what the columns of a known format are called and how its values are to be read, as TOML.

use super::InputError;
use crate::model::{Col, Unit};
use crate::text::dates::{Calendar, Order, Since, Style};
use crate::text::fold::fold;
use std::path::Path;
use std::sync::OnceLock;
use toml::{Table, Value};

/// The presets that ship with recount. Where two fit a header equally well, the earlier one is taken.
static SHIPPED: &[(&str, &str)] = &[
    ("acled", include_str!("../../data/presets/acled.toml")),
    ("ged", include_str!("../../data/presets/ged.toml")),
    ("gtd", include_str!("../../data/presets/gtd.toml")),
    ("ibc", include_str!("../../data/presets/ibc.toml")),
    ("emdat", include_str!("../../data/presets/emdat.toml")),
    ("msa", include_str!("../../data/presets/msa.toml")),
    ("victims", include_str!("../../data/presets/victims.toml")),
    ("gva", include_str!("../../data/presets/gva.toml")),
    ("wapo", include_str!("../../data/presets/wapo.toml")),
    ("motherjones", include_str!("../../data/presets/motherjones.toml")),
    ("missing_migrants", include_str!("../../data/presets/missing_migrants.toml")),
    ("awsd", include_str!("../../data/presets/awsd.toml")),
    ("scad", include_str!("../../data/presets/scad.toml")),
    ("ushahidi", include_str!("../../data/presets/ushahidi.toml")),
    ("gdelt", include_str!("../../data/presets/gdelt.toml")),
    ("hxl", include_str!("../../data/presets/hxl.toml")),
    ("reports", include_str!("../../data/presets/reports.toml")),
];

/// How one of our columns is filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spec {
    /// By the first of these columns that the file has.
    Named(Vec<String>),
    /// By all of these columns, joined by a string.
    Join(Vec<String>, String),
    /// In each row by the first of these columns that is not blank.
    First(Vec<String>),
    /// By one of the two numbers in a cell of the first of these columns that the file has: whether it is the second one.
    Part(Vec<String>, bool),
    /// By no column: the same in every row.
    Constant(String),
}

impl Spec {
    /// The names it looks for.
    pub fn names(&self) -> &[String] {
        match self {
            Spec::Named(names) | Spec::Join(names, _) | Spec::First(names) | Spec::Part(names, _) => names,
            Spec::Constant(_) => &[],
        }
    }
}

/// The reading of a known format.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Preset {
    /// Its name.
    pub name: String,
    /// What it reads, in words.
    pub title: String,
    /// Whether rows are events.
    pub unit: Unit,
    /// Name of the toll convention.
    pub convention: String,
    /// Name of the data set.
    pub dataset: String,
    /// Columns without which a file is not of this format; a name may list alternatives with `|`.
    pub recognise: Vec<String>,
    /// Our columns.
    pub columns: Vec<(Col, Spec)>,
    /// Codes of the format and the words that recount has for them.
    pub values: Vec<(Col, Vec<(String, String)>)>,
    /// Cells that say that nothing is known, in any column (`None`) or in one.
    pub blank: Vec<(Option<Col>, Vec<String>)>,
    /// Order of day and month.
    pub order: Order,
    /// The day from which bare numbers count days, where they do.
    pub since: Option<Since>,
    /// The calendar of its dates.
    pub calendar: Calendar,
    /// Line of the header, where it is not to be looked for.
    pub header_row: Option<u32>,
    /// Whether the file has no header.
    pub no_header: bool,
    /// Names of the columns of a file without a header, by their places.
    pub header: Vec<String>,
}

/// All presets that ship with recount, in the order in which they are tried.
pub fn shipped() -> &'static [Preset] {
    static PARSED: OnceLock<Vec<Preset>> = OnceLock::new();
    // A test parses them all: none is left out here.
    PARSED.get_or_init(|| SHIPPED.iter().filter_map(|(_, text)| Preset::parse(text).ok()).collect())
}

impl Preset {
    /// Whether it maps by common names, not those of one format.
    pub fn is_generic(&self) -> bool {
        matches!(self.name.as_str(), "reports" | "hxl")
    }

    /// How its dates are read.
    pub(super) fn style(&self) -> Style {
        Style {
            order: self.order,
            serials: self.since.is_some(),
            since: self.since.unwrap_or_default(),
            calendar: self.calendar,
        }
    }

    /// The preset of that name, or the one in the TOML file at that path.
    ///
    /// # Errors
    /// A name that nobody knows; a file that cannot be read or understood.
    pub fn load(name: &str) -> Result<Preset, InputError> {
        let wanted = name.trim().to_lowercase();
        if let Some(preset) = shipped().iter().find(|preset| preset.name == wanted) {
            return Ok(preset.clone());
        }
        let path = Path::new(name);
        if !path.exists() && !name.ends_with(".toml") {
            let names: Vec<&str> = shipped().iter().map(|preset| preset.name.as_str()).collect();
            let hint = nearest(&wanted, &names).map_or(String::new(), |near| format!(" (did you mean {near:?}?)"));
            return Err(InputError::UnknownPreset { name: name.to_owned(), hint, known: names.join(", ") });
        }
        let text = std::fs::read_to_string(path).map_err(|source| InputError::Io { path: path.to_owned(), source })?;
        let mut preset = Preset::parse(&text).map_err(|reason| InputError::Preset { path: path.to_owned(), reason })?;
        if preset.name.is_empty() {
            preset.name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        }
        if preset.dataset.is_empty() {
            preset.dataset.clone_from(&preset.name);
        }
        Ok(preset)
    }

    /// Reads a preset from TOML.
    ///
    /// # Errors
    /// A sentence that says what is wrong, with the nearest right word where a key is unknown.
    pub fn parse(text: &str) -> Result<Preset, String> {
        let table: Table = toml::from_str(text).map_err(|error| error.to_string().trim_end().replace('\n', " "))?;
        let preset = Preset::from_table(&table)?;
        if preset.columns.is_empty() {
            return Err(
                "there is no [columns] table; it says which column of the file fills which of recount's".to_owned()
            );
        }
        Ok(preset)
    }

    /// Reads a preset, or a part of one to lay over another ([`super::InputOptions::overlay`]), from a TOML table such as one within the
    /// settings file.
    ///
    /// # Errors
    /// As [`Preset::parse`].
    pub fn from_table(table: &Table) -> Result<Preset, String> {
        const KEYS: &[&str] = &[
            "name",
            "title",
            "unit",
            "convention",
            "dataset",
            "recognise",
            "columns",
            "values",
            "blank",
            "dates",
            "constants",
            "header_row",
            "no_header",
            "header",
        ];
        let mut preset = Preset::default();
        for (key, value) in table {
            match key.as_str() {
                "name" => preset.name = string(key, value)?,
                "title" => preset.title = string(key, value)?,
                "unit" => {
                    let name = string(key, value)?;
                    preset.unit = Unit::parse(&name).ok_or_else(|| {
                        format!("unit is {name:?}; it is \"report\" or \"event\", or \"victim\" for one row a person")
                    })?;
                }
                "convention" => preset.convention = string(key, value)?,
                "dataset" => preset.dataset = string(key, value)?,
                "recognise" => preset.recognise = strings(key, value)?,
                "columns" => {
                    for (name, value) in table_of(key, value)? {
                        preset.columns.push((column(key, name)?, spec(name, value)?));
                    }
                }
                "values" => {
                    for (name, value) in table_of(key, value)? {
                        let mut words = Vec::new();
                        for (code, word) in table_of(name, value)? {
                            words.push((code.clone(), string(code, word)?));
                        }
                        preset.values.push((column(key, name)?, words));
                    }
                }
                "blank" => {
                    for (name, value) in table_of(key, value)? {
                        let col = if name == "any" { None } else { Some(column(key, name)?) };
                        preset.blank.push((col, strings(name, value)?));
                    }
                }
                "dates" => preset.dates(key, value)?,
                "constants" => {
                    for (name, value) in table_of(key, value)? {
                        preset.columns.push((column(key, name)?, Spec::Constant(plain(name, value)?)));
                    }
                }
                "header_row" => preset.header_row = Some(line(key, value)?),
                "no_header" => {
                    preset.no_header = value
                        .as_bool()
                        .ok_or_else(|| format!("{key} is {}; it should be true or false", value.type_str()))?;
                }
                "header" => preset.header = strings(key, value)?,
                other => return Err(unknown("key", other, KEYS)),
            }
        }
        preset.columns.sort_by_key(|(col, _)| *col);
        if preset.convention.is_empty() {
            preset.convention = "generic".to_owned();
        }
        if preset.dataset.is_empty() {
            preset.dataset.clone_from(&preset.name);
        }
        Ok(preset)
    }
}

impl Preset {
    fn dates(&mut self, key: &str, value: &Value) -> Result<(), String> {
        const KEYS: &[&str] = &["order", "since", "calendar"];
        for (name, value) in table_of(key, value)? {
            match name.as_str() {
                "order" => self.order = order(&string(name, value)?)?,
                "since" => {
                    let wanted = plain(name, value)?;
                    let known = || Since::ALL.iter().map(|since| since.name()).collect::<Vec<_>>().join(", ");
                    let found = Since::ALL.into_iter().find(|since| since.name() == wanted);
                    self.since =
                        Some(found.ok_or_else(|| format!("dates.since is {wanted:?}; it is one of {}", known()))?);
                }
                "calendar" => {
                    let wanted = string(name, value)?;
                    let known = || Calendar::ALL.iter().map(|one| one.name()).collect::<Vec<_>>().join(", ");
                    let found = Calendar::ALL.into_iter().find(|one| one.name() == wanted);
                    self.calendar =
                        found.ok_or_else(|| format!("dates.calendar is {wanted:?}; it is one of {}", known()))?;
                }
                other => return Err(unknown("key in [dates]", other, KEYS)),
            }
        }
        Ok(())
    }
}

fn order(word: &str) -> Result<Order, String> {
    match word {
        "day-first" => Ok(Order::DayFirst),
        "month-first" => Ok(Order::MonthFirst),
        "unknown" => Ok(Order::Unknown),
        other => Err(format!("dates.order is {other:?}; it is \"day-first\", \"month-first\" or \"unknown\"")),
    }
}

/// A text, number or truth, as a cell would hold it.
fn plain(key: &str, value: &Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Integer(number) => Ok(number.to_string()),
        Value::Float(number) => Ok(number.to_string()),
        Value::Datetime(day) => Ok(day.to_string()),
        _ => Err(format!("{key} is {}; it should be a text or a number", value.type_str())),
    }
}

fn line(key: &str, value: &Value) -> Result<u32, String> {
    value
        .as_integer()
        .and_then(|line| u32::try_from(line).ok())
        .filter(|line| *line > 0)
        .ok_or_else(|| format!("{key} is {value}; it should be the number of a line, from 1"))
}

fn spec(name: &str, value: &Value) -> Result<Spec, String> {
    const KEYS: &[&str] = &["join", "with", "first", "value", "part", "of"];
    let Value::Table(table) = value else { return Ok(Spec::Named(strings(name, value)?)) };
    let (mut join, mut first, mut with) = (None, None, "; ".to_owned());
    let (mut constant, mut part, mut of) = (None, None, None);
    for (key, value) in table {
        match key.as_str() {
            "join" => join = Some(strings(key, value)?),
            "first" => first = Some(strings(key, value)?),
            "with" => with = string(key, value)?,
            "value" => constant = Some(plain(key, value)?),
            "part" => part = Some(value.as_integer()),
            "of" => of = Some(strings(key, value)?),
            other => return Err(unknown(&format!("key in columns.{name}"), other, KEYS)),
        }
    }
    match (join, first, constant, part, of) {
        (Some(names), None, None, None, None) => Ok(Spec::Join(names, with)),
        (None, Some(names), None, None, None) => Ok(Spec::First(names)),
        (None, None, Some(value), None, None) => Ok(Spec::Constant(value)),
        (None, None, None, Some(Some(part @ (1 | 2))), Some(names)) => Ok(Spec::Part(names, part == 2)),
        _ => Err(format!(
            "columns.{name} wants one of `join` or `first` with a list of columns, `value` with what stands in every row, or `part` \
             (1 or 2) `of` a column with two numbers in a cell"
        )),
    }
}

fn column(table: &str, name: &str) -> Result<Col, String> {
    let names: Vec<&str> = Col::ALL.iter().map(|col| col.name()).collect();
    Col::parse(name).ok_or_else(|| unknown(&format!("column in [{table}]"), name, &names))
}

fn string(key: &str, value: &Value) -> Result<String, String> {
    value
        .as_str()
        .map(str::to_owned)
        .ok_or_else(|| format!("{key} is {}; it should be a text in quotes", value.type_str()))
}

fn strings(key: &str, value: &Value) -> Result<Vec<String>, String> {
    match value {
        Value::String(text) => Ok(vec![text.clone()]),
        Value::Array(items) => items.iter().map(|item| string(key, item)).collect(),
        _ => Err(format!("{key} is {}; it should be a text in quotes or a list of them", value.type_str())),
    }
}

fn table_of<'a>(key: &str, value: &'a Value) -> Result<&'a Table, String> {
    value.as_table().ok_or_else(|| format!("{key} is {}; it should be a table", value.type_str()))
}

fn unknown(what: &str, name: &str, known: &[&str]) -> String {
    match nearest(name, known) {
        Some(near) => format!("unknown {what}: {name:?}; did you mean {near:?}?"),
        None => format!("unknown {what}: {name:?}; known are {}", known.join(", ")),
    }
}

/// The known word that a mistyped one most probably stands for.
pub(super) fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let (score, near) = known
        .iter()
        .map(|near| (strsim::jaro_winkler(name, near), *near))
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))?;
    (score > 0.8).then_some(near)
}

/// What is left of a header once case, blanks, underscores and punctuation no longer count. HXL tags keep their mark, and their
/// attributes are put in order.
pub fn canonical(header: &str) -> String {
    let header = header.trim();
    if header.starts_with('#') {
        let lower: String = header.to_lowercase().chars().filter(|ch| !ch.is_whitespace()).collect();
        let mut attributes: Vec<&str> = lower.split('+').skip(1).collect();
        attributes.sort_unstable();
        let tag = lower.split('+').next().unwrap_or("");
        return attributes.into_iter().fold(tag.to_owned(), |joined, attribute| joined + "+" + attribute);
    }
    fold(header).replace(' ', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_preset_can_be_parsed() {
        for (name, text) in SHIPPED {
            let preset = Preset::parse(text).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(preset.name, *name);
            assert!(!preset.title.is_empty(), "{name}");
        }
        assert_eq!(shipped().len(), SHIPPED.len());
    }

    #[test]
    fn mistakes_are_named() {
        let error = |text: &str| Preset::parse(text).unwrap_err();
        assert_eq!(error("colums = {}"), "unknown key: \"colums\"; did you mean \"columns\"?");
        assert_eq!(
            error("[columns]\nkiled = \"dead\""),
            "unknown column in [columns]: \"kiled\"; did you mean \"killed\"?"
        );
        assert!(error("unit = \"rows\"").contains("\"report\" or \"event\""));
        assert!(error("name = \"x\"").contains("no [columns] table"));
        assert!(error("[columns]\nkilled = { joined = [\"a\"] }").contains("did you mean \"join\"?"));
        assert!(error("[columns]\nkilled = 3").contains("killed is integer"));
        assert!(error("[columns").contains("line 1"));
        let near = Preset::load("aclde").unwrap_err().to_string();
        assert!(near.contains("did you mean \"acled\"?"), "{near}");
    }

    #[test]
    fn headers_are_compared_without_their_dress() {
        assert_eq!(canonical(" Event_Date "), "eventdate");
        assert_eq!(canonical("Targeted Victim/s -Detailed"), canonical("Targeted Victim/s - Detailed"));
        assert_eq!(canonical("#Adm1 +name+FR"), "#adm1+fr+name");
        assert_eq!(canonical("#adm1+fr+name"), canonical("#adm1+name+fr"));
        assert_eq!(canonical("Décès"), "deces");
    }
}
