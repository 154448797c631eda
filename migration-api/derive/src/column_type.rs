//! The expression of a column type in an attribute.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use crate::entry::Entry;
use crate::errors::nearest;

/// The variants of `ColumnType`.
const VARIANTS: &[&str] = &[
    "SmallInt",
    "Integer",
    "BigInt",
    "Real",
    "Double",
    "Numeric",
    "Boolean",
    "Char",
    "Varchar",
    "Text",
    "Blob",
    "Binary",
    "Varbinary",
    "Date",
    "Time",
    "TimeWithTimeZone",
    "Timestamp",
    "TimestampWithTimeZone",
    "TimeDigits",
    "TimestampDigits",
    "TimestampWithTimeZoneDigits",
    "Interval",
    "Uuid",
    "Json",
    "Enum",
    "Array",
    "Bit",
    "Named",
    "Jsonb",
    "VarBit",
    "Inet",
    "Cidr",
    "MacAddr",
    "MacAddr8",
    "TsVector",
    "TsQuery",
    "HStore",
    "CiText",
    "Money",
    "Xml",
    "Point",
    "Line",
    "LineSegment",
    "GeometricBox",
    "Path",
    "Polygon",
    "Circle",
    "Int4Range",
    "Int8Range",
    "NumRange",
    "TsRange",
    "TstzRange",
    "DateRange",
    "TinyInt",
    "MediumInt",
    "Unsigned",
    "TinyText",
    "MediumText",
    "LongText",
    "TinyBlob",
    "MediumBlob",
    "LongBlob",
    "Set",
    "Year",
    "Any",
    "Variants",
    "Custom",
];

/// Returns the column type that `type = …` names: `Varchar(200)`, or the database's own words as a text.
pub(crate) fn read(entry: &Entry) -> syn::Result<TokenStream> {
    let wanted =
        "a column type: `type = Varchar(200)`, or the database's own words: `type = \"vector(3)\"`";
    let tokens = entry.tokens(wanted)?;
    if let Ok(text) = entry.text() {
        return Ok(quote!(::migration_api::schema::ColumnType::Custom(#text)));
    }
    check_first(tokens)?;
    Ok(with_paths(tokens.clone()))
}

/// Complains of a type that is written like a variant and is none.
fn check_first(tokens: &TokenStream) -> syn::Result<()> {
    let mut tokens = tokens.clone().into_iter();
    let Some(TokenTree::Ident(first)) = tokens.next() else {
        return Ok(());
    };
    let name = first.to_string();
    let is_path = matches!(tokens.next(), Some(TokenTree::Punct(mark)) if mark.as_char() == ':');
    let is_constant = name.chars().all(|letter| !letter.is_lowercase());
    if is_path || is_constant || VARIANTS.contains(&name.as_str()) {
        return Ok(());
    }
    let guess =
        nearest(&name, VARIANTS).map_or_else(String::new, |it| format!("; did you mean `{it}`?"));
    let message = format!(
        "there is no column type `{name}`{guess}\nsee `migration_api::schema::ColumnType`; the database's own words are written as a text"
    );
    Err(syn::Error::new(first.span(), message))
}

/// Writes the variants with their whole path, as the application need not have imported them.
fn with_paths(tokens: TokenStream) -> TokenStream {
    let mut after_path = false;
    tokens
        .into_iter()
        .map(|token| {
            let is_first = !std::mem::replace(&mut after_path, is_mark(&token));
            match token {
                TokenTree::Ident(name) if is_first => with_path(&name),
                TokenTree::Group(group) => {
                    let mut inner = Group::new(group.delimiter(), with_paths(group.stream()));
                    inner.set_span(group.span());
                    TokenTree::Group(inner).into()
                }
                other => other.into(),
            }
        })
        .collect()
}

fn is_mark(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(mark) if matches!(mark.as_char(), ':' | '.'))
}

fn with_path(name: &Ident) -> TokenStream {
    let span = name.span();
    if name == "ColumnType" {
        return quote_spanned!(span=> ::migration_api::schema::ColumnType);
    }
    if VARIANTS.contains(&name.to_string().as_str()) {
        return quote_spanned!(span=> ::migration_api::schema::ColumnType::#name);
    }
    quote!(#name)
}
