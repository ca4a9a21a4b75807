//! The laws of the outputs: each carries the same findings and counts, hostile text is harmless in each, and the same
//! ledger gives the same bytes.

#![allow(clippy::unwrap_used, missing_docs)]
#[path = "emit/brief.rs"]
mod brief;
#[path = "emit/fixture.rs"]
mod fixture;
#[path = "emit/page.rs"]
mod page;
#[path = "emit/schema.rs"]
mod schema;

use recount::emit::{self, EmitOptions};
use recount::model::{Ledger, Severity, State};
use serde_json::Value;

fn render_with(name: &str, ledger: &Ledger, options: &EmitOptions) -> Vec<u8> {
    emit::bytes(emit::kind(name).unwrap(), ledger, options).unwrap()
}

fn render(name: &str, ledger: &Ledger) -> String {
    let options = EmitOptions { version: "0.0.0".into(), ..EmitOptions::default() };
    String::from_utf8(render_with(name, ledger, &options)).unwrap()
}

fn json(name: &str, ledger: &Ledger) -> Value {
    serde_json::from_str(&render(name, ledger)).unwrap()
}

fn fingerprints(ledger: &Ledger) -> Vec<String> {
    ledger.findings.iter().map(|finding| finding.fingerprint.clone()).collect()
}

fn strings(list: &Value, path: &str) -> Vec<String> {
    list.as_array().unwrap().iter().map(|entry| entry.pointer(path).unwrap().as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_same_ledger_gives_the_same_bytes_and_a_time_stands_in_json_only() {
    let ledger = fixture::attack();
    let mut later = ledger.clone();
    later.run.started = "2031-12-31T23:59:59Z".into();
    later.run.threads = 64;
    later.run.timings = vec![("linking".into(), 12)];
    for kind in emit::KINDS {
        let options = EmitOptions::default();
        let once = emit::bytes(kind, &ledger, &options).unwrap();
        assert_eq!(once, emit::bytes(kind, &ledger, &options).unwrap(), "{}", kind.name);
        if kind.name != "json" {
            assert_eq!(once, emit::bytes(kind, &later, &options).unwrap(), "{}", kind.name);
        }
    }
}

#[test]
fn an_empty_ledger_is_rendered() {
    for kind in emit::KINDS {
        let bytes = emit::bytes(kind, &Ledger::default(), &EmitOptions::default()).unwrap();
        assert!(kind.name == "jsonl" || !bytes.is_empty(), "{}", kind.name);
    }
}

#[test]
fn json_is_as_promised() {
    let text = render("json", &fixture::attack());
    insta::assert_snapshot!("json", text);
    let whole: Value = serde_json::from_str(&text).unwrap();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&whole)[..8], ["format", "tool", "run", "inputs", "summary", "findings", "rejected", "skipped"]);
    assert_eq!(whole["format"], "recount.ledger/1");
    assert_eq!(keys(&whole["summary"])[..3], ["by_code", "by_severity", "by_state"]);
    let finding = &whole["findings"][0];
    assert_eq!(
        keys(finding)[..9],
        ["code", "name", "severity", "state", "fingerprint", "headline", "subject", "evidence", "explanation"]
    );
    assert_eq!(keys(&finding["subject"]), ["reports", "event", "place"]);
    assert_eq!(finding["subject"]["place"], Value::Null);
    assert_eq!(keys(&finding["evidence"][0])[..6], ["input", "line", "column", "field", "value", "note"]);
    assert_eq!(whole["summary"]["by_state"], serde_json::json!({"new": 2, "known": 1, "decided": 1, "resolved": 1}));
    assert_eq!(whole["summary"]["by_severity"], serde_json::json!({"error": 1, "warning": 2, "info": 1}));
    assert_eq!(keys(&whole["rejected"][0]), ["input", "line", "reason", "raw"]);
    assert_eq!(keys(&whole["skipped"][0]), ["what", "why"]);
    assert_eq!(whole["resolved"][0]["fingerprint"], "fp-gone");
}

