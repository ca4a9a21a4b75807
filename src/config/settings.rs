//! `recount.toml`: every setting with its origin. Built-in values go before the file, the file before options.

use super::conventions::{self, ConventionSetting};
use super::reading::{At, Problems, Section, Source};
use super::rules::{self, KnobSetting, LevelSetting, RuleFacts};
use super::setting::{Origin, Setting};
use super::{checks, rules::KnobValue};
use crate::model::check::UserCheck;
use crate::model::{Limits, Severity, Unit};
use std::path::Path;

/// Lowest severity that fails a run; `None` for never.
pub type FailOn = Option<Severity>;

/// An input that the file names.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct InputSettings {
    /// File, folder or glob.
    pub path: String,
    /// Preset by name or file.
    pub preset: Option<String>,
    /// What a row is.
    pub unit: Option<Unit>,
    /// Name of the data set.
    pub dataset: Option<String>,
    /// Name of the toll convention.
    pub convention: Option<String>,
    /// Sheets of a workbook.
    pub sheets: Vec<String>,
    /// Encoding of a text.
    pub encoding: Option<String>,
    /// What stands between the cells of a line.
    pub delimiter: Option<u8>,
    /// Where in a JSON text the reports are.
    pub list: Option<String>,
    /// `columns`, `values`, `blank` and `dates` in the shape of a preset, where the input has any of them: what they
    /// name goes before the preset.
    pub mapping: Option<toml::Table>,
    /// Where it stands.
    pub origin: Origin,
}

/// All settings.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Inputs; where options name some, these are left out.
    pub inputs: Vec<InputSettings>,
    /// Folder of the store; `None` to keep nothing.
    pub db: Setting<Option<String>>,
    /// Preset of inputs that name none; `None` to recognise it.
    pub preset: Setting<Option<String>>,
    /// What a row is; `None` for what the preset says.
    pub unit: Setting<Option<Unit>>,
    /// Toll convention; `None` for the preset's.
    pub convention: Setting<Option<String>>,
    /// Toll conventions of the user's own.
    pub conventions: Vec<ConventionSetting>,
    /// Gazetteers.
    pub gazetteers: Setting<Vec<String>>,
    /// Outputs, as `--emit` takes them.
    pub emit: Setting<Vec<String>>,
    /// Lowest severity that fails a run.
    pub fail_on: Setting<FailOn>,
    /// Baseline.
    pub baseline: Setting<Option<String>>,
    /// Decisions file; `None` where there is none beside the settings.
    pub decisions: Setting<Option<String>>,
    /// Threads; 0 for one a core.
    pub threads: Setting<usize>,
    /// Learn the weights of linking from the data.
    pub learn: Setting<bool>,
    /// Hide what identifies people.
    pub redact: Setting<bool>,
    /// Rules to run; empty for all.
    pub only: Setting<Vec<String>>,
    /// Rules to leave out.
    pub skip: Setting<Vec<String>>,
    /// Levels of rules; where several hold, the last one does.
    pub levels: Vec<LevelSetting>,
    /// Knobs of rules.
    pub knobs: Vec<KnobSetting>,
    /// The user's own checks.
    pub checks: Vec<UserCheck>,
    /// How much an input may be, where the file says it.
    pub limits: Vec<LimitSetting>,
}

/// A limit that the file sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitSetting {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: u64,
    /// Where it stands.
    pub origin: Origin,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            inputs: Vec::new(),
            db: Setting::built_in(Some(".recount".to_owned())),
            preset: Setting::default(),
            unit: Setting::default(),
            convention: Setting::default(),
            conventions: Vec::new(),
            gazetteers: Setting::default(),
            emit: Setting::default(),
            fail_on: Setting::built_in(Some(Severity::Error)),
            baseline: Setting::default(),
            decisions: Setting::default(),
            threads: Setting::default(),
            learn: Setting::default(),
            redact: Setting::default(),
            only: Setting::default(),
            skip: Setting::default(),
            levels: Vec::new(),
            knobs: Vec::new(),
            checks: Vec::new(),
            limits: Vec::new(),
        }
    }
}

