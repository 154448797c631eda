//! Histories with branches: two developers, two heads, lines that need each other.

use std::fs;

use crate::support::{Project, databases, sqlite};

/// A project on SQLite with revisions that make a table each.
fn project(graphs: &[&str]) -> (Project, crate::support::Database) {
    let database = sqlite();
    let project = Project::on(&database.url);
    graphs.iter().for_each(|graph| project.table_revision(graph));
    (project, database)
}

#[test]
fn several_heads_are_listed_with_the_ways_out() {
    let (project, _database) = project(&["a1", "b2 < a1", "c3 < a1"]);
    for arguments in [["upgrade"].as_slice(), &["upgrade", "head"], &["revision", "-m", "x"]] {
        project.runner(arguments).fails_with(&[
            "`head` asks for one head, but there are 2: `b2`, `c3`",
            "head b2: make b2 (2026-05-04)",
            "merge them into one with `merge heads`",
        ]);
    }
    project.runner(&["upgrade", "heads"]).succeeds();
    assert_eq!(project.current(), "b2 (head)\nc3 (head)\n");
}

#[test]
fn branches_go_up_and_down_by_themselves_on_each_database() {
    for database in databases() {
        let project = Project::on(&database.url);
        for graph in
            ["a1", "b2 < a1 # left", "b3 < b2", "c2 < a1 # right", "x1 # lib", "c3 < c2 ~ x1"]
        {
            project.table_revision(graph);
        }
        let moves: [(&[&str], &str, &[&str]); 9] = [
            (&["upgrade", "left@head"], "b3 (head)\n", &["b3"]),
            (&["upgrade", "right@+1"], "b3 (head)\nc2\n", &["b3", "c2"]),
            (&["upgrade", "heads"], "b3 (head)\nc3 (head)\nx1 (effective head)\n", &["b3", "c3"]),
            (&["downgrade", "left@-1"], "b2\nc3 (head)\nx1 (effective head)\n", &["b2", "c3"]),
            (&["downgrade", "lib@base"], "b2\nc2\n", &["b2", "c2"]),
            (&["downgrade", "right@a1"], "b2\n", &["b2"]),
            (&["upgrade", "right@c2+1"], "b2\nc3 (head)\nx1 (effective head)\n", &["b2", "c3"]),
            (&["downgrade", "a1"], "a1 (branchpoint)\nx1 (effective head)\n", &["a1", "x1"]),
            (&["downgrade", "base"], "", &[]),
        ];
        for (arguments, current, rows) in moves {
            project.runner(arguments).succeeds();
            let mut found = database.version_rows().unwrap();
            found.sort();
            assert_eq!(found, rows, "{arguments:?}");
            let mut lines: Vec<_> = project.current().lines().map(str::to_owned).collect();
            lines.sort();
            assert_eq!(lines.join("\n"), current.trim_end(), "{arguments:?}");
        }
        assert!(database.tables().is_empty());
    }
}

#[test]
fn a_merge_joins_heads_and_tells_what_both_sides_touch() {
    let (project, database) = project(&["a1"]);
    let column = |name: &str| format!("ctx.add_column(\"t_a1\", Column::new({name:?}, Integer))");
    project.revision("b2 < a1", &column("size"), "Ok(())");
    project.revision("c2 < a1", &column("size"), "Ok(())");
    project.revision("c3 < c2", "let _ = ctx.query(\"SELECT 1\", &[])?; Ok(())", "Ok(())");
    let run = project.runner(&["merge", "heads", "-m", "join", "--rev-id", "m4"]).succeeds();
    for text in [
        "several sides touch `t_a1`: size",
        "b2: add_column (size)",
        "c2, below c3: add_column (size)",
        "what c3 changes besides is not known: it reads data",
    ] {
        assert!(run.stderr.contains(text), "{text}: {}", run.stderr);
    }
    assert_eq!(run.stdout.trim(), project.path("migrations/versions/m4_join.rs").to_str().unwrap());
    assert_eq!(database.version_rows(), None, "a merge asks no database");
    let again = project.runner(&["merge", "heads"]).succeeds();
    assert!(again.stderr.contains("nothing to merge: only `m4` is named"), "{}", again.stderr);
}

