//! The command line as its users see it: each case is a page of its documentation.
#![allow(missing_docs)]

#[test]
fn cases() {
    trycmd::TestCases::new().env("NO_COLOR", "1").env("COLUMNS", "80").case("tests/cmd/*.md");
}
