//! The generated workspace: writes it, has cargo build it, and notes what came out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::entry::entry;
use super::error::BuildError;
use super::folder::Folder;
use super::freshness::{Record, Stamp};
use super::messages::Outcome;
use super::package::PackageFacts;
use super::unit::Unit;
use super::{BuildEvent, cargo, dep_info};

/// Builds units and returns their libraries.
///
/// A revision that does not compile and is not needed is left out of its unit, so that it does
/// not stand in the way of the others.
pub(super) fn build(
    folder: &Folder,
    package: &Path,
    units: Vec<Unit>,
    needed: &BTreeSet<String>,
    event: &mut dyn FnMut(BuildEvent),
) -> Result<BTreeMap<String, PathBuf>, BuildError> {
    event(BuildEvent::Building {
        environment: units.iter().any(Unit::is_environment),
        revisions: units.iter().map(|unit| unit.files.len()).sum(),
    });
    let files = units.iter().flat_map(|unit| unit.files.iter().cloned()).collect();
    let workspace = Workspace::prepare(folder, package, files)?;
    let mut left_out = BTreeSet::new();
    loop {
        workspace.write_root(&units)?;
        for unit in &units {
            workspace.write_unit(unit, &left_out)?;
        }
        let started = workspace.mark_start()?;
        let names: Vec<_> = units.iter().map(|unit| folder.package_name(unit)).collect();
        let (success, outcome, stderr) =
            cargo::build(folder.path(), &folder.target_directory(), package, &names)?;
        if success {
            return units
                .iter()
                .map(|unit| workspace.note(unit, &left_out, &outcome, started))
                .collect();
        }
        let broken = workspace.revision_files(&outcome);
        let in_the_way = broken.is_empty() || broken.iter().any(|it| needed.contains(it));
        if in_the_way || broken.is_subset(&left_out) {
            return Err(workspace.failure(outcome, stderr));
        }
        for file in broken {
            event(BuildEvent::LeftOut { path: package.join(&file) });
            left_out.insert(file);
        }
    }
}

/// What stands between a generated line and the name of the file that it is about, and between that
/// name and how the file was.
const ABOUT: &str = " // ";
const AS_OF: &str = " @ ";

/// How long the library of an earlier build is kept.
const KEPT_FOR: Duration = Duration::from_secs(600);

struct Workspace<'a> {
    folder: &'a Folder,
    package: &'a Path,
    facts: PackageFacts,
    /// The revision files of the units that are built.
    files: BTreeSet<String>,
}

impl<'a> Workspace<'a> {
    /// Gathers what is known of the package and copies its lock file, if it has changed since last
    /// time.
    fn prepare(
        folder: &'a Folder,
        package: &'a Path,
        files: BTreeSet<String>,
    ) -> Result<Self, BuildError> {
        let known = PackageFacts::read_fresh(&folder.package_facts());
        let is_new = known.is_none();
        let facts = match known {
            Some(facts) => facts,
            None => PackageFacts::gather(package, &cargo::metadata(package)?)?,
        };
        if is_new && facts.lock_file.is_file() {
            let to = folder.path().join("Cargo.lock");
            fs::copy(&facts.lock_file, &to)
                .map_err(|source| BuildError::Write { path: to, source })?;
        }
        let workspace = Self { folder, package, facts, files };
        if is_new {
            let text = serde_json::to_string(&workspace.facts).unwrap_or_default();
            write_changed(&folder.package_facts(), &text)?;
        }
        Ok(workspace)
    }

    /// Writes the root manifest, with the units that are built now as its only members: cargo reads
    /// every member, and those of earlier builds may name what the package no longer has.
    fn write_root(&self, units: &[Unit]) -> Result<(), BuildError> {
        let members: Vec<_> = units.iter().map(|unit| format!("\"units/{}\"", unit.name)).collect();
        let members = members.join(", ");
        let root = &self.facts.root;
        let text = format!("[workspace]\nresolver = \"2\"\nmembers = [{members}]\n\n{root}");
        write_changed(&self.folder.path().join("Cargo.toml"), &text)
    }

    /// Writes the package of a unit.
    fn write_unit(&self, unit: &Unit, left_out: &BTreeSet<String>) -> Result<(), BuildError> {
        let folder = self.folder.unit(unit);
        write_changed(&folder.join("Cargo.toml"), &self.manifest(unit))?;
        write_changed(&folder.join("lib.rs"), &self.source(unit, left_out))
    }

