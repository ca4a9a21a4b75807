//! The command line: arguments, one file for each command, the terminal, progress, outputs.

pub mod arguments;
pub mod commands;
mod decisions_workbook;
mod files;
mod outputs;
mod progress;
mod settings;
mod terminal;
mod waterfall;

pub use terminal::complain;
