//! Column types in PostgreSQL's words.

use migration_api::schema::ColumnType;

pub(super) fn column_type(ty: ColumnType<'_>) -> String {
    let name = match ty {
        ColumnType::SmallInt => "SMALLINT",
        ColumnType::Integer => "INTEGER",
        ColumnType::BigInt => "BIGINT",
        ColumnType::Real => "REAL",
        ColumnType::Double => "DOUBLE PRECISION",
        ColumnType::Numeric(precision, scale) => return format!("NUMERIC({precision}, {scale})"),
        ColumnType::Boolean => "BOOLEAN",
        ColumnType::Char(length) => return format!("CHAR({length})"),
        ColumnType::Varchar(length) => return format!("VARCHAR({length})"),
        ColumnType::Text => "TEXT",
        ColumnType::Blob => "BYTEA",
        ColumnType::Date => "DATE",
        ColumnType::Time => "TIME",
        ColumnType::Timestamp => "TIMESTAMP",
        ColumnType::TimestampWithTimeZone => "TIMESTAMP WITH TIME ZONE",
        ColumnType::Uuid => "UUID",
        ColumnType::Json => "JSON",
        ColumnType::Custom(name) => name,
    };
    name.to_owned()
}

/// Returns the type that makes PostgreSQL number a column's rows.
pub(super) fn numbered_key_type(ty: ColumnType<'_>) -> String {
    match ty {
        ColumnType::SmallInt => "SMALLSERIAL".into(),
        ColumnType::Integer => "SERIAL".into(),
        ColumnType::BigInt => "BIGSERIAL".into(),
        ColumnType::Real
        | ColumnType::Double
        | ColumnType::Numeric(..)
        | ColumnType::Boolean
        | ColumnType::Char(_)
        | ColumnType::Varchar(_)
        | ColumnType::Text
        | ColumnType::Blob
        | ColumnType::Date
        | ColumnType::Time
        | ColumnType::Timestamp
        | ColumnType::TimestampWithTimeZone
        | ColumnType::Uuid
        | ColumnType::Json
        | ColumnType::Custom(_) => column_type(ty),
    }
}
