//! A project in a temporary folder, and the program run in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Mutex;

use runner::revision::Revision;
use tempfile::TempDir;

/// A migration package that `runner init` has made, with its project file.
pub(crate) struct Project {
    folder: TempDir,
}

/// What a run of the program came to.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// Checks that the run did well.
    #[track_caller]
    pub(crate) fn succeeds(self) -> Self {
        assert_eq!(self.code, Some(0), "{}{}", self.stdout, self.stderr);
        self
    }

    /// Checks that the run ended in one clear error with these texts in it, and in no panic.
    #[track_caller]
    pub(crate) fn fails_with(self, texts: &[&str]) -> Self {
        assert_eq!(self.code, Some(1), "{}{}", self.stdout, self.stderr);
        for text in texts {
            assert!(self.stderr.contains(text), "`{text}` is not in:\n{}", self.stderr);
        }
        // Behind cargo's failure stands cargo's own message.
        let ours = self.stderr.split("error: cargo ").next().unwrap_or_default();
        assert!(ours.matches("error: ").count() <= 1, "{}", self.stderr);
        for text in ["RUST_BACKTRACE", "stack backtrace", "thread '"] {
            assert!(!self.stderr.contains(text), "{}", self.stderr);
        }
        self
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self {
            code: output.status.code(),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }
}

/// Reads `"b2 < a1 ~ x9 # web"`: a revision `b2` on top of `a1` that depends on `x9`, labelled `web`.
pub(crate) fn revision(graph: &str) -> Revision {
    let list = |mark: char| {
        let rest = graph.split_once(mark).map_or("", |(_, rest)| rest);
        let end = rest.find(['<', '~', '#']).unwrap_or(rest.len());
        let names = rest[..end].split(',').map(str::trim).filter(|name| !name.is_empty());
        names.map(str::to_owned).collect()
    };
    Revision {
        id: graph.split(['<', '~', '#']).next().unwrap().trim().to_owned(),
        down_revisions: list('<'),
        branch_labels: list('#'),
        depends_on: list('~'),
        summary: String::new(),
    }
}

/// Returns the program, to be run in `folder`.
fn command(folder: &Path, arguments: &[&str]) -> Command {
    command_of(env!("CARGO_BIN_EXE_runner"), folder, arguments)
}

/// Returns a program that may run ours, with nothing of our own environment that would name another database or project.
fn command_of(program: &str, folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if ["POSTGRES_", "RUNNER_", "DATABASE_", "PG"].iter().any(|start| text.starts_with(start)) {
            command.env_remove(&name);
        }
    }
    // What the test projects share is compiled once for all of them.
    command.env("CARGO_TARGET_DIR", concat!(env!("CARGO_TARGET_TMPDIR"), "/projects"));
    command
}

/// Runs the program in a folder.
pub(crate) fn runner_in(folder: &Path, arguments: &[&str]) -> Run {
    command(folder, arguments).output().unwrap().into()
}

/// Runs `make` in a folder.
pub(crate) fn make_in(folder: &Path, arguments: &[&str]) -> Run {
    let mut command = command_of("make", folder, arguments);
    command.env_remove("MAKEFLAGS").env_remove("RUNNER");
    // Where the makefile says `runner`, that is the program too.
    let programs = Path::new(env!("CARGO_BIN_EXE_runner")).parent().unwrap().to_owned();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = [programs].into_iter().chain(std::env::split_paths(&path));
    command.env("PATH", std::env::join_paths(path).unwrap());
    command.output().unwrap().into()
}

impl Project {
    /// Makes a package in `migrations/` of a new folder. The files of `init` are the same for
    /// all projects, so the program itself is asked for them once only.
    pub(crate) fn new() -> Self {
        Self::of_template("generic")
    }

    /// Makes a package of a template of the program's own.
    pub(crate) fn of_template(template: &str) -> Self {
        static FILES: Mutex<BTreeMap<String, Vec<(PathBuf, String)>>> = Mutex::new(BTreeMap::new());
        let mut all = FILES.lock().unwrap();
        let files = all.entry(template.to_owned()).or_insert_with(|| {
            let folder = tempfile::tempdir().unwrap();
            runner_in(folder.path(), &["init", "--template", template]).succeeds();
            files_below(folder.path(), Path::new(""))
        });
        let project = Self { folder: tempfile::tempdir().unwrap() };
        for (path, text) in files {
            project.write(path.to_str().unwrap(), text);
        }
        fs::create_dir_all(project.path("migrations/versions")).unwrap();
        project
    }

