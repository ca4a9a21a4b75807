//! `recount db`: looking after the store.

use crate::cli::arguments::{Common, DbCommand};
use crate::cli::files::write_stdout;
use crate::cli::settings;
use crate::run::Error;
use crate::store::{Store, ops};

/// Looks after the store.
///
/// # Errors
/// What the store says.
pub fn run(common: &Common, command: &DbCommand) -> Result<u8, Error> {
    let dir = settings::store(common)?;
    let existing = || -> Result<Store, Error> {
        if !dir.is_dir() {
            return Err(Error::new(format!("there is no store in {}: name one with --db", dir.display())));
        }
        Ok(Store::open(&dir)?)
    };
    let text = match command {
        DbCommand::Stats => {
            let stats = ops::stats(&existing()?)?;
            format!(
                "store      {}\nreports    {}\nversions   {} (former ones included)\nchunks     {}\ndata sets  {}\n\
                 text       {} KB in records, {} KB compressed\ndisk       {} KB of records, {} KB of past runs\n",
                stats.dir.display(),
                stats.reports,
                stats.versions,
                stats.chunks,
                stats.datasets.join(", "),
                stats.text_bytes.div_ceil(1024),
                stats.chunk_bytes.div_ceil(1024),
                stats.data_bytes.div_ceil(1024),
                stats.runs_bytes.div_ceil(1024),
            )
        }
        DbCommand::Verify => {
            let found = ops::verify(&existing()?)?;
            let mut text =
                format!("{} chunks with {} records and {} runs were read\n", found.chunks, found.records, found.runs);
            for problem in &found.problems {
                text.push_str(problem);
                text.push('\n');
            }
            if found.problems.is_empty() {
                text.push_str("all is as it was written\n");
            } else {
                write_stdout(text.as_bytes())?;
                return Err(Error::new(format!(
                    "the store in {} is damaged: restore a copy with `recount db restore FOLDER`, or delete it and run again on the input files",
                    dir.display()
                )));
            }
            text
        }
        DbCommand::Backup { to } => {
            ops::backup(&existing()?, to)?;
            format!("copied to {}\n", to.display())
        }
        DbCommand::Restore { from } => {
            ops::restore(&dir, from)?;
            format!("{} now holds what {} holds\n", dir.display(), from.display())
        }
        DbCommand::Compact => format!("{} KB won\n", ops::compact(existing()?)? / 1024),
    };
    write_stdout(text.as_bytes())?;
    Ok(0)
}
