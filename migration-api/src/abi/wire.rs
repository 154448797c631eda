//! Values as bytes, and back.
//!
//! Numbers are little-endian, text and lists carry their length first, a choice its number. Both
//! sides of the boundary are checked to speak the same [`ABI_VERSION`](super::ABI_VERSION), so
//! nothing here describes itself.

use std::fmt;

#[cfg(feature = "host")]
use super::arena::Arena;
use super::message::{Command, Direction, Failure, Reply, Request, RequestAt};
use crate::environment::{Configuration, Settings};
use crate::error::Place;
use crate::ops::{
    AddColumn, AddConstraint, AlterColumn, BulkInsert, CreateIndex, CreateTable, DefaultChange,
    DropColumn, DropConstraint, DropIndex, DropTable, Execute, Operation, RenameTable,
};
use crate::row::{Cell, Rows};
use crate::schema::{
    Column, ColumnType, Constraint, ConstraintKind, DefaultValue, ForeignKey, Index, Reference,
    ReferentialAction, TableName,
};
use crate::value::{Date, Time, Timestamp, TimestampTz, Uuid, Value};

/// A message being written.
#[derive(Debug, Default)]
pub struct Writer(Vec<u8>);

impl Writer {
    /// Returns what was written.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Returns what was written, to keep.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    fn length(&mut self, length: usize) {
        // A message of four gigabytes cannot be decoded, and the other side says so.
        u32::try_from(length).unwrap_or(u32::MAX).encode(self);
    }
}

/// A message being read.
pub struct Reader<'a> {
    bytes: &'a [u8],
    #[cfg(feature = "host")]
    arena: Option<&'a Arena>,
}

/// A message that is not what it should be: made by another version, or damaged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WireError {
    what: &'static str,
}

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a message across the library boundary is damaged: {}", self.what)
    }
}

impl std::error::Error for WireError {}

impl<'a> Reader<'a> {
    /// Reads from these bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            #[cfg(feature = "host")]
            arena: None,
        }
    }

    /// Reads from these bytes, lists of borrowed values included, which are laid in `arena`.
    #[cfg(feature = "host")]
    pub fn with_arena(bytes: &'a [u8], arena: &'a Arena) -> Self {
        Self { bytes, arena: Some(arena) }
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], WireError> {
        let split = self.bytes.split_at_checked(length);
        let (taken, rest) = split.ok_or(WireError { what: "it ends too early" })?;
        self.bytes = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], WireError> {
        let bytes = self.take(N)?;
        bytes.try_into().map_err(|_| WireError { what: "it ends too early" })
    }

    /// Reads the length of a list of which each member has a byte at least.
    fn length(&mut self) -> Result<usize, WireError> {
        let length = u32::decode(self)? as usize;
        if length > self.bytes.len() {
            return Err(WireError { what: "a length goes beyond its end" });
        }
        Ok(length)
    }
}

/// A type that can be written into a message.
pub trait Encode {
    /// Appends this value.
    fn encode(&self, to: &mut Writer);
}

/// A type that can be read from a message, and may borrow from it.
pub trait Decode<'a>: Sized {
    /// Reads the next value.
    ///
    /// # Errors
    /// When the bytes are no such value.
    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError>;
}

macro_rules! wire_numbers {
    ($($ty:ty),*) => {
        $(impl Encode for $ty {
            fn encode(&self, to: &mut Writer) {
                to.0.extend_from_slice(&self.to_le_bytes());
            }
        }
        impl Decode<'_> for $ty {
            fn decode(from: &mut Reader<'_>) -> Result<Self, WireError> {
                from.array().map(Self::from_le_bytes)
            }
        })*
    };
}

wire_numbers!(u8, u32, i32, u64, i64, f64);

impl Encode for bool {
    fn encode(&self, to: &mut Writer) {
        u8::from(*self).encode(to);
    }
}

