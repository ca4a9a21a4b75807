//! Arguments, the pipeline, one file per subcommand.

pub mod pipeline;
