//! Which databases are worked on, and how many at once.

use std::num::NonZeroUsize;

use crate::autogenerate::matches_pattern;
use crate::config::ConfigError;
use crate::project::Project;

/// How many databases are worked on at once, at most, where nobody says otherwise.
pub const MOST_JOBS: NonZeroUsize = NonZeroUsize::new(8).unwrap();

/// Which databases are worked on, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DatabaseOptions {
    /// Their names, or patterns of them with `*` and `?`; empty for all.
    pub names: Vec<String>,
    /// How many at once; `None` for all, but no more than [`MOST_JOBS`].
    pub jobs: Option<NonZeroUsize>,
    /// Whether the work goes on to those that have not begun, after one has failed.
    pub keep_going: bool,
}

impl DatabaseOptions {
    /// Returns how many of so many databases are worked on at once.
    pub(super) fn threads(&self, databases: usize) -> usize {
        self.jobs.unwrap_or(MOST_JOBS).get().min(databases)
    }
}

/// Returns the project as each of the databases that are meant sees it, in the order of the project file.
///
/// # Errors
/// When a name or a pattern is that of none, or the project file lists none at all.
pub fn selected(project: &Project, names: &[String]) -> Result<Vec<Project>, ConfigError> {
    let known = project.config.database_names();
    let none = |asked: &str| ConfigError::NoDatabase {
        file: project.config.file.clone(),
        asked: asked.to_owned(),
        known: known.clone(),
    };
    if known.is_empty() {
        return Err(none(names.first().map_or("*", String::as_str)));
    }
    let is_of_none = |name: &&String| !known.iter().any(|it| matches_pattern(name, it));
    if let Some(name) = names.iter().find(is_of_none) {
        return Err(none(name));
    }
    let is_meant =
        |it: &&String| names.is_empty() || names.iter().any(|name| matches_pattern(name, it));
    known.iter().filter(is_meant).map(|name| project.for_database(name)).collect()
}
