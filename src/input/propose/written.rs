//! A proposal as a file to be read, mended and kept.

use super::{Proposal, Proposed};
use crate::input::mapping::How;
use std::path::Path;

impl Proposal {
    /// The proposal as a preset file, each column with its reason beside it.
    pub fn to_preset(&self) -> String {
        let stem = Path::new(&self.path).file_name().unwrap_or_default().to_string_lossy();
        let name = stem.split('.').next().filter(|name| !name.is_empty() && *name != "-").unwrap_or("own");
        let mut out = self.opening("keep it as a file, and name that file with `--preset FILE` or in recount.toml.");
        out += &format!("name = {}\n", quote(name));
        self.rows(&mut out);
        out += "\n[columns]\n";
        self.body(&mut out, "", "dates");
        out
    }

    /// The proposal as a `recount.toml` with one input.
    pub fn to_settings(&self) -> String {
        let mut out = self.opening("and keep it as recount.toml; `recount check` then needs no more words.");
        out += &format!("[[input]]\npath = {}\n", quote(&self.path));
        if !self.preset.is_empty() {
            out += &format!(
                "preset = {}\n\n# What the preset reads, and what can be changed:\n# [input.columns]\n",
                quote(&self.preset)
            );
            self.body(&mut out, "# ", "input.dates");
            return out;
        }
        self.rows(&mut out);
        out += "\n[input.columns]\n";
        self.body(&mut out, "", "input.dates");
        out
    }

    fn opening(&self, what_next: &str) -> String {
        let mut out =
            format!("# Proposed for {} from its header and its first {} rows.\n", comment(&self.path), self.rows);
        out += &format!("# Read it through, mend it, {what_next}\n");
        if !self.preset.is_empty() {
            out += &format!("# The preset {:?} reads this file as it stands.\n", self.preset);
        }
        out
    }

    /// What a row is, and where the header stands.
    fn rows(&self, out: &mut String) {
        let (unit, reason) = &self.unit;
        *out += "# \"report\": several rows may tell of one event. \"event\": each row should be another event.\n";
        *out += &format!("unit = {} # {}\n", quote(unit), comment(reason));
        if self.no_header {
            *out += "# The file has no header; its columns go by their numbers.\nno_header = true\n";
        } else if self.header_line > 1
            && !self.notes.iter().any(|note| note.contains("two rows") || note.contains("HXL"))
        {
            *out += &format!("# What stands above the header is skipped.\nheader_row = {}\n", self.header_line);
        }
    }

    /// The columns, what was left over, and the order of day and month.
    fn body(&self, out: &mut String, before: &str, dates: &str) {
        for proposed in &self.columns {
            *out += &format!("{before}{}\n", line(proposed));
        }
        if !self.asked.is_empty() {
            *out += "\n# Perhaps these: take the sign before one away where it is right.\n";
            for proposed in &self.asked {
                *out += &format!("# {}\n", line(proposed));
            }
        }
        if !self.unmapped.is_empty() {
            *out += "\n# Not mapped, since nothing shows what they hold for recount; they can be written in above:\n";
            for (name, looks) in &self.unmapped {
                *out += &format!("#   {}: {looks}\n", comment(&quote(name)));
            }
        }
        if let (Some(month_first), true) = (self.month_first, self.preset.is_empty()) {
            *out += &format!("\n[{dates}]\norder = \"{}-first\"\n", if month_first { "month" } else { "day" });
        }
    }
}

/// A column of ours with what fills it, and why.
fn line(proposed: &Proposed) -> String {
    let names: Vec<String> = proposed.theirs.iter().map(|name| quote(name)).collect();
    let value = match (&proposed.how, names.as_slice()) {
        (How::Constant(value), _) => format!("{{ value = {} }}", quote(value)),
        (How::FirstOfTwo, [name, ..]) => format!("{{ part = 1, of = {name} }}"),
        (How::SecondOfTwo, [name, ..]) => format!("{{ part = 2, of = {name} }}"),
        (How::Join(with), _) => format!("{{ join = [{}], with = {} }}", names.join(", "), quote(with)),
        (_, [name]) => name.clone(),
        _ => format!("{{ first = [{}] }}", names.join(", ")),
    };
    format!("{} = {value} # {}", proposed.col.name(), comment(&proposed.reason))
}

fn quote(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// A text that stays within one line of comment.
fn comment(text: &str) -> String {
    text.chars().map(|ch| if ch.is_control() { ' ' } else { ch }).collect()
}
