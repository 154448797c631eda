//! Types in PostgreSQL's words to those of columns.

use std::collections::BTreeMap;

use migration_api::abi::Arena;
use migration_api::schema::{ColumnType, TableName};

use super::rows::{Row, reference};

/// The values of enum types, by the types' ids.
pub(super) type EnumValues<'a> = BTreeMap<i64, &'a [&'a str]>;

/// Returns the type of a row that has, from `place` on, the type in the server's words, and of the type itself (of an array: of its
/// elements) the id, the kind, and its schema and name where it is not the server's own.
pub(super) fn column_type<'a>(
    row: Row<'_, 'a>,
    place: usize,
    enums: &EnumValues<'a>,
) -> ColumnType<'a> {
    let text = row.text(place);
    let (id, kind) = (row.number(place + 1), row.text(place + 2));
    let (element, is_array) = match text.strip_suffix("[]") {
        Some(element) => (element, true),
        None => (text, false),
    };
    let own = row
        .some_text(place + 4)
        .map(|name| reference(row.arena(), TableName { schema: row.some_text(place + 3), name }));
    let ty = match (own, kind) {
        (Some(name), "e") => ColumnType::Enum(name, enums.get(&id).copied().unwrap_or_default()),
        (Some(name), "d" | "c" | "r" | "m") => ColumnType::Named(name),
        _ => of_words(element, row.arena()),
    };
    match row.arena().keep(vec![ty]) {
        [element] if is_array => ColumnType::Array(element),
        _ => ty,
    }
}

/// Returns the type of these words, which are those of `format_type`.
///
/// <https://www.postgresql.org/docs/current/datatype.html>
fn of_words<'a>(words: &str, arena: &'a Arena) -> ColumnType<'a> {
    let custom = || ColumnType::Custom(arena.keep_text(words.to_owned()));
    if let Some(ty) = without_arguments(words) {
        return ty;
    }
    let Some((name, rest)) = words.split_once('(') else { return custom() };
    let Some((arguments, behind)) = rest.split_once(')') else { return custom() };
    let numbers: Vec<u32> = arguments.split(',').filter_map(|it| it.trim().parse().ok()).collect();
    match (name, numbers.as_slice(), behind) {
        ("numeric", [precision, scale], "") => ColumnType::Numeric(*precision, *scale),
        ("character", [length], "") => ColumnType::Char(*length),
        ("character varying", [length], "") => ColumnType::Varchar(*length),
        ("time", [digits], " without time zone") => ColumnType::TimeDigits(*digits),
        ("timestamp", [digits], " without time zone") => ColumnType::TimestampDigits(*digits),
        ("timestamp", [digits], " with time zone") => {
            ColumnType::TimestampWithTimeZoneDigits(*digits)
        }
        ("bit", [length], "") => ColumnType::Bit(*length),
        ("bit varying", [length], "") => ColumnType::VarBit(*length),
        _ => custom(),
    }
}

fn without_arguments(words: &str) -> Option<ColumnType<'static>> {
    Some(match words {
        "smallint" => ColumnType::SmallInt,
        "integer" => ColumnType::Integer,
        "bigint" => ColumnType::BigInt,
        "real" => ColumnType::Real,
        "double precision" => ColumnType::Double,
        "boolean" => ColumnType::Boolean,
        "text" => ColumnType::Text,
        "bytea" => ColumnType::Blob,
        "date" => ColumnType::Date,
        "time without time zone" => ColumnType::Time,
        "time with time zone" => ColumnType::TimeWithTimeZone,
        "timestamp without time zone" => ColumnType::Timestamp,
        "timestamp with time zone" => ColumnType::TimestampWithTimeZone,
        "interval" => ColumnType::Interval,
        "uuid" => ColumnType::Uuid,
        "json" => ColumnType::Json,
        "jsonb" => ColumnType::Jsonb,
        "inet" => ColumnType::Inet,
        "cidr" => ColumnType::Cidr,
        "macaddr" => ColumnType::MacAddr,
        "macaddr8" => ColumnType::MacAddr8,
        "tsvector" => ColumnType::TsVector,
        "tsquery" => ColumnType::TsQuery,
        "hstore" => ColumnType::HStore,
        "citext" => ColumnType::CiText,
        "money" => ColumnType::Money,
        "xml" => ColumnType::Xml,
        "point" => ColumnType::Point,
        "line" => ColumnType::Line,
        "lseg" => ColumnType::LineSegment,
        "box" => ColumnType::GeometricBox,
        "path" => ColumnType::Path,
        "polygon" => ColumnType::Polygon,
        "circle" => ColumnType::Circle,
        "int4range" => ColumnType::Int4Range,
        "int8range" => ColumnType::Int8Range,
        "numrange" => ColumnType::NumRange,
        "tsrange" => ColumnType::TsRange,
        "tstzrange" => ColumnType::TstzRange,
        "daterange" => ColumnType::DateRange,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_arguments_are_read() {
        let arena = Arena::default();
        for (words, ty) in [
            ("numeric(10,2)", ColumnType::Numeric(10, 2)),
            ("numeric", ColumnType::Custom("numeric")),
            ("numeric(5,-2)", ColumnType::Custom("numeric(5,-2)")),
            ("character varying(80)", ColumnType::Varchar(80)),
            ("character varying", ColumnType::Custom("character varying")),
            ("timestamp(3) with time zone", ColumnType::TimestampWithTimeZoneDigits(3)),
            ("time(3) with time zone", ColumnType::Custom("time(3) with time zone")),
            ("interval day to second(3)", ColumnType::Custom("interval day to second(3)")),
            ("bit(1)", ColumnType::Bit(1)),
            ("vector(3)", ColumnType::Custom("vector(3)")),
            ("int4multirange", ColumnType::Custom("int4multirange")),
        ] {
            assert_eq!(of_words(words, &arena), ty, "{words}");
        }
    }
}
