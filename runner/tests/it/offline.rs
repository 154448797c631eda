//! `--sql`: the script instead of the run.

use crate::support::{Project, databases, mariadb, postgres, sqlite};

#[test]
fn the_script_does_what_the_run_would() {
    for database in databases() {
        let project = Project::on(&database.url);
        project.table_revision("a1");
        project.revision(
            "b2 < a1",
            "assert!(ctx.is_offline());\n\
             ctx.execute(\"INSERT INTO t_a1 VALUES (:id)\", &[(\"id\", 7.into())])?;\n\
             ctx.bulk_insert(\"t_a1\", &[\"id\"], &[&[1.into()], &[Value::Null]])",
            "ctx.execute(\"DELETE FROM t_a1\", &[])?; Ok(())",
        );
        let script = project.runner(&["upgrade", "head", "--sql"]).succeeds().stdout;
        assert_eq!(database.version_rows(), None, "nothing is run");
        database.connect().execute(&script).unwrap();
        assert_eq!(database.version_rows().unwrap(), ["b2"]);
        assert_eq!(database.texts("SELECT count(*) FROM t_a1"), ["3"]);
        let script = project.runner(&["downgrade", "b2:base", "--sql"]).succeeds().stdout;
        database.connect().execute(&script).unwrap();
        assert!(database.tables().is_empty());
        assert_eq!(database.version_rows().unwrap(), [""; 0]);
    }
}

