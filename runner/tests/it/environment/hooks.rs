//! `on_version_apply`: the environment hears of each step.

use super::configure;
use crate::support::{Project, databases, mariadb, postgres, sqlite};

/// Writes a line for each step.
const AUDIT: &str = r#"
fn note(ctx: &mut MigrationContext, step: &StepInfo) -> MigrationResult {
    let line = format!(
        "{} {} {:?} -> {:?} at {:?}: {}",
        if step.is_upgrade { "up" } else { "down" },
        if step.is_stamp { "stamp" } else { "run" },
        step.source_revision_ids(),
        step.destination_revision_ids(),
        step.heads,
        step.message,
    );
    let last: &[_] = &[("line", line.as_str().into())];
    ctx.execute("INSERT INTO audit (line) VALUES (:line)", last)?;
    Ok(())
}
"#;

fn project(url: &str) -> Project {
    let project = Project::on(url);
    configure(&project, ".on_version_apply(note)", AUDIT);
    project.table_revision("a1");
    project.table_revision("b2 < a1");
    project
}

#[test]
fn each_step_is_told_with_where_it_leads() {
    for database in databases() {
        database.execute("CREATE TABLE audit (line VARCHAR(200))");
        let project = project(&database.url);
        for arguments in [
            ["upgrade", "head"].as_slice(),
            &["downgrade", "a1"],
            &["stamp", "head"],
            &["stamp", "base"],
            &["stamp", "a1"],
            &["stamp", "--purge", "b2"],
        ] {
            project.runner(arguments).succeeds();
        }
        let mut lines = database.texts("SELECT line FROM audit");
        lines.sort();
        let mut wanted = [
            r#"up run [] -> ["a1"] at ["a1"]: make a1"#,
            r#"up run ["a1"] -> ["b2"] at ["b2"]: make b2"#,
            r#"down run ["b2"] -> ["a1"] at ["a1"]: make b2"#,
            r#"up stamp ["a1"] -> ["b2"] at ["b2"]: make b2"#,
            r#"down stamp ["b2"] -> [] at []: make b2"#,
            r#"up stamp [] -> ["a1"] at ["a1"]: make a1"#,
            r#"down stamp ["a1"] -> [] at []: "#,
            r#"up stamp [] -> ["b2"] at ["b2"]: make b2"#,
        ];
        wanted.sort_unstable();
        assert_eq!(lines, wanted, "{}", database.title());
    }
}

#[test]
fn what_a_hook_does_is_part_of_the_script() {
    for (database, insert) in [
        (
            sqlite(),
            "INSERT INTO audit (line) VALUES ('up run [] -> [\"a1\"] at [\"a1\"]: make a1');",
        ),
        (
            postgres(),
            "INSERT INTO audit (line) VALUES ('up run [] -> [\"a1\"] at [\"a1\"]: make a1');",
        ),
    ] {
        let project = project(&database.url);
        let run = project.runner(&["upgrade", "a1", "--sql"]).succeeds();
        let row = run.stdout.find("INSERT INTO alembic_version").unwrap();
        assert!(run.stdout[row..].contains(insert), "{}", run.stdout);
        database.execute("CREATE TABLE audit (line VARCHAR(200))");
        database.run_script(&run.stdout).unwrap();
        assert_eq!(database.texts("SELECT line FROM audit").len(), 1);
    }
}

#[test]
fn the_script_that_looks_where_it_begins_has_the_hook_in_each_step() {
    let database = postgres();
    database.execute("CREATE TABLE audit (line VARCHAR(200))");
    let project = project(&database.url);
    project.runner(&["upgrade", "a1"]).succeeds();
    let run = project.runner(&["upgrade", "head", "--sql", "--idempotent"]).succeeds();
    database.run_script(&run.stdout).unwrap();
    assert_eq!(database.texts("SELECT line FROM audit").len(), 2);
}

#[test]
fn a_failure_of_the_hook_fails_the_step() {
    for database in databases() {
        let project = project(&database.url);
        // There is no table `audit`.
        let run = project.runner(&["upgrade", "head"]);
        let run =
            run.fails_with(&["upgrade of `a1` (make a1) failed at migrations/env.rs:", "audit"]);
        assert_eq!(project.current(), "", "{}", database.title());
        let stays = database.tables().iter().any(|it| it == "t_a1");
        assert_eq!(stays, database.commits_ddl(), "{}", run.stderr);
    }
    let database = sqlite();
    let project = project(&database.url);
    for (body, texts) in [
        ("Err(MigrationError::new(\"not today\"))", ["failed at migrations/env.rs:", "not today"]),
        ("panic!(\"not ever\")", ["failed at migrations/env.rs:", "it panicked: not ever"]),
        (
            "ctx.autocommit_block(|_| Ok(()))",
            ["`on_version_apply` cannot end the transaction", "let it change rows only"],
        ),
    ] {
        let hook = format!(
            "fn note(ctx: &mut MigrationContext, _: &StepInfo) -> MigrationResult {{ let _ = &ctx; {body} }}"
        );
        configure(&project, ".on_version_apply(note)", &hook);
        project.runner(&["upgrade", "head"]).fails_with(&texts);
        assert_eq!(project.current(), "");
    }
}

#[test]
fn a_hook_that_ends_the_transaction_has_the_step_stay_and_that_is_told() {
    let database = sqlite();
    let project = project(&database.url);
    let hook = "fn note(ctx: &mut MigrationContext, _: &StepInfo) -> MigrationResult {
        ctx.execute(\"COMMIT\", &[]).map(drop)
    }";
    configure(&project, ".on_version_apply(note)", hook);
    let texts = ["env.rs:", "this ended the transaction", "what was done before may have stayed"];
    project.runner(&["upgrade", "head"]).fails_with(&texts);
    assert_eq!(project.current(), "a1\n");
}

#[test]
fn a_hook_changes_no_schema_where_that_is_committed_at_once() {
    let database = mariadb();
    let project = project(&database.url);
    let hook = "fn note(ctx: &mut MigrationContext, _: &StepInfo) -> MigrationResult {
        ctx.create_table(\"audit\", &[Column::new(\"line\", Text)], &[])
    }";
    configure(&project, ".on_version_apply(note)", hook);
    let texts =
        ["`on_version_apply` cannot run what this database commits at once", "--resume-after 1"];
    project.runner(&["upgrade", "a1"]).fails_with(&texts);
    assert_eq!(project.current(), "");
    assert!(!database.tables().contains(&"audit".to_owned()));
    // The step is done behind its own operation once the hook is right.
    database.execute("CREATE TABLE audit (line VARCHAR(200))");
    configure(&project, ".on_version_apply(note)", AUDIT);
    project.runner(&["upgrade", "a1", "--resume-after", "1"]).succeeds();
    assert_eq!(database.texts("SELECT line FROM audit").len(), 1);
    assert_eq!(project.current(), "a1\n");
}
