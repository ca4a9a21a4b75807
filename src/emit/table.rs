//! Tables in plain text, fitted to the room there is.

use super::words::{clip, pad, pad_left};
use Column::{Number, Words};
use unicode_width::UnicodeWidthStr;

/// How a column of a table is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// To the left, whole.
    Text,
    /// To the right, whole.
    Number,
    /// To the left, cut to the room that is left.
    Words,
}

/// The titles and the rows of a table whose columns are shown whole but for the one of words, which takes what is left and
/// is cut to it. Where there is too little room for that, the `spare` columns are dropped, one after the other; they are
/// given in falling order.
pub fn table(
    columns: &[(&str, Column)],
    mut rows: Vec<Vec<String>>,
    spare: &[usize],
    room: usize,
) -> (String, Vec<String>) {
    const LEAST: usize = 8;
    let mut columns = columns.to_vec();
    let needed = |columns: &[(&str, Column)], rows: &[Vec<String>]| -> Vec<usize> {
        let widest = |at: usize| rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.width()).max().unwrap_or(0);
        columns.iter().enumerate().map(|(at, (title, _))| widest(at).max(title.width())).collect()
    };
    let but = |columns: &[(&str, Column)], widths: &[usize]| -> usize {
        columns.iter().zip(widths).filter(|((_, kind), _)| *kind != Words).map(|(_, width)| width + 2).sum()
    };
    let mut widths = needed(&columns, &rows);
    for &spare in spare {
        if but(&columns, &widths) + 2 + LEAST <= room {
            break;
        }
        columns.remove(spare);
        rows.iter_mut().for_each(|row| drop(row.remove(spare)));
        widths = needed(&columns, &rows);
    }
    let left = room.saturating_sub(but(&columns, &widths) + 2).max(5);
    for ((_, kind), width) in columns.iter().zip(&mut widths) {
        *width = if *kind == Words { left.min(*width) } else { *width };
    }
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let cells = cells.zip(columns.iter().zip(&widths)).map(|(cell, ((_, kind), width))| {
            let cell = clip(cell, *width);
            if *kind == Number { pad_left(&cell, *width) } else { pad(&cell, *width) }
        });
        format!("  {}", cells.collect::<Vec<_>>().join("  ")).trim_end().to_owned()
    };
    let titles = line(&mut columns.iter().map(|(title, _)| *title));
    let rows = rows.iter().map(|row| line(&mut row.iter().map(String::as_str))).collect();
    (titles, rows)
}
