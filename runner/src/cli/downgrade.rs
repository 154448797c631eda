//! `downgrade`: take the database back.

use clap::Args;

use super::args::EnvironmentArgs;
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
    /// Print the SQL instead of running it
    #[arg(long)]
    sql: bool,
    #[command(flatten)]
    pub(super) environment: EnvironmentArgs,
}

pub(super) fn run(args: DowngradeArgs, session: &mut Session<'_>) -> Result<(), Error> {
    let options = match (args.sql, args.target.split_once(':')) {
        (false, _) => MigrateOptions { target: args.target.parse()?, offline: None },
        (true, Some((from, to))) => {
            MigrateOptions { target: to.parse()?, offline: Some(from.parse()?) }
        }
        (true, None) => return Err(RuntimeError::OfflineStart.into()),
    };
    let project = session.open()?;
    let script = command::downgrade(project, &options, &mut |event| session.output.event(event))?;
    session.output.script(script.as_deref());
    Ok(())
}
