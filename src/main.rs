//! Parse, run, exit code; nothing else. (A stand-in until the face is built: scores and times only.)

use recount::app::pipeline::{Job, run};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let out = args[1].clone();
    let job = Job { inputs: vec![args[0].clone().into()], only: args[2..].to_vec(), ..Job::default() };
    let outcome = run(&job).unwrap_or_else(|error| {
        eprintln!("{error}");
        std::process::exit(2)
    });
    let corpus = &outcome.corpus;
    let (mut places, mut events) = (String::from("report_id,place_id\n"), String::from("report_id,event_id\n"));
    for row in corpus.indices() {
        let place = outcome.places.of(row).map_or("", |place| &outcome.places.get(place).id);
        places += &format!("{},{place}\n", corpus.id(row));
        events += &format!("{},{}\n", corpus.id(row), outcome.events.get(outcome.events.of(row)).id);
    }
    let findings: Vec<_> = outcome.ledger.findings.iter().map(|f| serde_json::json!({"code": f.code, "headline": f.headline, "subject": f.subject, "evidence": f.evidence})).collect();
    let _ = std::fs::create_dir_all(&out);
    let _ = std::fs::write(format!("{out}/places.csv"), places);
    let _ = std::fs::write(format!("{out}/events.csv"), events);
    let _ = std::fs::write(format!("{out}/ledger.json"), serde_json::json!({"findings": findings}).to_string());
    println!(
        "{} reports, {} places, {} events, {} findings",
        corpus.len(),
        outcome.places.places.len(),
        outcome.events.events.len(),
        outcome.ledger.findings.len()
    );
}
