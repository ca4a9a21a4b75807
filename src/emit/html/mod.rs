//! One HTML page: self-contained, offline, for the analyst and the steward.
//!
//! The page holds the ledger as JSON and a script that draws it; nothing is fetched. Its content-security policy forbids
//! every request and allows exactly this script and this style sheet, by their hashes, so text from data cannot become
//! code even if the script were careless. The script (`*.js` beside this file, joined in the order of [`SCRIPTS`]) only ever
//! makes text nodes of data. Without scripting, the counts and the worst findings can still be read.

mod counts;
mod data;

use super::words::{clip, count, counted, one_line, range};
use super::{EmitError, EmitOptions};
use crate::model::{Ledger, State};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io::Write;

/// The script's modules, in the order in which they are joined.
const SCRIPTS: [&str; 13] = [
    include_str!("core.js"),
    include_str!("diff.js"),
    include_str!("charts.js"),
    include_str!("map.js"),
    include_str!("timeline.js"),
    include_str!("review.js"),
    include_str!("story.js"),
    include_str!("event.js"),
    include_str!("findings.js"),
    include_str!("places.js"),
    include_str!("overview.js"),
    include_str!("run.js"),
    include_str!("main.js"),
];
const STYLE: &str = include_str!("style.css");
const PAGE: &str = include_str!("page.html");

/// Findings told where scripting is off.
const STATIC: usize = 100;

/// Writes it.
///
/// # Errors
/// Where the output refuses it.
pub fn render(ledger: &Ledger, options: &EmitOptions, out: &mut dyn Write) -> Result<(), EmitError> {
    let script = format!("(() => {{\n'use strict';\n{}}})();", SCRIPTS.concat());
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; img-src data:; base-uri 'none'; form-action 'none'",
        hash(&script),
        hash(STYLE)
    );
    // Parts are written between the placeholders, never replaced within text: data may hold a placeholder.
    for (index, piece) in PAGE.split('@').enumerate() {
        match piece {
            "policy" if index % 2 == 1 => out.write_all(policy.as_bytes())?,
            "style" if index % 2 == 1 => out.write_all(STYLE.as_bytes())?,
            "script" if index % 2 == 1 => out.write_all(script.as_bytes())?,
            "static" if index % 2 == 1 => out.write_all(plain(ledger, options).as_bytes())?,
            "ledger" if index % 2 == 1 => out.write_all(data::json(ledger, options)?.as_bytes())?,
            text => out.write_all(text.as_bytes())?,
        }
    }
    Ok(())
}

/// The base64 of the SHA-256 of a text, as content-security policies want it.
fn hash(text: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digest = Sha256::digest(text.as_bytes());
    let mut out = String::with_capacity(44);
    for three in digest.chunks(3) {
        let bits = three.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
            out.push(if place <= three.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

/// What can be read without scripting. Writing to a string cannot fail.
fn plain(ledger: &Ledger, options: &EmitOptions) -> String {
    let mut page = String::new();
    let severity = ledger.by_severity();
    let number = |name: &str| severity.get(name).copied().unwrap_or_default();
    let _ = write!(
        page,
        "<h2>Report</h2><p>{}, {}: {}, {}, {} info.</p>",
        counted(ledger.reports, "report", "reports"),
        counted(ledger.events, "event", "events"),
        counted(number("error"), "error", "errors"),
        counted(number("warning"), "warning", "warnings"),
        count(number("info"))
    );
    let _ = write!(page, "<p>This page needs scripting to be searched and to take decisions.</p>");
    let _ = write!(page, "<table><tr><th>severity</th><th>rule</th><th>finding</th><th>where</th></tr>");
    let open = || ledger.findings.iter().filter(|finding| finding.state != State::Decided);
    for finding in open().take(STATIC) {
        let place = finding.evidence.first().map(|piece| format!("{}:{}", piece.input, piece.line)).unwrap_or_default();
        let _ = write!(
            page,
            "<tr><td>{}</td><td>{}</td><td><bdi>{}</bdi></td><td><bdi>{}</bdi></td></tr>",
            finding.severity.name(),
            escape(&finding.code),
            escape(&clip(&finding.headline, 400)),
            escape(&clip(&place, 200))
        );
    }
    page.push_str("</table>");
    let left = open().count().saturating_sub(STATIC);
    if left > 0 {
        let _ = write!(page, "<p>{} more are in {}.</p>", count(left as u64), escape(&options.whole));
    }
    page.push_str("<ul>");
    for event in ledger.event_entries.iter().filter(|event| event.stated).take(STATIC) {
        let _ = write!(
            page,
            "<li><bdi>{} {}</bdi>: {} dead; rows add up to {}</li>",
            escape(&event.date),
            escape(&clip(&event.places.join(", "), 200)),
            range(event.low.into(), event.high.map(u64::from)),
            count(event.naive_sum)
        );
    }
    page.push_str("</ul>");
    page
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in one_line(text).chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_browsers() {
        // printf '' | openssl dgst -sha256 -binary | base64, and the same of `alert(1)`.
        assert_eq!(hash(""), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        assert_eq!(hash("alert(1)"), "bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=");
    }

    #[test]
    fn assets_cannot_end_their_elements() {
        for script in SCRIPTS {
            assert!(!script.contains("</script") && !script.contains("<!--") && !script.contains("innerHTML"));
        }
        assert!(!STYLE.contains("</style"));
        assert_eq!(PAGE.split('@').count(), 11, "five placeholders, no other at sign");
    }
}
