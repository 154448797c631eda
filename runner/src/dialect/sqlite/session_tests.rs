//! Sessions of files and of memory.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use migration_api::schema::TableName;
use migration_api::{Cell, Date, Uuid, Value};
use tempfile::TempDir;

use super::Sqlite;
use crate::dialect::{DatabaseError, Lock, Session};
use crate::sql::version_table;

const VERSIONS: TableName<'_> = TableName { schema: None, name: "alembic_version" };
const FAMILY: &str = "CREATE TABLE parent (id INTEGER PRIMARY KEY);
    CREATE TABLE child (parent_id INTEGER REFERENCES parent (id));";

fn open(url: &str, base: &Path) -> Result<Box<dyn Session>, DatabaseError> {
    crate::dialect::open(&url.parse()?, base)
}

/// Returns a new database file with these tables, and its folder.
fn database(sql: &str) -> (Box<dyn Session>, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let mut connection = open("sqlite:///shop.db", folder.path()).unwrap();
    connection.execute(sql).unwrap();
    (connection, folder)
}

fn count(connection: &mut dyn Session, table: &str) -> Cell {
    connection.query(&format!("SELECT count(*) FROM {table}"), &[]).unwrap().rows[0][0].clone()
}

#[test]
fn several_statements_run_and_the_last_is_counted() {
    let (mut connection, _folder) = database("");
    let run = |connection: &mut dyn Session, sql| connection.execute(sql).unwrap();
    assert_eq!(run(&mut *connection, "CREATE TABLE t (a); INSERT INTO t VALUES (1), (2); -- x"), 2);
    assert_eq!(run(&mut *connection, "INSERT INTO t VALUES (1); CREATE TABLE u (a)"), 0);
    assert_eq!(run(&mut *connection, "DELETE FROM t WHERE a = 1 RETURNING a;"), 2);
    assert_eq!(run(&mut *connection, "SELECT * FROM t"), 0);
    assert_eq!(run(&mut *connection, " "), 0);
}

#[test]
fn values_come_back_in_their_storage_class() {
    let (mut connection, _folder) = database("CREATE TABLE t (a, b, c, d, e, f BOOLEAN)");
    let day = Date { year: 2024, month: 5, day: 31 };
    let values = [
        Value::Null,
        day.into(),
        Uuid([1; 16]).into(),
        1.5.into(),
        Value::Bytes(b"x"),
        true.into(),
    ];
    let sql = "INSERT INTO t VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    assert_eq!(connection.execute_with(sql, &values).unwrap(), 1);
    let rows = connection.query("SELECT * FROM t WHERE b = ?1", &[day.into()]).unwrap();
    assert_eq!(rows.columns, ["a", "b", "c", "d", "e", "f"]);
    let uuid = "01010101-0101-0101-0101-010101010101";
    assert_eq!(
        rows.rows,
        [[
            Cell::Null,
            Cell::Text("2024-05-31".into()),
            Cell::Text(uuid.into()),
            Cell::Float(1.5),
            Cell::Bytes(b"x".to_vec()),
            Cell::Int(1),
        ]]
    );
}

#[test]
fn the_version_table_may_be_missing() {
    let (mut connection, _folder) = database("");
    connection.try_begin().unwrap();
    assert_eq!(connection.version_rows(VERSIONS).unwrap(), None);
    connection.run(&version_table::create(&Sqlite, VERSIONS)).unwrap();
    assert_eq!(connection.version_rows(VERSIONS).unwrap(), Some(vec![]));
    connection.run(&version_table::insert(&Sqlite, VERSIONS, "ae10")).unwrap();
    connection.commit().unwrap();
    assert_eq!(connection.version_rows(VERSIONS).unwrap(), Some(vec!["ae10".to_owned()]));
}

#[test]
fn one_transaction_holds_the_lock_of_all() {
    let (mut first, folder) = database(FAMILY);
    let mut second = open("sqlite:///shop.db", folder.path()).unwrap();
    assert_eq!(first.try_begin().unwrap(), Lock::Acquired);
    assert_eq!(second.try_begin().unwrap(), Lock::Held { by: None });
    first.rollback().unwrap();
    assert_eq!(second.try_begin().unwrap(), Lock::Acquired);
    second.execute("INSERT INTO parent VALUES (1)").unwrap();
    second.commit().unwrap();
    assert_eq!(count(&mut *first, "parent"), Cell::Int(1));
}

