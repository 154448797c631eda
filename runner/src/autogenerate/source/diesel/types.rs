//! Diesel's SQL types as column types.
//!
//! Source: <https://docs.diesel.rs/2.3.x/diesel/sql_types/index.html>.

use migration_api::abi::Arena;
use migration_api::schema::ColumnType;
use syn::{GenericArgument, PathArguments, Type};

use super::grammar::ColumnLine;
use super::sql_types::{SqlType, SqlTypes};

/// Types without arguments. A length or precision that diesel does not say is what [`super::completed`] takes from the database.
const PLAIN: &[(&str, ColumnType<'static>)] = &[
    ("Bool", ColumnType::Boolean),
    ("TinyInt", ColumnType::TinyInt),
    ("Tinyint", ColumnType::TinyInt),
    ("SmallInt", ColumnType::SmallInt),
    ("Int2", ColumnType::SmallInt),
    ("SmallSerial", ColumnType::SmallInt),
    ("Integer", ColumnType::Integer),
    ("Int4", ColumnType::Integer),
    ("Serial", ColumnType::Integer),
    ("BigInt", ColumnType::BigInt),
    ("Bigint", ColumnType::BigInt),
    ("Int8", ColumnType::BigInt),
    ("BigSerial", ColumnType::BigInt),
    ("Oid", ColumnType::Custom("OID")),
    ("Float", ColumnType::Real),
    ("Float4", ColumnType::Real),
    ("Double", ColumnType::Double),
    ("Float8", ColumnType::Double),
    ("Numeric", NUMERIC),
    ("Decimal", NUMERIC),
    ("Text", ColumnType::Text),
    ("Mediumtext", ColumnType::Text),
    ("Longtext", ColumnType::Text),
    ("Tinytext", ColumnType::Text),
    ("CChar", ColumnType::Custom("\"char\"")),
    ("Citext", ColumnType::CiText),
    ("Binary", ColumnType::Blob),
    ("Bytea", ColumnType::Blob),
    ("Blob", ColumnType::Blob),
    ("Tinyblob", ColumnType::Blob),
    ("Mediumblob", ColumnType::Blob),
    ("Longblob", ColumnType::Blob),
    ("Varbinary", ColumnType::Blob),
    ("Bit", ColumnType::Bit(1)),
    ("Date", ColumnType::Date),
    ("Time", ColumnType::Time),
    ("Timestamp", ColumnType::Timestamp),
    ("Datetime", ColumnType::Timestamp),
    ("Timestamptz", ColumnType::TimestampWithTimeZone),
    ("TimestamptzSqlite", ColumnType::TimestampWithTimeZone),
    ("Interval", ColumnType::Interval),
    ("Uuid", ColumnType::Uuid),
    ("Json", ColumnType::Json),
    ("Jsonb", ColumnType::Jsonb),
    ("Inet", ColumnType::Inet),
    ("Cidr", ColumnType::Cidr),
    ("MacAddr", ColumnType::MacAddr),
    ("Macaddr", ColumnType::MacAddr),
    ("MacAddr8", ColumnType::MacAddr8),
    ("Macaddr8", ColumnType::MacAddr8),
    ("Money", ColumnType::Money),
    ("Cash", ColumnType::Money),
    ("PgLsn", ColumnType::Custom("PG_LSN")),
    ("Int4range", ColumnType::Int4Range),
    ("Int8range", ColumnType::Int8Range),
    ("Numrange", ColumnType::NumRange),
    ("Tsrange", ColumnType::TsRange),
    ("Tstzrange", ColumnType::TstzRange),
    ("Daterange", ColumnType::DateRange),
    ("Int4multirange", ColumnType::Custom("INT4MULTIRANGE")),
    ("Int8multirange", ColumnType::Custom("INT8MULTIRANGE")),
    ("Nummultirange", ColumnType::Custom("NUMMULTIRANGE")),
    ("Tsmultirange", ColumnType::Custom("TSMULTIRANGE")),
    ("Tstzmultirange", ColumnType::Custom("TSTZMULTIRANGE")),
    ("Datemultirange", ColumnType::Custom("DATEMULTIRANGE")),
    ("Unsigned", ColumnType::Unsigned(&ColumnType::Integer)),
];

/// A decimal of any precision.
pub(super) const NUMERIC: ColumnType<'static> = ColumnType::Custom("NUMERIC");

/// Types of PostgreSQL and its extensions that a `schema.rs` declares for itself.
const DECLARED: &[(&str, ColumnType<'static>)] = &[
    ("tsvector", ColumnType::TsVector),
    ("tsquery", ColumnType::TsQuery),
    ("hstore", ColumnType::HStore),
    ("citext", ColumnType::CiText),
    ("xml", ColumnType::Xml),
    ("point", ColumnType::Point),
    ("line", ColumnType::Line),
    ("lseg", ColumnType::LineSegment),
    ("box", ColumnType::GeometricBox),
    ("path", ColumnType::Path),
    ("polygon", ColumnType::Polygon),
    ("circle", ColumnType::Circle),
    ("timetz", ColumnType::TimeWithTimeZone),
];

/// Returns the type of a column and whether it takes NULL, or what is wrong with it.
pub(super) fn read<'a>(
    column: &ColumnLine,
    dialect: &str,
    sql_types: &SqlTypes,
    arena: &'a Arena,
) -> Result<(ColumnType<'a>, bool), String> {
    let reader = Reader { dialect, sql_types, max_length: column.max_length, arena };
    let (name, argument) = generic(&column.ty)?;
    match (name.as_str(), argument) {
        ("Nullable", Some(inner)) => Ok((reader.read(inner)?, true)),
        _ => Ok((reader.read(&column.ty)?, false)),
    }
}

struct Reader<'r, 'a> {
    dialect: &'r str,
    sql_types: &'r SqlTypes,
    max_length: Option<u32>,
    arena: &'a Arena,
}

impl<'a> Reader<'_, 'a> {
    fn read(&self, ty: &Type) -> Result<ColumnType<'a>, String> {
        let (name, argument) = generic(ty)?;
        match (name.as_str(), argument) {
            // An array's members may be NULL, which no database can refuse.
            ("Nullable", Some(inner)) => self.read(inner),
            ("Array", Some(inner)) => Ok(ColumnType::Array(self.kept(self.read(inner)?))),
            ("Unsigned", Some(inner)) => Ok(ColumnType::Unsigned(self.kept(self.read(inner)?))),
            ("Range" | "Multirange", Some(inner)) => self.range(&name, inner),
            (name, None) => self.plain(name),
            (name, Some(_)) => Err(format!("of type `{name}<…>`, which is not known")),
        }
    }

    fn kept(&self, ty: ColumnType<'a>) -> &'a ColumnType<'a> {
        &self.arena.keep(vec![ty])[0]
    }

    fn plain(&self, name: &str) -> Result<ColumnType<'a>, String> {
        if let Some(declared) = self.sql_types.get(name) {
            return Ok(self.declared(declared));
        }
        match (name, self.max_length) {
            ("Varchar" | "VarChar" | "Text", Some(length)) => Ok(ColumnType::Varchar(length)),
            ("Varchar" | "VarChar", None) => Ok(ColumnType::Text),
            ("Char" | "Bpchar", length) => Ok(length.map_or(ColumnType::Text, ColumnType::Char)),
            ("Binary" | "Varbinary", Some(length)) if self.dialect != "postgresql" => {
                Ok(ColumnType::Varbinary(length))
            }
            ("Bit", Some(length)) => Ok(ColumnType::Bit(length)),
            _ => match PLAIN.iter().find(|(known, _)| *known == name) {
                Some((_, ty)) => Ok(*ty),
                None => {
                    Err(format!("of type `{name}`, which neither diesel has nor the file declares"))
                }
            },
        }
    }

    fn declared(&self, declared: &SqlType) -> ColumnType<'a> {
        match declared {
            SqlType::Postgres(name) => match DECLARED.iter().find(|(known, _)| known == name) {
                Some((_, ty)) => *ty,
                None => ColumnType::Named(self.arena.keep_text(name.clone())),
            },
            SqlType::Mysql(name) if name == "Set" => ColumnType::Set(&[]),
            SqlType::Mysql(_) => ColumnType::Enum("", &[]),
        }
    }

    fn range(&self, kind: &str, inner: &Type) -> Result<ColumnType<'a>, String> {
        let (member, _) = generic(inner)?;
        let prefix = match member.as_str() {
            "Integer" | "Int4" => "Int4",
            "BigInt" | "Bigint" | "Int8" => "Int8",
            "Numeric" | "Decimal" => "Num",
            "Timestamp" => "Ts",
            "Timestamptz" => "Tstz",
            "Date" => "Date",
            _ => return Err(format!("of a range of `{member}`, which is not known")),
        };
        self.plain(&format!("{prefix}{}", kind.to_lowercase()))
    }
}

/// Returns the last segment of a type's path and its argument.
fn generic(ty: &Type) -> Result<(String, Option<&Type>), String> {
    let Type::Path(path) = ty else {
        return Err("whose type is no path".to_owned());
    };
    let Some(segment) = path.path.segments.last() else {
        return Err("without a type".to_owned());
    };
    let argument = match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => {
            arguments.args.iter().find_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
        }
        PathArguments::None | PathArguments::Parenthesized(_) => None,
    };
    Ok((segment.ident.to_string(), argument))
}
