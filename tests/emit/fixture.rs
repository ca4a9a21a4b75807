//! Ledgers made by hand.

use recount::model::ledger::{
    EventEntry, Input, Ledger, PartEntry, PlaceEntry, RejectedRow, ReportEntry, Resolved, RuleEntry, RunInfo, Skipped,
    TollSummary,
};
use recount::model::{Evidence, Finding, Severity, State, Subject, Waterfall};

/// A piece of evidence.
pub fn piece(report: &str, line: u32, column: u32, field: &str, value: &str, note: &str) -> Evidence {
    Evidence {
        report: report.into(),
        input: "attack.csv".into(),
        line,
        column,
        field: field.into(),
        value: value.into(),
        note: note.to_owned().into(),
    }
}

/// A finding.
pub fn finding(code: &str, name: &str, severity: Severity, state: State, headline: &str) -> Finding {
    Finding {
        code: code.to_owned().into(),
        name: name.to_owned().into(),
        severity,
        state,
        fingerprint: format!("fp-{code}-{}", headline.len()),
        evidence_hash: format!("ev-{code}"),
        headline: headline.into(),
        subject: Subject::default(),
        evidence: Vec::new(),
        explanation: String::new().into(),
        decision: None,
        setting: None,
    }
}

fn rule(code: &str, name: &str, severity: &str, summary: &str) -> RuleEntry {
    RuleEntry {
        code: code.to_owned(),
        name: name.to_owned(),
        summary: summary.into(),
        page: format!("# {code} {name}\n\n{summary}\n\n## Why\n\nBecause readers add tolls up.\n"),
        severity: severity.into(),
    }
}

#[allow(clippy::too_many_arguments)]
fn report(
    id: &str,
    line: u32,
    source: &str,
    published: &str,
    place: &str,
    place_id: &str,
    said: &str,
    toll: Option<(u32, Option<u32>)>,
    scope: &str,
    fate: &str,
) -> ReportEntry {
    ReportEntry {
        id: id.into(),
        input: "attack.csv".into(),
        line,
        source: source.into(),
        published: published.into(),
        date: "2021-08-08".into(),
        place: place.into(),
        place_id: place_id.into(),
        killed_raw: said.into(),
        low: toll.map(|(low, _)| low),
        high: toll.and_then(|(_, high)| high),
        scope: scope.into(),
        fate: fate.into(),
        score: 0.97,
        ..ReportEntry::default()
    }
}

fn place(id: &str, canonical: &str, point: Option<(f64, f64)>, variants: &[(&str, u32)]) -> PlaceEntry {
    PlaceEntry {
        id: id.into(),
        canonical: canonical.into(),
        country: "Mali".into(),
        admin1: "Gao".into(),
        admin2: "Ansongo".into(),
        point,
        variants: variants.iter().map(|(name, count)| ((*name).into(), *count)).collect(),
        ..PlaceEntry::default()
    }
}