impl Decode<'_> for bool {
    fn decode(from: &mut Reader<'_>) -> Result<Self, WireError> {
        match u8::decode(from)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(WireError { what: "a boolean is neither" }),
        }
    }
}

impl Encode for [u8; 16] {
    fn encode(&self, to: &mut Writer) {
        to.0.extend_from_slice(self);
    }
}

impl Decode<'_> for [u8; 16] {
    fn decode(from: &mut Reader<'_>) -> Result<Self, WireError> {
        from.array()
    }
}

impl Encode for &str {
    fn encode(&self, to: &mut Writer) {
        to.length(self.len());
        to.0.extend_from_slice(self.as_bytes());
    }
}

impl<'a> Decode<'a> for &'a str {
    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        let length = from.length()?;
        let bytes = from.take(length)?;
        str::from_utf8(bytes).map_err(|_| WireError { what: "a text is not UTF-8" })
    }
}

impl Encode for String {
    fn encode(&self, to: &mut Writer) {
        self.as_str().encode(to);
    }
}

impl Decode<'_> for String {
    fn decode(from: &mut Reader<'_>) -> Result<Self, WireError> {
        <&str>::decode(from).map(str::to_owned)
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self, to: &mut Writer) {
        self.is_some().encode(to);
        if let Some(value) = self {
            value.encode(to);
        }
    }
}

impl<'a, T: Decode<'a>> Decode<'a> for Option<T> {
    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        if bool::decode(from)? { T::decode(from).map(Some) } else { Ok(None) }
    }
}

impl<T: Encode> Encode for &[T] {
    fn encode(&self, to: &mut Writer) {
        to.length(self.len());
        for value in *self {
            value.encode(to);
        }
    }
}

#[cfg(feature = "host")]
impl<'a, T: Decode<'a> + Copy> Decode<'a> for &'a [T] {
    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        let arena = from.arena.ok_or(WireError { what: "there is no room for a list" })?;
        let length = from.length()?;
        let list: Result<Vec<T>, WireError> = (0..length).map(|_| T::decode(from)).collect();
        Ok(arena.keep(list?))
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, to: &mut Writer) {
        self.as_slice().encode(to);
    }
}

impl<'a, T: Decode<'a>> Decode<'a> for Vec<T> {
    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        let length = from.length()?;
        (0..length).map(|_| T::decode(from)).collect()
    }
}

impl<A: Encode, B: Encode> Encode for (A, B) {
    fn encode(&self, to: &mut Writer) {
        self.0.encode(to);
        self.1.encode(to);
    }
}

impl<'a, A: Decode<'a>, B: Decode<'a>> Decode<'a> for (A, B) {
    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        Ok((A::decode(from)?, B::decode(from)?))
    }
}

/// Writes and reads structs field by field; with `host:`, reading is for the runner's side only.
macro_rules! wire_struct {
    (host: $($ty:ty { $($field:tt),* })*) => {
        $(wire_struct!(@encode $ty { $($field),* });
        #[cfg(feature = "host")]
        wire_struct!(@decode $ty { $($field),* });)*
    };
    (@encode $ty:ty { $($field:tt),* }) => {
        impl<'a> Encode for $ty {
            fn encode(&self, to: &mut Writer) {
                $(self.$field.encode(to);)*
            }
        }
    };
    (@decode $ty:ty { $($field:tt),* }) => {
        impl<'a> Decode<'a> for $ty {
            fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
                Ok(Self { $($field: Decode::decode(from)?),* })
            }
        }
    };
    ($($ty:ty { $($field:tt),* })*) => {
        $(wire_struct!(@encode $ty { $($field),* });
        wire_struct!(@decode $ty { $($field),* });)*
    };
}

