//! Lists the files in `versions/`, so that `env.rs` can take in each as a module.

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    if env::var_os("CARGO_FEATURE_REVISIONS").is_none() {
        return Ok(());
    }
    println!("cargo::rerun-if-changed=versions");
    let folder = Path::new(&env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("versions");
    let mut paths: Vec<_> = fs::read_dir(&folder)
        .into_iter()
        .flatten()
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()?;
    paths.sort();
    let mut modules = String::new();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if let Some(stem) = name
            .strip_suffix(".rs")
            .filter(|stem| !stem.starts_with('.'))
        {
            // An id may begin with a digit, a module may not.
            let module = stem.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
            modules += &format!("#[path = {path:?}]\npub mod r{module};\n");
        }
    }
    let out = env::var_os("OUT_DIR").unwrap_or_default();
    fs::write(Path::new(&out).join("revisions.rs"), modules)
}
