//! The column type of a Rust type.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{GenericArgument, PathArguments, PathSegment, Type, TypePath};

/// What kind of values a Rust type has, as far as attributes ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Integer,
    Float,
    Decimal,
    Boolean,
    Text,
    Character,
    Bytes,
    /// A time of day or a moment, with digits of a second.
    Clock(&'static str),
    /// Any other of which all is known.
    Plain,
    /// One whose `ColumnValue` says it.
    Own,
}

/// What a Rust type says of its column.
pub(crate) struct RustType {
    pub(crate) kind: Kind,
    /// An expression of the column type.
    pub(crate) ty: TokenStream,
    pub(crate) nullable: Nullable,
}

/// Whether a Rust type takes NULL.
pub(crate) enum Nullable {
    No,
    Yes,
    /// As this expression says.
    Asks(TokenStream),
}

/// Types of crates whose `ColumnValue` cannot be implemented without depending on them, by their last segment.
const KNOWN: &[(&str, Kind, &str)] = &[
    // chrono, and the aliases of SeaORM's prelude.
    ("NaiveDate", Kind::Plain, "Date"),
    ("NaiveTime", Kind::Clock("TimeDigits"), "Time"),
    ("NaiveDateTime", Kind::Clock("TimestampDigits"), "Timestamp"),
    ("DateTimeUtc", Kind::Clock("TimestampWithTimeZoneDigits"), "TimestampWithTimeZone"),
    ("DateTimeLocal", Kind::Clock("TimestampWithTimeZoneDigits"), "TimestampWithTimeZone"),
    ("DateTimeWithTimeZone", Kind::Clock("TimestampWithTimeZoneDigits"), "TimestampWithTimeZone"),
    ("TimeDelta", Kind::Plain, "Interval"),
    // time.
    ("PrimitiveDateTime", Kind::Clock("TimestampDigits"), "Timestamp"),
    ("OffsetDateTime", Kind::Clock("TimestampWithTimeZoneDigits"), "TimestampWithTimeZone"),
    ("UtcDateTime", Kind::Clock("TimestampWithTimeZoneDigits"), "TimestampWithTimeZone"),
    // jiff; `Date`, `Time` and `Duration` of several.
    ("Timestamp", Kind::Clock("TimestampWithTimeZoneDigits"), "TimestampWithTimeZone"),
    ("Zoned", Kind::Clock("TimestampWithTimeZoneDigits"), "TimestampWithTimeZone"),
    ("Span", Kind::Plain, "Interval"),
    ("SignedDuration", Kind::Plain, "Interval"),
    ("Duration", Kind::Plain, "Interval"),
    ("SystemTime", Kind::Clock("TimestampWithTimeZoneDigits"), "TimestampWithTimeZone"),
    ("Date", Kind::Plain, "Date"),
    ("Time", Kind::Clock("TimeDigits"), "Time"),
    // Others.
    ("Uuid", Kind::Plain, "Uuid"),
    ("Value", Kind::Plain, "Json"),
    ("JsonValue", Kind::Plain, "Json"),
    ("Json", Kind::Plain, "Json"),
    ("Jsonb", Kind::Plain, "Jsonb"),
    ("Bytes", Kind::Bytes, "Blob"),
    ("IpNetwork", Kind::Plain, "Inet"),
    ("IpNet", Kind::Plain, "Inet"),
    ("MacAddress", Kind::Plain, "MacAddr"),
];

const PRIMITIVES: &[(&str, Kind)] = &[
    ("i8", Kind::Integer),
    ("i16", Kind::Integer),
    ("i32", Kind::Integer),
    ("i64", Kind::Integer),
    ("u8", Kind::Integer),
    ("u16", Kind::Integer),
    ("u32", Kind::Integer),
    ("u64", Kind::Integer),
    ("f32", Kind::Float),
    ("f64", Kind::Float),
    ("bool", Kind::Boolean),
    ("char", Kind::Character),
    ("str", Kind::Text),
];

