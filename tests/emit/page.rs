//! The page: what it holds, what it leaves out, and that nothing of the data becomes code.

use super::{fingerprints, fixture, json, render, render_with, strings};
use recount::emit::EmitOptions;
use recount::model::{Ledger, Severity, State};
use serde_json::{Value, json as value};

/// The text of the page's element that begins with `tag`.
fn element<'a>(page: &'a str, tag: &str, end: &str) -> &'a str {
    let from = page.find(tag).unwrap() + tag.len();
    &page[from..from + page[from..].find(end).unwrap()]
}

#[test]
fn the_page_carries_every_finding_and_no_markup_of_the_data() {
    for ledger in [fixture::attack(), fixture::hostile(), Ledger::default()] {
        let page = render("html", &ledger);
        let data = element(&page, "<script type=\"application/json\" id=\"ledger\">", "</script>");
        let read: Value = serde_json::from_str(data).unwrap();
        assert_eq!(strings(&read["findings"], "/fingerprint"), fingerprints(&ledger));
        let headlines: Vec<String> = ledger.findings.iter().map(|finding| finding.headline.clone()).collect();
        assert_eq!(strings(&read["findings"], "/headline"), headlines);
        assert_eq!(read["summary"], json("json", &ledger)["summary"]);
        // Two scripts, one style sheet, nothing that is fetched, whatever the data hold.
        assert_eq!(page.matches("<script").count(), 2);
        assert_eq!(page.matches("</script>").count(), 2);
        assert_eq!(page.matches("<style>").count(), 1);
        for forbidden in ["<img", "<link", "<iframe", "<!--<", "<object", "onerror=alert(1)>"] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
        assert!(page.contains("default-src 'none'; script-src 'sha256-"));
    }
}

#[test]
fn a_page_says_what_it_left_out() {
    let options = EmitOptions { page_limit: 1, ..EmitOptions::default() };
    let page = String::from_utf8(render_with("html", &fixture::attack(), &options)).unwrap();
    let data = element(&page, "<script type=\"application/json\" id=\"ledger\">", "</script>");
    let read: Value = serde_json::from_str(data).unwrap();
    assert_eq!(strings(&read["findings"], "/code"), ["AGG001"]);
    assert_eq!(read["page"]["findings_left_out"], 3);
    // A hundred of one rule and ten of another, room for twenty: each rule has its share.
    let mut ledger = Ledger::default();
    for index in 0..110 {
        let code = if index < 100 { "DUP002" } else { "TOL003" };
        ledger.findings.push(fixture::finding(code, "rule", Severity::Warning, State::New, &"x".repeat(index)));
    }
    let options = EmitOptions { page_limit: 20, ..EmitOptions::default() };
    let cut = String::from_utf8(render_with("html", &ledger, &options)).unwrap();
    let data = element(&cut, "<script type=\"application/json\" id=\"ledger\">", "</script>");
    let codes = strings(&serde_json::from_str::<Value>(data).unwrap()["findings"], "/code");
    assert_eq!(codes.iter().filter(|code| *code == "TOL003").count(), 10);
    assert_eq!(codes.len(), 20);
    assert_eq!(read["summary"]["by_severity"]["warning"], 2, "counts are those of the whole");
}

/// The ledger within a page.
fn ledger_of(page: &str) -> Value {
    serde_json::from_str(element(page, "<script type=\"application/json\" id=\"ledger\">", "</script>")).unwrap()
}

#[test]
fn texts_stand_once_and_are_found_again() {
    let read = ledger_of(&render("html", &fixture::attack()));
    let words = read["words"].as_array().unwrap();
    assert_eq!(words[0], "");
    for (at, word) in words.iter().enumerate() {
        assert!(!words[..at].contains(word), "{word}");
    }
    let said = |numbers: &Value| -> Vec<String> {
        let number = |number: &Value| words[number.as_u64().unwrap() as usize].as_str().unwrap().to_owned();
        numbers.as_array().unwrap().iter().map(number).collect()
    };
    let evidence = &read["findings"][0]["evidence"][0];
    assert_eq!((&evidence[0], &evidence[1], &evidence[2]), (&value!(2), &value!(77), &value!("afp-1")));
    assert_eq!(said(&evidence[3]), ["attack.csv", "killed", "51", "the total"]);
    let report = &read["events"][0]["reports"][3];
    assert_eq!(
        (&report[0], &report[1], &report[3], &report[4]),
        (&value!("jaf-1"), &value!(5), &value!(14), &value!(14))
    );
    let expected = [
        "attack.csv",
        "Jeune Afrique",
        "",
        "",
        "2021-08-08",
        "Ouattagouna",
        "P2",
        "14",
        "",
        "partial",
        "",
        "part",
        "",
        "",
        "",
    ];
    assert_eq!(said(&report[5]), expected);
    let link = &read["events"][0]["links"][0];
    assert_eq!((&link[0], &link[1], &link[2]["prior"]), (&value!("afp-3"), &value!("jaf-1"), &value!(-6.5)));
    assert_eq!(link[2]["steps"][1][0], 4.1);
    assert_eq!(said(&link[2]["steps"][1][1]), ["place", "Ouatagouna", "Ouattagouna", "one place"]);
}

#[test]
fn the_page_is_given_what_its_charts_and_buttons_need() {
    let ledger = fixture::attack();
    let read = ledger_of(&render("html", &ledger));
    // Three findings are on the event of August 2021; of the fourth no day is known.
    assert_eq!(read["months"], value!({"2021-08": [1, 1, 1]}));
    assert_eq!(read["tally"]["SRC002"], value!(["single-source", [0, 1, 0], [0, 0, 1]]));
    assert_eq!(
        read["events"][0]["parts"][0],
        value!({"place": "Karou", "low": 17, "best": 20, "high": 22, "agreed": true})
    );
    // 51 in all, 20 and 14 agreed.
    assert_eq!(read["events"][0]["unallocated"], 17);
    let spelling = &read["findings"][3];
    assert_eq!(spelling["spellings"], value!(["Ouattagouna", "Ouatagouna"]));
    assert_eq!((&spelling["region"], &spelling["joined"]), (&value!(["Mali", "Gao"]), &value!(true)));
    assert!(read["findings"][0].get("spellings").is_none() && read["findings"][0].get("events").is_none());
}

#[test]
fn ten_thousand_findings_that_say_the_same_stay_small() {
    let mut ledger = fixture::attack();
    let model = ledger.findings[0].clone();
    ledger.findings = (0..12_000)
        .map(|index| {
            let mut finding = model.clone();
            finding.fingerprint = format!("fp-{index:05}");
            finding.headline = format!("Parts add up to {index} where the total is 51");
            finding
        })
        .collect();
    let page = render("html", &ledger);
    let read = ledger_of(&page);
    assert_eq!(read["findings"].as_array().unwrap().len(), 10_000);
    assert_eq!(read["page"]["findings_left_out"], 2_000);
    assert_eq!(read["months"], value!({"2021-08": [12_000, 0, 0]}), "charts count what the list leaves out");
    assert!(page.len() < 6_000_000, "{} bytes", page.len());
}
