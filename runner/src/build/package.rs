//! What is known of the user's migration package, for the manifests of the generated workspace.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cargo_metadata::Metadata;
use serde::{Deserialize, Serialize};
use toml_edit::{DocumentMut, Item, Table, TableLike, Value};

use super::error::BuildError;
use super::freshness::Stamp;

/// The feature that takes the revisions into the package.
const REVISIONS: &str = "revisions";

/// What the units' manifests repeat of the package's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PackageFacts {
    /// The package's name.
    pub(super) name: String,
    /// The name of its crate.
    pub(super) crate_name: String,
    /// Its edition.
    pub(super) edition: String,
    /// The features that are on by default, without `revisions`.
    pub(super) features: Vec<String>,
    /// Its dependencies and features, as a part of a manifest.
    pub(super) dependencies: String,
    /// What the root of its workspace says to all: dependencies, patches, profiles.
    pub(super) root: String,
    /// Its lock file.
    pub(super) lock_file: PathBuf,
    /// The files that all of this was read from.
    pub(super) inputs: Vec<Stamp>,
}

impl PackageFacts {
    /// Reads what was written down before, if nothing of it has changed since.
    pub(super) fn read_fresh(path: &Path) -> Option<Self> {
        let facts: Self = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
        facts.inputs.iter().all(Stamp::holds).then_some(facts)
    }

    /// Gathers the facts from cargo and from the manifests.
    pub(super) fn gather(package: &Path, metadata: &Metadata) -> Result<Self, BuildError> {
        let wrong = |reason: &str| BuildError::Package {
            package: package.to_owned(),
            reason: reason.to_owned(),
        };
        let manifest_path = package.join("Cargo.toml");
        let here = metadata.packages.iter().find(|it| it.manifest_path == *manifest_path);
        let here = here.ok_or_else(|| wrong("is not what its Cargo.toml describes"))?;
        let library = here.targets.iter().find(|target| target.is_lib());
        let library = library.ok_or_else(|| wrong("has no library: `[lib] path = \"env.rs\"`"))?;
        let root = metadata.workspace_root.as_std_path();
        let manifest = parse(&manifest_path)?;
        let root_manifest = parse(&root.join("Cargo.toml"))?;
        let features = default_features(&here.features);
        Ok(Self {
            name: here.name.to_string(),
            crate_name: library.name.replace('-', "_"),
            edition: here.edition.to_string(),
            features,
            dependencies: dependencies(&manifest, package),
            root: root_part(&root_manifest, root),
            lock_file: root.join("Cargo.lock"),
            inputs: inputs(metadata, package, root),
        })
    }
}

fn parse(path: &Path) -> Result<DocumentMut, BuildError> {
    let fail = |message: String| BuildError::Metadata { package: path.to_owned(), message };
    let text = fs::read_to_string(path).map_err(|error| fail(error.to_string()))?;
    text.parse().map_err(|error| fail(format!("{error}")))
}

/// Returns the manifests, lock file and toolchain files on which a build hangs.
fn inputs(metadata: &Metadata, package: &Path, root: &Path) -> Vec<Stamp> {
    let local = metadata.packages.iter().filter(|it| it.source.is_none());
    let mut paths: BTreeSet<PathBuf> =
        local.map(|it| it.manifest_path.clone().into_std_path_buf()).collect();
    paths.insert(root.join("Cargo.toml"));
    paths.insert(root.join("Cargo.lock"));
    for folder in [package, root] {
        for name in ["rust-toolchain", "rust-toolchain.toml", ".cargo/config.toml"] {
            paths.insert(folder.join(name));
        }
    }
    paths.iter().map(|path| Stamp::of(path)).collect()
}

/// Returns the default features but for `revisions`.
fn default_features(features: &std::collections::BTreeMap<String, Vec<String>>) -> Vec<String> {
    let default = features.get("default").cloned().unwrap_or_default();
    default.into_iter().filter(|feature| feature != REVISIONS).collect()
}

/// Returns the part of a unit's manifest that repeats the package's dependencies and features:
/// a revision file names crates as it does in its own package.
fn dependencies(manifest: &DocumentMut, package: &Path) -> String {
    let mut part = DocumentMut::new();
    for name in ["dependencies", "target", "features"] {
        if let Some(item) = manifest.get(name) {
            part.insert(name, item.clone());
        }
    }
    absolute_paths(part.as_table_mut(), package);
    if let Some(targets) = part.get_mut("target").and_then(Item::as_table_like_mut) {
        for (_, target) in targets.iter_mut() {
            if let Some(target) = target.as_table_like_mut() {
                target.remove("dev-dependencies");
                target.remove("build-dependencies");
            }
        }
    }
    if let Some(features) = part.get_mut("features").and_then(Item::as_table_like_mut) {
        features.remove(REVISIONS);
        if let Some(default) = features.get_mut("default").and_then(Item::as_array_mut) {
            default.retain(|feature| feature.as_str() != Some(REVISIONS));
        }
    }
    part.to_string()
}

