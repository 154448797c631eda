//! `revision`: write a new revision file.

use clap::Args;

use super::args::{EnvironmentArgs, NewRevisionArgs};
use super::session::Session;
use crate::command::{self, RevisionOptions};
use crate::error::Error;
use crate::revision::Target;

#[derive(Debug, Args)]
pub(super) struct RevisionArgs {
    #[command(flatten)]
    new: NewRevisionArgs,
    /// What it comes after: an id or the beginning of one, `web@head`, `base` for a new line
    #[arg(long, value_name = "REVISION", allow_negative_numbers = true, overrides_with = "head")]
    head: Option<Target>,
    /// What must be applied before it, on another line: an id or a label (repeatable)
    #[arg(long, alias = "depends_on", value_name = "REVISION")]
    depends_on: Vec<Target>,
    /// Run the environment in offline mode, where `revision_environment` has it run
    #[arg(long)]
    sql: bool,
    #[command(flatten)]
    pub(super) environment: EnvironmentArgs,
}

pub(super) fn run(args: RevisionArgs, session: &mut Session<'_>) -> Result<(), Error> {
    let options = RevisionOptions {
        heads: args.head.into_iter().collect(),
        depends_on: args.depends_on,
        sql: args.sql,
        ..args.new.options(&session.folder)
    };
    let project = session.open()?;
    let created = command::revision(project, &options, &mut |event| session.output.event(event))?;
    session.output.created(&created);
    created.problem.map_or(Ok(()), |problem| Err(*problem))
}
