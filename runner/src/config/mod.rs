//! What the project file says, checked.
//!
//! The only room that reads environment variables.

mod error;
mod file;
mod overrides;

use std::path::{Path, PathBuf};
use std::time::Duration;

pub use error::ConfigError;
pub use overrides::{Overrides, cargo_program, target_directories};

/// The name of the project file.
pub const FILE_NAME: &str = "runner.toml";

/// A project's settings: those of its file, of the section chosen, and of the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The file that the settings came from.
    pub file: PathBuf,
    /// The folder of that file: relative paths in it start here.
    pub root: PathBuf,
    /// The section chosen with `--name`.
    pub section: Option<String>,
    /// The migration package.
    pub script_location: PathBuf,
    /// The database's URL, with `${NAME}` not yet replaced.
    pub url: Option<String>,
    /// The name of the version table.
    pub version_table: String,
    /// The schema of the version table.
    pub version_table_schema: Option<String>,
    /// Whether each migration has a transaction of its own.
    pub transaction_per_migration: bool,
    /// How long to wait for another run to end.
    pub lock_timeout: Duration,
    /// What the file hands to the environment, sorted by name.
    pub attributes: Vec<(String, String)>,
    /// What stood behind each `-x`.
    pub x_arguments: Vec<String>,
}

impl Config {
    /// Finds and reads the project's settings, seen from `folder`; loads its `.env` first.
    ///
    /// # Errors
    /// When there is no project file here or above, or it is not as it should be.
    pub fn load(folder: &Path, overrides: &Overrides) -> Result<Self, ConfigError> {
        let found = match &overrides.file {
            Some(file) => file::read(&folder.join(file))?,
            None => file::find(folder)?,
        };
        overrides::load_dotenv(&found.root)?;
        file::settings(found, overrides)
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
}