#[test]
fn a_script_has_the_form_of_alembics() {
    let project = Project::on(&sqlite().url);
    project.table_revision("a1");
    project.table_revision("b2 < a1");
    let run = project.runner(&["upgrade", "a1:b2", "--sql"]).succeeds();
    assert!(run.stderr.contains("Running upgrade a1 -> b2, make b2"), "{}", run.stderr);
    insta::assert_snapshot!(run.stdout, @r"
    BEGIN;

    -- Running upgrade a1 -> b2

    CREATE TABLE t_b2 (
        id INTEGER
    );

    UPDATE alembic_version SET version_num='b2' WHERE alembic_version.version_num = 'a1';

    COMMIT;
    ");
}

#[test]
fn a_script_that_cannot_be_is_not_begun() {
    let project = Project::on(&sqlite().url);
    project.table_revision("a1");
    project.revision("b2 < a1", "ctx.query(\"SELECT 1\", &[])?; Ok(())", "Ok(())");
    let run = project.runner(&["upgrade", "head", "--sql"]).fails_with(&[
        "upgrade of `b2`",
        "there is no database to query",
        "ctx.is_offline()",
        "no script was written",
    ]);
    assert_eq!(run.stdout, "");
    project.runner(&["downgrade", "a1", "--sql"]).fails_with(&["needs a range"]);
}

/// A history with branches, a merge and a dependency, of revisions that would fail if they ran twice.
fn branching(url: &str) -> Project {
    let project = Project::on(url);
    for graph in ["a1", "b1 < a1", "b2 < b1", "c1 < a1", "m1 < b2, c1", "x1", "d1 < m1 ~ x1"] {
        project.table_revision(graph);
    }
    project.revision(
        "e1 < d1",
        "ctx.execute(\"INSERT INTO t_a1 VALUES (1); INSERT INTO t_a1 VALUES (2)\", &[])?;\n\
         ctx.create_table(\"odd $sql$ 'name'\", &[Column::new(\"m\", Enum(\"mood\", &[\"it's ok\"])).comment(\"a\\\\b\")], &[])",
        "Ok(())",
    );
    project
}

#[test]
fn one_script_serves_any_starting_point() {
    for database in [postgres(), mariadb()] {
        let project = branching(&database.url);
        let script =
            project.runner(&["upgrade", "heads", "--sql", "--idempotent"]).succeeds().stdout;
        for start in ["base", "a1", "b2", "c1", "m1", "x1", "d1", "heads"] {
            database.reset();
            if start != "base" {
                project.runner(&["upgrade", start]).succeeds();
            }
            // The second time, there is nothing to do.
            for time in 1..=2 {
                let ran = database.run_script(&script);
                assert!(ran.is_ok(), "from {start}, time {time}: {}", ran.unwrap_err());
                assert_eq!(database.version_rows().unwrap(), ["e1"], "from {start}, time {time}");
                assert_eq!(database.tables().len(), 8, "from {start}");
                assert_eq!(database.texts("SELECT count(*) FROM t_a1"), ["2"], "from {start}");
            }
        }
        // A revision that the script does not know stops it before anything is done.
        database.reset();
        project.runner(&["upgrade", "a1"]).succeeds();
        database.execute("UPDATE alembic_version SET version_num = 'strange'");
        let told = database.run_script(&script).unwrap_err();
        assert!(told.contains("a revision that this script does not know"), "{told}");
        assert_eq!(database.tables(), ["t_a1"]);
        // So does a database that is behind the place where the script begins.
        database.reset();
        project.runner(&["upgrade", "a1"]).succeeds();
        let script =
            project.runner(&["upgrade", "b2:m1", "--sql", "--idempotent"]).succeeds().stdout;
        let told = database.run_script(&script).unwrap_err();
        assert!(told.contains("this script begins behind"), "{told}");
        assert_eq!(database.tables(), ["t_a1"]);
    }
}

#[test]
fn what_cannot_look_for_itself_is_told() {
    let project = Project::on("sqlite:///x.db");
    project.table_revision("a1");
    project
        .runner(&["upgrade", "--sql", "--idempotent"])
        .fails_with(&["SQLite has no way to write a script that looks where it begins", "from:to"]);
    let block = "ctx.autocommit_block(|ctx| ctx.drop_table(\"x\"))";
    project.revision("b2 < a1", block, "Ok(())");
    project.runner(&["upgrade", "--sql", "--idempotent", "--dialect", "postgresql"]).fails_with(&[
        "upgrade of `b2`",
        "autocommit_block",
        "without `--idempotent`",
    ]);
}

#[test]
fn a_script_needs_no_database_and_no_driver() {
    let project = Project::new();
    project.configure("");
    let columns = "&[Column::new(\"id\", Integer).primary_key()]";
    project.revision("a1", &format!("ctx.create_table(\"select\", {columns}, &[])"), "Ok(())");
    let scripts = ["postgresql", "sqlite", "mysql", "mariadb"].map(|dialect| {
        let run =
            project.runner(&["-q", "upgrade", "head", "--sql", "--dialect", dialect]).succeeds();
        format!("-- {dialect}\n{}", run.stdout)
    });
    insta::assert_snapshot!(scripts.concat());
    project
        .runner(&["upgrade", "--sql", "--dialect", "oracle"])
        .fails_with(&["oracle", "`mariadb`"]);
    project.runner(&["upgrade", "--sql"]).fails_with(&["no database is named"]);
    for command in [["ensure-version", "--sql"].as_slice(), &["stamp", "head", "--sql"]] {
        let run = project.runner(&[command, &["--dialect", "mysql"]].concat()).succeeds();
        assert!(run.stdout.contains("CREATE TABLE alembic_version"), "{}", run.stdout);
    }
}

#[test]
fn an_autocommit_block_ends_the_transaction_before_it_and_begins_another() {
    let database = postgres();
    let project = Project::on(&database.url);
    let index =
        "ctx.invoke(&CreateIndex::new(Index::new(\"ix\", \"t_a1\", &[\"id\"])).concurrently())";
    project.table_revision("a1");
    project.revision(
        "b2 < a1",
        &format!("ctx.autocommit_block(|ctx| {index})"),
        "ctx.drop_index(\"ix\", \"t_a1\")",
    );
    let script = project.runner(&["upgrade", "head", "--sql"]).succeeds().stdout;
    assert!(
        script.contains("COMMIT;\n\nCREATE INDEX CONCURRENTLY ix ON t_a1 (id);\n\nBEGIN;"),
        "{script}"
    );
    database.run_script(&script).unwrap();
    assert_eq!(database.version_rows().unwrap(), ["b2"]);
    project.runner(&["downgrade", "base"]).succeeds();
    project.runner(&["upgrade", "head"]).succeeds();

    // What is committed is told when a later operation fails, and is not done again.
    project.revision(
        "c3 < b2",
        "ctx.create_table(\"before\", &[Column::new(\"id\", Integer)], &[])?;\n\
         ctx.autocommit_block(|ctx| { ctx.execute(\"VACUUM\", &[])?; Ok(()) })?;\n\
         ctx.create_table(\"before\", &[Column::new(\"id\", Integer)], &[])",
        "Ok(())",
    );
    project.runner(&["upgrade", "head"]).fails_with(&[
        "a part of this step is committed and cannot be undone",
        "1. create_table `before`: done, and stays",
        "2. execute `VACUUM`: done, and stays",
        "3. create_table `before`: failed",
        "`runner upgrade c3 --resume-after 2`",
    ]);
    assert_eq!(database.version_rows().unwrap(), ["b2"]);
    project.runner(&["upgrade", "c3", "--resume-after", "3"]).succeeds();
    assert_eq!(database.version_rows().unwrap(), ["c3"]);
}