#[test]
fn a_commit_waits_for_those_that_read() {
    let (mut connection, folder) = database(FAMILY);
    let reader = rusqlite::Connection::open(folder.path().join("shop.db")).unwrap();
    reader.execute_batch("BEGIN; SELECT * FROM parent").unwrap();
    connection.try_begin().unwrap();
    connection.execute("INSERT INTO parent VALUES (1)").unwrap();
    let reading = thread::spawn(move || {
        thread::sleep(Duration::from_millis(200));
        reader.execute_batch("COMMIT").unwrap();
    });
    connection.commit().unwrap();
    reading.join().unwrap();
    assert_eq!(count(&mut *connection, "parent"), Cell::Int(1));
}

#[test]
fn a_commit_refuses_the_foreign_keys_that_it_would_break() {
    let (mut connection, _folder) = database(FAMILY);
    connection
        .execute("PRAGMA foreign_keys=OFF; INSERT INTO child VALUES (7); PRAGMA foreign_keys=ON")
        .unwrap();
    connection.try_begin().unwrap();
    connection.execute("INSERT INTO child VALUES (8), (9); CREATE TABLE t (a)").unwrap();
    let error = connection.commit().unwrap_err();
    insta::assert_snapshot!(error, @"foreign keys would be broken: `child` (rows 2, 3) refers to rows that `parent` does not have");
    assert_eq!(count(&mut *connection, "child"), Cell::Int(1));

    // What was broken before does not stop others, and keys are enforced between runs.
    connection.try_begin().unwrap();
    connection.execute("INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1)").unwrap();
    connection.commit().unwrap();
    assert!(connection.execute("INSERT INTO child VALUES (9)").is_err());
}

#[test]
fn in_memory_every_broken_key_is_new() {
    let mut connection = open("sqlite://", Path::new("")).unwrap();
    connection.execute(FAMILY).unwrap();
    connection.try_begin().unwrap();
    connection.execute("INSERT INTO child VALUES (8)").unwrap();
    assert!(matches!(connection.commit(), Err(DatabaseError::ForeignKeys(_))));
    assert_eq!(count(&mut *connection, "child"), Cell::Int(0));
}

#[test]
fn a_key_that_could_never_be_checked_stops_only_the_one_who_makes_it() {
    const MISMATCH: &str = "CREATE TABLE a (x); CREATE TABLE b (x REFERENCES a (x))";
    let (mut connection, _folder) = database("");
    connection.try_begin().unwrap();
    connection.execute(MISMATCH).unwrap();
    connection.execute("INSERT INTO b VALUES (1)").unwrap();
    let error = connection.commit().unwrap_err();
    assert!(error.to_string().contains("foreign key mismatch"), "{error}");
    let (mut connection, _folder) = database(MISMATCH);
    connection.try_begin().unwrap();
    connection.execute("INSERT INTO b VALUES (1)").unwrap();
    connection.commit().unwrap();
}

#[test]
fn a_file_that_cannot_be_opened_says_why() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("note.txt"), "no database, whatever its name".repeat(40))
        .unwrap();
    let refusals = ["sub/shop.db", "note.txt", ".", "shop.db?mode=rw"].map(|path| {
        let opened = open(&format!("sqlite:///{path}"), folder.path());
        let error = opened.map(|_| ()).unwrap_err();
        let here = PathBuf::from(folder.path()).display().to_string();
        format!("{error}\n  {}", error.help().unwrap()).replace(&here, "HERE")
    });
    insta::assert_snapshot!(refusals.join("\n"), @"
    cannot open the database file `HERE/sub/shop.db`: the folder `HERE/sub` does not exist
      create the folder, or correct the URL
    cannot open the database file `HERE/note.txt`: it is no SQLite database
      name another file, or move this one away
    cannot open the database file `HERE/.`: it is a folder
      name a file in it
    cannot open the database file `HERE/shop.db`: it does not exist
      correct the URL; `upgrade` creates the file, unless `mode=` stands there
    ");
}

#[test]
fn a_statement_that_fails_says_why() {
    let (mut connection, folder) = database("CREATE TABLE t (a PRIMARY KEY)");
    let mut told = vec![];
    for sql in ["SELECT 1;\nSELEKT 2", "INSERT INTO t VALUES (1), (1)", "DROP TABLE nope"] {
        told.push(connection.execute(sql).unwrap_err().to_string());
    }
    let mut reader = open("sqlite:///shop.db?mode=ro", folder.path()).unwrap();
    let here = folder.path().display().to_string();
    told.push(reader.try_begin().unwrap_err().to_string().replace(&here, "HERE"));
    insta::assert_snapshot!(told.join("\n"), @r#"
    near "SELEKT": syntax error, at line 2, character 1 of the statement
    UNIQUE constraint failed: t.a (SQLite error 1555)
    no such table: nope
    the database file `HERE/shop.db` is read-only
    "#);
}
