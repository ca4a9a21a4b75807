//! `recount rules`: the catalogue.

use crate::catalogue::Rule;
use crate::cli::arguments::RulesArgs;
use crate::cli::files::write_stdout;
use crate::model::Family;
use crate::rules;
use crate::run::Error;
use serde_json::json;
use std::fmt::Write;

/// Prints the catalogue.
///
/// # Errors
/// When a code matches nothing, or standard output cannot be written.
pub fn run(args: &RulesArgs) -> Result<u8, Error> {
    let chosen: Vec<&Rule> = rules::catalogue().filter(|rule| selected(rule.code, &args.only)).collect();
    if chosen.is_empty() {
        return Err(Error::new(format!(
            "no rule begins with {}; `recount rules` without a code lists them all",
            args.only.join(" or ")
        )));
    }
    let text = if args.json { as_json(&chosen) } else { as_text(&chosen) };
    write_stdout(text.as_bytes())?;
    Ok(0)
}

/// Whether a code is meant by a list of codes and beginnings of codes; an empty list means all.
pub fn selected(code: &str, list: &[String]) -> bool {
    list.is_empty()
        || list.iter().any(|start| code.to_ascii_uppercase().starts_with(&start.trim().to_ascii_uppercase()))
}

fn as_text(chosen: &[&Rule]) -> String {
    let mut out = String::new();
    for family in Family::ALL {
        let members: Vec<_> = chosen.iter().filter(|rule| rule.family() == family).collect();
        if members.is_empty() {
            continue;
        }
        let _ = writeln!(out, "{} ({})", family.title(), members.len());
        for rule in members {
            let _ = writeln!(out, "  {}  {:<7}  {}", rule.code, rule.severity.name(), rule.name);
            let _ = writeln!(out, "          {}", rule.summary);
        }
        out.push('\n');
    }
    let _ = writeln!(out, "{} rules. `recount explain CODE` prints a rule's page.", chosen.len());
    out
}

fn as_json(chosen: &[&Rule]) -> String {
    let list: Vec<_> = chosen
        .iter()
        .map(|rule| {
            json!({
                "code": rule.code,
                "name": rule.name,
                "family": rule.family().title(),
                "category": rule.category.name(),
                "severity": rule.severity.name(),
                "scope": rule.check.scope(),
                "since": rule.since,
                "summary": rule.summary,
                "knobs": rule.knobs.iter().map(|knob| json!({"name": knob.name, "default": knob.default.to_string(), "help": knob.help})).collect::<Vec<_>>(),
            })
        })
        .collect();
    format!("{:#}\n", serde_json::Value::Array(list))
}
