//! What `docs/architecture.md` says must stay true of the source itself.

use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files
}

/// Returns the files below the workspace's `folder` that have any of these texts, but for those in
/// the `allowed` places.
fn files_with(folder: &str, texts: &[&str], allowed: &[&str]) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut files = sources(&root.join(folder));
    assert!(!files.is_empty(), "{folder}");
    files.retain(|file| {
        let text = fs::read_to_string(file).unwrap();
        let allowed = allowed.iter().any(|place| file.starts_with(root.join(place)));
        !allowed && texts.iter().any(|it| text.contains(it))
    });
    files
}

#[test]
fn each_room_keeps_to_what_it_may() {
    let none: [PathBuf; 0] = [];
    for (folder, texts, allowed) in [
        ("runner/src", ["unsafe {", "unsafe fn"].as_slice(), ["runner/src/load"].as_slice()),
        ("migration-api/src", &["unsafe {", "unsafe fn"], &["migration-api/src/abi"]),
        ("runner/src", &["env::var", "env::vars", "set_var("], &["runner/src/config"]),
        (
            "runner/src",
            &["process::exit", "println!", "stdout()", "stderr()"],
            &["runner/src/cli", "runner/src/script/program.rs"],
        ),
        (
            "runner/src",
            &["Command::new("],
            &["runner/src/build/cargo.rs", "runner/src/script/program.rs"],
        ),
        ("runner/src/revision", &["std::fs", "std::io", "crate::dialect", "crate::script"], &[]),
        ("runner/src/sql", &["std::fs", "std::io", "Connection", "Session"], &[]),
    ] {
        assert_eq!(files_with(folder, texts, allowed), none, "{texts:?}");
    }
}

#[test]
fn the_authoring_api_depends_on_nothing() {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../migration-api/Cargo.toml");
    let manifest: toml::Table = fs::read_to_string(manifest).unwrap().parse().unwrap();
    // The derive macros are for the application's own crate, which asks for them.
    let dependencies = manifest.get("dependencies").and_then(|it| it.as_table()).unwrap();
    for (name, dependency) in dependencies {
        assert_eq!(dependency.get("optional"), Some(&toml::Value::Boolean(true)), "{name}");
    }
    assert!(manifest.get("features").and_then(|it| it.get("default")).is_none());
}
