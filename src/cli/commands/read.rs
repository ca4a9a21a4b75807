//! `recount read`: what the tool reads in texts.

use crate::cli::arguments::ReadArgs;
use crate::cli::files::write_stdout;
use crate::narrative::{self, Lang};
use crate::run::Error;
use rayon::prelude::*;
use serde::Deserialize;
use std::io::Read;

/// One line of JSON Lines.
#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: serde_json::Value,
    text: String,
}

/// Prints one JSON object a text.
///
/// # Errors
/// The file cannot be read, or a line of it is no text.
pub fn run(args: &ReadArgs) -> Result<u8, Error> {
    let lang = args.lang.as_deref().and_then(Lang::of_code);
    let name = if args.file == "-" { "standard input" } else { args.file.as_str() };
    let bytes = contents(&args.file).map_err(|error| Error::file(format!("{name} cannot be read"), error))?;
    let text = String::from_utf8(bytes)
        .unwrap_or_else(|error| encoding_rs::WINDOWS_1252.decode(error.as_bytes()).0.into_owned());
    let text = text.trim_start_matches('\u{feff}');
    let lines: Vec<(usize, &str)> = text
        .lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line.trim()))
        .filter(|(_, line)| !line.is_empty())
        .collect();
    let jsonl = args.file.ends_with(".jsonl")
        || args.file.ends_with(".ndjson")
        || lines.first().is_some_and(|(_, line)| line.starts_with('{'));
    let texts: Vec<(String, String)> = if jsonl {
        lines
            .par_iter()
            .map(|(number, line)| {
                let line: Line = serde_json::from_str(line).map_err(|error| {
                    Error::new(format!("{name}:{number}: this is no object with a \"text\": {error}"))
                })?;
                let id = match line.id {
                    serde_json::Value::String(id) => id,
                    serde_json::Value::Null => number.to_string(),
                    other => other.to_string(),
                };
                Ok((id, line.text))
            })
            .collect::<Result<_, Error>>()?
    } else {
        let id = std::path::Path::new(&args.file)
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        vec![(id, text.to_owned())]
    };
    let read: Vec<Result<String, Error>> = texts
        .par_iter()
        .map(|(id, text)| {
            serde_json::to_string(&narrative::read_json(id, text, lang))
                .map_err(|error| Error::new(format!("{name}: {id}: {error}")))
        })
        .collect();
    let mut out = String::new();
    for line in read {
        out.push_str(&line?);
        out.push('\n');
    }
    write_stdout(out.as_bytes())?;
    Ok(0)
}

fn contents(file: &str) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if file == "-" {
        std::io::stdin().lock().read_to_end(&mut bytes)?;
    } else {
        bytes = std::fs::read(file)?;
    }
    Ok(bytes)
}