#[test]
fn whole_outputs_carry_every_finding_and_every_hostile_text() {
    for ledger in [fixture::attack(), fixture::hostile()] {
        let expected = fingerprints(&ledger);
        let whole = json("json", &ledger);
        assert_eq!(strings(&whole["findings"], "/fingerprint"), expected);
        let headlines: Vec<String> = ledger.findings.iter().map(|finding| finding.headline.clone()).collect();
        assert_eq!(strings(&whole["findings"], "/headline"), headlines);

        let lines: Vec<Value> =
            render("jsonl", &ledger).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(Value::Array(lines), whole["findings"]);

        let text = render("csv", &ledger);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.iter().map(|row| row[0].to_owned()).collect::<Vec<_>>(), expected);
        for (row, headline) in rows.iter().zip(&headlines) {
            assert_eq!(row[5].strip_prefix('\'').unwrap_or(&row[5]), headline);
            assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])), "{row:?}");
        }

        let sarif = json("sarif", &ledger);
        let results = &sarif["runs"][0]["results"];
        let mut with_resolved = expected.clone();
        with_resolved.push("fp-gone".into());
        assert_eq!(strings(results, "/partialFingerprints/recount~1v1"), with_resolved);
    }
}

#[test]
fn csv_rows() {
    let text = render("csv", &fixture::attack());
    let row = "fp-SRC002-32,SRC002,single-source,warning,decided,Kaga is named by one source only,eu-3,,,attack.csv,9,,,,\
               the only one,,accepted by ada on 2021-09-01: checked with the radio";
    assert_eq!(text.lines().nth(3), Some(row));
    insta::assert_snapshot!("csv", text);
}

#[test]
fn sarif_is_valid_and_says_what_the_ledger_says() {
    let schema: Value = serde_json::from_str(include_str!("data/sarif-2.1.0.json")).unwrap();
    for ledger in [fixture::attack(), fixture::hostile(), Ledger::default()] {
        let sarif = json("sarif", &ledger);
        let faults = schema::faults(&schema, &sarif);
        assert!(faults.is_empty(), "{faults:#?}");
        // The schema does not say that indices must point at what is there.
        for result in sarif["runs"][0]["results"].as_array().unwrap() {
            let at = result["ruleIndex"].as_u64().unwrap() as usize;
            assert_eq!(sarif["runs"][0]["tool"]["driver"]["rules"][at]["id"], result["ruleId"]);
        }
    }
    let text = render("sarif", &fixture::attack());
    insta::assert_snapshot!("sarif", text);
    let sarif: Value = serde_json::from_str(&text).unwrap();
    let results = &sarif["runs"][0]["results"];
    assert_eq!(strings(results, "/baselineState"), ["new", "unchanged", "unchanged", "new", "absent"]);
    assert_eq!(strings(results, "/level"), ["error", "warning", "warning", "note", "none"]);
    assert_eq!(results[2]["suppressions"][0]["status"], "accepted");
    assert_eq!(
        results[0]["locations"][0]["physicalLocation"],
        serde_json::json!({"artifactLocation": {"uri": "attack.csv"}, "region": {"startLine": 2, "startColumn": 77}})
    );
}

#[test]
fn github_annotations() {
    let text = render("github", &fixture::attack());
    insta::assert_snapshot!("github", text);
    let commands: Vec<&str> = text.lines().filter(|line| line.starts_with("::")).collect();
    assert_eq!(commands.len(), 3, "the decided finding is not annotated");
    assert!(commands[0].starts_with("::error file=attack.csv,line=2,col=77,title=AGG001 parts-exceed-total::Parts"));
    assert!(commands[1].starts_with("::warning file=attack.csv,line=3,"));
    assert!(commands[2].starts_with("::notice file=attack.csv,line=5,"));
}

