//! The report for a terminal: findings by rule, the worst first, and at the end, where the eye lands, a summary that is read
//! in ten seconds.

use super::table::Column::{self, Number, Text, Words};
use super::table::table;
use super::understood;
use super::words::{clip, count, counted, dead_twice, one_line, range, short_name, uri, wrap};
use super::worst::{row as first_row, single, worst};
use super::{EmitError, EmitOptions};
use crate::model::ledger::Skipped;
use crate::model::{Evidence, Finding, Ledger, Severity, State};
use anstyle::{AnsiColor, Style};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::Write;
use unicode_width::UnicodeWidthStr;

/// Events, rules, sources and rejected rows listed in the summary.
const LISTED: usize = 10;

/// Pieces of evidence shown of each finding.
const PIECES: usize = 3;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const RED: Style = AnsiColor::Red.on_default().bold();
const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
const BLUE: Style = AnsiColor::Cyan.on_default();

/// Writes it.
///
/// # Errors
/// Where the output refuses it.
pub fn render(ledger: &Ledger, options: &EmitOptions, out: &mut dyn Write) -> Result<(), EmitError> {
    let width = if options.width == 0 { 80 } else { options.width.clamp(24, 160) };
    Page { ledger, options, width, out }.write()
}

struct Page<'a> {
    ledger: &'a Ledger,
    options: &'a EmitOptions,
    width: usize,
    out: &'a mut dyn Write,
}

const fn style(severity: Severity) -> Style {
    match severity {
        Severity::Error => RED,
        Severity::Warning => YELLOW,
        Severity::Info => BLUE,
    }
}

