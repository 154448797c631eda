//! The `Makefile` of daily commands that `init` lays beside the project file.

use std::path::{Path, PathBuf};

use crate::config::FILE_NAME;

/// The same for all templates.
const TEXT: &str = include_str!("project.mk");

/// The line of it that names the program.
const PROGRAM: &str = "RUNNER ?= runner\n";

/// What `make` looks for, in its order. One that is there would hide ours, or be hidden by it.
const NAMES: [&str; 3] = ["GNUmakefile", "makefile", "Makefile"];

/// Returns the makefile that is in `folder` already.
pub(super) fn existing(folder: &Path) -> Option<PathBuf> {
    NAMES.iter().map(|name| folder.join(name)).find(|path| path.exists())
}

/// Returns the text for a project file of this name: another one than the usual has to be said to the program.
pub(super) fn text(project_file: &str) -> String {
    if project_file == FILE_NAME {
        return TEXT.to_owned();
    }
    // The name passes through the shell, and before that through make.
    let quoted = format!("'{}'", project_file.replace('\'', r"'\''"));
    let quoted = quoted.replace('$', "$$").replace('#', r"\#");
    TEXT.replacen(PROGRAM, &format!("RUNNER ?= runner --config {quoted}\n"), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_project_file_is_named() {
        assert!(text("runner.toml").contains("\nRUNNER ?= runner\n"));
        for (file, line) in [
            ("shop.toml", "\nRUNNER ?= runner --config 'shop.toml'\n"),
            ("it's $1#.toml", "\nRUNNER ?= runner --config 'it'\\''s $$1\\#.toml'\n"),
        ] {
            assert!(text(file).contains(line), "{file}");
        }
    }
}
