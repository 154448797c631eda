//! Column types in the words that SQLAlchemy uses on SQLite.

use migration_api::schema::ColumnType;

/// Returns a declared type. SQLite keeps the word and takes only a preference from it:
/// <https://sqlite.org/datatype3.html#determination_of_column_affinity>.
pub(super) fn column_type(ty: ColumnType<'_>) -> String {
    let name = match ty {
        ColumnType::SmallInt => "SMALLINT",
        ColumnType::Integer => "INTEGER",
        ColumnType::BigInt => "BIGINT",
        ColumnType::Real => "REAL",
        ColumnType::Double => "DOUBLE",
        ColumnType::Numeric(precision, scale) => return format!("NUMERIC({precision}, {scale})"),
        ColumnType::Boolean => "BOOLEAN",
        ColumnType::Char(length) => return format!("CHAR({length})"),
        ColumnType::Varchar(length) => return format!("VARCHAR({length})"),
        ColumnType::Text => "TEXT",
        ColumnType::Blob => "BLOB",
        ColumnType::Date => "DATE",
        ColumnType::Time => "TIME",
        ColumnType::Timestamp | ColumnType::TimestampWithTimeZone => "TIMESTAMP",
        ColumnType::Uuid => "CHAR(36)",
        ColumnType::Json => "JSON",
        ColumnType::Custom(name) => name,
    };
    name.to_owned()
}
