//! A baseline: findings that are known and shall not fail a run. Sorted lines, made for review in a
//! pull request: `CODE fingerprint.evidence headline`. Entries of the old form have no digest of the evidence, and stand for any.

use crate::model::{Finding, State};
use std::collections::BTreeMap;
use std::fmt::Write;

/// A baseline as read from its file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    /// The file's name, for messages.
    pub file: String,
    /// What is known, by fingerprint.
    pub entries: BTreeMap<String, Entry>,
}

/// A finding that is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its code.
    pub code: String,
    /// The digest of its evidence; empty where the entry does not say.
    pub evidence: String,
    /// Its headline.
    pub headline: String,
}

impl Baseline {
    /// Reads a baseline. Blank lines and lines that begin with `#` do not count.
    ///
    /// # Errors
    /// A sentence on the first line that is none.
    pub fn parse(file: &str, text: &str) -> Result<Baseline, String> {
        let mut entries = BTreeMap::new();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim_start_matches('\u{feff}').trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let mut words = line.splitn(3, char::is_whitespace);
            let (code, fingerprint) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
            let sound = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
            let (fingerprint, evidence) = fingerprint.split_once('.').unwrap_or((fingerprint, ""));
            if !sound(code) || !sound(fingerprint) || !(evidence.is_empty() || sound(evidence)) {
                return Err(format!(
                    "{file}:{}: this is no line of a baseline (CODE fingerprint headline): write it anew with --write-baseline",
                    index + 1
                ));
            }
            let headline = words.next().unwrap_or_default().trim().to_owned();
            let entry = Entry { code: code.to_owned(), evidence: evidence.to_owned(), headline };
            entries.insert(fingerprint.to_owned(), entry);
        }
        Ok(Baseline { file: file.to_owned(), entries })
    }

    /// The baseline of findings. Decided ones are left out: their decision already speaks for them.
    pub fn render(findings: &[Finding]) -> String {
        let mut lines: Vec<String> = findings
            .iter()
            .filter(|finding| finding.state != State::Decided)
            .map(|finding| {
                let headline = finding.headline.split_whitespace().collect::<Vec<_>>().join(" ");
                format!("{} {}.{} {headline}", finding.code, finding.fingerprint, finding.evidence_hash)
            })
            .collect();
        lines.sort();
        let mut text = String::from(
            "# Known findings: they are shown and do not fail a run. CODE fingerprint.evidence headline, sorted.\n",
        );
        for line in lines {
            let _ = writeln!(text, "{}", line.trim_end());
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_lines_and_names_the_bad_one() {
        let read =
            Baseline::parse("b", "# known\n\nTOL002 abc123 estimates out of order\nDAT001 f0\nDUP001 c1.d2 two rows\n")
                .unwrap();
        let entry = |code: &str, evidence: &str, line: &str| Entry {
            code: code.to_owned(),
            evidence: evidence.to_owned(),
            headline: line.to_owned(),
        };
        assert_eq!(read.entries.get("abc123"), Some(&entry("TOL002", "", "estimates out of order")));
        assert_eq!(read.entries.get("f0"), Some(&entry("DAT001", "", "")));
        assert_eq!(read.entries.get("c1"), Some(&entry("DUP001", "d2", "two rows")));
        assert!(Baseline::parse("b", "TOL002\n").unwrap_err().starts_with("b:1: "));
        assert!(Baseline::parse("b", "\n{\"a\": 1}\n").unwrap_err().starts_with("b:2: "));
    }
}
