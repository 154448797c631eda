//! Where revision files are, and where a new one belongs.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::{ScriptDirectory, ScriptError};
use crate::config::RevisionFiles;

/// Returns the revision files in load order, which breaks ties: location by location, in each sorted by name.
///
/// A location that is not there yet has no files. A file that two locations reach counts once.
pub(super) fn revision_paths(files: &RevisionFiles) -> Result<Vec<PathBuf>, ScriptError> {
    let mut paths = Vec::new();
    for location in files.locations.iter().filter(|location| location.exists()) {
        if !location.is_dir() {
            return Err(ScriptError::NotAFolder { path: location.clone() });
        }
        paths.extend(files_below(location, files.recursive)?);
    }
    if files.locations.len() > 1 {
        let mut seen = BTreeSet::new();
        paths.retain(|path| path.canonicalize().map_or(true, |real| seen.insert(real)));
    }
    Ok(paths)
}

fn files_below(location: &Path, recursive: bool) -> Result<Vec<PathBuf>, ScriptError> {
    let depth = if recursive { usize::MAX } else { 1 };
    // As in Alembic, the files of a folder come before those of the folders in it.
    // Entries of one folder differ in their names only, and whole paths are compared without taking them apart.
    let order = |one: &DirEntry, other: &DirEntry| {
        let [one, other] = [one, other].map(|it| (it.file_type().is_dir(), it.path().as_os_str()));
        one.cmp(&other)
    };
    let walk = WalkDir::new(location).min_depth(1).max_depth(depth).sort_by(order).into_iter();
    let mut paths = Vec::new();
    for entry in walk.filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry)) {
        let entry = entry.map_err(|error| ScriptError::Read {
            path: error.path().unwrap_or(location).to_owned(),
            source: error.into(),
        })?;
        let is_source = entry.path().extension().is_some_and(|ending| ending == "rs");
        // A pipe would be waited for.
        if is_source && (entry.file_type().is_file() || entry.path().is_file()) {
            paths.push(entry.into_path());
        }
    }
    Ok(paths)
}

/// Tells whether the name begins with a dot: editors keep unsaved work so, beside the file.
fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with('.')
}

impl ScriptDirectory {
    /// Returns the folder for a new revision: the one asked for, the only one, or that of its first parent.
    pub(super) fn folder_for(
        &self,
        files: &RevisionFiles,
        parents: &[String],
        asked: Option<&Path>,
    ) -> Result<PathBuf, ScriptError> {
        if let Some(asked) = asked {
            let is_it = |location: &&PathBuf| same_folder(location, asked);
            let location = files.locations.iter().find(is_it).cloned();
            return location.ok_or_else(|| ScriptError::NotALocation {
                path: asked.to_owned(),
                locations: files.locations.clone(),
            });
        }
        if let [only] = &files.locations[..] {
            return Ok(only.clone());
        }
        let first = parents.first().and_then(|parent| self.file(parent));
        let holds = |location: &&PathBuf| first.is_some_and(|file| file.path.starts_with(location));
        let holding = files.locations.iter().filter(holds);
        let nearest = holding.max_by_key(|location| location.components().count()).cloned();
        nearest.ok_or_else(|| ScriptError::ManyLocations { locations: files.locations.clone() })
    }
}

/// Tells whether two paths are one folder, which need not be there yet.
fn same_folder(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| fs::canonicalize(path).ok();
    let plain = |path: &Path| path.components().collect::<PathBuf>();
    plain(one) == plain(other) || (real(one).is_some() && real(one) == real(other))
}
