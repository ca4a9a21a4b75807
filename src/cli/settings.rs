//! From what the user typed, and the settings file, to a job: once, with the origin of everything kept.

use super::arguments::{CheckArgs, Common, Reading, When};
use crate::catalogue::{Knobs, knob};
use crate::config::{self, KnobFacts, KnobKind, RuleFacts, Settings, decisions};
use crate::input::Preset;
use crate::model::{Day, Decisions, Severity, Unit};
use crate::rules;
use crate::run::Error;
use crate::run::job::{InputHow, Job};
use crate::triage::{Baseline, Level, Setting};
use jiff::Zoned;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// Name of the settings file that is looked for.
const FILE: &str = "recount.toml";

/// Name of the decisions file beside it.
const DECISIONS: &str = "recount.decisions.toml";

/// Everything that a command may want to know.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// The settings with their origins.
    pub settings: Settings,
    /// The decisions file: where it is, or where it would be.
    pub decisions: PathBuf,
    /// Moment of the call.
    now: Zoned,
    /// The day that counts as today.
    today: Day,
}

/// Reads the settings file and lays the common options over it.
///
/// # Errors
/// The file cannot be read, or is wrong.
pub fn resolve(common: &Common) -> Result<Resolved, Error> {
    let file = match &common.config {
        Some(path) => Some(path.clone()),
        None => find_upwards(),
    };
    let mut settings = match &file {
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|source| Error::File {
                what: format!("the settings file {} cannot be read", path.display()),
                remedy: "; name another with --config".to_owned(),
                source,
            })?;
            let mut settings = Settings::parse(&path.display().to_string(), &text, &facts())?;
            settings.anchor(path.parent().unwrap_or(Path::new("")));
            settings
        }
        None => Settings::default(),
    };
    let path = |path: &PathBuf| path.to_string_lossy().into_owned();
    settings.db.flag(common.db.as_ref().map(path).map(Some), "--db");
    settings.db.flag(common.no_db.then_some(None), "--no-db");
    settings.threads.flag(common.threads, "--threads");
    let beside = file.as_deref().and_then(Path::parent).unwrap_or(Path::new("")).join(DECISIONS);
    let decisions = settings.decisions.value.as_ref().map_or(beside, PathBuf::from);
    let now = Zoned::now();
    Ok(Resolved { settings, decisions, today: Day::from(now.date()), now })
}

/// The store's folder.
///
/// # Errors
/// With `--no-db` there is none.
pub fn store(common: &Common) -> Result<PathBuf, Error> {
    resolve(common)?.settings.db.value.map(PathBuf::from).ok_or_else(|| {
        Error::new(
            "--no-db keeps nothing, so there is no earlier run to look at; leave it out, or name a store with --db",
        )
    })
}

/// The job that reading options ask for.
///
/// # Errors
/// A setting that cannot hold.
pub fn job(common: &Common, reading: &Reading) -> Result<Job, Error> {
    resolve(common)?.reading(reading)?.job()
}

/// The settings and the job that `check` asks for.
///
/// # Errors
/// A setting that cannot hold.
pub fn check(common: &Common, args: &CheckArgs) -> Result<(Resolved, Job), Error> {
    let mut resolved = resolve(common)?.reading(&args.reading)?;
    let settings = &mut resolved.settings;
    let some = |list: &[String]| (!list.is_empty()).then(|| list.to_vec());
    settings.emit.flag(some(&args.emit), "--emit");
    settings.only.flag(some(&args.only), "--only");
    settings.skip.flag(some(&args.skip), "--skip");
    settings.redact.flag(args.redact.then_some(true), "--redact");
    let level = args.fail_on.as_deref().map(|word| Severity::ALL.into_iter().find(|severity| severity.name() == word));
    settings.fail_on.flag(level, "--fail-on");
    settings.baseline.flag(args.baseline.as_ref().map(|path| Some(path.to_string_lossy().into_owned())), "--baseline");
    let mut job = resolved.job()?;
    for code in job.only.iter().chain(&job.skip) {
        let known = |code: &str| {
            rules::catalogue().any(|rule| begins(rule.code, code)) || begins("USR", code) || begins(code, "USR")
        };
        if !known(code.trim()) {
            return Err(Error::new(format!("no rule begins with {code}; `recount rules` lists them all")));
        }
    }
    if let Some(path) = &resolved.settings.baseline.value {
        let text = std::fs::read_to_string(path).map_err(|source| Error::File {
            what: format!("the baseline {path} cannot be read"),
            remedy: format!("; write one with --write-baseline {path}"),
            source,
        })?;
        job.baseline = Some(Baseline::parse(path, &text)?);
    }
    Ok((resolved, job))
}

