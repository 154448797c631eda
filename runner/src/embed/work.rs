//! The commands, as values that go to the thread on which they run.

use super::{Migrator, Report};
use crate::command::{self, MigrateOptions, StampOptions};
use crate::error::Error;
use crate::project::GivenConnection;
use crate::revision::Target;
use crate::runtime::{Compared, ComparisonForm, Event};

/// Takes what is told meanwhile.
pub(super) type Observer<'a> = Box<dyn FnMut(Event) + Send + 'a>;

/// A command whose result is a `T`.
pub(super) type Work<T> =
    Box<dyn FnOnce(&Migrator, GivenConnection, &mut dyn FnMut(Event)) -> Result<T, Error> + Send>;

/// Brings the database forward.
pub(super) fn upgrade(target: &str) -> Result<Work<Report>, Error> {
    let options = online(target.parse()?);
    Ok(reported(move |migrator, connection, observer| {
        command::upgrade(&migrator.project(connection)?, &options, observer).map(drop)
    }))
}

/// Takes the database back.
pub(super) fn downgrade(target: &str) -> Result<Work<Report>, Error> {
    let options = online(target.parse()?);
    Ok(reported(move |migrator, connection, observer| {
        command::downgrade(&migrator.project(connection)?, &options, observer).map(drop)
    }))
}

/// Says where the database stands.
pub(super) fn stamp(target: &str) -> Result<Work<Report>, Error> {
    let options = StampOptions { targets: vec![target.parse()?], purge: false, offline: None };
    Ok(reported(move |migrator, connection, observer| {
        command::stamp(&migrator.project(connection)?, &options, observer).map(drop)
    }))
}

/// Reads where the database stands.
pub(super) fn current() -> Work<Vec<String>> {
    Box::new(|migrator, connection, observer| {
        let project = migrator.project(connection)?;
        let current = command::current(&project, observer)?;
        Ok(current.revisions.iter().map(|revision| revision.id.to_owned()).collect())
    })
}

/// Returns the heads that are not applied.
pub(super) fn missing_heads() -> Work<Vec<String>> {
    Box::new(|migrator, connection, observer| {
        let project = migrator.project(connection)?;
        Ok(command::current(&project, observer)?.missing_heads)
    })
}

/// Compares the database with what the environment wants.
pub(super) fn check() -> Work<Compared> {
    Box::new(|migrator, connection, observer| {
        command::check(&migrator.project(connection)?, ComparisonForm::Lines, observer)
    })
}

/// Creates the version table.
pub(super) fn ensure_version() -> Work<()> {
    Box::new(|migrator, connection, observer| {
        command::ensure_version(&migrator.project(connection)?, false, observer).map(drop)
    })
}

fn online(target: Target) -> MigrateOptions {
    MigrateOptions { target, offline: None, idempotent: false, resume_after: 0 }
}

/// Returns a command that reports what it has told.
fn reported(
    work: impl FnOnce(&Migrator, GivenConnection, &mut dyn FnMut(Event)) -> Result<(), Error>
    + Send
    + 'static,
) -> Work<Report> {
    Box::new(|migrator, connection, observer| {
        let mut report = Report::default();
        work(migrator, connection, &mut |event| {
            report.note(&event);
            observer(event);
        })?;
        Ok(report)
    })
}
