//! Templates: the files that `init` writes, embedded, and their rendering by handlebars.

use std::fs;
use std::path::{Path, PathBuf};

use handlebars::{Handlebars, no_escape};
use serde::Serialize;

use super::ScriptError;

/// A set of files that `init` writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// What it is called, or the folder it was read from.
    pub name: String,
    /// What it is for: the first line of its `README.md`.
    pub description: String,
    /// The files: their paths in the template's folder, and their texts.
    files: Vec<(PathBuf, String)>,
}

/// The project file of a template: it is laid beside the migration package, not into it.
pub(super) const PROJECT_FILE: &str = "runner.toml.hbs";

/// The files that are the same in each template that the program brings with it.
const COMMON: [(&str, &str); 2] = [
    (".gitignore", include_str!("../../../template-generic/.gitignore")),
    ("build.rs", include_str!("../../../template-generic/build.rs")),
];

macro_rules! embedded {
    ($name:literal: $($file:literal),* $(,)?) => {
        Template::embedded($name, &[$((
            $file,
            include_str!(concat!("../../../template-", $name, "/", $file)),
        )),*])
    };
}

/// Returns the templates that the program brings with it.
pub fn templates() -> Vec<Template> {
    macro_rules! of_each {
        ($($name:literal),*) => {
            vec![$(embedded!($name:
                "Cargo.toml.hbs", "README.md.hbs", "env.rs", "runner.toml.hbs", "script.rs.hbs",
            )),*]
        };
    }
    of_each!("generic", "async", "multidb")
}

impl Template {
    /// Finds a template by its name, or reads the folder of that path.
    pub(super) fn find(name: &str, folder: &Path) -> Result<Self, ScriptError> {
        if let Some(template) = templates().into_iter().find(|template| template.name == name) {
            return Ok(template);
        }
        let path = folder.join(name);
        if !path.is_dir() {
            return Err(ScriptError::NoTemplate { name: name.to_owned() });
        }
        let mut files = Vec::new();
        read_folder(&path, Path::new(""), &mut files)?;
        Ok(Self::new(name, files))
    }

    fn embedded(name: &str, own: &[(&str, &str)]) -> Self {
        let files = COMMON.iter().chain(own);
        let mut files: Vec<_> =
            files.map(|(path, text)| (PathBuf::from(path), (*text).to_owned())).collect();
        files.sort();
        Self::new(name, files)
    }

    fn new(name: &str, files: Vec<(PathBuf, String)>) -> Self {
        let readme = files.iter().find(|(path, _)| path.starts_with("README.md.hbs"));
        let line = readme.and_then(|(_, text)| text.lines().find(|line| !line.is_empty()));
        let description = line.unwrap_or_default().trim_start_matches(['#', ' ']).to_owned();
        Self { name: name.to_owned(), description, files }
    }

    /// Returns each file's path as it will be called, and its text: what ends in `.hbs` is
    /// rendered and loses that ending, but for the template of revisions.
    pub(super) fn rendered(
        &self,
        data: &impl Serialize,
    ) -> Result<Vec<(PathBuf, String)>, ScriptError> {
        let mut files = Vec::new();
        for (path, text) in &self.files {
            let is_source = path.extension().is_some_and(|ending| ending == "hbs");
            if is_source && path != Path::new("script.rs.hbs") {
                let text = render(&path.display().to_string(), text, data)?;
                files.push((path.with_extension(""), text));
            } else {
                files.push((path.clone(), text.clone()));
            }
        }
        Ok(files)
    }
}

fn read_folder(
    root: &Path,
    below: &Path,
    files: &mut Vec<(PathBuf, String)>,
) -> Result<(), ScriptError> {
    let folder = root.join(below);
    let read = |path: &Path| {
        let path = path.to_owned();
        move |source| ScriptError::Read { path, source }
    };
    for entry in fs::read_dir(&folder).map_err(read(&folder))? {
        let entry = entry.map_err(read(&folder))?;
        let below = below.join(entry.file_name());
        if entry.path().is_dir() {
            read_folder(root, &below, files)?;
        } else {
            let text = fs::read_to_string(entry.path()).map_err(read(&entry.path()))?;
            files.push((below, text));
        }
    }
    files.sort();
    Ok(())
}

/// Renders one file. `name` is for messages.
pub(super) fn render(name: &str, text: &str, data: &impl Serialize) -> Result<String, ScriptError> {
    let mut engine = Handlebars::new();
    engine.set_strict_mode(true);
    engine.register_escape_fn(no_escape);
    engine.render_template(text, data).map_err(|error| ScriptError::Render {
        name: name.to_owned(),
        reason: error.reason().to_string(),
    })
}
