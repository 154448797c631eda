//! A database that tables are rebuilt in.

use rusqlite::types::Value;
use rusqlite::{Connection, Row};

use super::copy::CopyColumn;
use super::plan::Rebuild;
use super::{OldTable, Pragmas, RebuildError, SchemaObject, TableText, plan};

/// Opens a database in memory with these tables and rows.
pub(super) fn database(sql: &str) -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch("PRAGMA foreign_keys=OFF").unwrap();
    connection.execute_batch(sql).unwrap();
    connection
}

/// Rebuilds a table of `main` in a transaction, as a run of migrations does.
pub(super) fn rebuild(
    connection: &Connection,
    table: &str,
    edit: impl FnOnce(&mut TableText) -> Result<(), RebuildError>,
) -> Result<(), String> {
    rebuild_copying(connection, "main", table, &[], edit)
}

/// Rebuilds a table, with these columns filled otherwise.
pub(super) fn rebuild_copying(
    connection: &Connection,
    schema: &str,
    table: &str,
    copies: &[CopyColumn<'_>],
    edit: impl FnOnce(&mut TableText) -> Result<(), RebuildError>,
) -> Result<(), String> {
    let plan = planned(connection, schema, table, copies, edit).map_err(|e| e.to_string())?;
    connection.execute_batch("BEGIN").unwrap();
    let ran = run(connection, &plan.statements).and_then(|()| {
        let broken = lines(connection, "PRAGMA foreign_key_check");
        if broken.is_empty() { Ok(()) } else { Err(format!("foreign keys: {broken:?}")) }
    });
    if ran.is_err() {
        connection.execute_batch("ROLLBACK").unwrap();
        run(connection, &plan.cleanup)?;
        return ran;
    }
    connection.execute_batch("COMMIT").unwrap();
    assert_eq!(lines(connection, "PRAGMA integrity_check"), ["'ok'"]);
    Ok(())
}

/// Returns the statements for a table as it is now.
pub(super) fn planned(
    connection: &Connection,
    schema: &str,
    table: &str,
    copies: &[CopyColumn<'_>],
    edit: impl FnOnce(&mut TableText) -> Result<(), RebuildError>,
) -> Result<Rebuild, RebuildError> {
    let objects = objects(connection, schema);
    let sql = objects
        .iter()
        .find(|object| object.name.eq_ignore_ascii_case(table))
        .and_then(|row| row.sql.clone());
    let mut text = TableText::parse(&sql.unwrap())?;
    edit(&mut text)?;
    let columns = query(connection, &format!("PRAGMA {schema}.table_xinfo('{table}')"), |row| {
        row.get(1).unwrap()
    });
    let session = Pragmas {
        foreign_keys: lines(connection, "PRAGMA foreign_keys") == ["1"],
        legacy_alter_table: lines(connection, "PRAGMA legacy_alter_table") == ["1"],
    };
    let old = OldTable { schema, name: table, columns: &columns, objects: &objects, session };
    plan(old, &text, copies)
}

/// Returns all of a database that a rebuild could change, each line of it as text, but for the
/// order in which things were made.
pub(super) fn state(connection: &Connection, table: &str) -> Vec<String> {
    let mut state = lines(connection, "SELECT type, name, tbl_name, sql FROM main.sqlite_schema");
    state.sort();
    let indexes = query(connection, &format!("PRAGMA index_list('{table}')"), |row| {
        row.get::<_, String>(1).unwrap()
    });
    let pragmas = ["table_xinfo", "foreign_key_list"];
    for pragma in pragmas {
        state.extend(lines(connection, &format!("PRAGMA {pragma}('{table}')")));
    }
    let mut found: Vec<_> = indexes
        .iter()
        .flat_map(|index| lines(connection, &format!("PRAGMA index_xinfo('{index}')")))
        .collect();
    let list =
        format!("SELECT name, \"unique\", origin, partial FROM pragma_index_list('{table}')");
    found.extend(lines(connection, &list));
    found.sort();
    state.append(&mut found);
    state.extend(lines(connection, &format!("SELECT * FROM \"{table}\"")));
    state
}

/// Returns the rows of a query, with values as literals.
pub(super) fn lines(connection: &Connection, sql: &str) -> Vec<String> {
    query(connection, sql, |row| {
        let count = row.as_ref().column_count();
        let value = |index| match row.get(index).unwrap() {
            Value::Null => "NULL".to_owned(),
            Value::Integer(value) => value.to_string(),
            Value::Real(value) => format!("{value:?}"),
            Value::Text(value) => format!("'{value}'"),
            Value::Blob(value) => format!("x'{value:?}'"),
        };
        (0..count).map(value).collect::<Vec<_>>().join("|")
    })
}

fn objects(connection: &Connection, schema: &str) -> Vec<SchemaObject> {
    let sql = format!("SELECT type, name, tbl_name, sql FROM {schema}.sqlite_schema");
    query(connection, &sql, |row| SchemaObject {
        kind: row.get(0).unwrap(),
        name: row.get(1).unwrap(),
        table: row.get(2).unwrap(),
        sql: row.get(3).unwrap(),
    })
}

fn query<T>(connection: &Connection, sql: &str, read: impl Fn(&Row<'_>) -> T) -> Vec<T> {
    let mut statement = connection.prepare(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    let rows = statement.query_map([], |row| Ok(read(row))).unwrap();
    rows.map(Result::unwrap).collect()
}

fn run(connection: &Connection, statements: &[String]) -> Result<(), String> {
    statements.iter().try_for_each(|sql| {
        connection.execute_batch(sql).map_err(|error| format!("{error} in: {sql}"))
    })
}
