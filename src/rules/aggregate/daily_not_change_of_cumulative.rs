//! AGG009: the dead of a day are not what the running total grew by.

use super::series::{Count, missing_data, running};
use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::{Grade, Severity};
use crate::model::{Col, Draft, Toll};

/// The rule.
pub static RULE: Rule = Rule {
    code: "AGG009",
    name: "daily-not-change-of-cumulative",
    summary: "the dead of a day are not what the running total grew by",
    severity: Severity::Warning,
    category: Category::Correctness,
    since: "0.1.0",
    knobs: &[],
    missing_data,
    check: Check::Corpus(check),
    page: include_str!("daily_not_change_of_cumulative.md"),
};

/// A day whose number can be compared with the change of the total.
struct Step {
    before: Count,
    after: Count,
    daily: Toll,
    grown: u32,
}

impl Step {
    fn agrees(&self) -> bool {
        self.daily.allows(self.grown)
    }
}

fn check(context: &RuleContext<'_>, out: &mut Vec<Draft>) {
    for days in running(context) {
        let steps: Vec<Step> = days.windows(2).filter_map(|pair| step(context, pair[0], pair[1])).collect();
        let agreeing = steps.iter().filter(|step| step.agrees()).count();
        // Only a column that is the change on most days claims to be it; another may hold something else.
        if agreeing == 0 || agreeing < steps.len() - agreeing {
            continue;
        }
        for step in steps.iter().filter(|step| !step.agrees()) {
            out.push(draft(step, agreeing, steps.len()));
        }
    }
}

/// The step from one day to the next. Where days are missing the dead of the last one are a part of the change, and where
/// the total falls there is none (AGG008, AGG010).
fn step(context: &RuleContext<'_>, before: Count, after: Count) -> Option<Step> {
    let daily = context.corpus.row(after.row).killed?;
    let grown = after.total.checked_sub(before.total)?;
    let next_day = after.day.0 - before.day.0 == 1;
    (next_day || daily.low > grown).then_some(Step { before, after, daily, grown })
}

fn draft(step: &Step, agreeing: usize, steps: usize) -> Draft {
    let Step { before, after, daily, grown } = step;
    let sum = u64::from(before.total) + u64::from(daily.best());
    let headline =
        format!("{} + {daily} is {sum}, not {}: the running total grew by {grown}", before.total, after.total);
    let draft = Draft::new(headline, [after.row])
        .key(format!("{}:{daily}/{grown}", after.day))
        .cell(after.row, Col::Killed, "the day's dead")
        .cell(after.row, Col::RunningTotal, format!("the total on {}", after.day))
        .cell(before.row, Col::RunningTotal, format!("the total on {}", before.day))
        .explain(format!(
            "On {agreeing} of {steps} days of this series the two agree. Either a number is mistyped, or earlier deaths were added to the total without a day; then a note should say so."
        ));
    // Few days agree by chance.
    if agreeing < 2 { draft.grade(Grade::Lowered) } else { draft }
}