/// The keys of the settings file, at its top.
pub const KEYS: &[&str] = &[
    "inputs",
    "input",
    "db",
    "preset",
    "unit",
    "convention",
    "conventions",
    "gazetteers",
    "emit",
    "fail_on",
    "baseline",
    "decisions",
    "threads",
    "learn",
    "redact",
    "only",
    "skip",
    "rules",
    "override",
    "check",
    "limits",
];

const MAPPING_KEYS: &[&str] = &["columns", "values", "blank", "dates", "constants", "header_row", "no_header"];

const UNITS: [(&str, Unit); 3] = [("report", Unit::Report), ("event", Unit::Event), ("victim", Unit::Victim)];

const FAIL_ON: [(&str, FailOn); 4] = [
    ("error", Some(Severity::Error)),
    ("warning", Some(Severity::Warning)),
    ("info", Some(Severity::Info)),
    ("never", None),
];

impl Settings {
    /// Reads a settings file; `file` is its name for messages and origins.
    ///
    /// # Errors
    /// Everything that is wrong with it, each with its line, column and remedy.
    pub fn parse(file: &str, text: &str, catalogue: &[RuleFacts]) -> Result<Settings, Problems> {
        Source::read(file, text, |source, root| {
            root.only(KEYS);
            let mut settings = Settings::default();
            let some = |text: Option<At<String>>| text.map(|text| (Some(text.value), source.origin(text.at)));
            let list = |key: &str| root.texts(key).map(|texts| (texts.value, source.origin(texts.at)));
            let truth = |key: &str| root.truth(key).map(|truth| (truth.value, source.origin(truth.at)));
            settings.preset.file(some(root.filled("preset")));
            settings.conventions = conventions::read(&root);
            let convention = root.filled("convention");
            conventions::known(&root, convention.as_ref(), &settings.conventions);
            settings.convention.file(some(convention));
            settings.baseline.file(some(root.filled("baseline")));
            settings.decisions.file(some(root.filled("decisions")));
            settings.gazetteers.file(list("gazetteers"));
            settings.emit.file(list("emit"));
            settings.only.file(list("only"));
            settings.skip.file(list("skip"));
            settings.learn.file(truth("learn"));
            settings.redact.file(truth("redact"));
            settings.unit.file(root.word("unit", &UNITS).map(|unit| (Some(unit.value), source.origin(unit.at))));
            settings.fail_on.file(root.word("fail_on", &FAIL_ON).map(|level| (level.value, source.origin(level.at))));
            // db = false keeps nothing.
            match root.raw("db").map(|value| (value.get_ref().as_bool(), value.span().start)) {
                Some((Some(false), at)) => settings.db.file(Some((None, source.origin(at)))),
                Some((Some(true), at)) => {
                    source.problem(at, "`db` is true; name its folder, or write false to keep nothing");
                }
                _ => settings.db.file(some(root.filled("db"))),
            }
            if let Some(threads) = root.whole("threads") {
                match usize::try_from(threads.value).ok().filter(|count| *count <= 1024) {
                    Some(count) => settings.threads.file(Some((count, source.origin(threads.at)))),
                    None => source.problem(threads.at, "`threads` is a number from 1 to 1024, or 0 for one a core"),
                }
            }
            if let Some(paths) = root.texts("inputs") {
                let origin = source.origin(paths.at);
                settings.inputs.extend(paths.value.into_iter().map(|path| InputSettings {
                    path,
                    origin: origin.clone(),
                    ..InputSettings::default()
                }));
            }
            let own = &settings.conventions;
            settings.inputs.extend(root.sections("input").iter().filter_map(|section| input(section, own)));
            if let Some(section) = root.section("rules") {
                (settings.levels, settings.knobs) = rules::read(&section, catalogue);
            }
            for section in root.sections("override") {
                settings.levels.extend(rules::read_override(&section, catalogue));
            }
            settings.checks = checks::read(&root.sections("check"));
            settings.limits = root.section("limits").map(|section| limits(&section)).unwrap_or_default();
            settings
        })
    }

