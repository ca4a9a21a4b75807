//! Drafts to findings: severity, fingerprint, state and order, each decided here and nowhere else.
//!
//! - severity: the rule's default, moved a step by the case at hand, replaced by the last setting that holds;
//! - fingerprint: code, stable subject, the rule's own key;
//! - state: decided by a steward, known from the baseline or the run compared with, or new;
//! - order: worst first, then by code, subject and fingerprint.

mod baseline;
mod decided;
mod fingerprint;
mod level;
pub mod quote;
mod repeats;

pub use baseline::Baseline;
pub use level::{Level, Setting};

use crate::catalogue::{Check, Hit, Rule, RuleContext, Rulebook, UserHit};
use crate::model::archive::Archive;
use crate::model::finding::{Grade, Words};
use crate::model::ledger::{Resolved, Skipped};
use crate::model::{Draft, Evidence, Family, Finding, Ledger, Severity, State, Subject, Sym, hash};
use level::{Levels, SettingScope};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// What the sink is told beside the findings.
#[derive(Debug, Clone, Default)]
pub struct TriageOptions {
    /// Settings on levels; where several hold, the last one does.
    pub settings: Vec<Setting>,
    /// Findings that are known.
    pub baseline: Option<Baseline>,
    /// Findings of the run compared with; `None` where there is none.
    pub previous: Option<Vec<Resolved>>,
    /// Codes of the rules that were run, those of the user among them; `None` for all.
    pub ran: Option<Vec<String>>,
}

impl TriageOptions {
    fn ran(&self, code: &str) -> bool {
        self.ran.as_ref().is_none_or(|ran| ran.iter().any(|known| known == code))
    }

    /// Whether every rule was run that the data can feed.
    fn complete(&self, context: &RuleContext<'_>, rulebook: &Rulebook) -> bool {
        rulebook.rules().all(|rule| self.ran(rule.code) || (rule.missing_data)(context).is_some())
    }
}

/// What stands between a draft and a finding.
struct PendingFinding {
    code: Words,
    name: Words,
    usual: Severity,
    of_report: bool,
    draft: Box<Draft>,
}

/// Makes findings of what rules said. Fills the ledger's inputs, findings, resolved, `by_source` and, where
/// baseline entries match nothing, a line in `skipped`; the rest is left to the caller.
///
/// # Errors
/// What the archive says of a damaged chunk, or a setting whose pattern cannot be read.
pub fn run(
    context: &RuleContext<'_>,
    rulebook: &Rulebook,
    archive: &dyn Archive,
    hits: Vec<Hit>,
    user: Vec<UserHit>,
    options: &TriageOptions,
) -> Result<Ledger, String> {
    let levels = Levels::new(&options.settings)?;
    let mut pending_findings = pending_findings(context, hits, user);
    let clues = pending_findings.iter_mut().flat_map(|pending| &mut pending.draft.evidence);
    quote::Wanted::new(context.corpus, clues).read(archive)?;
    let quoter = quote::Quoter::new(context.corpus, context.inputs);
    let mut findings: Vec<Finding> = Vec::new();
    let mut verdicts: Vec<Result<Verdict, String>> = Vec::new();
    pending_findings
        .into_par_iter()
        .map(|pending| judge(context, &levels, &quoter, pending))
        .unzip_into_vecs(&mut findings, &mut verdicts);
    let verdicts: Vec<Verdict> = verdicts.into_iter().collect::<Result<_, _>>()?;
    let mut prints: Vec<u64> = verdicts.iter().map(|verdict| verdict.print).collect();
    fingerprint::distinguish(&mut prints, &findings);
    findings.par_iter_mut().zip(prints).for_each(|(finding, print)| finding.fingerprint = hash::word(print));
    state(&mut findings, options);
    let mut said = decisions(context, rulebook, &mut findings, &levels, options);
    let (resolved, skipped) = gone(&findings, &said, options);
    let by_source = by_source(context, &verdicts);
    let mut shown = verdicts.iter().map(|verdict| verdict.shown);
    findings.retain(|_| shown.next().unwrap_or(true));
    findings.append(&mut said);
    findings.par_sort_unstable_by(order);
    Ok(Ledger { findings, resolved, skipped, by_source, inputs: context.inputs.to_vec(), ..Ledger::default() })
}

