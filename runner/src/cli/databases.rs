//! Commands on several databases: their arguments, and who is told meanwhile.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args;

use super::output::Output;
use super::revision::Renames;
use super::session::Session;
use crate::autogenerate::Suggestion;
use crate::command::{
    self, DatabaseEvent, DatabaseOptions, DatabaseReport, DatabasesAudience, DatabasesFailed,
    Migrated,
};
use crate::error::Error;
use crate::project::Project;
use crate::runtime::Observer;

/// Which of several databases a command works on, and how.
#[derive(Debug, Args)]
pub(super) struct DatabasesArgs {
    /// One of the databases that `runner.toml` lists, or a pattern of several with `*` and `?` (repeatable); all of them, unless told
    #[arg(long, value_name = "NAME")]
    pub(super) database: Vec<String>,
    /// How many databases are worked on at once; all, but at most 8, unless told
    #[arg(short, long, value_name = "COUNT")]
    jobs: Option<NonZeroUsize>,
    /// When one database fails, work on those that have not begun all the same
    #[arg(long, visible_alias = "continue-on-error")]
    keep_going: bool,
}

impl DatabasesArgs {
    /// Returns whether it is about databases that the project file lists, and not about its only one.
    pub(super) fn are_several(&self, project: &Project) -> bool {
        !self.database.is_empty() || !project.config.databases.is_empty()
    }

    pub(super) fn options(&self) -> DatabaseOptions {
        let (names, keep_going) = (self.database.clone(), self.keep_going);
        DatabaseOptions { names, jobs: self.jobs, keep_going }
    }

    /// Does the work on each database that is meant.
    pub(super) fn each<T: Send>(
        &self,
        project: &Project,
        output: &mut Output,
        work: impl Fn(&'static Project, Observer<'_>) -> Result<T, Error> + Sync,
    ) -> Result<Vec<DatabaseReport<T>>, Error> {
        // As for one database, they live as long as the process.
        let projects = command::selected_databases(project, &self.database)?.leak();
        let mut audience = Audience { output, renames: Renames::NotTaken };
        let work =
            |project, _: command::Confirm<'_>, observer: Observer<'_>| work(project, observer);
        Ok(command::each_database(projects, &self.options(), &mut audience, work))
    }
}

impl DatabasesArgs {
    /// Does the work on all databases that are meant, or on none of them.
    fn together<T: Send>(
        &self,
        project: &Project,
        output: &mut Output,
        work: impl Fn(&'static Project, Observer<'_>) -> Result<T, Error> + Sync,
    ) -> Result<Vec<DatabaseReport<T>>, Error> {
        let projects = command::selected_databases(project, &self.database)?.leak();
        let mut audience = Audience { output, renames: Renames::NotTaken };
        let work =
            |project, _: command::Confirm<'_>, observer: Observer<'_>| work(project, observer);
        command::together(project, projects, &mut audience, work)
    }
}

/// Which database a command works on, of several.
#[derive(Debug, Args)]
pub(super) struct OneDatabaseArgs {
    /// One of the databases that `runner.toml` lists
    #[arg(long, value_name = "NAME")]
    pub(super) database: Option<String>,
}

/// What is made of SQL that is not run.
#[derive(Debug, Args)]
pub(super) struct ScriptArgs {
    /// Print the SQL instead of running it; of several databases, write a file for each
    #[arg(long)]
    pub(super) sql: bool,
    /// Of several databases, write the files into this folder
    #[arg(long, value_name = "FOLDER", requires = "sql")]
    output: Option<PathBuf>,
}

/// Runs a command that moves databases, and tells how far each went or prints its script.
pub(super) fn migrate(
    args: &DatabasesArgs,
    script: &ScriptArgs,
    session: &mut Session<'_>,
    work: impl Fn(&Project, Observer<'_>) -> Result<Migrated, Error> + Sync,
) -> Result<(), Error> {
    let project = session.open()?;
    if !args.are_several(project) && script.output.is_none() {
        let done = work(project, &mut |event| session.output.event(event))?;
        session.output.script(done.script.as_deref());
        return Ok(());
    }
    let reports = match project.config.two_phase_commit && !script.sql {
        true => args.together(project, session.output, work)?,
        false => args.each(project, session.output, work)?,
    };
    match script.sql {
        true => scripts(args, script, session, &reports)?,
        false => session.output.summary(&reports),
    }
    Ok(DatabasesFailed::check(&reports)?)
}

/// Prints the script of the one database that was asked for, or writes those of several.
fn scripts(
    args: &DatabasesArgs,
    asked: &ScriptArgs,
    session: &mut Session<'_>,
    reports: &[DatabaseReport<Migrated>],
) -> Result<(), Error> {
    match (reports, &asked.output) {
        ([only], None) if !args.database.is_empty() => {
            session.output.script(only.result().and_then(|it| it.script.as_deref()));
        }
        // A part of the scripts would pass for all of them.
        _ if !args.keep_going && reports.iter().any(|it| it.result().is_none()) => {}
        (_, folder) => {
            let folder =
                folder.as_ref().map_or(session.folder.clone(), |it| session.folder.join(it));
            let files = command::write_scripts(&folder, reports)?;
            session.output.wrote(&files);
        }
    }
    Ok(())
}

/// Prints what is told of several databases, each line with the database's name.
pub(super) struct Audience<'o> {
    pub(super) output: &'o mut Output,
    pub(super) renames: Renames,
}

impl DatabasesAudience for Audience<'_> {
    fn hear(&mut self, database: &str, event: DatabaseEvent<'_>) {
        match event {
            DatabaseEvent::Told(event) => self.output.of(database, |output| output.event(event)),
            DatabaseEvent::Failed(error) => self.output.of(database, |output| output.failed(error)),
            DatabaseEvent::Begun | DatabaseEvent::Done => {}
        }
    }

    fn confirm(&mut self, database: &str, suggestion: &Suggestion) -> bool {
        let Self { output, renames } = self;
        output.of(database, |output| renames.confirm(output, suggestion))
    }
}
