//! What databases cannot hold: refused, and never another value.

use std::fmt::Write as _;

use migration_api::Cell;
use migration_api::prelude::*;

use super::equality::{self, Leeway};
use super::{create, inserts, read, shown};
use crate::support::{Database, databases};

const MIDNIGHT: TimeValue = TimeValue { hour: 0, minute: 0, second: 0, microsecond: 0 };

fn date(year: i32, month: u8, day: u8) -> DateValue {
    DateValue { year, month, day }
}

fn moment(year: i32, time: TimeValue) -> TimestampValue {
    TimestampValue { date: date(year, 1, 1), time }
}

#[test]
fn what_a_database_cannot_hold_is_refused() {
    let text = |text: &str| Cell::Text(text.to_owned());
    let decimal = |text: &str| Cell::Decimal(text.to_owned());
    let cases = [
        (SmallInt, Cell::Int(32_768)),
        (Integer, Cell::Int(1 << 31)),
        (Real, Cell::Float(f64::INFINITY)),
        (Real, Cell::Float(1e300)),
        (Double, Cell::Float(f64::NAN)),
        (Double, Cell::Float(f64::NEG_INFINITY)),
        (Numeric(38, 10), decimal("NaN")),
        (Numeric(38, 10), decimal("Infinity")),
        (Numeric(38, 10), decimal("12 apples")),
        (Numeric(38, 10), decimal("1234567890.123456")),
        (Numeric(38, 0), decimal("9223372036854775808")),
        (Numeric(5, 2), decimal("1000")),
        (Char(3), text("abcd")),
        (Varchar(3), text("abcd")),
        (Text, text("a\0b")),
        (Text, text(&"x".repeat(1 << 20))),
        (Blob, Cell::Bytes(vec![0; 1 << 20])),
        (Date, Cell::Date(date(2023, 2, 29))),
        (Date, Cell::Date(date(2023, 0, 0))),
        (Date, Cell::Date(date(0, 1, 1))),
        (Date, Cell::Date(date(-1, 1, 1))),
        (Date, Cell::Date(date(10_000, 1, 1))),
        (Date, Cell::Date(date(i32::MIN, 1, 1))),
        (Time, Cell::Time(TimeValue { second: 60, ..MIDNIGHT })),
        (Time, Cell::Time(TimeValue { hour: 25, ..MIDNIGHT })),
        (Time, Cell::Time(TimeValue { microsecond: 1_000_000, ..MIDNIGHT })),
        (Timestamp, Cell::Timestamp(moment(2024, TimeValue { hour: 24, ..MIDNIGHT }))),
        (Timestamp, Cell::Timestamp(moment(300_000, MIDNIGHT))),
        (TimestampWithTimeZone, Cell::TimestampTz(TimestampTz(moment(300_000, MIDNIGHT)))),
        (Json, Cell::Json("{".into())),
        (Json, Cell::Json("\"\0\"".into())),
        (Json, Cell::Json("12345678901234567890".into())),
    ];
    let databases = databases();
    let mut report = String::new();
    for (ty, value) in cases {
        let value_shown: String = shown(&value).chars().take(80).collect();
        writeln!(report, "{ty:?}: {value_shown}").unwrap();
        for database in &databases {
            let [bound, script] = [outcome(database, ty, &value), of_script(database, ty, &value)];
            // A client's words have the script's lines in them.
            let same =
                bound == script || (bound.starts_with("refused") && script == "refused there");
            let script = if same { String::new() } else { format!(" — as a script: {script}") };
            writeln!(report, "   {}: {bound}{script}", database.title()).unwrap();
        }
    }
    insta::assert_snapshot!(report);
    assert!(!report.contains("CHANGED"), "{report}");
}

/// Returns what becomes of a value as a parameter.
fn outcome(database: &Database, ty: ColumnType<'static>, value: &Cell) -> String {
    let mut connection = database.connect();
    connection.execute("DROP TABLE IF EXISTS v").unwrap();
    create(&mut *connection, "v", ty);
    let mut failure = None;
    inserts(connection.dialect(), "v", std::slice::from_ref(value), |statement| {
        failure = connection.run(statement).err();
    });
    match failure {
        // The name of the test's database differs from run to run.
        Some(error) => {
            let name = database.url.rsplit('/').next().unwrap_or_default();
            format!("refused: {error}").replace(&format!("`{name}`"), "`test`")
        }
        None => kept(database, ty, value, false),
    }
}

/// Returns what becomes of a value in a script.
fn of_script(database: &Database, ty: ColumnType<'static>, value: &Cell) -> String {
    let mut connection = database.connect();
    connection.execute("DROP TABLE IF EXISTS v").unwrap();
    create(&mut *connection, "v", ty);
    let mut script = Ok(String::new());
    let dialect = connection.dialect();
    inserts(dialect, "v", std::slice::from_ref(value), |it| script = it.to_script(dialect));
    match script.map(|script| database.run_script(&script)) {
        Ok(Ok(())) => kept(database, ty, value, true),
        Ok(Err(_)) => "refused there".into(),
        Err(error) => format!("refused: {error}"),
    }
}

fn kept(database: &Database, ty: ColumnType<'_>, value: &Cell, as_text: bool) -> String {
    let found = read(&mut *database.connect(), "v");
    let leeway = Leeway::of(database.title(), as_text);
    match found.as_slice() {
        [cell] if equality::same(ty, value, cell, leeway) => "kept".into(),
        other => format!("CHANGED to {other:?}").chars().take(200).collect(),
    }
}