    /// Makes relative paths that stand in the file relative to the file's folder, where they are meant.
    pub fn anchor(&mut self, folder: &Path) {
        let anchored = |path: &str| {
            if path == "-" || Path::new(path).is_absolute() || folder.as_os_str().is_empty() || folder == Path::new(".")
            {
                return path.to_owned();
            }
            folder.join(path).to_string_lossy().into_owned()
        };
        // A preset is a name unless it looks like a file.
        let preset = |name: &str| if name.ends_with(".toml") { anchored(name) } else { name.to_owned() };
        for input in &mut self.inputs {
            input.path = anchored(&input.path);
            input.preset = input.preset.as_deref().map(preset);
        }
        for one in [&mut self.db, &mut self.baseline, &mut self.decisions] {
            if one.is_from_file() {
                one.value = one.value.as_deref().map(anchored);
            }
        }
        if self.preset.is_from_file() {
            self.preset.value = self.preset.value.as_deref().map(preset);
        }
        if self.gazetteers.is_from_file() {
            self.gazetteers.value = self.gazetteers.value.iter().map(|path| anchored(path)).collect();
        }
        if self.emit.is_from_file() {
            for output in &mut self.emit.value {
                if let Some((kind, path)) = output.split_once('=') {
                    *output = format!("{kind}={}", anchored(path));
                }
            }
        }
    }

    /// How much an input may be: what the file says, and what goes without saying.
    pub fn limits(&self) -> Limits {
        let mut limits = Limits::default();
        for set in &self.limits {
            limits.set(set.name, set.value);
        }
        limits
    }

    /// Every setting as `config show` prints it: name, value, origin.
    pub fn show(&self) -> Vec<(String, String, String)> {
        fn row<T>(name: &str, setting: &Setting<T>, value: impl FnOnce(&T) -> String) -> (String, String, String) {
            (name.to_owned(), value(&setting.value), setting.origin.to_string())
        }
        let quoted = |text: &String| format!("{text:?}");
        let text = |otherwise: &'static str| {
            move |value: &Option<String>| {
                value.as_ref().map_or_else(|| otherwise.to_owned(), |text| format!("{text:?}"))
            }
        };
        let list = |value: &Vec<String>| format!("[{}]", value.iter().map(quoted).collect::<Vec<_>>().join(", "));
        let mut rows: Vec<(String, String, String)> =
            self.inputs.iter().map(|input| ("input".to_owned(), input.describe(), input.origin.to_string())).collect();
        rows.extend([
            row("db", &self.db, text("false")),
            row("preset", &self.preset, text("(recognised)")),
            row("unit", &self.unit, |unit| unit.map_or("(by preset)", Unit::name).to_owned()),
            row("convention", &self.convention, text("(by preset)")),
            row("gazetteers", &self.gazetteers, list),
            row("emit", &self.emit, list),
            row("fail_on", &self.fail_on, |level| format!("{:?}", level.map_or("never", Severity::name))),
            row("baseline", &self.baseline, text("(none)")),
            row("decisions", &self.decisions, text("(none)")),
            row(
                "threads",
                &self.threads,
                |count| if *count == 0 { "(one a core)".to_owned() } else { count.to_string() },
            ),
            row("learn", &self.learn, ToString::to_string),
            row("redact", &self.redact, ToString::to_string),
            row("only", &self.only, list),
            row("skip", &self.skip, list),
        ]);
        rows.extend(self.conventions.iter().flat_map(|made| {
            conventions::numbers(&made.words).map(|(word, number)| {
                (format!("conventions.{}.{word}", made.name), number.to_string(), made.origin.to_string())
            })
        }));
        rows.extend(self.levels.iter().map(|level| {
            let mut name =
                if level.codes.is_empty() { "rules".to_owned() } else { format!("rules.{}", level.codes.join(",")) };
            if !level.sources.is_empty() {
                name += &format!(" where source = {}", level.sources.join(", "));
            }
            if !level.paths.is_empty() {
                name += &format!(" where path = {}", level.paths.join(", "));
            }
            (
                format!("{name}.level"),
                format!("{:?}", level.level.map_or("off", Severity::name)),
                level.origin.to_string(),
            )
        }));
        rows.extend(self.limits().list().map(|(name, value, _)| {
            let set = self.limits.iter().find(|set| set.name == name);
            let origin = set.map_or_else(|| Origin::default().to_string(), |set| set.origin.to_string());
            (format!("limits.{name}"), value.to_string(), origin)
        }));
        rows.extend(self.checks.iter().map(|check| {
            let value = format!("{:?}, {}", check.level.name(), check.describe());
            (format!("check.{}", check.name), value, check.origin.clone())
        }));
        rows.extend(self.knobs.iter().map(|knob| {
            let value = match &knob.value {
                KnobValue::Int(value) => value.to_string(),
                KnobValue::Float(value) => value.to_string(),
                KnobValue::Bool(value) => value.to_string(),
                KnobValue::Text(value) => format!("{value:?}"),
                KnobValue::List(value) => list(value),
            };
            (format!("rules.{}.{}", knob.code, knob.name), value, knob.origin.to_string())
        }));
        rows
    }
}

