//! How bad a finding is: the rule's word, then the case at hand, then the settings.

use crate::model::Severity;
use crate::model::finding::Grade;
use glob::{MatchOptions, Pattern};

/// What a setting makes of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// They are not shown.
    Off,
    /// They are of that severity.
    At(Severity),
}

impl Level {
    /// The level of that word: off, info, warning or error.
    pub fn parse(word: &str) -> Option<Level> {
        match word.trim().to_ascii_lowercase().as_str() {
            "off" => Some(Level::Off),
            "info" => Some(Level::At(Severity::Info)),
            "warning" => Some(Level::At(Severity::Warning)),
            "error" => Some(Level::At(Severity::Error)),
            _ => None,
        }
    }
}

/// A setting on the level of findings. A condition that is left empty holds for all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Codes or beginnings of codes.
    pub codes: Vec<String>,
    /// Sources, as glob patterns; case does not count. Every report of the finding must be of one of them.
    pub sources: Vec<String>,
    /// Inputs, as glob patterns over their paths. Every report of the finding must stand in one of them.
    pub paths: Vec<String>,
    /// What it makes of them.
    pub level: Level,
    /// Where it stands and what it says, for the finding to cite: `recount.toml:12: TOL006 = "info"`.
    pub origin: String,
}

/// Settings, ready to be applied: where several hold, the last one does.
#[derive(Debug, Default)]
pub struct Levels {
    settings: Vec<Compiled>,
}

#[derive(Debug)]
struct Compiled {
    codes: Vec<String>,
    sources: Vec<Pattern>,
    paths: Vec<Pattern>,
    level: Level,
    origin: String,
}

/// What a finding's reports have in common: their sources and inputs.
#[derive(Debug, Default)]
pub struct SettingScope<'a> {
    /// Sources of its reports, in lower case; an empty one where a report names none.
    pub sources: Vec<String>,
    /// Names of the inputs that its reports and evidence stand in.
    pub paths: Vec<&'a str>,
}

impl Levels {
    /// Compiles settings.
    ///
    /// # Errors
    /// A sentence on the first pattern that cannot be read.
    pub fn new(settings: &[Setting]) -> Result<Levels, String> {
        let patterns = |words: &[String], lower: bool, origin: &str| {
            let read = |word: &String| {
                let word = if lower { word.to_lowercase() } else { word.replace('\\', "/") };
                Pattern::new(&word).map_err(|error| format!("{origin}: the pattern \"{word}\" cannot be read: {error}"))
            };
            words.iter().map(read).collect::<Result<Vec<_>, String>>()
        };
        let settings = settings
            .iter()
            .map(|setting| {
                Ok(Compiled {
                    codes: setting.codes.iter().map(|code| code.trim().to_ascii_uppercase()).collect(),
                    sources: patterns(&setting.sources, true, &setting.origin)?,
                    paths: patterns(&setting.paths, false, &setting.origin)?,
                    level: setting.level,
                    origin: setting.origin.clone(),
                })
            })
            .collect::<Result<Vec<_>, String>>()?;
        Ok(Levels { settings })
    }

    /// Whether any setting asks for sources or paths, so that they need to be gathered at all.
    pub fn ask_scope(&self) -> bool {
        self.settings.iter().any(|setting| !setting.sources.is_empty() || !setting.paths.is_empty())
    }

    /// The level of a finding of that rule, and the setting that decided it, where one did.
    pub fn decide(&self, code: &str, usual: Severity, grade: Grade, scope: &SettingScope<'_>) -> (Level, Option<&str>) {
        match self.settings.iter().rev().find(|setting| setting.holds(code, scope)) {
            Some(setting) => (setting.level, Some(&setting.origin)),
            None => (Level::At(graded(usual, grade)), None),
        }
    }
}

impl Compiled {
    fn holds(&self, code: &str, scope: &SettingScope<'_>) -> bool {
        let within = |word: &str, patterns: &[Pattern]| {
            patterns.iter().any(|pattern| pattern.matches_with(word, MatchOptions::new()))
        };
        let (sources, paths) = (&scope.sources, &scope.paths);
        let of_sources = !sources.is_empty() && sources.iter().all(|word| within(word, &self.sources));
        let in_paths = !paths.is_empty() && paths.iter().all(|word| within(word, &self.paths));
        (self.codes.is_empty() || self.codes.iter().any(|known| code.starts_with(known.as_str())))
            && (self.sources.is_empty() || of_sources)
            && (self.paths.is_empty() || in_paths)
    }
}

/// A rule's severity in the case at hand. Errors cannot be raised, nor remarks lowered.
const fn graded(usual: Severity, grade: Grade) -> Severity {
    match (usual, grade) {
        (Severity::Error | Severity::Warning, Grade::Raised) | (Severity::Error, Grade::Usual) => Severity::Error,
        (Severity::Error, Grade::Lowered) | (Severity::Warning, Grade::Usual) | (Severity::Info, Grade::Raised) => {
            Severity::Warning
        }
        (Severity::Warning, Grade::Lowered) | (Severity::Info, Grade::Usual | Grade::Lowered) => Severity::Info,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setting(codes: &[&str], sources: &[&str], level: Level, origin: &str) -> Setting {
        let own = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Setting { codes: own(codes), sources: own(sources), paths: Vec::new(), level, origin: origin.to_owned() }
    }

    #[test]
    fn grades_move_one_step() {
        assert_eq!(graded(Severity::Error, Grade::Lowered), Severity::Warning);
        assert_eq!(graded(Severity::Warning, Grade::Raised), Severity::Error);
        assert_eq!(graded(Severity::Info, Grade::Lowered), Severity::Info);
    }

    #[test]
    fn the_last_setting_that_holds_decides_and_is_cited() {
        let levels = Levels::new(&[
            setting(&["TOL"], &[], Level::Off, "first"),
            setting(&["TOL006"], &["afp*"], Level::At(Severity::Error), "second"),
        ])
        .unwrap();
        let afp = SettingScope { sources: vec!["afp dakar".to_owned()], paths: vec![] };
        let both = SettingScope { sources: vec!["afp dakar".to_owned(), "reuters".to_owned()], paths: vec![] };
        let decide = |code, scope| levels.decide(code, Severity::Warning, Grade::Lowered, scope);
        assert_eq!(decide("TOL006", &afp), (Level::At(Severity::Error), Some("second")));
        assert_eq!(decide("TOL006", &both), (Level::Off, Some("first")));
        assert_eq!(decide("DAT001", &afp), (Level::At(Severity::Info), None));
        assert_eq!(decide("TOL006", &SettingScope::default()), (Level::Off, Some("first")), "no report, no source");
    }

    #[test]
    fn a_bad_pattern_is_named() {
        let error = Levels::new(&[setting(&[], &["[afp"], Level::Off, "recount.toml:3")]).unwrap_err();
        assert!(error.starts_with("recount.toml:3: the pattern \"[afp\""), "{error}");
    }
}
