//! How long the store takes to load, know again, open, scan and revise reports.
//!
//! `cargo bench --bench store -- [REPORTS]`, 200,000 unless said; prints a table. The reports are made up here, with
//! the length and the variety of a news-based data set, so that the numbers can be had anywhere.

#![allow(clippy::unwrap_used, missing_docs)]
use recount::model::record::Mark;
use recount::model::{Batch, Col};
use recount::store::{Arrival, Store};
use std::path::Path;
use std::time::Instant;

const BATCH: u32 = 4096;
const PLACES: [&str; 12] = [
    "Karou",
    "Ouatagouna",
    "Daoutegeft",
    "Ansongo",
    "Ménaka",
    "Tessit",
    "Labbézanga",
    "Inabao",
    "Gossi",
    "Djibo",
    "Banibangou",
    "Tillabéri",
];
const SOURCES: [&str; 6] = ["AFP", "Reuters", "RFI", "Studio Tamani", "Le Sahel", "Jeune Afrique"];

/// Numbers that look random and are the same every time (Steele, Lea and Flood's SplitMix64).
fn mix(state: u64) -> u64 {
    let mut z = state.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn batch(from: u32, to: u32, revised: bool) -> (Batch, Vec<Box<str>>) {
    let mut batch = Batch::default();
    let mut ids = Vec::new();
    for number in from..to {
        let dice = mix(u64::from(number));
        let place = PLACES[(dice % 12) as usize];
        let source = SOURCES[(dice >> 8) as usize % 6];
        let killed = (dice >> 16) % 60 + u64::from(revised);
        let day = format!("20{:02}-{:02}-{:02}", dice >> 24 & 15, (dice >> 30) % 12 + 1, (dice >> 40) % 28 + 1);
        let text = format!(
            "At least {killed} people died near {place} on {day} when armed men on motorcycles came at dusk, a local \
             official told {source}. Houses were burnt and cattle taken ({:x}); the wounded, {} of them, were brought \
             to the health centre of the district, and people of the neighbouring villages fled.",
            mix(dice),
            dice >> 50 & 31,
        );
        let id = format!("R{number:08}");
        let cells = [
            (Col::ReportId, id.clone()),
            (Col::Source, source.to_owned()),
            (Col::Published, day.clone()),
            (Col::EventDate, day),
            (Col::DatePrecision, "day".to_owned()),
            (Col::Country, "Mali".to_owned()),
            (Col::Admin1, "Gao".to_owned()),
            (Col::Place, place.to_owned()),
            (Col::Lat, format!("{:.4}", 12.0 + (dice >> 12 & 0xffff) as f64 / 10_000.0)),
            (Col::Lon, format!("{:.4}", (dice >> 28 & 0xffff) as f64 / 10_000.0)),
            (Col::Killed, killed.to_string()),
            (Col::Text, text),
        ];
        batch.row(0, number + 2);
        let mut column = 1;
        for (col, text) in cells {
            batch.cell(col, Mark { lines_down: 0, column }, &text);
            column += text.chars().count() as u32 + 1;
        }
        ids.push(id.into_boxed_str());
    }
    (batch, ids)
}

fn load(store: &mut Store, reports: u32, revised: bool) -> (usize, std::time::Duration) {
    let (mut changed, mut spent) = (0, std::time::Duration::ZERO);
    for from in (0..reports).step_by(BATCH as usize) {
        let (batch, ids) = batch(from, (from + BATCH).min(reports), revised);
        let clock = Instant::now();
        let placed = store.upsert("reports", &batch, &ids).expect("the store takes a batch");
        spent += clock.elapsed();
        changed += placed.iter().filter(|placed| placed.fate != Arrival::Unchanged).count();
    }
    let clock = Instant::now();
    store.commit().expect("the store commits");
    (changed, spent + clock.elapsed())
}

fn size(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.metadata().map_or(0, |f| if f.is_dir() { size(&entry.path()) } else { f.len() })).sum()
}

/// Seconds of processor time of this process so far, where the system tells.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<f64> =
        stat.rsplit(')').next().unwrap_or("").split(' ').filter_map(|word| word.parse().ok()).collect();
    fields.get(10..12).map_or(f64::NAN, |ticks| (ticks[0] + ticks[1]) / 100.0)
}

/// The most memory this process has held so far, in MB, where the system tells.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) >> 10
}

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|word| !word.starts_with("--"));
    let reports: u32 = arguments.next().and_then(|word| word.parse().ok()).unwrap_or(200_000);
    let home = tempfile::tempdir().expect("a temporary folder");
    let text: usize = {
        let (batch, _) = batch(0, 1000.min(reports), false);
        batch.bytes() / batch.len().max(1) * reports as usize
    };
    println!("{reports} reports, {} MB of text", text >> 20);
    let row = |what: &str, seconds: f64, cpu: f64, note: String| {
        println!("{what:24} {seconds:7.2} s {cpu:7.2} s cpu {:5} MB  {note}", memory())
    };
    // What it costs to make the reports up, to be taken off the processor time of loading.
    let start = cpu();
    for from in (0..reports).step_by(BATCH as usize) {
        std::hint::black_box(batch(from, (from + BATCH).min(reports), false));
    }
    let made = cpu() - start;

    let mut store = Store::open(home.path()).expect("a new store");
    let start = cpu();
    let (changed, spent) = load(&mut store, reports, false);
    row("load", spent.as_secs_f64(), cpu() - start - made, format!("{changed} new"));
    let clock = Instant::now();
    drop(store);
    row("close", clock.elapsed().as_secs_f64(), 0.0, String::new());
    let disk = size(home.path());
    println!("{:24} {:7} MB, {:.2} of the text", "disk", disk >> 20, disk as f64 / text as f64);

    let (clock, start) = (Instant::now(), cpu());
    let mut store = Store::open(home.path()).expect("the store opens again");
    row("open again", clock.elapsed().as_secs_f64(), cpu() - start, format!("{} reports", store.len()));
    let start = cpu();
    let (changed, spent) = load(&mut store, reports, false);
    row("load what is known", spent.as_secs_f64(), cpu() - start - made, format!("{changed} changed"));
    for what in ["scan", "scan again"] {
        use rayon::prelude::*;
        let (clock, start) = (Instant::now(), cpu());
        let cells: usize = store
            .all()
            .map(|chunk| chunk.expect("a chunk").batch.iter().map(|record| record.cells.len()).sum::<usize>())
            .sum();
        row(what, clock.elapsed().as_secs_f64(), cpu() - start, format!("{cells} cells"));
    }
    // A report that was met since opening and comes again is another report of that id: so as a new run.
    drop(store);
    let mut store = Store::open(home.path()).expect("the store opens again");
    let start = cpu();
    let few = reports / 100;
    let (changed, spent) = load(&mut store, few, true);
    row("revise one in a hundred", spent.as_secs_f64(), cpu() - start, format!("{changed} revised"));
    let clock = Instant::now();
    let won = recount::store::ops::compact(store).expect("the store is compacted");
    row("compact", clock.elapsed().as_secs_f64(), 0.0, format!("{} MB won", won >> 20));
}
