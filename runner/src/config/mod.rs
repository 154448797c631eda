//! What the project file says, checked.
//!
//! The only room that reads environment variables.

mod databases;
#[cfg(feature = "cli")]
mod dotenv;
mod error;
#[cfg(feature = "cli")]
mod file;
#[cfg(feature = "cli")]
mod listed;
mod overrides;
mod postgres;
#[cfg(feature = "cli")]
mod reader;
#[cfg(feature = "cli")]
mod revision_files;

use std::path::{Path, PathBuf};
use std::time::Duration;

pub use error::ConfigError;
pub use overrides::{Overrides, cargo_program, editor, target_directories};
pub use postgres::{PostgresEnvironment, postgres_environment};
#[cfg(feature = "cli")]
pub use revision_files::RevisionFiles;

/// The name of the project file.
pub const FILE_NAME: &str = "runner.toml";

/// How long another run is waited for when the file does not say.
const LOCK_TIMEOUT: Duration = Duration::from_secs(60);

/// Alembic's own name of the version table.
const VERSION_TABLE: &str = "alembic_version";

/// A project's settings: those of its file, of the section chosen, and of the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The file that the settings came from.
    pub file: PathBuf,
    /// The folder of that file: relative paths in it start here.
    pub root: PathBuf,
    /// The section chosen with `--name`.
    pub section: Option<String>,
    /// The databases that the file lists, each with its own settings; none where there is one database only.
    pub databases: Vec<Self>,
    /// Whether several databases are migrated together or not at all.
    pub two_phase_commit: bool,
    /// Which of several databases these settings are for.
    pub database: Option<String>,
    /// The migration package.
    pub script_location: PathBuf,
    /// Where revision files are, and how new ones are called.
    #[cfg(feature = "cli")]
    pub revision_files: RevisionFiles,
    /// Whether the environment is run before a revision is written and for `history`.
    pub revision_environment: bool,
    /// The programs that are run on each new revision file, in order.
    pub write_hooks: Vec<WriteHook>,
    /// The database's URL, with `${NAME}` not yet replaced.
    pub url: Option<String>,
    /// The name of the version table.
    pub version_table: String,
    /// The schema of the version table.
    pub version_table_schema: Option<String>,
    /// Whether the version table is created with a primary key.
    pub version_table_pk: bool,
    /// Whether schema changes are taken to be undone with their transaction, instead of what is known of the database.
    pub transactional_ddl: Option<bool>,
    /// Whether each migration has a transaction of its own.
    pub transaction_per_migration: bool,
    /// Whether SQLite makes a table anew by itself for a change that it has no statement for.
    pub automatic_batch: bool,
    /// How a database is compared with what is wanted, where the environment does not say.
    pub comparison: ComparisonConfig,
    /// How long to wait for another run to end.
    pub lock_timeout: Duration,
    /// What is set in each session that is opened.
    pub session: SessionSettings,
    /// What the file hands to the environment, sorted by name.
    pub attributes: Vec<(String, String)>,
    /// What stood behind each `-x`.
    pub x_arguments: Vec<String>,
    /// What stood behind `--tag`.
    pub tag: Option<String>,
    /// The kind of database that a script is for, whatever the URL says.
    pub dialect: Option<String>,
}

/// What is set in a session that is opened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SessionSettings {
    /// The schemas in which names without one are looked for (PostgreSQL).
    pub search_path: Option<String>,
    /// How long a statement may take.
    pub statement_timeout: Option<Duration>,
    /// How long a statement waits for a lock that another session holds.
    pub database_lock_timeout: Option<Duration>,
}

/// How a database is compared with what is wanted, where the environment does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ComparisonConfig {
    /// Whether schemas besides the default one are looked at.
    pub include_schemas: Option<bool>,
    /// Whether types are compared.
    pub compare_type: Option<bool>,
    /// Whether defaults, identities and computed columns are compared.
    pub compare_server_default: Option<bool>,
    /// Whether all changes of a table are written as a batch.
    pub render_as_batch: Option<bool>,
    /// Patterns of the objects that are left alone: `tmp_*`, `audit.*`.
    pub exclude: Vec<String>,
    /// The server on which databases are made for a while, with `${NAME}` not yet replaced; that of the project's, unless told.
    pub scratch_url: Option<String>,
}

/// A program that is run on each new revision file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteHook {
    /// What messages call it.
    pub name: String,
    /// The program.
    pub executable: String,
    /// Its arguments; `REVISION_SCRIPT_FILENAME` in one stands for the file, which else comes first.
    pub options: Vec<String>,
    /// The folder in which it runs, as seen from the project file.
    pub cwd: Option<PathBuf>,
}

impl Config {
    /// Finds and reads the project's settings, seen from `folder`; loads its `.env` first.
    ///
    /// # Errors
    /// When there is no project file here or above, or it is not as it should be.
    #[cfg(feature = "cli")]
    pub fn load(folder: &Path, overrides: &Overrides) -> Result<Self, ConfigError> {
        let found = match &overrides.file {
            Some(file) => file::read(&folder.join(file))?,
            None => file::find(folder)?,
        };
        dotenv::load_dotenv(&found.root)?;
        file::settings(&found, overrides)
    }

    /// Returns the settings of an empty project file for the migration package in this folder.
    pub fn linked(package: &Path) -> Self {
        Self {
            file: package.join(FILE_NAME),
            root: package.to_owned(),
            section: None,
            databases: Vec::new(),
            two_phase_commit: false,
            database: None,
            script_location: package.to_owned(),
            #[cfg(feature = "cli")]
            revision_files: RevisionFiles::usual(package),
            revision_environment: false,
            write_hooks: Vec::new(),
            url: None,
            version_table: VERSION_TABLE.to_owned(),
            version_table_schema: None,
            version_table_pk: true,
            transactional_ddl: None,
            transaction_per_migration: false,
            automatic_batch: true,
            comparison: ComparisonConfig::default(),
            lock_timeout: LOCK_TIMEOUT,
            session: SessionSettings::default(),
            attributes: Vec::new(),
            x_arguments: Vec::new(),
            tag: None,
            dialect: None,
        }
    }

    /// Returns the database's URL, environment variables filled in.
    ///
    /// # Errors
    /// When a variable it names is not set.
    pub fn resolved_url(&self) -> Result<Option<String>, ConfigError> {
        match &self.url {
            None => Ok(None),
            Some(url) => overrides::expand(url, "url", &self.file).map(Some),
        }
    }

    /// Returns the URL of the server on which databases are made for a while, environment variables filled in.
    ///
    /// # Errors
    /// When a variable it names is not set.
    pub fn resolved_scratch_url(&self) -> Result<Option<String>, ConfigError> {
        match &self.comparison.scratch_url {
            None => Ok(None),
            Some(url) => overrides::expand(url, "scratch_url", &self.file).map(Some),
        }
    }
}
