//! A field as a column.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Field, LitStr};

use super::columns::Columns;
use super::constraint::{self, Kind as ConstraintKind};
use super::reference;
use super::types::{self, Kind, Nullable, RustType};
use super::{size, value};
use crate::case::{Case, literal};
use crate::column_type;
use crate::entry::{Entries, Entry, EntryValue, entries};
use crate::errors::Errors;
use crate::remark;

/// The keys of a field's `#[table(…)]`.
const KEYS: &[&str] = &[
    "name",
    "column",
    "type",
    "length",
    "precision",
    "scale",
    "nullable",
    "primary_key",
    "autoincrement",
    "no_autoincrement",
    "identity",
    "default",
    "default_sql",
    "computed",
    "computed_stored",
    "computed_virtual",
    "on_row_update",
    "unique",
    "index",
    "check",
    "references",
    "on_delete",
    "on_update",
    "collation",
    "comment",
    "rename_from",
    "skip",
];

/// Keys that a field may have several times.
const REPEATABLE: &[&str] = &["check"];

/// A column, and what it adds to the table.
pub(super) struct Column {
    pub(super) name: LitStr,
    /// Where it is said to be (part of) the primary key.
    pub(super) primary_key: Option<Span>,
    /// Where its type allows NULL for sure.
    pub(super) nullable: Option<Span>,
    /// An expression of the column.
    pub(super) column: TokenStream,
    /// Expressions of constraints.
    pub(super) constraints: Vec<TokenStream>,
    /// The names of its own index, if it has one that is named.
    pub(super) index: Option<LitStr>,
}

/// Reads a field; `None` when it is left out or wrong.
pub(super) fn read(field: &Field, case: Option<Case>, errors: &mut Errors) -> Option<Column> {
    let list = entries(&field.attrs, "table", errors);
    let entries = Entries::checked(&list, KEYS, REPEATABLE, errors);
    if entries.is_on("skip", errors) {
        for other in entries.iter().filter(|entry| entry.name() != "skip") {
            errors.add(other.span(), "a field that is left out has nothing else");
        }
        return None;
    }
    let name = column_name(field, &entries, case, errors)?;
    let mut rust = match entries.get("type") {
        Some(entry) => stated(field, entry, errors)?,
        None => errors.take(types::read(&field.ty))?,
    };
    size::read(&mut rust, &entries, errors);
    let primary_key =
        entries.get("primary_key").filter(|entry| errors.take(entry.flag()).unwrap_or(false));
    let nullable = nullable(&rust, &entries, errors);
    let surely = matches!(&rust.nullable, Nullable::Yes) && entries.get("nullable").is_none();
    let column = Column {
        column: expression(field, &name, &rust, &nullable, &entries, errors),
        constraints: checks(&entries, errors),
        index: named_index(&entries, errors),
        primary_key: primary_key.map(Entry::span),
        nullable: surely.then(|| field.ty.span()),
        name,
    };
    if let (Some(_), Some(place)) = (column.primary_key, column.nullable) {
        errors.add(place, NO_NULL);
    }
    Some(column)
}

/// Why a column of a primary key is no `Option`.
pub(super) const NO_NULL: &str =
    "a column of the primary key takes no NULL; write its type without `Option`";

fn column_name(
    field: &Field,
    entries: &Entries<'_>,
    case: Option<Case>,
    errors: &mut Errors,
) -> Option<LitStr> {
    let name = entries.text("name", errors);
    let column = entries.text("column", errors);
    if let (Some(_), Some(column)) = (&name, &column) {
        errors.add(column.span(), "`name` and `column` mean the same; give one");
    }
    let given = name.or(column);
    if let Some(empty) = given.as_ref().filter(|given| given.value().is_empty()) {
        errors.add(empty.span(), "a column needs a name");
    }
    let ident = field.ident.as_ref()?;
    let text = ident.unraw().to_string();
    let text = case.map_or_else(|| text.clone(), |case| case.apply(&text));
    Some(given.unwrap_or_else(|| literal(&text, ident.span())))
}

/// Returns the type that an attribute states; whether it takes NULL is still the Rust type's to say.
fn stated(field: &Field, entry: &Entry, errors: &mut Errors) -> Option<RustType> {
    let ty = errors.take(column_type::read(entry))?;
    // The Rust type may be one that no column has: it is not asked then.
    let nullable = match types::read(&field.ty) {
        Ok(RustType { nullable: Nullable::Yes, .. }) => Nullable::Yes,
        Ok(_) | Err(_) => Nullable::No,
    };
    Some(RustType { kind: Kind::Own, ty, nullable })
}