    fn manifest(&self, unit: &Unit) -> String {
        let facts = &self.facts;
        let mut manifest = toml_edit::DocumentMut::new();
        manifest["package"]["name"] = toml_edit::value(self.folder.package_name(unit));
        manifest["package"]["version"] = toml_edit::value("0.0.0");
        manifest["package"]["edition"] = toml_edit::value(facts.edition.as_str());
        manifest["lib"]["path"] = toml_edit::value("lib.rs");
        manifest["lib"]["crate-type"] = toml_edit::value(toml_edit::Array::from_iter(["cdylib"]));
        manifest["lib"]["test"] = toml_edit::value(false);
        manifest["lib"]["doctest"] = toml_edit::value(false);
        let mut package = toml_edit::InlineTable::new();
        package.insert("path", self.package.to_string_lossy().as_ref().into());
        package.insert("default-features", false.into());
        package.insert("features", facts.features.iter().collect::<toml_edit::Array>().into());
        let dependencies = facts.dependencies.parse::<toml_edit::DocumentMut>();
        for (key, item) in dependencies.unwrap_or_default().iter() {
            manifest[key] = item.clone();
        }
        manifest["dependencies"][&facts.name] = toml_edit::value(package);
        manifest.to_string()
    }

    fn source(&self, unit: &Unit, left_out: &BTreeSet<String>) -> String {
        let package = &self.facts.crate_name;
        if unit.is_environment() {
            return format!("migration_api::export_environment!({package});\n");
        }
        let mut source = format!(
            "#![allow(unused_imports, dead_code)]\npub use {package}::*;\n\
             migration_api::executor!({package});\n\
             use migration_api::abi::{{Exports, RevisionEntry}};\n"
        );
        let mut entries = String::new();
        let files = unit.files.iter().enumerate();
        for (at, file) in files.filter(|(_, file)| !left_out.contains(*file)) {
            let path = self.package.join(file);
            // Behind each line stands the file that it is about, for errors on this line, and how
            // that file was: cargo alone would take one with an older time for unchanged.
            let about = format!("{ABOUT}{file}{AS_OF}{}", Stamp::of(&path).signature());
            source.extend([&format!("#[path = {path:?}] mod r{at};"), about.as_str(), "\n"]);
            // One that cannot be read is told of by the compiler.
            let text = fs::read_to_string(&path).unwrap_or_default();
            entries.extend(["    ", &entry(at, &text), ",", &about, "\n"]);
        }
        source.extend(["static REVISIONS: &[RevisionEntry] = &[\n", &entries, "];\n"]);
        source
            + "migration_api::export_library!(Exports { revisions: REVISIONS, environment: None });\n"
    }

    /// Returns the revision files in which there are errors, or which lack what the
    /// generated source names.
    fn revision_files(&self, outcome: &Outcome) -> BTreeSet<String> {
        let name = |(file, line): &(PathBuf, usize)| {
            let name = file.strip_prefix(self.package).unwrap_or(file).to_string_lossy();
            match self.files.get(name.as_ref()) {
                Some(name) => Some(name.clone()),
                None => self.generated_for(file, *line),
            }
        };
        outcome.places.iter().filter_map(name).collect()
    }

    /// Returns the revision file that a line of a generated source is about. Cargo names the source
    /// as seen from the generated workspace.
    fn generated_for(&self, file: &Path, line: usize) -> Option<String> {
        let file = self.folder.path().join(file);
        if !file.starts_with(self.folder.path()) {
            return None;
        }
        let text = fs::read_to_string(file).ok()?;
        let (_, about) = text.lines().nth(line.checked_sub(1)?)?.split_once(ABOUT)?;
        about.rsplit_once(AS_OF).map(|(name, _)| name.to_owned())
    }

    /// Returns the moment from which on a change of a source may have been missed by the build,
    /// by the clock of the file system.
    fn mark_start(&self) -> Result<SystemTime, BuildError> {
        let path = self.folder.path().join("started");
        let written = fs::write(&path, "").and_then(|()| fs::metadata(&path)?.modified());
        written.map_err(|source| BuildError::Write { path, source })
    }

