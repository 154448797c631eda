//! Values in PostgreSQL's binary form, to cells.

use std::fmt;

use super::numeric;
use crate::row::Cell;
use crate::value::{Date, Time, Timestamp, TimestampTz, Uuid};

/// What is known of a value's type.
#[derive(Clone, Copy)]
pub(in crate::connection) struct ValueType<'a> {
    /// Its number in `pg_type`.
    pub(in crate::connection) oid: u32,
    /// Its name, for messages.
    pub(in crate::connection) name: &'a dyn fmt::Display,
    /// Whether its binary form is its text, as that of an enum is, and of `citext`.
    pub(in crate::connection) is_text: bool,
}

/// The numbers of the types that are read: <https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_type.dat>.
pub(super) mod oid {
    pub(in crate::connection::postgresql) const BOOL: u32 = 16;
    pub(in crate::connection::postgresql) const BYTEA: u32 = 17;
    pub(in crate::connection::postgresql) const CHAR: u32 = 18;
    pub(in crate::connection::postgresql) const NAME: u32 = 19;
    pub(in crate::connection::postgresql) const INT8: u32 = 20;
    pub(in crate::connection::postgresql) const INT2: u32 = 21;
    pub(in crate::connection::postgresql) const INT4: u32 = 23;
    pub(in crate::connection::postgresql) const TEXT: u32 = 25;
    pub(in crate::connection::postgresql) const OID: u32 = 26;
    pub(in crate::connection::postgresql) const JSON: u32 = 114;
    pub(in crate::connection::postgresql) const FLOAT4: u32 = 700;
    pub(in crate::connection::postgresql) const FLOAT8: u32 = 701;
    pub(in crate::connection::postgresql) const UNKNOWN: u32 = 705;
    pub(in crate::connection::postgresql) const BPCHAR: u32 = 1042;
    pub(in crate::connection::postgresql) const VARCHAR: u32 = 1043;
    pub(in crate::connection::postgresql) const DATE: u32 = 1082;
    pub(in crate::connection::postgresql) const TIME: u32 = 1083;
    pub(in crate::connection::postgresql) const TIMESTAMP: u32 = 1114;
    pub(in crate::connection::postgresql) const TIMESTAMPTZ: u32 = 1184;
    pub(in crate::connection::postgresql) const NUMERIC: u32 = 1700;
    pub(in crate::connection::postgresql) const VOID: u32 = 2278;
    pub(in crate::connection::postgresql) const UUID: u32 = 2950;
    pub(in crate::connection::postgresql) const JSONB: u32 = 3802;
}

/// Returns the value that `bytes` are, or why they cannot be read.
pub(in crate::connection) fn cell(ty: ValueType<'_>, bytes: &[u8]) -> Result<Cell, String> {
    if ty.is_text {
        return text(bytes).map(Cell::Text);
    }
    let name = ty.name;
    let mut reader = Reader::new(bytes);
    let cell = match ty.oid {
        oid::BOOL => reader.array().map(|[byte]| Cell::Bool(byte != 0)),
        oid::INT2 => reader.array().map(|bytes| Cell::Int(i16::from_be_bytes(bytes).into())),
        oid::INT4 => reader.i32().map(|value| Cell::Int(value.into())),
        oid::INT8 => reader.i64().map(Cell::Int),
        oid::OID => reader.array().map(|bytes| Cell::Int(u32::from_be_bytes(bytes).into())),
        oid::FLOAT4 => reader.array().map(|bytes| Cell::Float(shortest(bytes))),
        oid::FLOAT8 => reader.array().map(|bytes| Cell::Float(f64::from_be_bytes(bytes))),
        oid::NUMERIC => numeric::read(bytes).map(Cell::Decimal),
        oid::TEXT | oid::VARCHAR | oid::BPCHAR | oid::NAME | oid::CHAR | oid::UNKNOWN => {
            return text(bytes).map(Cell::Text);
        }
        oid::JSON => return text(bytes).map(Cell::Json),
        // The first byte is the version of the format.
        oid::JSONB => return text(bytes.get(1..).unwrap_or_default()).map(Cell::Json),
        oid::BYTEA => Some(Cell::Bytes(bytes.to_vec())),
        oid::UUID => reader.array().map(|bytes| Cell::Uuid(Uuid(bytes))),
        oid::VOID => Some(Cell::Null),
        oid::DATE => return date(bytes).map(Cell::Date),
        oid::TIME => reader.i64().and_then(time).map(Cell::Time),
        oid::TIMESTAMP => return timestamp(bytes).map(Cell::Timestamp),
        oid::TIMESTAMPTZ => return timestamp(bytes).map(|at| Cell::TimestampTz(TimestampTz(at))),
        _ => return Err(format!("the type `{name}` is not read; cast it: `::text`")),
    };
    cell.ok_or_else(|| format!("a damaged value of the type `{name}`"))
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
        let ty = |oid| ValueType { oid, name: &"interval", is_text: false };
        const INT4_ARRAY: u32 = 1007;
        const INTERVAL: u32 = 1186;
        for (oid, bytes) in [(INT4_ARRAY, &[0][..]), (oid::INT8, &[1, 2]), (oid::TEXT, &[255])] {
            assert!(cell(ty(oid), bytes).is_err(), "{oid}");
        }
        assert_eq!(
            cell(ty(INTERVAL), &[]).unwrap_err(),
            "the type `interval` is not read; cast it: `::text`"
        );
    }
}