impl Page<'_> {
    fn write(&mut self) -> Result<(), EmitError> {
        self.understood()?;
        self.findings()?;
        self.rejected()?;
        self.skipped()?;
        self.events()?;
        self.by_rule()?;
        self.by_source()?;
        self.summary()
    }

    fn paint(&self, style: Style, text: &str) -> String {
        if self.options.colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    /// Lines of text, indented.
    fn text(&mut self, indent: usize, style: Style, text: &str) -> Result<(), EmitError> {
        for line in wrap(text, self.width.saturating_sub(indent)) {
            let line = self.paint(style, &line);
            writeln!(self.out, "{:indent$}{line}", "")?;
        }
        Ok(())
    }

    fn heading(&mut self, style: Style, text: &str) -> Result<(), EmitError> {
        let text = self.paint(style, text);
        writeln!(self.out, "\n{text}")?;
        Ok(())
    }

    /// What was understood of each input, where something was guessed or is missing.
    fn understood(&mut self) -> Result<(), EmitError> {
        let told: Vec<Vec<String>> =
            self.ledger.inputs.iter().map(understood::lines).filter(|lines| !lines.is_empty()).collect();
        if told.is_empty() {
            return Ok(());
        }
        self.heading(BOLD, "What was understood")?;
        for lines in told {
            for (index, line) in lines.iter().enumerate() {
                self.text(if index == 0 { 2 } else { 4 }, Style::new(), line)?;
            }
        }
        Ok(())
    }

    fn findings(&mut self) -> Result<(), EmitError> {
        let mut groups: BTreeMap<(Reverse<Severity>, &str), Vec<&Finding>> = BTreeMap::new();
        for finding in self.ledger.findings.iter().filter(|finding| finding.state != State::Decided) {
            groups.entry((Reverse(finding.severity), &finding.code)).or_default().push(finding);
        }
        for ((Reverse(severity), code), group) in groups {
            let name = group.first().map_or("", |finding| &*finding.name);
            let title = format!("{} {}", severity.name(), one_line(code));
            let rest = format!("{} ({})", one_line(name), count(group.len() as u64));
            let fits = title.width() + 1 + rest.width() <= self.width;
            let title = self.paint(style(severity), &title);
            if fits {
                let rest = self.paint(BOLD, &rest);
                writeln!(self.out, "\n{title} {rest}")?;
            } else {
                writeln!(self.out, "\n{title}")?;
                self.text(2, BOLD, &rest)?;
            }
            let shown = self.options.limit.unwrap_or(usize::MAX);
            let mut said = "";
            for finding in group.iter().take(shown) {
                self.finding(finding, &mut said)?;
            }
            if group.len() > shown {
                let more =
                    format!("… {} more; all: {}", count((group.len() - shown) as u64), one_line(&self.options.whole));
                self.text(2, DIM, &more)?;
            }
        }
        Ok(())
    }

    fn finding<'f>(&mut self, finding: &'f Finding, said: &mut &'f str) -> Result<(), EmitError> {
        let known = finding.state.mark();
        let headline = format!("{}{known}", clip(&one_line(&finding.headline), 500));
        let mut lines = wrap(&headline, self.width - 4).into_iter();
        if let Some(first) = lines.next() {
            writeln!(self.out, "  - {first}")?;
        }
        for line in lines {
            writeln!(self.out, "    {line}")?;
        }
        for piece in finding.evidence.iter().take(PIECES) {
            self.piece(piece)?;
        }
        if finding.evidence.len() > PIECES {
            let more = format!("… and {} more", counted((finding.evidence.len() - PIECES) as u64, "place", "places"));
            self.text(4, DIM, &more)?;
        }
        // Findings of a rule often share their explanation: once is enough.
        if !finding.explanation.is_empty() && finding.explanation != *said {
            *said = &finding.explanation;
            self.text(4, DIM, &clip(&one_line(&finding.explanation), 600))?;
        }
        Ok(())
    }

    fn piece(&mut self, piece: &Evidence) -> Result<(), EmitError> {
        let mut place = short_name(self.ledger, &piece.input);
        if piece.line > 0 {
            place.push_str(&format!(":{}", piece.line));
            if piece.column > 0 {
                place.push_str(&format!(":{}", piece.column));
            }
        }
        let mut said = Vec::new();
        if !piece.field.is_empty() {
            said.push(format!("{} {}", one_line(&piece.field), quote(&piece.value)));
        }
        if !piece.note.is_empty() {
            said.push(one_line(&piece.note));
        }
        let text = format!("{place} {}", said.join(" · "));
        let lines = wrap(&clip(text.trim_end(), self.width.saturating_mul(3)), self.width - 4);
        for (index, line) in lines.into_iter().enumerate() {
            let line = match line.strip_prefix(place.as_str()).filter(|_| index == 0) {
                Some(rest) => format!("{}{rest}", self.link(&piece.input, &place)),
                None => line,
            };
            writeln!(self.out, "    {line}")?;
        }
        Ok(())
    }

    /// A place in a file, as a link (OSC 8) where those are wanted.
    fn link(&self, input: &str, place: &str) -> String {
        let shown = self.paint(BLUE, place);
        let Some(base) = &self.options.hyperlinks else { return shown };
        let mut url = uri(input);
        if !url.starts_with("file://") {
            url = format!("{}/{url}", base.trim_end_matches('/'));
        }
        format!("\u{1b}]8;;{url}\u{1b}\\{shown}\u{1b}]8;;\u{1b}\\")
    }

    fn rejected(&mut self) -> Result<(), EmitError> {
        let ledger = self.ledger;
        if ledger.rejected.is_empty() {
            return Ok(());
        }
        self.heading(BOLD, &format!("Rows not loaded ({})", count(ledger.rejected.len() as u64)))?;
        for row in ledger.rejected.iter().take(LISTED) {
            let line = format!("{}:{}  {}", one_line(&row.input), row.line, one_line(&row.reason));
            self.text(2, Style::new(), &clip(&line, self.width.saturating_mul(3)))?;
        }
        self.more(ledger.rejected.len())
    }

    /// What was asked for and not done, in full; rules that these data cannot feed only where reasons are wanted, as there
    /// are many of them in any data set. The summary counts them.
    fn skipped(&mut self) -> Result<(), EmitError> {
        let ledger = self.ledger;
        let all = self.options.reasons;
        let told: Vec<&Skipped> = ledger.skipped.iter().filter(|skipped| all || !missing_data(skipped)).collect();
        if told.is_empty() {
            return Ok(());
        }
        // Rules that want the same thing share a line.
        let mut reasons: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for skipped in &told {
            reasons.entry(one_line(&skipped.why)).or_default().push(one_line(&skipped.what));
        }
        self.heading(BOLD, &format!("Not checked ({})", count(told.len() as u64)))?;
        for (why, what) in reasons {
            self.text(2, DIM, &format!("{}: {why}", what.join(", ")))?;
        }
        Ok(())
    }

    fn events(&mut self) -> Result<(), EmitError> {
        let told = worst(self.ledger, LISTED);
        if told.is_empty() {
            return Ok(());
        }
        self.heading(BOLD, "Worst events")?;
        let single = single(&told);
        let places = if self.width < 70 { 14 } else { 24 };
        let rows: Vec<Vec<String>> = told
            .iter()
            .map(|one| {
                let event = one.event;
                let mut row = vec![one_line(&event.date), clip(&one_line(&event.places.join(", ")), places)];
                if single {
                    row.push(first_row(event));
                } else {
                    row.extend([count(event.reports.len() as u64), count(event.naive_sum)]);
                }
                row.push(range(event.low.into(), event.high.map(u64::from)));
                let others = if one.others > 0 { format!(" +{}", count(one.others)) } else { String::new() };
                row.push(one.finding.map_or_else(String::new, |finding| {
                    format!("{}{others} {}", one_line(&finding.code), one_line(&finding.headline))
                }));
                row
            })
            .collect();
        if single {
            let columns = [("date", Text), ("place", Text), ("row", Text), ("dead", Number), ("worst finding", Words)];
            self.table(&columns, rows, &[1, 0])?;
        } else {
            let columns = [
                ("date", Text),
                ("place", Text),
                ("reports", Number),
                ("sum", Number),
                ("reconciled", Number),
                ("worst finding", Words),
            ];
            self.table(&columns, rows, &[3, 2, 1])?;
        }
        let others = (self.ledger.event_entries.len() - told.len()) as u64 + self.ledger.events_left_out;
        if others > 0 {
            self.text(2, DIM, &format!("… {} more; all: recount export tolls", count(others)))?;
        }
        Ok(())
    }

    fn by_rule(&mut self) -> Result<(), EmitError> {
        let mut rules: BTreeMap<(&str, &str), [u64; 3]> = BTreeMap::new();
        for finding in &self.ledger.findings {
            let counts = rules.entry((&finding.code, &finding.name)).or_default();
            counts[match finding.severity {
                Severity::Error => 0,
                Severity::Warning => 1,
                Severity::Info => 2,
            }] += 1;
        }
        if rules.is_empty() {
            return Ok(());
        }
        self.heading(BOLD, "Findings by rule")?;
        let rows: Vec<Vec<String>> = rules
            .into_iter()
            .map(|((code, name), counts)| {
                let mut row = vec![code.to_owned(), one_line(name)];
                row.extend(counts.iter().map(|number| if *number == 0 { String::new() } else { count(*number) }));
                row
            })
            .collect();
        let columns = [("rule", Text), ("", Words), ("errors", Number), ("warnings", Number), ("info", Number)];
        self.table(&columns, rows, &[1])
    }

    fn by_source(&mut self) -> Result<(), EmitError> {
        let ledger = self.ledger;
        if ledger.by_source.is_empty() {
            return Ok(());
        }
        self.heading(BOLD, "Findings by source")?;
        let rows: Vec<Vec<String>> = ledger
            .by_source
            .iter()
            .take(LISTED)
            .map(|(source, number)| {
                vec![if source.is_empty() { "(none)".to_owned() } else { one_line(source) }, count(*number)]
            })
            .collect();
        self.table(&[("source", Words), ("findings", Number)], rows, &[])?;
        self.more(ledger.by_source.len())
    }

    fn more(&mut self, all: usize) -> Result<(), EmitError> {
        if all > LISTED {
            let more = format!("… {} more; all: {}", count((all - LISTED) as u64), one_line(&self.options.whole));
            self.text(2, DIM, &more)?;
        }
        Ok(())
    }

    fn table(&mut self, columns: &[(&str, Column)], rows: Vec<Vec<String>>, spare: &[usize]) -> Result<(), EmitError> {
        let (titles, lines) = table(columns, rows, spare, self.width);
        let titles = self.paint(DIM, &titles);
        writeln!(self.out, "{titles}")?;
        for line in lines {
            writeln!(self.out, "{line}")?;
        }
        Ok(())
    }

    fn summary(&mut self) -> Result<(), EmitError> {
        let ledger = self.ledger;
        let (severity, state) = (ledger.by_severity(), ledger.by_state());
        let of = |counts: &BTreeMap<&str, u64>, name: &str| counts.get(name).copied().unwrap_or_default();
        self.heading(BOLD, "Summary")?;
        let facts = format!(
            "{}, {} ({}), {}",
            counted(ledger.reports, "report", "reports"),
            counted(ledger.places, "place", "places"),
            counted(ledger.spellings, "spelling", "spellings"),
            counted(ledger.events, "event", "events")
        );
        self.text(2, Style::new(), &facts)?;
        let tolls = ledger.tolls;
        if tolls.events > 0 {
            let (dead, rest) = dead_twice(ledger);
            self.text(2, Style::new(), &format!("dead: {dead}{rest}"))?;
        }
        if let Some(texts) = languages(ledger) {
            self.text(2, Style::new(), &texts)?;
        }
        for line in &ledger.redactions {
            self.text(2, DIM, &one_line(line))?;
        }
        if !ledger.rejected.is_empty() {
            let rejected = counted(ledger.rejected.len() as u64, "row", "rows");
            self.text(2, RED, &format!("{rejected} not loaded"))?;
        }
        let missing_data = ledger.skipped.iter().filter(|skipped| missing_data(skipped)).count() as u64;
        if missing_data > 0 && !self.options.reasons {
            let rules = counted(missing_data, "rule", "rules");
            self.text(2, DIM, &format!("{rules} had nothing to go by in these data; --verbose lists them and why"))?;
        }
        let states = format!(
            "{} new, {} known, {} decided, {} resolved",
            count(of(&state, "new")),
            count(of(&state, "known")),
            count(of(&state, "decided")),
            count(of(&state, "resolved"))
        );
        self.text(2, Style::new(), &states)?;
        let (errors, warnings, infos) = (of(&severity, "error"), of(&severity, "warning"), of(&severity, "info"));
        let plain = Style::new();
        let line = [
            self.paint(if errors > 0 { RED } else { plain }, &counted(errors, "error", "errors")),
            self.paint(if warnings > 0 { YELLOW } else { plain }, &counted(warnings, "warning", "warnings")),
            self.paint(if infos > 0 { BLUE } else { plain }, &format!("{} info", count(infos))),
        ];
        writeln!(self.out, "  {}", line.join(", "))?;
        Ok(())
    }
}

