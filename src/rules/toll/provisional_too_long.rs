//! TOL013: tolls that were provisional long ago and were never settled.

use crate::catalogue::{Category, Check, Knob, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::toll::Fate;
use crate::model::{Col, Draft, RowIx, Scope, Status};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The rule.
pub static RULE: Rule = Rule {
    code: "TOL013",
    name: "provisional-too-long",
    summary: "tolls that were provisional long ago and were never settled",
    severity: Severity::Info,
    category: Category::Context,
    since: "0.1.0",
    knobs: &[DAYS.spec()],
    missing_data,
    check: Check::Corpus(check),
    page: include_str!("provisional_too_long.md"),
};

static DAYS: Knob<i64> =
    Knob::new("days", 90, "days after publication until a provisional toll counts as never settled");

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    let days = context.knob("TOL013", &DAYS);
    // By data set: what stayed provisional, as (dead, row). One finding each: a steward wants the list, not the flood.
    let mut open: BTreeMap<u16, Vec<(Reverse<u32>, RowIx)>> = BTreeMap::new();
    for toll in &context.tolls.events {
        let standing = toll.claims.iter().filter(|claim| claim.fate == Fate::Counts && claim.scope == Scope::Total);
        let (mut latest, mut any) = (None, None);
        let mut settled = false;
        for claim in standing {
            settled |= claim.status != Status::Provisional;
            latest = latest.max(context.corpus.row(claim.row).published.get());
            any = any.or(Some(claim));
        }
        if let (false, Some(claim), Some(day)) = (settled, any, latest)
            && i64::from(context.today.0) - i64::from(day.0) > days
        {
            open.entry(context.corpus.row(claim.row).dataset).or_default().push((Reverse(toll.best), claim.row));
        }
    }
    for (dataset, mut rows) in open {
        rows.sort_unstable();
        let name = context.corpus.datasets.get(dataset as usize).map_or("", |dataset| dataset.name.as_str());
        let dead: u64 = rows.iter().map(|(Reverse(best), _)| u64::from(*best)).sum();
        let events = if rows.len() == 1 { "one event rests".to_owned() } else { format!("{} events rest", rows.len()) };
        let mut draft = Draft::new(format!("{events} on provisional tolls older than {days} days, {dead} dead"), []).key(name).explain(
            "Nothing later than a provisional toll is known of these events, so their upper ends stay open. Look for final tolls, the largest first.",
        );
        for (_, row) in rows.into_iter().take(5) {
            draft = draft.cell(row, Col::Killed, "provisional, never settled");
        }
        out.push(draft);
    }
}

fn missing_data(context: &RuleContext<'_>) -> Option<String> {
    let any = context.corpus.rows.iter().any(|row| row.status == Status::Provisional);
    (!any).then(|| "no report is marked provisional".to_owned())
}
