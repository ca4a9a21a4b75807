//! A table of files: preset, rows read and rejected, seconds, and the roles found. `cargo bench --bench inputs [-- FILE...]`;
//! without files, the invented ones of tests/data/unseen.md and all that lie in `../shared` or in `RECOUNT_SHARED`.

#![allow(clippy::unwrap_used, missing_docs)]
use recount::model::Day;
use recount::run::{Job, run};
use std::path::{Path, PathBuf};
use std::time::Instant;

fn main() {
    println!("{:52} {:18} {:>7} {:>4} {:>7} roles", "file", "preset", "rows", "bad", "seconds");
    let named: Vec<PathBuf> =
        std::env::args().skip(1).filter(|word| !word.starts_with("--")).map(PathBuf::from).collect();
    if !named.is_empty() {
        named.iter().for_each(|file| line(&file.display().to_string(), file));
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for section in include_str!("../tests/data/unseen.md").split("\n## ").skip(1) {
        let (name, rest) = section.split_once('\n').unwrap();
        let text = rest.split_once("```\n").and_then(|(_, rest)| rest.split_once("\n```")).unwrap().0;
        let path = folder.path().join(name);
        std::fs::write(&path, format!("{text}\n")).unwrap();
        line(name, &path);
    }
    let root = std::env::var_os("RECOUNT_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    if !root.exists() {
        println!("no further files: {} is not here", root.display());
    }
    let mut files = Vec::new();
    ["cases", "real"].iter().for_each(|place| search(&root.join(place), &mut files));
    files.sort();
    for file in files {
        line(&file.strip_prefix(&root).unwrap_or(&file).display().to_string(), &file);
    }
}

fn line(name: &str, path: &Path) {
    let begun = Instant::now();
    let day = Day::from_ymd(2024, 1, 1).unwrap();
    let job = Job { inputs: vec![path.display().to_string()], only: vec!["SCH011".to_owned()], ..Job::on(day) };
    match run(&job) {
        // A workbook or an archive is several inputs.
        Ok(outcome) => {
            for (number, input) in outcome.ledger.inputs.iter().enumerate() {
                let roles: Vec<&str> = input.columns.iter().map(|(ours, _)| ours.as_str()).collect();
                let name = if number == 0 { name } else { input.name.as_str() };
                let seconds = begun.elapsed().as_secs_f64();
                println!(
                    "{name:52} {:18} {:>7} {:>4} {seconds:>7.2} {}",
                    input.preset,
                    input.read,
                    input.rejected,
                    roles.join(" ")
                );
            }
        }
        Err(error) => println!("{name:52} not read: {error}"),
    }
}

fn search(folder: &Path, files: &mut Vec<PathBuf>) {
    const ENDINGS: [&str; 7] = ["csv", "json", "jsonl", "xlsx", "geojson", "zip", "txt"];
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        if path.is_dir() {
            search(&path, files);
        } else if ENDINGS.contains(&ending.as_str()) {
            files.push(path);
        }
    }
}
