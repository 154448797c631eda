//! Rust types as the types of columns.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use super::ColumnType;

/// A Rust type whose values a column holds: what `#[derive(Table)]` asks of a field's type that it does not know by name.
///
/// `#[derive(EnumType)]` implements it for an enum. A newtype says it in a line:
///
/// ```
/// use migration_api::prelude::*;
/// struct Email(String);
/// impl ColumnValue for Email {
///     const TYPE: ColumnType<'static> = Varchar(200);
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "no column type is known for `{Self}`",
    label = "which type has its column?",
    note = "say it here by `#[table(type = Varchar(200))]` or leave the field out by `#[table(skip)]`;\nfor all tables, derive `EnumType` on an enum, or implement `migration_api::schema::ColumnValue`"
)]
pub trait ColumnValue {
    /// The type of the column.
    const TYPE: ColumnType<'static>;
    /// Whether NULL is one of the values.
    const NULLABLE: bool = false;
    /// The type of a column that holds lists of such values.
    const LIST: ColumnType<'static> = ColumnType::Array(&Self::TYPE);
}

macro_rules! column_values {
    ($($ty:ty => $column_type:expr;)*) => {
        $(impl ColumnValue for $ty {
            const TYPE: ColumnType<'static> = $column_type;
        })*
    };
}

// Numbers without a sign take the next larger type where a database has no such number; there is none that is larger than
// `BIGINT`, and keys are of that type.
column_values! {
    i8 => ColumnType::TinyInt;
    i16 => ColumnType::SmallInt;
    i32 => ColumnType::Integer;
    i64 => ColumnType::BigInt;
    u16 => ColumnType::Variants(&ColumnType::Integer, &[("mysql", ColumnType::Unsigned(&ColumnType::SmallInt))]);
    u32 => ColumnType::Variants(&ColumnType::BigInt, &[("mysql", ColumnType::Unsigned(&ColumnType::Integer))]);
    u64 => ColumnType::Variants(&ColumnType::BigInt, &[("mysql", ColumnType::Unsigned(&ColumnType::BigInt))]);
    f32 => ColumnType::Real;
    f64 => ColumnType::Double;
    bool => ColumnType::Boolean;
    char => ColumnType::Char(1);
    str => ColumnType::Text;
    String => ColumnType::Text;
    std::time::Duration => ColumnType::Interval;
    std::time::SystemTime => ColumnType::TimestampWithTimeZone;
    std::net::IpAddr => ColumnType::Inet;
    std::net::Ipv4Addr => ColumnType::Inet;
    std::net::Ipv6Addr => ColumnType::Inet;
    crate::value::Date => ColumnType::Date;
    crate::value::Time => ColumnType::Time;
    crate::value::Timestamp => ColumnType::Timestamp;
    crate::value::TimestampTz => ColumnType::TimestampWithTimeZone;
    crate::value::Uuid => ColumnType::Uuid;
    crate::value::Json => ColumnType::Json;
    crate::value::Decimal => ColumnType::Numeric(19, 4);
}

/// A list of them is bytes.
impl ColumnValue for u8 {
    const TYPE: ColumnType<'static> = ColumnType::Variants(
        &ColumnType::SmallInt,
        &[("mysql", ColumnType::Unsigned(&ColumnType::TinyInt))],
    );
    const LIST: ColumnType<'static> = ColumnType::Blob;
}

impl<const LENGTH: usize> ColumnValue for [u8; LENGTH] {
    #[expect(clippy::cast_possible_truncation, reason = "checked")]
    const TYPE: ColumnType<'static> = {
        assert!(LENGTH <= u32::MAX as usize, "no column holds so many bytes");
        ColumnType::Binary(LENGTH as u32)
    };
}

impl<T: ColumnValue> ColumnValue for [T] {
    const TYPE: ColumnType<'static> = T::LIST;
}

impl<T: ColumnValue> ColumnValue for Vec<T> {
    const TYPE: ColumnType<'static> = T::LIST;
}

impl<T: ColumnValue> ColumnValue for Option<T> {
    const TYPE: ColumnType<'static> = T::TYPE;
    const NULLABLE: bool = true;
}

macro_rules! column_values_within {
    ($($pointer:ty),*) => {
        $(impl<T: ColumnValue + ?Sized> ColumnValue for $pointer {
            const TYPE: ColumnType<'static> = T::TYPE;
            const NULLABLE: bool = T::NULLABLE;
        })*
    };
}

column_values_within!(Box<T>, Rc<T>, Arc<T>, &T);

impl<T: ColumnValue + ToOwned + ?Sized> ColumnValue for Cow<'_, T> {
    const TYPE: ColumnType<'static> = T::TYPE;
    const NULLABLE: bool = T::NULLABLE;
}
