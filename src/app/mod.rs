//! Arguments, the pipeline, one file per subcommand.

pub mod cli;
pub mod entries;
pub mod fault;
pub mod files;
pub mod job;
pub mod pipeline;
pub mod progress;
pub mod tables;
