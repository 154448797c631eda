//! Where a wanted schema comes from: files of SQL, other databases, values, diesel's `schema.rs`.

mod compared;
mod diesel;
mod dumps;
mod filters;
mod meaning;
mod places;
mod refused;
mod renames;
mod shop;
mod together;

use std::fs;

use tempfile::TempDir;

use crate::support::{Database, Run, runner_in};

/// A folder with one file of SQL, to be compared with a database.
struct Source(TempDir);

impl Source {
    fn new(sql: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("schema.sql"), sql).unwrap();
        Self(folder)
    }

    /// Writes the project file, for comparisons that are set up by it.
    fn configured(self, settings: &str) -> Self {
        let settings = format!("script_location = 'migrations'\n{settings}\n");
        fs::write(self.0.path().join("runner.toml"), settings).unwrap();
        self
    }

    /// Compares the database with what the file wants.
    fn diff(&self, database: &Database) -> Run {
        runner_in(self.0.path(), &["diff", "--from", &database.url, "--to", "schema.sql"])
    }

    /// Checks that there is no difference, seen from either side.
    #[track_caller]
    fn is(&self, database: &Database) {
        for (from, to) in [(database.url.as_str(), "schema.sql"), ("schema.sql", &database.url)] {
            let run = runner_in(self.0.path(), &["diff", "--from", from, "--to", to]);
            assert_eq!(run.code, Some(0), "{}: {}{}", database.title(), run.stdout, run.stderr);
        }
    }
}
