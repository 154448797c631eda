//! `merge`: join several heads in a new revision.

use clap::Args;

use super::args::{EnvironmentArgs, NewRevisionArgs};
use super::session::Session;
use crate::command::{self, Merged, RevisionOptions};
use crate::error::Error;
use crate::revision::Target;

#[derive(Debug, Args)]
pub(super) struct MergeArgs {
    /// What to join: `heads`, or two and more revisions
    #[arg(required = true, value_name = "REVISION")]
    revisions: Vec<Target>,
    #[command(flatten)]
    new: NewRevisionArgs,
    /// Do not compile the revisions on both sides to say what both of them touch
    #[arg(long, alias = "no_compare")]
    no_compare: bool,
    #[command(flatten)]
    pub(super) environment: EnvironmentArgs,
}

pub(super) fn run(args: MergeArgs, session: &mut Session<'_>) -> Result<(), Error> {
    let options = RevisionOptions { heads: args.revisions, ..args.new.options(&session.folder) };
    let project = session.open()?;
    let merged = command::merge(project, &options, &mut |event| session.output.event(event))?;
    let created = match merged {
        Merged::Nothing(only) => {
            session.output.nothing_to_merge(only.as_deref());
            return Ok(());
        }
        Merged::Created(created) => created,
    };
    session.output.created(&created);
    if !args.no_compare {
        let parents = &created.down_revisions;
        // The file is there: what keeps the sides from being compared is told, and is no failure.
        match command::overlap(project, parents, &mut |event| session.output.event(event)) {
            Ok(overlap) => session.output.overlap(&overlap, parents),
            Err(error) => session.output.not_compared(&error),
        }
    }
    created.problem.map_or(Ok(()), |problem| Err(*problem))
}
