//! SCH009: a country or source has far more or far fewer rows than in earlier runs.

use crate::catalogue::Knob;
use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Draft, Row, Sym};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// The rule.
pub static RULE: Rule = Rule {
    code: "SCH009",
    name: "volume-shift",
    summary: "a country or source has far more or far fewer rows than in earlier runs",
    severity: Severity::Warning,
    category: Category::Suspicion,
    since: "0.1.0",
    knobs: &[RUNS.spec(), ROWS.spec(), SHARE.spec()],
    missing_data: needs_history,
    check: Check::Corpus(check),
    page: include_str!("volume_shift.md"),
};

/// How many earlier runs there must be.
static RUNS: Knob<i64> = Knob::new("runs", 2, "earlier runs that must be known before anything is said");
/// How many rows more or fewer count as a shift at all.
static ROWS: Knob<i64> = Knob::new("rows", 20, "rows by which the number must differ from the usual one");
/// By which share of the usual number it must differ.
static SHARE: Knob<f64> = Knob::new("share", 0.5, "share of the usual number by which it must differ");

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    let runs = &context.history.profiles;
    let recent = runs.get(runs.len().saturating_sub(10)..).unwrap_or_default();
    if (recent.len() as i64) < context.knob(RULE.code, &RUNS) {
        return;
    }
    let corpus = context.corpus;
    let count = |value: fn(&Row) -> Sym| {
        let mut counts: FxHashMap<(u16, Sym), u64> = FxHashMap::default();
        for row in &corpus.rows {
            *counts.entry((row.dataset, value(row))).or_default() += 1;
        }
        let dataset = |index: u16| corpus.datasets.get(usize::from(index)).map_or("", |known| known.name.as_str());
        let named = counts
            .into_iter()
            .map(|((index, sym), count)| ((dataset(index).to_owned(), corpus.name(sym).to_owned()), count));
        named.collect::<BTreeMap<_, _>>()
    };
    let countries: Vec<&BTreeMap<_, _>> = recent.iter().map(|profile| &profile.by_country).collect();
    let sources: Vec<&BTreeMap<_, _>> = recent.iter().map(|profile| &profile.by_source).collect();
    compare(context, "country", &count(|row| row.country), &countries, out);
    compare(context, "source", &count(|row| row.source), &sources, out);
}

type Counts = BTreeMap<(String, String), u64>;

fn compare(context: &RuleContext<'_>, kind: &str, now: &Counts, runs: &[&Counts], out: &mut Vec<Draft>) {
    let (rows, share) = (context.knob(RULE.code, &ROWS), context.knob(RULE.code, &SHARE));
    let known: BTreeSet<&(String, String)> = runs.iter().flat_map(|run| run.keys()).collect();
    // A data set that names none at all any more has lost the column (SCH007), not the rows.
    let named = now.keys().filter(|(_, name)| !name.is_empty());
    let present: BTreeSet<&str> = named.map(|(dataset, _)| dataset.as_str()).collect();
    for key in known.into_iter().filter(|key| !key.1.is_empty() && present.contains(key.0.as_str())) {
        let count = now.get(key).copied().unwrap_or_default() as f64;
        let mut before: Vec<f64> = runs.iter().map(|run| run.get(key).copied().unwrap_or_default() as f64).collect();
        let last = before.last().copied().unwrap_or_default();
        let usual = median(&mut before);
        let mut distances: Vec<f64> = before.iter().map(|value| (value - usual).abs()).collect();
        // 1.4826 makes the median distance comparable with a standard deviation.
        let spread = 1.4826 * median(&mut distances);
        let far = |from: f64| (count - from).abs() >= (share * from).max(rows as f64);
        if far(usual) && far(last) && (count - usual).abs() > 5.0 * spread {
            out.push(draft(kind, key, count, usual, runs.len()));
        }
    }
}

fn draft(kind: &str, (dataset, name): &(String, String), count: f64, usual: f64, runs: usize) -> Draft {
    Draft::new(format!("{count} rows of the {kind} {name} in {dataset}, usually {usual}"), [])
        .key(format!("{dataset}/{kind}/{name}/{}", if count < usual { "fewer" } else { "more" }))
        .explain(format!(
            "Compared with the median of the last {runs} runs. A feed that broke off, a filter left on or a file loaded twice shows so."
        ))
}

/// The median; sorts what it is given.
fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match (values.get(middle), values.len() % 2) {
        (Some(value), 1) => *value,
        (Some(value), _) => (value + values.get(middle.wrapping_sub(1)).copied().unwrap_or(*value)) / 2.0,
        (None, _) => 0.0,
    }
}

fn needs_history(context: &RuleContext<'_>) -> Option<String> {
    let (known, wanted) = (context.history.profiles.len() as i64, context.knob(RULE.code, &RUNS));
    (known < wanted).then(|| format!("needs {wanted} earlier runs and there are {known}"))
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn medians() {
        assert_eq!(median(&mut [3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&mut [4.0, 1.0]), 2.5);
        assert_eq!(median(&mut []), 0.0);
    }
}
