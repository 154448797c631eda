//! `edit`: a revision's file in an editor.

use clap::Args;

use super::args::EnvironmentArgs;
use super::databases::OneDatabaseArgs;
use super::session::Session;
use crate::command;
use crate::error::Error;

#[derive(Debug, Args)]
pub(super) struct EditArgs {
    /// An id or the beginning of one, `head`, `web@head`, `<id>-1`, or `current`
    #[arg(allow_negative_numbers = true, default_value = "head")]
    revision: String,
    #[command(flatten)]
    pub(super) databases: OneDatabaseArgs,
    #[command(flatten)]
    pub(super) environment: EnvironmentArgs,
}

pub(super) fn run(args: &EditArgs, session: &mut Session<'_>) -> Result<(), Error> {
    let project = session.open()?;
    command::edit(project, &args.revision, &mut |event| session.output.event(event))?;
    Ok(())
}
