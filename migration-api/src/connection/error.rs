//! Why a connection could not do what it was asked.

use std::fmt;

/// What a driver knows of a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionError {
    /// What kind of failure it is.
    pub kind: ErrorKind,
    /// What the database, or else the driver, says.
    pub message: String,
    /// The database's code: an SQLSTATE on PostgreSQL (`42P01`), the number on MySQL (`1146`, or
    /// `1146, SQLSTATE 42S02`), the extended result code on SQLite (`1555`).
    pub code: Option<String>,
    /// What PostgreSQL says besides, of the values concerned.
    pub detail: Option<String>,
    /// What PostgreSQL advises.
    pub hint: Option<String>,
    /// Where in the SQL text it failed: the character on PostgreSQL, from 0; the byte on SQLite, from 0.
    pub position: Option<u64>,
}

/// What kind of failure it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ErrorKind {
    /// The database refused the statement.
    Statement,
    /// The connection is gone.
    Lost,
    /// A value of this column cannot be read; the message says why.
    Unreadable {
        /// The column's name.
        column: String,
    },
}

impl ConnectionError {
    /// Returns the error of a statement of which only these words are known.
    pub fn statement(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Statement, message)
    }

    /// Returns the error of a connection that is gone.
    pub fn lost(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Lost, message)
    }

    /// Returns the error of a value that no cell can hold.
    pub fn unreadable(column: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::new(ErrorKind::Unreadable { column: column.into() }, reason)
    }

    /// Adds the database's code.
    #[must_use]
    pub fn with_code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { kind, message, code: None, detail: None, hint: None, position: None }
    }
}

impl fmt::Display for ConnectionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let ErrorKind::Unreadable { column } = &self.kind {
            write!(f, "column `{column}`: ")?;
        }
        f.write_str(&self.message)?;
        match &self.code {
            Some(code) => write!(f, " ({code})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ConnectionError {}