#[test]
fn github_commands_cannot_be_forged_and_the_rest_is_listed() {
    let text = render("github", &fixture::hostile());
    let commands: Vec<&str> = text.lines().filter(|line| line.trim_start().starts_with("::")).collect();
    // Ten warnings, the beginning and the end of the group that lists the other two.
    assert_eq!(commands.len(), 12, "{commands:#?}");
    assert!(commands[..10].iter().all(|command| command.starts_with("::warning file=")));
    assert!(commands[10].starts_with("::group::2 more"));
    for command in &commands[..10] {
        let properties = command.strip_prefix("::warning ").unwrap().split("::").next().unwrap();
        let names: Vec<&str> = properties.split(',').map(|part| part.split('=').next().unwrap()).collect();
        assert_eq!(names, ["file", "line", "col", "title"], "{command}");
    }
    assert!(text.lines().filter(|line| !line.starts_with("::")).all(|line| !line.contains("##[")));
    assert!(
        text.ends_with("recount: 12 findings in 8 reports: 0 errors, 12 warnings, 0 info; 0 decided, 1 resolved\n")
    );
}

#[test]
fn rules_share_the_annotations_that_github_shows() {
    let mut ledger = Ledger::default();
    for index in 0..20 {
        let code = if index < 18 { "DUP002" } else { "TOL003" };
        ledger.findings.push(fixture::finding(code, "rule", Severity::Warning, State::New, &"x".repeat(index + 1)));
    }
    let text = render("github", &ledger);
    let of = |code: &str| text.matches(&format!("::warning title={code}")).count();
    assert_eq!((of("DUP002"), of("TOL003")), (8, 2));
    // Ten are left for the log.
    assert!(text.contains("::group::10 more"), "{text}");
    assert_eq!(text.lines().filter(|line| line.starts_with("warning DUP002 ")).count(), 10);
}

#[test]
fn terminal_report() {
    let ledger = fixture::attack();
    let text = render("terminal", &ledger);
    insta::assert_snapshot!("terminal", text);
    for finding in ledger.findings.iter().filter(|finding| finding.state != State::Decided) {
        assert!(text.contains(&finding.headline), "{}", finding.headline);
    }
    assert!(text.ends_with("  2 new, 1 known, 1 decided, 1 resolved\n  1 error, 2 warnings, 1 info\n"));
}

#[test]
fn markdown_report() {
    let text = render("markdown", &fixture::attack());
    for line in [
        "## recount: 1 error, 2 warnings, 1 info",
        "**The dead: 51 or more** (best 51) once nobody is counted twice; adding up every row gives 157, 106 of them counted again.",
        "| warning | 0 | 1 | 1 |",
    ] {
        assert!(text.lines().any(|shown| shown == line), "{line}");
    }
    insta::assert_snapshot!("markdown", text);
}

#[test]
fn markdown_has_no_markup_from_data_and_fits_a_comment() {
    // Code spans show what they hold as it is; they hold no backtick of the data.
    let text =
        regex::Regex::new("`[^`\n]*`").unwrap().replace_all(&render("markdown", &fixture::hostile()), "").into_owned();
    for forbidden in ["<script", "<img", "**bold**", "@everyone", "#1 ", "<!--", "\u{1b}", "\u{202e}"] {
        assert!(!text.contains(forbidden), "{forbidden}");
    }
    assert!(!regex::Regex::new(r"[^\\]\]\(").unwrap().is_match(&text), "a link");
    let mut ledger = fixture::hostile();
    let model = ledger.findings[11].clone();
    for index in 0..20_000 {
        ledger
            .findings
            .push(recount::model::Finding { code: format!("USR{:03}", index % 900).into(), ..model.clone() });
    }
    let options = EmitOptions { limit: None, ..EmitOptions::default() };
    let text = String::from_utf8(render_with("markdown", &ledger, &options)).unwrap();
    assert!(text.chars().count() < 65_536, "{}", text.chars().count());
    assert!(text.contains("are left out to keep this short"));
}

