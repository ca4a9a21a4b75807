//! The ledger as the page's script reads it.
//!
//! A page is for people: it holds the worst findings up to the asked limit, and of each event as much as can be looked at.
//! Whatever is left out is counted here, and the page says so.

use super::super::words::clip;
use super::super::{EmitError, Options, json};
use crate::model::ledger::{EventEntry, PlaceEntry, ReportEntry};
use crate::model::{self, Ledger, Severity, State, Waterfall, hash};
use serde::Serialize;
use std::collections::BTreeMap;

/// Reports of an event, letters of a text, rows rejected, findings resolved.
const REPORTS: usize = 80;
const LETTERS: usize = 1_500;
const ROWS: usize = 200;
/// Waterfalls of an event: of the worst events, and of the others.
const LINKS: [usize; 2] = [6, 1];
const WORST: usize = 300;
/// Spellings of a place, and pairs of them with reasons.
const SPELLINGS: usize = 200;
const PAIRS: usize = 6;

/// The data as JSON that can stand within a script element: `<`, `>` and `&` are escaped, so no text ends the element, begins
/// a comment or is taken for markup.
pub fn json(ledger: &Ledger, options: &Options) -> Result<String, EmitError> {
    let findings = shown(ledger, options.page_limit);
    let names: Vec<&str> = ledger.inputs.iter().map(|input| input.name.as_str()).collect();
    let data = Data {
        page: Page {
            version: &options.version,
            key: hash::word(hash::parts(&names)),
            whole: &options.whole,
            findings_left_out: ledger.findings.len() - findings.len(),
            events_left_out: ledger.events_left_out,
            rejected: ledger.rejected.len(),
            resolved: ledger.resolved.len(),
        },
        summary: json::Summary::from(ledger),
        inputs: ledger.inputs.iter().map(json::Input::from).collect(),
        rules: ledger
            .rules
            .iter()
            .map(|rule| Rule {
                code: &rule.code,
                name: &rule.name,
                summary: &rule.summary,
                page: &rule.page,
                severity: &rule.severity,
            })
            .collect(),
        tally: tally(ledger),
        findings: findings.into_iter().map(finding).collect(),
        facts: ledger
            .report_facts
            .iter()
            .map(|fact| (fact.id.as_str(), fact.date.as_str(), fact.source.as_str(), fact.place.as_str()))
            .collect(),
        events: ledger.event_entries.iter().enumerate().map(event).collect(),
        places: ledger.place_entries.iter().map(place).collect(),
        rejected: ledger.rejected.iter().take(ROWS).map(json::Rejected::from).collect(),
        resolved: ledger.resolved.iter().take(ROWS).map(json::Resolved::from).collect(),
        skipped: ledger.skipped.iter().map(json::Skipped::from).collect(),
        redactions: &ledger.redactions,
    };
    let text =
        serde_json::to_string(&data).map_err(|error| EmitError::Format { kind: "html", why: error.to_string() })?;
    let mut safe = String::with_capacity(text.len() + text.len() / 64);
    for letter in text.chars() {
        match letter {
            '<' => safe.push_str("\\u003c"),
            '>' => safe.push_str("\\u003e"),
            '&' => safe.push_str("\\u0026"),
            '\u{2028}' => safe.push_str("\\u2028"),
            '\u{2029}' => safe.push_str("\\u2029"),
            letter => safe.push(letter),
        }
    }
    Ok(safe)
}

#[derive(Serialize)]
struct Data<'a> {
    page: Page<'a>,
    summary: json::Summary<'a>,
    inputs: Vec<json::Input<'a>>,
    rules: Vec<Rule<'a>>,
    /// By rule, of the whole ledger: name; errors, warnings, infos; new, known, decided.
    tally: BTreeMap<&'a str, (&'a str, [u64; 3], [u64; 3])>,
    findings: Vec<Finding<'a>>,
    /// Id, date, source, place.
    facts: Vec<(&'a str, &'a str, &'a str, &'a str)>,
    events: Vec<Event<'a>>,
    places: Vec<Place<'a>>,
    rejected: Vec<json::Rejected<'a>>,
    resolved: Vec<json::Resolved<'a>>,
    skipped: Vec<json::Skipped<'a>>,
    redactions: &'a [String],
}

#[derive(Serialize)]
struct Page<'a> {
    version: &'a str,
    /// Under which decisions are kept: the same for every run over the same inputs.
    key: String,
    whole: &'a str,
    findings_left_out: usize,
    events_left_out: u64,
    rejected: usize,
    resolved: usize,
}

