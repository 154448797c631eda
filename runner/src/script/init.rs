//! Writes a new migration package and its project file.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;
use toml_edit::{Array, DocumentMut, Item};

use super::generate::write_new;
use super::template::{PROJECT_FILE, Template};
use super::{ScriptError, makefile};
use crate::build::workspace_root;

/// What `init` is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InitOptions {
    /// The folder in which the project file is written.
    pub folder: PathBuf,
    /// The migration package, relative to `folder`.
    pub directory: PathBuf,
    /// The template's name, or the path of a folder.
    pub template: String,
    /// The project file, as seen from `folder`.
    pub project_file: PathBuf,
    /// Whether a `Makefile` of daily commands is laid beside the project file.
    pub makefile: bool,
    /// Where `migration-api` is, if not where it is looked for.
    pub api_path: Option<PathBuf>,
}

/// What `init` did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Initialised {
    /// The files written, in order.
    pub written: Vec<PathBuf>,
    /// What was there and was left alone: a project file, a makefile.
    pub kept: Vec<PathBuf>,
    /// The manifest of the workspace that the package joined.
    pub workspace: Option<PathBuf>,
}

/// What the templates see.
#[derive(Serialize)]
struct TemplateData {
    package_name: String,
    script_location: String,
    /// The line of the manifest that names `migration-api`.
    api_dependency: String,
    /// What stands in that line between the braces, for templates that add to it.
    api_source: String,
    standalone: bool,
}

/// Writes a migration package from a template, and a project file that names it.
///
/// # Errors
/// When the folder is not empty, the template is not there, or a file cannot be written.
pub fn init(options: &InitOptions) -> Result<Initialised, ScriptError> {
    let template = Template::find(&options.template, &options.folder)?;
    // Without the `.` of `init .`, which would be seen in every message.
    let package: PathBuf = options.folder.join(&options.directory).components().collect();
    check_empty(&package)?;
    let workspace = find_workspace(&package)?;
    let api_source = api_source(options.api_path.as_deref(), &options.folder)?;
    let data = TemplateData {
        package_name: package_name(&package),
        script_location: forward_slashes(&options.directory),
        api_dependency: format!("migration-api = {{ {api_source} }}"),
        api_source,
        standalone: workspace.is_none(),
    };
    let mut done = Initialised { written: Vec::new(), kept: Vec::new(), workspace: None };
    for (path, text) in template.rendered(&data)? {
        let is_project_file = path == Path::new(PROJECT_FILE).with_extension("");
        let to = if is_project_file {
            options.folder.join(&options.project_file)
        } else {
            package.join(path)
        };
        if is_project_file && to.exists() {
            done.kept.push(to);
            continue;
        }
        create_folder(to.parent().unwrap_or(&package))?;
        write_new(&to, &text)?;
        done.written.push(to);
    }
    create_folder(&package.join("versions"))?;
    if options.makefile {
        add_makefile(&options.folder.join(&options.project_file), &mut done)?;
    }
    if let Some(manifest) = workspace {
        join_workspace(&manifest, &package)?;
        done.workspace = Some(manifest);
    }
    Ok(done)
}

/// Lays a makefile beside the project file, unless there is one.
fn add_makefile(project_file: &Path, done: &mut Initialised) -> Result<(), ScriptError> {
    let folder = project_file.parent().unwrap_or(Path::new(""));
    if let Some(existing) = makefile::existing(folder) {
        done.kept.push(existing);
        return Ok(());
    }
    let name = project_file.file_name().unwrap_or_default().to_string_lossy();
    let path = folder.join("Makefile");
    write_new(&path, &makefile::text(&name))?;
    done.written.push(path);
    Ok(())
}

fn create_folder(path: &Path) -> Result<(), ScriptError> {
    fs::create_dir_all(path).map_err(|source| ScriptError::Write { path: path.to_owned(), source })
}

