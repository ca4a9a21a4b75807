//! How much a text's number weighs against the column's: how sure the reading is, and what else would explain the difference.

use crate::catalogue::RuleContext;
use crate::model::{Report, Scope, Toll, Wording};
use crate::narrative::{Certainty, Ground, Reading, Survey, cells};

/// How a contradiction stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// The text leaves no room for the column's number.
    Sure,
    /// The text speaks against it, and says more than one thing.
    Likely,
    /// Something explains the difference, or the text is not clear.
    None,
}

/// Differences up to here are what a second statement, an attacker or a reader's slip come to.
const SMALL: u32 = 2;

/// Weighs the reading against the column.
pub(super) fn weigh(text: &str, reading: &Reading, survey: &Survey, killed: Toll, told: Toll) -> Weight {
    if reading.certainty == Certainty::Doubtful
        || told.wording == Wording::Vague
        || beside_month(text, reading.span, told)
    {
        return Weight::None;
    }
    let (column, number) = (killed.best(), told.best());
    // The gunman's end stands in the text, and that of his victims elsewhere.
    if column > number && number == 1 && survey.somebody && text.split_whitespace().nth(30).is_some() {
        return Weight::None;
    }
    let difference = if killed.low > told.low {
        told.high.map_or(0, |high| killed.low.saturating_sub(high))
    } else {
        killed.high.map_or(0, |high| told.low.saturating_sub(high))
    };
    // One statement, or a total that the text gives as such: nothing was added up by us, and no word of death is left over.
    let single = reading.certainty == Certainty::Sure && survey.statements <= 1 && survey.loose == 0;
    let stated = matches!(reading.ground, Ground::ClosingLine | Ground::StatedTotal | Ground::PartsAgree)
        && reading.certainty == Certainty::Sure;
    if stated && survey.loose <= 1 || single && !survey.unnumbered {
        // Rounded words allow a number beside the interval.
        let rounded = told.wording == Wording::About && difference <= SMALL.max(number / 4);
        return if rounded { Weight::None } else { Weight::Sure };
    }
    // Several statements: a coder whose number is near drew the line elsewhere, knowingly.
    if difference <= SMALL || told.wording == Wording::About {
        return Weight::None;
    }
    // A text that goes on names the dead one after another; what was read may be the first of them only.
    let first_only =
        column > number && (survey.loose > 0 || survey.unnumbered) && column < number.saturating_mul(5).max(10);
    if first_only { Weight::None } else { Weight::Likely }
}

/// Whether the row counts a share of the text's dead, or more than them, for a reason that stands in the row or its text.
pub(super) fn explained(
    context: &RuleContext<'_>,
    report: &Report<'_>,
    reading: &Reading,
    survey: &Survey,
    killed: Toll,
    told: Toll,
) -> bool {
    let row = context.corpus.row(report.row);
    let partial = row.scope == Scope::Partial || reading.split.is_some();
    let shared = context.tolls.sharing(row.dataset, row.text.exact).is_some();
    // A protest, a riot, a verdict: the dead it is about died before.
    let kind = context.corpus.name(row.event_type).to_lowercase();
    let nothing = killed.high == Some(0);
    let about = nothing && ABOUT.iter().any(|word| kind.contains(word));
    let part = reading.parts.iter().any(|part| part.toll.meets(killed)) && killed.low < told.low;
    // The other events of the text, or both together, may be what the row counts.
    let other =
        reading.background.iter().any(|mention| mention.toll.meets(killed) || mention.toll.plus(told).meets(killed));
    // "No casualties in the village. Four were killed elsewhere": the row may stand for either.
    let denied = nothing && survey.denied && told.low > 0;
    partial || shared || about || part || other || denied || counted(reading, survey, killed, told)
}

/// Kinds of events that are about dead of other days.
const ABOUT: [&str; 6] = ["protest", "riot", "strategic", "manifestation", "émeute", "stratégique"];

/// Whether the column's number stands in the text as a number of people, or is the text's toll and another such number together.
fn counted(reading: &Reading, survey: &Survey, killed: Toll, told: Toll) -> bool {
    // Where nobody died there is nothing to count otherwise.
    let Some(column) = killed.point().filter(|column| *column > 0 && told.high != Some(0)) else { return false };
    let own = |toll: &Toll| toll.point() == told.point() && toll.point().is_some();
    let stands = survey.people.iter().any(|toll| !own(toll) && toll.best() == column);
    // An attacker who died by his own hand is counted by one and left out by another.
    let suicide = survey.suicide && column.abs_diff(told.best()) == 1;
    let rest = column.checked_sub(told.best()).filter(|rest| *rest > 0);
    let added = !reading.stated_total
        && rest.is_some_and(|rest| {
            survey.people.iter().any(|toll| !own(toll) && toll.best() == rest)
                || reading.injured.is_some_and(|injured| injured.point() == Some(rest))
        });
    // An even share of a toll that was split over as many events.
    let share = column >= 20
        && (2..10).any(|rows| told.best().abs_diff(column.saturating_mul(rows)) <= rows)
        && !reading.stated_total;
    stands || suicide || added || share
}

/// Whether the number stands beside the name of a month, as a day does.
fn beside_month(text: &str, (start, end): (u32, u32), told: Toll) -> bool {
    const MONTHS: &[&str] = &[
        "jan", "feb", "fév", "mar", "apr", "avr", "may", "mai", "jun", "juin", "jul", "juil", "aug", "août", "sep",
        "oct", "nov", "dec", "déc",
    ];
    let from = (start as usize).saturating_sub(16);
    let from = (from..=start as usize).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let (Some(words), Some(span)) = (text.get(from..end as usize), text.get(start as usize..end as usize)) else {
        return false;
    };
    let split = |text: &str| -> Vec<String> {
        text.split(|letter: char| !letter.is_alphanumeric()).map(str::to_lowercase).collect()
    };
    // Spelt out, or twice: the day is not what was counted.
    let number = |word: &String| cells::toll(word, "").read().is_some_and(|toll| toll.point() == told.said);
    if split(span).iter().filter(|word| number(word)).count() != 1 {
        return false;
    }
    let words = split(words);
    let month = |word: Option<&String>| word.is_some_and(|word| MONTHS.iter().any(|month| word.starts_with(month)));
    words.iter().enumerate().any(|(index, word)| {
        let day: Option<u32> = word.parse().ok().filter(|day| (1..=31).contains(day));
        let beside = month(words.get(index + 1)) || (index > 0 && month(words.get(index - 1)));
        day.is_some_and(|day| beside && told.said == Some(day) && told.wording == Wording::Exact)
    })
}
