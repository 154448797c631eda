//! Several databases of one project, of all kinds.

mod chapter;
mod failing;
mod offline;
mod one_of_them;
mod story;
mod two_phases;
mod wire;

use std::fs;

use crate::support::{Database, Project, mariadb, postgres, sqlite};

/// A project of three databases, `lite`, `pg` and `maria`, of which each is of another kind.
struct Several {
    project: Project,
    databases: [Database; 3],
}

const NAMES: [&str; 3] = ["lite", "pg", "maria"];

impl Several {
    fn new() -> Self {
        let several = Self {
            project: Project::of_template("multidb"),
            databases: [sqlite(), postgres(), mariadb()],
        };
        several.configure("");
        several
    }

    /// Writes the project file, with these lines at its top.
    fn configure(&self, top: &str) {
        let sections = NAMES.iter().zip(&self.databases);
        let sections = sections.map(|(name, it)| format!("[{name}]\nurl = {:?}\n", it.url));
        let sections: String = sections.collect();
        self.project.configure(&format!("databases = {NAMES:?}\n{top}\n{sections}"));
    }

    /// Writes a revision with what its `upgrade` does to each database, and the opposite of it.
    fn revision(&self, graph: &str, bodies: &[(&str, [&str; 2])]) {
        let body = |at: usize| {
            let arm = |(name, body): &(&str, [&str; 2])| {
                format!("        Some({name:?}) => {{ {} }}\n", body[at])
            };
            let arms: String = bodies.iter().map(arm).collect();
            format!("    match ctx.database() {{\n{arms}        _ => Ok(()),\n    }}")
        };
        self.project.revision(graph, &body(0), &body(1));
    }

    /// Writes a revision that makes a table of the same name in each database.
    fn table_revision(&self, graph: &str) {
        self.project.table_revision(graph);
    }

    /// Has `env.rs` want this metadata of the databases with these names.
    fn want(&self, metadata: &[(&str, &str)]) {
        let env = fs::read_to_string(self.project.path("migrations/env.rs")).unwrap();
        let (head, tail) = env.split_once("        Some(\"engine1\")").unwrap();
        let (_, tail) = tail.split_once("        _ => None,").unwrap();
        let arm = |(name, metadata): &(&str, &str)| {
            format!("        Some({name:?}) => Some(|| {metadata}),\n")
        };
        let arms: String = metadata.iter().map(arm).collect();
        self.project.write("migrations/env.rs", &format!("{head}{arms}        _ => None,{tail}"));
    }

    fn tables(&self) -> [Vec<String>; 3] {
        self.databases.each_ref().map(Database::tables)
    }

    fn rows(&self) -> [Option<Vec<String>>; 3] {
        self.databases.each_ref().map(Database::version_rows)
    }
}

/// Returns what is told of each database by itself: the order in which they come is by chance.
fn by_database(printed: &str) -> String {
    let is_of = |line: &&str, name: &str| line.starts_with(&format!("{name}: "));
    let mut text = String::new();
    for name in NAMES {
        let lines = printed.lines().filter(|it| is_of(it, name) && !it.contains("Building"));
        lines.for_each(|line| text.extend([line, "\n"]));
    }
    let rest = printed.lines().filter(|it| !NAMES.iter().any(|name| is_of(it, name)));
    rest.for_each(|line| text.extend([without_seconds(line).trim_end(), "\n"]));
    text
}

/// Returns a line of a summary without the time that differs, and what keeps it in its column.
fn without_seconds(line: &str) -> String {
    let is_number = |word: &str| word.contains('.') && word.parse::<f64>().is_ok();
    let mut text = String::new();
    for word in line.split_inclusive(' ') {
        match is_number(word.trim()) {
            true => text = format!("{}  … ", text.trim_end()),
            false => text += word,
        }
    }
    text
}

/// Returns the rows of a version table that say one revision.
fn at(id: &str) -> Option<Vec<String>> {
    Some(vec![id.to_owned()])
}
