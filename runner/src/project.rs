//! A project: its settings and its revisions, found once.

use std::fmt;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use migration_api::abi::Migrations;
use migration_api::connection::ChannelConnection;

use crate::build::CompileGate;
#[cfg(feature = "cli")]
use crate::config::Overrides;
use crate::config::{Config, ConfigError};
use crate::error::Error;
use crate::revision::{Place, Symbol, Target};
use crate::runtime::Part;
use crate::script::ScriptDirectory;

/// A project's settings and its script directory.
#[derive(Debug)]
pub struct Project {
    /// The settings.
    pub config: Config,
    /// The revisions.
    pub directory: ScriptDirectory,
    /// The compiled code of the revisions and the environment, where this program itself holds it.
    pub linked: Option<&'static Migrations>,
    /// What keeps cargo and the locks of the project's databases apart.
    pub gate: CompileGate,
    /// The connection on which an application wants it to run.
    pub connection: GivenConnection,
    /// Its part in a migration of several databases together.
    pub part: Part,
}

/// A connection that an application hands over, for one run at a time.
#[derive(Default)]
pub struct GivenConnection(Mutex<Option<ChannelConnection>>);

impl GivenConnection {
    /// Takes a connection.
    pub fn new(connection: ChannelConnection) -> Self {
        Self(Mutex::new(Some(connection)))
    }

    /// Returns the connection, if there is one, until the guard goes.
    pub(crate) fn lock(&self) -> MutexGuard<'_, Option<ChannelConnection>> {
        // A run that panicked has left a whole connection behind.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for GivenConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GivenConnection")
    }
}

impl Project {
    /// Finds the project as seen from `folder`, and reads its revisions.
    ///
    /// # Errors
    /// When there is none, or its settings or revisions cannot be read.
    #[cfg(feature = "cli")]
    pub fn open(folder: &Path, overrides: &Overrides) -> Result<Self, Error> {
        let config = Config::load(folder, overrides)?;
        let directory = ScriptDirectory::load(&config)?;
        let connection = GivenConnection::default();
        let (gate, part) = (CompileGate::default(), Part::default());
        Ok(Self { config, directory, linked: None, gate, connection, part })
    }

    /// Returns the project of migrations that this program itself holds, with settings as in an empty project file.
    ///
    /// # Errors
    /// When its revisions make no graph.
    pub fn linked(
        migrations: &'static Migrations,
        connection: GivenConnection,
    ) -> Result<Self, Error> {
        let config = Config::linked(Path::new(migrations.folder));
        let directory = ScriptDirectory::linked(migrations)?;
        let gate = CompileGate::default();
        let part = Part::default();
        Ok(Self { config, directory, linked: Some(migrations), gate, connection, part })
    }

    /// Returns the same project as one of its databases sees it.
    ///
    /// # Errors
    /// When the project file lists none of this name.
    pub fn for_database(&self, name: &str) -> Result<Self, ConfigError> {
        Ok(self.with(self.config.for_database(name)?.clone()))
    }

    /// Returns the project as each of its databases sees it; as it is, where there is only one.
    ///
    /// # Errors
    /// None that the project file was not refused for already.
    pub fn of_each_database(&self) -> Result<Vec<Self>, ConfigError> {
        match (self.config.databases.is_empty(), self.config.database_names()) {
            (true, _) => Ok(vec![self.with(self.config.clone())]),
            (false, names) => names.iter().map(|name| self.for_database(name)).collect(),
        }
    }

    fn with(&self, config: Config) -> Self {
        Self {
            config,
            directory: self.directory.clone(),
            linked: self.linked,
            gate: self.gate.clone(),
            connection: GivenConnection::default(),
            part: Part::default(),
        }
    }

    /// Checks what can be told of a target before anything is built: that every file among the revisions can be read,
    /// if it depends on all of them, and that the branch which it names is there.
    ///
    /// Where a branch makes no difference, the graph takes any word for one, as Alembic does. A user who writes one
    /// means one.
    ///
    /// # Errors
    /// The first unreadable file's, and when no branch has the name.
    pub fn check_target(&self, target: &Target) -> Result<(), Error> {
        match (&target.branch, &target.place) {
            (None, Place::At(Symbol::Base | Symbol::Name(_))) => {}
            (_, Place::At(_) | Place::FromCurrent(_) | Place::From(..)) => {
                self.directory.require_complete()?;
            }
        }
        Ok(self.directory.map().require_branch(target)?)
    }
}
