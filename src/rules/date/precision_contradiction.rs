//! DAT009: the coded precision of the date contradicts the duration or the narrative.

use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Draft, Report};

/// The rule.
pub static RULE: Rule = Rule {
    code: "DAT009",
    name: "precision-contradiction",
    summary: "the coded precision of the date contradicts the duration or the narrative",
    severity: Severity::Warning,
    category: Category::Correctness,
    since: "0.1.0",
    knobs: &[],
    missing_data: needs_codes,
    check: Check::Report(check),
    page: include_str!("precision_contradiction.md"),
};

fn check(context: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    let raw = report.raw(Col::DatePrecision).trim();
    let code = raw.strip_suffix(".0").unwrap_or(raw);
    match context.preset(report.record.input) {
        "ged" => duration(report, code, out),
        "acled" if code == "1" && opens_with_around(report.raw(Col::Text)) => out.push(
            Draft::new("the day is coded as known, the notes say \"Around\"", [report.row])
                .cell(report.row, Col::DatePrecision, "1: the day is known")
                .cell(report.row, Col::Text, "opens with \"Around\"")
                .key("around")
                .explain("ACLED's notes say \"Around\" where only the week or month is known; the precision should then be 2 or 3."),
        ),
        _ => {}
    }
}

/// Days from start to end that each GED code allows. No exception in 3,989 released rows.
const DURATIONS: [(&str, i32, i32); 5] = [("1", 0, 0), ("2", 1, 6), ("3", 2, 6), ("4", 7, 30), ("5", 31, 365)];

fn duration(report: &Report<'_>, code: &str, out: &mut Vec<Draft>) {
    let (Some(start), Some(end)) = (report.event_date.read(), report.event_end.read()) else { return };
    let Some(&(_, least, most)) = DURATIONS.iter().find(|(known, ..)| *known == code) else { return };
    let days = end.0 - start.0;
    if days < 0 || (least..=most).contains(&days) {
        return;
    }
    let room = if least == most { format!("{least}") } else { format!("{least} to {most}") };
    out.push(
        Draft::new(format!("date_prec {code} allows {room} days from start to end, here are {days}"), [report.row])
            .cell(report.row, Col::DatePrecision, "precision")
            .cell(report.row, Col::EventDate, "start")
            .cell(report.row, Col::EventEnd, "end")
            .key("duration")
            .explain("The precision, or one of the two dates, was changed without the other."),
    );
}

fn opens_with_around(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let around = words.next().is_some_and(|word| word.eq_ignore_ascii_case("around"));
    around
        && words.next().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
        && words.next().is_some_and(|word| crate::text::dates::month(&crate::text::fold::fold(word)).is_some())
}

fn needs_codes(context: &RuleContext<'_>) -> Option<String> {
    let coded = context.inputs.iter().any(|input| matches!(input.preset.as_str(), "ged" | "acled"));
    if coded {
        context.lacks_all(&[Col::DatePrecision])
    } else {
        Some("only UCDP GED and ACLED code precision so".to_owned())
    }
}
