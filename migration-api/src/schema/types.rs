//! The type of a column.

/// A column type, free of any dialect: each renders it in its own spelling.
///
/// Types that only some databases have are refused by the others, unless [`Variants`](Self::Variants) names another one
/// for those. The SQL of each type on each database is listed in `docs/operations.md`.
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
    /// `BINARY(length)`: bytes, padded (`BYTEA` on PostgreSQL).
    Binary(u32),
    /// `VARBINARY(length)`: bytes (`BYTEA` on PostgreSQL).
    Varbinary(u32),
    /// `DATE`.
    Date,
    /// `TIME`, without a time zone.
    Time,
    /// `TIME WITH TIME ZONE` (PostgreSQL).
    TimeWithTimeZone,
    /// `TIMESTAMP`, without a time zone.
    Timestamp,
    /// `TIMESTAMP WITH TIME ZONE`.
    TimestampWithTimeZone,
    /// `TIME(digits)`: with so many digits of a second, 0 to 6.
    TimeDigits(u32),
    /// `TIMESTAMP(digits)`: with so many digits of a second, 0 to 6.
    TimestampDigits(u32),
    /// `TIMESTAMP(digits) WITH TIME ZONE`: with so many digits of a second, 0 to 6.
    TimestampWithTimeZoneDigits(u32),
    /// `INTERVAL`: a span of time (PostgreSQL).
    Interval,
    /// A UUID: its own type where the database has one, else `CHAR(36)`.
    Uuid,
    /// A JSON document: `JSON` where the database has it.
    Json,
    /// One of these texts: `Enum("mood", &["sad", "ok"])`. A type of this name (`mood` or `schema.mood`) on PostgreSQL, which
    /// `create_table` and `add_column` create when it is not there; `ENUM('sad', 'ok')` on MySQL; `VARCHAR` on SQLite.
    Enum(&'a str, &'a [&'a str]),
    /// Any number of values of a type: `Array(&Integer)` (PostgreSQL).
    Array(&'a Self),
    /// Bits, exactly so many (PostgreSQL, MySQL).
    Bit(u32),
    /// A type of the user's own, such as a domain: `Named("schema.email")` (PostgreSQL).
    Named(&'a str),

    /// `JSONB` (PostgreSQL).
    Jsonb,
    /// Bits, at most so many (PostgreSQL).
    VarBit(u32),
    /// `INET`: the address of a host or a network (PostgreSQL; MariaDB has `INET6`).
    Inet,
    /// `CIDR`: the address of a network (PostgreSQL).
    Cidr,
    /// `MACADDR` (PostgreSQL).
    MacAddr,
    /// `MACADDR8` (PostgreSQL).
    MacAddr8,
    /// `TSVECTOR`: a document for text search (PostgreSQL).
    TsVector,
    /// `TSQUERY`: a text search (PostgreSQL).
    TsQuery,
    /// `HSTORE` of the extension of this name (PostgreSQL).
    HStore,
    /// `CITEXT` of the extension of this name: text without regard to case (PostgreSQL).
    CiText,
    /// `MONEY` (PostgreSQL).
    Money,
    /// `XML` (PostgreSQL).
    Xml,
    /// `POINT` (PostgreSQL, MySQL).
    Point,
    /// `LINE` (PostgreSQL).
    Line,
    /// `LSEG` (PostgreSQL).
    LineSegment,
    /// `BOX` (PostgreSQL).
    GeometricBox,
    /// `PATH` (PostgreSQL).
    Path,
    /// `POLYGON` (PostgreSQL, MySQL).
    Polygon,
    /// `CIRCLE` (PostgreSQL).
    Circle,
    /// `INT4RANGE` (PostgreSQL).
    Int4Range,
    /// `INT8RANGE` (PostgreSQL).
    Int8Range,
    /// `NUMRANGE` (PostgreSQL).
    NumRange,
    /// `TSRANGE` (PostgreSQL).
    TsRange,
    /// `TSTZRANGE` (PostgreSQL).
    TstzRange,
    /// `DATERANGE` (PostgreSQL).
    DateRange,

    /// `TINYINT`: 8 bits (MySQL; `SMALLINT` on PostgreSQL).
    TinyInt,
    /// `MEDIUMINT`: 24 bits (MySQL; `INTEGER` on PostgreSQL).
    MediumInt,
    /// A number type without negative values: `Unsigned(&BigInt)` (MySQL).
    Unsigned(&'a Self),
    /// `TINYTEXT`: up to 255 bytes (MySQL; `TEXT` elsewhere).
    TinyText,
    /// `MEDIUMTEXT`: up to 16 MiB (MySQL; `TEXT` elsewhere).
    MediumText,
    /// `LONGTEXT`: up to 4 GiB (MySQL; `TEXT` elsewhere).
    LongText,
    /// `TINYBLOB`: up to 255 bytes (MySQL; as [`Blob`](Self::Blob) elsewhere).
    TinyBlob,
    /// `MEDIUMBLOB`: up to 16 MiB (MySQL; as [`Blob`](Self::Blob) elsewhere).
    MediumBlob,
    /// `LONGBLOB`: up to 4 GiB (MySQL; as [`Blob`](Self::Blob) elsewhere).
    LongBlob,
    /// Some of these texts: `Set(&["a", "b"])` (MySQL).
    Set(&'a [&'a str]),
    /// `YEAR` (MySQL).
    Year,

    /// `ANY` of a `STRICT` table; `NUMERIC` elsewhere on SQLite (SQLite).
    Any,

    /// A type, and other ones for some databases, by the names that
    /// [`MigrationContext::dialect`](crate::MigrationContext::dialect) gives (`mysql` counts for MariaDB too):
    /// `Variants(&Jsonb, &[("mysql", Json), ("sqlite", Text)])`.
    Variants(&'a Self, &'a [(&'a str, Self)]),
    /// Any other type, in the database's own words, unchecked: `Custom("vector(3)")`.
    Custom(&'a str),
}

impl<'a> ColumnType<'a> {
    /// Returns whether the type is one of the whole-number types.
    pub const fn is_integer(self) -> bool {
        match self {
            Self::TinyInt | Self::SmallInt | Self::MediumInt | Self::Integer | Self::BigInt => true,
            // The other databases' variant of a whole number is one too.
            Self::Unsigned(of) | Self::Variants(of, _) => of.is_integer(),
            _ => false,
        }
    }

    /// Returns the type for the database of this name: that of the variants which is meant for it.
    pub fn on(self, dialect: &str) -> Self {
        let Self::Variants(otherwise, variants) = self else {
            return self;
        };
        let family = if dialect == "mariadb" { "mysql" } else { dialect };
        let of = |name| variants.iter().find(|(known, _)| *known == name);
        match of(dialect).or_else(|| of(family)) {
            Some((_, ty)) => ty.on(dialect),
            None => otherwise.on(dialect),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ColumnType::*;

    #[test]
    fn a_variant_is_chosen_by_the_name_of_the_database() {
        let ty = Variants(&Jsonb, &[("mysql", Json), ("sqlite", Text)]);
        for (dialect, chosen) in
            [("postgresql", Jsonb), ("sqlite", Text), ("mysql", Json), ("mariadb", Json)]
        {
            assert_eq!(ty.on(dialect), chosen, "{dialect}");
        }
        assert_eq!(Variants(&ty, &[("mariadb", LongText)]).on("mariadb"), LongText);
    }
}
