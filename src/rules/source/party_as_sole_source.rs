//! SRC004: all that is known of an event was said by a party to the conflict.

use crate::catalogue::{Category, Check, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::{Col, Draft, EventIx, RowIx};
use crate::text::fold::fold;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// The rule.
pub static RULE: Rule = Rule {
    code: "SRC004",
    name: "party-as-sole-source",
    summary: "all that is known of an event was said by a party to the conflict",
    severity: Severity::Info,
    category: Category::Context,
    since: "0.1.0",
    knobs: &[],
    missing_data: needs_source,
    check: Check::Event(check),
    page: include_str!("party_as_sole_source.md"),
};

fn check(context: &RuleContext<'_>, event: EventIx, out: &mut Vec<Draft>) {
    let rows = &context.events.get(event).rows;
    let deadly = rows.iter().any(|row| context.corpus.row(*row).killed.is_some_and(|toll| toll.best() > 0));
    if !deadly {
        return;
    }
    // One voice that is no party's settles it, so the others need not be looked at.
    let told: Option<Vec<Told<'_>>> =
        rows.iter().map(|row| Some(told(context, *row)).filter(|told| told.by_party)).collect();
    let Some(told) = told.filter(|told| !told.is_empty()) else { return };
    let mut names: Vec<&str> = told.iter().map(|told| told.name).collect();
    names.sort_unstable();
    names.dedup();
    let mut draft = Draft::new(format!("told only by {}", names.join(", ")), rows.iter().copied())
        .on_event(event)
        .explain(
            "Parties to a conflict raise the losses of the other side and lower those they caused. Nobody else is known to have \
             said that this happened, or how many died: look for a source beside them.",
        );
    for (row, told) in rows.iter().zip(&told).take(5) {
        draft = draft.cell(*row, told.col, "a party");
    }
    out.push(draft);
}

/// What stands between several voices in one cell.
const SEPARATORS: [char; 4] = [';', ',', '/', '&'];

/// Who said what a report says.
struct Told<'a> {
    col: Col,
    name: &'a str,
    by_party: bool,
}

fn told<'a>(context: &RuleContext<'a>, row: RowIx) -> Told<'a> {
    let corpus = context.corpus;
    let row = corpus.row(row);
    // Who said it counts before who printed it: a newspaper that quotes the army alone is one voice.
    let (col, sym) = if row.origin.is_some() { (Col::Origin, row.origin) } else { (Col::Source, row.source) };
    let name = corpus.name(sym);
    let folded = |sym| context.facts.folded(corpus, sym);
    let of_side = |voice: &str| [row.actor, row.target].into_iter().any(|sym| sym.is_some() && folded(sym) == voice);
    let speaks_for_side = |voice: &str| is_party(voice) || of_side(voice);
    let by_party = if name.contains(SEPARATORS) {
        let mut voices = name.split(SEPARATORS).map(fold).filter(|voice| !voice.is_empty()).peekable();
        voices.peek().is_some() && voices.all(|voice| speaks_for_side(&voice))
    } else {
        !folded(sym).is_empty() && speaks_for_side(folded(sym))
    };
    Told { col, name, by_party }
}

/// Whether a folded name is one under which parties speak.
fn is_party(voice: &str) -> bool {
    static NAMES: LazyLock<(FxHashSet<&str>, Vec<&str>)> = LazyLock::new(|| {
        let names = || {
            include_str!("parties.tsv")
                .lines()
                .filter(|line| !line.starts_with('#'))
                .filter_map(|line| line.split_once('\t'))
        };
        let beginnings = names().filter_map(|(_, name)| name.strip_suffix('*')).collect();
        (names().map(|(_, name)| name.trim_end_matches('*')).collect(), beginnings)
    });
    let (whole, beginnings) = &*NAMES;
    whole.contains(voice)
        || beginnings.iter().any(|beginning| voice.strip_prefix(beginning).is_some_and(|rest| rest.starts_with(' ')))
}

fn needs_source(context: &RuleContext<'_>) -> Option<String> {
    context.lacks_all(&[Col::Source, Col::Origin])
}

#[cfg(test)]
mod tests {
    use super::is_party;
    use crate::text::fold::fold;

    #[test]
    fn parties_are_told_from_those_who_only_sound_so() {
        for name in ["Army", "l'armée", "Forces armées maliennes", "Ministry of Defence (Mali)", "Amaq", "Az-Zallaqa"]
        {
            assert!(is_party(&fold(name)), "{name}");
        }
        for name in ["AFP", "Salvation Army", "Army Times", "Police Reporter", "C4Defence", "Human Rights Watch", ""] {
            assert!(!is_party(&fold(name)), "{name}");
        }
    }
}
