//! Arguments, the pipeline, one file per subcommand.

pub mod cli;
pub mod commands;
pub mod entries;
pub mod fault;
pub mod files;
pub mod filled;
pub mod history;
pub mod job;
pub mod load;
pub mod outputs;
pub mod pipeline;
pub mod progress;
pub mod settings;
mod shelf;
pub mod tables;
pub mod terminal;
pub mod waterfall;
