//! Commands that work on one database, where there are several; and settings of each.

use std::fs;

use super::{Several, at};

#[test]
fn who_asks_a_database_says_which() {
    let several = Several::new();
    several.table_revision("a1");
    several.table_revision("b2 < a1");
    let project = &several.project;
    project.runner(&["upgrade", "a1", "--database", "lite"]).succeeds();
    project.runner(&["upgrade", "b2", "--database", "pg"]).succeeds();
    for arguments in [
        ["history", "-i"].as_slice(),
        &["show", "current"],
        &["schema"],
        &["diff", "--from", "database", "--to", "base"],
    ] {
        project.runner(arguments).fails_with(&[
            "lists several databases, and it is not said which one is meant",
            "say `--database` with one of: lite, pg, maria",
        ]);
    }
    let history = project.runner(&["history", "-i", "--database", "lite"]).succeeds().stdout;
    assert!(history.contains("a1 (current)"), "{history}");
    let shown = project.runner(&["show", "current", "--database", "pg"]).succeeds().stdout;
    assert!(shown.starts_with("Rev: b2"), "{shown}");
    let schema =
        project.runner(&["schema", "--database", "lite", "--format", "sql"]).succeeds().stdout;
    assert!(schema.contains("t_a1") && !schema.contains("t_b2"), "{schema}");
    let diff =
        project.runner(&["diff", "--from", "database", "--to", "head", "--database", "lite"]);
    assert_eq!((diff.code, diff.stdout.as_str()), (Some(3), "add table t_b2\n"), "{}", diff.stderr);
    project.runner(&["schema", "--database", "none"]).fails_with(&["lists no database `none`"]);
    // What asks no database does not care.
    project.runner(&["history"]).succeeds();
}

#[test]
fn a_branch_that_is_applied_anywhere_is_not_rebased() {
    let several = Several::new();
    for graph in ["a1", "b2 < a1", "c3 < a1"] {
        several.table_revision(graph);
    }
    let project = &several.project;
    project.runner(&["upgrade", "c3", "--database", "maria"]).succeeds();
    project.runner(&["rebase", "c3", "--onto", "b2"]).fails_with(&["`c3`", "applied"]);
    project.runner(&["downgrade", "base", "--database", "maria"]).succeeds();
    project.runner(&["rebase", "c3", "--onto", "b2"]).succeeds();
}

#[test]
fn the_sides_of_a_merge_meet_in_one_database_only() {
    let several = Several::new();
    several.table_revision("a1");
    let table =
        |name: &str| format!("ctx.create_table({name:?}, &[Column::new(\"id\", Integer)], &[])");
    let (same, other) = (table("same"), table("other"));
    several.revision("b2 < a1", &[("pg", [&same, "Ok(())"]), ("lite", [&other, "Ok(())"])]);
    several.revision("c3 < a1", &[("pg", [&same, "Ok(())"]), ("maria", [&other, "Ok(())"])]);
    let run = several.project.runner(&["merge", "heads", "--rev-id", "d4"]).succeeds();
    assert!(run.stderr.contains("several sides touch the table `pg: same`"), "{}", run.stderr);
    assert!(!run.stderr.contains("other"), "{}", run.stderr);
    let text = fs::read_to_string(run.stdout.trim()).unwrap();
    assert!(text.contains("fn upgrade_maria"), "{text}");
}

#[test]
fn each_has_settings_of_its_own_and_a_place_lies_over_them() {
    let several = Several::new();
    several.table_revision("a1");
    let project = &several.project;
    let [lite, pg, maria] = several.databases.each_ref().map(|it| it.url.as_str());
    let elsewhere = crate::support::sqlite();
    project.configure(&format!(
        "databases = [\"lite\", \"pg\", \"maria\"]\nversion_table = \"of_all\"\n\
         [lite]\nurl = {lite:?}\nversion_table = \"of_lite\"\n\
         [pg]\nurl = {pg:?}\nsearch_path = \"app\"\nversion_table_schema = \"app\"\n\
         [maria]\nurl = {maria:?}\n\
         [staging]\nversion_table = \"of_staging\"\ndatabases = [\"lite\"]\n\
         [staging.lite]\nurl = {:?}\n",
        elsewhere.url
    ));
    several.databases[1].execute("CREATE SCHEMA app");
    project.runner(&["upgrade"]).succeeds();
    assert_eq!(several.databases[0].tables(), ["of_lite", "t_a1"]);
    let tables =
        "SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname = 'app' ORDER BY 1";
    assert_eq!(several.databases[1].texts(tables), ["app.of_all", "app.t_a1"]);
    assert_eq!(several.databases[2].tables(), ["of_all", "t_a1"]);
    let run = project.runner(&["--name", "staging", "upgrade"]).succeeds();
    assert!(run.stderr.contains("Summary of 1 database\n"), "{}", run.stderr);
    // Its own section lies over what is said for all of the place.
    assert_eq!(elsewhere.tables(), ["of_lite", "t_a1"]);
}

#[test]
fn a_url_may_come_from_the_environment() {
    let several = Several::new();
    several.table_revision("a1");
    let project = &several.project;
    project.configure("databases = [\"first-one\"]\n[first-one]\n");
    project.runner(&["upgrade"]).fails_with(&["first-one: failed", "no database is named"]);
    let url = several.databases[0].url.as_str();
    let run = project.runner_with(&["upgrade"], &[("FIRST_ONE_DATABASE_URL", url)]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(several.databases[0].version_rows(), at("a1"));
}
