//! Rows of the driver's, to ours.

use std::error::Error;

use tokio_postgres::types::{FromSql, Kind, Type};
use tokio_postgres::{Column, Row};

use super::binary::{self, ValueType};
use crate::connection::ConnectionError;
use crate::row::{Cell, Rows};

/// Turns the rows of a query into cells.
pub(in crate::connection) fn read(rows: &[Row]) -> Result<Rows, ConnectionError> {
    let columns = rows.first().map_or(&[][..], Row::columns);
    let names = columns.iter().map(|column| column.name().to_owned()).collect();
    let rows = rows.iter().map(read_row).collect::<Result<_, _>>()?;
    Ok(Rows { columns: names, rows })
}

fn read_row(row: &Row) -> Result<Vec<Cell>, ConnectionError> {
    let cells = row.columns().iter().enumerate();
    cells.map(|(i, column)| read_cell(row, i, column)).collect()
}

fn read_cell(row: &Row, i: usize, column: &Column) -> Result<Cell, ConnectionError> {
    let unreadable = |reason: String| ConnectionError::unreadable(column.name(), reason);
    match row.try_get::<_, Option<Raw<'_>>>(i) {
        Ok(Some(Raw(bytes))) => binary::cell(value_type(column.type_()), bytes).map_err(unreadable),
        Ok(None) => Ok(Cell::Null),
        Err(error) => Err(unreadable(error.to_string())),
    }
}

fn value_type(ty: &Type) -> ValueType<'_> {
    let is_text = matches!(ty.kind(), Kind::Enum(_)) || ty.name() == "citext";
    ValueType { oid: ty.oid(), name: ty, is_text }
}

/// The bytes of a value, whatever its type.
struct Raw<'a>(&'a [u8]);

impl<'a> FromSql<'a> for Raw<'a> {
    fn from_sql(_ty: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(raw))
    }

    fn accepts(_ty: &Type) -> bool {
        true
    }
}
