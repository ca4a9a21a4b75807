//! `recount diff`: what changed between two runs, figure by figure.

use super::export::run_tables;
use crate::cli::arguments::{Common, DiffArgs};
use crate::cli::files::write_stdout;
use crate::cli::settings;
use crate::run::Error;
use crate::store::{FindingFact, RunRecord, Runs, Tables};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Compares two runs.
///
/// # Errors
/// One of the runs is not there, or its tables are no longer kept.
pub fn run(common: &Common, args: &DiffArgs) -> Result<u8, Error> {
    let runs = Runs::of(&settings::store(common)?)?;
    let side = |number: u64| -> Result<(RunRecord, Tables<'static>), Error> {
        let short = u32::try_from(number).map_err(|_| Error::new(format!("there is no run {number}")))?;
        Ok((runs.get(short)?, run_tables(&runs, Some(number))?))
    };
    let (before, after) = (side(args.earlier)?, side(args.later)?);
    let change = Change::between(&before, &after);
    let text = if args.json { change.json() } else { change.text(args.earlier, args.later) };
    write_stdout(text.as_bytes())?;
    Ok(0)
}

struct Change<'a> {
    figures: Vec<(String, i128, i128)>,
    appeared: Vec<&'a FindingFact<'a>>,
    gone: Vec<&'a FindingFact<'a>>,
    lineage: Vec<crate::store::Lineage>,
    tolls: Vec<(String, String, String)>,
}

impl<'a> Change<'a> {
    fn between(before: &'a (RunRecord, Tables<'a>), after: &'a (RunRecord, Tables<'a>)) -> Change<'a> {
        let mut figures = vec![
            ("reports".to_owned(), i128::from(before.0.reports), i128::from(after.0.reports)),
            ("places".to_owned(), i128::from(before.0.places), i128::from(after.0.places)),
            ("events".to_owned(), i128::from(before.0.events), i128::from(after.0.events)),
        ];
        let sum = |tables: &Tables<'_>, get: fn(&crate::store::EventFact<'_>) -> u64| -> i128 {
            tables.events.iter().filter(|event| event.stated).map(|event| i128::from(get(event))).sum()
        };
        for (name, get) in [
            ("dead, every row added up", (|event| event.naive_sum) as fn(&crate::store::EventFact<'_>) -> u64),
            ("dead, reconciled low", |event| u64::from(event.low)),
            ("dead, reconciled best", |event| u64::from(event.best)),
        ] {
            figures.push((name.to_owned(), sum(&before.1, get), sum(&after.1, get)));
        }
        let codes: BTreeSet<&String> = before.0.by_code.keys().chain(after.0.by_code.keys()).collect();
        for code in codes {
            let count = |record: &RunRecord| i128::from(record.by_code.get(code).copied().unwrap_or_default());
            figures.push((format!("findings {code}"), count(&before.0), count(&after.0)));
        }
        let prints = |tables: &'a Tables<'a>| -> BTreeMap<&'a str, &'a FindingFact<'a>> {
            tables.findings.iter().map(|finding| (&*finding.fingerprint, finding)).collect()
        };
        let (old, new) = (prints(&before.1), prints(&after.1));
        let range = |event: &crate::store::EventFact<'_>| match (event.stated, event.high) {
            (false, _) => "no toll".to_owned(),
            (true, Some(high)) if high == event.low => format!("{high}"),
            (true, Some(high)) => format!("{} to {high}", event.low),
            (true, None) => format!("{} or more", event.low),
        };
        let ranges: BTreeMap<&str, String> = before.1.events.iter().map(|event| (&*event.id, range(event))).collect();
        let tolls = after.1.events.iter().filter_map(|event| {
            let was = ranges.get(&*event.id)?;
            let now = range(event);
            (*was != now).then(|| (format!("{} {} {}", event.id, event.date, event.place), was.clone(), now))
        });
        Change {
            figures,
            appeared: new.iter().filter(|(print, _)| !old.contains_key(*print)).map(|(_, finding)| *finding).collect(),
            gone: old.iter().filter(|(print, _)| !new.contains_key(*print)).map(|(_, finding)| *finding).collect(),
            lineage: after.1.lineage(&before.1),
            tolls: tolls.collect(),
        }
    }

    fn text(&self, earlier: u64, later: u64) -> String {
        const SHOWN: usize = 40;
        let mut out =
            format!("{:<28}  {:>12}  {:>12}  {:>8}\n", "", format!("run {earlier}"), format!("run {later}"), "change");
        for (name, before, after) in &self.figures {
            let change = if before == after { String::new() } else { format!("{:+}", after - before) };
            let _ = writeln!(out, "{name:<28}  {before:>12}  {after:>12}  {change:>8}");
        }
        let mut list = |title: &str, lines: Vec<String>| {
            if !lines.is_empty() {
                let _ = writeln!(out, "\n{title} ({})", lines.len());
                for line in lines.iter().take(SHOWN) {
                    let _ = writeln!(out, "  {line}");
                }
                if lines.len() > SHOWN {
                    let _ = writeln!(out, "  and {} more: --json lists them all", lines.len() - SHOWN);
                }
            }
        };
        let finding =
            |finding: &&FindingFact<'_>| format!("{} {} {}", finding.code, finding.fingerprint, finding.headline);
        list("New findings", self.appeared.iter().map(finding).collect());
        list("Resolved findings", self.gone.iter().map(finding).collect());
        list(
            "Events whose toll changed",
            self.tolls.iter().map(|(event, was, now)| format!("{event}: {was}, now {now}")).collect(),
        );
        let lineage = |line: &crate::store::Lineage| {
            format!("{}: {} into {}", line.kind(), line.from.join(", "), line.into.join(", "))
        };
        list("Events split or merged", self.lineage.iter().map(lineage).collect());
        out
    }

    fn json(&self) -> String {
        let finding = |finding: &&FindingFact<'_>| json!({"code": finding.code, "fingerprint": finding.fingerprint, "severity": finding.severity, "headline": finding.headline});
        let value = json!({
            "format": "recount.diff/1",
            "figures": self.figures.iter().map(|(name, before, after)| json!({"figure": name, "before": *before as i64, "after": *after as i64})).collect::<Vec<_>>(),
            "new": self.appeared.iter().map(finding).collect::<Vec<_>>(),
            "resolved": self.gone.iter().map(finding).collect::<Vec<_>>(),
            "tolls": self.tolls.iter().map(|(event, was, now)| json!({"event": event, "before": was, "after": now})).collect::<Vec<_>>(),
            "lineage": self.lineage.iter().map(|line| json!({"kind": line.kind(), "from": line.from, "into": line.into})).collect::<Vec<_>>(),
        });
        format!("{value:#}\n")
    }
}
