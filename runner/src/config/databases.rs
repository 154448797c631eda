//! The databases of a project.

use super::{Config, ConfigError};

impl Config {
    /// Returns the names of the databases that the file lists.
    pub fn database_names(&self) -> Vec<String> {
        self.databases.iter().filter_map(|it| it.database.clone()).collect()
    }

    /// Returns the settings of one of the databases that the file lists.
    ///
    /// # Errors
    /// When it lists none of this name.
    pub fn for_database(&self, name: &str) -> Result<&Self, ConfigError> {
        let found = self.databases.iter().find(|it| it.database.as_deref() == Some(name));
        found.ok_or_else(|| ConfigError::NoDatabase {
            file: self.file.clone(),
            asked: name.to_owned(),
            known: self.database_names(),
        })
    }

    /// Checks that it is clear which database is meant: the only one, or the one that these settings are for.
    ///
    /// # Errors
    /// When several are listed.
    pub fn require_one_database(&self) -> Result<(), ConfigError> {
        match self.databases.is_empty() {
            true => Ok(()),
            false => {
                let (file, known) = (self.file.clone(), self.database_names());
                Err(ConfigError::WhichDatabase { file, known })
            }
        }
    }
}
