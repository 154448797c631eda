//! Values of a type: the extreme ones first, then such as look random and are the same each time.

use migration_api::Cell;
use migration_api::prelude::*;

use crate::fuzzed::Random;

/// What texts are made of.
const PIECES: &[&str] = &[
    "'",
    "\"",
    "`",
    "\\",
    "\\'",
    "''",
    "$$",
    "$q$",
    "--",
    "/*",
    "*/",
    ";",
    ":name",
    "::",
    "?",
    "?1",
    "$1",
    "%s",
    "{}",
    "[",
    "]",
    "\n",
    "\r",
    "\r\n",
    "\t",
    "\u{1}",
    "\u{8}",
    "\u{1a}",
    "\u{1b}",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{feff}",
    "é",
    "e\u{301}",
    "ß",
    "漢字",
    "🦀",
    "👩‍👩‍👧",
    "\u{200f}",
    "\u{10ffff}",
    " ",
    "  ",
    "a",
    "B",
    "0",
    "NULL",
    "DELIMITER //",
    "\nGO\n",
    "\n.quit\n",
    "\n\\q\n",
    "\\g",
    "\\G",
    "E'",
    "X'00'",
    "x",
    "\\x41",
    "\\0",
    "\\N",
    "%",
    "_",
];

/// Returns as many values of the type, as far as the database holds them.
pub(super) fn of(ty: ColumnType<'_>, database: &str, count: usize) -> Vec<Cell> {
    let mut random = Random(1);
    let mut values = vec![Cell::Null];
    values.extend(extremes(ty, database));
    while values.len() < count {
        values.push(any(ty, database, &mut random));
    }
    values
}

fn extremes(ty: ColumnType<'_>, database: &str) -> Vec<Cell> {
    match ty {
        SmallInt => [i16::MIN, -1, 0, 1, i16::MAX].map(|it| Cell::Int(it.into())).into(),
        Integer => [i32::MIN, -1, 0, 1, i32::MAX].map(|it| Cell::Int(it.into())).into(),
        BigInt => [i64::MIN, -1, 0, 1, i64::MAX].map(Cell::Int).into(),
        Real => {
            let singles = [f32::MIN, f32::MAX, f32::MIN_POSITIVE, f32::from_bits(1), 0.1, -0.0];
            singles.map(|it| Cell::Float(it.into())).into_iter().chain(endless(database)).collect()
        }
        Double => {
            let doubles = [
                f64::MIN,
                f64::MAX,
                f64::MIN_POSITIVE,
                f64::from_bits(1),
                f64::EPSILON,
                0.1,
                -0.0,
                1e15,
                1e16,
                1e-5,
                9_007_199_254_740_993.0,
                2.225_073_858_507_201e-308,
            ];
            doubles.map(Cell::Float).into_iter().chain(endless(database)).collect()
        }
        Numeric(..) => {
            let long = [
                "9999999999999999999999999999.9999999999",
                "-0.0000000001",
                "12345678901234567890.5",
            ];
            let short = [
                "0",
                "-0",
                "0.00",
                "1e3",
                "1.5E-7",
                "+1.5",
                "007",
                "123456789012345",
                "-9223372036854775808",
            ];
            let not_a_number = ["NaN"];
            let all = match database {
                "SQLite" => short.to_vec(),
                "PostgreSQL" => [&short[..], &long, &not_a_number].concat(),
                _ => [&short[..], &long].concat(),
            };
            all.into_iter().map(|it| Cell::Decimal(it.into())).collect()
        }
        Boolean => vec![Cell::Bool(true), Cell::Bool(false)],
        Char(_) | Varchar(_) => ["", "'", "\\", "it's"].map(|it| Cell::Text(it.into())).into(),
        LongText => {
            let texts = [
                String::new(),
                "x".repeat(1 << 20),
                "'\\\r\n🦀".repeat(100_000),
                " ".into(),
                "\r".into(),
            ];
            let mut texts: Vec<_> =
                texts.into_iter().chain(PIECES.iter().map(|it| (*it).to_owned())).collect();
            if database != "PostgreSQL" {
                texts.extend(["\0", "a\0", "\0b'"].map(str::to_owned));
            }
            texts.into_iter().map(Cell::Text).collect()
        }
        LongBlob => {
            let all: Vec<u8> = (0..=255).collect();
            let blobs = [
                vec![],
                vec![0],
                vec![0; 1000],
                all.clone(),
                all.repeat(4096),
                b"\\x41".to_vec(),
                vec![b'\''],
            ];
            blobs.map(Cell::Bytes).into()
        }
        Date => dates(database).into_iter().map(Cell::Date).collect(),
        Time => times(database).into_iter().map(Cell::Time).collect(),
        Timestamp => moments(database).into_iter().map(Cell::Timestamp).collect(),
        TimestampWithTimeZone => {
            moments(database).into_iter().map(|it| Cell::TimestampTz(TimestampTz(it))).collect()
        }
        Uuid => [[0; 16], [255; 16]].map(|it| Cell::Uuid(UuidValue(it))).into(),
        Json => {
            let documents = [
                "null",
                "true",
                "{}",
                "[]",
                "\"\"",
                "0",
                "-0",
                "12",
                "1.5e3",
                " 7 ",
                "{\"a\": \"it's \\\\ \\\" \\n\"}",
                "\"\\u0000\"",
                "\"🦀\"",
                "[1, [2, {\"b\": null}]]",
                "{\"a\":\r\n\t1}",
                "{\"a\": 1, \"a\": 2}",
            ];
            documents.map(|it| Cell::Json(it.into())).into()
        }
        other => panic!("{other:?} has no samples"),
    }
}

