//! The `.env` file of a project.

use std::path::Path;

use super::ConfigError;

/// Sets what the project's `.env` file says and is not set yet.
pub(super) fn load_dotenv(root: &Path) -> Result<(), ConfigError> {
    let file = root.join(".env");
    match dotenvy::from_path(&file) {
        Ok(()) => Ok(()),
        Err(error) if error.not_found() => Ok(()),
        // The line itself may hold a password, so only what it is called is told.
        Err(dotenvy::Error::LineParse(_, at)) => {
            let reason = format!("a line is no `NAME=value` (at its character {at})");
            Err(ConfigError::Dotenv { file, reason })
        }
        Err(error) => Err(ConfigError::Dotenv { file, reason: error.to_string() }),
    }
}
