//! A struct as a table.

mod columns;
mod constraint;
mod field;
mod index;
mod options;
mod reference;
mod size;
mod types;
mod value;

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Fields, GenericParam, LitStr};

use self::columns::Columns;
use self::constraint::Kind;
use self::field::Column;
pub(crate) use self::reference::option;
use crate::case::{Case, literal};
use crate::entry::{Entries, Entry, entries};
use crate::errors::Errors;
use crate::remark;

/// The keys of a struct's `#[table(…)]`.
const KEYS: &[&str] = &[
    "name",
    "schema",
    "rename_all",
    "rename_from",
    "comment",
    "primary_key",
    "unique",
    "index",
    "check",
    "foreign_key",
    "engine",
    "charset",
    "collate",
    "auto_increment",
    "row_format",
    "partition_by",
    "inherits",
    "storage",
    "tablespace",
    "unlogged",
    "strict",
    "without_rowid",
];

/// Keys that a struct may have several times.
const REPEATABLE: &[&str] = &["unique", "index", "check", "foreign_key"];

/// Returns the implementation of `Model` for a struct.
pub(crate) fn expand(input: &DeriveInput) -> syn::Result<TokenStream> {
    let fields = fields(input)?;
    check_generics(input)?;
    let mut errors = Errors::default();
    let list = entries(&input.attrs, "table", &mut errors);
    let entries = Entries::checked(&list, KEYS, REPEATABLE, &mut errors);
    let case = case(&entries, &mut errors);
    let columns: Vec<_> =
        fields.iter().filter_map(|field| field::read(field, case, &mut errors)).collect();
    let table = table(input, &entries, &columns, &mut errors);
    let table = errors.finish(table)?;
    let name = &input.ident;
    let (implementation, ty, condition) = input.generics.split_for_impl();
    Ok(quote! {
        #[automatically_derived]
        impl #implementation ::migration_api::schema::Model for #name #ty #condition {
            fn add_to(metadata: ::migration_api::schema::Metadata) -> ::migration_api::schema::Metadata {
                const TABLE: ::migration_api::schema::Table<'static> = #table;
                metadata.table(TABLE)
            }
        }
    })
}

fn fields(
    input: &DeriveInput,
) -> syn::Result<&syn::punctuated::Punctuated<syn::Field, syn::Token![,]>> {
    let span = input.ident.span();
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) if !fields.named.is_empty() => Ok(&fields.named),
            Fields::Named(_) | Fields::Unit => {
                Err(syn::Error::new(span, "a table needs a column: this struct has no fields"))
            }
            Fields::Unnamed(_) => Err(syn::Error::new(
                span,
                "the fields of a table need names, as they name its columns\na newtype for a column implements `migration_api::schema::ColumnValue` instead",
            )),
        },
        Data::Enum(_) => Err(syn::Error::new(
            span,
            "an enum is no table\nas the type of a column, it derives `EnumType` instead",
        )),
        Data::Union(_) => Err(syn::Error::new(span, "a union is no table")),
    }
}

/// Complains of parameters other than lifetimes: a table has one list of columns.
fn check_generics(input: &DeriveInput) -> syn::Result<()> {
    let odd = input.generics.params.iter().find(|it| !matches!(it, GenericParam::Lifetime(_)));
    match odd {
        Some(parameter) => Err(syn::Error::new_spanned(
            parameter,
            "a table has one list of columns, so its struct cannot be generic over types or constants",
        )),
        None => Ok(()),
    }
}

/// Reads `rename_all`.
pub(crate) fn case(entries: &Entries<'_>, errors: &mut Errors) -> Option<Case> {
    let text = entries.text("rename_all", errors)?;
    errors.take(Case::read(&text))
}

