//! SeaQuery's column types as ours.

use migration_api::abi::Arena;
use migration_api::schema::ColumnType;
use sea_orm::sea_query::{ColumnType as SeaType, StringLen};

/// Returns the type that SeaORM gives a column on each database.
pub(crate) fn read<'a>(ty: &SeaType, arena: &'a Arena) -> ColumnType<'a> {
    match ty {
        SeaType::Char(length) => ColumnType::Char(length.unwrap_or(1)),
        SeaType::String(StringLen::N(length)) => ColumnType::Varchar(*length),
        SeaType::String(StringLen::None) => unlimited(arena, 255),
        SeaType::String(StringLen::Max) => unlimited(arena, 65535),
        SeaType::Text => ColumnType::Text,
        SeaType::Blob => ColumnType::Blob,
        SeaType::TinyInteger => ColumnType::TinyInt,
        SeaType::SmallInteger => ColumnType::SmallInt,
        SeaType::Integer => ColumnType::Integer,
        SeaType::BigInteger => ColumnType::BigInt,
        SeaType::TinyUnsigned => unsigned(&ColumnType::SmallInt, &ColumnType::TinyInt, arena),
        SeaType::SmallUnsigned => unsigned(&ColumnType::SmallInt, &ColumnType::SmallInt, arena),
        SeaType::Unsigned => unsigned(&ColumnType::Integer, &ColumnType::Integer, arena),
        SeaType::BigUnsigned => unsigned(&ColumnType::BigInt, &ColumnType::BigInt, arena),
        SeaType::Float => ColumnType::Real,
        SeaType::Double => ColumnType::Double,
        SeaType::Decimal(Some((precision, scale))) => ColumnType::Numeric(*precision, *scale),
        SeaType::Decimal(None) => {
            on_mysql(&ColumnType::Custom("NUMERIC"), ColumnType::Numeric(10, 0), arena)
        }
        SeaType::DateTime | SeaType::Timestamp => ColumnType::Timestamp,
        SeaType::TimestampWithTimeZone => ColumnType::TimestampWithTimeZone,
        SeaType::Time => ColumnType::Time,
        SeaType::Date => ColumnType::Date,
        SeaType::Year => ColumnType::Year,
        SeaType::Interval(None, None) => ColumnType::Interval,
        SeaType::Interval(fields, digits) => {
            let fields = fields.as_ref().map_or_else(String::new, |fields| format!(" {fields}"));
            let digits = digits.map_or_else(String::new, |digits| format!("({digits})"));
            custom(format!("INTERVAL{fields}{digits}"), arena)
        }
        SeaType::Binary(length) => ColumnType::Binary(*length),
        SeaType::VarBinary(StringLen::N(length)) => ColumnType::Varbinary(*length),
        SeaType::VarBinary(StringLen::None) => {
            on_mysql(&ColumnType::Blob, ColumnType::Varbinary(255), arena)
        }
        SeaType::VarBinary(StringLen::Max) => {
            on_mysql(&ColumnType::Blob, ColumnType::Varbinary(65535), arena)
        }
        SeaType::Bit(length) => ColumnType::Bit(length.unwrap_or(1)),
        SeaType::VarBit(length) => ColumnType::VarBit(*length),
        SeaType::Boolean => ColumnType::Boolean,
        SeaType::Money(arguments) => {
            let (precision, scale) = arguments.unwrap_or((19, 4));
            let decimal = ColumnType::Numeric(precision, scale);
            let others = vec![("mysql", decimal), ("sqlite", decimal)];
            ColumnType::Variants(&ColumnType::Money, arena.keep(others))
        }
        SeaType::Json => ColumnType::Json,
        SeaType::JsonBinary => ColumnType::Variants(
            &ColumnType::Jsonb,
            &[("mysql", ColumnType::Json), ("sqlite", ColumnType::Json)],
        ),
        SeaType::Uuid => ColumnType::Uuid,
        SeaType::Enum { name, variants } => {
            let values = variants.iter().map(|value| arena.keep_text(value.to_string())).collect();
            ColumnType::Enum(arena.keep_text(name.to_string()), arena.keep(values))
        }
        SeaType::Array(of) => ColumnType::Array(&arena.keep(vec![read(of, arena)])[0]),
        SeaType::Vector(Some(length)) => custom(format!("VECTOR({length})"), arena),
        SeaType::Vector(None) => ColumnType::Custom("VECTOR"),
        SeaType::Cidr => ColumnType::Cidr,
        SeaType::Inet => ColumnType::Inet,
        SeaType::MacAddr => ColumnType::MacAddr,
        SeaType::LTree => ColumnType::Custom("LTREE"),
        SeaType::Custom(name) => custom(name.to_string(), arena),
        // A later SeaQuery's: the database says that it has no such type.
        other => custom(format!("{other:?}"), arena),
    }
}

fn custom(text: String, arena: &Arena) -> ColumnType<'_> {
    ColumnType::Custom(arena.keep_text(text))
}

fn on_mysql<'a>(
    otherwise: &'a ColumnType<'static>,
    mysql: ColumnType<'a>,
    arena: &'a Arena,
) -> ColumnType<'a> {
    ColumnType::Variants(otherwise, arena.keep(vec![("mysql", mysql)]))
}

/// A text without a length, which MySQL does not have.
fn unlimited(arena: &Arena, mysql: u32) -> ColumnType<'_> {
    on_mysql(&ColumnType::Custom("VARCHAR"), ColumnType::Varchar(mysql), arena)
}

/// Without a sign on MySQL; SeaORM takes the number of the same size elsewhere.
fn unsigned<'a>(
    otherwise: &'static ColumnType<'static>,
    mysql: &'static ColumnType<'static>,
    arena: &'a Arena,
) -> ColumnType<'a> {
    on_mysql(otherwise, ColumnType::Unsigned(mysql), arena)
}