/// Returns what is no number, where the database has it.
fn endless(database: &str) -> Vec<Cell> {
    let all = [f64::INFINITY, f64::NEG_INFINITY, f64::NAN].map(Cell::Float);
    match database {
        "PostgreSQL" => all.into(),
        "SQLite" => all[..2].into(),
        _ => vec![],
    }
}

fn dates(database: &str) -> Vec<DateValue> {
    let usual = [
        "0001-01-01",
        "1582-10-10",
        "1899-12-31",
        "1900-02-28",
        "1970-01-01",
        "2000-02-29",
        "9999-12-31",
    ];
    let more: &[&str] = match database {
        "PostgreSQL" => {
            &["-4712-01-01", "0000-02-29", "-0001-12-31", "10000-01-01", "5874897-12-31"]
        }
        "SQLite" => &["-4712-01-01", "0000-02-29", "-0001-12-31", "10000-01-01", "-123456-01-01"],
        _ => &["0000-01-01", "0000-02-28"],
    };
    usual.iter().chain(more).map(|it| it.parse().unwrap()).collect()
}

fn times(database: &str) -> Vec<TimeValue> {
    let usual = ["00:00:00", "00:00:00.000001", "23:59:59.999999", "12:00:00.1", "24:00:00"];
    let more: &[&str] = if database == "SQLite" { &["23:59:60", "23:59:60.5"] } else { &[] };
    usual.iter().chain(more).map(|it| it.parse().unwrap()).collect()
}

fn moments(database: &str) -> Vec<TimestampValue> {
    let last_year = if database == "PostgreSQL" { 294_276 } else { i32::MAX };
    let days = dates(database).into_iter().filter(|date| date.year <= last_year);
    let times = times("").into_iter().filter(|time| time.hour < 24);
    let times: Vec<_> = times.collect();
    let pairs =
        days.flat_map(|date| times.iter().map(move |time| TimestampValue { date, time: *time }));
    pairs.collect()
}

fn any(ty: ColumnType<'_>, database: &str, random: &mut Random) -> Cell {
    let bits = random.next();
    match ty {
        SmallInt => Cell::Int((bits as i16).into()),
        Integer => Cell::Int((bits as i32).into()),
        BigInt => Cell::Int(bits.cast_signed() >> random.below(64)),
        Real => Cell::Float(finite(f64::from(f32::from_bits(bits as u32)))),
        Double if random.below(2) == 0 => {
            Cell::Float((bits.cast_signed() >> random.below(64)) as f64 / 1000.0)
        }
        Double => Cell::Float(finite(f64::from_bits(bits))),
        Numeric(..) => Cell::Decimal(decimal(database, bits, random)),
        Boolean => Cell::Bool(bits & 1 == 1),
        Char(length) | Varchar(length) => {
            let text: String = text(random).chars().take(random.below(length as usize)).collect();
            // Padding does not tell from the text's own.
            let text = if matches!(ty, Char(_)) { text.trim_end_matches(' ') } else { &text };
            Cell::Text(text.to_owned())
        }
        LongText => Cell::Text(text(random)),
        LongBlob => Cell::Bytes((0..random.below(60)).map(|_| random.byte()).collect()),
        Date => Cell::Date(date(random)),
        Time => Cell::Time(time(random)),
        Timestamp => Cell::Timestamp(TimestampValue { date: date(random), time: time(random) }),
        TimestampWithTimeZone => Cell::TimestampTz(TimestampTz(TimestampValue {
            date: date(random),
            time: time(random),
        })),
        Uuid => Cell::Uuid(UuidValue(
            (u128::from(bits) << 64 | u128::from(random.next())).to_be_bytes(),
        )),
        Json => Cell::Json(document(random)),
        other => panic!("{other:?} has no samples"),
    }
}

fn finite(number: f64) -> f64 {
    if number.is_finite() { number } else { 0.0 }
}

/// Returns a decimal with as many digits as the database keeps.
fn decimal(database: &str, bits: u64, random: &mut Random) -> String {
    let sign = if bits & 1 == 1 { "-" } else { "" };
    match database {
        "SQLite" => {
            let number = format!("{:015}", bits % 1_000_000_000_000_000);
            let (whole, fraction) = number.split_at(15 - random.below(11));
            format!("{sign}{}{}.{fraction}0", if whole.is_empty() { "0" } else { "" }, whole)
        }
        _ => format!(
            "{sign}{}{:08}.{:010}",
            bits >> 1,
            bits % 100_000_000,
            random.next() % 10_000_000_000
        ),
    }
}

fn text(random: &mut Random) -> String {
    (0..random.below(12)).map(|_| random.one_of(PIECES)).collect()
}

fn date(random: &mut Random) -> DateValue {
    let (year, month, day) = (1 + random.below(9999), 1 + random.below(12), 1 + random.below(28));
    format!("{year:04}-{month:02}-{day:02}").parse().unwrap()
}

fn time(random: &mut Random) -> TimeValue {
    let (hour, minute, second) = (random.below(24), random.below(60), random.below(60));
    format!("{hour:02}:{minute:02}:{second:02}.{:06}", random.below(1_000_000)).parse().unwrap()
}

fn document(random: &mut Random) -> String {
    match random.below(3) {
        0 => random.below(1 << 40).to_string(),
        1 => format!("{{\"{}\": {}}}", escaped(&text(random)), random.below(100)),
        _ => format!("[\"{}\", null]", escaped(&text(random))),
    }
}

fn escaped(text: &str) -> String {
    let escape = |c: char| match c {
        '"' | '\\' => format!("\\{c}"),
        c if c.is_ascii_control() => format!("\\u{:04x}", u32::from(c)),
        c => c.to_string(),
    };
    text.chars().map(escape).collect()
}