/// Writes and reads enums: the number of the variant, then its fields.
macro_rules! wire_enum {
    (host: $($ty:ty { $($body:tt)* })*) => {
        $(wire_enum!(@encode $ty { $($body)* });
        #[cfg(feature = "host")]
        wire_enum!(@decode $ty { $($body)* });)*
    };
    (@encode $ty:ty {
        $($tag:literal $variant:ident $(($($field:ident),*))? $({ $($named:ident),* })?),* $(,)?
    }) => {
        impl<'a> Encode for $ty {
            fn encode(&self, to: &mut Writer) {
                match self {
                    $(Self::$variant $(($($field),*))? $({ $($named),* })? => {
                        let tag: u8 = $tag;
                        tag.encode(to);
                        $($($field.encode(to);)*)?
                        $($($named.encode(to);)*)?
                    })*
                }
            }
        }
    };
    (@decode $ty:ty {
        $($tag:literal $variant:ident $(($($field:ident),*))? $({ $($named:ident),* })?),* $(,)?
    }) => {
        impl<'a> Decode<'a> for $ty {
            fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
                match u8::decode(from)? {
                    $($tag => {
                        $($(let $field = Decode::decode(from)?;)*)?
                        $($(let $named = Decode::decode(from)?;)*)?
                        Ok(Self::$variant $(($($field),*))? $({ $($named),* })?)
                    })*
                    _ => Err(WireError { what: concat!("no such ", stringify!($ty)) }),
                }
            }
        }
    };
    ($($ty:ty { $($body:tt)* })*) => {
        $(wire_enum!(@encode $ty { $($body)* });
        wire_enum!(@decode $ty { $($body)* });)*
    };
}

wire_struct! {
    Date { year, month, day }
    Time { hour, minute, second, microsecond }
    Timestamp { date, time }
    TimestampTz { 0 }
    Uuid { 0 }
    Place { file, line, column }
    Rows { columns, rows }
    Settings { offline, url, url_problem, config_file, section, x_arguments, attributes }
}

wire_enum! {
    Direction { 0 Up, 1 Down }
    Command { 0 Migrate { revision, direction, dialect, offline }, 1 Environment(settings) }
    Reply { 0 Done, 1 Affected(rows), 2 Rows(rows), 3 Connected(id) }
    Cell {
        0 Null, 1 Bool(value), 2 Int(value), 3 Float(value), 4 Decimal(text), 5 Text(text),
        6 Bytes(bytes), 7 Date(value), 8 Time(value), 9 Timestamp(value), 10 TimestampTz(value),
        11 Uuid(value), 12 Json(text),
    }
    ReferentialAction { 0 NoAction, 1 Restrict, 2 Cascade, 3 SetNull, 4 SetDefault }
}

wire_struct! { host:
    TableName<'a> { schema, name }
    Reference<'a> { table, column, on_delete, on_update }
    Column<'a> { name, ty, nullable, primary_key, autoincrement, unique, default, references }
    ForeignKey<'a> { columns, referred_table, referred_columns, on_delete, on_update }
    Constraint<'a> { name, kind }
    Index<'a> { name, table, columns, unique }
    CreateTable<'a> { table, columns, constraints, if_not_exists }
    DropTable<'a> { table, if_exists }
    RenameTable<'a> { table, new_name }
    AddColumn<'a> { table, column }
    DropColumn<'a> { table, column }
    AlterColumn<'a> { table, column, new_name, new_type, using, nullable, default }
    CreateIndex<'a> { index, if_not_exists }
    DropIndex<'a> { name, table, if_exists }
    AddConstraint<'a> { table, constraint }
    DropConstraint<'a> { table, name }
    Execute<'a> { sql, parameters }
    BulkInsert<'a> { table, columns, rows }
    Configuration<'a> {
        connection, url, version_table, version_table_schema, transaction_per_migration
    }
    Failure<'a> { message, panic, reported }
    RequestAt<'a> { request, place }
}

