//! Values as bytes, and back.
//!
//! Numbers are little-endian, text and lists carry their length first, a choice its number. Both
//! sides of the boundary are checked to speak the same [`ABI_VERSION`](super::ABI_VERSION), so
//! nothing here describes itself.

use std::fmt;

#[cfg(feature = "host")]
use super::arena::Arena;

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
    /// How deep the value being read stands within others of its kind.
    #[cfg(feature = "host")]
    depth: u32,
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
            #[cfg(feature = "host")]
            depth: 0,
        }
    }

    /// Reads from these bytes, lists of borrowed values included, which are laid in `arena`.
    #[cfg(feature = "host")]
    pub fn with_arena(bytes: &'a [u8], arena: &'a Arena) -> Self {
        Self { bytes, arena: Some(arena), depth: 0 }
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
        from.depth += 1;
        if from.depth > DEEPEST {
            return Err(WireError { what: "it is nested too deeply" });
        }
        let list: Result<Vec<T>, WireError> = (0..length).map(|_| T::decode(from)).collect();
        from.depth -= 1;
        Ok(arena.keep(list?))
    }
}

/// As deep as values may stand within others of their kind: a type in an array of arrays. A damaged message must not use up
/// the stack.
#[cfg(feature = "host")]
const DEEPEST: u32 = 32;

#[cfg(feature = "host")]
impl<'a> Reader<'a> {
    /// Reads one value that stands within another of its kind, and lays it in the arena.
    fn nested<T: Decode<'a> + Copy>(&mut self) -> Result<&'a T, WireError> {
        let arena = self.arena.ok_or(WireError { what: "there is no room for a list" })?;
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(WireError { what: "it is nested too deeply" });
        }
        let value = T::decode(self)?;
        self.depth -= 1;
        arena.keep(vec![value]).first().ok_or(WireError { what: "there is no room for a list" })
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

/// Writes and reads structs field by field; with `host:`, reading is for the runner's side only; with
/// `translated:`, schemas are replaced by those that they stand for.
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
    (translated: $($ty:ty { $($field:tt),* })*) => {
        $(wire_struct!(@encode $ty { $($field),* });
        #[cfg(feature = "host")]
        impl<'a> Decode<'a> for $ty {
            fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
                let value = Self { $($field: Decode::decode(from)?),* };
                Ok(value.translated(from))
            }
        })*
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
                wire_enum!(@read from $ty {
                    $($tag $variant $(($($field),*))? $({ $($named),* })?),*
                })
            }
        }
    };
    (@read $from:ident $ty:ty {
        $($tag:literal $variant:ident $(($($field:ident),*))? $({ $($named:ident),* })?),* $(,)?
    }) => {
        match u8::decode($from)? {
            $($tag => {
                $($(let $field = Decode::decode($from)?;)*)?
                $($(let $named = Decode::decode($from)?;)*)?
                Ok(Self::$variant $(($($field),*))? $({ $($named),* })?)
            })*
            _ => Err(WireError { what: concat!("no such ", stringify!($ty)) }),
        }
    };
    (translated: $($ty:ty { $($body:tt)* })*) => {
        $(wire_enum!(@encode $ty { $($body)* });
        #[cfg(feature = "host")]
        impl<'a> Decode<'a> for $ty {
            fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
                let read: Result<Self, WireError> = wire_enum!(@read from $ty { $($body)* });
                read.map(|value| value.translated(from))
            }
        })*
    };
    ($($ty:ty { $($body:tt)* })*) => {
        $(wire_enum!(@encode $ty { $($body)* });
        wire_enum!(@decode $ty { $($body)* });)*
    };
}

mod message;
mod operation;
mod schema;
#[cfg(feature = "host")]
mod translate;

pub(crate) use operation::encode_batch;

#[cfg(all(test, feature = "host"))]
mod tests {
    use super::*;
    use crate::abi::{Failure, Request, RequestAt};
    use crate::error::Place;
    use crate::ops::{AlterColumn, BulkInsert, CreateTable, Operation};
    use crate::schema::{Column, ColumnType};
    use crate::value::Value;

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
            Request::RunMigrations { arguments: &[("tenant", "north")] },
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
