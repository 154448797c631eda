//! Autogenerate, as a user runs it: `revision --autogenerate`, `check` and `diff` in projects.

mod application;
pub(crate) mod chapter;
mod diff;
mod hooks;
mod refusals;
mod settings;
mod story;

use std::fs;

use crate::support::{Project, Run};

/// What an environment says for a comparison, as source.
#[derive(Default)]
struct Environment<'a> {
    /// What `target_metadata` returns.
    metadata: &'a str,
    /// Calls on the configuration.
    configuration: &'a str,
    /// Hooks.
    items: &'a str,
}

impl Environment<'_> {
    /// Writes it into a project.
    fn write_to(&self, project: &Project) {
        let Environment { metadata, configuration, items } = self;
        let text = format!(
            "use migration_api::autogenerate::*;\nuse migration_api::prelude::*;\n\
             migration_api::revisions!();\n\
             pub fn target_metadata() -> Metadata {{ {metadata} }}\n\
             pub fn run_migrations_offline(_: &mut EnvironmentContext) -> MigrationResult {{ Ok(()) }}\n\
             pub fn run_migrations_online(env: &mut EnvironmentContext) -> MigrationResult {{\n\
             let url = env.url()?;\nlet connection = env.connect(&url)?;\n\
             let _ = target_metadata;\n\
             env.configure(&Configuration::online(connection){configuration})?;\n\
             env.run_migrations()\n}}\n{items}"
        );
        let text = format!("#![allow(unused_imports)]\n{text}");
        project.write("migrations/env.rs", &text);
    }
}

/// Writes an environment that wants this metadata, and says nothing else.
fn want(project: &Project, metadata: &str) {
    let configuration = ".target_metadata(target_metadata)";
    Environment { metadata, configuration, ..Environment::default() }.write_to(project);
}

/// Has a revision written, and returns its text.
#[track_caller]
fn autogenerate(project: &Project, message: &str) -> String {
    let run = project.runner(&["revision", "--autogenerate", "-m", message]).succeeds();
    fs::read_to_string(run.stdout.trim()).unwrap()
}

/// Checks that a run found differences, and returns what it printed.
#[track_caller]
fn differences(run: Run) -> String {
    assert_eq!(run.code, Some(3), "{}{}", run.stdout, run.stderr);
    run.stdout
}

/// Checks that `check` finds nothing.
#[track_caller]
fn holds(project: &Project) {
    let run = project.runner(&["check"]).succeeds();
    assert_eq!(run.stdout, "No new upgrade operations detected.\n");
}
