//! Values that cross between a revision and the database.

use std::fmt;
use std::str::FromStr;

/// A value for the database: a statement's parameter, a default, a cell of an inserted row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// NULL.
    Null,
    /// A boolean.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A floating-point number.
    Float(f64),
    /// An exact decimal, as text: `"12.50"`.
    Decimal(&'a str),
    /// Text.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
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
    Json(&'a str),
}

/// A date of the Gregorian calendar. Ordered by time; written `2024-05-31`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// The year; negative before the year 0.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

/// A time of day. Written `13:45:00` or `13:45:00.250000`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time {
    /// 0 to 24 (PostgreSQL knows `24:00:00`).
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 60.
    pub second: u8,
    /// 0 to 999,999.
    pub microsecond: u32,
}

/// A date and time without a zone. Written `2024-05-31 13:45:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    /// The day.
    pub date: Date,
    /// The time within it.
    pub time: Time,
}

/// A moment, told in UTC. Written `2024-05-31 13:45:00+00:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimestampTz(pub Timestamp);

/// An exact decimal, as text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Decimal(pub String);

/// A JSON document, as text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Json(pub String);

/// A UUID, as its 16 bytes. Written in the usual form with hyphens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uuid(pub [u8; 16]);

/// Text that is not what it should be: `2024-13-45` is no date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseValueError {
    expected: &'static str,
    text: String,
}

impl fmt::Display for ParseValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not {}", self.text, self.expected)
    }
}

impl std::error::Error for ParseValueError {}

impl Date {
    /// Returns the date of this year, month and day, unchecked.
    pub const fn new(year: i32, month: u8, day: u8) -> Self {
        Self { year, month, day }
    }
}

impl Time {
    /// Returns the time of this hour, minute and second, unchecked.
    pub const fn new(hour: u8, minute: u8, second: u8) -> Self {
        Self { hour, minute, second, microsecond: 0 }
    }

    /// Adds a part of a second.
    pub const fn microsecond(mut self, microsecond: u32) -> Self {
        self.microsecond = microsecond;
        self
    }
}

impl Timestamp {
    /// Returns this time of this day.
    pub const fn new(date: Date, time: Time) -> Self {
        Self { date, time }
    }
}

impl Uuid {
    /// Returns the UUID of these digits: `UuidValue::new(0x67e55044_10b1_426f_9247_bb680e5fe0c8)`.
    pub const fn new(digits: u128) -> Self {
        Self(digits.to_be_bytes())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.year < 0 { "-" } else { "" };
        write!(f, "{sign}{:04}-{:02}-{:02}", self.year.unsigned_abs(), self.month, self.day)
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}:{:02}", self.hour, self.minute, self.second)?;
        match self.microsecond {
            0 => Ok(()),
            part => write!(f, ".{part:06}"),
        }
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.date, self.time)
    }
}

impl fmt::Display for TimestampTz {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}+00:00", self.0)
    }
}

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, byte) in self.0.iter().enumerate() {
            if matches!(i, 4 | 6 | 8 | 10) {
                f.write_str("-")?;
            }
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

fn wrong(expected: &'static str, text: &str) -> ParseValueError {
    ParseValueError { expected, text: text.to_owned() }
}

impl FromStr for Date {
    type Err = ParseValueError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fail = || wrong("a date such as 2024-05-31", text);
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let mut parts = digits.split('-');
        let (Some(year), Some(month), Some(day), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(fail());
        };
        let year: i32 = unsigned(year).ok_or_else(fail)?;
        let month: u8 = unsigned(month).ok_or_else(fail)?;
        let day: u8 = unsigned(day).ok_or_else(fail)?;
        let valid = (1..=12).contains(&month) && (1..=days_in(sign * year, month)).contains(&day);
        if valid { Ok(Self { year: sign * year, month, day }) } else { Err(fail()) }
    }
}

fn days_in(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl FromStr for Time {
    type Err = ParseValueError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fail = || wrong("a time such as 13:45:00", text);
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let mut parts = whole.split(':');
        let (Some(hour), Some(minute), second, None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(fail());
        };
        let time = Self {
            hour: unsigned(hour).ok_or_else(fail)?,
            minute: unsigned(minute).ok_or_else(fail)?,
            second: unsigned(second.unwrap_or("0")).ok_or_else(fail)?,
            microsecond: microseconds(part).ok_or_else(fail)?,
        };
        let valid = time.hour <= 24 && time.minute < 60 && time.second <= 60;
        if valid { Ok(time) } else { Err(fail()) }
    }
}

