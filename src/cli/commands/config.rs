//! `recount config`: the settings.

use crate::cli::arguments::{Common, ConfigCommand};
use crate::cli::files::write_stdout;
use crate::cli::settings;
use crate::run::Error;
use std::fmt::Write;

/// Prints each setting with its origin.
///
/// # Errors
/// The settings file cannot be read, or is wrong.
pub fn run(common: &Common, command: &ConfigCommand) -> Result<u8, Error> {
    match command {
        ConfigCommand::Show => {
            let resolved = settings::resolve(common)?;
            let rows = resolved.settings.show();
            let widths =
                rows.iter().fold((0, 0), |(name, value), row| (name.max(row.0.len()), value.max(row.1.len().min(48))));
            let mut out = String::new();
            for (name, value, origin) in rows {
                let _ = writeln!(out, "{name:<0$}  {value:<1$}  {origin}", widths.0, widths.1);
            }
            write_stdout(out.as_bytes())?;
            Ok(0)
        }
    }
}
