//! Databases of their own for each test.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use runner::dialect::{Connection, DatabaseUrl, open};
use tempfile::TempDir;

use super::postgres::server;

/// A new and empty database.
pub(crate) struct Database {
    pub(crate) url: String,
    _file: Option<TempDir>,
}

/// Returns a new database of every kind.
pub(crate) fn databases() -> Vec<Database> {
    vec![sqlite(), postgres()]
}

/// Returns a new SQLite file.
pub(crate) fn sqlite() -> Database {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:///{}/test.db", folder.path().display());
    Database { url, _file: Some(folder) }
}

/// Returns a new database of the PostgreSQL server that the tests share.
pub(crate) fn postgres() -> Database {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let name = format!("test_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    let maintenance = Database { url: server().url("postgres"), _file: None };
    maintenance.execute(&format!("CREATE DATABASE {name}"));
    Database { url: server().url(&name), _file: None }
}

impl Database {
    pub(crate) fn is_postgres(&self) -> bool {
        self.url.starts_with("postgresql")
    }

    pub(crate) fn connect(&self) -> Box<dyn Connection> {
        let url: DatabaseUrl = self.url.parse().unwrap();
        open(&url, &PathBuf::from("/")).unwrap()
    }

    pub(crate) fn execute(&self, sql: &str) {
        self.connect().execute(sql).unwrap();
    }

    /// Returns the first column of a query's rows, as text.
    pub(crate) fn texts(&self, sql: &str) -> Vec<String> {
        let rows = self.connect().query(sql, &[]).unwrap().rows;
        rows.into_iter().map(|row| row[0].to_string()).collect()
    }

    /// Returns the names of the tables, sorted, but for the version table.
    pub(crate) fn tables(&self) -> Vec<String> {
        let mut tables = self.texts(match self.is_postgres() {
            true => "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'",
            false => {
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            }
        });
        tables.retain(|name| name != "alembic_version");
        tables.sort();
        tables
    }

    /// Returns the rows of the version table, sorted; `None` when there is no table.
    pub(crate) fn version_rows(&self) -> Option<Vec<String>> {
        let table = migration_api::schema::TableName::parse("alembic_version");
        let mut rows = self.connect().version_rows(table).unwrap()?;
        rows.sort();
        Some(rows)
    }
}
