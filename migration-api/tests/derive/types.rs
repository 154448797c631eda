//! Which column type a Rust type has.
#![expect(dead_code, unreachable_pub, reason = "only types count")]

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use migration_api::schema::ColumnType::{self, *};
use migration_api::schema::{Column, ColumnValue};
use migration_api::{EnumType, Table, schema};

use super::{derived, written};

#[derive(EnumType)]
enum Mood {
    Sad,
    Ok,
}

struct Email(String);

impl ColumnValue for Email {
    const TYPE: ColumnType<'static> = Varchar(200);
}

type MaybeCount = Option<i64>;

const SHORT: ColumnType<'static> = Varchar(3);

/// Stand-ins for types of crates that this one does not depend on.
mod foreign {
    pub mod chrono {
        pub struct NaiveDate;
        pub struct NaiveTime;
        pub struct NaiveDateTime;
        pub struct Utc;
        pub struct DateTime<Zone>(Zone);
    }
    pub mod time {
        pub struct Date;
        pub struct Time;
        pub struct PrimitiveDateTime;
        pub struct OffsetDateTime;
    }
    pub mod jiff {
        pub struct Timestamp;
        pub struct Zoned;
        pub struct Span;
        pub mod civil {
            pub struct DateTime;
            pub struct Date;
        }
    }
    pub mod others {
        pub struct Uuid;
        pub struct Decimal;
        pub struct Value;
        pub struct Json<T>(T);
        pub struct IpNetwork;
    }
}
use foreign::chrono::{DateTime, Utc};
use foreign::{chrono, jiff, others, time};

