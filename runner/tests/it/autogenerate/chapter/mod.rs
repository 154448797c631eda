//! What the guide says of autogenerate is what happens: every block of the chapter is put into a project and run.
//!
//! Each section begins with a new project. Blocks of Rust, TOML and SQL name their file in their first line; a `console` shows commands
//! and what they print, in which `…` alone in a line stands for any lines.

mod environment;
mod page;
mod shell;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use page::{Block, Section, sections};

use crate::support::{Database, Project, mariadb, postgres};

/// What goes on in a section.
struct Example {
    project: Project,
    database: Database,
    exit_code: i32,
    mistakes: Vec<String>,
}

#[test]
fn every_example_of_the_chapter_does_what_it_says() {
    does_what_it_says("autogenerate.md");
}

/// Follows all sections of a page of the guide.
pub(crate) fn does_what_it_says(page: &str) {
    template_does_what_it_says("generic", page);
}

/// Follows all sections of a page of the guide, each in a new project of a template.
pub(crate) fn template_does_what_it_says(template: &str, page: &str) {
    let sections = sections(page);
    // While one waits for cargo or a database, another goes on.
    let next = AtomicUsize::new(0);
    let some = || {
        let mut mistakes = Vec::new();
        while let Some(section) = sections.get(next.fetch_add(1, Ordering::Relaxed)) {
            mistakes.extend(Example::follow(section, template));
        }
        mistakes
    };
    let mistakes: Vec<String> = thread::scope(|scope| {
        let threads = [(); 3].map(|()| scope.spawn(some));
        threads.into_iter().flat_map(|it| it.join().unwrap()).collect()
    });
    assert!(mistakes.is_empty(), "\n{}", mistakes.join("\n"));
}

impl Example {
    /// Does what a section shows, and returns what comes out otherwise.
    fn follow(section: &Section, template: &str) -> Vec<String> {
        let project = Project::of_template(template);
        let is_on = |scheme: &str| section.blocks.iter().any(|it| it.text.contains(scheme));
        let database = if is_on("url = \"postgresql:") {
            postgres()
        } else if is_on("url = \"mariadb:") {
            mariadb()
        } else {
            Database::at(format!("sqlite:///{}", project.path("app.db").display()))
        };
        let mut example = Self { project, database, exit_code: 0, mistakes: Vec::new() };
        for block in &section.blocks {
            example.block(block);
        }
        let Self { mistakes, .. } = example;
        mistakes.iter().map(|it| format!("{}: {it}", section.title)).collect()
    }

    fn block(&mut self, block: &Block) {
        match block.language.as_str() {
            "console" => self.console(block),
            "rust" => self.rust(block),
            "toml" => self.toml(block),
            "sql" => self.sql(block),
            other => panic!("line {}: nothing is known of `{other}`", block.line),
        }
    }

    /// Writes a source file or a part of `env.rs`, or looks whether a revision is as it is shown.
    fn rust(&mut self, block: &Block) {
        let (name, text) = block.named("// ");
        let env = "migrations/env.rs";
        let old = || fs::read_to_string(self.project.path(env)).unwrap();
        match name.strip_prefix(env) {
            Some("") => {
                self.project.write(env, &environment::with_items(&old(), text));
            }
            Some(place) => {
                let function = place.strip_prefix(", in ").unwrap();
                self.project.write(env, &environment::with_statement(&old(), function, text));
            }
            None => match name.split_once('…') {
                Some((_, end)) => self.compare_revision(block, end, text),
                None => self.project.write(name, text),
            },
        }
    }