/// One attack, four findings of all severities and states, one resolved, one row rejected, one rule skipped.
pub fn attack() -> Ledger {
    let mut why = Waterfall { prior: -6.5, ..Waterfall::default() };
    why.step("date", "2021-08-08", "2021-08-08", "same day", 5.2);
    why.step("place", "Ouatagouna", "Ouattagouna", "one place", 4.1);
    why.step("toll", "14", "14", "equal", 2.0);
    let event = EventEntry {
        id: "E7".into(),
        date: "2021-08-08".into(),
        places: vec!["Karou".into(), "Ouatagouna".into()],
        place_ids: vec!["P1".into(), "P2".into()],
        low: 51,
        best: 51,
        high: None,
        stated: true,
        naive_sum: 157,
        unallocated: Some(17),
        sources: 3,
        independent_origins: 2,
        parts: [("Karou", 17, 20, 22), ("Ouatagouna", 10, 14, 15)]
            .map(|(place, low, best, high)| PartEntry {
                place: place.into(),
                low,
                best,
                high: Some(high),
                agreed: true,
            })
            .into(),
        reports: vec![
            report("afp-1", 2, "AFP", "2021-08-09", "", "", "at least 51", Some((51, None)), "total", "counts"),
            report("afp-2", 3, "AFP", "2021-08-09", "Karou", "P1", "20", Some((20, Some(20))), "partial", "part"),
            report("afp-3", 4, "AFP", "2021-08-09", "Ouatagouna", "P2", "14", Some((14, Some(14))), "partial", "part"),
            report("jaf-1", 5, "Jeune Afrique", "", "Ouattagouna", "P2", "14", Some((14, Some(14))), "partial", "part"),
            report("ba-1", 6, "Bamada", "", "Karou", "P1", "22", Some((22, Some(22))), "partial", "part"),
            report("ca-1", 7, "Croissance", "", "Karou", "P1", "", None, "partial", "none"),
        ],
        weakest_link: 0.86,
        links: vec![("afp-3".into(), "jaf-1".into(), why)],
        notes: vec!["51 in all; 20 in Karou and 14 in Ouatagouna; 17 are not allocated.".into()],
        ..EventEntry::default()
    };
    let mut parts = finding(
        "AGG001",
        "parts-exceed-total",
        Severity::Error,
        State::New,
        "Parts add up to 60 where the total is 51",
    );
    parts.subject = Subject { reports: vec!["afp-1".into(), "ba-1".into()], event: Some("E7".into()), place: None };
    parts.evidence = vec![
        piece("afp-1", 2, 77, "killed", "51", "the total"),
        piece("ba-1", 6, 79, "killed", "22", "a part"),
        piece("afp-2", 3, 79, "killed", "20", "a part"),
        piece("afp-3", 4, 79, "killed", "14", "a part"),
    ];
    parts.explanation = "A total is never smaller than the sum of its parts. Look at which account gives both.".into();
    let mut conflict = finding(
        "AGG004",
        "part-conflict-under-agreed-total",
        Severity::Warning,
        State::Known,
        "Karou: 17 to 22 dead under a total that all agree on",
    );
    conflict.subject =
        Subject { reports: vec!["afp-2".into(), "ba-1".into()], event: Some("E7".into()), place: Some("P1".into()) };
    conflict.evidence = vec![piece("afp-2", 3, 79, "killed", "20", ""), piece("ba-1", 6, 79, "killed", "22", "")];
    let mut single =
        finding("SRC002", "single-source", Severity::Warning, State::Decided, "Kaga is named by one source only");
    single.subject.reports = vec!["eu-3".into()];
    single.evidence = vec![piece("eu-3", 9, 0, "", "", "the only one")];
    single.decision = Some("accepted by ada on 2021-09-01: checked with the radio".into());
    let mut spelling =
        finding("PLC001", "spelling-variant", Severity::Info, State::New, "Ouattagouna is a spelling of Ouatagouna");
    spelling.subject = Subject { reports: vec!["jaf-1".into()], event: None, place: Some("P2".into()) };
    spelling.evidence = vec![piece("jaf-1", 5, 64, "place", "Ouattagouna", "1 row")];
    Ledger {
        run: RunInfo { number: 3, started: "2024-01-05T06:00:00Z".into(), threads: 2, ..RunInfo::default() },
        inputs: vec![Input {
            name: "attack.csv".into(),
            preset: "reports".into(),
            dataset: "reports".into(),
            unit: "report".into(),
            format: "csv, UTF-8".into(),
            hash: "00c0ffee00c0ffee".into(),
            read: 9,
            loaded: 8,
            rejected: 1,
            columns: vec![
                ("report_id".into(), "report_id".into()),
                ("source".into(), "source".into()),
                ("place".into(), "place".into()),
                ("killed".into(), "killed".into()),
            ],
            ..Input::default()
        }],
        reports: 8,
        places: 3,
        spellings: 5,
        events: 1,
        tolls: TollSummary {
            naive_sum: 157,
            distinct_sum: 157,
            low: 51,
            best: 51,
            high: 51,
            open_events: 1,
            events: 1,
        },
        findings: vec![parts, conflict, single, spelling],
        resolved: vec![Resolved {
            code: "DAT002".into(),
            fingerprint: "fp-gone".into(),
            headline: "Published before it happened".into(),
            evidence_hash: String::new(),
        }],
        rejected: vec![RejectedRow {
            input: "attack.csv".into(),
            line: 8,
            reason: "31 cells where the header has 20".into(),
            raw: "x,y,z".into(),
        }],
        skipped: vec![Skipped { what: "PLC003".into(), why: "no gazetteer was given".into() }],
        event_entries: vec![event],
        place_entries: vec![
            place("P1", "Karou", Some((15.2, 0.65)), &[("Karou", 3)]),
            place("P2", "Ouatagouna", Some((15.17, 0.71)), &[("Ouatagouna", 1), ("Ouattagouna", 1)]),
        ],
        rules: vec![
            rule("AGG001", "parts-exceed-total", "error", "The parts add up to more than the total."),
            rule("AGG004", "part-conflict-under-agreed-total", "warning", "Sources agree on the total, not on a part."),
            rule("PLC001", "spelling-variant", "info", "One place is spelled in several ways."),
            rule("SRC002", "single-source", "info", "One source only tells of it."),
            rule("TOL001", "not-a-count", "error", "A toll is not a count of people."),
        ],
        by_source: vec![("AFP".into(), 2), ("Bamada".into(), 2), ("Jeune Afrique".into(), 1)],
        ..Ledger::default()
    }
}

