//! TOL010: most of the dead counted are the attackers themselves.

use crate::catalogue::{Category, Check, Knob, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Draft, Report};
use crate::text::count;

/// The rule.
pub static RULE: Rule = Rule {
    code: "TOL010",
    name: "perpetrators-counted",
    summary: "most of the dead counted are the attackers themselves",
    severity: Severity::Info,
    category: Category::Context,
    since: "0.1.0",
    knobs: &[SHARE.spec()],
    missing_data,
    check: Check::Report(check),
    page: include_str!("perpetrators_counted.md"),
};

static SHARE: Knob<f64> = Knob::new("share", 0.5, "least share, 0 to 1, of attackers among the dead");

fn check(context: &RuleContext<'_>, report: &Report<'_>, out: &mut Vec<Draft>) {
    let (Some(killed), Some(attackers)) =
        (count::of(report, Col::Killed).read(), count::of(report, Col::KilledPerpetrators).read())
    else {
        return;
    };
    let share = context.knob("TOL010", &SHARE);
    if attackers == 0 || attackers > killed || f64::from(attackers) <= share * f64::from(killed) {
        return;
    }
    let victims = killed - attackers;
    out.push(
        Draft::new(format!("{attackers} of {killed} killed are attackers; {victims} are victims"), [report.row])
            .cell(report.row, Col::Killed, "everyone")
            .cell(report.row, Col::KilledPerpetrators, "attackers")
            .explain("The count of the killed includes those who attacked. A sum of victims should leave them out; compare with data sets that do."),
    );
}

fn missing_data(context: &RuleContext<'_>) -> Option<String> {
    let given =
        context.inputs.iter().any(|input| input.columns.iter().any(|(ours, _)| ours == Col::KilledPerpetrators.name()));
    (!given).then(|| "no column counts the attackers among the killed".to_owned())
}
