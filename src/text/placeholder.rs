//! What people and programs write where nothing is known.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The shipped list.
const LIST: &str = include_str!("../../data/fold/placeholders.tsv");

/// Longer cells, in bytes, are not looked up: one bit a length.
const LONGEST: usize = 63;

struct Marks {
    /// Each mark, and whether it may mean more than one thing.
    all: FxHashMap<&'static str, bool>,
    /// The lengths of the marks that begin with each byte, one bit a length: hardly any cell has one of them.
    lengths: [u64; 256],
}

static MARKS: LazyLock<Marks> = LazyLock::new(|| {
    let rows = LIST.lines().filter(|line| !line.starts_with("# ") && !line.starts_with("#mark"));
    let all: FxHashMap<&'static str, bool> =
        rows.filter_map(|line| line.split_once('\t')).map(|(mark, means)| (mark, means == "several")).collect();
    let mut lengths = [0u64; 256];
    for mark in all.keys() {
        let (Some(&first), true) = (mark.as_bytes().first(), mark.len() <= LONGEST) else { continue };
        let upper = mark.chars().next().and_then(|ch| ch.to_uppercase().next());
        let mut buffer = [0; 4];
        let upper = upper.map_or(first, |ch| ch.encode_utf8(&mut buffer).as_bytes()[0]);
        for byte in [first, upper] {
            lengths[usize::from(byte)] |= 1 << mark.len();
        }
    }
    Marks { all, lengths }
});

/// Whether a trimmed cell names nothing; `Some(true)` where it may mean several things.
fn find(cell: &str) -> Option<bool> {
    let Some(&first) = cell.as_bytes().first() else { return Some(false) };
    let marks = &*MARKS;
    if cell.len() > LONGEST || (marks.lengths[usize::from(first)] >> cell.len()) & 1 == 0 {
        return None;
    }
    marks.all.get(cell).or_else(|| marks.all.get(cell.to_lowercase().as_str())).copied()
}

/// Whether a trimmed cell names nothing: nothing is known, or several things are not told apart.
pub fn is_mark(cell: &str) -> bool {
    find(cell).is_some()
}

/// Whether a trimmed cell says that nothing is known.
pub fn is_nothing(cell: &str) -> bool {
    find(cell) == Some(false)
}

/// A cell that names something, or nothing where it only says that nothing is known.
pub fn known(cell: &str) -> &str {
    if is_mark(cell.trim()) { "" } else { cell }
}

/// The same for the name of a place, which a single Latin letter is not: such are codes.
pub fn place(cell: &str) -> &str {
    let letter = matches!(cell.trim().as_bytes(), [letter] if letter.is_ascii_alphabetic());
    if letter { "" } else { known(cell) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_known_in_many_languages() {
        for cell in [
            "",
            "-",
            "N/A",
            "UNKNOWN",
            "Unspecified location",
            "Inconnu",
            "ND",
            "Desconocido",
            "Не встановлено",
            "غير معروف",
            "multiple",
            "#N/A",
            "não informado",
            "NON PRÉCISÉ",
        ] {
            assert!(is_mark(cell), "{cell}");
        }
        for cell in ["Nana", "Unity", "Nd'jamena", "Otherton", "Varios Rios", "Невідоме Поле", "-Ali"] {
            assert!(!is_mark(cell), "{cell}");
        }
        assert!(is_mark("various locations") && !is_nothing("various locations"));
        assert_eq!((place("R"), place("Å"), known("R")), ("", "Å", "R"));
    }
}
