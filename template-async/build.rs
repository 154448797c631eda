//! Lists the revision files, so that `env.rs` can take in each as a module.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Where revisions are, as `version_locations` in the project file says; their subfolders included.
const VERSION_LOCATIONS: &[&str] = &["versions"];

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    if env::var_os("CARGO_FEATURE_REVISIONS").is_none() {
        return Ok(());
    }
    let package = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut paths = Vec::new();
    for location in VERSION_LOCATIONS {
        println!("cargo::rerun-if-changed={location}");
        find(&package.join(location), &mut paths)?;
    }
    paths.sort();
    let (mut modules, mut entries) = (String::new(), String::new());
    for (at, path) in paths.into_iter().enumerate() {
        // An id may begin with a digit, a module may not; the number keeps similar names apart.
        let file = path
            .strip_prefix(&package)
            .unwrap_or(&path)
            .to_string_lossy()
            .into_owned();
        let name = file
            .trim_end_matches(".rs")
            .replace(|c: char| !c.is_ascii_alphanumeric(), "_");
        let module = format!("r{at}_{name}");
        modules += &format!("#[path = {path:?}]\npub mod {module};\n");
        entries += &format!("migration_api::linked_revision!({module}, {file:?}, {path:?}),\n");
    }
    modules += "/// Every revision, for the application that runs them itself.\n";
    modules += "pub static REVISIONS: &[migration_api::abi::LinkedRevision] = &[\n";
    modules += &(entries + "];\n");
    let out = env::var_os("OUT_DIR").unwrap_or_default();
    fs::write(Path::new(&out).join("revisions.rs"), modules)
}

/// Finds the source files in a folder and below it. Editors keep unsaved work under names with a dot.
fn find(folder: &Path, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry?.path();
        let is_hidden = path
            .file_name()
            .is_some_and(|it| it.to_string_lossy().starts_with('.'));
        if path.is_dir() && !is_hidden {
            find(&path, paths)?;
        } else if path.extension().is_some_and(|it| it == "rs") && !is_hidden {
            paths.push(path);
        }
    }
    Ok(())
}
