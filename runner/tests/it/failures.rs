//! Whatever a user can break ends in one clear error, and leaves the database at a step's boundary.

use std::io::{BufRead, BufReader};

use crate::support::{Project, databases, postgres, server, sqlite};

/// A project whose second revision fails in its own way.
fn failing(url: &str, upgrade: &str) -> Project {
    let project = Project::on(url);
    project.table_revision("a1");
    project.revision(
        "b2 < a1",
        &format!("ctx.create_table(\"half\", &[Column::new(\"id\", Integer)], &[])?;\n{upgrade}"),
        "Ok(())",
    );
    project
}

#[test]
fn a_revision_that_fails_leaves_nothing_behind() {
    for (upgrade, texts) in [
        (
            "panic!(\"boom {}\", 1)",
            ["b2_make.rs:13:1", "it panicked: boom 1", "the whole run was undone"].as_slice(),
        ),
        ("Err(MigrationError::new(\"not today\"))", &["b2_make.rs:13:5", "not today"]),
        ("\"x\".parse::<i32>()?; Ok(())", &["b2_make.rs:13:1", "invalid digit"]),
        ("ctx.execute(\"SELEKT 1\", &[])?; Ok(())", &["b2_make.rs:13:5", "SELEKT"]),
        ("ctx.drop_table(\"none\")", &["b2_make.rs:13:5", "none"]),
        (
            "ctx.execute(\"SELECT :a\", &[])?; ctx.execute(\"SELECT 1\", &[(\"a\", 1.into())])?; Ok(())",
            &["b2_make.rs:13"],
        ),
        (
            "ctx.execute(\"DELETE FROM alembic_version\", &[])?; Ok(())",
            &["changing `a1` to `b2` in the version table should change one row, and changed 0"],
        ),
        (
            "let r = ctx.query(\"SELECT 1 AS one\", &[])?; r[0].get::<i64>(\"two\")?; Ok(())",
            &["no column `two`"],
        ),
    ] {
        // MariaDB commits each schema change at once: what is told of that has tests of its own.
        for database in databases().into_iter().filter(|database| !database.commits_ddl()) {
            let project = failing(&database.url, upgrade);
            let run = project.runner(&["upgrade", "head"]);
            let run = run.fails_with(texts).fails_with(&["upgrade of `b2` (make b2) failed"]);
            assert!(run.stderr.contains("Running upgrade a1 -> b2"), "{}", run.stderr);
            assert!(database.tables().is_empty(), "{upgrade}");
            assert_eq!(database.version_rows(), None, "{upgrade}");
        }
    }
}

#[test]
fn a_revision_that_ends_the_transaction_is_told_and_nothing_false_is_said() {
    // On MariaDB such a statement is not even run.
    for database in databases().into_iter().filter(|database| !database.commits_ddl()) {
        for upgrade in [
            "ctx.execute(\"COMMIT\", &[])?; Ok(())",
            "ctx.execute(\"COMMIT\", &[]).ok(); Ok(())",
            "ctx.execute(\"INSERT INTO half VALUES (1); ROLLBACK; BEGIN\", &[])?; Ok(())",
        ] {
            // SQLite cannot tell the transaction of another BEGIN from the run's own.
            if upgrade.contains("BEGIN") && !database.is_postgres() {
                continue;
            }
            let project = failing(&database.url, upgrade);
            let run = project.runner(&["upgrade", "head"]).fails_with(&[
                "upgrade of `b2` (make b2) failed",
                "this ended the transaction in which the run works",
                "leave BEGIN, COMMIT and ROLLBACK out",
                "what was done before may have stayed",
            ]);
            assert!(!run.stderr.contains("is as before"), "{}", run.stderr);
            for table in database.tables() {
                database.execute(&format!("DROP TABLE {table}"));
            }
            database.execute("DROP TABLE IF EXISTS alembic_version");
        }
    }
}

#[test]
fn the_error_that_is_returned_is_the_one_that_is_told() {
    for database in databases() {
        let project = failing(
            &database.url,
            "if let Err(first) = ctx.drop_table(\"none\") {\n\
             ctx.execute(\"SELEKT 1\", &[]).ok();\nreturn Err(first);\n}\nOk(())",
        );
        let run = project.runner(&["upgrade", "head"]).fails_with(&["b2_make.rs:13:", "none"]);
        // What MariaDB keeps is told by operation, behind the error.
        let error = run.stderr.split("help: ").next().unwrap();
        assert!(!error.contains("SELEKT"), "{}", run.stderr);
    }
}

#[test]
fn a_result_that_cannot_be_written_is_a_failure() {
    let project = Project::on(&sqlite().url);
    project.table_revision("a1");
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let done = project.command(&["history"]).stdout(full).output().unwrap();
    assert_eq!(done.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&done.stderr).contains("cannot write to standard output"));
}

