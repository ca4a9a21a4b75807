//! Drafts to findings: severity and fingerprint, decided in one place.

pub mod resolve;

use crate::model::archive::Archive;
use crate::model::{Finding, Ledger, State, Subject, hash};
use crate::rules::{Hit, World};

/// Makes findings of what rules said.
///
/// # Errors
/// What the archive says of a damaged chunk.
pub fn findings(world: &World<'_>, archive: &dyn Archive, hits: Vec<Hit>) -> Result<Ledger, String> {
    let clues: Vec<_> = hits.iter().flat_map(|(_, draft)| &draft.evidence).collect();
    let mut evidence = resolve::resolve(world.corpus, world.inputs, archive, &clues)?.into_iter();
    let mut findings: Vec<Finding> = hits
        .iter()
        .map(|(rule, draft)| {
            let subject = Subject {
                reports: draft.rows.iter().map(|row| world.corpus.id(*row).to_owned()).collect(),
                event: draft.event.map(|event| world.events.get(event).id.clone()),
                place: draft.place.map(|place| world.places.get(place).id.clone()),
            };
            let mut parts: Vec<&str> = vec![rule.code, &draft.key];
            parts.extend(subject.reports.iter().map(String::as_str));
            Finding {
                code: rule.code.to_owned(),
                name: rule.name.to_owned(),
                severity: rule.severity,
                state: State::New,
                fingerprint: hash::word(hash::parts(&parts)),
                evidence_hash: String::new(),
                headline: draft.headline.clone(),
                evidence: evidence.by_ref().take(draft.evidence.len()).collect(),
                subject,
                explanation: draft.explanation.clone(),
                decision: None,
                setting: None,
            }
        })
        .collect();
    findings.sort_by(|a, b| {
        b.severity.cmp(&a.severity).then_with(|| a.code.cmp(&b.code)).then_with(|| a.fingerprint.cmp(&b.fingerprint))
    });
    Ok(Ledger { findings, inputs: world.inputs.to_vec(), ..Ledger::default() })
}
