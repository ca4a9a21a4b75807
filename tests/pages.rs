//! Every rule's page is documentation and test: its examples are run, each through the whole pipeline
//! with that rule alone.
//!
//! Options of a block: `unit=`, `preset=`, `today=`, `findings=N`, `name=FILE`, `knob.NAME=VALUE`, and `role=`:
//! `earlier` is what an earlier run read from the same path into the same store, `also` another input of the run,
//! `gazetteer` a gazetteer, `decisions` the decisions file. The block without a role closes the example.

#![allow(clippy::unwrap_used, missing_docs)]
use recount::catalogue::page::{Block, examples};
use recount::catalogue::{KnobValue, Rule};
use recount::config::decisions;
use recount::model::{Day, Family, Unit};
use recount::rules::catalogue;
use recount::run::{Job, Outcome, run};
use std::path::Path;

/// The day that counts as today unless an example says otherwise.
const TODAY: &str = "2024-01-01";

fn main() {
    let arguments = libtest_mimic::Arguments::from_args();
    let tests = catalogue().map(|rule| {
        libtest_mimic::Trial::test(format!("{} {}", rule.code, rule.name), || page(rule).map_err(Into::into))
    });
    libtest_mimic::run(&arguments, tests.collect()).exit();
}

/// Runs the examples of a rule's page.
fn page(rule: &Rule) -> Result<(), String> {
    let mut wrong: Vec<String> = Vec::new();
    for (section, flagged) in [("Flagged", true), ("Let through", false)] {
        for (index, blocks) in examples(rule.page, section).iter().enumerate() {
            if let Err(why) = example(rule, blocks, flagged) {
                wrong.push(format!("example {} under `{section}`: {why}", index + 1));
            }
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

/// Runs one example and compares what the rule finds with what the page promises.
fn example(rule: &Rule, blocks: &[Block], flagged: bool) -> Result<(), String> {
    let outcome = play(rule, blocks)?;
    let found: Vec<&str> =
        outcome.ledger.findings.iter().filter(|f| f.code == rule.code).map(|f| f.headline.as_str()).collect();
    let promised = blocks.last().and_then(|block| block.option("findings"));
    let kept = match promised {
        Some(number) => number.parse() == Ok(found.len()),
        None => flagged != found.is_empty(),
    };
    if kept {
        return Ok(());
    }
    let wanted = promised.unwrap_or(if flagged { "one or more" } else { "none" });
    let skipped: Vec<_> = outcome.ledger.skipped.iter().map(|skip| format!("{}: {}", skip.what, skip.why)).collect();
    let rejected: Vec<_> =
        outcome.ledger.rejected.iter().map(|row| format!("line {}: {}", row.line, row.reason)).collect();
    Err(format!("wanted {wanted}, found {} {found:?}; skipped {skipped:?}; rejected {rejected:?}", found.len()))
}

/// Lays out an example's files in a folder of its own and runs the rule on them.
fn play(rule: &Rule, blocks: &[Block]) -> Result<Outcome, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let store = folder.path().join("store");
    let earlier = blocks.iter().filter(|block| block.option("role") == Some("earlier"));
    let history = earlier.clone().count() > 0;
    let current = blocks.last().ok_or("an example without a block")?;
    let main = folder.path().join(file_name(current, "reports"));
    let mut job = base(rule, blocks)?;
    job.db = history.then(|| store.clone());
    for block in earlier {
        write(&main, &block.text)?;
        let mut before = base(rule, std::slice::from_ref(block))?;
        (before.inputs, before.db) = (vec![main.display().to_string()], Some(store.clone()));
        run(&before)?;
    }
    for (index, block) in blocks.iter().enumerate() {
        let path =
            folder.path().join(file_name(block, &format!("{}{index}", block.option("role").unwrap_or("reports"))));
        match block.option("role") {
            Some("earlier") => {}
            Some("also") => {
                write(&path, &block.text)?;
                job.inputs.push(path.display().to_string());
            }
            Some("gazetteer") => {
                write(&path, &block.text)?;
                job.gazetteers.push(path);
            }
            Some("decisions") => {
                job.decisions = decisions::parse("recount.decisions.toml", &block.text, job.today)
                    .map_err(|problems| problems.to_string())?;
            }
            None | Some("current") => {
                write(&main, &block.text)?;
                job.inputs.push(main.display().to_string());
            }
            Some(other) => return Err(format!("no such role: {other}")),
        }
    }
    run(&job).map_err(|fault| fault.to_string())
}

/// A job that runs the rule alone, with the options of the blocks; those of the last block count.
fn base(rule: &Rule, blocks: &[Block]) -> Result<Job, String> {
    // What decisions are worth shows only beside the findings of all rules.
    let only = if rule.family() == Family::Decision { Vec::new() } else { vec![rule.code.to_owned()] };
    let mut job = Job { only, threads: 1, ..Job::on(recount::model::Day(20_000)) };
    job.today = day(TODAY)?;
    for (key, value) in blocks.iter().flat_map(|block| &block.options) {
        match key.as_str() {
            "unit" => job.unit = Unit::parse(value),
            "preset" => job.preset = Some(value.clone()),
            "today" => job.today = day(value)?,
            "findings" | "role" | "name" => {}
            key => {
                let knob = key.strip_prefix("knob.").ok_or_else(|| format!("no such option: {key}"))?;
                job.knobs.set(rule.code, knob, knob_value(value));
            }
        }
    }
    Ok(job)
}

fn day(text: &str) -> Result<Day, String> {
    text.parse().map(|date: jiff::civil::Date| Day::from(date)).map_err(|_| format!("{text} is no day"))
}

fn knob_value(text: &str) -> KnobValue {
    match (text.parse::<i64>(), text.parse::<f64>(), text.parse::<bool>()) {
        (Ok(value), ..) => KnobValue::Int(value),
        (_, Ok(value), _) => KnobValue::Float(value),
        (.., Ok(value)) => KnobValue::Bool(value),
        _ => KnobValue::Text(text.to_owned()),
    }
}

fn file_name(block: &Block, stem: &str) -> String {
    block.option("name").map_or_else(|| format!("{stem}.{}", block.format), str::to_owned)
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}
