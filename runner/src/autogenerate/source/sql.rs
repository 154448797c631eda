//! Files of SQL: what of them is run, and running it.

use std::borrow::Cow;

use super::SourceError;
use crate::dialect::{
    DatabaseError, Dialect, Reading, Refusal, Session, StatementError, TextPosition, statements,
};

/// A statement of a file that makes a part of the schema.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::autogenerate) struct SqlStatement<'s> {
    sql: Cow<'s, str>,
    /// The line on which it begins, from 1.
    line: usize,
}

/// Returns the statements of a script that make a schema: what is meant for the client, and what says who may do what, is left out.
///
/// # Errors
/// When a statement reaches beyond the database that the script is run on, or only the client could carry it out.
pub(in crate::autogenerate) fn schema_statements<'s>(
    text: &'s str,
    file: &str,
    dialect: &dyn Dialect,
) -> Result<Vec<SqlStatement<'s>>, SourceError> {
    let client = dialect.client_script();
    let mut all = Vec::new();
    for statement in statements(text, client) {
        let statement = statement.map_err(|error| SourceError::ClientCommand {
            place: format!("{file}:{}", error.line),
            text: error.command,
            client: client.client(),
        })?;
        let line = statement.line;
        match client.reading(&statement) {
            Reading::Run(sql) => all.push(SqlStatement { sql, line }),
            Reading::PassOver => {}
            Reading::Refuse(refusal) => {
                let place = format!("{file}:{line}");
                return Err(refused(place, statement.title(), refusal));
            }
        }
    }
    Ok(all)
}

fn refused(place: String, text: String, refusal: Refusal) -> SourceError {
    match refusal {
        Refusal::Rows => SourceError::CopiedRows { place, text },
        Refusal::Beyond => SourceError::Beyond { place, text },
        Refusal::Database => SourceError::WholeDatabase { place, text },
        Refusal::Other(name) => SourceError::OtherDatabase { place, text, name },
    }
}

/// Runs the statements one by one, so that an error can be told by its line.
///
/// # Errors
/// When the database refuses one.
pub(in crate::autogenerate) fn run(
    connection: &mut dyn Session,
    statements: &[SqlStatement<'_>],
    file: &str,
) -> Result<(), SourceError> {
    for statement in statements {
        connection.execute(&statement.sql).map_err(|error| {
            let within = line_of(&error).map_or(0, |line| line - 1);
            let place = format!("{file}:{}", statement.line + within);
            SourceError::Sql { place, source: without_position(error) }
        })?;
    }
    Ok(())
}

/// Returns the line of a statement in which the database found an error, if it says so.
fn line_of(error: &DatabaseError) -> Option<usize> {
    match error {
        DatabaseError::Statement(error) => error.position.map(|TextPosition { line, .. }| line),
        _ => None,
    }
}

/// Returns an error without the line of the statement, which is not the line of the file.
fn without_position(error: DatabaseError) -> DatabaseError {
    match error {
        DatabaseError::Statement(error) => {
            DatabaseError::Statement(Box::new(StatementError { position: None, ..*error }))
        }
        other => other,
    }
}
