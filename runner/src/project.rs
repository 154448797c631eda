//! A project: its settings and its revisions, found once.

use std::fmt;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use migration_api::abi::Migrations;
use migration_api::connection::ChannelConnection;

use crate::config::Config;
#[cfg(feature = "cli")]
use crate::config::Overrides;
use crate::error::Error;
use crate::revision::{Place, Symbol, Target};
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
    /// The connection on which an application wants it to run.
    pub connection: GivenConnection,
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
        Ok(Self { config, directory, linked: None, connection })
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
        Ok(Self { config, directory, linked: Some(migrations), connection })
    }

    /// Checks what can be told of a target before anything is built: that every file among the revisions can be read,
    /// if it depends on all of them, and that the branch which it names is there.
    ///
    /// Where a branch makes no difference, the graph takes any word for one, as Alembic does. A user who writes one
    /// means one.
    ///
    /// # Errors
    /// The first unreadable file's, and when no branch has the name.
    pub fn check_target(&mut self, target: &Target) -> Result<(), Error> {
        match (&target.branch, &target.place) {
            (None, Place::At(Symbol::Base | Symbol::Name(_))) => {}
            (_, Place::At(_) | Place::FromCurrent(_) | Place::From(..)) => {
                self.directory.require_complete()?;
            }
        }
        Ok(self.directory.map().require_branch(target)?)
    }
}