/// Returns an expression that is true where the column takes NULL.
fn nullable(rust: &RustType, entries: &Entries<'_>, errors: &mut Errors) -> TokenStream {
    let told = entries.flag("nullable", errors);
    let identity = entries.get("identity").is_some();
    let key = entries.get("primary_key").is_some();
    if let Some(entry) = entries.get("nullable").filter(|_| told == Some(true) && (key || identity))
    {
        errors.add(
            entry.span(),
            "a column of the primary key, or one with an identity, takes no NULL",
        );
    }
    match (told, &rust.nullable) {
        _ if key || identity => quote!(false),
        (Some(told), _) => quote!(#told),
        (None, Nullable::No) => quote!(false),
        (None, Nullable::Yes) => quote!(true),
        (None, Nullable::Asks(asked)) => asked.clone(),
    }
}

/// Returns an expression of the column.
fn expression(
    field: &Field,
    name: &LitStr,
    rust: &RustType,
    nullable: &TokenStream,
    entries: &Entries<'_>,
    errors: &mut Errors,
) -> TokenStream {
    let ty = &rust.ty;
    let mut parts = vec![quote!(nullable: #nullable)];
    if entries.is_on("primary_key", errors) {
        parts.push(quote!(primary_key: true));
    }
    parts.extend(value::numbering(rust, entries, errors));
    parts.extend(value::source(rust, entries, errors));
    parts.extend(unique(entries, errors));
    let named =
        matches!(entries.get("index").map(|entry| &entry.value), Some(EntryValue::Assigned(_)));
    if !named && entries.is_on("index", errors) {
        parts.push(quote!(index: true));
    }
    if let Some(made) = reference::of_field(entries, errors) {
        parts.push(quote!(references: ::core::option::Option::Some(#made)));
    }
    let no_text = matches!(
        rust.kind,
        Kind::Integer | Kind::Float | Kind::Boolean | Kind::Decimal | Kind::Bytes | Kind::Clock(_)
    );
    if let Some(entry) = entries.get("collation").filter(|_| no_text) {
        errors.add(entry.span(), "only texts have a collation");
    }
    for (key, part) in [
        ("collation", "collation"),
        ("rename_from", "renamed_from"),
        ("on_row_update", "on_row_update"),
    ] {
        if let Some(text) = entries.text(key, errors) {
            let part = syn::Ident::new(part, Span::call_site());
            parts.push(quote!(#part: ::core::option::Option::Some(#text)));
        }
    }
    if let Some(comment) =
        entries.get("comment").and_then(|entry| errors.take(remark::of_entry(entry, &field.attrs)))
    {
        parts.push(quote!(comment: ::core::option::Option::Some(#comment)));
    }
    quote! {
        ::migration_api::schema::Column { #(#parts,)* ..::migration_api::schema::Column::new(#name, #ty) }
    }
}

fn unique(entries: &Entries<'_>, errors: &mut Errors) -> Vec<TokenStream> {
    let Some(entry) = entries.get("unique") else {
        return Vec::new();
    };
    if let Ok(name) = entry.text() {
        return vec![
            quote!(unique: true),
            quote!(unique_name: ::core::option::Option::Some(#name)),
        ];
    }
    match errors.take(entry.flag().map_err(|error| {
        syn::Error::new(
            error.span(),
            "`unique` stands alone, or has a name: `unique = \"uq_account_email\"`",
        )
    })) {
        Some(true) => vec![quote!(unique: true)],
        Some(false) | None => Vec::new(),
    }
}

/// Returns the name in `index = "…"`.
fn named_index(entries: &Entries<'_>, errors: &mut Errors) -> Option<LitStr> {
    let entry = entries.get("index")?;
    let EntryValue::Assigned(_) = entry.value else {
        return None;
    };
    errors.take(entry.text().map_err(|error| {
        syn::Error::new(
            error.span(),
            "`index` stands alone, or has a name: `index = \"ix_account_email\"`",
        )
    }))
}

fn checks(entries: &Entries<'_>, errors: &mut Errors) -> Vec<TokenStream> {
    entries
        .all("check")
        .filter_map(|entry| {
            constraint::read(ConstraintKind::Check, entry, &Columns::default(), errors)
        })
        .collect()
}
