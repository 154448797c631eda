//! `upgrade`: bring the database forward.

use clap::Args;

use super::args::EnvironmentArgs;
use super::databases::{self, DatabasesArgs, ScriptArgs};
use super::session::Session;
use crate::command::{self, MigrateOptions};
use crate::error::Error;
use crate::revision::Target;

#[derive(Debug, Args)]
pub(super) struct UpgradeArgs {
    /// Where to go: an id or the beginning of one, `head`, `heads`, `+1`, `<id>+1`, `web@head`,
    /// `web@+1`; with `--sql` also `from:to`
    #[arg(allow_negative_numbers = true, value_name = "REVISION", default_value = "head")]
    target: String,
    #[command(flatten)]
    script: ScriptArgs,
    /// Have each step of the SQL look for itself whether it is done (PostgreSQL, MySQL)
    #[arg(long, requires = "sql")]
    idempotent: bool,
    /// Pass over so many operations of the first revision: MySQL and MariaDB keep them when one fails
    #[arg(
        long,
        value_name = "COUNT",
        default_value_t = 0,
        hide_default_value = true,
        conflicts_with = "sql"
    )]
    resume_after: usize,
    #[command(flatten)]
    databases: DatabasesArgs,
    #[command(flatten)]
    pub(super) environment: EnvironmentArgs,
}

pub(super) fn run(args: &UpgradeArgs, session: &mut Session<'_>) -> Result<(), Error> {
    let mut options = options(&args.target, args.script.sql)?;
    options.resume_after = args.resume_after;
    options.idempotent = args.idempotent;
    databases::migrate(&args.databases, &args.script, session, |project, observer| {
        command::upgrade(project, &options, observer)
    })
}

/// Reads where to go: `to`, or with `--sql` also `from:to`, of which each side may be empty.
fn options(text: &str, sql: bool) -> Result<MigrateOptions, Error> {
    let Some((from, to)) = text.split_once(':').filter(|_| sql) else {
        let offline = sql.then(Target::base);
        return Ok(MigrateOptions {
            target: text.parse()?,
            offline,
            idempotent: false,
            resume_after: 0,
        });
    };
    let target = if to.is_empty() { Target::head() } else { to.parse()? };
    let start = if from.is_empty() { Target::base() } else { from.parse()? };
    Ok(MigrateOptions { target, offline: Some(start), idempotent: false, resume_after: 0 })
}