#[test]
fn a_revision_that_does_not_compile_is_named() {
    let database = sqlite();
    let project = failing(&database.url, "ctx.no_such_method()");
    let run = project.runner(&["upgrade", "head"]).fails_with(&[
        "migrations/versions/b2_make.rs does not compile",
        "no method named `no_such_method`",
    ]);
    assert!(!run.stdout.contains("error"), "{}", run.stdout);
    assert_eq!(database.version_rows(), None);
    // What does not need it is not held up by it.
    let run = project.runner(&["upgrade", "a1"]).succeeds();
    assert!(run.stderr.contains("b2_make.rs does not compile and is left out"), "{}", run.stderr);
    let run = project.runner(&["downgrade", "base"]).succeeds();
    assert!(!run.stderr.contains("Building"), "{}", run.stderr);
    project.table_revision("b2 < a1");
    project.runner(&["upgrade", "head"]).succeeds();
    assert_eq!(database.tables(), ["t_a1", "t_b2"]);
}

#[test]
fn a_revision_without_what_it_must_have_is_named_and_blocks_no_other() {
    let database = sqlite();
    let project = Project::on(&database.url);
    project.table_revision("a1");
    project.table_revision("b2 < a1");
    let path = "migrations/versions/b2_make.rs";
    let good = std::fs::read_to_string(project.path(path)).unwrap();
    for bad in [
        good.replace("pub fn downgrade", "fn downgrade"),
        good.replace("pub fn downgrade", "pub fn undo"),
        good.replace(
            "(ctx: &mut MigrationContext) -> MigrationResult {\nctx.drop",
            "() {}\nfn x(ctx: &mut MigrationContext) -> MigrationResult {\nctx.drop",
        ),
        good.replace("ctx.drop_table(\"t_b2\")", "Err(MigrationError::new(format!(\"{}\", 1)))"),
    ] {
        assert_ne!(bad, good);
        project.write(path, &bad);
        let run = project.runner(&["upgrade", "head"]);
        let run = run.fails_with(&["error: migrations/versions/b2_make.rs does not compile"]);
        assert!(!run.stderr.contains("Running"), "{}", run.stderr);
        project.runner(&["upgrade", "a1"]).succeeds();
        project.runner(&["downgrade", "base"]).succeeds();
    }
}

#[test]
fn a_run_that_is_killed_leaves_a_boundary_and_no_lock() {
    // On MariaDB there is no boundary but behind each schema change.
    for database in databases().into_iter().filter(|database| !database.commits_ddl()) {
        for each in [false, true] {
            let project = Project::new();
            project.configure(&format!(
                "url = {:?}\ntransaction_per_migration = {each}",
                database.url
            ));
            project.table_revision("a1");
            let table = "ctx.create_table(\"half\", &[Column::new(\"id\", Integer)], &[])";
            let sleep = "std::thread::sleep(std::time::Duration::from_secs(600)); Ok(())";
            let graph = "b2 < a1";
            project.revision(graph, &format!("{table}?; ctx.progress(\"zz\")?; {sleep}"), "Ok(())");
            let mut run = project.start(&["upgrade", "head"]);
            let stderr = BufReader::new(run.stderr.take().unwrap());
            let mut lines = stderr.lines().map(Result::unwrap);
            assert!(lines.any(|line| line.contains("zz")), "it comes to its sleep");
            run.kill().unwrap();
            run.wait().unwrap();

            project.revision(graph, table, "ctx.drop_table(\"half\")");
            let rows = project.current();
            assert_eq!(rows, if each { "a1\n" } else { "" });
            project.runner(&["upgrade", "head"]).succeeds();
            assert_eq!(database.tables(), ["half", "t_a1"]);
            project.runner(&["downgrade", "base"]).succeeds();
            database.execute("DROP TABLE alembic_version");
        }
    }
}

#[test]
fn a_server_that_cannot_be_used_is_told_without_the_password() {
    let database = postgres();
    let secret = "pass%20of-nobody";
    let port = server().port;
    for (url, texts) in [
        (format!("postgresql://me:{secret}@127.0.0.1:1/shop"), ["127.0.0.1:1", "refused"]),
        (
            format!("postgresql://postgres:{secret}@127.0.0.1:{port}/postgres"),
            ["password", "postgres"],
        ),
        (server().url("no_such_database"), ["no_such_database", "exist"]),
        (format!("oracle://me:{secret}@host/db"), ["oracle", "postgresql"]),
        (format!("postgresql://me:{secret}@[::1/x"), ["", ""]),
        ("sqlite:////proc/nowhere/x.db".to_owned(), ["/proc/nowhere", "x.db"]),
    ] {
        let project = Project::on(&url);
        project.table_revision("a1");
        let run = project.runner(&["upgrade", "head"]).fails_with(&texts);
        for hidden in [secret, "pass of-nobody", "s3cret"] {
            assert!(!run.stderr.contains(hidden), "{}", run.stderr);
        }
    }
    let project = Project::on(&database.url);
    let run = project.runner(&["current", "-v"]).succeeds();
    assert!(run.stdout.contains("postgres:***@127.0.0.1"), "{}", run.stdout);
}

