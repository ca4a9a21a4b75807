//! Outputs that are cut for their reader: what stands in them, what is counted, what is left to other outputs.

use super::{fixture, render, render_with};
use recount::emit::EmitOptions;

#[test]
fn terminal_lines_fit_any_width() {
    use unicode_width::UnicodeWidthStr;
    for ledger in [fixture::attack(), fixture::hostile()] {
        for width in [40, 60, 80, 120] {
            let options = EmitOptions { width, limit: None, ..EmitOptions::default() };
            let text = String::from_utf8(render_with("terminal", &ledger, &options)).unwrap();
            for line in text.lines() {
                assert!(line.width() <= width, "{width}: {line}");
            }
        }
    }
}

#[test]
fn rules_without_data_are_counted_and_listed_on_demand() {
    let mut ledger = fixture::attack();
    let skipped = |what: &str, why: &str| recount::model::ledger::Skipped { what: what.into(), why: why.into() };
    ledger.skipped = vec![
        skipped("PLC003 unknown-place", "no gazetteer was given"),
        skipped("USR001 weapon-known", "no input has the column weapon"),
        skipped("baseline old.baseline", "1 entry matches no finding"),
    ];
    let text = |options: &EmitOptions| String::from_utf8(render_with("terminal", &ledger, options)).unwrap();
    let brief = text(&EmitOptions::default());
    assert!(brief.contains("Not checked (2)") && brief.contains("USR001") && brief.contains("old.baseline"), "{brief}");
    assert!(!brief.contains("gazetteer") && brief.contains("1 rule had nothing to go by in these data"), "{brief}");
    let whole = text(&EmitOptions { reasons: true, ..EmitOptions::default() });
    assert!(whole.contains("Not checked (3)") && whole.contains("PLC003 unknown-place: no gazetteer was given"));
    assert!(!whole.contains("nothing to go by"));
}

#[test]
fn events_of_one_row_are_told_by_their_row() {
    let mut ledger = fixture::attack();
    let mut event = ledger.event_entries.remove(0);
    event.reports.truncate(1);
    event.places = vec!["Karou".into()];
    let id = event.reports[0].id.clone();
    ledger.event_entries = vec![event];
    for name in ["terminal", "markdown"] {
        let text = render(name, &ledger);
        let table = text.split("Worst events").nth(1).unwrap();
        let (head, row) = (table.lines().nth(1).unwrap().to_owned() + table.lines().nth(2).unwrap_or(""), table);
        assert!(head.contains("row") && head.contains("dead") && !head.contains("reports"), "{name}: {head}");
        assert!(row.contains(&id) && row.contains("AGG001"), "{name}: {row}");
    }
}

#[test]
fn terminal_obeys_no_escape_of_the_data() {
    let options = EmitOptions { limit: None, ..EmitOptions::default() };
    let plain = String::from_utf8(render_with("terminal", &fixture::hostile(), &options)).unwrap();
    assert!(!plain.contains('\u{1b}') && !plain.contains('\u{202e}') && !plain.contains('\u{7}'));
    let coloured = EmitOptions { colour: true, hyperlinks: Some("file:///data".into()), ..options.clone() };
    let text = String::from_utf8(render_with("terminal", &fixture::attack(), &coloured)).unwrap();
    assert!(text.contains("\u{1b}]8;;file:///data/attack.csv\u{1b}\\"));
    let stripped = anstream::adapter::strip_str(&text).to_string();
    assert_eq!(stripped, String::from_utf8(render_with("terminal", &fixture::attack(), &options)).unwrap());
}

#[test]
fn long_lists_are_cut_and_the_cut_is_stated() {
    let mut ledger = fixture::attack();
    let model = ledger.findings[0].clone();
    for index in 0..99 {
        let headline = format!("Parts exceed the total, case {index:02}");
        ledger.findings.insert(1, recount::model::Finding { headline, ..model.clone() });
    }
    let options = EmitOptions { whole: "all.json".into(), ..EmitOptions::default() };
    for name in ["terminal", "markdown"] {
        let text = String::from_utf8(render_with(name, &ledger, &options)).unwrap();
        assert!(text.contains("95 more") && text.contains("all.json"), "{name}: {text}");
        assert!(text.contains("100 errors"), "{name}");
    }
}

#[test]
fn a_rule_that_did_not_run_is_one_skipped_case() {
    let mut ledger = fixture::attack();
    ledger.skipped = vec![recount::model::ledger::Skipped {
        what: "PLC003 unknown-place".into(),
        why: "no gazetteer was given".into(),
    }];
    ledger.rules.push(recount::model::ledger::RuleEntry {
        code: "PLC003".into(),
        name: "unknown-place".into(),
        ..ledger.rules[0].clone()
    });
    let xml = render("junit", &ledger);
    assert_eq!(xml.matches("name=\"PLC003 unknown-place\"").count(), 1, "{xml}");
    assert!(xml.contains("skipped message=\"no gazetteer was given\""), "{xml}");
}
