//! `show`: one revision.

use clap::Args;

use super::args::EnvironmentArgs;
use super::databases::OneDatabaseArgs;
use super::session::Session;
use crate::command;
use crate::error::Error;

#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// An id or the beginning of one, `head`, `heads`, `web@head`, `<id>-1`, or `current`
    #[arg(allow_negative_numbers = true)]
    revision: String,
    #[command(flatten)]
    pub(super) databases: OneDatabaseArgs,
    #[command(flatten)]
    pub(super) environment: EnvironmentArgs,
}

pub(super) fn run(args: &ShowArgs, session: &mut Session<'_>) -> Result<(), Error> {
    let project = session.open()?;
    let entries = command::show(project, &args.revision, &mut |event| session.output.event(event))?;
    session.output.show(&entries);
    Ok(())
}