/// Returns what a Rust type says of its column.
pub(crate) fn read(ty: &Type) -> syn::Result<RustType> {
    match ty {
        Type::Group(group) => read(&group.elem),
        Type::Paren(paren) => read(&paren.elem),
        Type::Reference(reference) => read(&reference.elem),
        Type::Slice(slice) => list(&slice.elem, ty.span()),
        Type::Array(array) if is_byte(&array.elem) => Ok(own(ty, Kind::Plain)),
        Type::Array(array) => list(&array.elem, ty.span()),
        Type::Path(path) => named(path, ty),
        _ => Err(syn::Error::new(
            ty.span(),
            "a column has no such type\nleave the field out by `#[table(skip)]`, or say what the column holds by `#[table(type = …)]`",
        )),
    }
}

fn named(path: &TypePath, ty: &Type) -> syn::Result<RustType> {
    let own_crate = path.path.segments.first().is_some_and(|first| first.ident == "migration_api");
    let Some(segment) = path.path.segments.last().filter(|_| path.qself.is_none() && !own_crate)
    else {
        return Ok(own(ty, Kind::Own));
    };
    let name = segment.ident.to_string();
    match (name.as_str(), argument(segment)) {
        ("Option", Some(inner)) => Ok(RustType { nullable: Nullable::Yes, ..read(inner)? }),
        ("Box" | "Arc" | "Rc" | "Cow", Some(inner)) => read(inner),
        ("Vec", Some(inner)) => list(inner, ty.span()),
        ("String", None) => Ok(known(Kind::Text, "Text", ty.span())),
        // chrono's has a time zone as its argument, jiff's civil one has none.
        ("DateTime", Some(_)) => Ok(known(
            Kind::Clock("TimestampWithTimeZoneDigits"),
            "TimestampWithTimeZone",
            ty.span(),
        )),
        ("DateTime", None) => Ok(known(Kind::Clock("TimestampDigits"), "Timestamp", ty.span())),
        ("Decimal" | "BigDecimal", None) => Ok(decimal(ty.span())),
        _ => Ok(by_name(&name, ty)),
    }
}

fn by_name(name: &str, ty: &Type) -> RustType {
    if let Some((_, kind)) = PRIMITIVES.iter().find(|(known, _)| *known == name) {
        return own(ty, *kind);
    }
    match KNOWN.iter().find(|(known, ..)| *known == name) {
        Some((_, kind, column_type)) => known(*kind, column_type, ty.span()),
        None => own(ty, Kind::Own),
    }
}

/// Returns a type that the macro knows itself.
fn known(kind: Kind, column_type: &str, span: Span) -> RustType {
    let variant = syn::Ident::new(column_type, span);
    let ty = quote!(::migration_api::schema::ColumnType::#variant);
    RustType { kind, ty, nullable: Nullable::No }
}

/// Nineteen digits, four of them behind the point: what fits 64 bits, and what money is usually kept in.
fn decimal(span: Span) -> RustType {
    let ty = quote_spanned!(span=> ::migration_api::schema::ColumnType::Numeric(19, 4));
    RustType { kind: Kind::Decimal, ty, nullable: Nullable::No }
}

/// Returns a type whose `ColumnValue` is asked.
fn own(ty: &Type, kind: Kind) -> RustType {
    let span = ty.span();
    let asked = quote_spanned!(span=> <#ty as ::migration_api::schema::ColumnValue>);
    let nullable = match kind {
        Kind::Own => Nullable::Asks(quote!(#asked::NULLABLE)),
        _ => Nullable::No,
    };
    RustType { kind, ty: quote!(#asked::TYPE), nullable }
}

fn list(element: &Type, span: Span) -> syn::Result<RustType> {
    if is_byte(element) {
        return Ok(known(Kind::Bytes, "Blob", span));
    }
    let element = read(element)?.ty;
    let ty = quote!(::migration_api::schema::ColumnType::Array(&#element));
    Ok(RustType { kind: Kind::Plain, ty, nullable: Nullable::No })
}

fn is_byte(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident("u8"))
}

/// Returns the last type among the arguments of a generic type.
fn argument(segment: &PathSegment) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return None;
    };
    arguments.args.iter().rev().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}
