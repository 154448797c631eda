//! `current`: where the database stands.

use clap::Args;

use super::args::EnvironmentArgs;
use super::databases::DatabasesArgs;
use super::session::Session;
use crate::command::{self, DatabasesFailed};
use crate::error::Error;
use crate::runtime::RuntimeError;

#[derive(Debug, Args)]
pub(super) struct CurrentArgs {
    /// End with code 3 unless the database is at all heads
    #[arg(long, alias = "check_heads")]
    check_heads: bool,
    #[command(flatten)]
    databases: DatabasesArgs,
    #[command(flatten)]
    pub(super) environment: EnvironmentArgs,
}

pub(super) fn run(args: &CurrentArgs, session: &mut Session<'_>) -> Result<(), Error> {
    let project = session.open()?;
    if args.check_heads {
        project.directory.require_complete()?;
    }
    session.output.unreadable(project);
    if args.databases.are_several(project) {
        let reports = args.databases.each(project, session.output, command::current)?;
        session.output.current_of_each(&reports);
        DatabasesFailed::check(&reports)?;
        let missing = reports.iter().filter_map(|it| Some((&it.database, it.result()?)));
        let missing = missing.flat_map(|(database, current)| {
            current.missing_heads.iter().map(move |head| format!("{head} on {database}"))
        });
        return at_heads(args, missing.collect());
    }
    let current = command::current(project, &mut |event| session.output.event(event))?;
    session.output.current(&current);
    at_heads(args, current.missing_heads)
}

/// Fails if heads are missing that should not be.
fn at_heads(args: &CurrentArgs, missing: Vec<String>) -> Result<(), Error> {
    match args.check_heads && !missing.is_empty() {
        true => Err(RuntimeError::NotAtHeads { heads: missing }.into()),
        false => Ok(()),
    }
}
