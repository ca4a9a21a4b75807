//! The command line as its users see it: each case is a page of its documentation.
#![allow(clippy::unwrap_used, missing_docs)]

use clap::CommandFactory;

#[test]
fn cases() {
    trycmd::TestCases::new().env("NO_COLOR", "1").env("COLUMNS", "80").case("tests/cmd/*.md");
}

#[test]
fn every_command_has_a_case() {
    let mut pages = String::new();
    for entry in std::fs::read_dir("tests/cmd").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "md") {
            pages += &std::fs::read_to_string(path).unwrap();
        }
    }
    let commands = recount::cli::arguments::Cli::command();
    let lacking: Vec<&str> = commands
        .get_subcommands()
        .map(clap::Command::get_name)
        .filter(|name| {
            !pages.contains(&format!("$ recount {name} ")) && !pages.contains(&format!("$ recount {name}\n"))
        })
        .collect();
    assert!(lacking.is_empty(), "no case in tests/cmd shows {lacking:?}");
}
