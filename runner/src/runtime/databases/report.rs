//! What came of a command on several databases.

use std::time::Duration;

use crate::error::{Error, exit_code};

/// What came of a command on one of several databases.
#[derive(Debug)]
pub struct DatabaseReport<T> {
    /// The database's name.
    pub database: String,
    /// What came of it.
    pub outcome: DatabaseOutcome<T>,
    /// How long it took.
    pub duration: Duration,
}

/// What can come of a command on one of several databases.
#[derive(Debug)]
pub enum DatabaseOutcome<T> {
    /// It is done, with this result.
    Done(T),
    /// It failed.
    Failed(Box<Error>),
    /// It was not begun, as another had failed before.
    NotBegun,
}

impl<T> DatabaseReport<T> {
    /// Returns the result, if it is done.
    pub fn result(&self) -> Option<&T> {
        match &self.outcome {
            DatabaseOutcome::Done(result) => Some(result),
            DatabaseOutcome::Failed(_) | DatabaseOutcome::NotBegun => None,
        }
    }

    /// Returns the error, if it failed.
    pub fn error(&self) -> Option<&Error> {
        match &self.outcome {
            DatabaseOutcome::Failed(error) => Some(error),
            DatabaseOutcome::Done(_) | DatabaseOutcome::NotBegun => None,
        }
    }
}

/// A command failed on some of several databases.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} of {all} databases failed: {}", failed.len(), failed.join(", "))]
pub struct DatabasesFailed {
    /// The names of those on which it failed.
    pub failed: Vec<String>,
    /// The names of those with which it did not begin.
    pub not_begun: Vec<String>,
    /// How many there were in all.
    pub all: usize,
    /// The code with which the program ends.
    pub exit_code: u8,
}

impl DatabasesFailed {
    /// Checks that nothing failed.
    ///
    /// # Errors
    /// The names of the databases on which something did.
    pub fn check<T>(reports: &[DatabaseReport<T>]) -> Result<(), Self> {
        let errors: Vec<&Error> = reports.iter().filter_map(DatabaseReport::error).collect();
        if errors.is_empty() {
            return Ok(());
        }
        let names = |is_meant: fn(&DatabaseOutcome<T>) -> bool| {
            let reports = reports.iter().filter(move |it| is_meant(&it.outcome));
            reports.map(|it| it.database.clone()).collect()
        };
        let is_difference = |error: &&Error| error.exit_code() == exit_code::CHANGES_DETECTED;
        let exit_code = match errors.iter().all(is_difference) {
            true => exit_code::CHANGES_DETECTED,
            false => exit_code::FAILED,
        };
        Err(Self {
            failed: names(|it| matches!(it, DatabaseOutcome::Failed(_))),
            not_begun: names(|it| matches!(it, DatabaseOutcome::NotBegun)),
            all: reports.len(),
            exit_code,
        })
    }

    /// Returns what the user can do next.
    pub fn help(&self) -> Option<String> {
        match self.not_begun.as_slice() {
            [] => None,
            names => Some(format!(
                "not begun: {}; with `--keep-going` they are worked on all the same",
                names.join(", ")
            )),
        }
    }
}
