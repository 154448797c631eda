//! One of several databases fails.

use super::{Several, at, by_database};
use crate::support::PASSWORD;

/// A second revision that fails on `pg`.
fn failing() -> Several {
    let several = Several::new();
    several.table_revision("a1");
    several.project.runner(&["upgrade"]).succeeds();
    let make = [
        "ctx.execute(\"CREATE TABLE made (id INTEGER)\", &[]).map(drop)",
        "ctx.drop_table(\"made\")",
    ];
    let fail = ["ctx.execute(\"INSERT INTO nowhere VALUES (1)\", &[]).map(drop)", "Ok(())"];
    several.revision("b2 < a1", &[("lite", make), ("pg", fail), ("maria", make)]);
    several
}

#[test]
fn a_failure_keeps_others_from_beginning() {
    let several = failing();
    let run = several.project.runner(&["upgrade", "--jobs", "1"]);
    assert_eq!(run.code, Some(1));
    insta::assert_snapshot!(by_database(&run.stderr), @r#"
    lite: Running upgrade a1 -> b2, make b2
    pg: Running upgrade a1 -> b2, make b2
    pg: failed: upgrade of `b2` (make b2) failed at migrations/versions/b2_make.rs:14:29
    pg: caused by: relation "nowhere" does not exist, at line 1, character 13 of the statement (SQLSTATE 42P01)
    pg: help: the whole run was undone: the database is as before
         Summary of 3 databases
      lite   a1 -> b2   1 step  … s
      pg     failed  … s  upgrade of `b2` (make b2) failed at migrations/versions/b2_make.rs:14:29
      maria  not begun
    error: 1 of 3 databases failed: pg
    help: not begun: maria; with `--keep-going` they are worked on all the same
    "#);
    assert_eq!(several.rows(), [at("b2"), at("a1"), at("a1")]);

    // Those under way go on to their end.
    let run = several.project.runner(&["upgrade", "--jobs", "3"]);
    assert_eq!(run.code, Some(1));
    assert_eq!(several.rows(), [at("b2"), at("a1"), at("b2")]);
}

#[test]
fn with_keep_going_all_begin() {
    let run_with = |word: &str| {
        let several = failing();
        let run = several.project.runner(&["upgrade", "-j", "1", word]);
        assert_eq!(run.code, Some(1));
        assert_eq!(several.rows(), [at("b2"), at("a1"), at("b2")]);
        by_database(&run.stderr)
    };
    let printed = run_with("--keep-going");
    assert_eq!(run_with("--continue-on-error"), printed);
    insta::assert_snapshot!(printed, @r#"
    lite: Running upgrade a1 -> b2, make b2
    pg: Running upgrade a1 -> b2, make b2
    pg: failed: upgrade of `b2` (make b2) failed at migrations/versions/b2_make.rs:14:29
    pg: caused by: relation "nowhere" does not exist, at line 1, character 13 of the statement (SQLSTATE 42P01)
    pg: help: the whole run was undone: the database is as before
    maria: Running upgrade a1 -> b2, make b2
         Summary of 3 databases
      lite   a1 -> b2  1 step  … s
      pg     failed  … s  upgrade of `b2` (make b2) failed at migrations/versions/b2_make.rs:14:29
      maria  a1 -> b2  1 step  … s
    error: 1 of 3 databases failed: pg
    "#);
}

#[test]
fn a_server_that_is_not_there_is_told_without_its_password() {
    let several = Several::new();
    several.table_revision("a1");
    let url = several.databases[1].url.replace("127.0.0.1", "127.0.0.1:1,127.0.0.1");
    let file = std::fs::read_to_string(several.project.path("runner.toml")).unwrap();
    let url = url.rsplit_once('@').map(|(user, _)| format!("{user}@127.0.0.1:1/none")).unwrap();
    several.project.write("runner.toml", &file.replace(&several.databases[1].url, &url));
    let run = several.project.runner(&["upgrade", "--keep-going"]);
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.contains("pg: failed: "), "{}", run.stderr);
    for secret in [PASSWORD.to_owned(), migration_api::percent_encode(PASSWORD)] {
        assert!(!run.stderr.contains(&secret), "{}", run.stderr);
    }
    assert_eq!(several.databases[0].version_rows(), at("a1"));
    let current = several.project.runner(&["current", "--keep-going"]);
    assert_eq!(current.code, Some(1));
    assert_eq!(current.stdout, "lite: a1 (head)\nmaria: a1 (head)\n");
}

#[test]
fn what_does_not_compile_is_told_once() {
    let several = Several::new();
    several.revision("a1", &[("pg", ["nonsense", "Ok(())"])]);
    let run = several.project.runner(&["upgrade"]);
    assert_eq!(run.code, Some(1));
    assert_eq!(run.stderr.matches("cannot find value `nonsense`").count(), 1, "{}", run.stderr);
    let again = "failed: what it runs could not be compiled, as is told of another database";
    assert_eq!(run.stderr.matches(again).count(), 2, "{}", run.stderr);
    assert_eq!(several.rows(), [const { None }; 3]);
}

/// A run that compiles for one database waits until the others hold no lock, and all of them get where they should.
#[test]
fn what_is_compiled_late_is_compiled_for_all() {
    let several = Several::new();
    for graph in ["a1", "b2 < a1", "c3 < b2"] {
        several.table_revision(graph);
    }
    // More databases than jobs, and each at another place.
    for (name, target) in [("lite", "a1"), ("pg", "b2")] {
        several.project.runner(&["upgrade", target, "--database", name]).succeeds();
    }
    several.project.runner(&["upgrade", "head", "--jobs", "2"]).succeeds();
    assert_eq!(several.rows(), [at("c3"), at("c3"), at("c3")]);
}