fn begins(code: &str, start: &str) -> bool {
    code.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

impl Resolved {
    /// Lays reading options over the settings.
    ///
    /// # Errors
    /// A day that is none.
    pub fn reading(mut self, reading: &Reading) -> Result<Resolved, Error> {
        let settings = &mut self.settings;
        settings.preset.flag(reading.preset.clone().map(Some), "--preset");
        let unit = reading.unit.as_deref().and_then(Unit::parse);
        settings.unit.flag(unit.map(Some), "--unit");
        let gazetteers: Vec<String> =
            reading.gazetteer.iter().map(|path| path.to_string_lossy().into_owned()).collect();
        settings.gazetteers.flag((!gazetteers.is_empty()).then_some(gazetteers), "--gazetteer");
        settings.learn.flag(reading.learn.then_some(true), "--learn");
        if !reading.inputs.is_empty() {
            let named = |path: &String| config::InputSettings {
                path: path.clone(),
                origin: config::Origin::Flag("on the command line"),
                ..config::InputSettings::default()
            };
            settings.inputs = reading.inputs.iter().map(named).collect();
        }
        if let Some(path) = &reading.decisions {
            settings.decisions.flag(Some(Some(path.to_string_lossy().into_owned())), "--decisions");
            self.decisions.clone_from(path);
        }
        if let Some(text) = &reading.today {
            self.today = day("--today", text)?;
        }
        Ok(self)
    }

    /// The day that counts as today.
    pub fn today(&self) -> Day {
        self.today
    }

    /// The steward's decisions; none where there is no file and none was named.
    ///
    /// # Errors
    /// The file cannot be read, is wrong, or contradicts itself.
    pub fn read_decisions(&self) -> Result<Decisions, Error> {
        let name = self.decisions.display().to_string();
        match std::fs::read_to_string(&self.decisions) {
            Ok(text) => Ok(decisions::parse(&name, &text, self.today())?),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && self.settings.decisions.value.is_none() => {
                Ok(Decisions::default())
            }
            Err(error) => Err(Error::file(format!("the decisions file {name} cannot be read"), error)),
        }
    }

    /// The job that these settings ask for.
    ///
    /// # Errors
    /// A preset that nobody knows, a decisions file that is wrong.
    pub fn job(&self) -> Result<Job, Error> {
        let settings = &self.settings;
        let mut knobs = Knobs::default();
        for set in &settings.knobs {
            knobs.set(&set.code, &set.name, set.value.clone());
        }
        let levels = settings.levels.iter().map(|set| Setting {
            codes: set.codes.clone(),
            sources: set.sources.clone(),
            paths: set.paths.clone(),
            level: set.level.map_or(Level::Off, Level::At),
            origin: format!("{}: {}", set.origin, set.says),
        });
        let mut how = Vec::new();
        for input in &settings.inputs {
            let preset =
                input.preset.as_ref().or(settings.preset.value.as_ref()).map(|name| Preset::load(name)).transpose()?;
            let overlay = input.mapping.as_ref().map(Preset::from_table).transpose();
            let overlay = overlay.map_err(|why| Error::new(format!("{}: {why}", input.origin)))?;
            how.push(InputHow {
                preset,
                overlay,
                unit: input.unit.or(settings.unit.value),
                dataset: input.dataset.clone(),
                convention: input.convention.clone().or_else(|| settings.convention.value.clone()),
                sheets: input.sheets.clone(),
                encoding: input.encoding.clone(),
                delimiter: input.delimiter,
                list: input.list.clone(),
            });
        }
        Ok(Job {
            inputs: settings.inputs.iter().map(|input| input.path.clone()).collect(),
            how,
            db: settings.db.value.as_ref().map(PathBuf::from),
            preset: settings.preset.value.clone(),
            unit: settings.unit.value,
            conventions: settings.conventions.iter().map(|made| (made.name.clone(), made.words)).collect(),
            limits: settings.limits(),
            gazetteers: settings.gazetteers.value.iter().map(PathBuf::from).collect(),
            learn: settings.learn.value,
            only: settings.only.value.clone(),
            skip: settings.skip.value.clone(),
            knobs,
            checks: settings.checks.clone(),
            levels: levels.collect(),
            decisions: self.read_decisions()?,
            started: self.now.timestamp().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            threads: settings.threads.value,
            ..Job::on(self.today())
        })
    }
}

/// The settings file in this folder or the nearest one above.
fn find_upwards() -> Option<PathBuf> {
    if Path::new(FILE).is_file() {
        return Some(PathBuf::from(FILE));
    }
    let here = std::env::current_dir().ok()?;
    here.ancestors().skip(1).map(|folder| folder.join(FILE)).find(|path| path.is_file())
}

/// What settings need to know of the rules.
fn facts() -> Vec<RuleFacts> {
    rules::catalogue()
        .map(|rule| RuleFacts {
            code: rule.code.to_owned(),
            knobs: rule
                .knobs
                .iter()
                .map(|spec| KnobFacts {
                    name: spec.name.to_owned(),
                    kind: match spec.default {
                        knob::Preset::Int(_) => KnobKind::Int,
                        knob::Preset::Float(_) => KnobKind::Float,
                        knob::Preset::Bool(_) => KnobKind::Bool,
                    },
                })
                .collect(),
        })
        .collect()
}

/// A day as typed behind an option.
///
/// # Errors
/// When it is no day in the form YYYY-MM-DD.
pub fn day(option: &str, text: &str) -> Result<Day, Error> {
    text.parse::<jiff::civil::Date>()
        .map(Day::from)
        .map_err(|_| Error::new(format!("{option} {text}: not a day; write it as YYYY-MM-DD")))
}

/// Whether standard output is to be coloured.
pub fn colour(when: When) -> bool {
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => {
            std::io::stdout().is_terminal()
                && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
                && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
        }
    }
}
