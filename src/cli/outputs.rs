//! Where outputs go: `--emit KIND[=PATH]`, resolved once, written whole.

use super::files;
use crate::emit::{self, EmitOptions, Kind};
use crate::input;
use crate::model::Ledger;
use crate::run::Error;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// One output that was asked for.
#[derive(Debug, Clone)]
pub struct Output {
    /// Which.
    pub kind: &'static Kind,
    /// Where; `None` for standard output.
    pub path: Option<PathBuf>,
}

/// Understands `--emit` options. The terminal report is added unless another output takes standard output or `quiet`.
///
/// # Errors
/// An unknown kind, two outputs for standard output, two for one file.
pub fn plan(emits: &[String], quiet: bool) -> Result<Vec<Output>, Error> {
    let mut outputs: Vec<Output> = Vec::new();
    for emit in emits {
        let (name, path) = match emit.split_once('=') {
            Some((_, "")) => return Err(Error::new(format!("--emit {emit}: there is no path behind the ="))),
            Some((name, path)) => (name, Some(PathBuf::from(path))),
            None => (emit.as_str(), None),
        };
        let kind = emit::kind(name).ok_or_else(|| unknown(name))?;
        if let Some(other) = outputs.iter().find(|output| output.path == path) {
            return Err(Error::new(match &path {
                Some(path) => format!("--emit {} and --emit {name} both write {}", other.kind.name, path.display()),
                None => format!(
                    "--emit {} and --emit {name} both write to standard output; give one of them a path: --emit {name}=FILE",
                    other.kind.name
                ),
            }));
        }
        outputs.push(Output { kind, path });
    }
    if !quiet
        && outputs.iter().all(|output| output.path.is_some())
        && let Some(kind) = emit::kind("terminal")
    {
        outputs.push(Output { kind, path: None });
    }
    Ok(outputs)
}

fn unknown(name: &str) -> Error {
    let near = emit::KINDS
        .iter()
        .map(|kind| (strsim::jaro_winkler(kind.name, name), kind.name))
        .filter(|(score, _)| *score > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let hint = near.map_or_else(|| ".".to_owned(), |(_, near)| format!("; did you mean {near}?"));
    let all: Vec<_> = emit::KINDS.iter().map(|kind| kind.name).collect();
    Error::new(format!("--emit {name}: there is no such output{hint} There are: {}", all.join(", ")))
}

/// Refuses to write over an input, by whatever name it goes.
///
/// # Errors
/// Which output is which input.
pub fn spare_inputs<'a>(written: impl Iterator<Item = &'a Path>, inputs: &[String]) -> Result<(), Error> {
    let existing: Vec<&Path> = written.filter(|path| path.is_file()).collect();
    if existing.is_empty() {
        return Ok(());
    }
    // What cannot be found is said when it is read.
    let found = inputs.iter().filter_map(|input| input::expand(&[PathBuf::from(input)]).ok());
    let inputs: BTreeSet<PathBuf> = found.flat_map(|found| found.files).map(|file| input::identity(&file)).collect();
    match existing.into_iter().find(|path| inputs.contains(&input::identity(path))) {
        Some(path) => Err(Error::new(format!(
            "{} is an input, and an output would be written over it; name another file",
            path.display()
        ))),
        None => Ok(()),
    }
}

/// Writes all outputs. Files come first, so that the terminal report can say where the whole is.
///
/// # Errors
/// Which output could not be written, and why.
pub fn write(outputs: &[Output], ledger: &Ledger, options: &EmitOptions) -> Result<(), Error> {
    let whole = outputs.iter().filter(|output| output.kind.whole).find_map(|output| output.path.as_ref());
    let options = match whole {
        Some(path) => EmitOptions { whole: path.display().to_string(), ..options.clone() },
        None => options.clone(),
    };
    let (files, rest): (Vec<_>, Vec<_>) = outputs.iter().partition(|output| output.path.is_some());
    for output in files.into_iter().chain(rest) {
        let plain = EmitOptions { colour: false, hyperlinks: None, ..options.clone() };
        let options = if output.path.is_some() { &plain } else { &options };
        let bytes = emit::bytes(output.kind, ledger, options).map_err(|error| Error::new(error.to_string()))?;
        match &output.path {
            Some(path) => files::write_private(path, &bytes)?,
            None => files::write_stdout(&bytes)?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(emits: &[&str], quiet: bool) -> Result<Vec<&'static str>, String> {
        let emits: Vec<String> = emits.iter().map(|emit| (*emit).to_owned()).collect();
        plan(&emits, quiet).map(|outputs| outputs.iter().map(|output| output.kind.name).collect()).map_err(String::from)
    }

    #[test]
    fn the_terminal_report_yields_to_other_outputs() {
        assert_eq!(names(&[], false), Ok(vec!["terminal"]));
        assert_eq!(names(&["json=out.json"], false), Ok(vec!["json", "terminal"]));
        assert_eq!(names(&["json"], false), Ok(vec!["json"]));
        assert_eq!(names(&["json=out.json"], true), Ok(vec!["json"]));
    }

    #[test]
    fn mistakes_are_explained() {
        assert!(names(&["jsn"], false).unwrap_err().contains("did you mean json?"));
        assert!(names(&["json", "csv"], false).unwrap_err().contains("both write to standard output"));
        assert!(names(&["json=a", "csv=a"], false).unwrap_err().contains("both write a"));
        assert!(names(&["json="], false).unwrap_err().contains("no path"));
    }
}
