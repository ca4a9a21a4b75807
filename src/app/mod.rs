//! Arguments, the pipeline, one file per subcommand.

pub mod cli;
pub mod entries;
pub mod fault;
pub mod job;
pub mod pipeline;
