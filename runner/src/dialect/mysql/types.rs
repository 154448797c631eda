//! Column types in the words of MySQL and MariaDB.

use migration_api::schema::ColumnType;

use super::literals;
use crate::dialect::Dialect;
use crate::sql::RenderError;

/// Returns a type in MySQL's words. Times keep all six digits of a second, which they would lose without a number.
///
/// <https://dev.mysql.com/doc/refman/8.4/en/data-types.html>
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
        ColumnType::Unsigned(of) => return Ok(format!("{} UNSIGNED", column_type(dialect, *of)?)),
        ColumnType::Real => "FLOAT",
        ColumnType::Double => "DOUBLE",
        ColumnType::Numeric(precision, scale) => return Ok(format!("NUMERIC({precision}, {scale})")),
        ColumnType::Boolean => "BOOL",
        ColumnType::Char(length) => return Ok(format!("CHAR({length})")),
        ColumnType::Varchar(length) => return Ok(format!("VARCHAR({length})")),
        ColumnType::Text => "TEXT",
        ColumnType::TinyText => "TINYTEXT",
        ColumnType::MediumText => "MEDIUMTEXT",
        ColumnType::LongText => "LONGTEXT",
        ColumnType::Blob => "BLOB",
        ColumnType::TinyBlob => "TINYBLOB",
        ColumnType::MediumBlob => "MEDIUMBLOB",
        ColumnType::LongBlob => "LONGBLOB",
        ColumnType::Binary(length) => return Ok(format!("BINARY({length})")),
        ColumnType::Varbinary(length) => return Ok(format!("VARBINARY({length})")),
        ColumnType::Date => "DATE",
        ColumnType::Time => "TIME(6)",
        ColumnType::Timestamp | ColumnType::TimestampWithTimeZone => "DATETIME(6)",
        ColumnType::TimeDigits(digits) => return Ok(format!("TIME({digits})")),
        ColumnType::TimestampDigits(digits) | ColumnType::TimestampWithTimeZoneDigits(digits) => {
            return Ok(format!("DATETIME({digits})"));
        }
        ColumnType::Uuid => "CHAR(36)",
        ColumnType::Json => "JSON",
        ColumnType::Enum(_, values) => return listed(dialect, "ENUM", values),
        ColumnType::Set(values) => return listed(dialect, "SET", values),
        ColumnType::Bit(length) => return Ok(format!("BIT({length})")),
        ColumnType::Point => "POINT",
        ColumnType::Polygon => "POLYGON",
        ColumnType::Year => "YEAR",
        ColumnType::Custom(name) => name,
        ColumnType::TimeWithTimeZone
        | ColumnType::Interval
        | ColumnType::Array(_)
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
        | ColumnType::Line
        | ColumnType::LineSegment
        | ColumnType::GeometricBox
        | ColumnType::Path
        | ColumnType::Circle
        | ColumnType::Int4Range
        | ColumnType::Int8Range
        | ColumnType::NumRange
        | ColumnType::TsRange
        | ColumnType::TstzRange
        | ColumnType::DateRange
        | ColumnType::Any
        // `on` has chosen one of them.
        | ColumnType::Variants(..) => {
            return Err(RenderError::NoType { dialect: dialect.title(), ty: format!("{ty:?}") });
        }
    };
    Ok(name.to_owned())
}

/// Returns `ENUM('a', 'b')`. The server would take spaces from the ends of values.
fn listed(
    dialect: &dyn Dialect,
    word: &'static str,
    values: &[&str],
) -> Result<String, RenderError> {
    if let Some(value) = values.iter().find(|value| value.ends_with(' ')) {
        let reason = format!("`{value}` ends in a space");
        return Err(RenderError::Value { dialect: dialect.title(), ty: word, reason });
    }
    let values: Vec<_> = values.iter().map(|value| literals::plain(value)).collect();
    Ok(format!("{word}({})", values.join(", ")))
}
