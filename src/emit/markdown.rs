//! Markdown: for a mail or a pull-request comment.
//!
//! GitHub takes 65,536 characters in a comment; the report stops before that and says what it left out. Text from data is
//! escaped: it makes no markup, mentions nobody and refers to no issue.

use super::understood;
use super::words::{clip, count, counted, dead_twice, one_line, range, short_name};
use super::worst::{row, single, worst};
use super::{EmitError, EmitOptions};
use crate::model::{Finding, Ledger, Severity, State};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write;

/// Bytes after which no further finding is begun.
const BUDGET: usize = 56_000;

/// Events, sources and rejected rows listed.
const LISTED: usize = 10;

/// Writes it.
///
/// # Errors
/// Where the output refuses it.
pub fn render(ledger: &Ledger, options: &EmitOptions, out: &mut dyn Write) -> Result<(), EmitError> {
    let mut page = String::new();
    understood_inputs(ledger, &mut page);
    summary(ledger, &mut page);
    events(ledger, &mut page);
    findings(ledger, options, &mut page);
    rest(ledger, &mut page);
    let _ = writeln!(page, "\n<sub>recount {}</sub>", text(&options.version));
    out.write_all(page.as_bytes())?;
    Ok(())
}

// Writing to a string cannot fail: the results below carry nothing.

/// What was understood of each input, where something was guessed or is missing.
fn understood_inputs(ledger: &Ledger, page: &mut String) {
    for lines in ledger.inputs.iter().map(understood::lines).filter(|lines| !lines.is_empty()) {
        for (index, line) in lines.iter().enumerate() {
            let _ = writeln!(page, "{}{}", if index == 0 { "- " } else { "  - " }, text(line));
        }
        let _ = writeln!(page);
    }
}

fn summary(ledger: &Ledger, page: &mut String) {
    let severity = ledger.by_severity();
    let number = |name: &str| severity.get(name).copied().unwrap_or_default();
    let _ = writeln!(
        page,
        "## recount: {}, {}, {} info\n",
        counted(number("error"), "error", "errors"),
        counted(number("warning"), "warning", "warnings"),
        count(number("info"))
    );
    let _ = writeln!(
        page,
        "{} in {} ({}), {}.",
        counted(ledger.reports, "report", "reports"),
        counted(ledger.places, "place", "places"),
        counted(ledger.spellings, "spelling", "spellings"),
        counted(ledger.events, "event", "events")
    );
    let tolls = ledger.tolls;
    if tolls.events > 0 {
        let (dead, rest) = dead_twice(ledger);
        let _ = writeln!(page, "**The dead: {dead}**{rest}.");
    }
    let _ = writeln!(page, "\n| severity | new | known | decided |\n| --- | ---: | ---: | ---: |");
    for level in Severity::ALL {
        let of = |state| {
            let matching = ledger.findings.iter().filter(|f| {
                f.severity == level && (f.state == state || state == State::New && f.state == State::Grown)
            });
            count(matching.count() as u64)
        };
        let _ =
            writeln!(page, "| {} | {} | {} | {} |", level.name(), of(State::New), of(State::Known), of(State::Decided));
    }
    if !ledger.resolved.is_empty() {
        let resolved = ledger.resolved.len() as u64;
        let _ = writeln!(
            page,
            "\n{} since the run compared with.",
            counted(resolved, "finding is gone", "findings are gone")
        );
    }
    for line in &ledger.redactions {
        let _ = writeln!(page, "\n> {}", text(line));
    }
}

fn events(ledger: &Ledger, page: &mut String) {
    let told = worst(ledger, LISTED);
    if told.is_empty() {
        return;
    }
    let single = single(&told);
    let head = if single {
        "| date | place | row | dead | worst finding |\n| --- | --- | --- | ---: | --- |"
    } else {
        "| date | places | reports | sum of rows | reconciled | worst finding |\n| --- | --- | ---: | ---: | ---: | --- |"
    };
    let _ = writeln!(page, "\n### Worst events\n\n{head}");
    for one in &told {
        let event = one.event;
        let _ = write!(page, "| {} | {} |", text(&event.date), text(&clip(&event.places.join(", "), 60)));
        if single {
            let _ = write!(page, " {} |", text(&row(event)));
        } else {
            let _ = write!(page, " {} | {} |", count(event.reports.len() as u64), count(event.naive_sum));
        }
        let _ = write!(page, " {} | ", range(event.low.into(), event.high.map(u64::from)));
        if let Some(finding) = one.finding {
            let _ = write!(page, "{} {}", code(&finding.code), text(&clip(&one_line(&finding.headline), 90)));
        }
        if one.others > 0 {
            let _ = write!(page, " and {} more", count(one.others));
        }
        page.push_str(" |\n");
    }
}

