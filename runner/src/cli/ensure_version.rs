//! `ensure-version`: create the version table.

use clap::Args;

use super::args::EnvironmentArgs;
use super::databases::{self, DatabasesArgs, ScriptArgs};
use super::session::Session;
use crate::command::{self, Migrated};
use crate::error::Error;

#[derive(Debug, Args)]
pub(super) struct EnsureVersionArgs {
    #[command(flatten)]
    script: ScriptArgs,
    #[command(flatten)]
    databases: DatabasesArgs,
    #[command(flatten)]
    pub(super) environment: EnvironmentArgs,
}

pub(super) fn run(args: &EnsureVersionArgs, session: &mut Session<'_>) -> Result<(), Error> {
    databases::migrate(&args.databases, &args.script, session, |project, observer| {
        let script = command::ensure_version(project, args.script.sql, observer)?;
        Ok(Migrated { script, ..Migrated::default() })
    })
}
