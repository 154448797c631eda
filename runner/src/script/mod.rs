//! The script directory: revision files on disk, and the templates that new ones come from.

mod error;
mod file_template;
mod generate;
mod init;
mod locations;
mod program;
mod reparent;
mod source;
mod template;
mod write_hooks;

use std::collections::BTreeMap;
use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::thread;

use crate::config::Config;
use crate::revision::{Revision, RevisionMap};

pub use error::ScriptError;
pub use file_template::{FileTemplate, FileTemplateError};
pub use generate::{NewRevision, generate};
pub use init::{InitOptions, Initialised, init};
pub use program::{ProgramError, edit};
pub use reparent::reparent;
pub use source::ScriptFile;
pub use template::{Template, templates};
pub use write_hooks::run_write_hooks;

/// The revisions on disk, and their graph.
#[derive(Debug)]
pub struct ScriptDirectory {
    files: BTreeMap<String, ScriptFile>,
    map: RevisionMap,
    problem: Option<ScriptError>,
}

impl ScriptDirectory {
    /// Reads every revision of a project.
    ///
    /// A file that is no revision is remembered, for [`Self::require_complete`].
    ///
    /// # Errors
    /// When a folder cannot be read, or the revisions that can be do not make a graph.
    pub fn load(config: &Config) -> Result<Self, ScriptError> {
        if !config.script_location.is_dir() {
            return Err(ScriptError::NoDirectory { path: config.script_location.clone() });
        }
        let mut files: BTreeMap<String, ScriptFile> = BTreeMap::new();
        let mut revisions = Vec::new();
        let mut problem = None;
        for script in read_all(&locations::revision_paths(&config.revision_files)?) {
            let script = match script {
                Ok(script) => script,
                Err(error) => {
                    problem.get_or_insert(error);
                    continue;
                }
            };
            if let Some(first) = files.get(&script.id) {
                let (first, second, id) = (first.path.clone(), script.path, script.id);
                return Err(ScriptError::DuplicateId { id, first, second });
            }
            revisions.push(Revision {
                id: script.id.clone(),
                down_revisions: script.down_revisions.clone(),
                branch_labels: script.branch_labels.clone(),
                depends_on: script.depends_on.clone(),
                summary: script.summary(),
            });
            files.insert(script.id.clone(), script);
        }
        match (RevisionMap::build(revisions), problem) {
            (Ok(map), problem) => Ok(Self { files, map, problem }),
            // The file that could not be read is likely the revision that is missed.
            (Err(_), Some(problem)) => Err(problem),
            (Err(error), None) => {
                let file = |id: &&str| files.get(*id).map(|file| file.path.clone());
                let files = error.revisions().iter().filter_map(file).collect();
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
        self.files.get(id)
    }

    /// Checks that every file in the folder is a revision.
    ///
    /// A command that takes all revisions into account, as `head` does, must not go on without:
    /// the file might be the newest one.
    ///
    /// # Errors
    /// The first file's.
    pub fn require_complete(&mut self) -> Result<(), ScriptError> {
        self.problem.take().map_or(Ok(()), Err)
    }

    /// Returns what is wrong with a file, for a command that goes on without it.
    pub fn problem(&self) -> Option<&ScriptError> {
        self.problem.as_ref()
    }
}

/// How many files are worth a thread of their own.
const FILES_A_THREAD: usize = 100;

/// Reads files, several at once; the results are in their order.
fn read_all(paths: &[PathBuf]) -> Vec<Result<ScriptFile, ScriptError>> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = paths.len().div_ceil(FILES_A_THREAD).clamp(1, cores);
    let share = paths.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        let mut shares = paths.chunks(share);
        let first = shares.next().unwrap_or_default();
        let others: Vec<_> = shares.map(|share| scope.spawn(|| read_each(share))).collect();
        let mut scripts = read_each(first);
        for other in others {
            match other.join() {
                Ok(read) => scripts.extend(read),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        scripts
    })
}

fn read_each(paths: &[PathBuf]) -> Vec<Result<ScriptFile, ScriptError>> {
    paths.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> Result<ScriptFile, ScriptError> {
    let text = fs::read_to_string(path)
        .map_err(|source| ScriptError::Read { path: path.to_owned(), source })?;
    ScriptFile::parse(path, &text)
}
