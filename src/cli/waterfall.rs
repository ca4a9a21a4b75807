//! A waterfall in plain text.

use crate::model::Waterfall;
use std::fmt::Write;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The comparisons as a table of at most 100 columns, and the result in a sentence.
pub fn text(left: &str, right: &str, why: &Waterfall) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{left}  and  {right}\n");
    let _ = writeln!(out, "  {:<12} {:>7}  why", "what", "bits");
    let _ = writeln!(out, "  {:<12} {:>+7.2}  before anything is compared", "prior", why.prior);
    for step in &why.steps {
        let values = match (step.left.is_empty(), step.right.is_empty()) {
            (true, true) => String::new(),
            _ if step.left == step.right => format!(": {}", cut(&step.left, 40)),
            _ => format!(": {} / {}", cut(&step.left, 30), cut(&step.right, 30)),
        };
        let _ = writeln!(out, "  {:<12} {:>+7.2}  {}{values}", cut(&step.what, 12), step.weight, step.level);
    }
    let _ = writeln!(out, "  {:<12} {:>+7.2}", "sum", why.total());
    match &why.veto {
        Some(veto) => {
            // What was never compared was not kept apart by anything that was found.
            let _ = match (veto.strip_prefix("not compared: "), veto.strip_prefix("by company: ")) {
                (Some(why), _) => writeln!(out, "\nNot compared: {why}."),
                (_, Some(why)) => writeln!(out, "\nKept apart by company: {why}."),
                _ => writeln!(out, "\nKept apart: {veto}."),
            };
        }
        None => {
            let _ = writeln!(out, "\nProbability that they are one: {:.3}.", why.probability());
        }
    }
    out
}

/// The text, cut to that many columns, with an ellipsis where it was cut.
pub fn cut(text: &str, columns: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.width() <= columns {
        return text;
    }
    let mut out = String::new();
    let mut used = 1;
    for ch in text.chars() {
        used += ch.width().unwrap_or(0);
        if used > columns {
            break;
        }
        out.push(ch);
    }
    out.push('…');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_counted() {
        let mut why = Waterfall { prior: -4.0, ..Waterfall::default() };
        why.step("name", "Karou", "Karou", "equal", 6.0);
        why.step("admin2", "Ansongo", "", "absent on one side", 0.0);
        let text = text("a", "b", &why);
        assert!(text.contains("name           +6.00  equal: Karou\n"), "{text}");
        assert!(text.contains("sum            +2.00"), "{text}");
        assert!(text.contains("one: 0.800."), "{text}");
    }

    #[test]
    fn cuts_by_columns() {
        assert_eq!(cut("Ouatagouna", 5), "Ouat…");
        assert_eq!(cut("Karou", 5), "Karou");
    }
}
