//! The type of a column.

/// A column type, by its name in the SQL standard. Each dialect renders it in its own spelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType<'a> {
    /// `SMALLINT`: 16 bits.
    SmallInt,
    /// `INTEGER`: 32 bits (64 on SQLite).
    Integer,
    /// `BIGINT`: 64 bits.
    BigInt,
    /// `REAL`: single precision.
    Real,
    /// `DOUBLE PRECISION`.
    Double,
    /// `NUMERIC(precision, scale)`: exact decimal.
    Numeric(u32, u32),
    /// `BOOLEAN`.
    Boolean,
    /// `CHAR(length)`: padded text.
    Char(u32),
    /// `VARCHAR(length)`.
    Varchar(u32),
    /// `TEXT`: text without a limit (the standard's `CLOB`).
    Text,
    /// `BLOB`: bytes without a limit (`BYTEA` on PostgreSQL).
    Blob,
    /// `DATE`.
    Date,
    /// `TIME`, without a time zone.
    Time,
    /// `TIMESTAMP`, without a time zone.
    Timestamp,
    /// `TIMESTAMP WITH TIME ZONE`.
    TimestampWithTimeZone,
    /// A UUID: its own type where the database has one, else `CHAR(36)`.
    Uuid,
    /// A JSON document: `JSON` where the database has it.
    Json,
    /// Any other type, in the database's own words, unchecked: `Custom("tsvector")`.
    Custom(&'a str),
}

impl ColumnType<'_> {
    /// Returns whether the type is one of the whole-number types.
    pub const fn is_integer(self) -> bool {
        matches!(self, Self::SmallInt | Self::Integer | Self::BigInt)
    }
}
