//! Rows that a query returned.

use std::fmt;
use std::rc::Rc;

use crate::error::MigrationError;
use crate::value::{Date, Decimal, Json, Time, Timestamp, TimestampTz, Uuid, Value};

/// A value that came from the database, and owns its text.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// NULL.
    Null,
    /// A boolean.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A floating-point number.
    Float(f64),
    /// An exact decimal, as text.
    Decimal(String),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A date.
    Date(Date),
    /// A time of day.
    Time(Time),
    /// A date and time without a zone.
    Timestamp(Timestamp),
    /// A moment, in UTC.
    TimestampTz(TimestampTz),
    /// A UUID.
    Uuid(Uuid),
    /// A JSON document, as text.
    Json(String),
}

/// What a query returned: the names of its columns, and its rows as they cross the boundary.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rows {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows, each as long as `columns`.
    pub rows: Vec<Vec<Cell>>,
}

/// One row of a query.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    columns: Rc<Vec<String>>,
    cells: Vec<Cell>,
}

impl Rows {
    /// Returns the rows, each with the names of its columns.
    pub(crate) fn into_rows(self) -> Vec<Row> {
        let columns = Rc::new(self.columns);
        let row = |cells| Row { columns: Rc::clone(&columns), cells };
        self.rows.into_iter().map(row).collect()
    }
}

impl Row {
    /// Returns the value of `column` as a `T`; NULL is taken by an `Option<T>` only.
    ///
    /// # Errors
    /// When there is no such column, or its value is no `T`.
    #[track_caller]
    pub fn get<T: FromCell>(&self, column: &str) -> Result<T, MigrationError> {
        match T::from_cell(self.cell(column)?) {
            Ok(value) => Ok(value),
            Err(reason) => Err(MigrationError::new(&format!("column `{column}`: {reason}"))),
        }
    }

    /// Returns the value of `column` as it came, to be handed on as a parameter.
    ///
    /// # Errors
    /// When there is no such column.
    #[track_caller]
    pub fn value(&self, column: &str) -> Result<Value<'_>, MigrationError> {
        self.cell(column).map(Cell::as_value)
    }

    /// Returns the names of the columns, in order.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    #[track_caller]
    fn cell(&self, column: &str) -> Result<&Cell, MigrationError> {
        let at = self.columns.iter().position(|name| name == column);
        match at.and_then(|at| self.cells.get(at)) {
            Some(cell) => Ok(cell),
            None => Err(MigrationError::new(&format!(
                "the query has no column `{column}`; its columns are: {}",
                self.columns.join(", ")
            ))),
        }
    }
}

impl Cell {
    /// Returns the same value, borrowed.
    pub fn as_value(&self) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(*value),
            Self::Int(value) => Value::Int(*value),
            Self::Float(value) => Value::Float(*value),
            Self::Decimal(text) => Value::Decimal(text),
            Self::Text(text) => Value::Text(text),
            Self::Bytes(bytes) => Value::Bytes(bytes),
            Self::Date(value) => Value::Date(*value),
            Self::Time(value) => Value::Time(*value),
            Self::Timestamp(value) => Value::Timestamp(*value),
            Self::TimestampTz(value) => Value::TimestampTz(*value),
            Self::Uuid(value) => Value::Uuid(*value),
            Self::Json(text) => Value::Json(text),
        }
    }

    /// Returns the text of a value that is written as text, as databases without a type of its
    /// own store it.
    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Decimal(text) | Self::Json(text) => Some(text),
            Self::Null
            | Self::Bool(_)
            | Self::Int(_)
            | Self::Float(_)
            | Self::Bytes(_)
            | Self::Date(_)
            | Self::Time(_)
            | Self::Timestamp(_)
            | Self::TimestampTz(_)
            | Self::Uuid(_) => None,
        }
    }
}

