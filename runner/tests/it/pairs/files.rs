//! The pairs on disk: `<folder>/<database>/<aspect>-<what>.from.sql` and `.to.sql`.

use std::fs;
use std::path::{Path, PathBuf};

/// Two schemas, as the SQL that makes them.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    /// What it is about: `columns-added`; `equal-…` where the two mean the same.
    pub(super) name: String,
    pub(super) from: String,
    pub(super) to: String,
}

impl Pair {
    /// Returns whether the two sides mean the same.
    pub(super) fn is_equal(&self) -> bool {
        self.name.starts_with("equal-")
    }
}

/// Returns the pairs of a database: those of the folder that the variable `PAIRS` names, or else those that stand beside the tests
/// and in `testdata`.
pub(super) fn pairs(database: &str) -> Vec<Pair> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = match std::env::var_os("PAIRS") {
        Some(folder) => vec![PathBuf::from(folder)],
        None => vec![package.join("tests/data/pairs"), package.join("../testdata")],
    };
    let mut pairs: Vec<_> =
        folders.iter().flat_map(|folder| of_folder(&folder.join(database))).collect();
    pairs.sort_by(|a, b| a.name.cmp(&b.name));
    pairs
}

/// Returns the pairs of a folder; none where there is no such folder.
fn of_folder(folder: &Path) -> Vec<Pair> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let from = entries.map(|entry| entry.path()).filter_map(|path| {
        let name = path.file_name()?.to_str()?.strip_suffix(".from.sql")?.to_owned();
        Some((name, path))
    });
    from.map(|(name, path)| {
        let to = folder.join(format!("{name}.to.sql"));
        let read = |path: &Path| {
            fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        };
        Pair { from: read(&path), to: read(&to), name }
    })
    .collect()
}