    /// Makes a package whose revisions migrate the database of this URL.
    pub(crate) fn on(url: &str) -> Self {
        let project = Self::new();
        project.configure(&format!("url = {url:?}"));
        project
    }

    /// Makes a package of a template, whose revisions migrate the database of this URL.
    pub(crate) fn of_template_on(template: &str, url: &str) -> Self {
        let project = Self::of_template(template);
        let text = fs::read_to_string(project.path("runner.toml")).unwrap();
        let line = text.lines().find(|line| line.starts_with("url = ")).unwrap();
        project.write("runner.toml", &text.replace(line, &format!("url = {url:?}")));
        project
    }

    /// Replaces the project file, but for where the package is.
    pub(crate) fn configure(&self, settings: &str) {
        self.write("runner.toml", &format!("script_location = \"migrations\"\n{settings}\n"));
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Writes a revision file: `"b2 < a1"` is `b2` on top of `a1`. As in the tests of the graph, parents come
    /// after `<`, dependencies after `~`, labels after `#`.
    pub(crate) fn revision(&self, graph: &str, upgrade: &str, downgrade: &str) {
        let revision = revision(graph);
        self.revision_file(&format!("{}_make", revision.id), &revision, [upgrade, downgrade]);
    }

    /// Writes a revision that makes a table of the same name, and drops it.
    pub(crate) fn table_revision(&self, graph: &str) {
        let revision = revision(graph);
        self.table_revision_file(&format!("{}_make", revision.id), &revision);
    }

    /// Writes the file of a revision that makes a table of the same name, and drops it.
    pub(crate) fn table_revision_file(&self, file: &str, revision: &Revision) {
        let id = &revision.id;
        let upgrade = format!("ctx.create_table(\"t_{id}\", &[Column::new(\"id\", Integer)], &[])");
        self.revision_file(file, revision, [&upgrade, &format!("ctx.drop_table(\"t_{id}\")")]);
    }

    /// Writes the file of a revision with these bodies.
    pub(crate) fn revision_file(
        &self,
        file: &str,
        revision: &Revision,
        [upgrade, downgrade]: [&str; 2],
    ) {
        let Revision { id, down_revisions, branch_labels, depends_on, .. } = revision;
        let text = format!(
            "//! make {id}\n//!\n//! Revision ID: {id}\n\
             //! Revises: {}\n//! Create Date: 2026-05-04 13:57:25.816402\n\
             use migration_api::prelude::*;\n\
             pub const REVISION: &str = {id:?};\n\
             pub const DOWN_REVISION: &[&str] = &{down_revisions:?};\n\
             pub const BRANCH_LABELS: &[&str] = &{branch_labels:?};\n\
             pub const DEPENDS_ON: &[&str] = &{depends_on:?};\n\
             pub fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {{\n{upgrade}\n}}\n\
             pub fn downgrade(ctx: &mut MigrationContext) -> MigrationResult {{\n{downgrade}\n}}\n",
            down_revisions.join(", ")
        );
        self.write(&format!("migrations/versions/{file}.rs"), &text);
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        command(self.folder(), arguments)
    }

    pub(crate) fn runner(&self, arguments: &[&str]) -> Run {
        self.command(arguments).output().unwrap().into()
    }

    pub(crate) fn runner_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Run {
        self.command(arguments).envs(variables.iter().copied()).output().unwrap().into()
    }

    pub(crate) fn start(&self, arguments: &[&str]) -> Child {
        let mut command = self.command(arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// Returns what `current` prints.
    #[track_caller]
    pub(crate) fn current(&self) -> String {
        self.runner(&["current"]).succeeds().stdout
    }
}

fn files_below(root: &Path, below: &Path) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(root.join(below)).unwrap() {
        let path = below.join(entry.unwrap().file_name());
        if root.join(&path).is_dir() {
            files.extend(files_below(root, &path));
        } else {
            let text = fs::read_to_string(root.join(&path)).unwrap();
            files.push((path, text));
        }
    }
    files
}
