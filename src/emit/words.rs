//! Words and numbers as outputs print them, and what makes text from data harmless in each.

use crate::model::Ledger;
use std::fmt::Write;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A number with its thousands apart: `12,345`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 finding`, `2 findings`.
pub fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// An interval of dead: `51`, `49 to 60`, `51 or more`.
pub fn range(low: u64, high: Option<u64>) -> String {
    match high {
        Some(high) if high == low => count(low),
        Some(high) => format!("{} to {}", count(low), count(high)),
        None => format!("{} or more", count(low)),
    }
}

/// The reconciled dead of the whole ledger: `49 to 60`, and `or more` where some events have no upper end.
fn dead(ledger: &Ledger) -> String {
    let tolls = ledger.tolls;
    let open = if tolls.open_events > 0 { " or more" } else { "" };
    format!("{}{open}", range(tolls.low, Some(tolls.high)))
}

/// The best single figure in parentheses, after a blank; nothing where the range is that figure alone.
fn best(ledger: &Ledger) -> String {
    let tolls = ledger.tolls;
    let one = tolls.low == tolls.high && tolls.low == tolls.best && tolls.open_events == 0;
    if one { String::new() } else { format!(" (best {})", count(tolls.best)) }
}

/// What of the sum of all rows counts the dead again, after a comma; nothing where none of it does.
fn again(ledger: &Ledger) -> String {
    let tolls = ledger.tolls;
    let copies = tolls.naive_sum.saturating_sub(tolls.distinct_sum);
    match tolls.naive_sum.saturating_sub(tolls.best) {
        0 => String::new(),
        twice if copies == 0 => format!(", {} of them counted again", count(twice)),
        twice => format!(", {} of them counted again ({} in copies)", count(twice), count(copies)),
    }
}

/// The reconciled dead, and behind it against what the rows add up to, without a full stop.
pub fn dead_twice(ledger: &Ledger) -> (String, String) {
    let (sum, best) = (count(ledger.tolls.naive_sum), best(ledger));
    let rest = if ledger.tolls.naive_sum == ledger.tolls.best {
        format!("{best}; no row counts again what another counts")
    } else {
        format!("{best} once nobody is counted twice; adding up every row gives {sum}{}", again(ledger))
    };
    (dead(ledger), rest)
}

/// An input's name on one line; its last part alone where the name is long and no other input ends so.
pub fn short_name(ledger: &Ledger, name: &str) -> String {
    let last = |name: &'_ str| name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    let short = last(name);
    let alone = ledger.inputs.iter().filter(|input| last(&input.name) == short).count() <= 1;
    if alone && !short.is_empty() && name.width() > 30 { one_line(&short) } else { one_line(name) }
}

/// Whether a character would move the cursor, recolour the terminal or reorder the text around it.
fn treacherous(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2028}' | '\u{2029}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Text on one line, for people: runs of blanks become one space; control characters and those that reorder text, which
/// could forge lines in a terminal or a log, become U+FFFD.
pub fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_whitespace() {
            if !out.ends_with(' ') && !out.is_empty() {
                out.push(' ');
            }
        } else if treacherous(letter) {
            out.push('\u{fffd}');
        } else {
            out.push(letter);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// The first `columns` columns of a text, with `…` where it was cut.
pub fn clip(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for letter in text.chars() {
        let wide = letter.width().unwrap_or(0);
        if used + wide + 1 > columns {
            break;
        }
        used += wide;
        out.push(letter);
    }
    out.truncate(out.trim_end().len());
    out.push('…');
    out
}

/// The text, padded with blanks on the right to that many columns.
pub fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(text.width())))
}

/// The text, padded with blanks on the left to that many columns.
pub fn pad_left(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(text.width())))
}

/// A text in lines of at most `columns` columns, broken between words, and within a word that is longer than a line.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(10);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let wide = word.width();
        if used > 0 && used + 1 + wide > columns {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        if wide <= columns {
            line.push_str(word);
            used += wide;
            continue;
        }
        for letter in word.chars() {
            let step = letter.width().unwrap_or(0);
            if used + step > columns {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push(letter);
            used += step;
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Text that a spreadsheet takes for text. A cell that begins as a formula would (`=`, `+`, `-`, `@`, their full-width
/// forms, a tab or a line break) is given a leading apostrophe, unless it is a plain number. The advice is OWASP's,
/// "CSV injection".
pub fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if formula && text.parse::<f64>().is_err() { format!("'{text}") } else { text.to_owned() }
}

/// Text for a cell of a table that is read by people and by spreadsheets alike: no formula, and no character that would move
/// a cursor or reorder what stands beside it. Line breaks and tabs within it stay.
pub fn harmless(text: &str) -> String {
    let kept = |letter: char| if treacherous(letter) && !matches!(letter, '\n' | '\t') { '\u{fffd}' } else { letter };
    cell(&text.chars().map(kept).collect::<String>())
}

/// A path as a relative or `file:` URI reference. Everything but unreserved characters and `/` is percent-encoded.
pub fn uri(path: &str) -> String {
    let slashes = path.replace('\\', "/");
    let mut out = String::with_capacity(slashes.len() + 8);
    let drive =
        slashes.as_bytes().get(1) == Some(&b':') && slashes.starts_with(|letter: char| letter.is_ascii_alphabetic());
    if drive {
        out.push_str("file:///");
    } else if slashes.starts_with('/') {
        out.push_str("file://");
    }
    for (index, byte) in slashes.bytes().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            b':' if drive && index == 1 => out.push(':'),
            // Writing to a string cannot fail.
            _ => drop(write!(out, "%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(counted(1, "row", "rows"), "1 row");
        assert_eq!(range(51, None), "51 or more");
        assert_eq!(range(49, Some(60)), "49 to 60");
        assert_eq!(range(7, Some(7)), "7");
    }

    #[test]
    fn lines_cannot_be_forged() {
        assert_eq!(one_line("a\n\n b\tc "), "a b c");
        assert_eq!(one_line("\u{1b}[31mred"), "\u{fffd}[31mred");
        assert_eq!(one_line("x\u{202e}y"), "x\u{fffd}y");
        assert_eq!(one_line("قرية"), "قرية");
    }

    #[test]
    fn wrapping_keeps_every_letter() {
        let text = "twelve words that do not fit Donaudampfschifffahrtsgesellschaftskapitän into one line";
        let lines = wrap(text, 20);
        assert!(lines.iter().all(|line| line.width() <= 20), "{lines:?}");
        let letters = |text: &str| text.chars().filter(|letter| *letter != ' ').collect::<String>();
        assert_eq!(letters(&lines.concat()), letters(text));
        assert_eq!(clip("Ouatagouna", 5), "Ouat…");
        assert_eq!(clip("Karou", 5), "Karou");
    }

    #[test]
    fn formulas_become_text() {
        assert_eq!(cell("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(cell("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(cell("-1+1"), "'-1+1");
        assert_eq!(cell("-1.27"), "-1.27");
        assert_eq!(cell("Tin-Akof"), "Tin-Akof");
    }

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("data/été 1.csv"), "data/%C3%A9t%C3%A9%201.csv");
        assert_eq!(uri("/tmp/a#b"), "file:///tmp/a%23b");
        assert_eq!(uri("C:\\data\\x.csv"), "file:///C:/data/x.csv");
        assert_eq!(uri("javascript:alert(1)"), "javascript%3Aalert%281%29");
    }
}
