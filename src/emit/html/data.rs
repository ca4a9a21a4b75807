//! The ledger as the page's script reads it.
//!
//! A page is for people: it holds the worst findings up to the asked limit, and of each event as much as can be looked at.
//! Whatever is left out is counted here, and the page says so. Texts that repeat (explanations, names of files and sources,
//! values) stand once, in `words`, and are numbers elsewhere: a page of 10,000 findings and 2,000 events on 100,000 reports made
//! for tests takes 10.3 MB so, and took 16.7 MB with every text in its place.

use super::super::review::{Choice, Desk};
use super::super::words::clip;
use super::super::{EmitError, EmitOptions, json};
use super::counts::{months, shown, tally};
use crate::model::ledger::{EventEntry, PlaceEntry, ReportEntry};
use crate::model::{self, Ledger, Waterfall, hash};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

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
pub fn json(ledger: &Ledger, options: &EmitOptions) -> Result<String, EmitError> {
    let findings = shown(ledger, options.page_limit);
    let names: Vec<&str> = ledger.inputs.iter().map(|input| input.name.as_str()).collect();
    let desk = Desk::of(ledger);
    let mut words = Words::default();
    words.number("");
    let mut data = Data {
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
        months: months(ledger),
        findings: findings.into_iter().map(|one| finding(one, desk.choice(one), &mut words)).collect(),
        facts: ledger
            .report_facts
            .iter()
            .map(|fact| (fact.id.as_str(), [&fact.date, &fact.source, &fact.place].map(|text| words.number(text))))
            .collect(),
        events: ledger.event_entries.iter().enumerate().map(|(rank, one)| event(rank, one, &mut words)).collect(),
        places: ledger.place_entries.iter().map(|one| place(one, &mut words)).collect(),
        rejected: ledger.rejected.iter().take(ROWS).map(json::Rejected::from).collect(),
        resolved: ledger.resolved.iter().take(ROWS).map(json::Resolved::from).collect(),
        skipped: ledger.skipped.iter().map(json::Skipped::from).collect(),
        redactions: &ledger.redactions,
        words: Vec::new(),
    };
    data.words = words.all;
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
    /// By month of the event, of the whole ledger: errors, warnings, infos.
    months: BTreeMap<&'a str, [u64; 3]>,
    findings: Vec<Finding<'a>>,
    /// Id; date, source, place.
    facts: Vec<(&'a str, [Word; 3])>,
    events: Vec<Event<'a>>,
    places: Vec<Place<'a>>,
    rejected: Vec<json::Rejected<'a>>,
    resolved: Vec<json::Resolved<'a>>,
    skipped: Vec<json::Skipped<'a>>,
    redactions: &'a [String],
    words: Vec<String>,
}

/// The number of a text in `words`; 0 is the empty one.
type Word = u32;

/// Texts that stand once.
#[derive(Default)]
struct Words {
    numbers: HashMap<String, Word>,
    all: Vec<String>,
}

impl Words {
    fn number(&mut self, text: &str) -> Word {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = self.all.len() as Word;
        self.numbers.insert(text.to_owned(), number);
        self.all.push(text.to_owned());
        number
    }
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
    /// Line, column, report; input, field, value, note.
    evidence: Vec<(u32, u32, &'a str, [Word; 4])>,
    explanation: Word,
    /// Spellings that can be told to be one place or several, their country and first level.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    spellings: Vec<&'a str>,
    #[serde(skip_serializing_if = "is_empty")]
    region: [&'a str; 2],
    /// Whether the spellings are one place already; whether the reports can be told to be one event or several.
    #[serde(skip_serializing_if = "is_false")]
    joined: bool,
    #[serde(skip_serializing_if = "is_false")]
    events: bool,
    evidence_hash: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    setting: Option<&'a str>,
}

fn is_empty(region: &[&str; 2]) -> bool {
    region.iter().all(|name| name.is_empty())
}

fn is_false(flag: &bool) -> bool {
    !flag
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
    links: Vec<Link<'a>>,
    conflicts: &'a [(String, String)],
    notes: &'a [String],
}

#[derive(Serialize)]
struct Part<'a> {
    place: &'a str,
    low: u32,
    best: u32,
    high: Option<u32>,
    agreed: bool,
}

/// Id, line, position, low, high; input, source, origin, published, date, place, its id, killed and injured as written,
/// scope, status, fate, of which report, text, headline.
type Report<'a> = (&'a str, u32, Option<(f64, f64)>, Option<u32>, Option<u32>, [Word; 15]);

/// Two reports or spellings, and why they were linked.
type Link<'a> = (&'a str, &'a str, Why<'a>);

