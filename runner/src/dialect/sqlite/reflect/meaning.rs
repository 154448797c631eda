//! Whether two texts mean the same. SQLite keeps texts as they were written, so that it has to be asked.

use migration_api::ops::CreateTable;
use migration_api::schema::{Column, Table, TableName, TableOption};
use migration_api::{Cell, Rows};

use super::super::Sqlite;
use super::super::connection;
use super::super::rebuild::{Reader, Token, TokenKind, bare, is_whole, same_tokens, same_words};
use super::super::session::SqliteSession;
use crate::dialect::{DatabaseError, Dialect, Session};
use crate::sql;

/// Returns whether two expressions over a table's columns are the same words, or else make the same program.
pub(super) fn same_expression(table: &Table<'_>, one: &str, other: &str) -> bool {
    if same_words(one, other) {
        return true;
    }
    let select =
        |text: &str| format!("SELECT ({}\n) FROM {}", bare(text), Sqlite.quote(table.name.name));
    let Ok(mut connection) = with_columns_of(table) else { return false };
    same_program(&mut connection, [one, other], select)
}

/// Returns whether two queries are the same words, or else make the same program and name their columns alike.
///
/// They are asked of the session at hand, which may lack their tables: then they are two.
pub(super) fn same_query(connection: &mut dyn Session, one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(|text| bare(text.trim_end().trim_end_matches(';')));
    if same_words(one, other) {
        return true;
    }
    // A star stands for whatever columns there are later on, and makes the program of those that there are now.
    let stars = |text| Reader::new(text).into_tokens().iter().filter(|it| it.is("*")).count();
    let names = |connection: &mut dyn Session, text: &str| {
        let rows = connection.query(&format!("SELECT * FROM ({text}\n) LIMIT 0"), &[]);
        rows.map(|rows| rows.columns).ok()
    };
    let named = names(connection, one);
    stars(one) == stars(other)
        && named.is_some()
        && named == names(connection, other)
        && same_program(connection, [one, other], str::to_owned)
}

/// Returns whether two statements that create a trigger are the same words, but for those that change nothing of it.
pub(super) fn same_statement(one: &str, other: &str) -> bool {
    same_tokens(&told(one), &told(other))
}

/// Returns the tokens of a statement without `IF NOT EXISTS`, `TEMPORARY`, `FOR EACH ROW` and its end.
fn told(sql: &str) -> Vec<Token<'_>> {
    const NOISE: [&[&str]; 2] = [&["IF", "NOT", "EXISTS"], &["FOR", "EACH", "ROW"]];
    let mut reader = Reader::new(sql);
    let mut told = Vec::new();
    let mut is_head = true;
    while !reader.is_at_end() {
        is_head &= !reader.sees("BEGIN");
        let noise = NOISE.iter().find(|words| is_head && reader.sees_all(words));
        if let Some(noise) = noise {
            for word in *noise {
                let _passed = reader.eat(word);
            }
        } else if !(told.len() == 1 && (reader.eat("TEMP") || reader.eat("TEMPORARY"))) {
            told.extend(reader.token());
        }
    }
    while told.last().is_some_and(|token| token.is(";")) {
        told.pop();
    }
    told
}

/// Returns an empty database with a table of these columns, by what an expression can tell them apart.
fn with_columns_of(table: &Table<'_>) -> Result<SqliteSession<'static>, DatabaseError> {
    let mut connection = connection::in_memory()?;
    let columns = table.columns.iter().map(|column| Column {
        collation: column.collation,
        nullable: column.nullable,
        ..Column::new(column.name, column.ty)
    });
    let columns: Vec<_> = columns.collect();
    let options: &[_] = match table.options.contains(&TableOption::Strict) {
        true => &[TableOption::Strict],
        false => &[],
    };
    let name = TableName { schema: None, name: table.name.name };
    let create =
        CreateTable { table: name, ..CreateTable::new("", &columns, &[]) }.options(options);
    for statement in sql::render(&Sqlite, &create.into())? {
        connection.run(&statement)?;
    }
    Ok(connection)
}

/// Returns whether SQLite makes the same program of both texts. One that it does not understand is like no other.
///
/// <https://sqlite.org/opcode.html>
fn same_program(
    connection: &mut dyn Session,
    texts: [&str; 2],
    select: impl Fn(&str) -> String,
) -> bool {
    // A program shows no more of bytes than their number.
    let has_bytes = |text| {
        let is_bytes = |token: &Token<'_>| {
            token.kind == TokenKind::Value && token.text.starts_with(['x', 'X'])
        };
        Reader::new(text).into_tokens().iter().any(is_bytes)
    };
    if texts.iter().any(|text| has_bytes(text) || !is_whole(text)) {
        return false;
    }
    let mut program = |text| program(connection, &select(text)).ok().filter(|it| !it.is_empty());
    let [one, other] = texts.map(&mut program);
    one.is_some() && one == other
}

/// Returns the instructions without their remarks.
fn program(connection: &mut dyn Session, sql: &str) -> Result<Vec<Vec<Cell>>, DatabaseError> {
    let Rows { mut rows, .. } = connection.query(&format!("EXPLAIN {sql}"), &[])?;
    rows.iter_mut().for_each(|row| row.truncate(7));
    Ok(rows)
}
