//! One cause is said once: drafts that a rule repeats over most rows of an input become one.

use crate::catalogue::{Check, Hit, RuleContext};
use crate::model::RowIx;
use rustc_hash::FxHashMap;

/// From how many rows on a rule that flags most of an input is folded.
const MANY: usize = 20;

/// How many of the folded rows are quoted.
const QUOTED: usize = 3;

/// Up to how many folded rows are named as the finding's subject.
const LISTED: usize = 200;

/// Folds drafts of report scope that say one thing of most rows of an input (more than half, and no fewer
/// than twenty), and those marked [`crate::model::Draft::once`]: a file without sources is one matter, not a thousand.
pub fn fold(context: &RuleContext<'_>, hits: Vec<Hit>) -> Vec<Hit> {
    let mut groups: FxHashMap<(&'static str, u32, String), Vec<Hit>> = FxHashMap::default();
    let mut out = Vec::with_capacity(hits.len());
    for (rule, draft) in hits {
        match (&rule.check, draft.rows.as_slice()) {
            (Check::Report(_), &[row]) => {
                let input = context.corpus.row(row).input;
                groups.entry((rule.code, input, draft.key.clone())).or_default().push((rule, draft));
            }
            _ => out.push((rule, draft)),
        }
    }
    if groups.is_empty() {
        return out;
    }
    let mut sizes: FxHashMap<u32, usize> = FxHashMap::default();
    for row in &context.corpus.rows {
        *sizes.entry(row.input).or_default() += 1;
    }
    for ((_, input, _), mut group) in groups {
        let size = sizes.get(&input).copied().unwrap_or_default();
        let most = group.len() >= MANY && group.len() * 2 > size;
        if most || group.iter().all(|(_, draft)| draft.once) {
            group.sort_by_key(|(_, draft)| draft.rows.first().copied());
            out.extend(joined(context, input, size, group));
        } else {
            out.append(&mut group);
        }
    }
    out
}

fn joined(context: &RuleContext<'_>, input: u32, size: usize, group: Vec<Hit>) -> Option<Hit> {
    let count = group.len();
    let rows: Vec<RowIx> = group.iter().filter_map(|(_, draft)| draft.rows.first().copied()).collect();
    let dataset = rows.first().map_or("", |row| context.corpus.dataset(*row).name.as_str());
    let name = context.inputs.get(input as usize).map_or("the input", |input| input.name.as_str());
    let evidence = group.iter().take(QUOTED).flat_map(|(_, draft)| draft.evidence.iter().take(2).cloned()).collect();
    let (rule, mut draft) = group.into_iter().next()?;
    // Recognised by its key alone, whether one row shows it today or a thousand.
    draft.once = true;
    draft.key = format!("{}/{dataset}", draft.key);
    if count > 1 {
        draft.headline = format!("{count} of {size} rows, the first: {}", draft.headline);
        draft.evidence = evidence;
        draft.rows = if count > LISTED { Vec::new() } else { rows };
        let told = format!(
            "This was found in {count} of the {size} rows of {name} and is said once, with the first as examples."
        );
        draft.explanation = [&*draft.explanation, &told].join(" ").trim_start().to_owned().into();
    }
    Some((rule, draft))
}