impl InputSettings {
    fn describe(&self) -> String {
        let mut words = vec![format!("{:?}", self.path)];
        let named = [
            ("preset", &self.preset),
            ("dataset", &self.dataset),
            ("convention", &self.convention),
            ("encoding", &self.encoding),
            ("list", &self.list),
        ];
        words.extend(named.iter().filter_map(|(name, value)| Some(format!("{name} = {:?}", (*value).as_ref()?))));
        words.extend(self.sheets.iter().map(|sheet| format!("sheet = {sheet:?}")));
        words.extend(self.delimiter.map(|byte| format!("delimiter = {:?}", char::from(byte))));
        words.extend(self.unit.map(|unit| format!("unit = {:?}", unit.name())));
        words.extend(self.mapping.as_ref().map(|_| "mapping of its own".to_owned()));
        words.join(", ")
    }
}

fn input(section: &Section<'_>, own: &[ConventionSetting]) -> Option<InputSettings> {
    section.only(
        &[&["path", "preset", "unit", "dataset", "convention", "sheet", "encoding", "delimiter", "list"], MAPPING_KEYS]
            .concat(),
    );
    let text = |key: &str| section.filled(key).map(|text| text.value);
    let path = section.filled("path");
    if path.is_none() && section.raw("path").is_none() {
        section.source.problem(section.at, "an [[input]] needs `path`: a file, a folder or a glob");
    }
    let convention = section.filled("convention");
    conventions::known(section, convention.as_ref(), own);
    let mapping = section.plain(MAPPING_KEYS);
    Some(InputSettings {
        path: path?.value,
        preset: text("preset"),
        unit: section.word("unit", &UNITS).map(|unit| unit.value),
        dataset: text("dataset"),
        convention: convention.map(|text| text.value),
        sheets: section.texts("sheet").map(|sheets| sheets.value).unwrap_or_default(),
        encoding: text("encoding"),
        delimiter: delimiter(section),
        list: text("list"),
        mapping: (!mapping.is_empty()).then_some(mapping),
        origin: section.source.origin(section.at),
    })
}

/// A delimiter: one character, or its name.
fn delimiter(section: &Section<'_>) -> Option<u8> {
    const NAMES: &[(&str, u8)] =
        &[("comma", b','), ("semicolon", b';'), ("tab", b'\t'), ("bar", b'|'), ("pipe", b'|'), ("space", b' ')];
    let text = section.text("delimiter")?;
    let named = NAMES.iter().find(|(name, _)| text.value.trim() == *name).map(|(_, byte)| *byte);
    let found = named.or(match text.value.as_bytes() {
        [byte] if byte.is_ascii() && !byte.is_ascii_alphanumeric() && !matches!(byte, b'"' | b'\n' | b'\r') => {
            Some(*byte)
        }
        _ => None,
    });
    if found.is_none() {
        let message = format!(
            "`delimiter` is {:?}; it is one character such as \";\", or comma, semicolon, tab, bar",
            text.value
        );
        section.source.problem(text.at, message);
    }
    found
}

/// Limits that the file sets, with where it does.
fn limits(section: &Section<'_>) -> Vec<LimitSetting> {
    let known = Limits::default().list();
    let names: Vec<&str> = known.iter().map(|(name, ..)| *name).collect();
    section.only(&names);
    let mut set = Vec::new();
    for (name, _, says) in known {
        let Some(number) = section.whole(name) else { continue };
        match u64::try_from(number.value).ok().filter(|value| *value > 0) {
            Some(value) => set.push(LimitSetting { name, value, origin: section.source.origin(number.at) }),
            None => section.source.problem(number.at, format!("`{name}` is a number above 0: {says}")),
        }
    }
    set
}
