//! PLC002: a spelling that stands almost alone beside a well-established one a letter away.

use super::shared::names;
use crate::catalogue::{Category, Check, Knob, Rule, RuleContext};
use crate::model::finding::Severity;
use crate::model::place::Variant;
use crate::model::{Col, Draft, PlaceIx};
use crate::text::keys::{Orthography, ascii};

/// The rule.
pub static RULE: Rule = Rule {
    code: "PLC002",
    name: "probable-misspelling",
    summary: "a spelling that stands almost alone beside a well-established one a letter away",
    severity: Severity::Warning,
    category: Category::Suspicion,
    since: "0.1.0",
    knobs: &[ROWS.spec()],
    missing_data: names,
    check: Check::Place(check),
    page: include_str!("probable_misspelling.md"),
};

/// How well established the other spelling has to be.
static ROWS: Knob<i64> = Knob::new("rows", 10, "rows that the established spelling must have");

fn check(context: &RuleContext<'_>, index: PlaceIx, out: &mut Vec<Draft>) {
    let place = context.places.get(index);
    let least = context.knob(RULE.code, &ROWS).max(1) as u32;
    let letters = |name| ascii(context.corpus.name(name)).replace(' ', "");
    let key = |letters: &str| Orthography::shipped().key(letters);
    let odd = |variant: &&Variant| variant.count == 1 && variant.score >= 0.9;
    if !place.variants.iter().any(|variant| odd(&variant)) {
        return;
    }
    let usual: Vec<_> = place
        .variants
        .iter()
        .filter(|variant| variant.count >= least)
        .map(|variant| (letters(variant.name), variant))
        .collect();
    if usual.is_empty() {
        return;
    }
    for odd in place.variants.iter().filter(odd) {
        let written = letters(odd.name);
        let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).collect::<Vec<_>>();
        let slip = usual.iter().find(|(known, _)| {
            known.len() >= 4
                && known.len().abs_diff(written.len()) <= 1
                && strsim::osa_distance(known, &written) == 1
                && digits(known) == digits(&written)
        });
        let Some((_, known)) = slip else { continue };
        // What an orthography explains is a variant (PLC001); what differs in case, accents or blanks is none at all.
        let own = key(&written);
        if usual.iter().any(|(known, _)| *known == written || key(known) == own) {
            continue;
        }
        let (odd_name, name) = (context.corpus.name(odd.name), context.corpus.name(known.name));
        out.push(
            Draft::new(format!("{odd_name} is probably {name} misspelt ({} rows spell it so)", known.count), [odd.example])
                .on_place(index)
                .key(odd_name)
                .cell(odd.example, Col::Place, "stands once")
                .cell(known.example, Col::Place, format!("{} rows", known.count))
                .explain("One letter apart, in the same place by everything else that is known. Correct the spelling, or decide that they are different places."),
        );
    }
}