    /// Returns why cargo failed.
    fn failure(&self, outcome: Outcome, stderr: String) -> BuildError {
        let no_room = "No space left on device";
        if outcome.rendered.contains(no_room) || stderr.contains(no_room) {
            return BuildError::DiskFull { path: self.folder.target_directory() };
        }
        if outcome.rendered.is_empty() {
            let plain = |message| BuildError::Cargo { message };
            return cargo::from_stderr(stderr, self.package, plain);
        }
        let root = self.package.parent().unwrap_or(self.package);
        let revisions =
            self.revision_files(&outcome).into_iter().map(|name| self.package.join(name));
        let own = outcome.places.iter().map(|(file, _)| file.clone());
        let own = own.filter(|file| file.starts_with(root) && !self.is_generated(file));
        let files: BTreeSet<_> = revisions.chain(own).collect();
        let short = |file: &PathBuf| file.strip_prefix(root).unwrap_or(file).display().to_string();
        let files = files.iter().map(short).collect();
        BuildError::Compile { files, rendered: outcome.rendered }
    }

    fn is_generated(&self, file: &Path) -> bool {
        self.folder.path().join(file).starts_with(self.folder.path())
    }

    /// Copies a unit's library out of cargo's reach and notes what it was built from.
    fn note(
        &self,
        unit: &Unit,
        left_out: &BTreeSet<String>,
        outcome: &Outcome,
        started: SystemTime,
    ) -> Result<(String, PathBuf), BuildError> {
        let built = outcome.libraries.get(&self.folder.crate_name(unit));
        let built = built.ok_or_else(|| BuildError::NoLibrary { unit: unit.name.clone() })?;
        let dep_info = fs::read_to_string(built.with_extension("d")).unwrap_or_default();
        let mut inputs: Vec<_> =
            dep_info::sources(&dep_info).iter().map(|path| Stamp::of(path)).collect();
        let left_out: Vec<_> =
            unit.files.iter().filter(|file| left_out.contains(*file)).cloned().collect();
        inputs.extend(left_out.iter().map(|file| Stamp::of(&self.package.join(file))));
        // What is generated was written before the build, maybe in the same tick of the clock.
        let generated = self.folder.path();
        let mut own = inputs.iter().filter(|input| !input.is_below(generated)).peekable();
        let complete = own.peek().is_some() && !own.any(|input| input.is_since(started));
        inputs.extend(self.facts.inputs.iter().cloned());
        let library = self.keep(unit, built)?;
        if complete {
            let (dylib, files) = (library.clone(), unit.files.clone());
            let record = Record { dylib, files, left_out, inputs };
            record.write(&self.folder.record(unit))?;
        }
        Ok((unit.name.clone(), library))
    }

    /// Copies a library to a name that no later build writes to: another runner may have it open.
    fn keep(&self, unit: &Unit, built: &Path) -> Result<PathBuf, BuildError> {
        let folder = self.folder.unit(unit);
        let write = |source| BuildError::Write { path: folder.clone(), source };
        let kept = tempfile::Builder::new()
            .prefix("library-")
            .suffix(std::env::consts::DLL_SUFFIX)
            .tempfile_in(&folder)
            .map_err(write)?;
        fs::copy(built, kept.path()).map_err(write)?;
        let (_, library) = kept.keep().map_err(|error| write(error.error))?;
        remove_older(&folder, &library);
        Ok(library)
    }
}

/// Removes the libraries of much earlier builds: another runner may be about to open the last one.
fn remove_older(folder: &Path, newest: &Path) {
    let modified = |path: &Path| fs::metadata(path).and_then(|it| it.modified()).ok();
    let Some(now) = modified(newest) else { return };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_library = entry.file_name().to_string_lossy().starts_with("library-");
        let age = modified(&entry.path()).and_then(|then| now.duration_since(then).ok());
        if is_library && age.is_some_and(|age| age > KEPT_FOR) {
            // One that cannot be removed, because it is in use, is left to the next time.
            drop(fs::remove_file(entry.path()));
        }
    }
}

/// Writes a file at once and whole, unless it has this text already: cargo looks at the time.
pub(super) fn write_changed(path: &Path, text: &str) -> Result<(), BuildError> {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    let write = || -> std::io::Result<()> {
        fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        std::io::Write::write_all(&mut file, text.as_bytes())?;
        file.persist(path)?;
        Ok(())
    };
    write().map_err(|source| BuildError::Write { path: path.to_owned(), source })
}
