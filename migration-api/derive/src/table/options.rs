//! What only some databases let a table have.

use proc_macro2::{Span, TokenStream};
use quote::quote;

use super::index::storage;
use crate::entry::Entries;
use crate::errors::Errors;

/// Keys with a text, and their variants of `TableOption`.
const TEXTS: &[(&str, &str)] = &[
    ("engine", "Engine"),
    ("charset", "Charset"),
    ("collate", "Collate"),
    ("row_format", "RowFormat"),
    ("partition_by", "PartitionBy"),
    ("inherits", "Inherits"),
    ("tablespace", "Tablespace"),
];

/// Keys that stand alone, and their variants of `TableOption`.
const FLAGS: &[(&str, &str)] =
    &[("unlogged", "Unlogged"), ("strict", "Strict"), ("without_rowid", "WithoutRowid")];

/// Reads the options as expressions of `TableOption`.
pub(super) fn read(entries: &Entries<'_>, errors: &mut Errors) -> Vec<TokenStream> {
    let mut options = Vec::new();
    let variant = |name: &str| {
        let name = syn::Ident::new(name, Span::call_site());
        quote!(::migration_api::schema::TableOption::#name)
    };
    for (key, name) in TEXTS {
        if let Some(text) = entries.text(key, errors) {
            let option = variant(name);
            options.push(quote!(#option(#text)));
        }
    }
    if let Some(first) = entries.number("auto_increment", errors) {
        let option = variant("AutoIncrement");
        let first = u64::from(first);
        options.push(quote!(#option(#first)));
    }
    for pair in entries.get("storage").and_then(|entry| storage(entry, errors)).unwrap_or_default()
    {
        let option = variant("Storage");
        // A pair in parentheses is the variant's arguments.
        options.push(quote!(#option #pair));
    }
    for (key, name) in FLAGS {
        if entries.is_on(key, errors) {
            options.push(variant(name));
        }
    }
    options
}