#[test]
fn sides_that_touch_nothing_in_common_say_so() {
    let (project, _database) = project(&["a1", "b2 < a1", "c2 < a1"]);
    let run = project.runner(&["merge", "b2", "c2", "--branch-label", "joined"]).succeeds();
    assert!(run.stderr.contains("no table is touched by several sides"), "{}", run.stderr);
    assert!(project.runner(&["heads"]).succeeds().stdout.contains("(joined) (head)"));
    project.runner(&["upgrade", "joined"]).succeeds();
}

#[test]
fn a_merge_of_revisions_that_are_no_heads_needs_splice() {
    let (project, _database) = project(&["a1", "b2 < a1", "b3 < b2", "c2 < a1"]);
    project.runner(&["merge", "b2", "c2"]).fails_with(&["revision `b2` is no head", "--splice"]);
    project.runner(&["merge", "c2", "c2"]).fails_with(&["revision `c2` is named twice"]);
    project.runner(&["merge", "b2", "c2", "--splice", "--no-compare"]).succeeds();
}

#[test]
fn a_revision_that_does_not_compile_is_told_and_the_others_are_compared() {
    let (project, _database) = project(&["a1"]);
    let rename = "ctx.rename_table(\"main.T_a1\", \"u\")";
    project.revision("b2 < a1", rename, "Ok(())");
    project.revision("c2 < a1", "this is no Rust", "Ok(())");
    let refers =
        "ctx.create_table(\"v\", &[Column::new(\"a\", Integer).references(\"t_a1\", \"id\")], &[])";
    project.revision("d2 < a1", refers, "Ok(())");
    let run = project.runner(&["merge", "heads"]).succeeds();
    for text in [
        "several sides touch the table `t_a1`",
        "b2: rename_table",
        "d2: create_table (id)",
        "what c2 changes besides is not known: it does not compile",
    ] {
        assert!(run.stderr.contains(text), "{text}: {}", run.stderr);
    }
    assert!(fs::exists(run.stdout.trim()).unwrap());
}

#[test]
fn a_branch_is_rebased_unless_it_is_applied() {
    let (project, database) = project(&["a1", "b2 < a1", "c2 < a1", "c3 < c2"]);
    project.runner(&["upgrade", "c2"]).succeeds();
    project.runner(&["rebase", "c3", "--onto", "b2"]).fails_with(&[
        "revision `c2` is applied in the database, and what is applied does not move",
        "downgrade",
    ]);
    project.runner(&["downgrade", "a1"]).succeeds();
    let run = project.runner(&["rebase", "c3"]).succeeds();
    assert!(run.stderr.contains("Rebased c2 from a1 onto b2"), "{}", run.stderr);
    let text = fs::read_to_string(project.path("migrations/versions/c2_make.rs")).unwrap();
    assert!(text.contains("//! Revises: b2\n"), "{text}");
    assert!(text.contains("pub const DOWN_REVISION: &[&str] = &[\"b2\"];"), "{text}");
    project.runner(&["upgrade"]).succeeds();
    assert_eq!(database.version_rows().unwrap(), ["c3"]);
    assert!(
        project
            .runner(&["rebase", "c3", "--onto", "b2", "--offline"])
            .succeeds()
            .stderr
            .contains("nothing to do")
    );
}

#[test]
fn a_new_branch_begins_where_it_is_told() {
    let (project, _database) = project(&["a1", "b2 < a1"]);
    let new = |arguments: &[&str]| {
        project.runner(&[&["revision", "-m", "new", "--rev-id"], arguments].concat())
    };
    new(&["c2", "--head", "a1"]).fails_with(&["revision `a1` is no head", "--splice"]);
    new(&["c2", "--head", "a1", "--splice", "--branch-label", "right"]).succeeds();
    new(&["x1", "--head", "base", "--branch-label", "lib"]).succeeds();
    new(&["c3", "--head", "right@head", "--depends-on", "lib"]).succeeds();
    let text = fs::read_to_string(project.path("migrations/versions/c3_new.rs")).unwrap();
    assert!(text.contains("pub const DEPENDS_ON: &[&str] = &[\"lib\"];"), "{text}");
    for (arguments, message) in [
        (["d4", "--head=-9"].as_slice(), "`-9` is relative, and here a revision is wanted"),
        (&["c3", "--head", "b2"], "there is a revision `c3` already"),
        (&["d-4", "--head", "b2"], "revision id `d-4` holds `-`"),
        (
            &["d4", "--head", "b2", "--branch-label", "lib"],
            "label `lib` of revision `d4` is already",
        ),
        (&["d4", "--head", "b2", "--branch-label", "head"], "the word has a meaning of its own"),
        (&["d4", "--head", "b2", "--depends-on", "nothing"], "no revision or label matches"),
        (&["d4", "--head", "web@head"], "no branch matches `web`"),
    ] {
        new(arguments).fails_with(&[message]);
        assert!(!project.path("migrations/versions/d4_new.rs").exists(), "{arguments:?}");
    }
}

