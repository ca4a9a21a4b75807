//! The whole run, as every renderer sees it.

use super::finding::{Finding, Severity, State};
use std::collections::BTreeMap;

/// One input file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Input {
    /// Its path as given, with forward slashes.
    pub name: String,
    /// Preset that mapped it.
    pub preset: String,
    /// The data set it belongs to.
    pub dataset: String,
    /// `report` or `event`.
    pub unit: String,
    /// Format, compression and encoding, in words.
    pub format: String,
    /// xxh3-64 of its bytes, in hex.
    pub hash: String,
    /// Rows read: always loaded + unchanged + rejected.
    pub read: u64,
    /// Rows that were new or changed.
    pub loaded: u64,
    /// Of the loaded ones: revisions of a report the store already had.
    pub revised: u64,
    /// Rows that the store already had, with the same content.
    pub unchanged: u64,
    /// Rows that could not be loaded.
    pub rejected: u64,
    /// Header name of each mapped column: (generic column, name in the file).
    pub columns: Vec<(String, String)>,
    /// Header names that no column of recount was found for.
    pub unmapped: Vec<String>,
    /// What was noticed: encoding, blank lines, a tag row.
    pub notes: Vec<String>,
    /// Why nothing of it could be read; empty where it was read.
    pub failed: String,
    /// What was understood of its columns and rows, beyond the names above.
    pub understood: Understood,
}

/// What was understood of an input, and what was not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Understood {
    /// Line of the header; 0 where there is none.
    pub header_line: u32,
    /// Roles that no column plays: `date`, `place`, `toll`.
    pub lacking: Vec<String>,
    /// Of these, those that an earlier run had, with the file's name for the column then.
    pub lost: Vec<(String, String)>,
    /// Columns that were recognised by the words of their names and by what stands in them.
    pub recognised: Vec<UnderstoodColumn>,
    /// Columns that could play a role that nothing plays, and are not read.
    pub asked: Vec<UnderstoodColumn>,
    /// Mapped columns in which nothing stands.
    pub empty: Vec<String>,
    /// How the dates of columns with two readings were read.
    pub dates: Vec<DateOrder>,
    /// Rows that add up others; they are checked, and no reports.
    pub totals: Vec<TotalRow>,
    /// Rows that say nothing but a number or what stands in all of them; they are no reports.
    pub templates: u64,
    /// Line of the first of these.
    pub template_line: u32,
}

/// A column in a role.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UnderstoodColumn {
    /// The role.
    pub column: String,
    /// The file's name for it.
    pub header: String,
    /// How sure that is, in percent.
    pub sure: u8,
    /// Why.
    pub reason: String,
}

/// How a column of dates such as `8/1/2021` was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DateOrder {
    /// Our column.
    pub column: String,
    /// The file's name for it.
    pub header: String,
    /// `day-first` or `month-first`.
    pub order: String,
    /// Whether anything showed it.
    pub sure: bool,
    /// Dates that have two numbers for day and month.
    pub dates: u64,
    /// Dates that can only have the day first.
    pub day_first: u64,
    /// Dates that can only have the month first.
    pub month_first: u64,
    /// Line of the first date that goes against the order; 0 where none does.
    pub line: u32,
}

/// A row that adds up others.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TotalRow {
    /// Its line.
    pub line: u32,
    /// Position of the sum in its line.
    pub column: u32,
    /// What it calls itself.
    pub label: String,
    /// Our column that is added up.
    pub field: String,
    /// What it says.
    pub stated: u64,
    /// What the rows add up to: those since the last such row or all above, whichever comes nearer.
    pub summed: u64,
    /// How many rows that are.
    pub rows: u64,
}

/// A row that could not be loaded.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct RejectedRow {
    /// The input's name.
    pub input: String,
    /// Line, from 1.
    pub line: u32,
    /// Why.
    pub reason: String,
    /// The raw text.
    pub raw: String,
}

/// Something that was not done.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Skipped {
    /// What: a rule's code, or a step.
    pub what: String,
    /// Why.
    pub why: String,
}

