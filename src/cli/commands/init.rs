//! `recount init`: propose settings for an unknown file.

use crate::cli::arguments::InitArgs;
use crate::cli::files::{write_private, write_stdout};
use crate::cli::terminal::complain;
use crate::emit::one_line;
use crate::input;
use crate::model::Col;
use crate::run::Error;

/// Proposes, and says what it could not map.
///
/// # Errors
/// The file cannot be read, or the output would overwrite something.
pub fn run(args: &InitArgs) -> Result<u8, Error> {
    let proposal = input::propose(&args.file, &input::InputOptions::default())?;
    let text = proposal.to_settings();
    match &args.output {
        Some(path) if path.exists() => {
            return Err(Error::new(format!("{} exists and is not written over; name another file", path.display())));
        }
        Some(path) => write_private(path, text.as_bytes())?,
        None => write_stdout(text.as_bytes())?,
    }
    if !proposal.unmapped.is_empty() {
        let names: Vec<&str> = proposal.unmapped.iter().map(|(name, _)| name.as_str()).collect();
        complain(&format!("recount: not mapped: {}\n", one_line(&names.join(", "))));
    }
    let required = [Col::ReportId, Col::EventDate, Col::Place];
    if !proposal.columns.iter().any(|proposed| required.contains(&proposed.col)) {
        complain(
            "recount: no column shows by its name or values that it holds an id, a date or a place; name at least one of them \
             (report_id, event_date, place) under [input.columns], or the file cannot be read\n",
        );
    }
    Ok(0)
}
