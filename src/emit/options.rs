//! What outputs are told beside the ledger, and how they fail.

use crate::model::Severity;

/// What a renderer may want to know beside the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmitOptions {
    /// Version of the tool, as outputs name it.
    pub version: String,
    /// Colour the terminal report.
    pub colour: bool,
    /// Columns that the terminal report may use; 0 means 80.
    pub width: usize,
    /// Base URL for links from the terminal report to lines of input files (`file:///home/ada/data`), where the terminal
    /// supports links. Inputs with an absolute path are linked as `file://` whatever the base.
    pub hyperlinks: Option<String>,
    /// Lowest severity that fails the run; `None` for never. JUnit reports findings at or above it as failures.
    pub fail_on: Option<Severity>,
    /// Findings shown of each rule in outputs that are cut; `None` for all of them.
    pub limit: Option<usize>,
    /// Findings that the HTML page carries at most, the worst first.
    pub page_limit: usize,
    /// List each rule that had nothing to go by, with the reason, in outputs that are cut.
    pub reasons: bool,
    /// Where the whole list is, as outputs that are cut tell it: `recount check --emit json=FILE`, or the file written.
    pub whole: String,
}

impl Default for EmitOptions {
    fn default() -> EmitOptions {
        EmitOptions {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            colour: false,
            width: 80,
            hyperlinks: None,
            fail_on: Some(Severity::Error),
            limit: Some(5),
            page_limit: 10_000,
            reasons: false,
            whole: "--emit json=FILE".to_owned(),
        }
    }
}

/// Why an output could not be written.
#[derive(Debug, thiserror::Error)]
pub enum EmitError {
    /// The file, pipe or terminal refused it.
    #[error("writing the output failed: {0}")]
    Write(#[from] std::io::Error),
    /// A format could not hold the ledger.
    #[error("the {kind} output could not be made: {why}")]
    Format {
        /// Which output.
        kind: &'static str,
        /// Why, in words of the library that makes it.
        why: String,
    },
}
