//! What the rules on copies have in common.

use crate::catalogue::RuleContext;
use crate::model::{Col, CopyGroup, CopyKind, CopyLink, Draft, RowIx};

/// Reports of a group that are shown one by one.
const SHOWN: usize = 12;

/// Says every group of copies of one kind. `headline` names a group; `explain` says what to do.
pub fn say(
    context: &RuleContext<'_>,
    kind: CopyKind,
    out: &mut Vec<Draft>,
    headline: impl Fn(&CopyGroup) -> String,
    explain: &str,
) {
    for group in context.events.copies.iter().filter(|group| group.kind == kind) {
        let mut draft = Draft::new(headline(group), group.rows.iter().copied()).explain(format!(
            "{}, with a probability of {:.0} %. {explain}",
            sentence(&group.why),
            group.probability * 100.0
        ));
        if let Some(&first) = group.rows.first() {
            draft = draft.on_event(context.events.of(first));
        }
        if group.links.is_empty() {
            for &row in group.rows.iter().take(SHOWN) {
                draft = draft.cell(row, telling(context, row, kind), source(context, row).to_owned());
            }
        } else {
            draft = draft.cell(group.head, Col::Text, told(context, group.head, "the earliest"));
            for link in by_date(context, group).into_iter().take(SHOWN - 1) {
                draft = draft.cell(link.copy, Col::Text, told(context, link.copy, &taken(context, link)));
            }
        }
        out.push(draft);
    }
}

/// The links of a group in the order in which its texts were published.
fn by_date<'a>(context: &RuleContext<'_>, group: &'a CopyGroup) -> Vec<&'a CopyLink> {
    let mut links: Vec<&CopyLink> = group.links.iter().collect();
    let day = |row: RowIx| context.corpus.row(row).published.get().map_or(i32::MAX, |day| day.0);
    links.sort_by_key(|link| (day(link.copy), link.copy));
    links
}

/// From whom a text was taken, and what became of it.
fn taken(context: &RuleContext<'_>, link: &CopyLink) -> String {
    format!("{}, from {}: {}", link.way.name(), context.corpus.id(link.of), link.how)
}

/// Who published, and what is to be said of it.
fn told(context: &RuleContext<'_>, row: RowIx, words: &str) -> String {
    match source(context, row) {
        "" => words.to_owned(),
        name => format!("{name}: {words}"),
    }
}

/// The cell that shows the copy best.
fn telling(context: &RuleContext<'_>, row: RowIx, kind: CopyKind) -> Col {
    let row = context.corpus.row(row);
    if row.text.is_some() && kind != CopyKind::Exact { Col::Text } else { Col::EventDate }
}

/// Who published a row.
pub fn source<'a>(context: &RuleContext<'a>, row: RowIx) -> &'a str {
    context.corpus.name(context.corpus.row(row).source)
}

/// Ids of some rows in words: "r1, r2 and 3 more".
pub fn ids(context: &RuleContext<'_>, rows: &[RowIx]) -> String {
    let named: Vec<&str> = rows.iter().take(3).map(|&row| context.corpus.id(row)).collect();
    let more = rows.len() - named.len();
    if more > 0 { format!("{} and {more} more", named.join(", ")) } else { named.join(" and ") }
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
