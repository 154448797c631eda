//! `current`: where the database stands.

use clap::Args;

use super::args::EnvironmentArgs;
use super::session::Session;
use crate::command;
use crate::error::Error;
use crate::runtime::RuntimeError;

#[derive(Debug, Args)]
pub(super) struct CurrentArgs {
    /// End with code 3 unless the database is at all heads
    #[arg(long, alias = "check_heads")]
    check_heads: bool,
    #[command(flatten)]
    pub(super) environment: EnvironmentArgs,
}

pub(super) fn run(args: &CurrentArgs, session: &mut Session<'_>) -> Result<(), Error> {
    let project = session.open()?;
    if args.check_heads {
        project.directory.require_complete()?;
    }
    session.output.unreadable(project);
    let current = command::current(project, &mut |event| session.output.event(event))?;
    session.output.current(&current);
    match args.check_heads && !current.missing_heads.is_empty() {
        true => Err(RuntimeError::NotAtHeads { heads: current.missing_heads }.into()),
        false => Ok(()),
    }
}
