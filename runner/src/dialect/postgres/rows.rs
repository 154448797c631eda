//! Rows as the server sends them, in the binary form, to cells.

use std::error::Error;

use migration_api::{Cell, Date, Rows, Time, Timestamp, TimestampTz, Uuid};
use postgres::types::{FromSql, Kind, Type};
use postgres::{Column, Row};

use super::numeric;
use crate::dialect::DatabaseError;

/// Turns the rows of a query into cells.
pub(super) fn read(rows: &[Row]) -> Result<Rows, DatabaseError> {
    let columns = rows.first().map_or(&[][..], Row::columns);
    let names = columns.iter().map(|column| column.name().to_owned()).collect();
    let rows = rows.iter().map(read_row).collect::<Result<_, _>>()?;
    Ok(Rows { columns: names, rows })
}

fn read_row(row: &Row) -> Result<Vec<Cell>, DatabaseError> {
    let cells = row.columns().iter().enumerate();
    cells.map(|(i, column)| read_cell(row, i, column)).collect()
}

fn read_cell(row: &Row, i: usize, column: &Column) -> Result<Cell, DatabaseError> {
    let unreadable =
        |reason: String| DatabaseError::Unreadable { column: column.name().to_owned(), reason };
    match row.try_get::<_, Option<Raw<'_>>>(i) {
        Ok(Some(Raw(bytes))) => cell(column.type_(), bytes).map_err(unreadable),
        Ok(None) => Ok(Cell::Null),
        Err(error) => Err(unreadable(error.to_string())),
    }
}

/// Returns the value that `bytes` are, or why they cannot be read.
fn cell(ty: &Type, bytes: &[u8]) -> Result<Cell, String> {
    if matches!(ty.kind(), Kind::Enum(_)) || ty.name() == "citext" {
        return text(bytes).map(Cell::Text);
    }
    let mut reader = Reader::new(bytes);
    let cell = match *ty {
        Type::BOOL => reader.array().map(|[byte]| Cell::Bool(byte != 0)),
        Type::INT2 => reader.array().map(|bytes| Cell::Int(i16::from_be_bytes(bytes).into())),
        Type::INT4 => reader.i32().map(|value| Cell::Int(value.into())),
        Type::INT8 => reader.i64().map(Cell::Int),
        Type::OID => reader.array().map(|bytes| Cell::Int(u32::from_be_bytes(bytes).into())),
        Type::FLOAT4 => reader.array().map(|bytes| Cell::Float(shortest(bytes))),
        Type::FLOAT8 => reader.array().map(|bytes| Cell::Float(f64::from_be_bytes(bytes))),
        Type::NUMERIC => numeric::read(bytes).map(Cell::Decimal),
        Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::CHAR | Type::UNKNOWN => {
            return text(bytes).map(Cell::Text);
        }
        Type::JSON => return text(bytes).map(Cell::Json),
        // The first byte is the version of the format.
        Type::JSONB => return text(bytes.get(1..).unwrap_or_default()).map(Cell::Json),
        Type::BYTEA => Some(Cell::Bytes(bytes.to_vec())),
        Type::UUID => reader.array().map(|bytes| Cell::Uuid(Uuid(bytes))),
        Type::VOID => Some(Cell::Null),
        Type::DATE => return date(bytes).map(Cell::Date),
        Type::TIME => reader.i64().and_then(time).map(Cell::Time),
        Type::TIMESTAMP => return timestamp(bytes).map(Cell::Timestamp),
        Type::TIMESTAMPTZ => return timestamp(bytes).map(|at| Cell::TimestampTz(TimestampTz(at))),
        _ => return Err(format!("the type `{ty}` is not read; cast it: `::text`")),
    };
    cell.ok_or_else(|| format!("a damaged value of the type `{ty}`"))
}

fn text(bytes: &[u8]) -> Result<String, String> {
    String::from_utf8(bytes.to_vec()).map_err(|_| "its text is not UTF-8".to_owned())
}

/// Returns a number of 32 bits as the number of 64 bits that is written the same.
fn shortest(bytes: [u8; 4]) -> f64 {
    let value = f32::from_be_bytes(bytes);
    value.to_string().parse().unwrap_or_else(|_| value.into())
}

const MICROSECONDS_A_DAY: i64 = 86_400_000_000;

