//! What the user may type.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// The data-quality checker for reports of violence.
#[derive(Debug, Parser)]
#[command(name = "recount", version, about, max_term_width = 100, arg_required_else_help = true)]
#[command(after_help = "Exit status: 0 clean at the asked level, 1 findings at or above it, 2 could not do the job.")]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// What holds for every command.
    #[command(flatten)]
    pub common: Common,
}

/// Options of every command.
#[derive(Debug, Clone, Args, Default)]
pub struct Common {
    /// Settings file [default: recount.toml, found upwards from here]
    #[arg(long, global = true, value_name = "FILE", help_heading = "Common options")]
    pub config: Option<PathBuf>,
    /// Folder of the store [default: .recount]
    #[arg(long, global = true, value_name = "DIR", help_heading = "Common options")]
    pub db: Option<PathBuf>,
    /// Keep nothing: use a temporary store that is removed at the end
    #[arg(long, global = true, conflicts_with = "db", help_heading = "Common options")]
    pub no_db: bool,
    /// Number of threads [default: one a core]
    #[arg(long, global = true, value_name = "N", help_heading = "Common options")]
    pub threads: Option<usize>,
    /// Print only what was asked for and errors
    #[arg(long, short, global = true, conflicts_with = "verbose", help_heading = "Common options")]
    pub quiet: bool,
    /// Say more: rules that had nothing to go by, times of the steps, how blocking did
    #[arg(long, short, global = true, help_heading = "Common options")]
    pub verbose: bool,
    /// Colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", help_heading = "Common options")]
    pub color: When,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum When {
    /// When the output is a terminal and NO_COLOR is not set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Options on what to read and how.
#[derive(Debug, Clone, Args, Default)]
pub struct Reading {
    /// Files, folders, globs; `-` for standard input [default: those of the settings file, or all that is stored]
    #[arg(value_name = "INPUT")]
    pub inputs: Vec<String>,
    /// Preset that maps the columns: a name (reports, acled, ged, gtd, ...) or a file [default: recognised]
    #[arg(long, value_name = "NAME|FILE")]
    pub preset: Option<String>,
    /// What a row is: several reports may tell of one event, each row is an event, or each row is a named person
    #[arg(long, value_name = "UNIT", value_parser = ["report", "event", "victim"])]
    pub unit: Option<String>,
    /// Gazetteer: a GeoNames dump, or CSV with name, lat, lon (repeatable)
    #[arg(long, value_name = "FILE")]
    pub gazetteer: Vec<PathBuf>,
    /// Decisions file [default: recount.decisions.toml beside the settings, where it exists]
    #[arg(long, value_name = "FILE")]
    pub decisions: Option<PathBuf>,
    /// Learn the weights of linking from these data (deterministic)
    #[arg(long)]
    pub learn: bool,
    /// The day that counts as today, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DAY")]
    pub today: Option<String>,
}

fn emit_help() -> String {
    let kinds: Vec<&str> = crate::emit::KINDS.iter().map(|kind| kind.name).collect();
    format!("Output: KIND or KIND=PATH (repeatable): {}", kinds.join(", "))
}

/// Options of `check`.
#[derive(Debug, Clone, Args, Default)]
pub struct CheckArgs {
    /// What to read.
    #[command(flatten)]
    pub reading: Reading,
    /// Output: KIND or KIND=PATH (repeatable); the kinds are those of the table.
    #[arg(long, value_name = "KIND[=PATH]", help = emit_help())]
    pub emit: Vec<String>,
    /// Lowest severity that makes the exit status 1
    #[arg(long, value_name = "LEVEL", value_parser = ["error", "warning", "info", "never"])]
    pub fail_on: Option<String>,
    /// Findings in this baseline are known: they are shown and do not fail the run
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write the findings of this run as a baseline
    #[arg(long, value_name = "FILE")]
    pub write_baseline: Option<PathBuf>,
    /// Run only these rules: codes or beginnings of codes (repeatable, or joined by commas)
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Leave these rules out: codes or beginnings of codes
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub skip: Vec<String>,
    /// Hide names of local sources and witnesses, contact details, exact coordinates and free text in outputs
    #[arg(long)]
    pub redact: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Load, check, report: the nightly job and the CI gate in one command
    Check(CheckArgs),
    /// Load files into the store
    Load(Reading),
    /// Show which spellings are one place, and which may be
    Places(ListArgs),
    /// Show which reports tell of one event
    Events(ListArgs),
    /// Show the findings of the last run
    Findings(FindingsArgs),
    /// Print a rule's page; or why two reports, or two place names, were or were not linked
    Explain(ExplainArgs),
    /// Show what the tool reads in texts: tolls, parts, injured, each with its span
    Read(ReadArgs),
    /// List the rules
    Rules(RulesArgs),
    /// Write a decision into the decisions file
    Decide(DecideArgs),
    /// Print a table of the last run
    Export(ExportArgs),
    /// Show what changed between two runs
    Diff(DiffArgs),
    /// Propose a recount.toml for an unknown file
    Init(InitArgs),
    /// Show the settings
    Config(ConfigArgs),
    /// List past runs
    Runs,
    /// Look after the store
    Db(DbArgs),
}

/// Options of `places` and `events`.
#[derive(Debug, Clone, Args)]
pub struct ListArgs {
    /// What to read.
    #[command(flatten)]
    pub reading: Reading,
    /// Show only what mentions this name or id
    #[arg(long, value_name = "TEXT")]
    pub find: Option<String>,
    /// Show at most this many (0: all)
    #[arg(long, value_name = "N", default_value_t = 40)]
    pub limit: usize,
}

/// Options of `findings`.
#[derive(Debug, Clone, Args)]
pub struct FindingsArgs {
    /// Number of the run [default: the last]
    #[arg(long, value_name = "N")]
    pub run: Option<u64>,
    /// Show only these rules: codes or beginnings of codes
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Show only findings of this state
    #[arg(long, value_parser = ["new", "known", "decided"])]
    pub state: Option<String>,
}

/// Options of `explain`.
#[derive(Debug, Clone, Args)]
pub struct ExplainArgs {
    /// A rule's code or name; or two ids of reports; or two names of places
    #[arg(value_name = "CODE | ID ID", required = true, num_args = 1..=2)]
    pub subject: Vec<String>,
    /// Explain from these files rather than from the store (repeatable)
    #[arg(long, value_name = "INPUT")]
    pub input: Vec<String>,
    /// Preset of those files
    #[arg(long, value_name = "NAME|FILE")]
    pub preset: Option<String>,
    /// Gazetteer (repeatable)
    #[arg(long, value_name = "FILE")]
    pub gazetteer: Vec<PathBuf>,
}

/// Options of `read`.
#[derive(Debug, Clone, Args)]
pub struct ReadArgs {
    /// Texts: plain, or JSON Lines with `id` and `text`; `-` for standard input
    #[arg(value_name = "FILE")]
    pub file: String,
    /// Language [default: found in each text]
    #[arg(long, value_name = "LANG", value_parser = ["en", "fr", "es", "pt", "ar", "uk", "ru"])]
    pub lang: Option<String>,
}

/// Options of `rules`.
#[derive(Debug, Clone, Args)]
pub struct RulesArgs {
    /// Show only these: codes or beginnings of codes
    #[arg(value_name = "CODE")]
    pub only: Vec<String>,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

/// Options of `decide`.
#[derive(Debug, Clone, Args)]
pub struct DecideArgs {
    /// same, different, canonical (places: names); same-event, different-events (ids of reports); accept, false-alarm,
    /// snooze (a finding's fingerprint)
    #[arg(value_name = "VERDICT", required_unless_present = "import")]
    pub verdict: Option<String>,
    /// Names, ids or fingerprints
    #[arg(value_name = "SUBJECT")]
    pub subjects: Vec<String>,
    /// Why: decisions without a reason are refused
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// By whom [default: the user's name]
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// Until when, YYYY-MM-DD: required for snooze; others expire then
    #[arg(long, value_name = "DAY")]
    pub until: Option<String>,
    /// Country of the names
    #[arg(long, value_name = "NAME")]
    pub country: Option<String>,
    /// First administrative level of the names
    #[arg(long, value_name = "NAME")]
    pub admin1: Option<String>,
    /// Decisions file to write
    #[arg(long, value_name = "FILE")]
    pub decisions: Option<PathBuf>,
    /// Take over the decisions of a file exported from the page or the workbook
    #[arg(long, value_name = "FILE")]
    pub import: Option<PathBuf>,
    /// The day that counts as today, YYYY-MM-DD
    #[arg(long, value_name = "DAY")]
    pub today: Option<String>,
}

/// Options of `export`.
#[derive(Debug, Clone, Args)]
pub struct ExportArgs {
    /// Which table
    #[arg(value_enum)]
    pub table: Table,
    /// Where to write [default: standard output]
    #[arg(short, long, value_name = "PATH")]
    pub output: Option<PathBuf>,
    /// Format [default: by the path's ending, else csv]
    #[arg(long, value_enum)]
    pub format: Option<TableFormat>,
    /// Number of the run [default: the last]
    #[arg(long, value_name = "N")]
    pub run: Option<u64>,
}

/// A table of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Table {
    /// Each report's place.
    Places,
    /// Each report's event.
    Events,
    /// The reports as loaded.
    Reports,
    /// Each event's toll.
    Tolls,
    /// Rows of one data set beside those of another that tell of the same event, and rows without a partner.
    Links,
    /// Each row's person, on lists of named people.
    Persons,
    /// Which person stands on which lists: the table that programs for multiple-systems estimation read.
    Histories,
}

/// A table's format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// Comma-separated values.
    Csv,
    /// One JSON object a line.
    Jsonl,
    /// A workbook.
    Xlsx,
}

/// Options of `diff`.
#[derive(Debug, Clone, Args)]
pub struct DiffArgs {
    /// Number of the earlier run
    pub earlier: u64,
    /// Number of the later run
    pub later: u64,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

/// Options of `init`.
#[derive(Debug, Clone, Args)]
pub struct InitArgs {
    /// The file to look at
    pub file: PathBuf,
    /// Where to write [default: standard output]
    #[arg(short, long, value_name = "PATH")]
    pub output: Option<PathBuf>,
}

/// Options of `config`.
#[derive(Debug, Clone, Args)]
pub struct ConfigArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: ConfigCommand,
}

/// What `config` does.
#[derive(Debug, Clone, Subcommand)]
pub enum ConfigCommand {
    /// Print each setting with its origin
    Show,
}

/// Options of `db`.
#[derive(Debug, Clone, Args)]
pub struct DbArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: DbCommand,
}

/// What `db` does.
#[derive(Debug, Clone, Subcommand)]
pub enum DbCommand {
    /// Print counts and sizes
    Stats,
    /// Check every chunk against its digest
    Verify,
    /// Copy the store into a folder
    Backup {
        /// A new or empty folder
        to: PathBuf,
    },
    /// Put a copy in the place of the store
    Restore {
        /// A folder that `backup` wrote
        from: PathBuf,
    },
    /// Rewrite the store without what is no longer needed
    Compact,
}
