//! What autogenerate writes for a pair, as a file: all of them are modules of one package, and built once.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use jiff::{Timestamp, tz::TimeZone};
use migration_api::abi::Arena;
use runner::autogenerate::render::{Rendered, render_for};
use runner::config::Overrides;
use runner::script::{NewRevision, generate, run_write_hooks};

use super::exceptions::Claim;
use super::files::Pair;
use super::round_trip::{Outcome, Side, autogenerate, terms, with_two};
use super::{assert_each, on_every_database, pairs, random};
use crate::support::{Project, revision};

#[test]
fn every_file_compiles_without_a_warning_and_is_formatted() {
    let project = Project::new();
    let opened = runner::Project::open(project.folder(), &Overrides::default()).unwrap();
    let paths = Mutex::new(Vec::new());
    let mut all = on_every_database(pairs);
    all.extend(random(0, 10));
    assert_each(Claim::Compiles, &all, |database, pair| {
        let Some(body) = written(database, pair)? else { return Ok(()) };
        let new = NewRevision {
            message: format!("bring {} to where it should be", pair.name),
            revision: revision(&format!("{database}_{}", pair.name)),
            created: Timestamp::UNIX_EPOCH.to_zoned(TimeZone::UTC),
            version_path: None,
            body: Some(body),
            databases: Vec::new(),
            variables: Vec::new(),
        };
        let path = generate(&opened.config, &opened.directory, &new).map_err(told)?;
        run_write_hooks(&opened.config, &path).map_err(told)?;
        paths.lock().unwrap().push(path);
        Ok(())
    });
    let paths = paths.into_inner().unwrap();
    assert!(paths.len() * 10 > all.len() * 8, "{} files of {} pairs", paths.len(), all.len());
    if let Some(folder) = std::env::var_os("PAIRS_WRITTEN") {
        keep(&paths, Path::new(&folder));
    }
    let checked = [is_formatted(&paths), is_clean(&project)];
    let failures: String = checked.into_iter().filter_map(Result::err).collect();
    assert!(failures.is_empty(), "{failures}");
}

/// Returns what the command writes into the functions of a revision; `None` for a pair of equals.
fn written(database: &str, pair: &Pair) -> Result<Option<Rendered>, String> {
    let mut body = None;
    with_two(database, |work, wanted| {
        work.create(&pair.from)?;
        wanted.create(&pair.to)?;
        body = render_pair(work, wanted)?;
        Ok(())
    })?;
    Ok(body)
}

fn render_pair(work: &mut Side, wanted: &mut Side) -> Result<Option<Rendered>, String> {
    let arena = Arena::default();
    let difference = autogenerate(work, wanted, &arena)?;
    if difference.changes.is_empty() {
        return Ok(None);
    }
    let terms = terms(&mut *work.connection, &arena)?;
    let rendered = render_for(&terms, &difference.upgrade, &difference.downgrade, &mut ());
    rendered.map(Some).map_err(told)
}

fn told(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// Leaves copies for whoever wants to read them.
fn keep(paths: &[PathBuf], folder: &Path) {
    std::fs::create_dir_all(folder).unwrap();
    for path in paths {
        std::fs::copy(path, folder.join(path.file_name().unwrap())).unwrap();
    }
}

/// Checks that rustfmt leaves the files as they are.
fn is_formatted(paths: &[PathBuf]) -> Outcome {
    let mut rustfmt = Command::new("rustfmt");
    rustfmt.args(["--check", "--edition", "2024"]).args(paths);
    succeeds(&mut rustfmt)
}

/// Checks that neither the compiler nor clippy has anything to say of a project's package.
fn is_clean(project: &Project) -> Outcome {
    let mut cargo = Command::new("cargo");
    cargo.args(["clippy", "--offline", "--", "-D", "warnings", "-D", "unused"]);
    cargo.env("CARGO_TARGET_DIR", concat!(env!("CARGO_TARGET_TMPDIR"), "/projects"));
    succeeds(cargo.current_dir(project.path("migrations")))
}

fn succeeds(command: &mut Command) -> Outcome {
    let done = command.output().map_err(told)?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let all = text(&done.stdout) + &text(&done.stderr);
    if done.status.success() { Ok(()) } else { Err(all) }
}
