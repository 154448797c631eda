//! Column types in the words that SQLAlchemy uses on SQLite.

use migration_api::schema::ColumnType;

use crate::dialect::Dialect;
use crate::sql::RenderError;

/// Returns a declared type. SQLite keeps the word and takes only a preference from it:
/// <https://sqlite.org/datatype3.html#determination_of_column_affinity>.
pub(super) fn column_type(
    dialect: &dyn Dialect,
    ty: ColumnType<'_>,
) -> Result<String, RenderError> {
    let ty = ty.on(dialect.name());
    let name = match ty {
        ColumnType::TinyInt => "TINYINT",
        ColumnType::SmallInt => "SMALLINT",
        ColumnType::MediumInt => "MEDIUMINT",
        ColumnType::Integer => "INTEGER",
        ColumnType::BigInt => "BIGINT",
        ColumnType::Unsigned(of) => return column_type(dialect, *of),
        ColumnType::Real => "REAL",
        ColumnType::Double => "DOUBLE",
        ColumnType::Numeric(precision, scale) => return Ok(format!("NUMERIC({precision}, {scale})")),
        ColumnType::Boolean => "BOOLEAN",
        ColumnType::Char(length) => return Ok(format!("CHAR({length})")),
        ColumnType::Varchar(length) => return Ok(format!("VARCHAR({length})")),
        ColumnType::Enum(_, values) => {
            let longest = values.iter().map(|value| value.chars().count()).max();
            return Ok(format!("VARCHAR({})", longest.unwrap_or(0)));
        }
        ColumnType::Text
        | ColumnType::TinyText
        | ColumnType::MediumText
        | ColumnType::LongText => "TEXT",
        // `BINARY` would prefer numbers.
        ColumnType::Blob
        | ColumnType::Binary(_)
        | ColumnType::Varbinary(_)
        | ColumnType::TinyBlob
        | ColumnType::MediumBlob
        | ColumnType::LongBlob => "BLOB",
        ColumnType::Date => "DATE",
        ColumnType::Time | ColumnType::TimeWithTimeZone | ColumnType::TimeDigits(_) => "TIME",
        ColumnType::Timestamp
        | ColumnType::TimestampWithTimeZone
        | ColumnType::TimestampDigits(_)
        | ColumnType::TimestampWithTimeZoneDigits(_) => "TIMESTAMP",
        ColumnType::Uuid => "CHAR(36)",
        ColumnType::Json => "JSON",
        ColumnType::Any => "NUMERIC",
        ColumnType::Custom(name) => name,
        ColumnType::Interval
        | ColumnType::Array(_)
        | ColumnType::Bit(_)
        | ColumnType::Named(_)
        | ColumnType::Jsonb
        | ColumnType::VarBit(_)
        | ColumnType::Inet
        | ColumnType::Cidr
        | ColumnType::MacAddr
        | ColumnType::MacAddr8
        | ColumnType::TsVector
        | ColumnType::TsQuery
        | ColumnType::HStore
        | ColumnType::CiText
        | ColumnType::Money
        | ColumnType::Xml
        | ColumnType::Point
        | ColumnType::Line
        | ColumnType::LineSegment
        | ColumnType::GeometricBox
        | ColumnType::Path
        | ColumnType::Polygon
        | ColumnType::Circle
        | ColumnType::Int4Range
        | ColumnType::Int8Range
        | ColumnType::NumRange
        | ColumnType::TsRange
        | ColumnType::TstzRange
        | ColumnType::DateRange
        | ColumnType::Set(_)
        | ColumnType::Year
        // `on` has chosen one of them.
        | ColumnType::Variants(..) => {
            return Err(RenderError::NoType { dialect: dialect.title(), ty: format!("{ty:?}") });
        }
    };
    Ok(name.to_owned())
}

/// Returns the type that a `STRICT` table has for one of ours: it knows six only.
///
/// <https://sqlite.org/stricttables.html>
pub(super) fn strict_type(ty: ColumnType<'_>) -> ColumnType<'_> {
    let name = match ty.on("sqlite") {
        ColumnType::TinyInt
        | ColumnType::SmallInt
        | ColumnType::MediumInt
        | ColumnType::Integer
        | ColumnType::BigInt
        | ColumnType::Unsigned(_)
        | ColumnType::Boolean => "INTEGER",
        ColumnType::Real | ColumnType::Double => "REAL",
        ColumnType::Blob
        | ColumnType::Binary(_)
        | ColumnType::Varbinary(_)
        | ColumnType::TinyBlob
        | ColumnType::MediumBlob
        | ColumnType::LongBlob => "BLOB",
        ColumnType::Numeric(..) | ColumnType::Any => "ANY",
        ColumnType::Char(_)
        | ColumnType::Varchar(_)
        | ColumnType::Enum(..)
        | ColumnType::Text
        | ColumnType::TinyText
        | ColumnType::MediumText
        | ColumnType::LongText
        | ColumnType::Date
        | ColumnType::Time
        | ColumnType::TimeWithTimeZone
        | ColumnType::TimeDigits(_)
        | ColumnType::Timestamp
        | ColumnType::TimestampWithTimeZone
        | ColumnType::TimestampDigits(_)
        | ColumnType::TimestampWithTimeZoneDigits(_)
        | ColumnType::Uuid
        | ColumnType::Json => "TEXT",
        other => return other,
    };
    ColumnType::Custom(name)
}
