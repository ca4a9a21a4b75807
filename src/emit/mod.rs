//! One [`Ledger`], many small renderers: one file for each output and one row for each in [`KINDS`].
//!
//! Renderers decide nothing: severity, state, order and counts are the ledger's. The same ledger gives the same bytes.
//! When a run took place stands in the `run` of the JSON output and nowhere else, so every other output can be compared
//! byte for byte.
//!
//! Lists that a reader cannot use in full (a terminal, a pull-request comment, a CI log) are cut, and the line at the cut
//! says how many were left out and where the whole is. JSON, JSON Lines, CSV, SARIF and XLSX are never cut by recount.

mod csv;
mod github;
mod html;
mod json;
mod jsonl;
mod junit;
mod markdown;
mod options;
pub mod redact;
pub mod review;
mod sarif;
mod table;
mod terminal;
mod understood;
mod words;
mod worst;
pub mod xlsx;

pub use options::{EmitError, EmitOptions};
pub use words::{harmless, one_line, uri};

use crate::model::Ledger;
use std::io::Write;

/// A renderer.
pub type Render = fn(&Ledger, &EmitOptions, &mut dyn Write) -> Result<(), EmitError>;

/// An output.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// What `--emit` calls it.
    pub name: &'static str,
    /// One line of help.
    pub help: &'static str,
    /// Usual ending of its files.
    pub extension: &'static str,
    /// Whether it is text that a terminal or a pipe can take.
    pub text: bool,
    /// Whether it holds every finding: then other outputs, which are cut, may name it as where the whole is.
    pub whole: bool,
    /// Of how many events it tells at most, the worst first, with their places and reports.
    pub events: usize,
    /// Whether it tells of places, and why their spellings were joined.
    pub places: bool,
    /// Writes it.
    pub render: Render,
}

/// Events of which a page or a workbook tells.
const TOLD_EVENTS: usize = 2_000;

/// Events from which a short report picks those it lists.
const LISTED_EVENTS: usize = 100;

/// All outputs, in the order of the help.
pub static KINDS: &[Kind] = &[
    Kind {
        name: "terminal",
        help: "Report for reading in a terminal",
        extension: "txt",
        text: true,
        whole: false,
        events: LISTED_EVENTS,
        places: false,
        render: terminal::render,
    },
    Kind {
        name: "json",
        help: "The whole ledger, recount.ledger/1",
        extension: "json",
        text: true,
        whole: true,
        events: 0,
        places: false,
        render: json::render,
    },
    Kind {
        name: "jsonl",
        help: "One finding a line",
        extension: "jsonl",
        text: true,
        whole: true,
        events: 0,
        places: false,
        render: jsonl::render,
    },
    Kind {
        name: "html",
        help: "Page for reading, searching and deciding: one file, offline",
        extension: "html",
        text: true,
        whole: false,
        events: TOLD_EVENTS,
        places: true,
        render: html::render,
    },
    Kind {
        name: "markdown",
        help: "Report for a mail or a pull-request comment",
        extension: "md",
        text: true,
        whole: false,
        events: LISTED_EVENTS,
        places: false,
        render: markdown::render,
    },
    Kind {
        name: "csv",
        help: "Findings as a table",
        extension: "csv",
        text: true,
        whole: true,
        events: 0,
        places: false,
        render: csv::render,
    },
    Kind {
        name: "xlsx",
        help: "Workbook: findings, places, events, tolls; takes decisions back",
        extension: "xlsx",
        text: false,
        whole: true,
        events: TOLD_EVENTS,
        places: true,
        render: xlsx::render,
    },
    Kind {
        name: "sarif",
        help: "SARIF 2.1.0, for code-scanning services",
        extension: "sarif",
        text: true,
        whole: true,
        events: 0,
        places: false,
        render: sarif::render,
    },
    Kind {
        name: "junit",
        help: "JUnit XML, for CI servers",
        extension: "xml",
        text: true,
        whole: false,
        events: 0,
        places: false,
        render: junit::render,
    },
    Kind {
        name: "github",
        help: "Annotations of a GitHub workflow",
        extension: "txt",
        text: true,
        whole: false,
        events: 0,
        places: false,
        render: github::render,
    },
];

/// The output of that name.
pub fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

/// An output's bytes.
///
/// # Errors
/// Where the format cannot hold the ledger.
pub fn bytes(kind: &Kind, ledger: &Ledger, options: &EmitOptions) -> Result<Vec<u8>, EmitError> {
    let mut bytes = Vec::new();
    (kind.render)(ledger, options, &mut bytes)?;
    Ok(bytes)
}