/// Returns the part of the root manifest that holds for every member.
fn root_part(manifest: &DocumentMut, root: &Path) -> String {
    let mut part = DocumentMut::new();
    for name in ["patch", "replace", "profile"] {
        if let Some(item) = manifest.get(name) {
            part.insert(name, item.clone());
        }
    }
    if let Some(shared) = manifest.get("workspace").and_then(|it| it.get("dependencies")) {
        let mut workspace = Table::new();
        workspace.set_implicit(true);
        workspace.insert("dependencies", shared.clone());
        part.insert("workspace", Item::Table(workspace));
    }
    absolute_paths(part.as_table_mut(), root);
    let profiles = part.entry("profile").or_insert(Item::Table(Table::new()));
    if let Some(profiles) = profiles.as_table_like_mut() {
        adapt_profiles(profiles);
    }
    part.to_string()
}

/// A panic must be caught at the boundary, and nobody debugs a unit step by step: without debug
/// information it compiles faster.
fn adapt_profiles(profiles: &mut dyn TableLike) {
    for (_, profile) in profiles.iter_mut() {
        if let Some(profile) = profile.as_table_like_mut() {
            profile.remove("panic");
        }
    }
    let dev = profiles.entry("dev").or_insert(Item::Table(Table::new()));
    if let Some(dev) = dev.as_table_like_mut()
        && dev.get("debug").is_none()
    {
        dev.insert("debug", Item::Value(Value::from(false)));
    }
    if let Some(dev) = dev.as_table_like_mut() {
        optimise_api(dev);
    }
}

/// Has `migration-api` itself compiled for speed: it writes each row of a `bulk_insert` for the runner, which takes several
/// times as long without, and it is compiled only once.
fn optimise_api(dev: &mut dyn TableLike) {
    let packages = dev.entry("package").or_insert(Item::Table(Table::new()));
    let Some(packages) = packages.as_table_like_mut() else { return };
    let api = packages.entry("migration-api").or_insert(Item::Table(Table::new()));
    if let Some(api) = api.as_table_like_mut()
        && api.get("opt-level").is_none()
    {
        api.insert("opt-level", Item::Value(Value::from(1)));
    }
}

/// Makes every `path = "…"` below absolute: the manifest that repeats it lies elsewhere.
fn absolute_paths(table: &mut dyn TableLike, folder: &Path) {
    for (key, item) in table.iter_mut() {
        if key == "path" && item.is_str() {
            if let Some(path) = item.as_str() {
                let path = folder.join(path).to_string_lossy().into_owned();
                *item = Item::Value(Value::from(path));
            }
        } else if let Some(inner) = item.as_table_like_mut() {
            absolute_paths(inner, folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dependencies_are_repeated_with_absolute_paths_and_without_revisions() {
        let manifest: DocumentMut = "[dependencies]\na = { path = '../a' }\nb.workspace = true\n\
            [dependencies.c]\npath = 'c'\n[target.'cfg(unix)'.dependencies]\nd = { path = 'd' }\n\
            [features]\ndefault = ['revisions', 'x']\nrevisions = []\nx = []\n"
            .parse()
            .unwrap();
        insta::assert_snapshot!(dependencies(&manifest, Path::new("/p")), @r#"
        [dependencies]
        a = { path = "/p/../a" }
        b.workspace = true
        [dependencies.c]
        path = "/p/c"
        [target.'cfg(unix)'.dependencies]
        d = { path = "/p/d" }
        [features]
        default = [ 'x']
        x = []
        "#);
    }

    #[test]
    fn the_root_gives_what_holds_for_all() {
        let manifest: DocumentMut = "[workspace]\nmembers = ['m']\n[workspace.dependencies]\n\
            a = { path = 'a' }\n[profile.dev]\npanic = 'abort'\n[patch.crates-io]\nb = { path = 'b' }\n"
            .parse()
            .unwrap();
        let part: DocumentMut = root_part(&manifest, Path::new("/w")).parse().unwrap();
        assert_eq!(part["workspace"]["dependencies"]["a"]["path"].as_str(), Some("/w/a"));
        assert_eq!(part["patch"]["crates-io"]["b"]["path"].as_str(), Some("/w/b"));
        assert!(part["profile"]["dev"].get("panic").is_none());
        assert_eq!(part["profile"]["dev"]["debug"].as_bool(), Some(false));
        assert!(part["workspace"].get("members").is_none());
    }
}
