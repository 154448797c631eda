//! `ensure-version`: create the version table.

use clap::Args;

use super::args::EnvironmentArgs;
use super::session::Session;
use crate::command;
use crate::error::Error;

#[derive(Debug, Args)]
pub(super) struct EnsureVersionArgs {
    /// Print the SQL instead of running it
    #[arg(long)]
    sql: bool,
    #[command(flatten)]
    pub(super) environment: EnvironmentArgs,
}

pub(super) fn run(args: &EnsureVersionArgs, session: &mut Session<'_>) -> Result<(), Error> {
    let project = session.open()?;
    let script =
        command::ensure_version(project, args.sql, &mut |event| session.output.event(event))?;
    session.output.script(script.as_deref());
    Ok(())
}