fn pending_findings(context: &RuleContext<'_>, hits: Vec<Hit>, user: Vec<UserHit>) -> Vec<PendingFinding> {
    let mut pending_findings: Vec<PendingFinding> = repeats::fold(context, hits)
        .into_iter()
        .map(|(rule, draft)| PendingFinding {
            code: rule.code.into(),
            name: rule.name.into(),
            usual: rule.severity,
            of_report: matches!(rule.check, Check::Report(_)),
            draft,
        })
        .collect();
    pending_findings.extend(user.into_iter().map(|hit| PendingFinding {
        code: hit.code.into(),
        name: hit.name.into(),
        usual: hit.level,
        of_report: true,
        draft: Box::new(hit.draft),
    }));
    pending_findings
}

/// What is known of a finding beside itself.
struct Verdict {
    /// Its fingerprint, before equal ones are told apart.
    print: u64,
    /// Whether settings let it be shown.
    shown: bool,
    /// The sources for which it counts.
    sources: Vec<Sym>,
}

/// The finding, yet without its fingerprint, and what else is known of it.
fn judge(
    context: &RuleContext<'_>,
    levels: &Levels,
    quoter: &quote::Quoter<'_>,
    pending: PendingFinding,
) -> (Finding, Result<Verdict, String>) {
    let PendingFinding { code, name, usual, of_report, draft } = pending;
    let mut draft = *draft;
    let clues = std::mem::take(&mut draft.evidence);
    // As long as it needs to be: collecting results would leave room for more in each of many lists.
    let (mut evidence, mut missing) = (Vec::with_capacity(clues.len()), None);
    for clue in clues {
        match quoter.evidence(clue) {
            Ok(piece) => evidence.push(piece),
            Err(fault) => missing = Some(fault),
        }
    }
    let subject = Subject {
        reports: draft.rows.iter().map(|row| context.corpus.id(*row).to_owned()).collect(),
        event: draft.event.map(|event| context.events.get(event).id.clone()),
        place: draft.place.map(|place| context.places.get(place).id.clone()),
    };
    let mut of: Vec<_> = draft.rows.iter().map(|row| context.corpus.row(*row).source).collect();
    of.sort_unstable();
    of.dedup();
    let scope = if levels.ask_scope() { scope(context, &draft, &of, &evidence) } else { SettingScope::default() };
    let (level, setting) = levels.decide(&code, usual, draft.grade, &scope);
    let (severity, shown) = match level {
        Level::At(severity) => (severity, true),
        Level::Off => (usual, false),
    };
    // A user's check is recognised by its name: its code only counts its place in the settings file.
    let author = if code.starts_with("USR") { &name } else { &code };
    let print = fingerprint::of_draft(author, of_report, &draft, &subject, context);
    let finding = Finding {
        severity,
        state: State::New,
        fingerprint: String::new(),
        evidence_hash: fingerprint::of_evidence(&evidence),
        headline: draft.headline,
        subject,
        evidence,
        explanation: draft.explanation,
        decision: None,
        setting: setting.map(str::to_owned),
        code,
        name,
    };
    (finding, missing.map_or(Ok(Verdict { print, shown, sources: of }), Err))
}

fn scope<'a>(context: &RuleContext<'a>, draft: &Draft, sources: &[Sym], evidence: &'a [Evidence]) -> SettingScope<'a> {
    let inputs: FxHashSet<u32> = draft.rows.iter().map(|row| context.corpus.row(*row).input).collect();
    let mut paths: Vec<&str> = inputs
        .iter()
        .filter_map(|&input| context.inputs.get(input as usize))
        .map(|input| input.name.as_str())
        .collect();
    if paths.is_empty() {
        paths.extend(evidence.iter().map(|piece| &*piece.input));
    }
    paths.sort_unstable();
    SettingScope { sources: sources.iter().map(|sym| context.corpus.name(*sym).to_lowercase()).collect(), paths }
}

/// Marks what the baseline or the run compared with already had.
fn state(findings: &mut [Finding], options: &TriageOptions) {
    let before: FxHashMap<&str, &str> = options
        .previous
        .iter()
        .flatten()
        .map(|finding| (finding.fingerprint.as_str(), finding.evidence_hash.as_str()))
        .collect();
    for finding in findings {
        let print = finding.fingerprint.as_str();
        let listed = options.baseline.as_ref().and_then(|baseline| baseline.entries.get(print));
        let found = before.get(print).copied();
        if listed.is_none() && found.is_none() {
            continue;
        }
        // Evidence that either knows is no news; an entry of the old form knows all evidence.
        let same = |known: &str| known.is_empty() || known == finding.evidence_hash;
        let known = listed.is_some_and(|entry| same(&entry.evidence)) || found.is_some_and(same);
        finding.state = if known || !grows(&finding.code) { State::Known } else { State::Grown };
    }
}

