use super::*;
use crate::model::Severity;
use crate::model::{Mark, Record, Unit, Value, record::Cell};

fn check(name: &str, columns: &[Col], demand: Demand) -> UserCheck {
    let (message, datasets) = (String::new(), Vec::new());
    UserCheck {
        name: name.to_owned(),
        level: Severity::Error,
        message,
        columns: columns.to_vec(),
        datasets,
        demand,
        origin: String::new(),
    }
}

/// Runs checks over rows of cells and gives each hit's code, rows and headline.
fn hits(checks: &[UserCheck], rows: &[&[(Col, &str)]]) -> Vec<(String, Vec<u32>, String)> {
    let rules = UserRules::new(checks).unwrap();
    let mut parts = Vec::new();
    for (index, cells) in rows.iter().enumerate() {
        let mut cells: Vec<Cell<'_>> =
            cells.iter().map(|&(col, text)| Cell { col, mark: Mark::default(), text }).collect();
        cells.sort_by_key(|cell| cell.col);
        let record = Record::new(0, 1, cells);
        let report = Report {
            row: RowIx(index as u32),
            record: &record,
            unit: Unit::Report,
            dataset: "reports",
            convention: &crate::model::convention::GENERIC,
            event_date: Value::Blank,
            event_end: Value::Blank,
            precision: Value::Blank,
            published: Value::Blank,
            lat: Value::Blank,
            lon: Value::Blank,
            killed: Value::Blank,
            killed_low: Value::Blank,
            killed_high: Value::Blank,
            injured: Value::Blank,
            scope: Value::Blank,
            status: Value::Blank,
        };
        let mut seen = Seen::default();
        rules.observe(&report, &mut seen);
        parts.push(seen);
    }
    parts.reverse(); // The order in which parts come in must not matter.
    let said = |hit: UserHit| (hit.code, hit.draft.rows.iter().map(|row| row.0).collect(), hit.draft.headline);
    rules.finish(parts).into_iter().map(said).collect()
}

fn one(demand: Demand, columns: &[Col], row: &[(Col, &str)]) -> Vec<String> {
    hits(&[check("own", columns, demand)], &[row]).into_iter().map(|(_, _, headline)| headline).collect()
}

#[test]
fn required_names_what_is_missing() {
    let columns = [Col::Url, Col::Actor];
    assert_eq!(one(Demand::Required, &columns, &[(Col::Actor, "N/A")]), ["url, actor is missing"]);
    assert!(one(Demand::Required, &columns, &[(Col::Actor, "army"), (Col::Url, "x")]).is_empty());
}

#[test]
fn one_of_ignores_case_and_blanks() {
    let demand = || Demand::OneOf(vec!["Attack".to_owned(), "Battle".to_owned()]);
    assert!(one(demand(), &[Col::EventType], &[(Col::EventType, " attack ")]).is_empty());
    assert!(one(demand(), &[Col::EventType], &[]).is_empty());
    assert_eq!(
        one(demand(), &[Col::EventType], &[(Col::EventType, "Riot")]),
        ["event_type is \"Riot\", which is none of the allowed values"]
    );
}

#[test]
fn ranges_hold_for_numbers_and_days() {
    let range = |min: &str, max: &str| Demand::Range { min: Some(min.to_owned()), max: Some(max.to_owned()) };
    let killed = |value| one(range("0", "500"), &[Col::Killed], &[(Col::Killed, value)]);
    assert!(killed("500").is_empty() && killed("0").is_empty() && killed("-99").is_empty());
    assert_eq!(killed("501"), ["killed is 501, outside 0 to 500"]);
    assert_eq!(killed("many"), ["killed is \"many\", neither a number nor a day"]);
    assert_eq!(killed("1,234"), ["killed is 1,234, outside 0 to 500"]);
    let crowd = |value| one(range("0", "5000"), &[Col::Affected], &[(Col::Affected, value)]);
    assert!(crowd("1,234").is_empty() && crowd("1\u{202f}234").is_empty());
    let date = |value| one(range("2020-01-01", "2020-12-31"), &[Col::EventDate], &[(Col::EventDate, value)]);
    assert!(date("2020-12-31").is_empty());
    assert_eq!(date("2021-01-01").len(), 1);
}

#[test]
fn patterns_match_the_whole_value() {
    let demand = || Demand::Pattern("[A-Z]{3}[0-9]+".to_owned());
    assert!(one(demand(), &[Col::ReportId], &[(Col::ReportId, "BFO12")]).is_empty());
    assert_eq!(one(demand(), &[Col::ReportId], &[(Col::ReportId, "BFO12x")]).len(), 1);
}

#[test]
fn comparisons_are_of_numbers_days_or_words() {
    let row = |left, right| {
        one(
            Demand::Compare(Ordering::AtMost),
            &[Col::Extra1, Col::Extra2],
            &[(Col::Extra1, left), (Col::Extra2, right)],
        )
    };
    assert!(row("9", "10").is_empty(), "as numbers, not as words");
    assert_eq!(row("10", "9"), ["extra1 is 10, extra2 is 9: extra1 <= extra2 does not hold"]);
    assert!(row("2020-02-01", "2020-10-01").is_empty());
    assert_eq!(row("b", "A").len(), 1);
    assert!(row("b", "").is_empty());
}

#[test]
fn unique_finds_all_rows_that_share_a_value() {
    let own = check("one-url", &[Col::Url], Demand::Unique);
    let (a, b, none): (&[_], &[_], &[_]) = (&[(Col::Url, "a")], &[(Col::Url, "b")], &[]);
    let found = hits(&[own], &[a, b, a, none, none]);
    assert_eq!(found, [("USR001".to_owned(), vec![0, 2], "2 rows have the same url".to_owned())]);
}

#[test]
fn what_is_not_known_is_not_the_same() {
    let own = check("one-a-day", &[Col::Place, Col::EventDate], Demand::Unique);
    let nowhere: &[_] = &[(Col::EventDate, "2021-08-08")];
    let karou: &[_] = &[(Col::Place, "Karou"), (Col::EventDate, "2021-08-08")];
    let found = hits(&[own], &[nowhere, nowhere, karou, karou]);
    assert_eq!(found.iter().map(|hit| hit.1.clone()).collect::<Vec<_>>(), [[2, 3]]);
}

#[test]
fn checks_that_cannot_work_are_refused_by_name() {
    let error = |demand| UserRules::new(&[check("own", &[Col::Url], demand)]).unwrap_err();
    assert!(error(Demand::Pattern("[".to_owned())).starts_with("the check \"own\" has a pattern that cannot be read"));
    assert_eq!(error(Demand::Compare(Ordering::Less)), "the check \"own\" needs 2 columns");
    let range = Demand::Range { min: Some("low".to_owned()), max: None };
    assert_eq!(error(range), "the check \"own\" has the limit \"low\", which is neither a number nor a day");
}
