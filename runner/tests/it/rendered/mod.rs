//! Revisions as the runner writes them: tidy, and saying what they were made from.

mod cases;
mod hooks;
mod schemas;
mod texts;

use std::path::Path;
use std::process::Command;

use jiff::{Timestamp, tz::TimeZone};
use migration_api::Place;
use migration_api::abi::{self, Reply, Request};
use migration_api::ops::Operation;
use runner::autogenerate::render::{RenderOptions, Rendered, render};
use runner::autogenerate::{Body, Line};
use runner::build::Builder;
use runner::config::Overrides;
use runner::load::{HostCalls, Libraries};
use runner::script::{NewRevision, generate, run_write_hooks};

use crate::support::{Project, revision};

/// Texts that a literal has to be written for with care.
const TEXTS: [&str; 14] = [
    "",
    "tea",
    "it's",
    "\"quoted\"",
    "back\\slash",
    "many \"\"\" quotes and \"# hashes \"##",
    "line\nbreak\r\n\ttab",
    "nul \0 7 bell \u{7}",
    "über 漢字 🦀",
    "a\u{308} combined",
    "turned \u{202e} and \u{2066}",
    "no space \u{200b}\u{feff}\u{ad}\u{2060}",
    "{braces} {}",
    "comment!(0); // comment_!(1);",
];

/// Writes what these operations do, and their way back: the same once more.
fn written(operations: &[Operation<'_>]) -> Rendered {
    let options = RenderOptions { with_existing: true, ..RenderOptions::default() };
    render(&body(operations), &body(operations), &options, &mut ()).unwrap()
}

fn body<'a>(operations: &[Operation<'a>]) -> Body<'a> {
    Body { lines: operations.iter().map(|it| Line::Operation(*it)).collect() }
}

/// Writes the file of a revision as the command does.
fn write_revision(project: &Project, id: &str, body: Rendered) {
    let opened = runner::Project::open(project.folder(), &Overrides::default()).unwrap();
    let new = NewRevision {
        message: format!("make {id}"),
        revision: revision(id),
        created: Timestamp::UNIX_EPOCH.to_zoned(TimeZone::UTC),
        version_path: None,
        body: Some(body),
        databases: Vec::new(),
        variables: Vec::new(),
    };
    let path = generate(&opened.config, &opened.directory, &new).unwrap();
    run_write_hooks(&opened.config, &path).unwrap();
    rustfmt(&path);
}

/// Checks that rustfmt leaves a file as it is.
#[track_caller]
fn rustfmt(path: &Path) {
    let output =
        Command::new("rustfmt").args(["--check", "--edition", "2024"]).arg(path).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
    assert_eq!(text(&output.stderr), "");
}

/// Checks that neither the compiler nor clippy has anything to say of a project's package.
#[track_caller]
fn clippy(project: &Project) {
    let mut cargo = Command::new("cargo");
    cargo.args(["clippy", "--offline", "--", "-D", "warnings"]);
    cargo.env("CARGO_TARGET_DIR", concat!(env!("CARGO_TARGET_TMPDIR"), "/projects"));
    let output = cargo.current_dir(project.path("migrations")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Notes what a revision asks for.
#[derive(Default)]
struct Recorder(Vec<String>);

impl HostCalls for Recorder {
    fn call(&mut self, request: Request<'_>, _: &Place) -> Result<Reply, String> {
        match request {
            Request::Operation(operation) => {
                self.0.push(format!("{operation:?}"));
                Ok(Reply::Affected(0))
            }
            Request::Progress(text) => {
                self.0.push(text.to_owned());
                Ok(Reply::Done)
            }
            other => Err(format!("unexpected: {other:?}")),
        }
    }
}

/// Compiles the revisions of a project, and returns what each one's `upgrade` and `downgrade` ask for.
fn asked_for(project: &Project, ids: &[String]) -> Vec<[Vec<String>; 2]> {
    let opened = runner::Project::open(project.folder(), &Overrides::default()).unwrap();
    let mut builder = Builder::new(&opened.config.script_location, opened.gate.clone()).unwrap();
    let files: Vec<_> = ids.iter().map(|id| opened.directory.file(id).unwrap()).collect();
    let paths = builder.revisions(&files, &files, &mut |_| {}).unwrap();
    let mut libraries = Libraries::default();
    let mut run = |id: &String, direction| {
        let (revision, dialect) = (id.clone(), "sqlite".to_owned());
        let facts =
            abi::MigrationFacts { dialect, offline: true, database: None, arguments: Vec::new() };
        let command = abi::Command::Migrate { revision, direction, facts };
        let mut recorder = Recorder::default();
        libraries.open(&paths[id]).unwrap().run(&command, &mut recorder).unwrap();
        recorder.0
    };
    ids.iter()
        .map(|id| [abi::Direction::Up, abi::Direction::Down].map(|direction| run(id, direction)))
        .collect()
}

#[test]
fn every_operation_is_written_as_by_hand() {
    cases::all(&mut |family, operations| {
        let Rendered { upgrade, downgrade, imports } = written(operations);
        assert_eq!(upgrade, downgrade);
        assert!(imports.is_empty());
        insta::assert_snapshot!(family, upgrade);
    });
}

#[test]
fn what_is_written_compiles_and_says_what_it_was_made_from() {
    let project = Project::new();
    let mut wanted = Vec::new();
    let mut ids: Vec<String> = Vec::new();
    cases::all(&mut |family, operations| {
        let parent = ids.last().cloned().unwrap_or_default();
        write_revision(&project, &format!("{family} < {parent}"), written(operations));
        let shown: Vec<String> = operations.iter().map(|it| format!("{it:?}")).collect();
        wanted.push([shown.clone(), shown]);
        ids.push(family.to_owned());
    });
    clippy(&project);
    for ((id, got), wanted) in ids.iter().zip(asked_for(&project, &ids)).zip(wanted) {
        for (got, wanted) in got.into_iter().zip(wanted) {
            assert_eq!(got.len(), wanted.len(), "{id}");
            for (got, wanted) in got.iter().zip(&wanted) {
                assert_eq!(got, wanted, "{id}");
            }
        }
    }
}
