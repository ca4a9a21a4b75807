//! The command line: arguments, one file for each command, the terminal, progress, outputs.

pub mod arguments;
pub mod commands;
pub mod decisions_workbook;
pub mod files;
pub mod outputs;
pub mod progress;
pub mod settings;
pub mod terminal;
pub mod waterfall;