fn findings(ledger: &Ledger, options: &EmitOptions, page: &mut String) {
    let mut groups: BTreeMap<(std::cmp::Reverse<Severity>, &str), Vec<&Finding>> = BTreeMap::new();
    for finding in ledger.findings.iter().filter(|finding| finding.state != State::Decided) {
        groups.entry((std::cmp::Reverse(finding.severity), &finding.code)).or_default().push(finding);
    }
    let (mut left_out, mut rules_left_out) = (0, 0);
    let mut heading = None;
    for ((severity, rule), group) in groups {
        if page.len() > BUDGET {
            left_out += group.len();
            rules_left_out += 1;
            continue;
        }
        if heading != Some(severity) {
            heading = Some(severity);
            let title = match severity.0 {
                Severity::Error => "Errors",
                Severity::Warning => "Warnings",
                Severity::Info => "Worth knowing",
            };
            let _ = writeln!(page, "\n### {title}\n");
        }
        let name = group.first().map_or("", |finding| &*finding.name);
        let _ = writeln!(
            page,
            "<details>\n<summary><b>{}</b> {} ({})</summary>\n",
            html(rule),
            html(name),
            count(group.len() as u64)
        );
        let shown = options.limit.unwrap_or(usize::MAX);
        let (mut listed, mut said) = (0, "");
        for finding in group.iter().take(shown) {
            if page.len() > BUDGET {
                break;
            }
            item(ledger, finding, &mut said, page);
            listed += 1;
        }
        if listed < group.len() {
            let _ = writeln!(page, "- … {} more, in {}", count((group.len() - listed) as u64), code(&options.whole));
        }
        let _ = writeln!(page, "\n</details>");
    }
    if left_out > 0 {
        let _ = writeln!(
            page,
            "\n{} of {} are left out to keep this short; all are in {}.",
            counted(left_out as u64, "finding", "findings"),
            counted(rules_left_out, "rule", "rules"),
            code(&options.whole)
        );
    }
    let decided = ledger.findings.iter().filter(|finding| finding.state == State::Decided).count() as u64;
    if decided > 0 {
        let _ =
            writeln!(page, "\n{} decided earlier and not listed.", counted(decided, "finding was", "findings were"));
    }
}

fn item<'a>(ledger: &Ledger, finding: &'a Finding, said: &mut &'a str, page: &mut String) {
    let known = finding.state.mark();
    let _ = write!(page, "- **{}**{known}", text(&clip(&one_line(&finding.headline), 400)));
    let mut places: Vec<String> = finding
        .evidence
        .iter()
        .filter(|piece| piece.line > 0)
        .map(|piece| code(&format!("{}:{}", short_name(ledger, &piece.input), piece.line)))
        .collect();
    places.dedup();
    let more = places.len().saturating_sub(3);
    places.truncate(3);
    if !places.is_empty() {
        let _ = write!(page, " {}", places.join(", "));
    }
    if more > 0 {
        let _ = write!(page, " and {more} more");
    }
    page.push('\n');
    // Findings of a rule often share their explanation: once is enough.
    if !finding.explanation.is_empty() && finding.explanation != *said {
        *said = &finding.explanation;
        let _ = writeln!(page, "  <br>{}", text(&clip(&one_line(&finding.explanation), 600)));
    }
}

fn rest(ledger: &Ledger, page: &mut String) {
    if !ledger.by_source.is_empty() {
        let _ = writeln!(
            page,
            "\n<details>\n<summary>Findings by source</summary>\n\n| source | findings |\n| --- | ---: |"
        );
        for (source, number) in ledger.by_source.iter().take(LISTED) {
            let _ = writeln!(page, "| {} | {} |", text(&clip(&one_line(source), 60)), count(*number));
        }
        more(ledger.by_source.len(), "sources", page);
        let _ = writeln!(page, "\n</details>");
    }
    if !ledger.rejected.is_empty() {
        let rows = counted(ledger.rejected.len() as u64, "row was", "rows were");
        let _ = writeln!(page, "\n<details>\n<summary>{rows} not loaded</summary>\n");
        for row in ledger.rejected.iter().take(LISTED) {
            let _ = writeln!(
                page,
                "- {} {}",
                code(&format!("{}:{}", row.input, row.line)),
                text(&clip(&one_line(&row.reason), 300))
            );
        }
        more(ledger.rejected.len(), "rows", page);
        let _ = writeln!(page, "\n</details>");
    }
    if !ledger.skipped.is_empty() {
        let _ = writeln!(page, "\n<details>\n<summary>Not checked ({})</summary>\n", ledger.skipped.len());
        for skipped in ledger.skipped.iter().take(100) {
            let _ = writeln!(page, "- {}: {}", text(&skipped.what), text(&clip(&one_line(&skipped.why), 300)));
        }
        let _ = writeln!(page, "\n</details>");
    }
}

fn more(all: usize, what: &str, page: &mut String) {
    if all > LISTED {
        let _ = writeln!(page, "\n{} more {what}.", count((all - LISTED) as u64));
    }
}

/// Text that makes no markup. A word joiner after `@` and `#` keeps GitHub from mentioning people and linking issues.
pub fn text(data: &str) -> String {
    let mut out = String::with_capacity(data.len());
    for letter in one_line(data).chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => {
                out.push('\\');
                out.push(letter);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '@' | '#' => {
                out.push(letter);
                out.push('\u{2060}');
            }
            letter => out.push(letter),
        }
    }
    out
}

/// A code span.
fn code(data: &str) -> String {
    format!("`{}`", one_line(data).replace('`', "'").replace('|', "¦"))
}

/// Text within an HTML element.
fn html(data: &str) -> String {
    one_line(data).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
