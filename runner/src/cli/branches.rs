//! `branches`: the revisions that several others follow.

use clap::Args;

use super::session::Session;
use crate::command;
use crate::error::Error;

#[derive(Debug, Args)]
pub(super) struct BranchesArgs {}

pub(super) fn run(_: &BranchesArgs, session: &mut Session<'_>) -> Result<(), Error> {
    let branches = command::branches(session.open()?)?;
    session.output.branches(&branches);
    Ok(())
}
