//! References to other tables.

use proc_macro2::TokenStream;
use quote::quote;
use syn::LitStr;

use crate::case::literal;
use crate::entry::{Entries, EntryValue};
use crate::errors::Errors;

const ACTIONS: &[(&str, &str)] = &[
    ("cascade", "Cascade"),
    ("set null", "SetNull"),
    ("set default", "SetDefault"),
    ("restrict", "Restrict"),
    ("no action", "NoAction"),
];

/// The keys of `references(…)`.
const KEYS: &[&str] = &["table", "column", "name", "on_delete", "on_update"];

/// Reads `references = "table(column)"`, with `on_delete` and `on_update` beside it, or `references(table = "…", column = "…", …)`
/// of a field, as an expression of a `Reference`.
pub(super) fn of_field(field: &Entries<'_>, errors: &mut Errors) -> Option<TokenStream> {
    let entry = field.get("references");
    let listed = entry.is_some_and(|entry| matches!(entry.value, EntryValue::List(_)));
    for action in ["on_delete", "on_update"].into_iter().filter_map(|key| field.get(key)) {
        if entry.is_none() {
            errors.add(action.span(), "this needs `references = \"…\"` beside it");
        } else if listed {
            errors.add(action.span(), "this belongs within `references(…)`");
        }
    }
    let entry = entry?;
    if !listed {
        let text = errors.take(entry.text())?;
        let (table, columns) = errors.take(target(&text))?;
        let [column] = columns.as_slice() else {
            errors.add(
                text.span(),
                "a field refers to one column; several are `foreign_key(…)` on the struct",
            );
            return None;
        };
        return Some(expression(&table, column, None, actions(field, errors)));
    }
    let items = errors.take(entry.list("a list"))?;
    let (texts, entries) = Entries::of_list(items, KEYS, &[], errors);
    for text in texts {
        errors.add(text.span(), "expected `table = \"…\"` or another key");
    }
    let table = entries.text("table", errors);
    let column = entries.text("column", errors);
    let name = entries.text("name", errors);
    let actions = actions(&entries, errors);
    let (Some(table), Some(column)) = (table, column) else {
        errors.add(entry.span(), "`references(…)` needs `table = \"…\"` and `column = \"…\"`");
        return None;
    };
    Some(expression(&table, &column, name.as_ref(), actions))
}

fn expression(
    table: &LitStr,
    column: &LitStr,
    name: Option<&LitStr>,
    (on_delete, on_update): (TokenStream, TokenStream),
) -> TokenStream {
    let name = option(name);
    quote! {
        ::migration_api::schema::Reference {
            name: #name,
            table: #table,
            column: #column,
            on_delete: #on_delete,
            on_update: #on_update,
        }
    }
}

/// Reads `table(a, b)`.
pub(super) fn target(text: &LitStr) -> syn::Result<(LitStr, Vec<LitStr>)> {
    let value = text.value();
    let parts = value.trim().strip_suffix(')').and_then(|rest| rest.split_once('('));
    let wanted = || {
        syn::Error::new(
            text.span(),
            "expected `table(column)`, as in `references = \"account(id)\"`",
        )
    };
    let (table, columns) = parts.ok_or_else(wanted)?;
    let columns: Vec<_> = columns.split(',').map(str::trim).collect();
    if table.trim().is_empty()
        || columns.iter().any(|column| column.is_empty() || column.contains('('))
    {
        return Err(wanted());
    }
    let columns = columns.into_iter().map(|column| literal(column, text.span())).collect();
    Ok((literal(table.trim(), text.span()), columns))
}

/// Reads `on_delete` and `on_update`, each as an expression of an optional action.
pub(super) fn actions(entries: &Entries<'_>, errors: &mut Errors) -> (TokenStream, TokenStream) {
    let mut read = |key| {
        let action = entries.text(key, errors).and_then(|text| errors.take(action(&text)));
        action.unwrap_or_else(none)
    };
    (read("on_delete"), read("on_update"))
}

fn action(text: &LitStr) -> syn::Result<TokenStream> {
    let value = text.value().to_lowercase().replace('_', " ");
    match ACTIONS.iter().find(|(known, _)| *known == value) {
        Some((_, variant)) => {
            let variant = syn::Ident::new(variant, text.span());
            Ok(
                quote!(::core::option::Option::Some(::migration_api::schema::ReferentialAction::#variant)),
            )
        }
        None => {
            let all: Vec<_> = ACTIONS.iter().map(|(known, _)| format!("\"{known}\"")).collect();
            let message =
                format!("there is no action `{}`\nknown are {}", text.value(), all.join(", "));
            Err(syn::Error::new(text.span(), message))
        }
    }
}

/// Returns an expression of an optional text.
pub(crate) fn option(text: Option<&LitStr>) -> TokenStream {
    text.map_or_else(none, |text| quote!(::core::option::Option::Some(#text)))
}

/// Returns an expression of nothing.
pub(crate) fn none() -> TokenStream {
    quote!(::core::option::Option::None)
}