/// A place, as outputs list it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlaceEntry {
    /// Its id.
    pub id: String,
    /// The chosen spelling.
    pub canonical: String,
    /// Country.
    pub country: String,
    /// First administrative level.
    pub admin1: String,
    /// Second administrative level.
    pub admin2: String,
    /// Position.
    pub point: Option<(f64, f64)>,
    /// Spellings with their number of rows.
    pub variants: Vec<(String, u32)>,
    /// Pairs of spellings that were joined, with the reasons, the weakest first; a few are enough.
    pub links: Vec<(String, String, super::Waterfall)>,
}

/// A report within an event, as outputs list it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReportEntry {
    /// Its id.
    pub id: String,
    /// The input's name.
    pub input: String,
    /// Line, from 1.
    pub line: u32,
    /// Who published.
    pub source: String,
    /// Who said it.
    pub origin: String,
    /// Day of publication, ISO.
    pub published: String,
    /// Day of the event as coded, ISO.
    pub date: String,
    /// Place as spelt.
    pub place: String,
    /// Id of its place.
    pub place_id: String,
    /// Position as given.
    pub point: Option<(f64, f64)>,
    /// The killed as written in the file.
    pub killed_raw: String,
    /// Lower end of the claim, where one is made.
    pub low: Option<u32>,
    /// Upper end of the claim; `None` without limit or without claim.
    pub high: Option<u32>,
    /// The injured as written in the file.
    pub injured_raw: String,
    /// total or partial.
    pub scope: String,
    /// provisional, updated, final or empty.
    pub status: String,
    /// What reconciliation made of it: counts, superseded, copy, part, suspect, none.
    pub fate: String,
    /// Id of the report that supersedes it or that it copies, or empty.
    pub fate_of: String,
    /// Score of the link into the event.
    pub score: f32,
    /// The narrative.
    pub text: String,
    /// The headline.
    pub headline: String,
}

/// An event, as outputs list it. An event whose finding is shown should be here whole: all of its reports, with texts, and
/// the links of its spanning tree with their waterfalls (a dozen at most), the weakest first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EventEntry {
    /// Its id.
    pub id: String,
    /// First coded day, ISO, or empty.
    pub date: String,
    /// Canonical names of its places.
    pub places: Vec<String>,
    /// Ids of its places.
    pub place_ids: Vec<String>,
    /// Reconciled toll: low, best, high (`None` without limit).
    pub low: u32,
    /// Best single value.
    pub best: u32,
    /// Upper end.
    pub high: Option<u32>,
    /// Whether any toll is stated.
    pub stated: bool,
    /// Sum over rows.
    pub naive_sum: u64,
    /// Dead that no part names.
    pub unallocated: Option<u32>,
    /// Distinct sources.
    pub sources: u32,
    /// Distinct origins.
    pub independent_origins: u32,
    /// By place.
    pub parts: Vec<PartEntry>,
    /// Its reports.
    pub reports: Vec<ReportEntry>,
    /// Probability of the weakest link.
    pub weakest_link: f32,
    /// Links with their waterfalls: left id, right id, waterfall.
    pub links: Vec<(String, String, super::Waterfall)>,
    /// Pairs of reports whose tolls do not meet and that nothing explains, by id.
    pub conflicts: Vec<(String, String)>,
    /// What explains differences.
    pub notes: Vec<String>,
}

/// A part of an event's toll: that of one place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PartEntry {
    /// The place's canonical name, or empty.
    pub place: String,
    /// Lower end.
    pub low: u32,
    /// Best single value.
    pub best: u32,
    /// Upper end.
    pub high: Option<u32>,
    /// Whether most of the accounts that count parts count this one: then it is taken off the total.
    pub agreed: bool,
}

/// What outputs tell of a report that no listed event holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct ReportFact {
    /// Its id.
    pub id: String,
    /// Day of the event as coded, ISO, or empty.
    pub date: String,
    /// Who published.
    pub source: String,
    /// Place as spelt.
    pub place: String,
}

/// The dead, summed over the data set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TollSummary {
    /// Every row added up.
    pub naive_sum: u64,
    /// The same without copies.
    pub distinct_sum: u64,
    /// Reconciled: low.
    pub low: u64,
    /// Reconciled: best.
    pub best: u64,
    /// Reconciled: high; an event without an upper end counts with its best value.
    pub high: u64,
    /// Events without an upper end.
    pub open_events: u64,
    /// Events with a stated toll.
    pub events: u64,
}