/// Returns an expression of the table.
fn table(
    input: &DeriveInput,
    entries: &Entries<'_>,
    columns: &[Column],
    errors: &mut Errors,
) -> TokenStream {
    let name = name(input, entries, errors);
    let names = Columns::new(columns.iter().map(|column| &column.name), errors);
    check_keys(entries, columns, errors);
    let definitions = columns.iter().map(|column| &column.column);
    let constraints = constraints(entries, columns, &names, errors);
    let of_fields = columns
        .iter()
        .filter_map(|column| Some(index::of_column(column.index.as_ref()?, &column.name, &name)));
    let indexes: Vec<_> = of_fields
        .chain(entries.all("index").filter_map(|entry| index::read(entry, &name, &names, errors)))
        .collect();
    let options = options::read(entries, errors);
    let comment =
        entries.get("comment").and_then(|entry| errors.take(remark::of_entry(entry, &input.attrs)));
    let comment = option(comment.as_ref());
    let renamed_from = option(entries.text("rename_from", errors).as_ref());
    quote! {
        ::migration_api::schema::Table {
            name: #name,
            columns: &[#(#definitions),*],
            constraints: &[#(#constraints),*],
            indexes: &[#(#indexes),*],
            options: &[#(#options),*],
            comment: #comment,
            renamed_from: #renamed_from,
        }
    }
}

/// Returns an expression of the table's name.
fn name(input: &DeriveInput, entries: &Entries<'_>, errors: &mut Errors) -> TokenStream {
    let (name, schema) = qualified_name(&input.ident, entries, errors);
    let schema = option(schema.as_ref());
    quote!(::migration_api::schema::TableName { schema: #schema, name: #name })
}

/// Returns the name and schema that attributes state, or the Rust name in snake case.
pub(crate) fn qualified_name(
    ident: &syn::Ident,
    entries: &Entries<'_>,
    errors: &mut Errors,
) -> (LitStr, Option<LitStr>) {
    let schema = entries.text("schema", errors);
    let Some(given) = entries.text("name", errors) else {
        return (literal(&Case::Snake.apply(&ident.unraw().to_string()), ident.span()), schema);
    };
    let (written, name) = split(&given);
    if name.value().is_empty() {
        errors.add(given.span(), "the name is empty");
    }
    if let (Some(_), Some(schema)) = (&written, &schema) {
        errors.add(schema.span(), "the name has a schema already; one with a dot in itself is written `\"\\\"odd.name\\\"\"`");
    }
    (name, written.or(schema))
}

/// Splits `schema.table` as `TableName::parse` does.
fn split(text: &LitStr) -> (Option<LitStr>, LitStr) {
    let value = text.value();
    let part = |part: &str| literal(part, text.span());
    if let Some(bare) = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'))
        && !bare.contains('"')
    {
        return (None, part(bare));
    }
    match value.split_once('.') {
        Some((schema, name)) => (Some(part(schema)), part(name)),
        None => (None, text.clone()),
    }
}

/// Returns an expression of the name of a table that is written `table` or `schema.table`.
fn table_name(text: &LitStr) -> TokenStream {
    let (schema, name) = split(text);
    let schema = option(schema.as_ref());
    quote_spanned!(text.span()=> ::migration_api::schema::TableName { schema: #schema, name: #name })
}

/// Complains of a second primary key, and of one over columns that take NULL.
fn check_keys(entries: &Entries<'_>, columns: &[Column], errors: &mut Errors) {
    let Some(entry) = entries.get("primary_key") else {
        return;
    };
    if let Some(span) = columns.iter().find_map(|column| column.primary_key) {
        errors.add(span, "the struct states the primary key already; a table has one");
    }
    for text in key_columns(entry) {
        let column = columns.iter().find(|column| column.name.value() == text.value());
        if let Some(place) = column.and_then(|column| column.nullable) {
            errors.add(place, field::NO_NULL);
        }
    }
}

/// Returns the columns of `primary_key(…)`, as far as they are well written.
fn key_columns(entry: &Entry) -> Vec<LitStr> {
    let Ok(items) = entry.list("") else {
        return Vec::new();
    };
    let (texts, entries) = Entries::of_list(items, &[], &[], &mut Errors::default());
    entries.texts("columns", &mut Errors::default()).unwrap_or(texts)
}

fn constraints(
    entries: &Entries<'_>,
    columns: &[Column],
    names: &Columns,
    errors: &mut Errors,
) -> Vec<TokenStream> {
    let mut constraints = Vec::new();
    for (key, kind) in [
        ("primary_key", Kind::PrimaryKey),
        ("unique", Kind::Unique),
        ("check", Kind::Check),
        ("foreign_key", Kind::ForeignKey),
    ] {
        if key == "check" {
            constraints
                .extend(columns.iter().flat_map(|column| column.constraints.iter().cloned()));
        }
        let stated = entries.all(key);
        constraints.extend(stated.filter_map(|entry| constraint::read(kind, entry, names, errors)));
    }
    constraints
}