#[test]
fn a_run_of_more_tables_than_the_server_can_lock_names_the_way_out() {
    let database = postgres();
    let project = Project::on(&database.url);
    project.revision(
        "a1",
        "for i in 0..4000 { ctx.create_table(&format!(\"t{i}\"), &[Column::new(\"id\", Integer)], \
         &[])?; } Ok(())",
        "Ok(())",
    );
    project.runner(&["upgrade", "head"]).fails_with(&[
        "lock table is full",
        "out of shared memory",
        "transaction_per_migration",
    ]);
    assert!(database.tables().is_empty());
}

#[test]
fn rows_that_refer_to_nothing_are_not_committed_on_sqlite() {
    let database = sqlite();
    database.execute(
        "CREATE TABLE old_parent (id INTEGER PRIMARY KEY);
         CREATE TABLE old_child (id INTEGER REFERENCES old_parent (id));
         PRAGMA foreign_keys = OFF; INSERT INTO old_child VALUES (1);",
    );
    let project = Project::on(&database.url);
    project.revision(
        "a1",
        "ctx.create_table(\"parent\", &[Column::new(\"id\", Integer).primary_key()], &[])?;\n\
         ctx.create_table(\"child\", &[Column::new(\"id\", Integer).references(\"parent\", \"id\")],\
          &[])",
        "ctx.drop_table(\"child\")?; ctx.drop_table(\"parent\")",
    );
    project.revision(
        "b2 < a1",
        "ctx.execute(\"INSERT INTO child VALUES (7)\", &[])?; Ok(())",
        "Ok(())",
    );
    project.runner(&["upgrade", "a1"]).succeeds();
    project.runner(&["upgrade", "b2"]).fails_with(&[
        "foreign keys would be broken",
        "`child` (row 1)",
        "`parent`",
    ]);
    assert_eq!(database.texts("SELECT count(*) FROM child"), ["0"]);
    // A parent may be dropped and made again with its children in place.
    project.runner(&["downgrade", "base"]).succeeds();
}

#[test]
fn an_environment_that_fails_is_told() {
    let project = Project::new();
    let env = std::fs::read_to_string(project.path("migrations/env.rs")).unwrap();
    let online = "let connection = match env.connection() {";
    for (line, texts) in [
        ("panic!(\"no luck\");", ["`env.rs` panicked at migrations/env.rs", "no luck"].as_slice()),
        (
            "return Err(MigrationError::new(\"see postgresql://me:secret@host/db\"));",
            &["`env.rs` failed at migrations/env.rs", "me:***@host"],
        ),
        ("env.run_migrations()?;", &["`env.rs` calls `run_migrations` before `configure`"]),
        ("let x: u8 = \"\";", &["migrations/env.rs does not compile", "mismatched types"]),
    ] {
        project.write("migrations/env.rs", &env.replace(online, &format!("{line}\n{online}")));
        let run = project.runner(&["current"]).fails_with(texts);
        assert!(!run.stderr.contains("secret"), "{}", run.stderr);
    }
    project.write(
        "migrations/env.rs",
        &env.replace(online, &format!("return Ok(());\n#[allow(unreachable_code)]\n{online}")),
    );
    let run = project.runner(&["upgrade"]).succeeds();
    assert!(run.stderr.contains("did not call `run_migrations`"), "{}", run.stderr);
    let run = "env.configure(&Configuration::online(connection))?;\n    env.run_migrations()";
    let swallowed = run.replace("env.run_migrations()", "env.run_migrations().ok();\n    Ok(())");
    project.write("migrations/env.rs", &env.replace(run, &swallowed));
    project.revision("a1", "panic!(\"unheard\")", "Ok(())");
    project.runner(&["upgrade"]).fails_with(&["it panicked: unheard"]);
    project.configure("");
    project.write("migrations/env.rs", &env);
    project.runner(&["current"]).fails_with(&["no database is named", "DATABASE_URL"]);
}

#[test]
fn what_cannot_be_built_is_told() {
    let project = Project::on(&sqlite().url);
    project.table_revision("a1");
    let nowhere = [("CARGO", "/nowhere/cargo"), ("CARGO_TARGET_DIR", "")];
    project
        .runner_with(&["upgrade", "head"], &nowhere[..1])
        .fails_with(&["cannot start `/nowhere/cargo`", "install Rust"]);
    let read_only = [("CARGO_TARGET_DIR", "/proc/nowhere")];
    project
        .runner_with(&["upgrade", "head"], &read_only)
        .fails_with(&["cannot write /proc/nowhere", "CARGO_TARGET_DIR"]);
    project.write("migrations/Cargo.toml", "[package\n");
    project.runner(&["upgrade", "head"]).fails_with(&["migrations", "Cargo.toml"]);
    std::fs::remove_dir_all(project.path("migrations")).unwrap();
    project.runner(&["upgrade", "head"]).fails_with(&["there is no folder", "runner init"]);
}
