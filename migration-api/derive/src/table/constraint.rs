//! Constraints of the whole table.

use proc_macro2::TokenStream;
use quote::quote;
use syn::LitStr;

use super::columns::Columns;
use super::reference::{self, none, option};
use crate::entry::{Entries, Entry, EntryValue};
use crate::errors::Errors;

/// Which constraint an attribute states.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    PrimaryKey,
    Unique,
    Check,
    ForeignKey,
}

impl Kind {
    /// Returns the keys that its list may have, and an example.
    fn form(self) -> (&'static [&'static str], &'static str) {
        match self {
            Self::PrimaryKey => (
                &["name", "columns", "include", "deferrable", "initially_deferred"],
                "`primary_key(\"a\", \"b\")` or `primary_key(name = \"…\", columns(\"a\", \"b\"))`",
            ),
            Self::Unique => (
                &[
                    "name",
                    "columns",
                    "include",
                    "nulls_not_distinct",
                    "deferrable",
                    "initially_deferred",
                ],
                "`unique(\"a\", \"b\")` or `unique(name = \"…\", columns(\"a\", \"b\"))`",
            ),
            Self::Check => (
                &["name", "sql", "no_inherit"],
                "`check = \"…\"`, `check(\"…\")` or `check(name = \"…\", sql = \"…\")`",
            ),
            Self::ForeignKey => (
                &[
                    "name",
                    "columns",
                    "references",
                    "on_delete",
                    "on_delete_columns",
                    "on_update",
                    "match_kind",
                    "deferrable",
                    "initially_deferred",
                ],
                "`foreign_key(columns(\"a\", \"b\"), references = \"table(c, d)\", on_delete = \"cascade\")`",
            ),
        }
    }
}

/// Reads a constraint as an expression of one.
pub(super) fn read(
    kind: Kind,
    entry: &Entry,
    all: &Columns,
    errors: &mut Errors,
) -> Option<TokenStream> {
    let (keys, example) = kind.form();
    if let (Kind::Check, EntryValue::Assigned(_)) = (kind, &entry.value) {
        let condition = errors.take(entry.text())?;
        return Some(expression(None, &quote!(Check(#condition)), &[]));
    }
    let items = errors.take(entry.list(example))?;
    let (texts, entries) = Entries::of_list(items, keys, &[], errors);
    let name = entries.text("name", errors);
    let demand = match kind {
        Kind::Check => check(entry, texts, &entries, errors)?,
        Kind::PrimaryKey | Kind::Unique => {
            let columns = columns(entry, example, texts, &entries, all, errors)?;
            if matches!(kind, Kind::PrimaryKey) {
                quote!(PrimaryKey(&[#(#columns),*]))
            } else {
                quote!(Unique(&[#(#columns),*]))
            }
        }
        Kind::ForeignKey => {
            let columns = columns(entry, example, texts, &entries, all, errors)?;
            foreign_key(entry, &columns, &entries, errors)?
        }
    };
    Some(expression(name.as_ref(), &demand, &rest(&entries, all, errors)))
}

fn expression(name: Option<&LitStr>, demand: &TokenStream, parts: &[TokenStream]) -> TokenStream {
    let name = option(name);
    quote! {
        ::migration_api::schema::Constraint {
            name: #name,
            #(#parts,)*
            ..::migration_api::schema::Constraint::new("", ::migration_api::schema::ConstraintKind::#demand)
        }
    }
}

/// Returns the columns, given as texts or as `columns(…)`.
fn columns(
    entry: &Entry,
    example: &str,
    texts: Vec<LitStr>,
    entries: &Entries<'_>,
    all: &Columns,
    errors: &mut Errors,
) -> Option<Vec<LitStr>> {
    let listed = entries.texts("columns", errors);
    let columns = match (texts.is_empty(), listed) {
        (true, Some(listed)) => listed,
        (false, None) => texts,
        (true, None) if entries.get("columns").is_some() => return None,
        _ => {
            errors.add(
                entry.span(),
                format!("`{}` needs its columns, once: {example}", entry.name()),
            );
            return None;
        }
    };
    all.check(&columns, errors);
    Some(columns)
}

fn check(
    entry: &Entry,
    texts: Vec<LitStr>,
    entries: &Entries<'_>,
    errors: &mut Errors,
) -> Option<TokenStream> {
    let stated = entries.text("sql", errors);
    let condition = match (texts.as_slice(), stated) {
        ([text], None) => text.clone(),
        ([], Some(text)) => text,
        _ => {
            errors.add(
                entry.span(),
                format!("`check` needs its condition, once: {}", Kind::Check.form().1),
            );
            return None;
        }
    };
    Some(quote!(Check(#condition)))
}

fn foreign_key(
    entry: &Entry,
    columns: &[LitStr],
    entries: &Entries<'_>,
    errors: &mut Errors,
) -> Option<TokenStream> {
    let Some(text) = entries.text("references", errors) else {
        errors.add(
            entry.span(),
            format!("`foreign_key` needs the table it refers to: {}", Kind::ForeignKey.form().1),
        );
        return None;
    };
    let (table, referred) = errors.take(reference::target(&text))?;
    if referred.len() != columns.len() {
        let message = format!("{} columns refer to {}", columns.len(), referred.len());
        errors.add(text.span(), message);
    }
    let table = super::table_name(&table);
    let (on_delete, on_update) = reference::actions(entries, errors);
    let only = entries.texts("on_delete_columns", errors).unwrap_or_default();
    let match_kind = match_kind(entries, errors).unwrap_or_else(none);
    Some(quote! {
        ForeignKey(::migration_api::schema::ForeignKey {
            columns: &[#(#columns),*],
            referred_table: #table,
            referred_columns: &[#(#referred),*],
            on_delete: #on_delete,
            on_delete_columns: &[#(#only),*],
            on_update: #on_update,
            match_kind: #match_kind,
        })
    })
}

fn match_kind(entries: &Entries<'_>, errors: &mut Errors) -> Option<TokenStream> {
    let text = entries.text("match_kind", errors)?;
    let variant = match text.value().to_lowercase().as_str() {
        "simple" => quote!(Simple),
        "full" => quote!(Full),
        "partial" => quote!(Partial),
        _ => {
            errors.add(text.span(), "`match_kind` is \"simple\", \"full\" or \"partial\"");
            return None;
        }
    };
    Some(quote!(::core::option::Option::Some(::migration_api::schema::Match::#variant)))
}

/// Returns what else a constraint has: carried columns, and when it is checked.
fn rest(entries: &Entries<'_>, all: &Columns, errors: &mut Errors) -> Vec<TokenStream> {
    let mut parts = Vec::new();
    if let Some(include) = entries.texts("include", errors) {
        all.check(&include, errors);
        parts.push(quote!(include: &[#(#include),*]));
    }
    if entries.is_on("nulls_not_distinct", errors) {
        parts.push(quote!(nulls_not_distinct: true));
    }
    if entries.is_on("no_inherit", errors) {
        parts.push(quote!(no_inherit: true));
    }
    let deferred = entries.is_on("initially_deferred", errors);
    let deferrable = entries.flag("deferrable", errors).or(deferred.then_some(true));
    if let Some(deferrable) = deferrable {
        let deferred = if deferred { quote!(::core::option::Option::Some(true)) } else { none() };
        parts.push(quote! {
            timing: ::migration_api::schema::Timing {
                deferrable: ::core::option::Option::Some(#deferrable),
                initially_deferred: #deferred,
                not_valid: false,
            }
        });
    }
    parts
}
