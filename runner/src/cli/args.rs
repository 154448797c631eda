//! The arguments that come before a command, and the list of commands.

use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Zoned;

use super::{
    branches, check, current, diff, downgrade, edit, ensure_version, heads, history, init,
    list_templates, merge, rebase, revision, schema, show, stamp, upgrade,
};
use crate::command::RevisionOptions;

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
    /// Hand a word to `env.rs`: `env.tag()`
    #[arg(long, global = true, value_name = "WORD")]
    pub(super) tag: Option<String>,
    /// The kind of database (postgresql, sqlite, mysql or mariadb): of `--sql` whatever the URL says, of `diff` where no URL is compared
    #[arg(long, global = true, value_name = "NAME")]
    pub(super) dialect: Option<String>,
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

/// What commands that write a new revision share.
#[derive(Debug, Args)]
pub(super) struct NewRevisionArgs {
    /// What the revision does
    #[arg(short, long)]
    message: Option<String>,
    /// A label for the branch that begins with it (repeatable)
    #[arg(long, alias = "branch_label", value_name = "LABEL")]
    branch_label: Vec<String>,
    /// The version location to write it into, instead of that of its first parent
    #[arg(long, alias = "version_path", value_name = "FOLDER")]
    version_path: Option<PathBuf>,
    /// Its id, instead of a random one
    #[arg(long, alias = "rev_id", value_name = "ID")]
    rev_id: Option<String>,
    /// Let it come after revisions that are no heads: a new branch
    #[arg(long)]
    splice: bool,
}

impl NewRevisionArgs {
    /// Returns what these arguments say of the revision; paths are as seen from `folder`.
    pub(super) fn options(self, folder: &Path) -> RevisionOptions {
        RevisionOptions {
            message: self.message.unwrap_or_default(),
            heads: Vec::new(),
            splice: self.splice,
            branch_labels: self.branch_label,
            version_path: self.version_path.map(|path| folder.join(path)),
            rev_id: self.rev_id,
            depends_on: Vec::new(),
            sql: false,
            now: Zoned::now(),
        }
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a migration package here, and the project file that names it
    Init(init::InitArgs),
    /// List the templates of `init`
    #[command(visible_alias = "list_templates")]
    ListTemplates(list_templates::ListTemplatesArgs),
    /// Write a new revision file
    Revision(revision::RevisionArgs),
    /// Compare the database with what `target_metadata` wants; ends with code 3 where they differ
    Check(check::CheckArgs),
    /// Compare two schemas, wherever they come from; ends with code 3 where they differ
    Diff(diff::DiffArgs),
    /// Join several heads in a new revision
    Merge(merge::MergeArgs),
    /// Let a branch follow another head, instead of joining the two
    Rebase(rebase::RebaseArgs),
    /// Bring the database forward
    Upgrade(upgrade::UpgradeArgs),
    /// Take the database back
    Downgrade(downgrade::DowngradeArgs),
    /// Note where the database stands, without running anything
    Stamp(stamp::StampArgs),
    /// Show where the database stands
    Current(current::CurrentArgs),
    /// List the revisions, newest first, or draw them
    History(history::HistoryArgs),
    /// List the revisions that no other follows
    Heads(heads::HeadsArgs),
    /// List the revisions that several others follow
    Branches(branches::BranchesArgs),
    /// Show one revision
    Show(show::ShowArgs),
    /// Open a revision's file in an editor
    Edit(edit::EditArgs),
    /// Show what a database holds: as SQL, JSON, Rust or a diagram
    Schema(schema::SchemaArgs),
    /// Create the version table, if it is not there
    #[command(visible_alias = "ensure_version")]
    EnsureVersion(ensure_version::EnsureVersionArgs),
}

impl Command {
    /// Returns the database that the command works on, where it works on one only and that is said.
    pub(super) fn one_database(&self) -> Option<String> {
        match self {
            Self::Diff(args) => args.databases.database.clone(),
            Self::History(args) => args.databases.database.clone(),
            Self::Show(args) => args.databases.database.clone(),
            Self::Edit(args) => args.databases.database.clone(),
            Self::Schema(args) => args.databases.database.clone(),
            Self::Init(_)
            | Self::ListTemplates(_)
            | Self::Revision(_)
            | Self::Check(_)
            | Self::Merge(_)
            | Self::Rebase(_)
            | Self::Upgrade(_)
            | Self::Downgrade(_)
            | Self::Stamp(_)
            | Self::Current(_)
            | Self::Heads(_)
            | Self::Branches(_)
            | Self::EnsureVersion(_) => None,
        }
    }

    /// Returns what stood behind each `-x` of the command.
    pub(super) fn x(&self) -> &[String] {
        match self {
            Self::Init(_)
            | Self::ListTemplates(_)
            | Self::Heads(_)
            | Self::Branches(_)
            | Self::Schema(_) => &[],
            Self::Revision(args) => &args.environment.x,
            Self::Check(args) => &args.environment.x,
            Self::Diff(args) => &args.environment.x,
            Self::Merge(args) => &args.environment.x,
            Self::Rebase(args) => &args.environment.x,
            Self::Upgrade(args) => &args.environment.x,
            Self::Downgrade(args) => &args.environment.x,
            Self::Stamp(args) => &args.environment.x,
            Self::Current(args) => &args.environment.x,
            Self::History(args) => &args.environment.x,
            Self::Show(args) => &args.environment.x,
            Self::Edit(args) => &args.environment.x,
            Self::EnsureVersion(args) => &args.environment.x,
        }
    }
}
