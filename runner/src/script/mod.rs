//! The script directory: revision files on disk, and the templates that new ones come from.

#[cfg(feature = "cli")]
mod awaited;
mod error;
#[cfg(feature = "cli")]
mod file_template;
#[cfg(feature = "cli")]
mod generate;
#[cfg(feature = "cli")]
mod init;
#[cfg(feature = "cli")]
mod locations;
#[cfg(feature = "cli")]
mod makefile;
#[cfg(feature = "cli")]
mod program;
mod program_error;
#[cfg(feature = "cli")]
mod read;
#[cfg(feature = "cli")]
mod reparent;
mod source;
#[cfg(feature = "cli")]
mod template;
#[cfg(feature = "cli")]
mod write_hooks;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use migration_api::abi::{LinkedRevision, Migrations};

use crate::revision::{Node, Revision, RevisionMap};

#[cfg(feature = "cli")]
pub use self::{
    file_template::{FileTemplate, FileTemplateError},
    generate::{DatabaseFunctions, NewRevision, function_suffix, generate},
    init::{InitOptions, Initialised, init},
    program::edit,
    reparent::reparent,
    template::{Template, templates},
    write_hooks::run_write_hooks,
};
pub use error::ScriptError;
#[cfg(feature = "cli")]
pub(crate) use generate::plain;
pub use program_error::ProgramError;
pub use source::ScriptFile;

/// The revisions on disk, and their graph.
#[derive(Debug, Clone)]
pub struct ScriptDirectory {
    /// The files, in the order of the graph.
    files: Arc<[ScriptFile]>,
    map: Arc<RevisionMap>,
    problem: Option<Arc<ScriptError>>,
}

impl ScriptDirectory {
    /// Reads every revision that this program itself holds.
    ///
    /// # Errors
    /// When the revisions do not make a graph.
    pub fn linked(migrations: &Migrations) -> Result<Self, ScriptError> {
        let folder = Path::new(migrations.folder);
        let read = |linked: &LinkedRevision| {
            let file = ScriptFile::parse(&folder.join(linked.file), linked.text)?;
            let revision = file.revision();
            Ok((file, revision))
        };
        Self::of(migrations.revisions.iter().map(read))
    }

    fn of(
        scripts: impl IntoIterator<Item = Result<(ScriptFile, Revision), ScriptError>>,
    ) -> Result<Self, ScriptError> {
        let (mut files, mut revisions, mut problem) = (Vec::new(), Vec::new(), None);
        for read in scripts {
            match read {
                Ok((file, revision)) => {
                    files.push(file);
                    revisions.push(revision);
                }
                Err(error) => drop(problem.get_or_insert(error)),
            }
        }
        let map = RevisionMap::build(revisions);
        if map.as_ref().map_or(true, |map| !map.duplicates().is_empty())
            && let Some(error) = duplicate(&files)
        {
            return Err(error);
        }
        match (map, problem) {
            (Ok(map), problem) => {
                Ok(Self { files: files.into(), map: Arc::new(map), problem: problem.map(Arc::new) })
            }
            // The file that could not be read is likely the revision that is missed.
            (Err(_), Some(problem)) => Err(problem),
            (Err(error), None) => {
                let is_at_fault = |file: &&ScriptFile| error.revisions().contains(&&*file.id);
                let files =
                    files.iter().filter(is_at_fault).map(|file| file.path.clone()).collect();
                Err(ScriptError::Graph { error, files })
            }
        }
    }

    /// Returns the graph.
    pub fn map(&self) -> &RevisionMap {
        &self.map
    }

    /// Returns the file of a revision.
    pub fn file(&self, id: &str) -> Option<&ScriptFile> {
        self.map.node(id).and_then(|node| self.file_of(node))
    }

    /// Returns the file of a revision of the graph.
    pub fn file_of(&self, node: Node<'_>) -> Option<&ScriptFile> {
        self.files.get(node.position())
    }

    /// Checks that every file in the folder is a revision.
    ///
    /// A command that takes all revisions into account, as `head` does, must not go on without:
    /// the file might be the newest one.
    ///
    /// # Errors
    /// The first file's.
    pub fn require_complete(&self) -> Result<(), ScriptError> {
        match &self.problem {
            None => Ok(()),
            Some(problem) => Err(ScriptError::Shared(Arc::clone(problem))),
        }
    }
}

/// Tells of two files that say the same id.
fn duplicate(files: &[ScriptFile]) -> Option<ScriptError> {
    let mut by_id: BTreeMap<&str, &ScriptFile> = BTreeMap::new();
    for file in files {
        if let Some(first) = by_id.insert(&file.id, file) {
            let (first, second) = (first.path.clone(), file.path.clone());
            return Some(ScriptError::DuplicateId { id: file.id.clone(), first, second });
        }
    }
    None
}
