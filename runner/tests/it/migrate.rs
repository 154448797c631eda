//! The main job: upgrade and downgrade real databases along a linear history.

use std::fs;

use crate::support::{Project, databases, postgres, sqlite};

#[test]
fn a_revision_is_written_applied_and_taken_back() {
    for database in databases() {
        let project = Project::on(&database.url);
        let run = project.runner(&["revision", "-m", "create account table"]).succeeds();
        let path = run.stdout.trim();
        let text = fs::read_to_string(path).unwrap();
        let fill = |text: &str, body: &str| text.replacen("let _ = ctx;\n    Ok(())", body, 1);
        let table = "ctx.create_table(\"account\", &[Column::new(\"id\", Integer)], &[])";
        let text = fill(&fill(&text, table), "ctx.drop_table(\"account\")");
        fs::write(path, text).unwrap();
        let id = path.rsplit('/').next().unwrap().split('_').next().unwrap();

        assert_eq!(project.current(), "");
        assert_eq!(database.version_rows(), None, "`current` makes no table");
        let run = project.runner(&["upgrade", "head"]).succeeds();
        let line = format!("Running upgrade  -> {id}, create account table");
        assert!(run.stderr.contains(&line), "{}", run.stderr);
        assert_eq!(database.tables(), ["account"]);
        assert_eq!(project.current(), format!("{id} (head)\n"));
        let run = project.runner(&["upgrade", "head"]).succeeds();
        assert!(run.stderr.contains("nothing to do"), "{}", run.stderr);
        let run = project.runner(&["downgrade", "-1"]).succeeds();
        let line = format!("Running downgrade {id} -> , create account table");
        assert!(run.stderr.contains(&line), "{}", run.stderr);
        assert!(database.tables().is_empty());
        assert_eq!(database.version_rows(), Some(Vec::new()));
    }
}

/// Five revisions of a table each: `a1` to `a5`.
fn five(url: &str) -> Project {
    let project = Project::on(url);
    for (id, graph) in ["a1", "a2 < a1", "a3 < a2", "a4 < a3", "a5 < a4"].iter().enumerate() {
        let graph = graph.replace('a', "abcd");
        assert!(graph.starts_with(&format!("abcd{}", id + 1)));
        project.table_revision(&graph);
    }
    project
}

#[test]
fn every_target_of_a_linear_history_is_understood() {
    for database in databases() {
        let project = five(&database.url);
        for (arguments, row) in [
            (["upgrade", "+2"].as_slice(), Some("abcd2")),
            (&["upgrade", "abcd2+1"], Some("abcd3")),
            (&["downgrade", "abcd3-2"], Some("abcd1")),
            (&["upgrade", "head-1"], Some("abcd4")),
            (&["upgrade"], Some("abcd5")),
            (&["downgrade", "-2"], Some("abcd3")),
            (&["upgrade", "abcd1"], Some("abcd3")),
            (&["downgrade", "base"], None),
            (&["stamp", "abcd4"], Some("abcd4")),
            (&["stamp", "base"], None),
        ] {
            project.runner(arguments).succeeds();
            let rows = database.version_rows().unwrap();
            assert_eq!(rows.first().map(String::as_str), row, "{arguments:?}");
        }
        assert!(database.tables().is_empty());
    }
}

