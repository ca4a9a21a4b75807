//! TOL006: the text tells of another number of dead than the column.

use super::subgroup_exceeds_total;
use super::weight::{Weight, explained, weigh};
use crate::model::{Col, Draft, Report, Status, Toll, Wording};
use crate::narrative;
use memchr::memmem::Finder;
use std::sync::LazyLock;

use crate::catalogue::{Category, Check, Knob, Rule, RuleContext};
use crate::model::finding::{Grade, Severity};

/// The rule.
pub static RULE: Rule = Rule {
    code: "TOL006",
    name: "narrative-contradiction",
    summary: "the text tells of another number of dead than the column",
    severity: Severity::Warning,
    category: Category::Suspicion,
    since: "0.1.0",
    knobs: &[GAP.spec()],
    missing_data: |context| context.lacks_texts(),
    check: Check::Report(check),
    page: include_str!("narrative_contradiction.md"),
};

static GAP: Knob<i64> = Knob::new("gap", 1, "least number of dead between the text and the column");

fn check(context: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    let text = report.raw(Col::Text);
    let Some(killed) = report.killed.read().filter(|_| !text.is_empty()) else { return };
    // Reading again is for the few rows that differ from what was read when they were loaded.
    let narrated = context.corpus.row(report.row).narrated;
    if narrated.is_none_or(|told| told.meets(killed)) && !names_code(text) {
        return;
    }
    let reading = narrative::read(text, None);
    if reading.coded.is_some() {
        // The text itself says what should stand in the column.
        if let Some(coded) = coded_as(text).filter(|coded| !killed.allows(*coded) && reading.split.is_none()) {
            out.push(
                Draft::new(format!("the text says coded as {coded}, the column says {killed}"), [report.row])
                    .cell(report.row, Col::Killed, "the column")
                    .cell(report.row, Col::Text, format!("coded as {coded}"))
                    .explain("The note and the number were not changed together. Correct one of them."),
            );
        }
        return;
    }
    let Some(told) = reading.total.filter(|told| !reading.uncertain && told.wording != Wording::Vague) else { return };
    let told = if reading.status == Status::Provisional { told.grown() } else { told };
    let bounds = report.killed_low.read().zip(report.killed_high.read());
    let within =
        bounds.is_some_and(|(low, high)| Toll::between(low, Some(high)).is_some_and(|range| range.meets(told)));
    let gap = if killed.low > told.low {
        told.high.map_or(0, |high| killed.low.saturating_sub(high))
    } else {
        killed.high.map_or(0, |high| told.low.saturating_sub(high))
    };
    if killed.meets(told) || within || i64::from(gap) < context.knob("TOL006", &GAP) {
        return;
    }
    // A group that is larger than the whole contradicts the column already.
    if subgroup_exceeds_total::any(report) {
        return;
    }
    let swapped = swapped(text, &reading, killed, told);
    let survey = narrative::survey(text);
    let weight = weigh(text, &reading, &survey, killed, told);
    if !swapped && weight == Weight::None || explained(context, report, &reading, &survey, killed, told) {
        return;
    }
    let words = quote(text, reading.span);
    let aside = if swapped { format!(" and {killed} injured") } else { String::new() };
    let grade = if weight == Weight::Sure { Grade::Raised } else { Grade::Usual };
    let (sure, why) = (reading.certainty.name(), reading.ground.words());
    out.push(
        Draft::new(format!("the text tells of {told} killed{aside}, the column says {killed}"), [report.row])
            .key(format!("{told}/{killed}"))
            .cell(report.row, Col::Killed, "the column")
            .cell(report.row, Col::Text, if words.is_empty() { format!("{told} killed") } else { format!("\u{201c}{words}\u{201d}") })
            .explain(format!("The number in the column is not the one in the row's own text, whose reading is {sure}: {why}. A later edit may have changed one of them, or the row counts only some of the dead; then the text should say so."))
            .grade(grade),
    );
}

/// Whether a short text counts killed and injured, and its injured stand in the column of the killed. Where the two lie
/// close together, or the text goes on, others may have died whom it does not count: an attacker, one of the injured.
fn swapped(text: &str, reading: &narrative::Reading, killed: Toll, told: Toll) -> bool {
    let (Some(injured), Some(column), Some(dead)) =
        (reading.injured.and_then(Toll::point), killed.point(), told.point())
    else {
        return false;
    };
    injured == column && column.abs_diff(dead) > 2 && text.split_whitespace().nth(30).is_none()
}

/// The number in "fatalities coded as 10": a bare "coded as" may speak of places, dates and events.
fn coded_as(text: &str) -> Option<u32> {
    let text = text.to_lowercase();
    let (_, after) = text.split_once("fatalities coded as ")?;
    let digits = after.split(|letter: char| !letter.is_ascii_digit()).next()?;
    digits.parse().ok()
}

/// The words of a span, cut at a hundred characters.
pub(super) fn quote(text: &str, (start, end): (u32, u32)) -> String {
    let words = text.get(start as usize..end as usize).unwrap_or_default();
    let mut quoted: String = words.chars().take(100).collect();
    if quoted.len() < words.len() {
        quoted.push('\u{2026}');
    }
    quoted
}

/// Whether the text may say "coded as 10", in English or French.
pub(super) fn names_code(text: &str) -> bool {
    static STEM: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("od"));
    STEM.find_iter(text.as_bytes()).any(|at| {
        let stem = text.as_bytes().get(at.wrapping_sub(1)..at + 2).unwrap_or_default();
        stem.eq_ignore_ascii_case(b"cod")
    })
}