wire_enum! { host:
    Value<'a> {
        0 Null, 1 Bool(value), 2 Int(value), 3 Float(value), 4 Decimal(text), 5 Text(text),
        6 Bytes(bytes), 7 Date(value), 8 Time(value), 9 Timestamp(value), 10 TimestampTz(value),
        11 Uuid(value), 12 Json(text),
    }
    ColumnType<'a> {
        0 SmallInt, 1 Integer, 2 BigInt, 3 Real, 4 Double, 5 Numeric(precision, scale), 6 Boolean,
        7 Char(length), 8 Varchar(length), 9 Text, 10 Blob, 11 Date, 12 Time, 13 Timestamp,
        14 TimestampWithTimeZone, 15 Uuid, 16 Json, 17 Custom(text),
    }
    DefaultValue<'a> { 0 Literal(value), 1 Expression(text) }
    DefaultChange<'a> { 0 Set(value), 1 Drop }
    ConstraintKind<'a> { 0 PrimaryKey(columns), 1 Unique(columns), 2 Check(condition), 3 ForeignKey(key) }
    Operation<'a> {
        0 CreateTable(op), 1 DropTable(op), 2 RenameTable(op), 3 AddColumn(op), 4 DropColumn(op),
        5 AlterColumn(op), 6 CreateIndex(op), 7 DropIndex(op), 8 AddConstraint(op),
        9 DropConstraint(op), 10 Execute(op), 11 BulkInsert(op),
    }
    Request<'a> {
        0 Operation(operation), 1 Query { sql, parameters }, 2 Progress(text), 3 Connect { url },
        4 Configure(configuration), 5 RunMigrations, 6 StaticOutput(text), 7 Failed(failure),
    }
}

#[cfg(all(test, feature = "host"))]
mod tests {
    use super::*;

    fn place() -> Place {
        Place { file: "versions/a.rs".into(), line: 3, column: 5 }
    }

    const COLUMNS: &[Column<'_>] = &[
        Column::new("id", ColumnType::Integer).primary_key(),
        Column::new("état", ColumnType::Varchar(20)).not_null(),
    ];

    fn requests<'a>() -> Vec<Request<'a>> {
        vec![
            Request::Operation(Operation::CreateTable(CreateTable::new("a.b", COLUMNS, &[]))),
            Request::Operation(Operation::AlterColumn(
                AlterColumn::new("t", "c").set_type(ColumnType::Numeric(10, 2)).drop_default(),
            )),
            Request::Operation(Operation::BulkInsert(BulkInsert::new(
                "t",
                &["a", "b"],
                &[&[Value::Int(-1), Value::Null], &[Value::Float(0.5), Value::Bytes(&[0, 255])]],
            ))),
            Request::Query { sql: "SELECT :x", parameters: &[("x", Value::Text("y"))] },
            Request::RunMigrations,
            Request::Failed(Failure { message: "no", panic: true, reported: false }),
        ]
    }

    #[test]
    fn what_is_written_is_read_again() {
        for request in requests() {
            let message = RequestAt { request, place: place() };
            let mut writer = Writer::default();
            message.encode(&mut writer);
            let arena = Arena::default();
            let mut reader = Reader::with_arena(writer.bytes(), &arena);
            assert_eq!(RequestAt::decode(&mut reader), Ok(message));
            assert!(reader.bytes.is_empty());
        }
    }

    #[test]
    fn a_message_cut_short_or_changed_is_an_error_and_no_panic() {
        for request in requests() {
            let mut writer = Writer::default();
            RequestAt { request, place: place() }.encode(&mut writer);
            let arena = Arena::default();
            for end in 0..writer.bytes().len() {
                let mut reader = Reader::with_arena(&writer.bytes()[..end], &arena);
                assert!(RequestAt::decode(&mut reader).is_err());
            }
            for at in 0..writer.bytes().len() {
                let mut changed = writer.bytes().to_vec();
                changed[at] ^= 0xff;
                // Whatever comes out, it is a value or an error.
                let _: bool = RequestAt::decode(&mut Reader::with_arena(&changed, &arena)).is_ok();
            }
        }
    }
}