/// The start tags of that name, as their attributes' text.
fn tags<'a>(xml: &'a str, name: &str) -> Vec<&'a str> {
    let tag = regex::Regex::new(&format!("<{name}(?: ([^<>]*?))?/?>")).unwrap();
    tag.captures_iter(xml).map(|found| found.get(1).map_or("", |attributes| attributes.as_str())).collect()
}

#[test]
fn junit_cases() {
    let xml = render("junit", &fixture::attack());
    insta::assert_snapshot!("junit", xml);
    // Five rules, a rule that did not run, an input.
    assert_eq!(tags(&xml, "testcase").len(), 7);
    assert_eq!(tags(&xml, "failure").len(), 1);
    assert!(tags(&xml, "failure")[0].contains("Parts add up to 60"));
    assert_eq!(tags(&xml, "skipped").len(), 1);
    let options = EmitOptions { fail_on: Some(Severity::Info), ..EmitOptions::default() };
    let strict = String::from_utf8(render_with("junit", &fixture::attack(), &options)).unwrap();
    assert_eq!(tags(&strict, "failure").len(), 3, "the decided finding fails nothing");
    let options = EmitOptions { fail_on: None, ..EmitOptions::default() };
    let lax = String::from_utf8(render_with("junit", &fixture::attack(), &options)).unwrap();
    assert_eq!(tags(&lax, "failure").len(), 0);
}

#[test]
fn junit_is_well_formed_whatever_the_data_hold() {
    let options = EmitOptions { fail_on: Some(Severity::Info), ..EmitOptions::default() };
    let xml = String::from_utf8(render_with("junit", &fixture::hostile(), &options)).unwrap();
    let read = quick_junit::Report::deserialize_from_str(&xml).unwrap();
    // Twelve rules that did not run, one that found all, two inputs.
    assert_eq!((read.tests, read.failures), (15, 1));
    let forbidden = |letter: char| (letter < ' ' && letter != '\n') || letter == '\u{fffe}' || letter == '\u{1b}';
    assert!(!xml.contains(forbidden));
    for index in 0..fixture::HOSTILE.len() {
        assert!(xml.contains(&format!("[fp-{index:02}]")), "{index}");
    }
}

/// The cells of a sheet, as text.
fn sheet(bytes: &[u8], name: &str) -> Vec<Vec<calamine::Data>> {
    use calamine::Reader;
    let mut book = calamine::Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range(name).unwrap();
    range.rows().map(<[calamine::Data]>::to_vec).collect()
}

#[test]
fn the_workbook_carries_every_finding_and_no_formula() {
    use calamine::{Data, DataType, Reader};
    for ledger in [fixture::attack(), fixture::hostile()] {
        let bytes = render_with("xlsx", &ledger, &EmitOptions::default());
        let rows = sheet(&bytes, "findings");
        let header: Vec<&str> = rows[0].iter().map(|cell| cell.get_string().unwrap()).collect();
        assert_eq!(header, emit::xlsx::HEADER);
        let column = |name: &str| emit::xlsx::HEADER.iter().position(|title| *title == name).unwrap();
        let texts = |name: &str| -> Vec<String> { rows[1..].iter().map(|row| row[column(name)].to_string()).collect() };
        assert_eq!(texts("fingerprint"), fingerprints(&ledger));
        for (cell, finding) in texts("headline").iter().zip(&ledger.findings) {
            let held = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>();
            assert_eq!(held(cell), held(&finding.headline));
        }
        assert!(matches!(rows[1][column("line")], Data::Float(line) if line > 0.0));
        let mut book = calamine::Xlsx::new(std::io::Cursor::new(&bytes)).unwrap();
        for name in ["summary", "findings", "places", "events", "tolls", "rejected"] {
            assert!(book.worksheet_formula(name).unwrap().is_empty(), "{name}");
        }
    }
    let bytes = render_with("xlsx", &fixture::attack(), &EmitOptions::default());
    let events = sheet(&bytes, "events");
    // Day 44,416 of Excel's calendar is 8 August 2021.
    assert!(matches!(&events[1][1], Data::DateTime(day) if day.as_f64() == 44_416.0), "{:?}", events[1][1]);
    assert_eq!(events[1][9], Data::Float(157.0));
    assert_eq!(sheet(&bytes, "tolls").len(), 7);
    assert_eq!(sheet(&bytes, "places").len(), 4);
    assert_eq!(sheet(&bytes, "rejected")[1][2], Data::String("31 cells where the header has 20".into()));
}

