//! How well names alone tell places apart, by method; how well places are told apart in made-up reports that are hard;
//! and how long the place step takes.
//!
//! `cargo bench --bench places -- [--seed N] [--errors N] [REPORTS.csv]...`
//!
//! Names: spellings of one GeoNames entry (four edits apart at most) are true pairs, different populated places of one
//! first-level unit within 10 km false ones; the table gives each method's precision at each recall. It needs the
//! shared gazetteers (`../shared/gazetteer`, or the folder `gazetteer` in RECOUNT_SHARED) and is left out without them.

#![allow(clippy::unwrap_used, missing_docs)]

mod harder;
mod ways;
mod worlds;

use recount::place::likeness;
use recount::run::Job;
use recount::run::run;
use recount::text::keys::ascii;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// A method: its name and how alike it finds two names, more for more alike.
type Method = (&'static str, fn(&str, &str) -> f64);

const METHODS: [Method; 5] = [
    ("edit distance", |a, b| -(strsim::levenshtein(a, b) as f64)),
    ("edit distance, folded", |a, b| -(strsim::levenshtein(&ascii(a), &ascii(b)) as f64)),
    ("edit similarity, folded", |a, b| strsim::normalized_levenshtein(&ascii(a), &ascii(b))),
    ("Jaro-Winkler, folded", |a, b| strsim::jaro_winkler(&ascii(a), &ascii(b))),
    ("recount", likeness),
];

fn shared() -> PathBuf {
    std::env::var_os("RECOUNT_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from)
}

fn true_pairs(folder: &Path) -> Vec<(String, String)> {
    let Ok(text) = std::fs::read_to_string(folder.join("geonames_variant_pairs_sahel.csv")) else { return Vec::new() };
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let near = |record: &csv::StringRecord| {
        record.get(7).and_then(|cell| cell.parse::<u32>().ok()).is_some_and(|lev| lev <= 4)
    };
    reader
        .records()
        .filter_map(Result::ok)
        .filter(|record| record.get(3) == Some("P") && near(record))
        .map(|record| (record[5].to_owned(), record[6].to_owned()))
        .collect()
}

fn false_pairs(folder: &Path) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for country in ["BF", "ML", "MR", "NE"] {
        let Ok(text) = std::fs::read_to_string(folder.join(format!("{country}.txt"))) else { continue };
        let mut entries: Vec<(f64, f64, String, String)> = text
            .lines()
            .filter_map(|line| {
                let cells: Vec<&str> = line.split('\t').collect();
                let populated = cells.get(6) == Some(&"P");
                populated.then(|| {
                    Some((cells[4].parse().ok()?, cells[5].parse().ok()?, cells[10].to_owned(), cells[1].to_owned()))
                })?
            })
            .collect();
        entries.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (index, (lat, lon, unit, name)) in entries.iter().enumerate() {
            for other in entries[index + 1..].iter().take_while(|other| other.0 - lat < 0.09) {
                let across = (other.1 - lon) * lat.to_radians().cos();
                if other.2 == *unit && 111.195 * (other.0 - lat).hypot(across) <= 10.0 && other.3 != *name {
                    pairs.push((name.clone(), other.3.clone()));
                }
            }
        }
    }
    pairs
}

fn names() {
    let folder = shared().join("gazetteer");
    let (same, different) = (true_pairs(&folder), false_pairs(&folder));
    if same.is_empty() || different.is_empty() {
        println!("names: left out, {} is not here", folder.display());
        return;
    }
    println!("names: {} true pairs, {} false ones; precision at recall", same.len(), different.len());
    let recalls = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99];
    println!("| method | {} |", recalls.map(|recall| recall.to_string()).join(" | "));
    println!("| --- |{}", " --- |".repeat(recalls.len()));
    for (name, method) in METHODS {
        let mut hits: Vec<f64> = same.iter().map(|(a, b)| method(a, b)).collect();
        let misses: Vec<f64> = different.iter().map(|(a, b)| method(a, b)).collect();
        hits.sort_by(|a, b| b.total_cmp(a));
        let cells = recalls.map(|recall| {
            let least = hits[((recall * hits.len() as f64).ceil() as usize).clamp(1, hits.len()) - 1];
            let (right, wrong) = (
                hits.iter().filter(|hit| **hit >= least).count(),
                misses.iter().filter(|miss| **miss >= least).count(),
            );
            format!("{:.3}", right as f64 / (right + wrong) as f64)
        });
        println!("| {name} | {} |", cells.join(" | "));
    }
}

/// Pairwise F1 of every recipe in the Sahel, and of the two main ones elsewhere; with so many of the errors.
fn hard(seed: u64, errors: usize, only: Option<&str>) {
    println!("made-up reports, seed {seed}: pairwise F1 of places, of those spelled differently");
    println!("| where | recipe | places | spelled differently |");
    println!("| --- | --- | --- | --- |");
    let sahel = worlds::sahel(&shared().join("gazetteer"));
    let worlds = sahel.iter().map(|world| (world, harder::RECIPES.len()));
    let composed = worlds::composed();
    for (world, recipes) in worlds.chain(composed.iter().map(|world| (world, 2))) {
        for recipe in &harder::RECIPES[..recipes] {
            if only.is_some_and(|only| only != recipe.name && only != world.name) {
                continue;
            }
            let set = harder::make(world, recipe, 10_000, seed);
            if let Some(folder) = std::env::var_os("RECOUNT_SETS") {
                let path = Path::new(&folder).join(format!("{}-{}.csv", world.name, recipe.name).replace(' ', "-"));
                std::fs::write(path, &set.csv).unwrap();
            }
            let ((all, spelled), wrong) = harder::score(&set, &harder::group(&set));
            println!("| {} | {} | {all:.4} | {spelled:.4} |", world.name, recipe.name);
            for (pairs, what) in wrong.iter().take(errors) {
                println!("    {pairs:>6} {what}");
            }
        }
    }
}

fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let mut number = |flag: &str| {
        let at = args.iter().position(|arg| arg == flag)?;
        let value = args.get(at + 1)?.clone();
        args.drain(at..=at + 1);
        Some(value)
    };
    let seed = number("--seed").and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let errors = number("--errors").and_then(|many| many.parse().ok()).unwrap_or(0);
    let only = number("--only");
    if only.as_deref().is_none_or(|only| only == "names") {
        names();
    }
    if only.as_deref() != Some("names") {
        hard(seed, errors, only.as_deref());
    }
    for path in args.iter().filter(|arg| !arg.starts_with('-')) {
        let clock = Instant::now();
        let job =
            Job { inputs: vec![path.clone()], only: vec!["PLC007".to_owned()], ..Job::on(recount::model::Day(20_000)) };
        match run(&job) {
            Ok(outcome) => {
                let step =
                    outcome.ledger.run.timings.iter().find(|(step, _)| step == "places").map_or(0, |step| step.1);
                println!(
                    "{path}: {} reports, {} places, place step {:.2} s of {:.2} s",
                    outcome.corpus.len(),
                    outcome.places.places.len(),
                    step as f64 / 1000.0,
                    clock.elapsed().as_secs_f64()
                );
            }
            Err(fault) => eprintln!("{path}: {fault}"),
        }
    }
}