    fn compare_revision(&mut self, block: &Block, end: &str, text: &str) {
        let versions = fs::read_dir(self.project.path("migrations/versions")).unwrap();
        let paths: Vec<PathBuf> = versions.map(|entry| entry.unwrap().path()).collect();
        let is_meant = |path: &&PathBuf| path.display().to_string().ends_with(end);
        let Some(path) = paths.iter().find(is_meant) else {
            self.mistakes.push(format!("line {}: there is only {paths:?}", block.line));
            return;
        };
        let actual = fs::read_to_string(path).unwrap();
        assert!(!text.is_empty(), "line {}: nothing of the revision is shown", block.line);
        let mut rest = actual.as_str();
        for part in text.split("\n…\n").map(|it| it.trim_matches('\n')) {
            match rest.split_once(part) {
                Some((_, behind)) => rest = behind,
                None => {
                    let place = format!("line {}: the revision is another one", block.line);
                    self.mistakes.push(format!("{place}:\n{actual}"));
                    return;
                }
            }
        }
    }

    /// Writes a manifest, or puts keys into the project file.
    fn toml(&mut self, block: &Block) {
        let (name, text) = block.named("# ");
        match name {
            // A project file of several databases is shown as a whole.
            "runner.toml" if !text.contains("\ndatabases = ") => {
                let old = fs::read_to_string(self.project.path(name)).unwrap();
                self.project.write(name, &self.with_settings(&old, text));
            }
            "migrations/Cargo.toml" => {
                let old = fs::read_to_string(self.project.path(name)).unwrap();
                let (head, _) = old.split_once("[dependencies]").unwrap();
                let text = with_paths(text);
                self.project.write(name, &format!("{head}{text}\n[workspace]\n"));
            }
            _ => self.project.write(name, &self.with_server(&with_paths(text))),
        }
        if text.contains("sea-orm") {
            // The versions with which the crate is tested.
            let lock = api().join("sea-orm/Cargo.lock");
            fs::copy(lock, self.project.path("migrations/Cargo.lock")).unwrap();
        }
    }

    /// Returns a whole project file in which a server's URL is that of the example's own database.
    fn with_server(&self, text: &str) -> String {
        let url = format!("url = {:?}", self.database.url);
        let line = |line: &str| match line.starts_with("url = \"postgresql:") {
            true => url.clone(),
            false => line.to_owned(),
        };
        text.lines().map(line).collect::<Vec<_>>().join("\n")
    }

    /// Returns a project file with these settings; a server's URL is that of the example's own database.
    fn with_settings(&self, old: &str, settings: &str) -> String {
        let key = |line: &str| line.split_once(" = ").map(|(key, _)| key.to_owned());
        let settings: Vec<String> = settings
            .lines()
            .map(|line| match key(line) {
                Some(key) if line.contains("\"postgresql:") || line.contains("\"mariadb:") => {
                    format!("{key} = {:?}", self.database.url)
                }
                _ => line.to_owned(),
            })
            .collect();
        let is_said = |line: &&str| {
            key(line).is_some() && settings.iter().any(|setting| key(setting) == key(line))
        };
        let (top, rest) = old.split_once("[[post_write_hooks]]").unwrap();
        let kept: Vec<&str> = top.lines().filter(|line| !is_said(line)).collect();
        format!("{}\n{}\n[[post_write_hooks]]{rest}", kept.join("\n"), settings.join("\n"))
    }

    /// Writes a file of SQL, or runs what stands in the block.
    fn sql(&mut self, block: &Block) {
        match block.named("-- ") {
            ("in the database", text) => self.database.execute(text),
            (name, text) => self.project.write(name, text),
        }
    }
}

/// Returns where `migration-api` stands.
fn api() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("migration-api")
}

/// Returns a manifest in which this project's crates are those of this checkout.
fn with_paths(manifest: &str) -> String {
    let lines = manifest.lines().map(|line| {
        let path = match line.split(" = ").next() {
            Some("migration-api") => api(),
            Some("migration-api-sea-orm") => api().join("sea-orm"),
            _ => return line.to_owned(),
        };
        let path = format!("path = {path:?}");
        match line.contains("version = \"0.1\"") {
            true => line.replace("version = \"0.1\"", &path),
            false => line.replace("\"0.1\"", &format!("{{ {path} }}")),
        }
    });
    lines.map(|line| line + "\n").collect()
}
