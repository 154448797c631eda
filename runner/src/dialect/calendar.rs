//! Dates and times that are none, or that a database would change without a word.

use std::ops::RangeInclusive;

use migration_api::{Date, Time, Timestamp, TimestampTz, Value};

use super::Dialect;
use crate::sql::RenderError;

/// What a database holds of dates and times.
pub(super) struct Calendar {
    /// The years of its dates.
    pub(super) years: RangeInclusive<i32>,
    /// Whether it keeps the second 60, and does not make it the next minute.
    pub(super) leap_seconds: bool,
}

impl Calendar {
    /// Refuses a date or time that the database does not hold as it is.
    pub(super) fn check(&self, dialect: &dyn Dialect, value: Value<'_>) -> Result<(), RenderError> {
        let (ty, reason) = match value {
            Value::Date(date) => ("date", self.date(date)),
            Value::Time(time) => ("time", self.time(time)),
            Value::Timestamp(at) => ("timestamp", self.timestamp(at)),
            Value::TimestampTz(TimestampTz(at)) => ("timestamp", self.timestamp(at)),
            Value::Null
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Float(_)
            | Value::Decimal(_)
            | Value::Text(_)
            | Value::Bytes(_)
            | Value::Uuid(_)
            | Value::Json(_) => return Ok(()),
        };
        let refusal = |reason| RenderError::Value { dialect: dialect.title(), ty, reason };
        reason.map_or(Ok(()), |reason| Err(refusal(reason)))
    }

    /// Returns why it has no such date.
    fn date(&self, date: Date) -> Option<String> {
        let days = match date.month {
            2 if date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        if !(1..=days).contains(&date.day) {
            return Some(format!("{date} is no date"));
        }
        let (first, last) = (self.years.start(), self.years.end());
        let known = self.years.contains(&date.year);
        (!known).then(|| format!("the year of {date} is not between {first} and {last}"))
    }

    /// Returns why it has no such time of day.
    fn time(&self, time: Time) -> Option<String> {
        let Time { hour, minute, second, microsecond } = time;
        let is_end = hour == 24 && minute == 0 && second == 0 && microsecond == 0;
        if !(hour < 24 || is_end) || minute > 59 || second > 60 || microsecond > 999_999 {
            return Some(format!("{time} is no time of day"));
        }
        let unknown = second == 60 && !self.leap_seconds;
        unknown.then(|| format!("it has no leap second, as in {time}"))
    }

    fn timestamp(&self, at: Timestamp) -> Option<String> {
        let is_end = at.time.hour == 24;
        let end = || is_end.then(|| format!("{at} is a time of the next day"));
        self.date(at.date).or_else(|| self.time(at.time)).or_else(end)
    }
}
