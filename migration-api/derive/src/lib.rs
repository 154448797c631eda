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
use quote::quote;
use syn::{DeriveInput, parse_macro_input};

#[doc = include_str!("table.md")]
#[proc_macro_derive(Table, attributes(table))]
pub fn derive_table(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    table::expand(&input).unwrap_or_else(|error| refused(&input, error)).into()
}

#[doc = include_str!("enum_type.md")]
#[proc_macro_derive(EnumType, attributes(enum_type))]
pub fn derive_enum_type(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    enum_type::expand(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Returns the errors, and an empty model, so that the compiler does not complain of each use of it as well.
fn refused(input: &DeriveInput, error: syn::Error) -> proc_macro2::TokenStream {
    let error = error.into_compile_error();
    let name = &input.ident;
    let (implementation, ty, condition) = input.generics.split_for_impl();
    quote! {
        #error
        #[automatically_derived]
        impl #implementation ::migration_api::schema::Model for #name #ty #condition {
            fn add_to(metadata: ::migration_api::schema::Metadata) -> ::migration_api::schema::Metadata {
                metadata
            }
        }
    }
}
