//! `revision`: write a new revision file.

use std::path::PathBuf;

use clap::Args;
use jiff::Zoned;

use super::args::EnvironmentArgs;
use super::session::Session;
use crate::command::{self, RevisionOptions};
use crate::error::Error;
use crate::revision::Target;

#[derive(Debug, Args)]
pub(super) struct RevisionArgs {
    /// What the revision does
    #[arg(short, long)]
    message: Option<String>,
    /// What it comes after: an id or the beginning of one, `web@head`, `base` for a new line
    #[arg(long, value_name = "REVISION", allow_negative_numbers = true, overrides_with = "head")]
    head: Option<Target>,
    /// Let it come after a revision that is no head: a new branch
    #[arg(long)]
    splice: bool,
    /// A label for the branch that begins with it (repeatable)
    #[arg(long, alias = "branch_label", value_name = "LABEL")]
    branch_label: Vec<String>,
    /// The version location to write it into, instead of that of its parent
    #[arg(long, alias = "version_path", value_name = "FOLDER")]
    version_path: Option<PathBuf>,
    /// Its id, instead of a random one
    #[arg(long, alias = "rev_id", value_name = "ID")]
    rev_id: Option<String>,
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
        message: args.message.unwrap_or_default(),
        heads: args.head.into_iter().collect(),
        splice: args.splice,
        branch_labels: args.branch_label,
        version_path: args.version_path.map(|path| session.folder.join(path)),
        rev_id: args.rev_id,
        depends_on: args.depends_on,
        sql: args.sql,
        now: Zoned::now(),
    };
    let mut project = session.open()?;
    let created =
        command::revision(&mut project, &options, &mut |event| session.output.event(event))?;
    session.output.created(&created);
    created.problem.map_or(Ok(()), |problem| Err(*problem))
}
