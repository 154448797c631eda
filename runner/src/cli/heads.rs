//! `heads`: the revisions that no other follows.

use clap::Args;

use super::session::Session;
use crate::command;
use crate::error::Error;

#[derive(Debug, Args)]
pub(super) struct HeadsArgs {
    /// Leave out the heads on which other revisions depend
    #[arg(long, alias = "resolve_dependencies")]
    resolve_dependencies: bool,
}

pub(super) fn run(args: &HeadsArgs, session: &mut Session<'_>) -> Result<(), Error> {
    let entries = command::heads(session.open()?, args.resolve_dependencies)?;
    session.output.heads(&entries);
    Ok(())
}