#[derive(Serialize)]
struct Rule<'a> {
    code: &'a str,
    name: &'a str,
    summary: &'a str,
    page: &'a str,
    severity: &'a str,
}

/// A finding; what all findings of its rule share stands in the tally.
#[derive(Serialize)]
struct Finding<'a> {
    code: &'a str,
    severity: &'static str,
    state: &'static str,
    fingerprint: &'a str,
    headline: &'a str,
    reports: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<&'a str>,
    /// Input, line, column, field, value, note, report.
    evidence: Vec<(&'a str, u32, u32, &'a str, &'a str, &'a str, &'a str)>,
    explanation: &'a str,
    evidence_hash: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    setting: Option<&'a str>,
}

#[derive(Serialize)]
struct Event<'a> {
    id: &'a str,
    date: &'a str,
    places: &'a [String],
    place_ids: &'a [String],
    low: u32,
    best: u32,
    high: Option<u32>,
    stated: bool,
    naive_sum: u64,
    unallocated: Option<u32>,
    sources: u32,
    independent_origins: u32,
    parts: Vec<Part<'a>>,
    report_count: usize,
    reports: Vec<Report<'a>>,
    weakest_link: f64,
    link_count: usize,
    links: Vec<(&'a str, &'a str, Why<'a>)>,
    conflicts: &'a [(String, String)],
    notes: &'a [String],
}

#[derive(Serialize)]
struct Part<'a> {
    place: &'a str,
    low: u32,
    best: u32,
    high: Option<u32>,
}

#[derive(Serialize)]
struct Report<'a> {
    id: &'a str,
    input: &'a str,
    line: u32,
    source: &'a str,
    origin: &'a str,
    published: &'a str,
    date: &'a str,
    place: &'a str,
    place_id: &'a str,
    point: Option<(f64, f64)>,
    killed_raw: &'a str,
    low: Option<u32>,
    high: Option<u32>,
    injured_raw: &'a str,
    scope: &'a str,
    status: &'a str,
    fate: &'a str,
    fate_of: &'a str,
    text: String,
    headline: String,
}

#[derive(Serialize)]
struct Why<'a> {
    prior: f64,
    steps: Vec<Step<'a>>,
    veto: Option<&'a str>,
    probability: f64,
}

#[derive(Serialize)]
struct Step<'a> {
    what: &'a str,
    left: &'a str,
    right: &'a str,
    level: &'a str,
    weight: f64,
}

#[derive(Serialize)]
struct Place<'a> {
    id: &'a str,
    canonical: &'a str,
    country: &'a str,
    admin1: &'a str,
    admin2: &'a str,
    point: Option<(f64, f64)>,
    variants: Vec<(&'a str, u32)>,
    links: Vec<(&'a str, &'a str, Why<'a>)>,
}

/// A number with as many places as a page can use, which also keeps the page small.
fn short(number: f64, places: i32) -> f64 {
    let scale = 10f64.powi(places);
    let rounded = (number * scale).round() / scale;
    if rounded.is_finite() { rounded } else { 0.0 }
}

fn point(point: Option<(f64, f64)>) -> Option<(f64, f64)> {
    point.map(|(lat, lon)| (short(lat, 5), short(lon, 5)))
}

fn why(waterfall: &Waterfall) -> Why<'_> {
    Why {
        prior: short(waterfall.prior, 2),
        steps: waterfall
            .steps
            .iter()
            .map(|step| Step {
                what: &step.what,
                left: &step.left,
                right: &step.right,
                level: &step.level,
                weight: short(step.weight, 2),
            })
            .collect(),
        veto: waterfall.veto.as_deref(),
        probability: short(waterfall.probability(), 6),
    }
}

fn finding(finding: &model::Finding) -> Finding<'_> {
    Finding {
        code: &finding.code,
        severity: finding.severity.name(),
        state: finding.state.name(),
        fingerprint: &finding.fingerprint,
        headline: &finding.headline,
        reports: &finding.subject.reports,
        event: finding.subject.event.as_deref(),
        place: finding.subject.place.as_deref(),
        evidence: finding
            .evidence
            .iter()
            .map(|piece| {
                let value = (&*piece.input, piece.line, piece.column, &*piece.field, piece.value.as_str());
                (value.0, value.1, value.2, value.3, value.4, piece.note.as_str(), piece.report.as_str())
            })
            .collect(),
        explanation: &finding.explanation,
        evidence_hash: &finding.evidence_hash,
        decision: finding.decision.as_deref(),
        setting: finding.setting.as_deref(),
    }
}