impl From<&Value<'_>> for Cell {
    fn from(value: &Value<'_>) -> Self {
        match *value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(value),
            Value::Int(value) => Self::Int(value),
            Value::Float(value) => Self::Float(value),
            Value::Decimal(text) => Self::Decimal(text.to_owned()),
            Value::Text(text) => Self::Text(text.to_owned()),
            Value::Bytes(bytes) => Self::Bytes(bytes.to_vec()),
            Value::Date(value) => Self::Date(value),
            Value::Time(value) => Self::Time(value),
            Value::Timestamp(value) => Self::Timestamp(value),
            Value::TimestampTz(value) => Self::TimestampTz(value),
            Value::Uuid(value) => Self::Uuid(value),
            Value::Json(text) => Self::Json(text.to_owned()),
        }
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("NULL"),
            Self::Bool(value) => value.fmt(f),
            Self::Int(value) => value.fmt(f),
            Self::Float(value) => value.fmt(f),
            Self::Decimal(text) | Self::Text(text) | Self::Json(text) => f.write_str(text),
            Self::Bytes(bytes) => write!(f, "{} bytes", bytes.len()),
            Self::Date(value) => value.fmt(f),
            Self::Time(value) => value.fmt(f),
            Self::Timestamp(value) => value.fmt(f),
            Self::TimestampTz(value) => value.fmt(f),
            Self::Uuid(value) => value.fmt(f),
        }
    }
}

/// A Rust type that a database's value can be read as.
pub trait FromCell: Sized {
    /// Reads the value.
    ///
    /// # Errors
    /// A sentence fragment that says why it is none.
    fn from_cell(cell: &Cell) -> Result<Self, String>;
}

fn mismatch(cell: &Cell, wanted: &str) -> String {
    match cell {
        Cell::Null => format!("NULL is no {wanted}; read it as an `Option`"),
        other => format!("`{other}` is no {wanted}"),
    }
}

impl<T: FromCell> FromCell for Option<T> {
    fn from_cell(cell: &Cell) -> Result<Self, String> {
        match cell {
            Cell::Null => Ok(None),
            other => T::from_cell(other).map(Some),
        }
    }
}

impl FromCell for i64 {
    fn from_cell(cell: &Cell) -> Result<Self, String> {
        match cell {
            Cell::Int(value) => Ok(*value),
            other => Err(mismatch(other, "whole number")),
        }
    }
}

impl FromCell for i32 {
    fn from_cell(cell: &Cell) -> Result<Self, String> {
        let value = i64::from_cell(cell)?;
        Self::try_from(value).map_err(|_| format!("{value} does not fit into 32 bits"))
    }
}

impl FromCell for f64 {
    fn from_cell(cell: &Cell) -> Result<Self, String> {
        match cell {
            Cell::Float(value) => Ok(*value),
            Cell::Int(value) => Ok(*value as Self),
            other => match other.text().map(str::parse) {
                Some(Ok(value)) => Ok(value),
                Some(Err(_)) | None => Err(mismatch(other, "number")),
            },
        }
    }
}

impl FromCell for bool {
    /// Reads a boolean; the integers 0 and 1 count, as databases without booleans store them.
    fn from_cell(cell: &Cell) -> Result<Self, String> {
        match cell {
            Cell::Bool(value) => Ok(*value),
            Cell::Int(0) => Ok(false),
            Cell::Int(1) => Ok(true),
            other => Err(mismatch(other, "boolean")),
        }
    }
}

impl FromCell for String {
    /// Reads text; any value but NULL and bytes has a text.
    fn from_cell(cell: &Cell) -> Result<Self, String> {
        match cell {
            Cell::Null | Cell::Bytes(_) => Err(mismatch(cell, "text")),
            other => Ok(other.to_string()),
        }
    }
}

impl FromCell for Vec<u8> {
    fn from_cell(cell: &Cell) -> Result<Self, String> {
        match cell {
            Cell::Bytes(bytes) => Ok(bytes.clone()),
            other => Err(mismatch(other, "sequence of bytes")),
        }
    }
}

impl FromCell for Decimal {
    fn from_cell(cell: &Cell) -> Result<Self, String> {
        match cell {
            Cell::Decimal(text) | Cell::Text(text) => Ok(Self(text.clone())),
            Cell::Int(_) | Cell::Float(_) => Ok(Self(cell.to_string())),
            other => Err(mismatch(other, "decimal")),
        }
    }
}

