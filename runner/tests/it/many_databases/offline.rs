//! Scripts of several databases.

use std::fs;

use super::{NAMES, Several};
use crate::support::{Database, mariadb, postgres, runner_in, sqlite};

/// What a database holds, in the words of its own kind.
fn catalog(several: &Several, database: &Database) -> String {
    let arguments = ["schema", "--url", &database.url, "--format", "json"];
    runner_in(several.project.folder(), &arguments).succeeds().stdout
}

fn two_revisions() -> Several {
    let several = Several::new();
    several.table_revision("a1");
    let sql = |kind: &str| {
        format!(
            "ctx.create_table(\"of_{kind}\", &[Column::new(\"name\", Varchar(20)).not_null()], &[])"
        )
    };
    let [lite, pg] = ["lite", "pg"].map(sql);
    several.revision(
        "b2 < a1",
        &[
            ("lite", [&lite, "ctx.drop_table(\"of_lite\")"]),
            ("pg", [&pg, "ctx.drop_table(\"of_pg\")"]),
        ],
    );
    several
}

#[test]
fn the_scripts_do_what_the_runs_do() {
    let several = two_revisions();
    let project = &several.project;
    let run = project.runner(&["upgrade", "head", "--sql"]).succeeds();
    assert_eq!(run.stdout, "");
    for name in NAMES {
        let line = format!("Wrote {}", project.path(&format!("{name}.sql")).display());
        assert!(run.stderr.contains(&line), "{}", run.stderr);
    }
    assert_eq!(several.rows(), [const { None }; 3]);
    project.runner(&["upgrade", "head"]).succeeds();
    let scripted = [sqlite(), postgres(), mariadb()];
    for ((name, one), other) in NAMES.iter().zip(&scripted).zip(&several.databases) {
        let script = fs::read_to_string(project.path(&format!("{name}.sql"))).unwrap();
        one.run_script(&script).unwrap();
        assert_eq!(catalog(&several, one), catalog(&several, other), "{name}");
        assert_eq!(one.version_rows(), other.version_rows(), "{name}");
    }
    project.runner(&["downgrade", "head:base", "--sql", "--output", "down/now"]).succeeds();
    for (name, one) in NAMES.iter().zip(&scripted) {
        let script = fs::read_to_string(project.path(&format!("down/now/{name}.sql"))).unwrap();
        one.run_script(&script).unwrap();
        assert_eq!(one.tables(), [""; 0], "{name}");
    }
}

#[test]
fn the_script_of_one_is_printed() {
    let several = two_revisions();
    let run = several.project.runner(&["upgrade", "--sql", "--database", "pg"]).succeeds();
    assert!(
        run.stdout.contains("CREATE TABLE of_pg") && !run.stdout.contains("of_lite"),
        "{}",
        run.stdout
    );
    assert!(!several.project.path("pg.sql").exists());
    let arguments = ["stamp", "a1", "--sql", "--database", "lite", "--output", "."];
    several.project.runner(&arguments).succeeds();
    let script = fs::read_to_string(several.project.path("lite.sql")).unwrap();
    assert!(script.contains("VALUES ('a1')"), "{script}");
    let run =
        several.project.runner(&["ensure-version", "--sql", "--database", "maria"]).succeeds();
    assert!(run.stdout.contains("CREATE TABLE alembic_version"), "{}", run.stdout);
}

#[test]
fn a_part_of_the_scripts_does_not_pass_for_all() {
    let several = Several::new();
    several.revision("a1", &[("pg", ["ctx.query(\"SELECT 1\", &[]).map(drop)", "Ok(())"])]);
    let project = &several.project;
    project
        .runner(&["upgrade", "--sql"])
        .fails_with(&["pg: failed: upgrade of `a1`", "1 of 3 databases failed: pg"]);
    assert!(!project.path("lite.sql").exists());
    project.runner(&["upgrade", "--sql", "--keep-going"]).fails_with(&["Wrote", "lite.sql"]);
    assert!(project.path("lite.sql").exists() && !project.path("pg.sql").exists());
}

#[test]
fn a_project_of_one_database_has_no_folder_of_scripts() {
    let project = crate::support::Project::on("sqlite:///app.db");
    for arguments in
        [["upgrade", "--sql", "--output", "x"].as_slice(), &["current", "--database", "pg"]]
    {
        project.runner(arguments).fails_with(&["runner.toml lists no databases", "databases = ["]);
    }
}
