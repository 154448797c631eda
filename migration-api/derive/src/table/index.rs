//! Indexes of the table.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::LitStr;

use super::columns::Columns;
use super::reference::option;
use crate::entry::{Entries, Entry, EntryValue, Item};
use crate::errors::Errors;
use crate::remark;

/// The keys of `index(…)`.
const KEYS: &[&str] = &[
    "name",
    "columns",
    "column",
    "expression",
    "unique",
    "where",
    "using",
    "include",
    "storage",
    "tablespace",
    "nulls_not_distinct",
    "comment",
];

/// The keys of `column("…", …)` and `expression("…", …)` within it.
const PART_KEYS: &[&str] =
    &["descending", "nulls_first", "nulls_last", "collation", "operator_class", "prefix_length"];

const EXAMPLE: &str = "`index(\"a\", \"b\")` or `index(name = \"…\", column(\"a\", descending), expression(\"lower(b)\"), unique, where = \"…\")`";

/// Reads `index(…)` as an expression of an index.
pub(super) fn read(
    entry: &Entry,
    table: &TokenStream,
    all: &Columns,
    errors: &mut Errors,
) -> Option<TokenStream> {
    let items = errors.take(entry.list(EXAMPLE))?;
    let (texts, entries) = Entries::of_list(items, KEYS, &["column", "expression"], errors);
    let keys = keys(entry, texts, &entries, all, errors)?;
    let mut parts = Vec::new();
    for (key, part) in [("where", "predicate"), ("using", "using"), ("tablespace", "tablespace")] {
        if let Some(text) = entries.text(key, errors) {
            let part = syn::Ident::new(part, Span::call_site());
            parts.push(quote!(#part: ::core::option::Option::Some(#text)));
        }
    }
    if let Some(comment) =
        entries.get("comment").and_then(|entry| errors.take(remark::of_entry(entry, &[])))
    {
        parts.push(quote!(comment: ::core::option::Option::Some(#comment)));
    }
    if let Some(include) = entries.texts("include", errors) {
        all.check(&include, errors);
        parts.push(quote!(include: &[#(#include),*]));
    }
    if let Some(storage) = entries.get("storage").and_then(|entry| storage(entry, errors)) {
        parts.push(quote!(storage: &[#(#storage),*]));
    }
    for key in ["unique", "nulls_not_distinct"] {
        if entries.is_on(key, errors) {
            let part = syn::Ident::new(key, Span::call_site());
            parts.push(quote!(#part: true));
        }
    }
    Some(expression(entries.text("name", errors).as_ref(), table, &keys, &parts))
}

/// Returns an expression of a plain index over one column.
pub(super) fn of_column(name: &LitStr, column: &LitStr, table: &TokenStream) -> TokenStream {
    expression(Some(name), table, &quote!(Columns(&[#column])), &[])
}

fn expression(
    name: Option<&LitStr>,
    table: &TokenStream,
    keys: &TokenStream,
    parts: &[TokenStream],
) -> TokenStream {
    let name = option(name);
    quote! {
        ::migration_api::schema::Index {
            #(#parts,)*
            ..::migration_api::schema::Index::over(#name, #table, ::migration_api::schema::IndexKeys::#keys)
        }
    }
}

/// Returns what the index is over, as a variant of `IndexKeys`.
fn keys(
    entry: &Entry,
    texts: Vec<LitStr>,
    entries: &Entries<'_>,
    all: &Columns,
    errors: &mut Errors,
) -> Option<TokenStream> {
    let parts: Vec<_> = entries
        .iter()
        .filter(|entry| matches!(entry.name().as_str(), "column" | "expression"))
        .collect();
    let listed = entries.texts("columns", errors);
    let columns = match (texts.is_empty(), listed, parts.is_empty()) {
        (false, None, true) => texts,
        (true, Some(listed), true) => listed,
        (true, None, false) => {
            let parts: Vec<_> =
                parts.into_iter().filter_map(|part| one_part(part, all, errors)).collect();
            return Some(quote!(Parts(&[#(#parts),*])));
        }
        (true, None, true) if entries.get("columns").is_some() => return None,
        _ => {
            errors
                .add(entry.span(), format!("`index` needs what it is over, in one way: {EXAMPLE}"));
            return None;
        }
    };
    all.check(&columns, errors);
    Some(quote!(Columns(&[#(#columns),*])))
}

fn one_part(entry: &Entry, all: &Columns, errors: &mut Errors) -> Option<TokenStream> {
    let is_expression = entry.name() == "expression";
    if is_expression && let EntryValue::Assigned(_) = entry.value {
        let text = errors.take(entry.text())?;
        return Some(quote!(::migration_api::schema::IndexPart::expression(#text)));
    }
    let example = "a text first: `column(\"a\", descending)`, `expression(\"lower(a)\")`";
    let items = errors.take(entry.list(example))?;
    let (texts, entries) = Entries::of_list(items, PART_KEYS, &[], errors);
    let ([text], Some(Item::Text(_))) = (texts.as_slice(), items.first()) else {
        errors.add(entry.span(), format!("`{}` takes {example}", entry.name()));
        return None;
    };
    if !is_expression {
        all.check(&texts, errors);
    }
    let mut calls = TokenStream::new();
    for key in ["descending", "nulls_first", "nulls_last"] {
        if entries.is_on(key, errors) {
            let method = syn::Ident::new(key, Span::call_site());
            calls.extend(quote!(.#method()));
        }
    }
    for key in ["collation", "operator_class"] {
        if let Some(text) = entries.text(key, errors) {
            let method = syn::Ident::new(key, Span::call_site());
            calls.extend(quote!(.#method(#text)));
        }
    }
    if let Some(length) = entries.number("prefix_length", errors) {
        calls.extend(quote!(.prefix_length(#length)));
    }
    let made = if is_expression { quote!(expression) } else { quote!(column) };
    Some(quote!(::migration_api::schema::IndexPart::#made(#text)#calls))
}

/// Reads `storage(fillfactor = "70")` as pairs.
pub(super) fn storage(entry: &Entry, errors: &mut Errors) -> Option<Vec<TokenStream>> {
    let wanted = "parameters: `storage(fillfactor = \"70\")`";
    let items = errors.take(entry.list(wanted))?;
    let mut pairs = Vec::new();
    for item in items {
        match item {
            Item::Entry(parameter) => {
                let name = parameter.name();
                if let Some(value) = errors.take(parameter.text()) {
                    pairs.push(quote!((#name, #value)));
                }
            }
            Item::Text(text) => errors.add(text.span(), format!("`storage` takes {wanted}")),
        }
    }
    Some(pairs)
}