/// A rule that ran, for outputs that list rules.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RuleEntry {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// One line on what it says.
    pub summary: String,
    /// Its page, Markdown.
    pub page: String,
    /// Default severity.
    pub severity: String,
}

/// Facts about the run itself: the only part of an output that may differ between two runs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RunInfo {
    /// Number of the run in its store, from 1; 0 without a store.
    pub number: u64,
    /// When it began, RFC 3339.
    pub started: String,
    /// Milliseconds by step.
    pub timings: Vec<(String, u64)>,
    /// Number of threads.
    pub threads: usize,
    /// Number of the run it was compared with.
    pub compared_with: Option<u64>,
}

/// A finding of an earlier run that is gone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Resolved {
    /// Code.
    pub code: String,
    /// Fingerprint.
    pub fingerprint: String,
    /// Headline as it was.
    pub headline: String,
    /// The digest of its evidence as it was; empty where that is not known.
    pub evidence_hash: String,
}

/// The whole run.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ledger {
    /// The run.
    pub run: RunInfo,
    /// What was read.
    pub inputs: Vec<Input>,
    /// Number of reports checked.
    pub reports: u64,
    /// Number of places.
    pub places: u64,
    /// Number of spellings.
    pub spellings: u64,
    /// Number of events.
    pub events: u64,
    /// The dead, summed.
    pub tolls: TollSummary,
    /// Findings, worst first, then by code, then by a total order of their content.
    pub findings: Vec<Finding>,
    /// Findings of the run compared with that are gone.
    pub resolved: Vec<Resolved>,
    /// Rows that could not be loaded.
    pub rejected: Vec<RejectedRow>,
    /// Rules and steps that did not run.
    pub skipped: Vec<Skipped>,
    /// Events that findings are about, and events with more than one report, worst first.
    pub event_entries: Vec<EventEntry>,
    /// Events with findings, or with more than one report, that are not among them.
    pub events_left_out: u64,
    /// Reports that findings are about and that no event above holds, by id.
    pub report_facts: Vec<ReportFact>,
    /// Places that findings or events above are about.
    pub place_entries: Vec<PlaceEntry>,
    /// The rules that were run.
    pub rules: Vec<RuleEntry>,
    /// Findings by source: source name, findings.
    pub by_source: Vec<(String, u64)>,
    /// What was hidden on request, in sentences; empty where nothing was.
    pub redactions: Vec<String>,
    /// Texts by the name of their language, and whether it is read.
    pub texts: Vec<(String, bool, u64)>,
}

impl Ledger {
    /// Number of findings by code.
    pub fn by_code(&self) -> BTreeMap<&str, u64> {
        count(self.findings.iter().map(|finding| &*finding.code))
    }

    /// Number of findings by severity, all severities present.
    pub fn by_severity(&self) -> BTreeMap<&'static str, u64> {
        let mut counts: BTreeMap<_, _> = Severity::ALL.iter().map(|severity| (severity.name(), 0)).collect();
        for finding in &self.findings {
            *counts.entry(finding.severity.name()).or_default() += 1;
        }
        counts
    }

    /// Number of findings by state, all states present but `grown` where there is none, and of resolved ones.
    pub fn by_state(&self) -> BTreeMap<&'static str, u64> {
        let mut counts: BTreeMap<_, _> =
            [State::New, State::Known, State::Decided].iter().map(|state| (state.name(), 0)).collect();
        for finding in &self.findings {
            *counts.entry(finding.state.name()).or_default() += 1;
        }
        counts.insert("resolved", self.resolved.len() as u64);
        counts
    }

    /// The worst severity among findings that are not decided (and not known, where `only_new`).
    pub fn worst(&self, only_new: bool) -> Option<Severity> {
        self.findings
            .iter()
            .filter(|finding| match finding.state {
                State::New | State::Grown => true,
                State::Known => !only_new,
                State::Decided => false,
            })
            .map(|finding| finding.severity)
            .max()
    }
}

fn count<'a>(keys: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, u64> {
    let mut counts = BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_default() += 1;
    }
    counts
}
