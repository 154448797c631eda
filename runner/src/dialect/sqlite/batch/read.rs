//! A table as it is: read from the database, or declared by the author.

use migration_api::Cell;
use migration_api::schema::{Table, TableName};

use super::super::Sqlite;
use super::super::rebuild::{Pragmas, RebuildError, SchemaObject, TableText};
use super::{OFFLINE, object};
use crate::dialect::{DatabaseError, Dialect, OnlineError, Session};
use crate::sql::RenderError;

/// What the engine needs to know of a table.
pub(super) struct TableRead {
    pub(super) text: TableText,
    pub(super) columns: Vec<String>,
    pub(super) objects: Vec<SchemaObject>,
    pub(super) session: Pragmas,
}

/// Reads a table and all that may mention it.
pub(super) fn table(
    connection: &mut dyn Session,
    table: TableName<'_>,
) -> Result<TableRead, OnlineError> {
    let schema = Sqlite.quote(table.schema.unwrap_or("main"));
    let objects = objects(connection, &schema)?;
    let sql =
        objects.iter().find(|it| it.kind == "table" && it.name.eq_ignore_ascii_case(table.name));
    let missing = || RebuildError::NoSuchTable { table: table.to_string() };
    let sql = sql.and_then(|it| it.sql.clone()).ok_or_else(|| refused(table, missing()))?;
    let text = TableText::parse(&sql).map_err(|error| refused(table, error))?;
    let columns = format!("PRAGMA {schema}.table_xinfo({})", Sqlite.quote(table.name));
    let columns = texts(connection, &columns, 1)?;
    let session = Pragmas {
        foreign_keys: flag(connection, "PRAGMA foreign_keys")?,
        legacy_alter_table: flag(connection, "PRAGMA legacy_alter_table")?,
    };
    Ok(TableRead { text, columns, objects, session })
}

/// Returns a table that the author has declared: `texts` are its `CREATE TABLE` and its indexes.
pub(super) fn declared(
    name: TableName<'_>,
    table: &Table<'_>,
    texts: &[String],
) -> Result<TableRead, RebuildError> {
    let (create, indexes) =
        texts.split_first().map_or(("", texts), |(it, rest)| (it.as_str(), rest));
    let text = TableText::parse(create)?;
    let mut objects = vec![object("table", name.name, name.name, create)];
    for (index, sql) in table.indexes.iter().zip(indexes) {
        objects.push(object("index", index.name.unwrap_or_default(), name.name, sql));
    }
    let columns = table.columns.iter().map(|column| column.name.to_owned()).collect();
    Ok(TableRead { text, columns, objects, session: OFFLINE })
}

fn objects(connection: &mut dyn Session, schema: &str) -> Result<Vec<SchemaObject>, DatabaseError> {
    let sql =
        format!("SELECT type, name, tbl_name, sql FROM {schema}.sqlite_schema ORDER BY rowid");
    let rows = connection.query(&sql, &[])?.rows;
    let mut objects = Vec::new();
    for row in rows {
        let [kind, name, table, sql] = row.as_slice() else { continue };
        let sql = (*sql != Cell::Null).then(|| sql.to_string());
        let (kind, name, table) = (kind.to_string(), name.to_string(), table.to_string());
        objects.push(SchemaObject { kind, name, table, sql });
    }
    Ok(objects)
}

fn texts(
    connection: &mut dyn Session,
    sql: &str,
    column: usize,
) -> Result<Vec<String>, DatabaseError> {
    let rows = connection.query(sql, &[])?.rows;
    Ok(rows.iter().filter_map(|row| row.get(column)).map(ToString::to_string).collect())
}

fn flag(connection: &mut dyn Session, pragma: &str) -> Result<bool, DatabaseError> {
    let rows = connection.query(pragma, &[])?.rows;
    Ok(rows.first().and_then(|row| row.first()) == Some(&Cell::Int(1)))
}

fn refused(table: TableName<'_>, error: RebuildError) -> OnlineError {
    RenderError::Rebuild {
        operation: "a change that makes the table anew",
        table: table.to_string(),
        help: error.help(),
        reason: error.to_string(),
    }
    .into()
}