/// How many texts were read, and in which language; where all are English or French, nothing more needs to be said.
fn languages(ledger: &Ledger) -> Option<String> {
    let usual = |(name, read, _): &(String, bool, u64)| *read && matches!(name.as_str(), "English" | "French");
    if ledger.texts.iter().all(usual) {
        return None;
    }
    let of = |wanted: bool| ledger.texts.iter().filter(move |(_, read, _)| *read == wanted);
    let told = |wanted: bool| {
        let names: Vec<String> =
            of(wanted).map(|(name, _, texts)| format!("{} {}", one_line(name), count(*texts))).collect();
        let sum: u64 = of(wanted).map(|(_, _, texts)| *texts).sum();
        format!("{}{}", count(sum), if sum == 0 { String::new() } else { format!(" ({})", names.join(", ")) })
    };
    Some(format!("texts: {} read, {} not read", told(true), told(false)))
}

/// Whether it is a rule of ours that these data cannot feed; a user's own rule was asked for.
fn missing_data(skipped: &Skipped) -> bool {
    let code = skipped.what.split(' ').next().unwrap_or_default();
    let (family, number) = code.split_at_checked(3).unwrap_or_default();
    family.bytes().all(|byte| byte.is_ascii_uppercase())
        && family != "USR"
        && number.len() == 3
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// A value in quotation marks, on one line.
fn quote(value: &str) -> String {
    format!("\"{}\"", clip(&one_line(value), 120))
}
