//! What recognises a finding in later runs: its code, its subject by stable ids, its rule's own key.
//! Never a line number, never a count that unrelated rows change.

use crate::catalogue::RuleContext;
use crate::model::{Draft, Evidence, Finding, Subject, hash};
use rayon::prelude::*;
use rustc_hash::FxHashSet;

/// The fingerprint of a draft, before equal ones are told apart by [`distinguish`].
///
/// The subject is the event or the place where the draft names one and looks at it as a whole, else its
/// reports. The reports of an event come and go with every new source, so they count only where they
/// are fewer than the event's and the rule gave no key of its own. Of three reports and more the first
/// stands for all, since such groups grow. What is said once of many rows is recognised by its key alone.
pub fn of_draft(code: &str, of_report: bool, draft: &Draft, subject: &Subject, context: &RuleContext<'_>) -> u64 {
    let whole = if of_report {
        None
    } else if let (Some(event), Some(id)) = (draft.event, &subject.event) {
        Some((id, context.events.get(event).rows.len()))
    } else if let (Some(place), Some(id)) = (draft.place, &subject.place) {
        Some((id, context.places.get(place).rows.len()))
    } else {
        None
    };
    let mut parts: Vec<&str> = vec![code, &draft.key];
    if draft.once {
        return hash::parts(&parts);
    }
    if let Some((id, size)) = whole {
        parts.push(id);
        if draft.key.is_empty() && subject.reports.len() < size {
            parts.extend(anchor(&subject.reports));
        }
    } else {
        parts.extend(anchor(&subject.reports));
    }
    hash::parts(&parts)
}

/// The reports that stand for a group.
fn anchor(reports: &[String]) -> Vec<&str> {
    let mut ids: Vec<&str> = reports.iter().map(String::as_str).collect();
    ids.sort_unstable();
    if ids.len() > 2 {
        ids.truncate(1);
    }
    ids
}

/// Hash of the quoted values: it changes when one of them does, and not with lines or order.
pub fn of_evidence(evidence: &[Evidence]) -> String {
    let mut values: Vec<(&str, &str)> =
        evidence
            .iter()
            .map(|piece| {
                if piece.field.is_empty() { ("", piece.report.as_str()) } else { (&*piece.field, piece.value.as_str()) }
            })
            .collect();
    values.sort_unstable();
    let parts: Vec<&str> = values.into_iter().flat_map(|(field, value)| [field, value]).collect();
    hash::word(hash::parts(&parts))
}

/// Tells equal fingerprints apart by the findings' content: the first in the order of content keeps its
/// fingerprint, so that another finding beside it leaves it alone more often than not.
pub fn distinguish(prints: &mut [u64], findings: &[Finding]) {
    let mut order: Vec<u32> = (0..prints.len() as u32).collect();
    order.par_sort_unstable_by_key(|&index| prints[index as usize]);
    let equal = order.chunk_by(|&a, &b| prints[a as usize] == prints[b as usize]).filter(|group| group.len() > 1);
    let groups: Vec<Vec<usize>> = equal.map(|group| group.iter().map(|&index| index as usize).collect()).collect();
    if groups.is_empty() {
        return;
    }
    let mut taken: FxHashSet<u64> = prints.iter().copied().collect();
    for mut group in groups {
        group.sort_by(|&a, &b| content(&findings[a]).cmp(&content(&findings[b])));
        for &index in group.iter().skip(1) {
            let finding = &findings[index];
            let mut parts = vec![hash::word(prints[index]), finding.evidence_hash.clone(), finding.headline.clone()];
            parts.extend(finding.subject.reports.iter().cloned());
            let mut print = hash::parts(&parts.iter().map(String::as_str).collect::<Vec<_>>());
            while !taken.insert(print) {
                print = hash::parts(&[&hash::word(print), "again"]);
            }
            prints[index] = print;
        }
    }
}

/// Everything that a finding says, for a total order.
fn content(finding: &Finding) -> impl Ord + '_ {
    let places: Vec<_> = finding
        .evidence
        .iter()
        .map(|piece| (&piece.report, &piece.field, &piece.value, &piece.note, &piece.input, piece.line, piece.column))
        .collect();
    (&finding.subject.reports, &finding.headline, places, &finding.explanation)
}
