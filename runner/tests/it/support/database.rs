//! Databases of their own for each test.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use runner::dialect::{DatabaseUrl, Session, open};
use tempfile::TempDir;

use super::{mariadb_server, server};

/// A new and empty database.
pub(crate) struct Database {
    pub(crate) url: String,
    _file: Option<TempDir>,
}

/// Returns a new database of every kind.
pub(crate) fn databases() -> Vec<Database> {
    vec![sqlite(), postgres(), mariadb()]
}

/// Returns a new SQLite file.
pub(crate) fn sqlite() -> Database {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:///{}/test.db", folder.path().display());
    Database { url, _file: Some(folder) }
}

/// Returns a new database of the PostgreSQL server that the tests share.
pub(crate) fn postgres() -> Database {
    of_server(|name| server().url(name), "postgres")
}

/// Returns a new database of the MariaDB server that the tests share.
pub(crate) fn mariadb() -> Database {
    of_server(|name| mariadb_server().url(name), "mysql")
}

/// Makes a database on a server by way of one that is always there.
fn of_server(url: impl Fn(&str) -> String, maintenance: &str) -> Database {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let name = format!("test_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    Database::at(url(maintenance)).execute(&format!("CREATE DATABASE {name}"));
    Database::at(url(&name))
}

impl Database {
    /// Returns the database at this URL, which stays.
    pub(crate) fn at(url: String) -> Self {
        Self { url, _file: None }
    }

    /// Returns the name of its kind.
    pub(crate) fn title(&self) -> &'static str {
        match self.url.split(':').next() {
            Some("postgresql") => "PostgreSQL",
            Some("mariadb") => "MariaDB",
            _ => "SQLite",
        }
    }

    /// Returns the database's own client, which reads a script from its standard input and stops at its first error.
    pub(crate) fn client(&self) -> Command {
        let mut client = match self.title() {
            "PostgreSQL" => Command::new("psql"),
            "MariaDB" => {
                return mariadb_server().client(self.url.rsplit('/').next().unwrap_or_default());
            }
            _ => Command::new("sqlite3"),
        };
        match self.title() {
            "PostgreSQL" => {
                client.args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d"]).arg(&self.url);
            }
            _ => {
                client.arg("-bail").arg(self.url.trim_start_matches("sqlite:///"));
            }
        }
        client
    }

    /// Has its own client run a script to its end; fails with what the client says at the first error.
    pub(crate) fn run_script(&self, script: &str) -> Result<(), String> {
        let mut command = self.client();
        let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = pipes.spawn().unwrap_or_else(|error| {
            panic!("{command:?}: {error}; `make test` installs what is missing")
        });
        // A client that has stopped at an error reads no further.
        drop(child.stdin.take().unwrap().write_all(script.as_bytes()));
        let done = child.wait_with_output().unwrap();
        let stderr = String::from_utf8_lossy(&done.stderr);
        if done.status.success() { Ok(()) } else { Err(format!("{stderr}{script}")) }
    }

    /// Empties it.
    pub(crate) fn reset(&self) {
        let name = self.url.rsplit('/').next().unwrap_or_default();
        match self.title() {
            "PostgreSQL" => self.execute(
                "DROP SCHEMA IF EXISTS own_a CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public",
            ),
            "MariaDB" => self.execute(&format!(
                "DROP DATABASE {name}; CREATE DATABASE {name} CHARACTER SET utf8mb4"
            )),
            _ => drop(std::fs::remove_file(self.url.trim_start_matches("sqlite:///"))),
        }
    }

    /// Takes it away, where it would take a server's room until the end.
    pub(crate) fn remove(&self) {
        let name = self.url.rsplit('/').next().unwrap_or_default();
        match self.title() {
            "PostgreSQL" => {
                let drop = format!("DROP DATABASE {name} WITH (FORCE)");
                Self::at(server().url("postgres")).execute(&drop);
            }
            "MariaDB" => {
                let drop = format!("DROP DATABASE {name}");
                Self::at(mariadb_server().url("mysql")).execute(&drop);
            }
            _ => {}
        }
    }

    pub(crate) fn is_postgres(&self) -> bool {
        self.url.starts_with("postgresql")
    }

    /// Returns whether a schema change stays whatever happens next.
    pub(crate) fn commits_ddl(&self) -> bool {
        self.url.starts_with("mariadb")
    }

    pub(crate) fn connect(&self) -> Box<dyn Session> {
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
        let scheme = self.url.split(':').next();
        let mut tables = self.texts(match scheme.unwrap_or_default() {
            "postgresql" => "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'",
            "mariadb" => {
                "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"
            }
            _ => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
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