#[derive(Serialize)]
struct Why<'a> {
    prior: f64,
    /// Weight; what was compared, left, right, level.
    steps: Vec<(f64, [Word; 4])>,
    veto: Option<&'a str>,
    probability: f64,
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
    links: Vec<Link<'a>>,
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

fn why<'a>(waterfall: &'a Waterfall, words: &mut Words) -> Why<'a> {
    let mut step = |step: &'a model::Step| {
        let said = [&step.what, &step.left, &step.right, &step.level].map(|text| words.number(text));
        (short(step.weight, 2), said)
    };
    Why {
        prior: short(waterfall.prior, 2),
        steps: waterfall.steps.iter().map(&mut step).collect(),
        veto: waterfall.veto.as_deref(),
        probability: short(waterfall.probability(), 6),
    }
}

fn finding<'a>(finding: &'a model::Finding, choice: Choice<'a>, words: &mut Words) -> Finding<'a> {
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
                let said = [&*piece.input, &*piece.field, &*piece.value, &*piece.note].map(|text| words.number(text));
                (piece.line, piece.column, piece.report.as_str(), said)
            })
            .collect(),
        explanation: words.number(&finding.explanation),
        spellings: choice.names,
        region: choice.region,
        joined: choice.joined,
        events: choice.events,
        evidence_hash: &finding.evidence_hash,
        decision: finding.decision.as_deref(),
        setting: finding.setting.as_deref(),
    }
}

fn link<'a>((left, right, waterfall): &'a (String, String, Waterfall), words: &mut Words) -> Link<'a> {
    (left, right, why(waterfall, words))
}

fn event<'a>(rank: usize, event: &'a EventEntry, words: &mut Words) -> Event<'a> {
    let links = LINKS[usize::from(rank >= WORST)];
    // The doubtful ones are what a reader wants to see.
    let mut doubtful: Vec<&(String, String, Waterfall)> = event.links.iter().collect();
    doubtful.sort_by(|a, b| a.2.probability().total_cmp(&b.2.probability()));
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
            .map(|part| Part {
                place: &part.place,
                low: part.low,
                best: part.best,
                high: part.high,
                agreed: part.agreed,
            })
            .collect(),
        report_count: event.reports.len(),
        reports: event.reports.iter().take(REPORTS).map(|one| report(one, words)).collect(),
        weakest_link: short(f64::from(event.weakest_link), 4),
        link_count: event.reports.len().saturating_sub(1).max(event.links.len()),
        links: doubtful.into_iter().take(links).map(|one| link(one, words)).collect(),
        conflicts: &event.conflicts,
        notes: &event.notes,
    }
}

fn report<'a>(report: &'a ReportEntry, words: &mut Words) -> Report<'a> {
    let (text, headline) = (clip(&report.text, LETTERS), clip(&report.headline, LETTERS));
    let said = [
        &report.input,
        &report.source,
        &report.origin,
        &report.published,
        &report.date,
        &report.place,
        &report.place_id,
        &report.killed_raw,
        &report.injured_raw,
        &report.scope,
        &report.status,
        &report.fate,
        &report.fate_of,
        &text,
        &headline,
    ];
    (&report.id, report.line, point(report.point), report.low, report.high, said.map(|text| words.number(text)))
}

fn place<'a>(place: &'a PlaceEntry, words: &mut Words) -> Place<'a> {
    Place {
        id: &place.id,
        canonical: &place.canonical,
        country: &place.country,
        admin1: &place.admin1,
        admin2: &place.admin2,
        point: point(place.point),
        variants: place.variants.iter().take(SPELLINGS).map(|(name, number)| (name.as_str(), *number)).collect(),
        links: place.links.iter().take(PAIRS).map(|one| link(one, words)).collect(),
    }
}
