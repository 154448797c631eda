//! From an empty database to a changed model, and back.

use std::fs;

use super::{autogenerate, differences, holds, want};
use crate::support::{Project, databases, sqlite};

const FIRST: &str = r#"Metadata::new()
    .table(
        Table::new(
            "account",
            &[
                Column::new("id", Integer).primary_key(),
                Column::new("email", Varchar(100)).not_null(),
                Column::new("active", Boolean).not_null().default(Value::Bool(true)),
            ],
            &[Constraint::unique("uq_account_email", &["email"])],
        )
        .indexes(&[Index::new("ix_account_active", "account", &["active"])]),
    )
    .table(Table::new(
        "orders",
        &[
            Column::new("id", Integer).primary_key(),
            Column::new("account_id", Integer).not_null().references("account", "id"),
        ],
        &[],
    ))"#;

/// The model after a change: a longer text, a new column, and no index any more.
fn second() -> String {
    FIRST
        .replace("Varchar(100)", "Varchar(200)")
        .replace(
            "        .indexes(&[Index::new(\"ix_account_active\", \"account\", &[\"active\"])]),\n",
            "",
        )
        .replace(
            "Column::new(\"active\", Boolean)",
            "Column::new(\"nick\", Varchar(20)),\n Column::new(\"active\", Boolean)",
        )
}

#[test]
fn a_model_is_followed_and_left_again() {
    for database in databases() {
        let project = Project::on(&database.url);
        want(&project, FIRST);
        let run = project.runner(&["check"]);
        assert!(differences(run).contains("add table account\nadd table orders\n"));
        let run = project.runner(&["revision", "--autogenerate", "-m", "begin"]).succeeds();
        for line in ["Detected add table account", "Detected add table orders", "Created revision"]
        {
            assert!(run.stderr.contains(line), "{}", run.stderr);
        }
        let text = fs::read_to_string(run.stdout.trim()).unwrap();
        assert!(text.contains("Index::new(\"ix_account_active\", \"account\", &[\"active\"])"));
        assert!(text.contains("ctx.drop_table(\"orders\")?;"), "{text}");
        assert_eq!(database.version_rows(), None, "comparing writes nothing");
        project.runner(&["upgrade", "head"]).succeeds();
        holds(&project);

        want(&project, &second());
        let told = differences(project.runner(&["check"]));
        for line in [
            "change column account.email: type VARCHAR(100) to VARCHAR(200)\n",
            "add column account.nick VARCHAR(20)\n",
            "drop index ix_account_active of account\n",
        ] {
            assert!(told.contains(line), "{line}is not in:\n{told}");
        }
        assert_eq!(told.lines().count(), 3, "{told}");
        let text = autogenerate(&project, "change");
        assert!(text.contains("nick"), "{text}");
        project.runner(&["upgrade", "head"]).succeeds();
        holds(&project);
        project.runner(&["downgrade", "-1"]).succeeds();
        want(&project, FIRST);
        project
            .runner(&["check"])
            .fails_with(&["the target database is not up to date", "`runner upgrade heads`"]);
        project.runner(&["downgrade", "base"]).succeeds();
        assert!(database.tables().is_empty());
    }
}

#[test]
fn json_says_what_the_lines_say() {
    let database = sqlite();
    let project = Project::on(&database.url);
    database.execute("CREATE TABLE account (id INTEGER PRIMARY KEY, email VARCHAR(100))");
    want(
        &project,
        "Metadata::new().table(Table::new(\"account\", &[Column::new(\"id\", Integer).primary_key(), \
         Column::new(\"email\", Varchar(200)).not_null()], &[]))",
    );
    let told = differences(project.runner(&["check", "--format", "json"]));
    insta::assert_snapshot!(told, @r#"
    {
      "format": 1,
      "dialect": "sqlite",
      "differences": [
        {
          "kind": "column",
          "change": "changed",
          "table": "account",
          "from": {
            "name": "email",
            "type": "VARCHAR(100)",
            "nullable": true
          },
          "to": {
            "name": "email",
            "type": "VARCHAR(200)",
            "nullable": false
          },
          "text": "change column account.email: type VARCHAR(100) to VARCHAR(200), not null"
        }
      ]
    }
    "#);
    project.runner(&["revision", "--autogenerate", "-m", "x"]).succeeds();
    project.runner(&["upgrade", "head"]).succeeds();
    let told = project.runner(&["check", "--format", "json"]).succeeds().stdout;
    insta::assert_snapshot!(told, @r#"
    {
      "format": 1,
      "dialect": "sqlite",
      "differences": []
    }
    "#);
}

#[test]
fn where_nothing_differs_the_revision_is_empty_or_not_written() {
    let database = sqlite();
    let project = Project::on(&database.url);
    want(
        &project,
        "Metadata::new().table(Table::new(\"a\", &[Column::new(\"id\", Integer)], &[]))",
    );
    database.execute("CREATE TABLE a (id INTEGER)");
    let arguments = ["revision", "--autogenerate", "-m", "nothing"];
    let run = project.runner(&[&arguments[..], &["--no-empty"]].concat()).succeeds();
    assert_eq!(run.stdout, "");
    assert!(run.stderr.contains("no differences found, no file was written"), "{}", run.stderr);
    assert_eq!(fs::read_dir(project.path("migrations/versions")).unwrap().count(), 0);

    let run = project.runner(&arguments).succeeds();
    assert!(run.stderr.contains("no differences found\n"), "{}", run.stderr);
    let text = fs::read_to_string(run.stdout.trim()).unwrap();
    assert!(text.contains("    let _ = ctx;\n    Ok(())\n"), "{text}");
    project.runner(&["upgrade", "head"]).succeeds();
}

#[test]
fn a_revision_has_all_that_one_by_hand_can_have() {
    let database = sqlite();
    let project = Project::on(&database.url);
    want(
        &project,
        "Metadata::new().table(Table::new(\"a\", &[Column::new(\"id\", Integer)], &[]))",
    );
    let run = project
        .runner(&[
            "revision",
            "--autogenerate",
            "-m",
            "first",
            "--rev-id",
            "0001",
            "--branch-label",
            "shop",
        ])
        .succeeds();
    let text = fs::read_to_string(run.stdout.trim()).unwrap();
    assert!(text.contains("BRANCH_LABELS: &[&str] = &[\"shop\"];"), "{text}");
    assert!(run.stdout.contains("0001_first.rs"), "{}", run.stdout);
    // What is wrong with its place is told before anything is compared.
    let run = project.runner(&["revision", "--autogenerate", "-m", "x", "--rev-id", "0001"]);
    assert!(!run.fails_with(&["0001"]).stderr.contains("Building"));
    let run = project.runner(&["revision", "--autogenerate", "--sql", "-m", "x"]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
}
