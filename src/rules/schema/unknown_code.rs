//! SCH005: a coded column holds a value that its codebook does not know.

use super::shared::short;
use crate::catalogue::{Category, Check, Rule, RuleContext, nothing_missing};
use crate::model::finding::Severity;
use crate::model::{Col, Draft, Report};
use crate::text::count::{is_blank_mark, trimmed};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The rule.
pub static RULE: Rule = Rule {
    code: "SCH005",
    name: "unknown-code",
    summary: "a coded column holds a value that its codebook does not know",
    severity: Severity::Warning,
    category: Category::Correctness,
    since: "0.1.0",
    knobs: &[],
    missing_data: nothing_missing,
    check: Check::Report(check),
    page: include_str!("unknown_code.md"),
};

fn check(context: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    let preset = context.preset(report.record.input);
    for code in table().get(preset).into_iter().flatten() {
        let raw = trimmed(report.raw(code.col));
        if raw.is_empty() {
            continue;
        }
        let bare = raw.strip_suffix(".0").unwrap_or(raw);
        if code.allowed.iter().any(|allowed| allowed.eq_ignore_ascii_case(bare)) || is_blank_mark(raw) {
            continue;
        }
        let value = bare.to_lowercase();
        if code.allowed.contains(&value.as_str()) {
            continue;
        }
        out.push(
            Draft::new(format!("{} is \"{}\", which is no {}", code.col, short(raw), code.what), [report.row])
                .cell(report.row, code.col, "not in the codebook")
                .key(format!("{}/{value}", code.col))
                .once()
                .explain(format!("The codebook knows {}.", code.allowed.join(", "))),
        );
    }
    if let Some((first, second, both)) = interaction(report) {
        out.push(
            Draft::new(format!("interaction {both} is not made of the actors' codes {first} and {second}"), [report.row])
                .cell(report.row, Col::Interaction, "both actors' codes in one number")
                .cell(report.row, Col::Inter1, "")
                .cell(report.row, Col::Inter2, "")
                .key("interaction")
                .explain("ACLED joins the codes of both actors into one number, the smaller digit first or 0 last. One of the three was changed alone."),
        );
    }
}

/// The three codes, where they are digits and do not agree.
fn interaction<'a>(report: &Report<'a>) -> Option<(&'a str, &'a str, &'a str)> {
    let digits = |col| {
        Some(report.raw(col).trim()).filter(|raw| !raw.is_empty() && raw.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let (first, both) = (digits(Col::Inter1)?, digits(Col::Interaction)?);
    let second = if report.raw(Col::Inter2).trim().is_empty() { "0" } else { digits(Col::Inter2)? };
    if first.len() != 1 || second.len() != 1 || both.len() > 2 {
        return None;
    }
    let value = |text: &str| text.bytes().map(|byte| u32::from(byte - b'0')).sum::<u32>();
    let mut parts = [value(first), value(second)];
    let mut joined: Vec<u32> = both.bytes().map(|byte| u32::from(byte - b'0')).collect();
    if joined.len() == 1 {
        joined.push(0);
    }
    parts.sort_unstable();
    joined.sort_unstable();
    (joined != parts).then_some((first, second, both))
}

/// A coded column of a preset.
struct Code {
    col: Col,
    what: &'static str,
    allowed: Vec<&'static str>,
}

/// The codes of each preset; lines that cannot be read are caught by its test.
fn table() -> &'static BTreeMap<&'static str, Vec<Code>> {
    static TABLE: LazyLock<BTreeMap<&'static str, Vec<Code>>> = LazyLock::new(|| {
        let mut table: BTreeMap<&str, Vec<Code>> = BTreeMap::new();
        for (preset, code) in lines().filter_map(parse) {
            table.entry(preset).or_default().push(code);
        }
        table
    });
    &TABLE
}

fn lines() -> impl Iterator<Item = &'static str> {
    include_str!("codes.tsv").lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn parse(line: &'static str) -> Option<(&'static str, Code)> {
    let mut cells = line.split('\t');
    let (preset, col, what, allowed) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
    Some((preset, Code { col: Col::parse(col)?, what, allowed: allowed.split('|').collect() }))
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_line_of_the_table_is_read() {
        assert_eq!(super::table().values().map(Vec::len).sum::<usize>(), super::lines().count());
    }
}
