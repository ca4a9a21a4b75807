//! What was understood of each input, in lines: nothing where its format is known and all is there.

use super::words::{clip, one_line};
use crate::model::ledger::{Input, UnderstoodColumn};

/// Names of columns that a line lists at most.
const LISTED: usize = 8;

/// The lines on an input; none where nothing was guessed and nothing is missing.
pub(super) fn lines(input: &Input) -> Vec<String> {
    let understood = &input.understood;
    let quiet = understood.lacking.is_empty()
        && understood.asked.is_empty()
        && understood.recognised.iter().all(|column| column.sure >= 72)
        && understood.totals.is_empty()
        && understood.templates == 0
        && understood.dates.iter().all(|order| order.sure && order.day_first.min(order.month_first) == 0);
    if quiet {
        return Vec::new();
    }
    let mut lines = Vec::new();
    if !understood.lacking.is_empty() {
        lines.push(format!("{}: no {} was found", one_line(&input.name), understood.lacking.join(", no ")));
    }
    let read: Vec<String> =
        input.columns.iter().map(|(ours, theirs)| format!("{ours} = {}", one_line(theirs))).collect();
    lines.push(format!(
        "{}: read as {} ({} {} rows): {}",
        one_line(&input.name),
        one_line(&input.preset),
        input.read,
        input.unit,
        list(&read)
    ));
    if !understood.asked.is_empty() {
        let asked: Vec<String> = understood.asked.iter().map(perhaps).collect();
        lines.push(format!("not sure enough to be read: {}", list(&asked)));
    }
    let asked = |name: &String| understood.asked.iter().any(|asked| asked.header == *name);
    let unread: Vec<String> = input.unmapped.iter().filter(|name| !asked(name)).map(|name| one_line(name)).collect();
    if !unread.is_empty() {
        lines.push(format!("not read: {}", list(&unread)));
    }
    if !understood.empty.is_empty() {
        lines.push(format!("nothing stands in {}", list(&understood.empty)));
    }
    lines.extend(input.notes.iter().map(|note| clip(&one_line(note), 300)));
    lines
}

fn perhaps(column: &UnderstoodColumn) -> String {
    format!("{} perhaps {}", one_line(&column.header), column.column)
}

fn list(names: &[String]) -> String {
    let mut text = names.iter().take(LISTED).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > LISTED {
        text += &format!(" and {} more", names.len() - LISTED);
    }
    text
}
