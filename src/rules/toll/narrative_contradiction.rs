//! TOL006: the text tells of another number of dead than the column.

use crate::model::{Col, Draft, Report, Scope, Status, Toll, Wording};
use crate::narrative;
use crate::narrative::cells;
use memchr::memmem::Finder;
use std::sync::LazyLock;

use crate::catalogue::{Category, Check, Knob, Rule, RuleContext};
use crate::model::finding::Severity;

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
    let swapped = swapped(text, &reading, killed, told);
    if killed.meets(told)
        || within
        || i64::from(gap) < context.knob("TOL006", &GAP)
        || !swapped && weak(text, &reading, killed, told)
        || explained(context, report, &reading, killed, told)
    {
        return;
    }
    let words = quote(text, reading.span);
    let aside = if swapped { format!(" and {killed} injured") } else { String::new() };
    out.push(
        Draft::new(format!("the text tells of {told} killed{aside}, the column says {killed}"), [report.row])
            .key(format!("{told}/{killed}"))
            .cell(report.row, Col::Killed, "the column")
            .cell(report.row, Col::Text, if words.is_empty() { format!("{told} killed") } else { format!("\u{201c}{words}\u{201d}") })
            .explain("The number in the column is not the one in the row's own text. A later edit may have changed one of them, or the row counts only some of the dead; then the text should say so."),
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

/// Whether the reading is too weak to contradict a coder. Measured on the notes of a registry: rounded words, days of
/// months, and deaths beside a zero (protests over earlier killings) are mostly misread or belong to another event; and
/// where the total is a sum of ours, a coder whose number stands in the text drew the line elsewhere, knowingly.
fn weak(text: &str, reading: &narrative::Reading, killed: Toll, told: Toll) -> bool {
    let rounded = told.wording == Wording::About || beside_month(text, reading.span, told);
    let nothing_counted = killed.high == Some(0) && (told.low < 5 || told.high.is_none());
    // "Nobody was killed" is a count as well, beside more than a slip of one or two.
    let denied = told.high == Some(0) && killed.low > 2;
    // Longer texts name the dead one after another; what was read may be the first of them only.
    let long = !reading.stated_total && text.split_whitespace().nth(30).is_some();
    let one_by_one = told.best() < killed.best() && (told.best() <= 2 || long) && !denied;
    // Two counts that the coder added: four soldiers here, eleven militants there.
    let added = killed.best().checked_sub(told.best()).is_some_and(|rest| rest == 1 || has_number(text, rest));
    let ours = !reading.stated_total && (told.best().abs_diff(killed.best()) <= 2 || has_number(text, killed.best()));
    // An even share of a toll that was split over as many events.
    let share =
        (2..10).any(|rows| killed.best() >= 20 && told.best().abs_diff(killed.best().saturating_mul(rows)) <= rows);
    rounded || nothing_counted || share || one_by_one || added || ours
}

/// Whether the number stands beside the name of a month, as a day does.
fn beside_month(text: &str, (start, end): (u32, u32), told: Toll) -> bool {
    const MONTHS: &[&str] = &[
        "jan", "feb", "fév", "mar", "apr", "avr", "may", "mai", "jun", "juin", "jul", "juil", "aug", "août", "sep",
        "oct", "nov", "dec", "déc",
    ];
    let from = (start as usize).saturating_sub(24);
    let from = (from..=start as usize).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let Some(words) = text.get(from..end as usize) else { return false };
    let words: Vec<String> = words.split(|letter: char| !letter.is_alphanumeric()).map(str::to_lowercase).collect();
    let month = |word: Option<&String>| word.is_some_and(|word| MONTHS.iter().any(|month| word.starts_with(month)));
    words.iter().enumerate().any(|(index, word)| {
        let day: Option<u32> = word.parse().ok().filter(|day| (1..=31).contains(day));
        let beside = month(words.get(index + 1)) || (index > 0 && month(words.get(index - 1)));
        day.is_some_and(|day| beside && (told.allows(day) || told.low >= day))
    })
}

/// Whether a number of two or more stands in the text, in digits or in words.
fn has_number(text: &str, number: u32) -> bool {
    number > 1
        && text
            .split(|letter: char| !letter.is_alphanumeric() && letter != '-')
            .filter(|word| !word.is_empty() && word.len() < 16)
            .any(|word| cells::toll(&word.to_lowercase(), "").read().is_some_and(|toll| toll.point() == Some(number)))
}

/// The number in "fatalities coded as 10": a bare "coded as" may speak of places, dates and events.
fn coded_as(text: &str) -> Option<u32> {
    let text = text.to_lowercase();
    let (_, after) = text.split_once("fatalities coded as ")?;
    let digits = after.split(|letter: char| !letter.is_ascii_digit()).next()?;
    digits.parse().ok()
}

/// Whether the row counts a share of the text's dead: its scope says so, the text says so, other rows bear the same
/// text, or the column is one of the parts that the text gives.
fn explained(
    context: &RuleContext<'_>,
    report: &Report<'_>,
    reading: &narrative::Reading,
    killed: Toll,
    told: Toll,
) -> bool {
    let row = context.corpus.row(report.row);
    let partial = row.scope == Scope::Partial || reading.split.is_some();
    let shared = context.tolls.sharing(row.dataset, row.text.exact).is_some();
    // A protest, a riot, a verdict: the dead it is about died before.
    let kind = context.corpus.name(row.event_type).to_lowercase();
    let about = killed.high == Some(0) && ["protest", "riot", "strategic"].iter().any(|word| kind.contains(word));
    let part = reading.parts.iter().any(|part| part.toll.meets(killed)) && killed.low < told.low;
    // The other events of the text, or both together, may be what the row counts.
    let other =
        reading.background.iter().any(|mention| mention.toll.meets(killed) || mention.toll.plus(told).meets(killed));
    partial || shared || about || part || other
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