/// Whether new evidence makes a finding of that code count again: one more copy is one more row to take out. Elsewhere
/// evidence comes and goes with every source of an event, and says nothing new.
fn grows(code: &str) -> bool {
    Family::of(code) == Some(Family::Duplicate)
}

/// Applies the steward's decisions and makes findings of those that do no work.
fn decisions(
    context: &RuleContext<'_>,
    rulebook: &Rulebook,
    findings: &mut [Finding],
    levels: &Levels,
    options: &TriageOptions,
) -> Vec<Finding> {
    let said = decided::apply(context, &rulebook.decisions, findings, options.complete(context, rulebook));
    let (mut prints, mut findings): (Vec<u64>, Vec<Finding>) = said
        .into_iter()
        .filter(|(rule, _)| options.ran(rule.code))
        .filter_map(|(rule, (print, mut finding))| {
            let scope = SettingScope { sources: Vec::new(), paths: vec![context.decisions.file.as_str()] };
            let (level, setting) = levels.decide(rule.code, rule.severity, Grade::Usual, &scope);
            let Level::At(severity) = level else { return None };
            finding.severity = severity;
            finding.setting = setting.map(str::to_owned);
            finding.evidence_hash = fingerprint::of_evidence(&finding.evidence);
            Some((print, finding))
        })
        .unzip();
    fingerprint::distinguish(&mut prints, &findings);
    findings.iter_mut().zip(prints).for_each(|(finding, print)| finding.fingerprint = hash::word(print));
    state(&mut findings, options);
    findings
}

/// Findings of the run compared with that are gone, and what is to be said of baseline entries that are.
/// A rule that was not run resolves nothing.
fn gone(findings: &[Finding], said: &[Finding], options: &TriageOptions) -> (Vec<Resolved>, Vec<Skipped>) {
    let present: FxHashSet<&str> = findings.iter().chain(said).map(|finding| finding.fingerprint.as_str()).collect();
    let mut resolved: Vec<Resolved> = options
        .previous
        .iter()
        .flatten()
        .filter(|before| options.ran(&before.code) && !present.contains(before.fingerprint.as_str()))
        .cloned()
        .collect();
    resolved.sort();
    resolved.dedup();
    let mut skipped = Vec::new();
    if let Some(baseline) = &options.baseline {
        let idle: Vec<&String> = baseline
            .entries
            .iter()
            .filter(|(print, entry)| options.ran(&entry.code) && !present.contains(print.as_str()))
            .map(|(print, _)| print)
            .collect();
        if let Some(first) = idle.first() {
            let count = idle.len();
            let (entries, match_) = if count == 1 { ("entry", "matches") } else { ("entries", "match") };
            skipped.push(Skipped {
                what: format!("baseline {}", baseline.file),
                why: format!(
                    "{count} {entries} {match_} no finding, the first {first}: write it anew with --write-baseline"
                ),
            });
        }
    }
    (resolved, skipped)
}

/// Findings by source, those with the most first. A finding about reports of two sources counts for both.
fn by_source(context: &RuleContext<'_>, verdicts: &[Verdict]) -> Vec<(String, u64)> {
    let mut counts: FxHashMap<Sym, u64> = FxHashMap::default();
    let shown = verdicts.iter().filter(|verdict| verdict.shown);
    for sym in shown.flat_map(|verdict| &verdict.sources).filter(|sym| sym.is_some()) {
        *counts.entry(*sym).or_default() += 1;
    }
    let counts: BTreeMap<_, _> = counts.into_iter().collect();
    let mut listed: Vec<(String, u64)> =
        counts.into_iter().map(|(sym, count)| (context.corpus.name(sym).to_owned(), count)).collect();
    listed.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    listed
}

/// The order of findings: total, since fingerprints are unique.
pub fn order(a: &Finding, b: &Finding) -> std::cmp::Ordering {
    let (left, right) = (&a.subject, &b.subject);
    b.severity
        .cmp(&a.severity)
        .then_with(|| a.code.cmp(&b.code))
        .then_with(|| (&left.reports, &left.event, &left.place).cmp(&(&right.reports, &right.event, &right.place)))
        .then_with(|| a.fingerprint.cmp(&b.fingerprint))
}

/// The codes of rules, for [`TriageOptions::ran`].
pub fn codes(rules: &[&'static Rule]) -> Vec<String> {
    rules.iter().map(|rule| rule.code.to_owned()).collect()
}
