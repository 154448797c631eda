//! Rows as the server sends them, in the binary form, to cells.

use mysql::consts::{ColumnFlags, ColumnType};
use mysql::{Column, Row, Value};

use crate::connection::ConnectionError;
use crate::row::{Cell, Rows};
use crate::value::{Date, Time, Timestamp};

/// The number of the character set that is none: bytes.
///
/// <https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_character_set.html>
const BINARY: u16 = 63;

/// Turns the rows of a query into cells.
pub(super) fn read(columns: &[Column], rows: Vec<Row>) -> Result<Rows, ConnectionError> {
    let names = columns.iter().map(|column| column.name_str().into_owned()).collect();
    let rows = rows.into_iter().map(|row| read_row(columns, row)).collect::<Result<_, _>>()?;
    Ok(Rows { columns: names, rows })
}

fn read_row(columns: &[Column], row: Row) -> Result<Vec<Cell>, ConnectionError> {
    let values = columns.iter().zip(row.unwrap_raw());
    values.map(|(column, value)| read_value(column, value.unwrap_or(Value::NULL))).collect()
}

/// Returns the texts of a row that came as text.
pub(super) fn texts(columns: &[Column], row: Row) -> Result<Vec<Cell>, ConnectionError> {
    let values = columns.iter().zip(row.unwrap_raw());
    let text = |(column, value): (&Column, Option<Value>)| match value {
        Some(Value::Bytes(bytes)) => text(bytes)
            .map(Cell::Text)
            .map_err(|reason| ConnectionError::unreadable(column.name_str(), reason)),
        other => read_value(column, other.unwrap_or(Value::NULL)),
    };
    values.map(text).collect()
}

fn read_value(column: &Column, value: Value) -> Result<Cell, ConnectionError> {
    cell(column, value).map_err(|reason| ConnectionError::unreadable(column.name_str(), reason))
}

/// Returns the value, or why it cannot be read.
fn cell(column: &Column, value: Value) -> Result<Cell, String> {
    let ty = column.column_type();
    match value {
        Value::NULL => Ok(Cell::Null),
        Value::Int(value) => Ok(Cell::Int(value)),
        Value::UInt(value) => Ok(whole(value)),
        Value::Float(value) => Ok(Cell::Float(shortest(value))),
        Value::Double(value) => Ok(Cell::Float(value)),
        Value::Date(year, month, day, hour, minute, second, microsecond) => {
            if month == 0 || day == 0 {
                return Err(uncast("a date without a month or a day is not read"));
            }
            let date = Date { year: year.into(), month, day };
            let time = Time { hour, minute, second, microsecond };
            match ty {
                ColumnType::MYSQL_TYPE_DATE => Ok(Cell::Date(date)),
                _ => Ok(Cell::Timestamp(Timestamp { date, time })),
            }
        }
        Value::Time(false, 0, hour, minute, second, microsecond) => {
            Ok(Cell::Time(Time { hour, minute, second, microsecond }))
        }
        // The end of a day.
        Value::Time(false, 1, 0, 0, 0, 0) => {
            Ok(Cell::Time(Time { hour: 24, minute: 0, second: 0, microsecond: 0 }))
        }
        Value::Time(..) => Err(uncast("a time that is none of a day is not read")),
        Value::Bytes(bytes) => from_bytes(column, bytes),
    }
}

fn from_bytes(column: &Column, bytes: Vec<u8>) -> Result<Cell, String> {
    match column.column_type() {
        ColumnType::MYSQL_TYPE_DECIMAL | ColumnType::MYSQL_TYPE_NEWDECIMAL => {
            text(bytes).map(Cell::Decimal)
        }
        ColumnType::MYSQL_TYPE_BIT => bits(&bytes).map(whole),
        ColumnType::MYSQL_TYPE_JSON => text(bytes).map(Cell::Json),
        ColumnType::MYSQL_TYPE_GEOMETRY => Ok(Cell::Bytes(bytes)),
        // An enum's or a set's values are text, even where its flags call them bytes.
        _ if column.flags().intersects(ColumnFlags::ENUM_FLAG | ColumnFlags::SET_FLAG) => {
            text(bytes).map(Cell::Text)
        }
        _ if column.character_set() == BINARY => Ok(Cell::Bytes(bytes)),
        _ => text(bytes).map(Cell::Text),
    }
}

/// Returns a whole number, as a decimal where it is beyond 64 bits with a sign.
fn whole(value: u64) -> Cell {
    i64::try_from(value).map_or_else(|_| Cell::Decimal(value.to_string()), Cell::Int)
}

/// Returns a number of 32 bits as the number of 64 bits that is written the same.
fn shortest(value: f32) -> f64 {
    value.to_string().parse().unwrap_or_else(|_| value.into())
}

fn bits(bytes: &[u8]) -> Result<u64, String> {
    match bytes.len() {
        0..=8 => Ok(bytes.iter().fold(0, |value, byte| value << 8 | u64::from(*byte))),
        _ => Err("more than 64 bits are not read".into()),
    }
}

fn text(bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|_| "its text is not UTF-8".to_owned())
}

fn uncast(what: &str) -> String {
    format!("{what}; cast it: `CAST(… AS CHAR)`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(ty: ColumnType, value: Value) -> String {
        match cell(&Column::new(ty).with_character_set(45), value) {
            Ok(cell) => format!("{cell:?}"),
            Err(reason) => reason,
        }
    }

    #[test]
    fn values_without_a_cell_say_what_to_do() {
        let uncast = |what| format!("{what}; cast it: `CAST(… AS CHAR)`");
        let no_date = uncast("a date without a month or a day is not read");
        let no_time = uncast("a time that is none of a day is not read");
        for (ty, value, reason) in [
            (ColumnType::MYSQL_TYPE_DATE, Value::Date(0, 0, 0, 0, 0, 0, 0), &no_date),
            (ColumnType::MYSQL_TYPE_DATETIME, Value::Date(2024, 2, 0, 0, 0, 0, 0), &no_date),
            (ColumnType::MYSQL_TYPE_TIME, Value::Time(true, 0, 1, 0, 0, 0), &no_time),
            (ColumnType::MYSQL_TYPE_TIME, Value::Time(false, 1, 1, 0, 0, 0), &no_time),
            (
                ColumnType::MYSQL_TYPE_VAR_STRING,
                Value::Bytes(vec![255]),
                &"its text is not UTF-8".to_owned(),
            ),
        ] {
            assert_eq!(read(ty, value), *reason);
        }
    }

    #[test]
    fn numbers_keep_their_value() {
        for (ty, value, text) in [
            (
                ColumnType::MYSQL_TYPE_LONGLONG,
                Value::UInt(u64::MAX),
                r#"Decimal("18446744073709551615")"#,
            ),
            (ColumnType::MYSQL_TYPE_BIT, Value::Bytes(vec![1, 0]), "Int(256)"),
            (
                ColumnType::MYSQL_TYPE_BIT,
                Value::Bytes(vec![255; 8]),
                r#"Decimal("18446744073709551615")"#,
            ),
            (ColumnType::MYSQL_TYPE_FLOAT, Value::Float(0.1), "Float(0.1)"),
            (
                ColumnType::MYSQL_TYPE_NEWDECIMAL,
                Value::Bytes(b"1.50".to_vec()),
                r#"Decimal("1.50")"#,
            ),
        ] {
            assert_eq!(read(ty, value), text);
        }
    }
}
