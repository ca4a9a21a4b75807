//! What stewards decided: which decisions hold, and which were made on something that is gone.

use crate::catalogue::{DecisionRules, Rule, RuleContext};
use crate::model::decision::{Decision, NameRef, Verdict};
use crate::model::{Decisions, Evidence, Finding, State, Subject, Sym, hash};
use rustc_hash::{FxHashMap, FxHashSet};

/// Marks findings that a decision speaks of, and says which decisions no longer do their work.
///
/// `complete` says whether every rule that the data can feed was run: else a decision on a finding may
/// match nothing just because its rule was left out.
pub fn apply(
    context: &RuleContext<'_>,
    rules: &DecisionRules,
    findings: &mut [Finding],
    complete: bool,
) -> Vec<(&'static Rule, (u64, Finding))> {
    let decisions = context.decisions;
    let mut by_print: FxHashMap<&str, Vec<&Decision>> = FxHashMap::default();
    for decision in &decisions.all {
        if let Some(print) = fingerprint(&decision.verdict) {
            by_print.entry(print).or_default().push(decision);
        }
    }
    let mut said = Vec::new();
    let mut matched: FxHashSet<&str> = FxHashSet::default();
    for finding in findings.iter_mut() {
        let Some((&print, decided)) = by_print.get_key_value(finding.fingerprint.as_str()) else { continue };
        matched.insert(print);
        // The last decision in the file that still holds is the one that counts.
        let holding = decided.iter().rev().find(|decision| !has_expired(decision, context));
        match holding {
            Some(decision) if decision.evidence.is_empty() || decision.evidence == finding.evidence_hash => {
                finding.state = State::Decided;
                finding.decision = Some(describe(decision));
            }
            Some(decision) => {
                finding.state = State::New;
                said.push((rules.changed, changed(rules.changed, decisions, decision, finding)));
            }
            None => {}
        }
    }
    let spelt: FxHashSet<Sym> = if decisions.all.iter().any(|decision| speaks_of_names(&decision.verdict)) {
        context.corpus.rows.iter().map(|row| row.place).collect()
    } else {
        FxHashSet::default()
    };
    for decision in &decisions.all {
        if has_expired(decision, context) {
            let replaced = fingerprint(&decision.verdict)
                .and_then(|print| by_print.get(print))
                .is_some_and(|all| all.iter().any(|other| !has_expired(other, context)));
            if !replaced {
                said.push((rules.expired, expired(rules.expired, decisions, decision)));
            }
        } else if let Some(why) = unused(context, decision, &matched, &spelt, complete) {
            said.push((rules.unused, plain(rules.unused, decisions, decision, why)));
        }
    }
    said
}

fn fingerprint(verdict: &Verdict) -> Option<&str> {
    match verdict {
        Verdict::Accept(print) | Verdict::FalseAlarm(print) | Verdict::Snooze(print, _) => Some(print),
        _ => None,
    }
}

const fn speaks_of_names(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::SamePlace(_) | Verdict::DifferentPlaces(_) | Verdict::Canonical(_))
}

fn has_expired(decision: &Decision, context: &RuleContext<'_>) -> bool {
    let slept = matches!(decision.verdict, Verdict::Snooze(_, until) if context.today >= until);
    slept || decision.expires.is_some_and(|day| context.today > day)
}

/// What the decision says, in words: for headlines, and what it is recognised by.
fn title(verdict: &Verdict) -> String {
    let names = |names: &[NameRef]| names.iter().map(|name| name.name.as_str()).collect::<Vec<_>>().join(" / ");
    match verdict {
        Verdict::SamePlace(all) => format!("same place: {}", names(all)),
        Verdict::DifferentPlaces(all) => format!("different places: {}", names(all)),
        Verdict::Canonical(name) => format!("canonical name: {}", name.name),
        Verdict::SameEvent(ids) => format!("same event: {}", ids.join(" / ")),
        Verdict::DifferentEvents(ids) => format!("different events: {}", ids.join(" / ")),
        Verdict::Accept(print) => format!("accept {print}"),
        Verdict::FalseAlarm(print) => format!("false alarm {print}"),
        Verdict::Snooze(print, until) => format!("snooze {print} until {until}"),
    }
}

