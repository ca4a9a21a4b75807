//! Sentences that were written before the reader knew their languages: tests/data/unseen_LANG.jsonl.

use super::read;

/// Sixty sentences of a language are read at least so well: tolls right, and at most so many read where none is stated.
/// The numbers lie below what was measured, so that a reader that gets better in one thing may try another.
fn hold(lines: &str, right: usize, false_alarms: usize) {
    let (mut found, mut invented, mut seen) = (0, 0, 0);
    for line in lines.lines() {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        let bound = |name: &str| case["total"][name].as_u64();
        let reading = read(case["text"].as_str().unwrap(), None);
        seen += 1;
        match (bound("low"), reading.total) {
            (Some(low), Some(told)) => {
                found += usize::from(u64::from(told.low) == low && told.high.map(u64::from) == bound("high"));
            }
            (None, Some(_)) => invented += 1,
            (_, None) => {}
        }
    }
    assert_eq!(seen, 60);
    assert!(found >= right, "{found} of {seen} right, {right} expected");
    assert!(invented <= false_alarms, "{invented} tolls where none is stated");
}

#[test]
fn english_and_french() {
    hold(include_str!("../../tests/data/unseen_en.jsonl"), 31, 1);
    hold(include_str!("../../tests/data/unseen_fr.jsonl"), 28, 2);
}

#[test]
fn spanish_and_portuguese() {
    hold(include_str!("../../tests/data/unseen_es.jsonl"), 20, 2);
    hold(include_str!("../../tests/data/unseen_pt.jsonl"), 25, 2);
}

#[test]
fn ukrainian_russian_and_arabic() {
    hold(include_str!("../../tests/data/unseen_uk.jsonl"), 16, 2);
    hold(include_str!("../../tests/data/unseen_ru.jsonl"), 15, 2);
    hold(include_str!("../../tests/data/unseen_ar.jsonl"), 13, 2);
}
