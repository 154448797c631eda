//! `init` and `list-templates`.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{Project, runner_in};

/// Runs cargo on the package in `migrations` and checks that it has nothing to say.
#[track_caller]
pub(crate) fn cargo(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO"));
    command.args(arguments).current_dir(folder.join("migrations"));
    command.env("CARGO_TARGET_DIR", concat!(env!("CARGO_TARGET_TMPDIR"), "/packages"));
    let done = command.output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn a_new_project_works_unchanged() {
    works_unchanged("generic", &["app.db"]);
}

#[test]
fn a_new_project_of_several_databases_works_unchanged() {
    works_unchanged("multidb", &["engine1.db", "engine2.db"]);
}

/// Makes a project from a template, and checks that it runs, and that neither clippy nor rustfmt has anything to say.
fn works_unchanged(template: &str, databases: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    runner_in(folder.path(), &["init", "--template", template]).succeeds();
    let mut files: Vec<_> = fs::read_dir(folder.path().join("migrations"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    let wanted = [
        ".gitignore",
        "Cargo.toml",
        "README.md",
        "build.rs",
        "env.rs",
        "script.rs.hbs",
        "versions",
    ];
    assert_eq!(files, wanted);
    cargo(folder.path(), &["clippy", "--offline", "--", "-D", "warnings"]);
    cargo(folder.path(), &["fmt", "--check"]);
    let run = runner_in(folder.path(), &["upgrade", "head"]).succeeds();
    assert!(run.stderr.contains("nothing to do, the database is at its base"), "{}", run.stderr);
    let run = runner_in(folder.path(), &["revision", "-m", "create account table"]).succeeds();
    let path = run.stdout.trim();
    assert!(path.ends_with("_create_account_table.rs"), "{path}");
    assert!(fs::read_to_string(path).unwrap().starts_with("//! create account table\n//!\n"));
    cargo(folder.path(), &["clippy", "--offline", "--", "-D", "warnings"]);
    cargo(folder.path(), &["fmt", "--check"]);
    runner_in(folder.path(), &["upgrade"]).succeeds();
    for database in databases {
        assert!(folder.path().join(database).is_file(), "{database}");
    }
}

#[test]
fn a_package_beside_its_project_file_has_plain_paths() {
    let folder = tempfile::tempdir().unwrap();
    let initialised = runner_in(folder.path(), &["init", "."]).succeeds();
    let created = runner_in(folder.path(), &["revision", "-m", "first"]).succeeds();
    for output in [&initialised.stderr, &created.stdout] {
        assert!(!output.contains("/./"), "{output}");
    }
}

#[test]
fn a_package_joins_the_workspace_around_it() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = folder.path().join("Cargo.toml");
    let before = "# ours\n[workspace]\nresolver = \"3\"\nmembers = [\n    \"app\", # the shop\n]\n\n\
                  [workspace.dependencies]\n# nothing yet\n";
    fs::write(&manifest, before).unwrap();
    fs::create_dir_all(folder.path().join("app/src")).unwrap();
    fs::write(
        folder.path().join("app/Cargo.toml"),
        "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
    )
    .unwrap();
    fs::write(folder.path().join("app/src/lib.rs"), "").unwrap();
    let run = runner_in(&folder.path().join("app"), &["init", "../db/migrations"]).succeeds();
    assert!(run.stderr.contains("Added the package to the workspace"), "{}", run.stderr);
    insta::assert_snapshot!(fs::read_to_string(&manifest).unwrap(), @r#"
    # ours
    [workspace]
    resolver = "3"
    members = [
        "app", # the shop
        "db/migrations",
    ]

    [workspace.dependencies]
    # nothing yet
    "#);
    let package = fs::read_to_string(folder.path().join("db/migrations/Cargo.toml")).unwrap();
    assert!(!package.contains("[workspace]"), "{package}");
    runner_in(&folder.path().join("app"), &["upgrade", "head"]).succeeds();
}

#[test]
fn nothing_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("migrations")).unwrap();
    fs::write(folder.path().join("migrations/mine.txt"), "x").unwrap();
    runner_in(folder.path(), &["init"])
        .fails_with(&["migrations is there and is not empty", "name another folder"]);
    assert!(!folder.path().join("runner.toml").exists());
    fs::write(folder.path().join("runner.toml"), "# mine\n").unwrap();
    let run = runner_in(folder.path(), &["init", "db"]).succeeds();
    assert!(run.stderr.contains("runner.toml is there already"), "{}", run.stderr);
    assert_eq!(fs::read_to_string(folder.path().join("runner.toml")).unwrap(), "# mine\n");
}

#[test]
fn templates_are_listed_and_may_be_a_folder_of_ones_own() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["list-templates", "list_templates"] {
        let run = runner_in(folder.path(), &[name]).succeeds();
        for line in ["generic - Generic: one database", "async - Async: one database"] {
            assert!(run.stdout.contains(line), "{}", run.stdout);
        }
    }
    let own = folder.path().join("own");
    fs::create_dir_all(own.join("sub")).unwrap();
    fs::write(own.join("Cargo.toml.hbs"), "# {{package_name}}\n").unwrap();
    fs::write(own.join("sub/plain.txt"), "{{as it is}}").unwrap();
    runner_in(folder.path(), &["init", "db", "--template", "own"]).succeeds();
    let read = |path: &str| fs::read_to_string(folder.path().join(path)).unwrap();
    assert_eq!(read("db/Cargo.toml"), "# db\n");
    assert_eq!(read("db/sub/plain.txt"), "{{as it is}}");
    runner_in(folder.path(), &["init", "x", "-t", "nope"])
        .fails_with(&["there is no template `nope`", "list-templates"]);
}

#[test]
fn an_api_that_is_not_there_is_told() {
    let folder = tempfile::tempdir().unwrap();
    runner_in(folder.path(), &["init", "--api-path", "nowhere"])
        .fails_with(&["cannot read", "nowhere/Cargo.toml"]);
    let project = Project::new();
    let manifest = fs::read_to_string(project.path("migrations/Cargo.toml")).unwrap();
    let line = manifest.lines().find(|line| line.starts_with("migration-api")).unwrap();
    project.write(
        "migrations/Cargo.toml",
        &manifest.replace(line, "migration-api = { path = \"/nowhere/at/all\" }"),
    );
    project.runner(&["upgrade", "head"]).fails_with(&["migration-api", "--api-path"]);
}
