//! What a batch takes from a table of SQLite's, or puts in another's place.

use std::fmt::Write as _;

use migration_api::ops::{Batch, BatchOptions};
use migration_api::prelude::*;
use runner::dialect::{OnlineError, OnlineSettings, Session};

use super::keep;
use crate::support::{Database, sqlite};

/// Carries a batch out as a run does.
fn run(connection: &mut dyn Session, batch: Batch<'_>) -> Result<(), OnlineError> {
    connection.try_begin()?;
    for part in connection.dialect().split(&batch.into()) {
        let rendered =
            connection.dialect().render_online(&part, connection, &OnlineSettings::default())?;
        for statement in &rendered.statements {
            connection.run(statement)?;
        }
    }
    Ok(connection.commit()?)
}

/// Returns the text that the batch leaves of the table `t`, or why it was refused.
fn outcome(sql: &str, options: BatchOptions<'_>, operations: &[Operation<'_>]) -> String {
    let database: Database = sqlite();
    database.execute(sql);
    let mut connection = database.connect();
    let batch = Batch { table: TableName::parse("t"), options, operations };
    match run(&mut *connection, batch) {
        Ok(()) => database.texts("SELECT sql FROM sqlite_schema WHERE name = 't'").concat(),
        Err(OnlineError::Render(error)) => {
            format!("refused: {error}\n   help: {}", error.help().unwrap_or_default())
        }
        Err(error) => format!("error: {error}"),
    }
}

fn drop_of(constraint: Constraint<'static>) -> Operation<'static> {
    DropConstraint::unnamed("", constraint).into()
}

#[test]
fn what_has_no_name_is_dropped_by_what_it_says() {
    const PARENT: &str = "CREATE TABLE p (x PRIMARY KEY); ";
    let cases = [
        ("CREATE TABLE t (a INT UNIQUE, b)", drop_of(Constraint::unique("", &["A"]))),
        (
            "CREATE TABLE t (a, b, UNIQUE (b, a), UNIQUE (a, b), CONSTRAINT n UNIQUE (a))",
            drop_of(Constraint::unique("", &["a", "b"])),
        ),
        (
            "CREATE TABLE t (a CHECK (a > 0), b CHECK (a < 9), CHECK (a>b))",
            drop_of(Constraint::check("", "( \"a\"   > b )")),
        ),
        (
            "CREATE TABLE t (a REFERENCES p ON DELETE CASCADE DEFERRABLE, b REFERENCES p (x))",
            drop_of(Constraint::foreign_key("", &["a"], "p", &["x"])),
        ),
        (
            "CREATE TABLE t (a, b, FOREIGN KEY (a) REFERENCES P (X), FOREIGN KEY (b) REFERENCES p (x))",
            drop_of(Constraint::foreign_key("", &["b"], "p", &["x"])),
        ),
        ("CREATE TABLE t (a INTEGER PRIMARY KEY, b)", drop_of(Constraint::primary_key("", &["a"]))),
        (
            "CREATE TABLE t (a, b, CONSTRAINT k PRIMARY KEY (a, b))",
            drop_of(Constraint::primary_key("", &["a", "b"])),
        ),
        (
            "CREATE TABLE t (a, b CHECK (b > 0), CONSTRAINT n CHECK (a > 0))",
            drop_of(Constraint::check("", "a > 0")),
        ),
    ];
    let mut told = String::new();
    for (sql, operation) in cases {
        let outcome = outcome(&format!("{PARENT}{sql}"), BatchOptions::new(), &[operation]);
        writeln!(told, "{sql}\n  → {outcome}").unwrap();
    }
    insta::assert_snapshot!(told);
}

#[test]
fn keys_options_and_computed_columns_change_in_one_batch() {
    let plain = BatchOptions::new;
    let key =
        |columns| Operation::from(AddConstraint::new("", Constraint::primary_key("pk", columns)));
    let count = |counts| {
        let change = AlterColumn::in_batch("a");
        let change = AlterColumn { autoincrement: Some(counts), ..change };
        Operation::from(change)
    };
    let (strict, rowid) = (TableOption::Strict, TableOption::WithoutRowid);
    let computed = Column::new("c", Integer).computed_virtual("a + 2");
    let cases: [(&str, BatchOptions<'_>, Vec<Operation<'_>>); 14] = [
        (
            "(a INTEGER, b INT, PRIMARY KEY (a))",
            plain(),
            vec![drop_of(Constraint::primary_key("", &["a"])), key(&["b", "a"])],
        ),
        (
            "(a TEXT CONSTRAINT k PRIMARY KEY, b INT)",
            plain(),
            vec![DropConstraint::new("", "k").into()],
        ),
        ("(a TEXT, b INT)", plain(), vec![key(&["b"])]),
        (
            "(a INTEGER PRIMARY KEY, b INT) STRICT",
            plain().without(keep(vec![strict])),
            vec![AlterColumn::in_batch("b").set_type(Varchar(20)).into()],
        ),
        (
            "(a INTEGER PRIMARY KEY, b INT) STRICT, WITHOUT ROWID",
            plain().without(keep(vec![rowid])),
            vec![],
        ),
        (
            "(a INTEGER PRIMARY KEY) without  rowid , Strict -- end",
            plain().without(keep(vec![strict, rowid])),
            vec![],
        ),
        (
            "(a INTEGER PRIMARY KEY, b VARCHAR(9))",
            plain().options(keep(vec![rowid, strict])),
            vec![],
        ),
        (
            "(a INT, c AS (a + 1)); CREATE INDEX i ON t (c)",
            plain(),
            vec![DropColumn::new("", "c").into(), AddColumn::new("", computed).into()],
        ),
        (
            "(a INT, c INT AS (a + 1) STORED, d)",
            plain(),
            vec![
                DropColumn::new("", "c").into(),
                AddColumn::new("", Column::new("c", Integer).computed_stored("a + 3"))
                    .after("a")
                    .into(),
            ],
        ),
        ("(a INTEGER PRIMARY KEY, b)", plain(), vec![count(true)]),
        ("(a BIGINT NOT NULL, b, CONSTRAINT k PRIMARY KEY (a))", plain(), vec![count(true)]),
        ("(a INTEGER CONSTRAINT k PRIMARY KEY AUTOINCREMENT, b)", plain(), vec![count(false)]),
        ("(a INTEGER, b, PRIMARY KEY (a, b))", plain(), vec![count(true)]),
        (
            "(a INTEGER PRIMARY KEY AUTOINCREMENT, b); INSERT INTO t (b) VALUES (1)",
            plain(),
            vec![drop_of(Constraint::primary_key("", &["a"])), key(&["b"])],
        ),
    ];
    let mut told = String::new();
    for (body, options, operations) in cases {
        let outcome = outcome(&format!("CREATE TABLE t {body}"), options, &operations);
        writeln!(told, "{body}\n  → {outcome}").unwrap();
    }
    insta::assert_snapshot!(told);
}
