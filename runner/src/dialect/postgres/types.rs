//! Column types in PostgreSQL's words.

use migration_api::schema::{ColumnType, TableName};

use crate::dialect::Dialect;
use crate::sql::RenderError;

/// Returns a type in PostgreSQL's words.
///
/// <https://www.postgresql.org/docs/current/datatype.html>
pub(super) fn column_type(
    dialect: &dyn Dialect,
    ty: ColumnType<'_>,
) -> Result<String, RenderError> {
    let ty = ty.on(dialect.name());
    let name = match ty {
        ColumnType::TinyInt | ColumnType::SmallInt => "SMALLINT",
        ColumnType::MediumInt | ColumnType::Integer => "INTEGER",
        ColumnType::BigInt => "BIGINT",
        ColumnType::Real => "REAL",
        ColumnType::Double => "DOUBLE PRECISION",
        ColumnType::Numeric(precision, scale) => return Ok(format!("NUMERIC({precision}, {scale})")),
        ColumnType::Boolean => "BOOLEAN",
        ColumnType::Char(length) => return Ok(format!("CHAR({length})")),
        ColumnType::Varchar(length) => return Ok(format!("VARCHAR({length})")),
        ColumnType::Text
        | ColumnType::TinyText
        | ColumnType::MediumText
        | ColumnType::LongText => "TEXT",
        ColumnType::Blob
        | ColumnType::Binary(_)
        | ColumnType::Varbinary(_)
        | ColumnType::TinyBlob
        | ColumnType::MediumBlob
        | ColumnType::LongBlob => "BYTEA",
        ColumnType::Date => "DATE",
        ColumnType::Time => "TIME",
        ColumnType::TimeWithTimeZone => "TIME WITH TIME ZONE",
        ColumnType::Timestamp => "TIMESTAMP",
        ColumnType::TimestampWithTimeZone => "TIMESTAMP WITH TIME ZONE",
        ColumnType::TimeDigits(digits) => return Ok(format!("TIME({digits})")),
        ColumnType::TimestampDigits(digits) => return Ok(format!("TIMESTAMP({digits})")),
        ColumnType::TimestampWithTimeZoneDigits(digits) => {
            return Ok(format!("TIMESTAMP({digits}) WITH TIME ZONE"));
        }
        ColumnType::Interval => "INTERVAL",
        ColumnType::Uuid => "UUID",
        ColumnType::Json => "JSON",
        ColumnType::Enum(name, _) | ColumnType::Named(name) => {
            return Ok(dialect.table(TableName::parse(name)));
        }
        ColumnType::Array(of) => return Ok(format!("{}[]", column_type(dialect, *of)?)),
        ColumnType::Bit(length) => return Ok(format!("BIT({length})")),
        ColumnType::VarBit(length) => return Ok(format!("BIT VARYING({length})")),
        ColumnType::Jsonb => "JSONB",
        ColumnType::Inet => "INET",
        ColumnType::Cidr => "CIDR",
        ColumnType::MacAddr => "MACADDR",
        ColumnType::MacAddr8 => "MACADDR8",
        ColumnType::TsVector => "TSVECTOR",
        ColumnType::TsQuery => "TSQUERY",
        ColumnType::HStore => "HSTORE",
        ColumnType::CiText => "CITEXT",
        ColumnType::Money => "MONEY",
        ColumnType::Xml => "XML",
        ColumnType::Point => "POINT",
        ColumnType::Line => "LINE",
        ColumnType::LineSegment => "LSEG",
        ColumnType::GeometricBox => "BOX",
        ColumnType::Path => "PATH",
        ColumnType::Polygon => "POLYGON",
        ColumnType::Circle => "CIRCLE",
        ColumnType::Int4Range => "INT4RANGE",
        ColumnType::Int8Range => "INT8RANGE",
        ColumnType::NumRange => "NUMRANGE",
        ColumnType::TsRange => "TSRANGE",
        ColumnType::TstzRange => "TSTZRANGE",
        ColumnType::DateRange => "DATERANGE",
        ColumnType::Custom(name) => name,
        ColumnType::Unsigned(_)
        | ColumnType::Set(_)
        | ColumnType::Year
        | ColumnType::Any
        // `on` has chosen one of them.
        | ColumnType::Variants(..) => {
            return Err(RenderError::NoType { dialect: dialect.title(), ty: format!("{ty:?}") });
        }
    };
    Ok(name.to_owned())
}

/// Returns the type that makes PostgreSQL number a column's rows.
pub(super) fn numbered_key_type(
    dialect: &dyn Dialect,
    ty: ColumnType<'_>,
) -> Result<String, RenderError> {
    let plain = column_type(dialect, ty)?;
    Ok(match plain.as_str() {
        "SMALLINT" => "SMALLSERIAL".into(),
        "INTEGER" => "SERIAL".into(),
        "BIGINT" => "BIGSERIAL".into(),
        _ => plain,
    })
}
