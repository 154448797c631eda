//! The length, precision and scale of a column.

use proc_macro2::Span;
use quote::quote;

use super::types::{Kind, RustType};
use crate::entry::{Entries, Entry};
use crate::errors::Errors;

/// Takes the length, precision and scale into the type.
pub(super) fn read(rust: &mut RustType, entries: &Entries<'_>, errors: &mut Errors) {
    if entries.get("type").is_some() {
        let sizes = ["length", "precision", "scale"];
        for entry in sizes.iter().filter_map(|key| entries.get(key)) {
            refuse(entry, "write it into `type`", errors);
        }
        return;
    }
    length(rust, entries, errors);
    precision(rust, entries, errors);
}

fn refuse(entry: &Entry, help: &str, errors: &mut Errors) {
    errors.add(entry.span(), format!("`{}` is not for this type; {help}", entry.name()));
}

fn length(rust: &mut RustType, entries: &Entries<'_>, errors: &mut Errors) {
    let Some(entry) = entries.get("length") else { return };
    let Some(length) = entries.number("length", errors) else { return };
    match rust.kind {
        Kind::Text => rust.ty = quote!(::migration_api::schema::ColumnType::Varchar(#length)),
        Kind::Bytes => rust.ty = quote!(::migration_api::schema::ColumnType::Varbinary(#length)),
        _ => refuse(entry, "texts and bytes have one", errors),
    }
}

fn precision(rust: &mut RustType, entries: &Entries<'_>, errors: &mut Errors) {
    let Some(entry) = entries.get("precision").or_else(|| entries.get("scale")) else { return };
    let precision = entries.number("precision", errors);
    let scale = entries.number("scale", errors);
    let needs_precision = entries.get("precision").is_none();
    match (rust.kind, precision) {
        (Kind::Decimal, Some(precision)) => {
            let scale = scale.unwrap_or(0);
            if let Some(entry) = entries.get("scale").filter(|_| scale > precision) {
                errors.add(entry.value_span(), "more digits behind the point than there are");
            }
            rust.ty = quote!(::migration_api::schema::ColumnType::Numeric(#precision, #scale));
        }
        (Kind::Decimal, None) if needs_precision => {
            errors.add(entry.span(), "`scale` needs `precision`");
        }
        (Kind::Clock(with_digits), Some(digits)) if entries.get("scale").is_none() => {
            if digits > 6 {
                errors.add(entry.value_span(), "a second has at most 6 digits");
            }
            let variant = syn::Ident::new(with_digits, Span::call_site());
            rust.ty = quote!(::migration_api::schema::ColumnType::#variant(#digits));
        }
        // What is no number is told already.
        (Kind::Decimal | Kind::Clock(_), None) if !needs_precision => {}
        _ => {
            let help = "decimals have `precision` and `scale`, times and moments `precision` for the digits of a second";
            refuse(entry, help, errors);
        }
    }
}
