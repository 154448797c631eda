//! Several databases that are migrated together, or none of them.

use std::num::NonZeroUsize;

use crate::error::Error;
use crate::project::Project;
use crate::runtime::databases::{
    DatabaseEvent, DatabaseOptions, DatabaseReport, DatabasesAudience, each,
};
use crate::runtime::{
    self, Agreement, Confirm, FoundPrepared, Observer, PreparedName, RuntimeError, Task,
};

/// Does the work on each of these databases, all at once, so that all of them commit or none does.
///
/// What an earlier run that was cut off has left is ended before.
///
/// # Errors
/// When it is not known how to end that, or it cannot be.
pub fn together<'p, T: Send>(
    project: &Project,
    projects: &'p mut [Project],
    audience: &mut dyn DatabasesAudience,
    work: impl Fn(&'p Project, Confirm<'_>, Observer<'_>) -> Result<T, Error> + Sync,
) -> Result<Vec<DatabaseReport<T>>, Error> {
    recover(project, audience)?;
    let names: Vec<_> = projects.iter().map(name).collect();
    for (project, part) in projects.iter_mut().zip(Agreement::parts(&names)) {
        project.part = part;
    }
    // Each waits for the others.
    let options =
        DatabaseOptions { jobs: NonZeroUsize::new(names.len()), ..DatabaseOptions::default() };
    let projects: &'p [Project] = projects;
    Ok(each(projects, &options, audience, |project, confirm, observer| {
        let done = work(project, confirm, observer);
        project.part.end(done.is_ok());
        done
    }))
}

/// Ends the transactions that a run has prepared and was cut off from: as the database decided that was to decide.
///
/// # Errors
/// When one of the project's databases cannot be asked, or the one that decides is no more among them.
pub fn recover(project: &Project, audience: &mut dyn DatabasesAudience) -> Result<(), Error> {
    let databases = project.of_each_database()?;
    let run = |database: &Project, task: &Task, audience: &mut dyn DatabasesAudience| {
        let name = name(database);
        runtime::run(database, task, None, &mut |event| {
            audience.hear(&name, DatabaseEvent::Told(event));
        })
    };
    let mut found = Vec::new();
    for database in &databases {
        let outcome = run(database, &Task::FindPrepared, &mut ())?;
        found.push((database, outcome.prepared.unwrap_or_default()));
    }
    for (database, left) in &found {
        let decided = decided(&found, name(database), left)?;
        if !decided.is_empty() {
            run(database, &Task::FinishPrepared(decided), audience)?;
        }
    }
    // Nothing is left that the notes would decide about.
    for (database, left) in &found {
        if let Some(runs) = &left.noted {
            run(database, &Task::ForgetRuns(runs.clone()), audience)?;
        }
    }
    Ok(())
}

/// Returns of each prepared transaction of a database whether it is to be committed.
fn decided(
    found: &[(&Project, FoundPrepared)],
    database: String,
    left: &FoundPrepared,
) -> Result<Vec<(PreparedName, bool)>, RuntimeError> {
    let each = left.names.iter().map(|prepared| {
        let decider = found.iter().find(|(project, _)| prepared.is_decided_by(&name(project)));
        let (_, of_decider) = decider.ok_or_else(|| RuntimeError::NoDecider {
            database: database.clone(),
            name: prepared.to_string(),
        })?;
        Ok((prepared.clone(), of_decider.noted.iter().flatten().any(|run| *run == prepared.run)))
    });
    each.collect()
}

fn name(project: &Project) -> String {
    project.config.database.clone().unwrap_or_default()
}
