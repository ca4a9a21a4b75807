//! SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format): for code-scanning services and editors.
//!
//! Fingerprints are ours (`recount/v1`), so services follow a finding through commits; known findings are `unchanged`,
//! resolved ones `absent`, decided ones carry a suppression. Columns count code points. Rejected rows and skipped rules are
//! notifications of the invocation. No result is left out; GitHub reads 25,000 of a run and shows the first 5,000.

use super::words::{one_line, uri};
use super::{EmitError, EmitOptions, json};
use crate::model::{Evidence, Family, Finding, Ledger, Severity, State};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// Where the schema is published.
pub const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// Writes it.
///
/// # Errors
/// Where the output refuses it.
pub fn render(ledger: &Ledger, options: &EmitOptions, out: &mut dyn Write) -> Result<(), EmitError> {
    let rules = rules(ledger);
    let index: BTreeMap<&str, usize> =
        rules.iter().enumerate().filter_map(|(at, rule)| Some((rule["id"].as_str()?, at))).collect();
    write!(out, "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\n\"tool\":")?;
    let driver =
        json!({"name": "recount", "semanticVersion": options.version, "version": options.version, "rules": &rules});
    json::value(out, &json!({"driver": driver}))?;
    out.write_all(b",\n\"columnKind\":\"unicodeCodePoints\",\n\"artifacts\":")?;
    let artifacts: Vec<Value> = ledger
        .inputs
        .iter()
        .map(|input| json!({"location": {"uri": uri(&input.name)}, "roles": ["analysisTarget"]}))
        .collect();
    json::value(out, &artifacts)?;
    out.write_all(b",\n\"invocations\":")?;
    json::value(out, &json!([{"executionSuccessful": true, "toolExecutionNotifications": notifications(ledger)}]))?;
    out.write_all(b",\n\"properties\":")?;
    json::value(out, &json!({"reports": ledger.reports, "events": ledger.events, "redactions": ledger.redactions}))?;
    out.write_all(b",\n\"results\":[")?;
    let found = ledger.findings.iter().map(|finding| result(finding, &index));
    let gone = ledger.resolved.iter().map(|gone| {
        let mut result = json!({
            "ruleId": gone.code,
            "level": "none",
            "kind": "informational",
            "message": {"text": text(&gone.headline)},
            "partialFingerprints": {"recount/v1": gone.fingerprint},
            "baselineState": "absent",
        });
        if let Some(at) = index.get(gone.code.as_str()) {
            result["ruleIndex"] = json!(at);
        }
        result
    });
    for (at, result) in found.chain(gone).enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        json::value(out, &result)?;
    }
    out.write_all(b"]}]}\n")?;
    Ok(())
}

/// The rules that ran, and those that only findings of an earlier run name, in order of their codes.
fn rules(ledger: &Ledger) -> Vec<Value> {
    let mut rules: BTreeMap<&str, Value> = BTreeMap::new();
    for rule in &ledger.rules {
        let mut entry = json!({
            "id": rule.code,
            "name": rule.name,
            "shortDescription": {"text": text(&rule.summary)},
            "defaultConfiguration": {"level": level_of(&rule.severity)},
            "properties": {"tags": [family(&rule.code)]},
        });
        if !rule.page.is_empty() {
            entry["help"] = json!({"text": rule.page, "markdown": rule.page});
        }
        rules.insert(&rule.code, entry);
    }
    let named: BTreeSet<(&str, &str)> = ledger
        .findings
        .iter()
        .map(|finding| (&*finding.code, &*finding.name))
        .chain(ledger.resolved.iter().map(|gone| (gone.code.as_str(), "")))
        .collect();
    for (code, name) in named {
        let entry = rules.entry(code).or_insert_with(|| json!({"id": code}));
        if entry.get("name").is_none() && !name.is_empty() {
            entry["name"] = json!(name);
        }
    }
    rules.into_values().collect()
}

