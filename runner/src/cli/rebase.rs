//! `rebase`: let a branch follow another head.

use clap::Args;

use super::args::EnvironmentArgs;
use super::session::Session;
use crate::command::{self, RebaseOptions};
use crate::error::Error;
use crate::revision::Target;

#[derive(Debug, Args)]
pub(super) struct RebaseArgs {
    /// A revision of the branch that is to move
    #[arg(value_name = "REVISION")]
    revision: Target,
    /// The head that the branch is to follow; with two heads, the other one
    #[arg(long, value_name = "HEAD")]
    onto: Option<Target>,
    /// Do not ask the database first whether the branch is applied
    #[arg(long)]
    offline: bool,
    #[command(flatten)]
    pub(super) environment: EnvironmentArgs,
}

pub(super) fn run(args: RebaseArgs, session: &mut Session<'_>) -> Result<(), Error> {
    let options =
        RebaseOptions { revision: args.revision, onto: args.onto, check_database: !args.offline };
    let project = session.open()?;
    let rebased = command::rebase(project, &options, &mut |event| session.output.event(event))?;
    session.output.rebased(rebased.as_ref());
    Ok(())
}
