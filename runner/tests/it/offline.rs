//! `--sql`: the script instead of the run.

use crate::support::{Project, databases, sqlite};

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
