//! Where the generated workspace of a migration package lies.

use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use cargo_metadata::Metadata;

use super::error::BuildError;
use super::unit::Unit;
use crate::config;

/// A folder of its own for each migration package, below the `runner` folder of a target directory.
///
/// Cargo's own target directory stands beside it, for all packages of that target directory: so
/// what they share is compiled once, and an editor's build is never waited for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Folder {
    path: PathBuf,
    key: String,
}

impl Folder {
    /// Finds the folder of an earlier build without asking cargo where its target directory is.
    pub(super) fn find_built(package: &Path) -> Option<Self> {
        let mut candidates = config::target_directories(package);
        if candidates.is_empty() {
            candidates = package.ancestors().map(|folder| folder.join("target")).collect();
        }
        candidates.iter().map(|target| Self::below(target, package)).find(|it| it.path.is_dir())
    }

    /// Makes the folder in the target directory that cargo names.
    pub(super) fn create(package: &Path, metadata: &Metadata) -> Result<Self, BuildError> {
        let folder = Self::below(metadata.target_directory.as_std_path(), package);
        fs::create_dir_all(&folder.path)
            .map_err(|source| BuildError::Write { path: folder.path.clone(), source })?;
        Ok(folder)
    }

    fn below(target: &Path, package: &Path) -> Self {
        let key = key(package);
        Self { path: target.join("runner").join(&key), key }
    }

    /// Returns the folder itself: the root of the generated workspace.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the target directory of the generated workspace.
    pub(super) fn target_directory(&self) -> PathBuf {
        self.path.with_file_name("build")
    }

    /// Returns the name of a unit's package: no other in the target directory has it.
    pub(super) fn package_name(&self, unit: &Unit) -> String {
        format!("{}-{}", self.key, unit.name)
    }

    /// Returns the name of a unit's crate.
    pub(super) fn crate_name(&self, unit: &Unit) -> String {
        self.package_name(unit).replace('-', "_")
    }

    /// Returns the folder of a unit's package.
    pub(super) fn unit(&self, unit: &Unit) -> PathBuf {
        self.path.join("units").join(&unit.name)
    }

    /// Returns the file that tells what a unit's library was built from.
    pub(super) fn record(&self, unit: &Unit) -> PathBuf {
        self.unit(unit).join("record.json")
    }

    /// Returns the file that tells which revision belongs to which unit.
    pub(super) fn assignment(&self) -> PathBuf {
        self.path.join("units.json")
    }

    /// Returns the file that tells what is known of the package.
    pub(super) fn package_facts(&self) -> PathBuf {
        self.path.join("package.json")
    }

    /// Waits until no other runner builds for this package; the lock ends when it is dropped.
    pub(super) fn lock(&self) -> Result<File, BuildError> {
        let path = self.path.join("build.lock");
        let write = |source| BuildError::Write { path: path.clone(), source };
        let file = File::create(&path).map_err(write)?;
        file.lock().map_err(write)?;
        Ok(file)
    }
}

/// Returns a name that tells packages of the same name apart.
fn key(package: &Path) -> String {
    let name = package.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let name: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let name = name.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    // Only a cache hangs on it: another hash in a later Rust means one more build.
    let mut hasher = DefaultHasher::new();
    package.hash(&mut hasher);
    format!("r{name}-{:08x}", hasher.finish() >> 32)
}
