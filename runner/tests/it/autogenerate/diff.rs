//! `diff`: every kind of source, every format.

use super::{differences, want};
use crate::support::{Database, Project, databases, runner_in, sqlite};

const OLD: &str = "CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20));";
const NEW: &str =
    "CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20) NOT NULL, size INTEGER);";

#[test]
fn two_files_need_no_project() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("old.sql", OLD);
    write("new.sql", NEW);
    let diff = |from: &str, to: &str, rest: &[&str]| {
        let arguments = ["--dialect", "sqlite", "diff", "--from", from, "--to", to];
        runner_in(folder.path(), &[&arguments[..], rest].concat())
    };
    assert_eq!(diff("old.sql", "old.sql", &[]).succeeds().stdout, "");
    insta::assert_snapshot!(differences(diff("old.sql", "new.sql", &[])), @"
    change column a.name: not null
    add column a.size INTEGER
    ");
    insta::assert_snapshot!(differences(diff("old.sql", "new.sql", &["--format", "sql"])), @r#"
    -- No row may hold NULL in `a.name` any more: fill those that do before this.

    CREATE TABLE "main"."_alembic_tmp_a" (
        id INTEGER NOT NULL,
        name VARCHAR(20) NOT NULL,
        size INTEGER,
        PRIMARY KEY (id)
    );

    INSERT OR ABORT INTO "main"."_alembic_tmp_a" ("id", "name") SELECT "id", "name" FROM "main"."a" ORDER BY rowid;

    DROP TABLE "main"."a";

    PRAGMA legacy_alter_table=ON;

    ALTER TABLE "main"."_alembic_tmp_a" RENAME TO "a";

    PRAGMA legacy_alter_table=OFF;
    "#);
    insta::assert_snapshot!(differences(diff("new.sql", "old.sql", &["--format", "json"])), @r#"
    {
      "format": 1,
      "dialect": "sqlite",
      "differences": [
        {
          "kind": "column",
          "change": "changed",
          "table": "a",
          "from": {
            "name": "name",
            "type": "VARCHAR(20)",
            "nullable": false
          },
          "to": {
            "name": "name",
            "type": "VARCHAR(20)",
            "nullable": true
          },
          "text": "change column a.name: null"
        },
        {
          "kind": "column",
          "change": "removed",
          "table": "a",
          "from": {
            "name": "size",
            "type": "INTEGER",
            "nullable": true
          },
          "text": "drop column a.size"
        }
      ]
    }
    "#);
    let without_kind = ["diff", "--from", "old.sql", "--to", "new.sql"];
    runner_in(folder.path(), &without_kind)
        .fails_with(&["it is not said of which kind the database is", "--dialect"]);
    diff("old.sql", "nowhere.sql", &[]).fails_with(&["nowhere.sql"]);
}

#[test]
fn sources_of_every_kind_are_compared_on_every_database() {
    for database in databases() {
        let project = Project::on(&database.url);
        want(
            &project,
            "Metadata::new().table(Table::new(\"a\", &[Column::new(\"id\", Integer).primary_key().no_autoincrement(), \
             Column::new(\"name\", Varchar(20)).not_null(), Column::new(\"size\", Integer)], &[]))",
        );
        project.write("old.sql", OLD);
        project.write("new.sql", NEW);
        project.revision("r1", &execute(OLD), "Ok(())");
        project.revision("r2 < r1", "ctx.alter_column(AlterColumn::new(\"a\", \"name\").set_not_null().existing_type(Varchar(20)))?;\nctx.add_column(\"a\", Column::new(\"size\", Integer))", "Ok(())");
        let other = same_kind(&database);
        other.run_script(NEW).unwrap();
        database.run_script(OLD).unwrap();
        let old = ["database", "old.sql", "r1"];
        let new = ["metadata", "new.sql", "head", &other.url];
        let diff = |from: &str, to: &str| project.runner(&["diff", "--from", from, "--to", to]);
        for (sources, others) in [(&old[..], &new[..]), (&new[..], &old[..])] {
            for source in sources {
                let equal = diff(sources[0], source).succeeds();
                assert_eq!(equal.stdout, "", "{source}");
                let told = differences(diff(source, others[0]));
                assert_eq!(told.lines().count(), 2, "{source}: {told}");
            }
        }
        let told = differences(diff("base", "new.sql"));
        assert_eq!(told, "add table a\n");
        assert_eq!(database.version_rows(), None, "scratch databases take it all");
        diff("nowhere", "database").fails_with(&["nowhere"]);
    }
}

fn execute(sql: &str) -> String {
    format!("ctx.execute({sql:?}, &[]).map(drop)")
}

fn same_kind(database: &Database) -> Database {
    let kinds = databases();
    kinds.into_iter().find(|it| it.title() == database.title()).unwrap()
}

#[test]
fn databases_of_two_kinds_are_not_compared() {
    let [one, other, _] = databases().try_into().ok().unwrap();
    let _ = sqlite;
    runner_in(std::env::temp_dir().as_path(), &["diff", "--from", &one.url, "--to", &other.url])
        .fails_with(&["a database of SQLite cannot be compared with one of PostgreSQL"]);
}
