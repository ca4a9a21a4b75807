//! Reads narratives and compares them with their labels, or times the reading of many.
//!
//! `cargo bench --bench narratives -- [--all]` prints every disagreement with the labelled texts;
//! `cargo bench --bench narratives -- FILE COLUMN [COLUMN]` prints what is read in a csv's column
//! beside another column; `-- --time [FILE COLUMN]` times it, over our own sentences repeated to a million
//! where no file is named.

#![allow(clippy::unwrap_used, missing_docs)]
use recount::narrative::{read, read_json};
use std::path::PathBuf;

fn shared() -> PathBuf {
    match std::env::var_os("RECOUNT_SHARED") {
        Some(path) => path.into(),
        None => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"),
    }
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    match args.first().map(String::as_str) {
        Some("--time") => time(args.get(1).zip(args.get(2)).map(|(file, column)| (file.as_str(), column.as_str()))),
        Some(file) if !file.starts_with("--") => table(file, &args[1..]),
        _ => labelled(args.iter().any(|arg| arg == "--all")),
    }
}

fn rows(file: &str) -> (csv::StringRecord, Vec<csv::StringRecord>) {
    let input: Box<dyn std::io::Read> = match std::fs::File::open(file) {
        Ok(input) if file.ends_with(".zst") => Box::new(zstd::Decoder::new(input).expect("a zst file")),
        Ok(input) => Box::new(input),
        Err(error) => panic!("{file}: {error}"),
    };
    let mut csv = csv::ReaderBuilder::new().flexible(true).from_reader(input);
    let header = csv.headers().expect("a header").clone();
    (header, csv.records().filter_map(Result::ok).collect())
}

/// Sentences of our own, with their labels.
const OWN: &str = include_str!("../tests/data/narratives.jsonl");

/// A million texts.
fn own() -> Vec<String> {
    let labels = OWN.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let texts: Vec<String> = labels.filter_map(|label| label["text"].as_str().map(str::to_owned)).collect();
    texts.iter().cycle().take(1_000_000).cloned().collect()
}

fn time(column: Option<(&str, &str)>) {
    use rayon::prelude::*;
    let texts = match column {
        None => own(),
        Some((file, column)) => {
            let (header, rows) = rows(file);
            let at = header.iter().position(|name| name == column).expect("that column");
            rows.iter().map(|row| row.get(at).unwrap_or("").to_owned()).collect()
        }
    };
    let _ = recount::narrative::toll("one killed");
    let clock = std::time::Instant::now();
    let read = texts.par_iter().filter(|text| recount::narrative::toll(text).is_some()).count();
    println!("{} texts, {read} with a toll, {:?}", texts.len(), clock.elapsed());
    let clock = std::time::Instant::now();
    let told = texts.par_iter().filter(|text| recount::text::sketch::signature(text).is_some()).count();
    println!("{told} sketched, {:?}", clock.elapsed());
}

fn table(file: &str, columns: &[String]) {
    let (header, rows) = rows(file);
    let at = |name: &String| header.iter().position(|known| known == name).expect("that column");
    let columns: Vec<usize> = columns.iter().map(at).collect();
    for row in rows {
        let text = row.get(columns[0]).unwrap_or("");
        let reading = read(text, None);
        let coded = columns.get(1).and_then(|&column| row.get(column)).unwrap_or("");
        let count: Option<u32> = coded.parse().ok();
        let shown = match reading.total {
            Some(toll) => toll.to_string(),
            None => "-".to_owned(),
        };
        let agrees = match (reading.total, count) {
            (Some(toll), Some(count)) => toll.allows(count),
            (None, Some(count)) => count == 0,
            _ => true,
        };
        let doubt = if reading.uncertain { "?" } else { "" };
        println!(
            "{}\t{coded}\t{shown}{doubt}\t{:?}/{:?}\t{text}",
            if agrees { "same" } else { "DIFF" },
            reading.coded,
            reading.split
        );
    }
}

fn labelled(all: bool) {
    let path = std::env::var_os("RECOUNT_NARRATIVES")
        .map_or_else(|| shared().join("labelled/narratives_dev.jsonl"), PathBuf::from);
    let Ok(lines) = std::fs::read_to_string(&path) else {
        println!("skipped: {} is absent", path.display());
        return;
    };
    let (mut stated, mut given, mut right, mut silent) = (0, 0, 0, (0, 0));
    let (mut injured, mut background, mut zero, mut parts) = ((0, 0), (0, 0), (0, 0), (0, 0));
    for line in lines.lines() {
        let label: serde_json::Value = serde_json::from_str(line).expect("json");
        let text = label["text"].as_str().unwrap_or("");
        let ours = serde_json::to_value(read_json(label["id"].as_str().unwrap_or(""), text, None)).expect("json");
        let pair = |value: &serde_json::Value| (value["low"].clone(), value["high"].clone());
        let is_stated = !label["total"].is_null();
        let agrees = pair(&ours["total"]) == pair(&label["total"]) && ours["status"] == label["status"];
        if is_stated {
            stated += 1;
            if !ours["total"].is_null() {
                given += 1;
                right += usize::from(agrees);
            }
        } else {
            silent.1 += 1;
            silent.0 += usize::from(ours["total"].is_null());
        }
        let mut bad = Vec::new();
        if !agrees {
            bad.push("total");
        }
        if !label["injured"].is_null() || !ours["injured"].is_null() {
            injured.1 += 1;
            if pair(&label["injured"]) == pair(&ours["injured"]) {
                injured.0 += 1;
            } else {
                bad.push("injured");
            }
        }
        let other = ours["background"].as_array().is_some_and(|list| !list.is_empty());
        if label["background"].as_bool().unwrap_or(false) || other {
            background.1 += 1;
            if label["background"].as_bool() == Some(other) {
                background.0 += 1;
            } else {
                bad.push("background");
            }
        }
        if label["total"]["high"].as_u64() == Some(0) {
            zero.1 += 1;
            zero.0 += usize::from(agrees);
        }
        let key = |value: &serde_json::Value| {
            let list = value["parts"].as_array().cloned().unwrap_or_default();
            let mut keys: Vec<String> = list
                .iter()
                .map(|part| format!("{}|{}|{}|{}", part["place"], part["group"], part["low"], part["high"]))
                .collect();
            keys.sort();
            keys
        };
        if !key(&label).is_empty() || !key(&ours).is_empty() {
            parts.1 += 1;
            if key(&label) == key(&ours) {
                parts.0 += 1;
            } else {
                bad.push("parts");
            }
        }
        if !bad.is_empty() || all {
            println!("{} {bad:?} {text}", label["id"]);
            println!(
                "    want {} {} inj {} parts {:?}",
                label["total"],
                label["status"],
                label["injured"],
                key(&label)
            );
            println!("    have {} {} inj {} parts {:?}", ours["total"], ours["status"], ours["injured"], key(&ours));
        }
    }
    println!("stated totals      {stated}, read {given}, right {right}");
    println!("none stated        {} of {} left alone", silent.0, silent.1);
    println!("injured            {} of {}", injured.0, injured.1);
    println!("other events       {} of {}", background.0, background.1);
    println!("nobody died        {} of {}", zero.0, zero.1);
    println!("parts              {} of {}", parts.0, parts.1);
}
