//! `merge`: join several heads in a new revision.

use std::path::PathBuf;

use clap::Args;
use jiff::Zoned;

use super::args::EnvironmentArgs;
use super::session::Session;
use crate::command::{self, MergeOptions, Merged};
use crate::error::Error;
use crate::revision::Target;

#[derive(Debug, Args)]
pub(super) struct MergeArgs {
    /// What to join: `heads`, or two and more revisions
    #[arg(required = true, value_name = "REVISION")]
    revisions: Vec<Target>,
    /// What the revision is called
    #[arg(short, long)]
    message: Option<String>,
    /// A label for the branch that begins with it (repeatable)
    #[arg(long, alias = "branch_label", value_name = "LABEL")]
    branch_label: Vec<String>,
    /// The version location to write it into, instead of that of its first parent
    #[arg(long, alias = "version_path", value_name = "FOLDER")]
    version_path: Option<PathBuf>,
    /// Its id, instead of a random one
    #[arg(long, alias = "rev_id", value_name = "ID")]
    rev_id: Option<String>,
    /// Join revisions that are no heads, too
    #[arg(long)]
    splice: bool,
    /// Do not compile the revisions on both sides to say what both of them touch
    #[arg(long, alias = "no_compare")]
    no_compare: bool,
    #[command(flatten)]
    pub(super) environment: EnvironmentArgs,
}

pub(super) fn run(args: MergeArgs, session: &mut Session<'_>) -> Result<(), Error> {
    let options = MergeOptions {
        revisions: args.revisions,
        message: args.message.unwrap_or_default(),
        branch_labels: args.branch_label,
        version_path: args.version_path.map(|path| session.folder.join(path)),
        rev_id: args.rev_id,
        splice: args.splice,
        now: Zoned::now(),
    };
    let mut project = session.open()?;
    let merged = command::merge(&mut project, &options, &mut |event| session.output.event(event))?;
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
        match command::overlap(&project, parents, &mut |event| session.output.event(event)) {
            Ok(overlap) => session.output.overlap(&overlap, parents),
            Err(error) => session.output.not_compared(&error),
        }
    }
    created.problem.map_or(Ok(()), |problem| Err(*problem))
}
