//! What every command needs of the program around it.

use std::path::PathBuf;

use super::output::Output;
use crate::config::Overrides;
use crate::error::Error;
use crate::project::Project;

/// The folder, the common arguments and the streams of one run of the program.
pub(super) struct Session<'o> {
    /// The folder in which the program was started.
    pub(super) folder: PathBuf,
    /// What the command line says about the project.
    pub(super) overrides: Overrides,
    /// Where results and messages go.
    pub(super) output: &'o mut Output,
}

impl Session<'_> {
    /// Finds the project and reads its revisions.
    ///
    /// It lives as long as the process, which gives back the memory of thousands of revisions at once.
    pub(super) fn open(&self) -> Result<&'static mut Project, Error> {
        Ok(Box::leak(Box::new(Project::open(&self.folder, &self.overrides)?)))
    }
}
