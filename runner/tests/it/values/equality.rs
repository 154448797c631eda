//! When what is read is what was written.
//!
//! A value is read as an author reads it, by the getter of its type. So a boolean may come as a number and a date as text
//! (SQLite), a moment as a time without a zone (MySQL), a UUID as text (both).

use migration_api::prelude::*;
use migration_api::{Cell, FromCell};

/// What a database may change about a number of floating point.
#[derive(Clone, Copy)]
pub(super) struct Leeway {
    /// Whether it may drop the sign of zero: SQLite stores it as a whole number, and MariaDB drops it.
    pub(super) sign_of_zero: bool,
    /// By how many numbers of double precision it may be beside: 15 digits are all that a text promises on SQLite, whose older
    /// clients read some numbers as the next one.
    pub(super) beside: u64,
}

impl Leeway {
    /// Returns that of a database, where values go as parameters or as text.
    pub(super) fn of(database: &str, as_text: bool) -> Self {
        let is_sqlite = database == "SQLite";
        Self {
            sign_of_zero: database != "PostgreSQL",
            beside: if is_sqlite && as_text { 2 } else { 0 },
        }
    }
}

/// Returns whether the cell holds the value that was written into a column of this type.
pub(super) fn same(ty: ColumnType<'_>, written: &Cell, read: &Cell, leeway: Leeway) -> bool {
    match (ty, written) {
        (_, Cell::Null) => *read == Cell::Null,
        (_, Cell::Bool(value)) => is(read, value),
        (_, Cell::Int(value)) => is(read, value),
        // Single precision, of which the shortest decimals are read; SQLite's has more.
        (Real, Cell::Float(value)) => f64::from_cell(read).is_ok_and(|read| {
            same_number(read, *value, leeway) || same_number(f64::from(read as f32), *value, leeway)
        }),
        (_, Cell::Float(value)) => {
            f64::from_cell(read).is_ok_and(|read| same_number(read, *value, leeway))
        }
        (_, Cell::Decimal(value)) => {
            Decimal::from_cell(read).is_ok_and(|read| plain(&read.0) == plain(value))
        }
        // The database pads it, and gives it back with or without its padding.
        (Char(_), Cell::Text(value)) => {
            String::from_cell(read).is_ok_and(|read| read.trim_end_matches(' ') == value)
        }
        (_, Cell::Text(value)) => is(read, value),
        (_, Cell::Bytes(value)) => is(read, value),
        (_, Cell::Date(value)) => is(read, value),
        (_, Cell::Time(value)) => is(read, value),
        (_, Cell::Timestamp(value)) => is(read, value),
        (_, Cell::TimestampTz(value)) => is(read, value),
        (_, Cell::Uuid(value)) => is(read, value),
        (_, Cell::Json(value)) => {
            JsonValue::from_cell(read).is_ok_and(|read| same_document(&read.0, value))
        }
    }
}

fn is<T: FromCell + PartialEq>(read: &Cell, written: &T) -> bool {
    T::from_cell(read).is_ok_and(|read| read == *written)
}

fn same_number(read: f64, written: f64, leeway: Leeway) -> bool {
    read.to_bits().abs_diff(written.to_bits()) <= leeway.beside
        || (read.is_nan() && written.is_nan())
        || (read == 0.0 && written == 0.0 && leeway.sign_of_zero)
}

/// Compares texts; SQLite keeps a document that is nothing but a number as a number.
fn same_document(read: &str, written: &str) -> bool {
    let number = |document: &str| document.trim().parse::<f64>().ok();
    read == written || number(read).is_some_and(|read| number(written) == Some(read))
}

/// Returns a decimal without an exponent and without the zeros that say nothing.
fn plain(decimal: &str) -> String {
    let (sign, digits) = match decimal.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", decimal.trim_start_matches('+')),
    };
    let (digits, exponent) = digits.split_once(['e', 'E']).unwrap_or((digits, "0"));
    let Ok(exponent) = exponent.parse::<isize>() else {
        return decimal.to_owned();
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let point = 50_usize.saturating_add(whole.len()).saturating_add_signed(exponent);
    let padded = format!("{}{whole}{fraction}{}", "0".repeat(50), "0".repeat(50));
    let (whole, fraction) = padded.split_at(point);
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    let sign = if whole.is_empty() && fraction.is_empty() { "" } else { sign };
    format!("{sign}{whole}.{fraction}")
}
