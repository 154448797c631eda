//! Whether a library is still what its sources say.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::error::BuildError;
use super::unit::Unit;

/// A file as it was: changed, if any of this is different. `None` where there was no file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stamp {
    path: PathBuf,
    modified: Option<SystemTime>,
    size: u64,
}

impl Stamp {
    /// Returns the stamp of a file as it is now.
    pub(super) fn of(path: &Path) -> Self {
        let metadata = fs::metadata(path).ok();
        Self {
            path: path.to_owned(),
            modified: metadata.as_ref().and_then(|it| it.modified().ok()),
            size: metadata.map_or(0, |it| it.len()),
        }
    }

    /// Returns whether the file is as it was.
    pub(super) fn holds(&self) -> bool {
        *self == Self::of(&self.path)
    }

    /// Returns a text that is different when the file is.
    pub(super) fn signature(&self) -> String {
        let since = self.modified.and_then(|it| it.duration_since(SystemTime::UNIX_EPOCH).ok());
        format!("{}-{}", since.unwrap_or_default().as_nanos(), self.size)
    }

    /// Returns whether the file is in this folder or below it.
    pub(super) fn is_below(&self, folder: &Path) -> bool {
        self.path.starts_with(folder)
    }

    /// Returns whether the file was changed at this moment or later.
    pub(super) fn is_since(&self, moment: SystemTime) -> bool {
        self.modified.is_some_and(|modified| modified >= moment)
    }
}

/// What a unit's library was built from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    /// The dylib.
    pub(super) dylib: PathBuf,
    /// The revision files of the unit when it was built.
    pub(super) files: Vec<String>,
    /// Those of them that do not compile and were left out.
    pub(super) left_out: Vec<String>,
    /// Every file that the library hangs on.
    pub(super) inputs: Vec<Stamp>,
}

impl Record {
    /// Reads the record of a unit if its library is as its sources say, and has what is needed.
    pub(super) fn read_fresh(path: &Path, unit: &Unit, needed: &BTreeSet<String>) -> Option<Self> {
        let record: Self = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
        let fresh = record.files == unit.files
            && !record.left_out.iter().any(|file| needed.contains(file))
            && record.dylib.is_file()
            && record.inputs.iter().all(Stamp::holds);
        fresh.then_some(record)
    }

    /// Writes the record down.
    pub(super) fn write(&self, path: &Path) -> Result<(), BuildError> {
        let text = serde_json::to_string(self).unwrap_or_default();
        super::workspace::write_changed(path, &text)
    }
}