/// The findings that the page holds, in their order: the worst severities whole, and of the first that does not fit an
/// equal share of each rule, so that no rule is missing because its code comes late in the alphabet.
fn shown(ledger: &Ledger, limit: usize) -> Vec<&model::Finding> {
    let mut quotas: BTreeMap<(Severity, &str), usize> = BTreeMap::new();
    for finding in &ledger.findings {
        *quotas.entry((finding.severity, &finding.code)).or_default() += 1;
    }
    let mut left = limit;
    for severity in Severity::ALL {
        // The smallest rules first: what they leave of their share goes to the others.
        let mut rules: Vec<(&str, usize)> =
            quotas.iter().filter(|(key, _)| key.0 == severity).map(|(key, n)| (key.1, *n)).collect();
        rules.sort_by_key(|(code, number)| (*number, *code));
        let mut others = rules.len();
        for (code, number) in rules {
            let share = number.min(left / others.max(1));
            quotas.insert((severity, code), share);
            left -= share;
            others -= 1;
        }
    }
    ledger
        .findings
        .iter()
        .filter(|finding| match quotas.get_mut(&(finding.severity, finding.code.as_str())) {
            Some(quota) if *quota > 0 => {
                *quota -= 1;
                true
            }
            _ => false,
        })
        .collect()
}

fn tally(ledger: &Ledger) -> BTreeMap<&str, (&str, [u64; 3], [u64; 3])> {
    let mut tally: BTreeMap<&str, (&str, [u64; 3], [u64; 3])> = BTreeMap::new();
    for finding in &ledger.findings {
        let of = tally.entry(&finding.code).or_default();
        of.0 = &finding.name;
        of.1[match finding.severity {
            Severity::Error => 0,
            Severity::Warning => 1,
            Severity::Info => 2,
        }] += 1;
        of.2[match finding.state {
            State::New => 0,
            State::Known => 1,
            State::Decided => 2,
        }] += 1;
    }
    tally
}

fn link((left, right, waterfall): &(String, String, Waterfall)) -> (&str, &str, Why<'_>) {
    (left, right, why(waterfall))
}

fn event((rank, event): (usize, &EventEntry)) -> Event<'_> {
    let links = LINKS[usize::from(rank >= WORST)];
    Event {
        id: &event.id,
        date: &event.date,
        places: &event.places,
        place_ids: &event.place_ids,
        low: event.low,
        best: event.best,
        high: event.high,
        stated: event.stated,
        naive_sum: event.naive_sum,
        unallocated: event.unallocated,
        sources: event.sources,
        independent_origins: event.independent_origins,
        parts: event
            .parts
            .iter()
            .map(|(place, low, best, high)| Part { place, low: *low, best: *best, high: *high })
            .collect(),
        report_count: event.reports.len(),
        reports: event.reports.iter().take(REPORTS).map(report).collect(),
        weakest_link: short(f64::from(event.weakest_link), 4),
        link_count: event.reports.len().saturating_sub(1).max(event.links.len()),
        links: event.links.iter().take(links).map(link).collect(),
        conflicts: &event.conflicts,
        notes: &event.notes,
    }
}

fn report(report: &ReportEntry) -> Report<'_> {
    Report {
        id: &report.id,
        input: &report.input,
        line: report.line,
        source: &report.source,
        origin: &report.origin,
        published: &report.published,
        date: &report.date,
        place: &report.place,
        place_id: &report.place_id,
        point: point(report.point),
        killed_raw: &report.killed_raw,
        low: report.low,
        high: report.high,
        injured_raw: &report.injured_raw,
        scope: &report.scope,
        status: &report.status,
        fate: &report.fate,
        fate_of: &report.fate_of,
        text: clip(&report.text, LETTERS),
        headline: clip(&report.headline, LETTERS),
    }
}

fn place(place: &PlaceEntry) -> Place<'_> {
    Place {
        id: &place.id,
        canonical: &place.canonical,
        country: &place.country,
        admin1: &place.admin1,
        admin2: &place.admin2,
        point: point(place.point),
        variants: place.variants.iter().take(SPELLINGS).map(|(name, number)| (name.as_str(), *number)).collect(),
        links: place.links.iter().take(PAIRS).map(link).collect(),
    }
}
