//! A project: its settings and its revisions, found once.

use std::path::Path;

use crate::config::{Config, Overrides};
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
}

impl Project {
    /// Finds the project as seen from `folder`, and reads its revisions.
    ///
    /// # Errors
    /// When there is none, or its settings or revisions cannot be read.
    pub fn open(folder: &Path, overrides: &Overrides) -> Result<Self, Error> {
        let config = Config::load(folder, overrides)?;
        let directory = ScriptDirectory::load(&config)?;
        Ok(Self { config, directory })
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
