//! `downgrade`: take the database back.

use clap::Args;

use super::args::EnvironmentArgs;
use super::databases::{self, DatabasesArgs, ScriptArgs};
use super::session::Session;
use crate::command::{self, MigrateOptions};
use crate::error::Error;
use crate::runtime::RuntimeError;

#[derive(Debug, Args)]
pub(super) struct DowngradeArgs {
    /// Where to go: an id or the beginning of one, `base`, `-1`, `<id>-1`, `web@base`, `web@-1`;
    /// with `--sql` `from:to`
    #[arg(allow_negative_numbers = true, value_name = "REVISION")]
    target: String,
    #[command(flatten)]
    script: ScriptArgs,
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

pub(super) fn run(args: &DowngradeArgs, session: &mut Session<'_>) -> Result<(), Error> {
    let (target, offline) = match (args.script.sql, args.target.split_once(':')) {
        (false, _) => (args.target.parse()?, None),
        (true, Some((from, to))) => (to.parse()?, Some(from.parse()?)),
        (true, None) => return Err(RuntimeError::OfflineStart.into()),
    };
    let options =
        MigrateOptions { target, offline, idempotent: false, resume_after: args.resume_after };
    databases::migrate(&args.databases, &args.script, session, |project, observer| {
        command::downgrade(project, &options, observer)
    })
}