/// Derives a struct with these fields, and compares each column's type and whether it takes NULL.
macro_rules! table_of {
    ($(#[$attribute:meta] $field:ident: $ty:ty => $column_type:expr, $nullable:expr;)*) => {
        #[derive(Table)]
        struct All<'a> {
            $(#[$attribute] $field: $ty,)*
            #[table(type = Text)]
            last: &'a (),
        }

        #[test]
        fn each_rust_type_has_a_column_type() {
            let columns = [
                $(Column { nullable: $nullable, ..Column::new(stringify!($field), $column_type) },)*
                Column::new("last", Text).not_null(),
            ];
            assert_eq!(derived::<All<'_>>(), written(schema::Table::new("all", &columns, &[])));
        }
    };
}

table_of! {
    #[table()] a_i8: i8 => TinyInt, false;
    #[table()] a_i16: i16 => SmallInt, false;
    #[table()] a_i32: i32 => Integer, false;
    #[table()] a_i64: i64 => BigInt, false;
    #[table()] a_u8: u8 => Variants(&SmallInt, &[("mysql", Unsigned(&TinyInt))]), false;
    #[table()] a_u16: u16 => Variants(&Integer, &[("mysql", Unsigned(&SmallInt))]), false;
    #[table()] a_u32: u32 => Variants(&BigInt, &[("mysql", Unsigned(&Integer))]), false;
    #[table()] a_u64: u64 => Variants(&BigInt, &[("mysql", Unsigned(&BigInt))]), false;
    #[table()] a_f32: f32 => Real, false;
    #[table()] a_f64: f64 => Double, false;
    #[table()] a_bool: bool => Boolean, false;
    #[table()] a_char: char => Char(1), false;
    #[table()] a_string: String => Text, false;
    #[table()] an_option: Option<String> => Text, true;
    #[table()] a_whole_path: std::option::Option<std::string::String> => Text, true;
    #[table(length = 80)] a_varchar: Option<String> => Varchar(80), true;
    #[table()] a_str: &'a str => Text, false;
    #[table()] a_cow: Cow<'a, str> => Text, false;
    #[table()] a_box: Box<str> => Text, false;
    #[table()] an_arc: Arc<Option<i32>> => Integer, true;
    #[table()] an_rc: Rc<[u8]> => Blob, false;
    #[table()] bytes: Vec<u8> => Blob, false;
    #[table(length = 16)] some_bytes: Vec<u8> => Varbinary(16), false;
    #[table()] byte_slice: &'a [u8] => Blob, false;
    #[table()] digest: [u8; 32] => Binary(32), false;
    #[table()] a_date: chrono::NaiveDate => Date, false;
    #[table()] a_time: chrono::NaiveTime => Time, false;
    #[table(precision = 3)] a_moment: chrono::NaiveDateTime => TimestampDigits(3), false;
    #[table()] a_utc: DateTime<Utc> => TimestampWithTimeZone, false;
    #[table(precision = 0)] a_second: Option<chrono::DateTime<Utc>> => TimestampWithTimeZoneDigits(0), true;
    #[table()] time_date: time::Date => Date, false;
    #[table(precision = 6)] time_time: time::Time => TimeDigits(6), false;
    #[table()] primitive: time::PrimitiveDateTime => Timestamp, false;
    #[table()] offset: time::OffsetDateTime => TimestampWithTimeZone, false;
    #[table()] jiff_moment: jiff::Timestamp => TimestampWithTimeZone, false;
    #[table()] jiff_zoned: jiff::Zoned => TimestampWithTimeZone, false;
    #[table()] jiff_civil: jiff::civil::DateTime => Timestamp, false;
    #[table()] jiff_date: jiff::civil::Date => Date, false;
    #[table()] jiff_span: jiff::Span => Interval, false;
    #[table()] uuid: others::Uuid => Uuid, false;
    #[table()] decimal: others::Decimal => Numeric(19, 4), false;
    #[table(precision = 8)] whole: Option<others::Decimal> => Numeric(8, 0), true;
    #[table()] json: others::Value => Json, false;
    #[table()] typed_json: others::Json<Vec<u8>> => Json, false;
    #[table()] address: others::IpNetwork => Inet, false;
    #[table()] std_address: std::net::IpAddr => Inet, false;
    #[table()] own_moment: migration_api::Timestamp => Timestamp, false;
    #[table()] list: Vec<i32> => Array(&Integer), false;
    #[table()] list_of_texts: Option<Vec<Option<String>>> => Array(&Text), true;
    #[table()] fixed_list: [f64; 3] => Array(&Double), false;
    #[table()] matrix: Vec<Vec<i16>> => Array(&Array(&SmallInt)), false;
    #[table()] mood: Mood => Enum("mood", &["sad", "ok"]), false;
    #[table()] moods: Vec<Mood> => Array(&Enum("mood", &["sad", "ok"])), false;
    #[table()] email: Option<Email> => Varchar(200), true;
    #[table()] alias: MaybeCount => BigInt, true;
    #[table(nullable)] told: i32 => Integer, true;
    #[table(nullable = false)] untold: Option<i32> => Integer, false;
    #[table(type = Varchar(7))] stated: Option<i32> => Varchar(7), true;
    #[table(type = ColumnType::Jsonb)] by_path: String => Jsonb, false;
    #[table(type = Variants(&Jsonb, &[("mysql", Json)]))] variants: String => Variants(&Jsonb, &[("mysql", Json)]), false;
    #[table(type = "vector(3)")] custom: Vec<f32> => Custom("vector(3)"), false;
    #[table(type = SHORT)] constant: String => Varchar(3), false;
    #[table(type = Enum("a.size", &["s", "m"]))] size: String => Enum("a.size", &["s", "m"]), false;
}

#[test]
fn std_types_say_the_same_behind_an_alias() {
    for (ty, wanted) in [
        (Vec::<u8>::TYPE, Blob),
        (Vec::<i32>::TYPE, Array(&Integer)),
        (Option::<Box<str>>::TYPE, Text),
        (<Cow<'_, str>>::TYPE, Text),
        (<[u8; 4]>::TYPE, Binary(4)),
    ] {
        assert_eq!(ty, wanted);
    }
    const { assert!(Option::<Arc<i32>>::NULLABLE && Box::<Option<i32>>::NULLABLE && !i32::NULLABLE) };
}
