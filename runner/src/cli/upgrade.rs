//! `upgrade`: bring the database forward.

use clap::Args;

use super::args::EnvironmentArgs;
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
    /// Print the SQL instead of running it
    #[arg(long)]
    sql: bool,
    #[command(flatten)]
    pub(super) environment: EnvironmentArgs,
}

pub(super) fn run(args: UpgradeArgs, session: &mut Session<'_>) -> Result<(), Error> {
    let options = options(&args.target, args.sql)?;
    let project = session.open()?;
    let script = command::upgrade(project, &options, &mut |event| session.output.event(event))?;
    session.output.script(script.as_deref());
    Ok(())
}

/// Reads where to go: `to`, or with `--sql` also `from:to`, of which each side may be empty.
fn options(text: &str, sql: bool) -> Result<MigrateOptions, Error> {
    let Some((from, to)) = text.split_once(':').filter(|_| sql) else {
        let offline = sql.then(Target::base);
        return Ok(MigrateOptions { target: text.parse()?, offline });
    };
    let target = if to.is_empty() { Target::head() } else { to.parse()? };
    let start = if from.is_empty() { Target::base() } else { from.parse()? };
    Ok(MigrateOptions { target, offline: Some(start) })
}