/// Reads a number without a sign, which `parse` would take.
fn unsigned<T: FromStr>(digits: &str) -> Option<T> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// Reads the digits after a second's point; those beyond the sixth are dropped.
fn microseconds(digits: &str) -> Option<u32> {
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut value = 0;
    for i in 0..6 {
        let digit = digits.as_bytes().get(i).map_or(0, |byte| byte - b'0');
        value = value * 10 + u32::from(digit);
    }
    Some(value)
}

impl FromStr for Timestamp {
    type Err = ParseValueError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fail = || wrong("a timestamp such as 2024-05-31 13:45:00", text);
        match text.split_once([' ', 'T']) {
            Some((date, time)) => Ok(Self {
                date: date.parse().map_err(|_| fail())?,
                time: time.parse().map_err(|_| fail())?,
            }),
            None => Ok(Self {
                date: text.parse().map_err(|_| fail())?,
                time: Time { hour: 0, minute: 0, second: 0, microsecond: 0 },
            }),
        }
    }
}

impl FromStr for TimestampTz {
    type Err = ParseValueError;

    /// Reads a timestamp that says it is in UTC (`Z`, `+00` or `+00:00`) or says no zone.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bare = ["+00:00", "+00", "Z"].iter().find_map(|zone| text.strip_suffix(zone));
        let moment = bare.unwrap_or(text).parse();
        moment.map(Self).map_err(|_| wrong("a moment such as 2024-05-31 13:45:00+00:00", text))
    }
}

impl FromStr for Uuid {
    type Err = ParseValueError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fail = || wrong("a UUID", text);
        let mut bytes = [0; 16];
        let mut digits = text.bytes().filter(|byte| *byte != b'-');
        for byte in &mut bytes {
            let high = digits.next().and_then(hex).ok_or_else(fail)?;
            let low = digits.next().and_then(hex).ok_or_else(fail)?;
            *byte = high << 4 | low;
        }
        if digits.next().is_none() { Ok(Self(bytes)) } else { Err(fail()) }
    }
}

fn hex(byte: u8) -> Option<u8> {
    let digit = char::from(byte).to_digit(16)?;
    u8::try_from(digit).ok()
}

macro_rules! value_from {
    ($($ty:ty => |$value:ident| $made:expr;)*) => {
        $(impl<'a> From<$ty> for Value<'a> {
            fn from($value: $ty) -> Self {
                $made
            }
        })*
    };
}

value_from! {
    bool => |value| Value::Bool(value);
    i16 => |value| Value::Int(value.into());
    i32 => |value| Value::Int(value.into());
    i64 => |value| Value::Int(value);
    u8 => |value| Value::Int(value.into());
    u32 => |value| Value::Int(value.into());
    f32 => |value| Value::Float(value.into());
    f64 => |value| Value::Float(value);
    &'a str => |value| Value::Text(value);
    &'a String => |value| Value::Text(value);
    &'a [u8] => |value| Value::Bytes(value);
    &'a Vec<u8> => |value| Value::Bytes(value);
    &'a Decimal => |value| Value::Decimal(&value.0);
    &'a Json => |value| Value::Json(&value.0);
    Date => |value| Value::Date(value);
    Time => |value| Value::Time(value);
    Timestamp => |value| Value::Timestamp(value);
    TimestampTz => |value| Value::TimestampTz(value);
    Uuid => |value| Value::Uuid(value);
}

impl<'a, T: Into<Self>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        fn same<T: FromStr<Err = ParseValueError> + fmt::Display>(texts: &[&str]) {
            for text in texts {
                assert_eq!(text.parse::<T>().unwrap().to_string(), *text);
            }
        }
        same::<Date>(&["2024-02-29", "0001-01-01", "-0044-03-15"]);
        same::<Time>(&["00:00:00", "23:59:60", "13:45:00.250000", "24:00:00"]);
        same::<Timestamp>(&["2024-05-31 13:45:00.000001"]);
        same::<TimestampTz>(&["2024-05-31 13:45:00+00:00"]);
        same::<Uuid>(&["67e55044-10b1-426f-9247-bb680e5fe0c8"]);
    }

    #[test]
    fn what_is_no_value_is_refused() {
        for text in ["", "2024", "2024-13-01", "2023-02-29", "2024-1-1-1", "+2024-01-01"] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
        for text in ["", "12", "12:60", "25:00:00", "12:00:00.x", "12:+1:00"] {
            assert!(text.parse::<Time>().is_err(), "{text}");
        }
        for text in ["", "67e55044", "67e55044-10b1-426f-9247-bb680e5fe0c8f", "zz"] {
            assert!(text.parse::<Uuid>().is_err(), "{text}");
        }
        assert!("2024-05-31 13:45:00+02:00".parse::<TimestampTz>().is_err());
    }
}