fn describe(decision: &Decision) -> String {
    let kind = match &decision.verdict {
        Verdict::Accept(_) => "accepted".to_owned(),
        Verdict::FalseAlarm(_) => "false alarm".to_owned(),
        Verdict::Snooze(_, until) => format!("snoozed until {until}"),
        other => title(other),
    };
    let mut text = kind;
    if !decision.by.is_empty() {
        text += &format!(" by {}", decision.by);
    }
    if let Some(day) = decision.when {
        text += &format!(" on {day}");
    }
    if !decision.reason.is_empty() {
        text += &format!(": {}", decision.reason);
    }
    text
}

/// Why a decision does no work, if it does none.
fn unused(
    context: &RuleContext<'_>,
    decision: &Decision,
    matched: &FxHashSet<&str>,
    spelt: &FxHashSet<Sym>,
    complete: bool,
) -> Option<String> {
    if let Some(print) = fingerprint(&decision.verdict) {
        let idle = complete && !matched.contains(print);
        return idle.then(|| "no finding of this run bears that fingerprint".to_owned());
    }
    match &decision.verdict {
        Verdict::SamePlace(names) | Verdict::DifferentPlaces(names) => missing_names(context, spelt, names),
        Verdict::Canonical(name) => missing_names(context, spelt, std::slice::from_ref(name)),
        Verdict::SameEvent(ids) | Verdict::DifferentEvents(ids) => {
            let wanted: FxHashSet<&str> = ids.iter().map(String::as_str).collect();
            let known: FxHashSet<&str> =
                context.corpus.ids.iter().map(|id| &**id).filter(|id| wanted.contains(id)).collect();
            let gone: Vec<&str> = ids.iter().map(String::as_str).filter(|id| !known.contains(id)).collect();
            (!gone.is_empty()).then(|| format!("no report bears the id {}", gone.join(", ")))
        }
        Verdict::Accept(_) | Verdict::FalseAlarm(_) | Verdict::Snooze(..) => None,
    }
}

fn missing_names(context: &RuleContext<'_>, spelt: &FxHashSet<Sym>, names: &[NameRef]) -> Option<String> {
    let stands = |name: &NameRef| context.corpus.names.find(&name.name).is_some_and(|sym| spelt.contains(&sym));
    let gone: Vec<&str> = names.iter().filter(|name| !stands(name)).map(|name| name.name.as_str()).collect();
    (!gone.is_empty()).then(|| format!("no report spells a place {}", gone.join(", ")))
}

fn plain(rule: &Rule, decisions: &Decisions, decision: &Decision, why: String) -> (u64, Finding) {
    finding(rule, decisions, decision, format!("{} does nothing", title(&decision.verdict)), why)
}

fn expired(rule: &Rule, decisions: &Decisions, decision: &Decision) -> (u64, Finding) {
    let day = match decision.verdict {
        Verdict::Snooze(_, until) => Some(until),
        _ => decision.expires,
    };
    let since = day.map_or(String::new(), |day| format!(" on {day}"));
    let why = "It no longer holds: what it spoke of counts again. Decide anew, or take it out of the file.".to_owned();
    finding(rule, decisions, decision, format!("{} expired{since}", title(&decision.verdict)), why)
}

fn changed(rule: &Rule, decisions: &Decisions, decision: &Decision, about: &Finding) -> (u64, Finding) {
    let headline = format!("the evidence of a decided finding changed: {} {}", about.code, about.headline);
    let why = format!(
        "It was {}. The values that the finding quotes are no longer those it was decided on, so it counts again.",
        describe(decision)
    );
    let (print, mut finding) = finding(rule, decisions, decision, headline, why);
    finding.subject = about.subject.clone();
    finding.evidence.extend(about.evidence.iter().cloned());
    (print, finding)
}

fn finding(
    rule: &Rule,
    decisions: &Decisions,
    decision: &Decision,
    headline: String,
    explanation: String,
) -> (u64, Finding) {
    let title = title(&decision.verdict);
    let print = hash::parts(&[rule.code, &title]);
    let finding = Finding {
        code: rule.code.into(),
        name: rule.name.into(),
        severity: rule.severity,
        state: State::New,
        fingerprint: String::new(),
        evidence_hash: String::new(),
        headline,
        subject: Subject::default(),
        evidence: vec![Evidence {
            input: decisions.file.as_str().into(),
            line: decision.line,
            column: 1,
            field: "decision".into(),
            value: title,
            note: decision.reason.clone().into(),
            ..Evidence::default()
        }],
        explanation: explanation.into(),
        decision: None,
        setting: None,
    };
    (print, finding)
}
