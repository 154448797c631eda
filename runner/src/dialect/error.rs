//! What can go wrong with a database.

use std::error::Error;
use std::fmt;
use std::path::PathBuf;

use super::UrlError;
use crate::sql::RenderError;

/// Why a database did not do what it was asked. No message holds a password or a parameter.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    #[error(transparent)]
    Url(#[from] UrlError),
    #[error("cannot connect to {target}: {reason}")]
    Connect { target: String, reason: String, help: Option<String> },
    #[error("cannot open the database file `{}`: {reason}", .file.display())]
    Open { file: PathBuf, reason: String, help: Option<String> },
    #[error("cannot use the certificates of `{}`: {reason}", .file.display())]
    Certificate { file: PathBuf, reason: String },
    #[error("{database} has no `{setting}` to set")]
    NoSuchSetting { database: &'static str, setting: &'static str },
    #[error("the connection to {target} was lost: {reason}")]
    Lost { target: String, reason: String },
    #[error(transparent)]
    Statement(Box<StatementError>),
    #[error("the database's lock table is full: {message}")]
    LockTableFull { message: String },
    #[error("foreign keys would be broken: {}", listed(.0))]
    ForeignKeys(Vec<ForeignKeyViolation>),
    #[error("{target} is read-only")]
    ReadOnly { target: String, help: String },
    #[error("{target} is locked by another connection")]
    Busy { target: String },
    #[error("the migration lock was lost before it was given back")]
    LockLost,
    #[error("{reason}")]
    Unfit { reason: String, help: String },
    #[error("column `{column}` of the query: {reason}")]
    Unreadable { column: String, reason: String },
}

/// A statement that the database refused, in the database's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementError {
    /// What the database says.
    pub message: String,
    /// Its code, with what kind of code it is: `SQLSTATE 42P01`.
    pub code: Option<String>,
    /// What it says besides.
    pub detail: Option<String>,
    /// Where in the statement it found the error.
    pub position: Option<TextPosition>,
    /// What the user can do next.
    pub help: Option<String>,
}

/// A place in a statement's text, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextPosition {
    /// The line.
    pub line: usize,
    /// The character within the line.
    pub column: usize,
}

/// Rows that refer to rows which do not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignKeyViolation {
    /// The table that refers.
    pub table: String,
    /// Its rows, by their ids; none in a table without row ids.
    pub rows: Vec<i64>,
    /// The table referred to.
    pub referred_table: String,
}

impl DatabaseError {
    /// Returns what the user can do next.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Url(error) => error.help(),
            Self::Connect { help, .. } | Self::Open { help, .. } => help.clone(),
            Self::Certificate { .. } => {
                Some("name a file of certificates in PEM form by `sslrootcert`, or `system`".into())
            }
            Self::NoSuchSetting { setting, .. } => Some(format!(
                "leave `{setting}` out, or put it into a section for another database"
            )),
            Self::Lost { .. } => Some("see the server's log, and run the command again".into()),
            Self::Statement(error) => error.help.clone(),
            Self::LockTableFull { .. } => Some(
                "set `transaction_per_migration = true` so that each migration frees its locks, \
                 or raise `max_locks_per_transaction` on the server"
                    .into(),
            ),
            Self::ForeignKeys(_) => {
                Some("delete or correct these rows in the migration; it was undone".into())
            }
            Self::ReadOnly { help, .. } | Self::Unfit { help, .. } => Some(help.clone()),
            Self::Busy { .. } => {
                Some("end the program that has the database open, or run again later".into())
            }
            Self::LockLost => {
                Some("use a direct connection: behind a pooler a session is not one's own".into())
            }
            Self::Unreadable { .. } => None,
        }
    }
}

impl From<RenderError> for DatabaseError {
    /// Returns the refusal of a value before the database sees it.
    fn from(error: RenderError) -> Self {
        let (message, help) = (error.to_string(), error.help());
        let refusal = StatementError { message, code: None, detail: None, position: None, help };
        Self::Statement(Box::new(refusal))
    }
}

impl fmt::Display for StatementError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if let Some(detail) = &self.detail {
            write!(f, ": {}", detail.trim_end_matches('.'))?;
        }
        if let Some(position) = self.position {
            write!(f, ", at {position}")?;
        }
        match &self.code {
            Some(code) => write!(f, " ({code})"),
            None => Ok(()),
        }
    }
}

impl Error for StatementError {}

impl TextPosition {
    /// Returns the place of the character `offset` of `sql`, counted from 0.
    pub fn of_character(sql: &str, offset: usize) -> Self {
        let before: String = sql.chars().take(offset).collect();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
        Self { line: before.matches('\n').count() + 1, column }
    }
}

impl fmt::Display for TextPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, character {} of the statement", self.line, self.column)
    }
}

/// As many row ids as a message shows for one table.
const SHOWN_ROWS: usize = 5;

impl fmt::Display for ForeignKeyViolation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.table)?;
        if !self.rows.is_empty() {
            let shown: Vec<_> = self.rows.iter().take(SHOWN_ROWS).map(i64::to_string).collect();
            let rows = if self.rows.len() == 1 { "row" } else { "rows" };
            write!(f, " ({rows} {}", shown.join(", "))?;
            match self.rows.len().saturating_sub(SHOWN_ROWS) {
                0 => f.write_str(")")?,
                more => write!(f, " and {more} more)")?,
            }
        }
        write!(f, " refers to rows that `{}` does not have", self.referred_table)
    }
}

fn listed(violations: &[ForeignKeyViolation]) -> String {
    violations.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn violations_name_table_rows_and_the_table_referred_to() {
        let rows = |rows| ForeignKeyViolation {
            table: "line".into(),
            rows,
            referred_table: "orders".into(),
        };
        let error = DatabaseError::ForeignKeys(vec![rows(vec![1, 2]), rows((1..=7).collect())]);
        insta::assert_snapshot!(error, @"foreign keys would be broken: `line` (rows 1, 2) refers to rows that `orders` does not have; `line` (rows 1, 2, 3, 4, 5 and 2 more) refers to rows that `orders` does not have");
    }

    #[test]
    fn a_refused_statement_tells_all_that_the_database_told() {
        let error = StatementError {
            message: "relation \"a\" already exists".into(),
            code: Some("SQLSTATE 42P07".into()),
            detail: Some("Somewhere.".into()),
            position: Some(TextPosition::of_character("CREATE\nTABLE é a", 14)),
            help: None,
        };
        insta::assert_snapshot!(error, @r#"relation "a" already exists: Somewhere, at line 2, character 8 of the statement (SQLSTATE 42P07)"#);
    }
}
