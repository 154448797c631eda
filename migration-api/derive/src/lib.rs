//! The derive macros of `migration-api`: a struct as a table, an enum as a type of columns.
//!
//! What they write names only `::migration_api::…`, and is constant data: nothing is allocated.

mod case;
mod column_type;
mod entry;
mod enum_type;
mod errors;
mod remark;
mod table;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

#[doc = include_str!("table.md")]
#[proc_macro_derive(Table, attributes(table))]
pub fn derive_table(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    table::expand(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

#[doc = include_str!("enum_type.md")]
#[proc_macro_derive(EnumType, attributes(enum_type))]
pub fn derive_enum_type(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    enum_type::expand(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}
