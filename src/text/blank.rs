//! Cells that say that nothing is known: the marks and words of data/input/blanks.toml.

use rustc_hash::FxHashSet;
use std::sync::OnceLock;

/// [`str::trim`], at once where neither end can be white space: millions of cells are trimmed.
#[inline]
pub fn trimmed(cell: &str) -> &str {
    let solid = |byte: Option<&u8>| byte.is_some_and(|byte| (b'!'..=b'~').contains(byte));
    if solid(cell.as_bytes().first()) && solid(cell.as_bytes().last()) { cell } else { cell.trim() }
}

#[derive(serde::Deserialize, Default)]
struct Written {
    marks: Vec<String>,
    unknown: Vec<String>,
    nouns: Vec<String>,
}

struct Marks {
    whole: FxHashSet<Box<str>>,
    /// Bytes with which one of them begins, in lower case.
    first: [bool; 256],
    /// The longest of them, in bytes.
    longest: usize,
}

fn marks() -> &'static Marks {
    static PARSED: OnceLock<Marks> = OnceLock::new();
    PARSED.get_or_init(|| {
        // A test parses the file and looks marks up.
        let written: Written = toml::from_str(include_str!("../../data/input/blanks.toml")).unwrap_or_default();
        let mut whole: FxHashSet<Box<str>> = FxHashSet::default();
        for mark in written.marks.iter().chain(&written.unknown) {
            whole.insert(mark.to_lowercase().into_boxed_str());
        }
        for unknown in &written.unknown {
            for noun in &written.nouns {
                whole.insert(format!("{unknown} {noun}").into_boxed_str());
                whole.insert(format!("{noun} {unknown}").into_boxed_str());
            }
        }
        let mut first = [false; 256];
        for mark in &whole {
            first[usize::from(mark.as_bytes().first().copied().unwrap_or_default())] = true;
        }
        // Capitals beyond ASCII begin with other bytes than their small letters.
        first[0x80..].fill(true);
        let longest = whole.iter().map(|mark| mark.len()).max().unwrap_or_default();
        Marks { whole, first, longest }
    })
}

/// Whether a cell says that nothing is known.
#[inline]
pub fn is_blank_mark(cell: &str) -> bool {
    let cell = trimmed(cell);
    let Some(&first) = cell.as_bytes().first() else { return true };
    // Hardly any cell of figures begins as a mark does.
    if first.is_ascii_digit() {
        return false;
    }
    if first == b'-' && matches!(cell, "-9" | "-99" | "-999" | "-9.0" | "-99.0" | "-999.0") {
        return true;
    }
    is_word_for_nothing(cell, first)
}

/// Whether a name says that nothing is known: as [`is_blank_mark`], but numbers are names.
#[inline]
pub fn is_no_name(cell: &str) -> bool {
    let cell = trimmed(cell);
    cell.as_bytes().first().is_none_or(|&first| !first.is_ascii_digit() && is_word_for_nothing(cell, first))
}

fn is_word_for_nothing(cell: &str, first: u8) -> bool {
    let marks = marks();
    if cell.len() > marks.longest || !marks.first[usize::from(first.to_ascii_lowercase())] {
        return false;
    }
    let mut small = [0u8; 64];
    if cell.is_ascii()
        && let Some(small) = small.get_mut(..cell.len())
    {
        small.copy_from_slice(cell.as_bytes());
        small.make_ascii_lowercase();
        return std::str::from_utf8(small).is_ok_and(|small| marks.whole.contains(small));
    }
    marks.whole.contains(cell.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_in_eight_languages() {
        for mark in [
            "",
            " ",
            "NA",
            "n/a",
            "\\N",
            "<NA>",
            "#NULL!",
            "..",
            "—",
            "Unknown",
            "Unspecified location",
            "Inconnu",
            "LIEU INCONNU",
            "ND",
            "sin información",
            "não informado",
            "Невідомо",
            "НЕИЗВЕСТНО",
            "غير معروف",
            "unbekannt",
            "-99",
            "k.A.",
        ] {
            assert!(is_blank_mark(mark), "{mark:?}");
        }
        for name in ["Nata", "Unity", "0", "-5", "Inconnu-Ber", "Nilo", "Kano", "Unknown gunmen on motorcycles"] {
            assert!(!is_blank_mark(name), "{name:?}");
        }
        assert!(is_no_name("N/A") && !is_no_name("-99") && !is_no_name("12"));
    }
}
