//! What the rules on copies have in common.

use crate::model::{Col, CopyGroup, CopyKind, Draft, RowIx};
use crate::rules::World;

/// Says every group of copies of one kind. `headline` names a group; `explain` says what to do.
pub fn say(
    world: &World<'_>,
    kind: CopyKind,
    out: &mut Vec<Draft>,
    headline: impl Fn(&CopyGroup) -> String,
    explain: &str,
) {
    for group in world.events.copies.iter().filter(|group| group.kind == kind) {
        let mut draft = Draft::new(headline(group), group.rows.iter().copied()).explain(format!(
            "{}, with a probability of {:.0} %. {explain}",
            sentence(&group.why),
            group.probability * 100.0
        ));
        if let Some(&first) = group.rows.first() {
            draft = draft.on_event(world.events.of(first));
        }
        for &row in group.rows.iter().take(12) {
            draft = draft.cell(row, telling(world, row, kind), source(world, row).to_owned());
        }
        out.push(draft);
    }
}

/// The cell that shows the copy best.
fn telling(world: &World<'_>, row: RowIx, kind: CopyKind) -> Col {
    let row = world.corpus.row(row);
    if row.text.is_some() && kind != CopyKind::Exact { Col::Text } else { Col::EventDate }
}

/// Who published a row.
pub fn source<'a>(world: &World<'a>, row: RowIx) -> &'a str {
    world.corpus.name(world.corpus.row(row).source)
}

/// Ids of some rows in words: "r1, r2 and 3 more".
pub fn ids(world: &World<'_>, rows: &[RowIx]) -> String {
    let named: Vec<&str> = rows.iter().take(3).map(|&row| world.corpus.id(row)).collect();
    let more = rows.len() - named.len();
    if more > 0 { format!("{} and {more} more", named.join(", ")) } else { named.join(" and ") }
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
