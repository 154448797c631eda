//! The arguments, and with them the help texts.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::revision::{Target, TargetError};

/// Schema migrations as Rust modules: Alembic for Rust.
#[derive(Debug, Parser)]
#[command(name = "runner", version, arg_required_else_help = true)]
pub(super) struct Cli {
    /// The project file, instead of the nearest `runner.toml`
    #[arg(short, long, global = true, value_name = "FILE", env = "RUNNER_CONFIG")]
    pub(super) config: Option<PathBuf>,
    /// The section of the project file that lies over its top
    #[arg(short, long, global = true, value_name = "SECTION")]
    pub(super) name: Option<String>,
    /// Hand a value to `env.rs` (repeatable)
    #[arg(short, value_name = "KEY=VALUE")]
    pub(super) x: Vec<String>,
    /// Print results and errors only
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Tell more: long entries in listings, the database's kind and URL
    #[arg(short, long, global = true)]
    pub(super) verbose: bool,
    /// When to colour the output
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: Color,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// When output is coloured.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Color {
    /// On a terminal
    Auto,
    Always,
    Never,
}

impl From<Color> for anstream::ColorChoice {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => Self::Auto,
            Color::Always => Self::AlwaysAnsi,
            Color::Never => Self::Never,
        }
    }
}

/// What commands that run the environment share.
///
/// As a global argument, `-x` behind the command would replace those before it.
#[derive(Debug, Args)]
pub(super) struct EnvironmentArgs {
    /// Hand a value to `env.rs` (repeatable)
    #[arg(short, value_name = "KEY=VALUE")]
    pub(super) x: Vec<String>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a migration package here, and the project file that names it
    Init(InitArgs),
    /// List the templates of `init`
    #[command(name = "list-templates", visible_alias = "list_templates")]
    ListTemplates,
    /// Write a new revision file
    Revision(RevisionArgs),
    /// Bring the database forward
    Upgrade(MigrateArgs),
    /// Take the database back
    Downgrade(DowngradeArgs),
    /// Note where the database stands, without running anything
    Stamp(StampArgs),
    /// Show where the database stands
    Current(CurrentArgs),
    /// List the revisions, newest first
    History(HistoryArgs),
    /// List the revisions that no other follows
    Heads,
    /// Show one revision
    Show(ShowArgs),
}

#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// The migration package's folder
    #[arg(default_value = "migrations")]
    pub(super) directory: PathBuf,
    /// A name that `list-templates` shows, or the path of a folder
    #[arg(short, long, default_value = "generic", value_name = "NAME")]
    pub(super) template: String,
    /// Where the source of `migration-api` is
    #[arg(long, value_name = "PATH")]
    pub(super) api_path: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct RevisionArgs {
    /// What the revision does
    #[arg(short, long)]
    pub(super) message: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct MigrateArgs {
    /// Where to go: an id or the beginning of one, `head`, `base`, `+1`, `-1`, `<id>+1`; with
    /// `--sql` also `from:to`
    #[arg(allow_negative_numbers = true, value_name = "REVISION")]
    pub(super) target: Option<String>,
    /// Print the SQL instead of running it
    #[arg(long)]
    pub(super) sql: bool,
    #[command(flatten)]
    pub(super) environment: EnvironmentArgs,
}

#[derive(Debug, Args)]
pub(super) struct DowngradeArgs {
    /// Where to go: an id or the beginning of one, `base`, `-1`, `<id>-1`; with `--sql` `from:to`
    #[arg(allow_negative_numbers = true, value_name = "REVISION")]
    pub(super) target: String,
    /// Print the SQL instead of running it
    #[arg(long)]
    pub(super) sql: bool,
    #[command(flatten)]
    pub(super) environment: EnvironmentArgs,
}

#[derive(Debug, Args)]
pub(super) struct StampArgs {
    /// Where the database stands: an id or the beginning of one, `head`, `base`
    #[arg(required = true, value_name = "REVISION", value_parser = target)]
    pub(super) targets: Vec<Target>,
    #[command(flatten)]
    pub(super) environment: EnvironmentArgs,
}

#[derive(Debug, Args)]
pub(super) struct CurrentArgs {
    #[command(flatten)]
    pub(super) environment: EnvironmentArgs,
}

#[derive(Debug, Args)]
pub(super) struct HistoryArgs {
    /// Mark where the database stands
    #[arg(short, long)]
    pub(super) indicate_current: bool,
    #[command(flatten)]
    pub(super) environment: EnvironmentArgs,
}

#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// An id or the beginning of one, `head`, `heads`, or `current`
    pub(super) revision: String,
    #[command(flatten)]
    pub(super) environment: EnvironmentArgs,
}

impl Command {
    /// Returns what stood behind each `-x` of the command.
    pub(super) fn x(&self) -> &[String] {
        match self {
            Self::Init(_) | Self::ListTemplates | Self::Revision(_) | Self::Heads => &[],
            Self::Upgrade(args) => &args.environment.x,
            Self::Downgrade(args) => &args.environment.x,
            Self::Stamp(args) => &args.environment.x,
            Self::Current(args) => &args.environment.x,
            Self::History(args) => &args.environment.x,
            Self::Show(args) => &args.environment.x,
        }
    }
}

fn target(text: &str) -> Result<Target, TargetError> {
    text.parse()
}

impl From<DowngradeArgs> for MigrateArgs {
    fn from(args: DowngradeArgs) -> Self {
        Self { target: Some(args.target), sql: args.sql, environment: args.environment }
    }
}