/// What hostile or unlucky data may hold: markup, formulas, escapes, right-to-left text, endless words.
pub const HOSTILE: [&str; 12] = [
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "<!--<script>",
    "=HYPERLINK(\"http://x.example\",\"click\")",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-2+3+cmd",
    "\u{202e}drowssap\u{202c} قرية الشهداء",
    "\u{1b}[2J\u{1b}]8;;http://x.example\u{1b}\\pull\u{7}",
    "line one\r\n::error file=x::forged\n##[add-path]x",
    "`code` [link](http://x.example) | cell @everyone #1 $x^2$ **bold** <b>",
    "]]> & &amp; \u{0} \u{fffe} \u{2028} {{ x }} {% raw %}",
    "LlanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogochLlanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
];

/// A ledger in which every text is hostile, one finding for each hostile text.
pub fn hostile() -> Ledger {
    let mut ledger = attack();
    ledger.findings = HOSTILE
        .iter()
        .enumerate()
        .map(|(index, text)| {
            let mut finding = finding("PLC002", "probable-misspelling", Severity::Warning, State::New, text);
            finding.fingerprint = format!("fp-{index:02}");
            finding.subject =
                Subject { reports: vec![(*text).into()], event: Some("E7".into()), place: Some("P2".into()) };
            finding.explanation = (*text).into();
            finding.evidence = vec![Evidence { input: (*text).into(), ..piece(text, 3, 4, text, text, text) }];
            finding
        })
        .collect();
    ledger.resolved[0].headline = HOSTILE[0].into();
    ledger.rejected = HOSTILE
        .iter()
        .map(|text| RejectedRow { reason: (*text).into(), raw: (*text).into(), ..ledger.rejected[0].clone() })
        .collect();
    ledger.skipped = HOSTILE.iter().map(|text| Skipped { what: (*text).into(), why: (*text).into() }).collect();
    ledger.by_source = HOSTILE.iter().map(|text| ((*text).to_owned(), 1)).collect();
    ledger.inputs[0].name = HOSTILE[0].into();
    ledger.inputs[0].notes = HOSTILE.iter().map(|text| (*text).to_owned()).collect();
    for (entry, text) in ledger.event_entries[0].reports.iter_mut().zip(HOSTILE) {
        (entry.source, entry.origin, entry.place, entry.text, entry.headline, entry.killed_raw) =
            (text.into(), text.into(), text.into(), text.into(), text.into(), text.into());
    }
    ledger.event_entries[0].places = HOSTILE.iter().map(|text| (*text).to_owned()).collect();
    ledger.event_entries[0].notes = HOSTILE.iter().map(|text| (*text).to_owned()).collect();
    ledger.place_entries[1].canonical = HOSTILE[1].into();
    ledger.place_entries[1].variants = HOSTILE.iter().map(|text| ((*text).to_owned(), 1)).collect();
    ledger.rules.clear();
    ledger
}