fn date(bytes: &[u8]) -> Result<Date, String> {
    match Reader::new(bytes).i32() {
        Some(i32::MIN | i32::MAX) => Err(infinite()),
        Some(days) => date_of(days.into()).ok_or_else(too_far),
        None => Err("a damaged date".into()),
    }
}

fn timestamp(bytes: &[u8]) -> Result<Timestamp, String> {
    let microseconds = Reader::new(bytes).i64().ok_or("a damaged timestamp")?;
    if matches!(microseconds, i64::MIN | i64::MAX) {
        return Err(infinite());
    }
    let date = date_of(microseconds.div_euclid(MICROSECONDS_A_DAY));
    let time = time(microseconds.rem_euclid(MICROSECONDS_A_DAY));
    match (date, time) {
        (Some(date), Some(time)) => Ok(Timestamp { date, time }),
        (None, _) | (_, None) => Err(too_far()),
    }
}

fn infinite() -> String {
    "an infinite time is not read; cast it: `::text`".into()
}

fn too_far() -> String {
    "a time too far away is not read; cast it: `::text`".into()
}

fn time(microseconds: i64) -> Option<Time> {
    let part = |unit: i64, size: i64| microseconds.div_euclid(unit).rem_euclid(size);
    Some(Time {
        hour: u8::try_from(microseconds / 3_600_000_000).ok()?,
        minute: u8::try_from(part(60_000_000, 60)).ok()?,
        second: u8::try_from(part(1_000_000, 60)).ok()?,
        microsecond: u32::try_from(part(1, 1_000_000)).ok()?,
    })
}

/// Returns the date so many days after 2000-01-01.
///
/// The year is counted from March, so that a leap day comes last in it:
/// <https://howardhinnant.github.io/date_algorithms.html#civil_from_days>.
fn date_of(days: i64) -> Option<Date> {
    const DAYS_IN_400_YEARS: i64 = 146_097;
    // From 0000-03-01 to 2000-01-01.
    let days = days + 730_425;
    let era = days.div_euclid(DAYS_IN_400_YEARS);
    let day = days.rem_euclid(DAYS_IN_400_YEARS);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day_of_month = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    Some(Date {
        year: i32::try_from(era * 400 + year + i64::from(month <= 2)).ok()?,
        month: u8::try_from(month).ok()?,
        day: u8::try_from(day_of_month).ok()?,
    })
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

/// Numbers in network order.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_be_bytes)
    }

    fn i32(&mut self) -> Option<i32> {
        self.array().map(i32::from_be_bytes)
    }

    fn i64(&mut self) -> Option<i64> {
        self.array().map(i64::from_be_bytes)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (first, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(*first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timestamp_text(microseconds: i64) -> String {
        match timestamp(&microseconds.to_be_bytes()) {
            Ok(timestamp) => timestamp.to_string(),
            Err(reason) => reason,
        }
    }

    #[test]
    fn days_are_counted_from_2000() {
        for (days, text) in [
            (0, "2000-01-01"),
            (59, "2000-02-29"),
            (60, "2000-03-01"),
            (-1, "1999-12-31"),
            (366, "2001-01-01"),
            (8_886, "2024-04-30"),
            (36_583, "2100-02-28"),
            (36_584, "2100-03-01"),
            (-730_119, "0001-01-01"),
            (-730_120, "0000-12-31"),
        ] {
            assert_eq!(date_of(days).unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_timestamp_before_2000_counts_its_time_forwards() {
        assert_eq!(timestamp_text(0), "2000-01-01 00:00:00");
        assert_eq!(timestamp_text(-1), "1999-12-31 23:59:59.999999");
        assert_eq!(timestamp_text(45_296_000_007), "2000-01-01 12:34:56.000007");
        assert_eq!(timestamp_text(i64::MAX), "an infinite time is not read; cast it: `::text`");
    }

    #[test]
    fn a_type_without_a_cell_says_what_to_do() {
        for (ty, bytes) in
            [(Type::INT4_ARRAY, &[0][..]), (Type::INT8, &[1, 2]), (Type::TEXT, &[255])]
        {
            assert!(cell(&ty, bytes).is_err(), "{ty}");
        }
        assert_eq!(
            cell(&Type::INTERVAL, &[]).unwrap_err(),
            "the type `interval` is not read; cast it: `::text`"
        );
    }
}
