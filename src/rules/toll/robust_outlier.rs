//! TOL015: a toll far beyond all others of its region that nobody confirms.

use crate::catalogue::{Category, Check, Knob, Rule, RuleContext, nothing_missing};
use crate::model::finding::Severity;
use crate::model::{Col, Draft, EventIx, Sym};
use std::collections::BTreeMap;

/// The rule.
pub static RULE: Rule = Rule {
    code: "TOL015",
    name: "robust-outlier",
    summary: "a toll far beyond all others of its region that nobody confirms",
    severity: Severity::Warning,
    category: Category::Suspicion,
    since: "0.1.0",
    knobs: &[EVENTS.spec(), DEVIATIONS.spec(), RATIO.spec()],
    missing_data: nothing_missing,
    check: Check::Corpus(check),
    page: include_str!("robust_outlier.md"),
};

static EVENTS: Knob<i64> = Knob::new("events", 30, "least number of events with dead in a region");
static DEVIATIONS: Knob<f64> =
    Knob::new("deviations", 5.0, "robust standard deviations above the region's median, on a log scale");
static RATIO: Knob<f64> = Knob::new("ratio", 5.0, "how many times the region's next largest toll");

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    let (least, deviations, ratio) = (
        context.knob("TOL015", &EVENTS).max(3) as usize,
        context.knob("TOL015", &DEVIATIONS),
        context.knob("TOL015", &RATIO),
    );
    let mut regions: BTreeMap<(Sym, Sym), Vec<(u32, EventIx)>> = BTreeMap::new();
    for (index, (toll, group)) in context.tolls.events.iter().zip(&context.events.events).enumerate() {
        let Some(row) = group.rows.first().filter(|_| toll.best > 0) else { continue };
        let row = context.corpus.row(*row);
        regions.entry((row.country, row.admin1)).or_default().push((toll.best, EventIx(index as u32)));
    }
    for mut tolls in regions.into_values().filter(|tolls| tolls.len() >= least) {
        tolls.sort_unstable();
        let [.., (next, _), (most, event)] = tolls[..] else { continue };
        let logs: Vec<f64> = tolls.iter().map(|(best, _)| f64::from(*best).ln()).collect();
        let median = logs[logs.len() / 2];
        let mut spread: Vec<f64> = logs.iter().map(|log| (log - median).abs()).collect();
        spread.sort_unstable_by(f64::total_cmp);
        // 1.4826 makes the median deviation of a normal sample its standard deviation (Hampel 1974); where most
        // events have one dead it is 0, and a factor of two stands in.
        let deviation = (1.4826 * spread[spread.len() / 2]).max(2f64.ln());
        let score = (f64::from(most).ln() - median) / deviation;
        let toll = &context.tolls.events[event.0 as usize];
        let confirmed = toll.independent_origins > 1 || toll.claims.len() > 1;
        if score < deviations || f64::from(most) < ratio * f64::from(next) || confirmed {
            continue;
        }
        let Some(claim) = toll.claims.first() else { continue };
        out.push(
            Draft::new(format!("{most} killed; the next largest toll of the region is {next}"), [claim.row])
                .on_event(event)
                .cell(claim.row, Col::Killed, format!("{score:.1} robust standard deviations above the median of {} events", tolls.len()))
                .cell(claim.row, Col::Admin1, "the region")
                .explain("One report alone gives it. Such events happen, and are told by many; a lone one is worth a look at the document."),
        );
    }
}