/// A ledger full of what must not be passed on; secrets are words that stand nowhere else.
fn private() -> (Ledger, Vec<&'static str>) {
    let mut ledger = fixture::attack();
    let columns = [("text", "notes"), ("lat", "latitude"), ("lon", "longitude"), ("source", "source")];
    ledger.inputs[0].columns = columns.iter().map(|(ours, theirs)| ((*ours).into(), (*theirs).into())).collect();
    let report = &mut ledger.event_entries[0].reports[0];
    report.source = "AFP; Radio Takamba".into();
    report.origin = "Moussa Quelquun".into();
    report.text = "The shopkeeper told everything from behind his counter.".into();
    report.headline = "Shopkeeper tells".into();
    report.point = Some((15.173_91, 0.712_34));
    ledger.event_entries[0].notes.push("radio takamba says so, see https://takamba.example/shop".into());
    ledger.event_entries[0].links[0].2.steps[0].left = "15.17391".into();
    ledger.by_source = vec![("AFP".into(), 3), ("Radio Takamba".into(), 2)];
    ledger.rejected[0].raw = "x,shopkeeper,y".into();
    let finding = &mut ledger.findings[0];
    finding.headline = "Radio Takamba contradicts AFP at 15.17391, 0.71234".into();
    finding.explanation =
        "It says “the shopkeeper told everything from behind”; call +223 76 54 32 10 or shop@takamba.example.".into();
    finding.evidence = vec![
        fixture::piece("afp-1", 2, 5, "notes", "The shopkeeper told everything from behind his counter.", ""),
        fixture::piece(
            "afp-1",
            2,
            6,
            "latitude",
            "15.17391",
            "the shopkeeper told everything from behind his counter.",
        ),
        fixture::piece("afp-1", 2, 7, "source", "Radio Takamba", "said by Moussa Quelquun"),
    ];
    (ledger, vec!["takamba", "quelquun", "counter", "shopkeeper", "17391", "71234", "76 54 32", "shop@"])
}

#[test]
fn redaction_hides_from_every_output_and_says_so() {
    let (ledger, secrets) = private();
    let redacted = emit::redact::redact(&ledger, &emit::redact::RedactOptions::default());
    assert_eq!(fingerprints(&redacted), fingerprints(&ledger));
    assert_eq!(redacted.by_code(), ledger.by_code());
    assert_eq!(redacted.findings[0].evidence[1].value, "15.2");
    assert!(redacted.findings[0].headline.contains("AFP"), "{}", redacted.findings[0].headline);
    assert!(redacted.event_entries[0].reports[0].source.starts_with("AFP; local source "));
    let options = EmitOptions { limit: None, ..EmitOptions::default() };
    for kind in emit::KINDS.iter().filter(|kind| kind.text) {
        let text = String::from_utf8(emit::bytes(kind, &redacted, &options).unwrap()).unwrap();
        for secret in &secrets {
            assert!(!text.to_lowercase().contains(secret), "{}: {secret}", kind.name);
        }
    }
    let bytes = render_with("xlsx", &redacted, &options);
    for name in ["summary", "findings", "places", "events", "tolls", "rejected"] {
        let text = format!("{:?}", sheet(&bytes, name)).to_lowercase();
        assert!(secrets.iter().all(|secret| !text.contains(secret)), "{name}: {text}");
    }
    for name in ["terminal", "markdown", "html", "json"] {
        assert!(render(name, &redacted).contains("are hidden"), "{name}");
    }
    // Every secret is there before: the test can fail.
    let before = render("html", &ledger).to_lowercase();
    assert!(secrets.iter().all(|secret| before.contains(secret)));
}