fn check_empty(package: &Path) -> Result<(), ScriptError> {
    match fs::read_dir(package).map(Iterator::count) {
        Ok(0) => Ok(()),
        Ok(_) => Err(ScriptError::NotEmpty { path: package.to_owned() }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(source) => Err(ScriptError::Read { path: package.to_owned(), source }),
    }
}

/// Returns the manifest of the workspace that a package in this folder would belong to.
fn find_workspace(package: &Path) -> Result<Option<PathBuf>, ScriptError> {
    let manifests = package.ancestors().skip(1).map(|folder| folder.join("Cargo.toml"));
    let Some(nearest) = manifests.into_iter().find(|manifest| manifest.is_file()) else {
        return Ok(None);
    };
    let fail = |reason: String| ScriptError::Workspace { path: nearest.clone(), reason };
    let text = fs::read_to_string(&nearest)
        .map_err(|source| ScriptError::Read { path: nearest.clone(), source })?;
    let manifest: DocumentMut = text.parse().map_err(|error| fail(format!("{error}")))?;
    if manifest.contains_key("workspace") {
        return Ok(Some(nearest));
    }
    // A member: cargo knows its workspace. A package alone is its own root, and has none to join.
    let folder = nearest.parent().unwrap_or(package);
    let root = workspace_root(folder).map_err(|error| fail(error.to_string()))?.join("Cargo.toml");
    Ok((root != nearest).then_some(root))
}

/// Adds the package to the members of a workspace, comments and layout kept.
fn join_workspace(manifest: &Path, package: &Path) -> Result<(), ScriptError> {
    let fail = |reason: &str| ScriptError::Workspace {
        path: manifest.to_owned(),
        reason: reason.to_owned(),
    };
    let text = fs::read_to_string(manifest)
        .map_err(|source| ScriptError::Read { path: manifest.to_owned(), source })?;
    let mut document: DocumentMut = text.parse().map_err(|_| fail("it is not valid TOML"))?;
    let root = manifest.parent().unwrap_or(Path::new(""));
    let below = package.strip_prefix(root).map_err(|_| fail("the package is not below it"))?;
    let member = forward_slashes(below);
    let members = document["workspace"]
        .as_table_like_mut()
        .ok_or_else(|| fail("`workspace` is no table"))?
        .entry("members")
        .or_insert(Item::Value(Array::new().into()))
        .as_array_mut()
        .ok_or_else(|| fail("`members` is no list"))?;
    if members.iter().any(|known| known.as_str().is_some_and(|known| covers(known, &member))) {
        return Ok(());
    }
    push_in_style(members, &member);
    fs::write(manifest, document.to_string())
        .map_err(|source| ScriptError::Write { path: manifest.to_owned(), source })
}

/// Returns whether a member pattern takes in the folder; `*` stands for one folder's name.
fn covers(pattern: &str, member: &str) -> bool {
    let (mut patterns, mut parts) = (pattern.split('/'), member.split('/'));
    loop {
        match (patterns.next(), parts.next()) {
            (None, None) => return true,
            (Some("*"), Some(_)) => {}
            (Some(pattern), Some(part)) if pattern == part => {}
            (_, _) => return false,
        }
    }
}

/// Appends to a list as its other members are written: one a line, or all on one.
fn push_in_style(members: &mut Array, member: &str) {
    let last = members.iter().last().and_then(|last| last.decor().prefix()?.as_str());
    let Some(indent) = last.and_then(|prefix| prefix.rfind('\n').map(|at| &prefix[at..])) else {
        return members.push(member);
    };
    // A comment behind the last member belongs to what follows it in the text.
    let behind_last = members.trailing().as_str().unwrap_or_default().trim_end();
    let prefix = format!("{behind_last}{indent}");
    members.push_formatted(toml_edit::Value::from(member).decorated(prefix, ""));
    members.set_trailing("\n");
    members.set_trailing_comma(true);
}

/// Returns where `migration-api` is, as the manifest says it.
fn api_source(asked: Option<&Path>, folder: &Path) -> Result<String, ScriptError> {
    if let Some(path) = asked {
        let path = folder.join(path);
        if !path.join("Cargo.toml").is_file() {
            let source = std::io::Error::from(std::io::ErrorKind::NotFound);
            return Err(ScriptError::Read { path: path.join("Cargo.toml"), source });
        }
        return Ok(path_source(&path));
    }
    // The checkout that this program was built from, as long as it is there.
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("migration-api");
    if checkout.join("Cargo.toml").is_file() {
        return Ok(path_source(&checkout));
    }
    Ok(format!("version = {:?}", env!("CARGO_PKG_VERSION")))
}

fn path_source(path: &Path) -> String {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let path = toml_edit::Value::from(forward_slashes(&path));
    format!("path = {}", path.to_string().trim())
}

/// Returns the folder's name as a package may be called.
fn package_name(package: &Path) -> String {
    let name = package.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' };
    let name: String = name.chars().map(plain).collect();
    let name = name.trim_matches('-');
    match name.chars().next() {
        None => "migrations".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("migrations-{name}"),
        Some(_) => name.to_owned(),
    }
}

fn forward_slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_is_added_as_the_others_are_written() {
        for (before, after) in [
            ("members = [\"a\"]", "members = [\"a\", \"m\"]"),
            (
                "members = [ # all\n  \"a\", # one\n]",
                "members = [ # all\n  \"a\", # one\n  \"m\",\n]",
            ),
            ("members = []", "members = [\"m\"]"),
        ] {
            let mut document: DocumentMut = before.parse().unwrap();
            push_in_style(document["members"].as_array_mut().unwrap(), "m");
            assert_eq!(document.to_string().trim(), after, "{before}");
        }
    }

    #[test]
    fn a_pattern_covers_one_folder_a_star() {
        assert!(covers("crates/*", "crates/migrations"));
        assert!(covers("migrations", "migrations"));
        assert!(!covers("crates/*", "crates/a/migrations"));
        assert!(!covers("*", "crates/migrations"));
    }

    #[test]
    fn a_package_is_named_after_its_folder() {
        for (folder, name) in [
            ("/a/db Migrations", "db-migrations"),
            ("/a/1x", "migrations-1x"),
            ("/a/...", "migrations"),
        ] {
            assert_eq!(package_name(Path::new(folder)), name);
        }
    }
}
