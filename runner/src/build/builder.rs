//! The builder of a migration package.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::folder::Folder;
use super::freshness::Record;
use super::unit::{Assignment, Unit};
use super::{BuildError, BuildEvent, CompileGate, cargo, workspace};
use crate::script::ScriptFile;

/// Builds what belongs to one migration package.
#[derive(Debug)]
pub struct Builder {
    /// The package's folder as the settings name it: the paths of revision files start with it.
    location: PathBuf,
    package: PathBuf,
    folder: Option<Folder>,
    gate: CompileGate,
}

impl Builder {
    /// Returns the builder of the package in `script_location`, which compiles while the gate lets it.
    ///
    /// # Errors
    /// When there is no package.
    pub fn new(script_location: &Path, gate: CompileGate) -> Result<Self, BuildError> {
        let package =
            script_location.canonicalize().ok().filter(|it| it.join("Cargo.toml").is_file());
        let no_package = || BuildError::NoPackage { path: script_location.to_owned() };
        let location = script_location.to_owned();
        Ok(Self { location, package: package.ok_or_else(no_package)?, folder: None, gate })
    }

    /// Returns the library of the environment, built if need be.
    ///
    /// # Errors
    /// When it cannot be built.
    pub fn environment(
        &mut self,
        event: &mut dyn FnMut(BuildEvent),
    ) -> Result<PathBuf, BuildError> {
        let unit = Unit::environment();
        if let Some(folder) = Folder::find_built(&self.package)
            && let Some(record) = Record::read_fresh(&folder.record(&unit), &unit, &BTreeSet::new())
        {
            self.folder = Some(folder);
            return Ok(record.dylib);
        }
        let mut libraries = self.build(std::slice::from_ref(&unit), &BTreeSet::new(), event)?;
        libraries.remove(&unit.name).ok_or(BuildError::NoLibrary { unit: unit.name })
    }

    /// Returns, for each of the revisions in `needed`, the library that holds it, built if need
    /// be. `all` are the revisions of the package, oldest first.
    ///
    /// # Errors
    /// When one that is needed cannot be built.
    pub fn revisions(
        &mut self,
        needed: &[&ScriptFile],
        all: &[&ScriptFile],
        event: &mut dyn FnMut(BuildEvent),
    ) -> Result<BTreeMap<String, PathBuf>, BuildError> {
        let folder = self.folder()?;
        let names: Vec<_> = all.iter().map(|script| self.file(script)).collect();
        let assignment = Assignment::read(&folder.assignment()).extended(&names);
        assignment.write(&folder.assignment())?;
        let needed_names: BTreeSet<_> = needed.iter().map(|script| self.file(script)).collect();
        let units = assignment.units_with(&needed_names);
        let libraries = self.build(&units, &needed_names, event)?;
        let mut of_revision = BTreeMap::new();
        for script in needed {
            let name = self.file(script);
            let unit = units.iter().find(|unit| unit.files.contains(&name));
            let library = unit.and_then(|unit| libraries.get(&unit.name)).cloned();
            let library = library.ok_or(BuildError::NoLibrary { unit: name })?;
            of_revision.insert(script.id.clone(), library);
        }
        Ok(of_revision)
    }

    /// Returns what units call a revision's file: its path as seen from the package, or the whole path of one that
    /// lies outside.
    fn file(&self, script: &ScriptFile) -> String {
        let file = script.path.strip_prefix(&self.location).unwrap_or(&script.path);
        file.to_string_lossy().into_owned()
    }

    fn folder(&mut self) -> Result<Folder, BuildError> {
        if let Some(folder) = &self.folder {
            return Ok(folder.clone());
        }
        let folder = match Folder::find_built(&self.package) {
            Some(folder) => folder,
            None => Folder::create(&self.package, &cargo::metadata(&self.package)?)?,
        };
        Ok(self.folder.insert(folder).clone())
    }

    /// Builds those of `units` that are not as their sources say; returns the library of each.
    fn build(
        &mut self,
        units: &[Unit],
        needed: &BTreeSet<String>,
        event: &mut dyn FnMut(BuildEvent),
    ) -> Result<BTreeMap<String, PathBuf>, BuildError> {
        let folder = self.folder()?;
        let (mut libraries, stale) = sort_out(&folder, units, needed);
        if stale.is_empty() {
            return Ok(libraries);
        }
        let mut failed = self.gate.compile();
        let asked: Vec<String> =
            units.iter().map(|unit| unit.name.clone()).chain(needed.iter().cloned()).collect();
        if failed.contains(&asked) {
            return Err(BuildError::FailedBefore);
        }
        // Twenty runners started at once build once: the others find it done.
        let lock = folder.lock()?;
        let (fresh, stale) = sort_out(&folder, units, needed);
        libraries.extend(fresh);
        if !stale.is_empty() {
            let built = workspace::build(&folder, &self.package, stale, needed, event);
            if built.is_err() {
                failed.insert(asked);
            }
            libraries.extend(built?);
        }
        drop(lock);
        Ok(libraries)
    }
}

/// Tells the units whose library is as their sources say from those to build.
fn sort_out(
    folder: &Folder,
    units: &[Unit],
    needed: &BTreeSet<String>,
) -> (BTreeMap<String, PathBuf>, Vec<Unit>) {
    let mut libraries = BTreeMap::new();
    let mut stale = Vec::new();
    for unit in units {
        match Record::read_fresh(&folder.record(unit), unit, needed) {
            Some(record) => drop(libraries.insert(unit.name.clone(), record.dylib)),
            None => stale.push(unit.clone()),
        }
    }
    (libraries, stale)
}