#[test]
fn a_target_that_leads_nowhere_is_told() {
    let database = sqlite();
    let project = five(&database.url);
    project.runner(&["upgrade", "abcd3"]).succeeds();
    for (arguments, texts) in [
        (["upgrade", "zzz"].as_slice(), ["`zzz`", ""]),
        (&["upgrade", "abcd"], ["abcd", "abcd4"]),
        (&["upgrade", "abce1"], ["`abce1`", "abcd1"]),
        (&["upgrade", "+9"], ["+9", ""]),
        (&["downgrade", "-9"], ["-9", ""]),
        (&["downgrade", "abcd5"], ["abcd5", "abcd3"]),
    ] {
        project.runner(arguments).fails_with(&texts);
    }
    let run = project.runner(&["upgrade", "a:b"]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    database.execute("UPDATE alembic_version SET version_num = 'gone'");
    for command in [["current", "-q"], ["upgrade", "head"], ["downgrade", "base"]] {
        project.runner(&command).fails_with(&["`gone`"]);
    }
}

#[test]
fn listings_have_the_forms_of_alembic() {
    let database = sqlite();
    let project = Project::on(&database.url);
    project.table_revision("a1");
    project.table_revision("b2 < a1");
    project.runner(&["upgrade", "a1"]).succeeds();
    let stdout = |arguments: &[&str]| project.runner(arguments).succeeds().stdout;
    assert_eq!(stdout(&["history"]), "a1 -> b2 (head), make b2\n<base> -> a1, make a1\n");
    assert_eq!(
        stdout(&["history", "-i"]),
        "a1 -> b2 (head), make b2\n<base> -> a1 (current), make a1\n"
    );
    assert_eq!(stdout(&["heads"]), "b2 (head)\n");
    assert_eq!(stdout(&["current"]), "a1\n");
    let path = project.path("migrations/versions/b2_make.rs").display().to_string();
    let entry = stdout(&["show", "head"]);
    assert_eq!(
        entry.replace(&path, "PATH"),
        "Rev: b2 (head)\nParent: a1\nPath: PATH\n\n    make b2\n\n    Revision ID: b2\n    \
         Revises: a1\n    Create Date: 2026-05-04 13:57:25.816402\n"
    );
    assert_eq!(stdout(&["show", "b2"]), entry);
    assert!(stdout(&["show", "current"]).starts_with("Rev: a1\nParent: <base>\n"));
    assert!(stdout(&["current", "-v"]).starts_with("Current revision(s) for sqlite:///"));
    assert!(stdout(&["history", "-v"]).starts_with("Rev: b2 (head)\nParent: a1\n"));
    assert_eq!(project.runner(&["-q", "upgrade", "head"]).succeeds().stderr, "");
}

#[test]
fn a_transaction_is_one_for_the_run_or_one_a_migration() {
    for database in databases() {
        for each in [false, true] {
            let project = Project::new();
            project.configure(&format!(
                "url = {:?}\ntransaction_per_migration = {each}",
                database.url
            ));
            project.table_revision("a1");
            project.table_revision("b2 < a1");
            project.revision(
                "c3 < b2",
                "ctx.create_table(\"half\", &[Column::new(\"id\", Integer)], &[])?;\n\
                 ctx.execute(\"INSERT INTO nowhere VALUES (1)\", &[])?; Ok(())",
                "Ok(())",
            );
            let run = project.runner(&["upgrade", "head"]).fails_with(&[
                "upgrade of `c3` (make c3) failed at migrations/versions/c3_make.rs:13:5",
                "nowhere",
            ]);
            if database.commits_ddl() {
                assert!(run.stderr.contains("the 2 steps before this one stay"), "{}", run.stderr);
                assert_eq!(database.tables(), ["half", "t_a1", "t_b2"]);
                assert_eq!(database.version_rows().unwrap(), ["b2"]);
                database.execute("DROP TABLE half");
                project.runner(&["downgrade", "base"]).succeeds();
            } else if each {
                assert!(run.stderr.contains("the steps before it stay"), "{}", run.stderr);
                assert_eq!(database.tables(), ["t_a1", "t_b2"]);
                assert_eq!(database.version_rows().unwrap(), ["b2"]);
            } else {
                assert!(run.stderr.contains("the whole run was undone"), "{}", run.stderr);
                assert!(database.tables().is_empty());
                assert_eq!(database.version_rows(), None);
            }
        }
    }
}

#[test]
fn a_version_table_of_another_name_and_schema_is_used() {
    let database = postgres();
    database.execute("CREATE SCHEMA bookkeeping");
    let project = Project::new();
    project.configure(&format!(
        "url = {:?}\nversion_table = \"History\"\nversion_table_schema = \"bookkeeping\"",
        database.url
    ));
    project.table_revision("a1");
    project.runner(&["upgrade", "head"]).succeeds();
    assert_eq!(database.texts("SELECT version_num FROM bookkeeping.\"History\""), ["a1"]);
    assert_eq!(project.current(), "a1 (head)\n");
}
