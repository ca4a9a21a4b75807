//! A baseline: findings that are known and shall not fail a run. Sorted lines, made for review in a
//! pull request: `CODE fingerprint headline`.

use crate::model::{Finding, State};
use std::collections::BTreeMap;
use std::fmt::Write;

/// A baseline as read from its file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    /// The file's name, for messages.
    pub file: String,
    /// Code and headline by fingerprint.
    pub entries: BTreeMap<String, (String, String)>,
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
            if !sound(code) || !sound(fingerprint) {
                return Err(format!(
                    "{file}:{}: this is no line of a baseline (CODE fingerprint headline): write it anew with --write-baseline",
                    index + 1
                ));
            }
            let headline = words.next().unwrap_or_default().trim().to_owned();
            entries.insert(fingerprint.to_owned(), (code.to_owned(), headline));
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
                format!("{} {} {headline}", finding.code, finding.fingerprint)
            })
            .collect();
        lines.sort();
        let mut text = String::from(
            "# Known findings: they are shown and do not fail a run. CODE fingerprint headline, sorted.\n",
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
        let read = Baseline::parse("b", "# known\n\nTOL002 abc123 estimates out of order\nDAT001 f0\n").unwrap();
        let entry = |code: &str, line: &str| (code.to_owned(), line.to_owned());
        assert_eq!(read.entries.get("abc123"), Some(&entry("TOL002", "estimates out of order")));
        assert_eq!(read.entries.get("f0"), Some(&entry("DAT001", "")));
        assert!(Baseline::parse("b", "TOL002\n").unwrap_err().starts_with("b:1: "));
        assert!(Baseline::parse("b", "\n{\"a\": 1}\n").unwrap_err().starts_with("b:2: "));
    }
}
