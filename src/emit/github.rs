//! Annotations of a GitHub workflow: `::error file=..,line=..,col=..,title=..::message`.
//!
//! GitHub shows ten errors, ten warnings and ten notices of a step and drops the rest without a word, so ten of each are
//! annotated, the first of every rule before the second of any, and the others are listed in a folded group of the log.
//! Decided findings are counted only.
//! Escaping is that of GitHub's toolkit (`core/src/command.ts`): `%`, CR and LF in messages; `:` and `,` too in properties.

use super::words::{count, counted, one_line};
use super::{EmitError, EmitOptions};
use crate::model::{Finding, Ledger, Severity, State};
use std::collections::BTreeMap;
use std::io::Write;

/// Annotations that GitHub shows of each level in one step.
const SHOWN: usize = 10;

/// Lines of the log that list the other findings; logs are read by people.
const LISTED: usize = 1_000;

/// Writes them.
///
/// # Errors
/// Where the output refuses it.
pub fn render(ledger: &Ledger, options: &EmitOptions, out: &mut dyn Write) -> Result<(), EmitError> {
    let open = || ledger.findings.iter().filter(|finding| finding.state != State::Decided);
    let mut others: Vec<&Finding> = Vec::new();
    for severity in Severity::ALL {
        let mut of_rule: BTreeMap<&str, usize> = BTreeMap::new();
        let mut of_level: Vec<(usize, usize, &Finding)> = open()
            .filter(|finding| finding.severity == severity)
            .enumerate()
            .map(|(at, finding)| {
                let turn = of_rule.entry(&finding.code).or_default();
                *turn += 1;
                (*turn, at, finding)
            })
            .collect();
        of_level.sort_by_key(|(turn, at, _)| (*turn, *at));
        let mut rest = of_level.split_off(SHOWN.min(of_level.len()));
        of_level.sort_by_key(|(_, at, _)| *at);
        rest.sort_by_key(|(_, at, _)| *at);
        for (_, _, finding) in of_level {
            annotation(finding, out)?;
        }
        others.extend(rest.into_iter().map(|(_, _, finding)| finding));
    }
    if !others.is_empty() {
        writeln!(
            out,
            "::group::{} more, beyond the {SHOWN} of each level that GitHub shows",
            count(others.len() as u64)
        )?;
        for finding in others.iter().take(LISTED) {
            writeln!(out, "{}", log_line(finding))?;
        }
        if others.len() > LISTED {
            writeln!(
                out,
                "{} more are left out here; all are in {}",
                count((others.len() - LISTED) as u64),
                plain(&options.whole)
            )?;
        }
        writeln!(out, "::endgroup::")?;
    }
    let (severity, state) = (ledger.by_severity(), ledger.by_state());
    let number = |name: &str| severity.get(name).copied().unwrap_or_default();
    writeln!(
        out,
        "recount: {} in {}: {}, {}, {} info; {} decided, {} resolved",
        counted(ledger.findings.len() as u64, "finding", "findings"),
        counted(ledger.reports, "report", "reports"),
        counted(number("error"), "error", "errors"),
        counted(number("warning"), "warning", "warnings"),
        count(number("info")),
        count(state.get("decided").copied().unwrap_or_default()),
        count(state.get("resolved").copied().unwrap_or_default()),
    )?;
    Ok(())
}

fn annotation(finding: &Finding, out: &mut dyn Write) -> Result<(), EmitError> {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    write!(out, "::{level} ")?;
    if let Some(place) = finding.evidence.iter().find(|piece| piece.line > 0) {
        write!(out, "file={},line={}", property(&place.input), place.line)?;
        if place.column > 0 {
            write!(out, ",col={}", place.column)?;
        }
        write!(out, ",")?;
    }
    let title = property(&one_line(&format!("{} {}", finding.code, finding.name)));
    let mut text = one_line(&finding.headline);
    if !finding.explanation.is_empty() {
        text.push('\n');
        text.push_str(&one_line(&finding.explanation));
    }
    if finding.state == State::Known {
        text.push_str("\nKnown from an earlier run.");
    }
    if finding.state == State::Grown {
        text.push_str("\nKnown from an earlier run, and there is more of it now.");
    }
    writeln!(out, "title={title}::{}", message(&text))?;
    Ok(())
}

fn log_line(finding: &Finding) -> String {
    let mut line = format!("{} {} {}", finding.severity.name(), finding.code, plain(&finding.headline));
    if let Some(place) = finding.evidence.iter().find(|piece| piece.line > 0) {
        line.push_str(&plain(&format!(" ({}:{})", place.input, place.line)));
    }
    line
}

/// Text in a plain line of the log. The runner also obeys `##[command]` anywhere in a line.
fn plain(text: &str) -> String {
    one_line(text).replace("##[", "## [").replace("::", ": :")
}

fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