#[test]
fn a_row_that_no_file_stands_for_is_told_with_the_way_out() {
    let (project, database) = project(&["a1", "b2 < a1"]);
    project.runner(&["upgrade"]).succeeds();
    fs::remove_file(project.path("migrations/versions/b2_make.rs")).unwrap();
    for arguments in
        [["upgrade"].as_slice(), &["current"], &["downgrade", "base"], &["stamp", "a1"]]
    {
        project.runner(arguments).fails_with(&[
            "the version table names revision `b2`, which the script directory does not have",
            "stamp --purge",
        ]);
    }
    project.runner(&["stamp", "--purge", "a1"]).succeeds();
    assert_eq!(database.version_rows().unwrap(), ["a1"]);
    let again = project.runner(&["stamp", "--purge", "a1"]).succeeds();
    assert!(again.stderr.contains("nothing to do"), "{}", again.stderr);
}

#[test]
fn a_branch_that_is_not_there_is_told_even_where_it_makes_no_difference() {
    let (project, _database) = project(&["a1"]);
    project.runner(&["upgrade", "heads"]).succeeds();
    let commands: [&[&str]; 8] = [
        &["upgrade", "typo@base"],
        &["downgrade", "typo@base"],
        &["stamp", "typo@base"],
        &["show", "typo@base"],
        &["history", "-r", "typo@base:"],
        &["history", "-r", ":typo@base"],
        &["merge", "typo@base"],
        &["revision", "--head", "typo@base"],
    ];
    for command in commands {
        project.runner(command).fails_with(&["no branch matches `typo`"]);
    }
}

#[test]
fn a_branch_that_shares_its_base_takes_the_others_along_and_says_so() {
    let (project, database) = project(&["a1", "b2 < a1 # left", "c2 < a1"]);
    project.runner(&["upgrade", "heads"]).succeeds();
    let run = project.runner(&["downgrade", "left@base"]).succeeds();
    let warning = "`left@base` also undoes what is not on that branch, but rests on what goes: c2";
    assert!(run.stderr.contains(warning), "{}", run.stderr);
    assert!(database.version_rows().unwrap().is_empty());
}

#[test]
fn a_stamp_is_done_whole_or_not_at_all() {
    let (project, database) = project(&["a1", "b2 < a1", "c2 < a1"]);
    project.runner(&["upgrade", "heads"]).succeeds();
    project.configure(&format!("url = {:?}\ntransaction_per_migration = true", database.url));
    database.execute(
        "CREATE TRIGGER refuse BEFORE INSERT ON alembic_version BEGIN SELECT RAISE(ABORT, 'no'); END",
    );
    let run = project.runner(&["stamp", "--purge", "a1"]);
    run.fails_with(&["stamp of `a1` (make a1) failed", "the whole run was undone"]);
    let mut rows = database.version_rows().unwrap();
    rows.sort();
    assert_eq!(rows, ["b2", "c2"]);
}

#[test]
fn several_targets_are_stamped_at_once() {
    let (project, database) = project(&["a1", "b2 < a1", "c2 < a1", "x1"]);
    project.runner(&["stamp", "b2", "x1"]).succeeds();
    assert_eq!(database.version_rows().unwrap(), ["b2", "x1"]);
    project.runner(&["stamp", "base"]).succeeds();
    assert!(database.version_rows().unwrap().is_empty());
    project.runner(&["stamp", "heads"]).succeeds();
    let mut rows = database.version_rows().unwrap();
    rows.sort();
    assert_eq!(rows, ["b2", "c2", "x1"]);
    project.runner(&["stamp", "a1", "--purge", "--sql"]).fails_with(&["--purge"]);
    let script = project.runner(&["stamp", "a1:b2", "--sql"]).succeeds().stdout;
    assert!(script.contains("UPDATE alembic_version SET version_num='b2'"), "{script}");
}
