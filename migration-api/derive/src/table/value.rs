//! Where a column's values come from when a row does not give them.

use proc_macro2::{Span, TokenStream};
use quote::quote;

use super::types::{Kind, RustType};
use crate::case::literal;
use crate::entry::{Entries, Entry, EntryValue, Plain};
use crate::errors::Errors;

/// Returns how the database numbers the column.
pub(super) fn numbering(
    rust: &RustType,
    entries: &Entries<'_>,
    errors: &mut Errors,
) -> Vec<TokenStream> {
    let mut parts = Vec::new();
    for (key, variant) in [("autoincrement", "Always"), ("no_autoincrement", "Never")] {
        let Some(entry) = entries.get(key).filter(|_| entries.is_on(key, errors)) else { continue };
        number_only(rust, entry, errors);
        if !parts.is_empty() {
            errors
                .add(entry.span(), "`autoincrement` and `no_autoincrement` contradict one another");
        }
        let variant = syn::Ident::new(variant, Span::call_site());
        parts.push(quote!(autoincrement: ::migration_api::schema::Autoincrement::#variant));
    }
    let Some(entry) = entries.get("identity") else {
        return parts;
    };
    number_only(rust, entry, errors);
    let kind = match &entry.value {
        EntryValue::Nothing => "by_default".to_owned(),
        _ => errors.take(entry.text()).map_or_else(String::new, |text| text.value()),
    };
    let function = match kind.as_str() {
        "always" => quote!(always),
        "by_default" | "by default" => quote!(by_default),
        _ => {
            errors.add(
                entry.value_span(),
                "`identity` stands alone, or is \"always\" or \"by_default\"",
            );
            return parts;
        }
    };
    parts.push(quote!(identity: ::core::option::Option::Some(::migration_api::schema::Identity::#function())));
    parts
}

fn number_only(rust: &RustType, entry: &Entry, errors: &mut Errors) {
    if !matches!(rust.kind, Kind::Integer | Kind::Own) {
        errors.add(entry.span(), format!("`{}` is for whole numbers", entry.name()));
    }
}

/// Returns where the column's values come from: a default or an expression.
pub(super) fn source(
    rust: &RustType,
    entries: &Entries<'_>,
    errors: &mut Errors,
) -> Vec<TokenStream> {
    let sources = [
        "default",
        "default_sql",
        "computed",
        "computed_stored",
        "computed_virtual",
        "identity",
        "autoincrement",
    ];
    let mut given = sources.iter().filter_map(|key| entries.get(key));
    if let (Some(first), Some(second)) = (given.next(), given.next()) {
        let message = format!("a column has `{}` or `{}`, not both", first.name(), second.name());
        errors.add(second.span(), message);
    }
    let mut parts = Vec::new();
    if let Some(entry) = entries.get("default")
        && let Some(value) = errors.take(default(rust.kind, entry))
    {
        let literal =
            quote!(::migration_api::schema::DefaultValue::Literal(::migration_api::Value::#value));
        parts.push(quote!(default: ::core::option::Option::Some(#literal)));
    }
    if let Some(text) = entries.text("default_sql", errors) {
        let expression = quote!(::migration_api::schema::DefaultValue::Expression(#text));
        parts.push(quote!(default: ::core::option::Option::Some(#expression)));
    }
    for (key, stored) in [
        ("computed", quote!(::core::option::Option::None)),
        ("computed_stored", quote!(::core::option::Option::Some(true))),
        ("computed_virtual", quote!(::core::option::Option::Some(false))),
    ] {
        if let Some(text) = entries.text(key, errors) {
            let computed =
                quote!(::migration_api::schema::Computed { expression: #text, stored: #stored });
            parts.push(quote!(computed: ::core::option::Option::Some(#computed)));
        }
    }
    parts
}

/// Returns the plain default as a variant of `Value`, if it is one for this kind of column.
fn default(kind: Kind, entry: &Entry) -> syn::Result<TokenStream> {
    let plain = entry.plain()?;
    let wrong = |wanted: &str| {
        let message = format!(
            "the default of this column is {wanted}; an SQL expression is `default_sql = \"…\"`"
        );
        Err(syn::Error::new(entry.value_span(), message))
    };
    match (kind, &plain) {
        (Kind::Integer, Plain::Int(_))
        | (Kind::Float | Kind::Decimal, Plain::Int(_) | Plain::Float(..))
        | (Kind::Decimal | Kind::Clock(_), Plain::Text(_))
        | (Kind::Boolean, Plain::Bool(_))
        | (Kind::Text | Kind::Character, Plain::Text(_) | Plain::Char(_))
        | (Kind::Bytes, Plain::Bytes(_) | Plain::Text(_))
        | (Kind::Plain | Kind::Own, _) => {}
        (Kind::Integer, _) => return wrong("a whole number"),
        (Kind::Float | Kind::Decimal, _) => return wrong("a number"),
        (Kind::Boolean, _) => return wrong("`true` or `false`"),
        (Kind::Text | Kind::Character | Kind::Clock(_), _) => return wrong("a text"),
        (Kind::Bytes, _) => return wrong("bytes: `b\"…\"`"),
    }
    Ok(match plain {
        Plain::Text(text) if kind == Kind::Decimal => quote!(Decimal(#text)),
        Plain::Float(_, text) if kind == Kind::Decimal => {
            let text = literal(&text, entry.value_span());
            quote!(Decimal(#text))
        }
        Plain::Text(text) => quote!(Text(#text)),
        Plain::Char(letter) => {
            let text = literal(&letter.to_string(), entry.value_span());
            quote!(Text(#text))
        }
        Plain::Bytes(bytes) => quote!(Bytes(#bytes)),
        Plain::Bool(value) => quote!(Bool(#value)),
        Plain::Int(number) if kind == Kind::Float => {
            let number: TokenStream = format!("{number}.0").replace(' ', "").parse()?;
            quote!(Float(#number))
        }
        Plain::Int(number) => quote!(Int(#number)),
        Plain::Float(number, _) => quote!(Float(#number)),
    })
}