impl FromCell for Json {
    /// Reads a document; a number counts, as SQLite stores a document that is one.
    fn from_cell(cell: &Cell) -> Result<Self, String> {
        match (cell.text(), cell) {
            (Some(text), _) => Ok(Self(text.to_owned())),
            (None, Cell::Int(_) | Cell::Float(_)) => Ok(Self(cell.to_string())),
            (None, other) => Err(mismatch(other, "JSON document")),
        }
    }
}

macro_rules! from_cell_or_text {
    ($($ty:ident, $wanted:literal;)*) => {
        $(impl FromCell for $ty {
            fn from_cell(cell: &Cell) -> Result<Self, String> {
                match cell {
                    Cell::$ty(value) => Ok(*value),
                    other => match other.text().map(str::parse) {
                        Some(Ok(value)) => Ok(value),
                        Some(Err(_)) | None => Err(mismatch(other, $wanted)),
                    },
                }
            }
        })*
    };
}

from_cell_or_text! {
    Date, "date";
    Time, "time";
    Timestamp, "timestamp";
    Uuid, "UUID";
}

impl FromCell for TimestampTz {
    /// Reads a moment; a time without a zone counts as one of UTC, as databases without moments store them.
    fn from_cell(cell: &Cell) -> Result<Self, String> {
        match cell {
            Cell::TimestampTz(value) => Ok(*value),
            Cell::Timestamp(value) => Ok(Self(*value)),
            other => match other.text().map(str::parse) {
                Some(Ok(value)) => Ok(value),
                Some(Err(_)) | None => Err(mismatch(other, "moment in UTC")),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: Vec<Cell>) -> Row {
        let columns = (0..cells.len()).map(|i| format!("c{i}")).collect();
        Rows { columns, rows: vec![cells] }.into_rows().remove(0)
    }

    #[test]
    fn a_getter_takes_what_its_type_holds() {
        let row = row(vec![Cell::Int(1), Cell::Null, Cell::Text("2024-05-31".into())]);
        assert_eq!(row.get::<i64>("c0").unwrap(), 1);
        assert!(row.get::<bool>("c0").unwrap());
        assert_eq!(row.get::<String>("c0").unwrap(), "1");
        assert_eq!(row.get::<Option<i64>>("c1").unwrap(), None);
        assert_eq!(row.get::<Date>("c2").unwrap().day, 31);
        assert_eq!(row.value("c2").unwrap(), Value::Text("2024-05-31"));
    }

    #[test]
    fn a_getter_takes_what_databases_with_fewer_types_store() {
        let noon: Timestamp = "2024-05-31 12:00:00".parse().unwrap();
        let row = row(vec![Cell::Timestamp(noon), Cell::Int(7), Cell::Float(0.5)]);
        assert_eq!(row.get::<TimestampTz>("c0").unwrap(), TimestampTz(noon));
        assert_eq!(row.get::<Json>("c1").unwrap(), Json("7".into()));
        assert_eq!(row.get::<Json>("c2").unwrap(), Json("0.5".into()));
    }

    #[test]
    fn a_getter_that_cannot_says_why() {
        let row = row(vec![Cell::Text("x".into()), Cell::Null, Cell::Int(1 << 40)]);
        for (message, wanted) in [
            (row.get::<i64>("c0").unwrap_err(), "column `c0`: `x` is no whole number"),
            (
                row.get::<i64>("c1").unwrap_err(),
                "column `c1`: NULL is no whole number; read it as an `Option`",
            ),
            (
                row.get::<i32>("c2").unwrap_err(),
                "column `c2`: 1099511627776 does not fit into 32 bits",
            ),
            (
                row.get::<i64>("nope").unwrap_err(),
                "the query has no column `nope`; its columns are: c0, c1, c2",
            ),
        ] {
            assert_eq!(message.to_string(), wanted);
        }
    }
}