fn family(code: &str) -> &'static str {
    Family::of(code).map_or("Other", Family::title)
}

fn level_of(severity: &str) -> &'static str {
    match severity {
        "error" => "error",
        "info" => "note",
        _ => "warning",
    }
}

/// Message text. A consumer makes links of `[words](target)`, so brackets of the data are escaped where they would do that.
fn text(data: &str) -> String {
    let line = one_line(data);
    if line.contains("](") { line.replace('[', "\\[").replace(']', "\\]") } else { line }
}

fn result(finding: &Finding, index: &BTreeMap<&str, usize>) -> Value {
    let mut message = text(&finding.headline);
    if !finding.explanation.is_empty() {
        message.push('\n');
        message.push_str(&text(&finding.explanation));
    }
    let mut result = Map::new();
    result.insert("ruleId".into(), json!(finding.code));
    if let Some(at) = index.get(&*finding.code) {
        result.insert("ruleIndex".into(), json!(at));
    }
    result.insert(
        "level".into(),
        json!(match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "note",
        }),
    );
    result.insert("message".into(), json!({"text": message}));
    let mut places = finding.evidence.iter().filter(|piece| piece.line > 0);
    if let Some(first) = places.next() {
        result.insert("locations".into(), json!([location(first, None)]));
    }
    let related: Vec<Value> = places.enumerate().map(|(at, piece)| location(piece, Some(at + 1))).collect();
    if !related.is_empty() {
        result.insert("relatedLocations".into(), json!(related));
    }
    result.insert("partialFingerprints".into(), json!({"recount/v1": finding.fingerprint}));
    let state = if finding.state == State::Known { "unchanged" } else { "new" };
    if finding.state == State::Decided {
        let why = finding.decision.as_deref().map(text).unwrap_or_default();
        result.insert("suppressions".into(), json!([{"kind": "external", "status": "accepted", "justification": why}]));
        result.insert("baselineState".into(), json!("unchanged"));
    } else {
        result.insert("baselineState".into(), json!(state));
    }
    result.insert(
        "properties".into(),
        json!({
            "state": finding.state.name(),
            "severity": finding.severity.name(),
            "reports": finding.subject.reports,
            "event": finding.subject.event,
            "place": finding.subject.place,
            "evidenceHash": finding.evidence_hash,
        }),
    );
    Value::Object(result)
}

fn location(piece: &Evidence, id: Option<usize>) -> Value {
    let mut region = json!({"startLine": piece.line});
    if piece.column > 0 {
        region["startColumn"] = json!(piece.column);
    }
    let mut location = Map::new();
    if let Some(id) = id {
        location.insert("id".into(), json!(id));
    }
    location
        .insert("physicalLocation".into(), json!({"artifactLocation": {"uri": uri(&piece.input)}, "region": region}));
    if !piece.report.is_empty() {
        location.insert("logicalLocations".into(), json!([{"name": piece.report, "kind": "report"}]));
    }
    let mut words = Vec::new();
    if !piece.field.is_empty() {
        words.push(format!("{} = \"{}\"", text(&piece.field), text(&piece.value)));
    }
    if !piece.note.is_empty() {
        words.push(text(&piece.note));
    }
    if !words.is_empty() {
        location.insert("message".into(), json!({"text": words.join(": ")}));
    }
    Value::Object(location)
}

/// Rows that were rejected and rules that did not run.
fn notifications(ledger: &Ledger) -> Vec<Value> {
    let rejected = ledger.rejected.iter().map(|row| {
        let region = json!({"startLine": row.line.max(1)});
        json!({
            "level": "warning",
            "message": {"text": text(&format!("Row not loaded: {}", row.reason))},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(&row.input)}, "region": region}}],
        })
    });
    let skipped = ledger.skipped.iter().map(|skipped| {
        json!({"level": "note", "message": {"text": text(&format!("{} was not checked: {}", skipped.what, skipped.why))}})
    });
    rejected.chain(skipped).collect()
}
