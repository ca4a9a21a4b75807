//! The catalogue keeps its conventions: codes, names, pages and knobs.

#![allow(clippy::unwrap_used, missing_docs)]
use recount::catalogue::Rule;
use recount::catalogue::page::examples;
use recount::model::Family;
use recount::rules::catalogue;
use std::collections::BTreeSet;

/// Every rule for which `holds` is false, by code, for a message that names them all.
fn breaking(holds: impl Fn(&Rule) -> bool) -> Vec<&'static str> {
    catalogue().filter(|rule| !holds(rule)).map(|rule| rule.code).collect()
}

#[test]
fn codes_are_unique_and_ascend_within_their_family() {
    let codes: Vec<&str> = catalogue().map(|rule| rule.code).collect();
    let families: Vec<Family> = catalogue().map(Rule::family).collect();
    for pair in codes.windows(2) {
        assert!(pair[0][..3] != pair[1][..3] || pair[0] < pair[1], "{} stands before {}", pair[0], pair[1]);
    }
    assert!(families.is_sorted(), "families do not stand in the order of the catalogue");
    let well_formed = |code: &str| {
        code.len() == 6 && Family::of(code).is_some() && code[3..].bytes().all(|byte| byte.is_ascii_digit())
    };
    assert_eq!(
        breaking(|rule| well_formed(rule.code)),
        [""; 0],
        "codes are three letters of a family and three digits"
    );
}

#[test]
fn names_are_unique_and_in_kebab_case() {
    let names: BTreeSet<&str> = catalogue().map(|rule| rule.name).collect();
    assert_eq!(names.len(), catalogue().count(), "two rules share a name");
    let kebab = |name: &str| {
        name.split('-')
            .all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
    };
    assert_eq!(breaking(|rule| kebab(rule.name)), [""; 0]);
}

#[test]
fn summaries_are_one_line_without_a_full_stop() {
    let short = |text: &str| !text.is_empty() && text.lines().count() == 1 && text.len() <= 120 && !text.ends_with('.');
    assert_eq!(breaking(|rule| short(rule.summary)), [""; 0]);
}

#[test]
fn pages_have_their_title_and_all_sections_in_order() {
    let sections = ["Why", "Flagged", "Let through", "Knobs", "Source"];
    let complete = |rule: &Rule| {
        let titles: Vec<&str> = rule.page.lines().filter_map(|line| line.strip_prefix("## ")).map(str::trim).collect();
        let kept: Vec<&str> = titles.iter().copied().filter(|title| sections.contains(title)).collect();
        rule.page.lines().next() == Some(&format!("# {} {}", rule.code, rule.name)) && kept == sections
    };
    assert_eq!(breaking(complete), [""; 0]);
}

#[test]
fn pages_open_with_a_summary() {
    let opens = |rule: &Rule| {
        let mut paragraphs = rule.page.split("\n\n");
        paragraphs.nth(1).is_some_and(|text| text.trim_end().ends_with('.') && !text.starts_with('#'))
    };
    assert_eq!(breaking(opens), [""; 0], "under the title stands a summary that ends in a full stop");
}

#[test]
fn every_section_says_something() {
    let full = |rule: &Rule| {
        rule.page
            .split("\n## ")
            .skip(1)
            .all(|section| section.split_once('\n').is_some_and(|(_, body)| !body.trim().is_empty()))
    };
    assert_eq!(breaking(full), [""; 0]);
}

#[test]
fn every_rule_has_both_examples() {
    let both = |rule: &Rule| ["Flagged", "Let through"].iter().all(|section| !examples(rule.page, section).is_empty());
    assert_eq!(breaking(both), [""; 0]);
}

#[test]
fn every_knob_is_documented_with_its_default() {
    let documented = |rule: &Rule| {
        let knobs = rule.page.split("\n## ").find(|section| section.starts_with("Knobs")).unwrap_or_default();
        rule.knobs.iter().all(|knob| {
            let default = [format!("`{}`", knob.default), format!("({})", knob.default)];
            knobs.contains(&format!("`{}`", knob.name))
                && default.iter().any(|default| knobs.contains(default.as_str()))
        })
    };
    assert_eq!(
        breaking(documented),
        [""; 0],
        "the knobs' section must hold each `name` and its `default` or (default)"
    );
}

#[test]
fn rules_can_be_found_by_code_and_name() {
    for rule in catalogue() {
        for word in [rule.code.to_lowercase(), rule.name.to_owned()] {
            assert_eq!(recount::rules::find(&word).map(|found| found.code), Some(rule.code));
        }
    }
}

#[test]
fn the_table_of_presets_is_their_folder() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/presets");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter_map(|name| name.strip_suffix(".toml").map(str::to_owned))
        .collect();
    let table: BTreeSet<String> = recount::input::preset::shipped().iter().map(|preset| preset.name.clone()).collect();
    assert_eq!(table, files, "src/input/preset.rs lists the presets; data/presets holds them");
}
