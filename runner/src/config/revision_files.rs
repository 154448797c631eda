//! What the project file says of revision files.

use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;

use crate::script::FileTemplate;

/// Alembic's own length of a slug.
pub(super) const SLUG_LENGTH: usize = 40;

/// Where revision files are, and how new ones are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionFiles {
    /// The folders, in the order in which they are read.
    pub locations: Vec<PathBuf>,
    /// Whether the folders below those are read as well.
    pub recursive: bool,
    /// The pattern of new files' names.
    pub template: FileTemplate,
    /// How many characters the message has at most in a file's name.
    pub slug_length: usize,
    /// The zone of the dates in new files; without one, that of the machine.
    pub time_zone: Option<TimeZone>,
}

impl RevisionFiles {
    /// Returns what holds for the package in this folder where no file says anything.
    pub(super) fn usual(package: &Path) -> Self {
        Self {
            locations: vec![package.join("versions")],
            recursive: false,
            template: FileTemplate::default(),
            slug_length: SLUG_LENGTH,
            time_zone: None,
        }
    }
}
