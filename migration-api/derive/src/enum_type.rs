//! An enum as the type of a column.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Fields, LitStr, Variant};

use crate::case::{Case, literal};
use crate::column_type;
use crate::entry::{Entries, entries};
use crate::errors::Errors;
use crate::table::{case, option, qualified_name};

/// The keys of an enum's `#[enum_type(…)]`.
const KEYS: &[&str] = &["name", "schema", "rename_all", "type"];

/// The keys of a variant's `#[enum_type(…)]`.
const VARIANT_KEYS: &[&str] = &["rename", "rename_from"];

/// The text of a variant, and the one that it had before.
struct Member {
    text: LitStr,
    before: Option<LitStr>,
}

/// Returns the implementations of `ColumnValue` and `Model` for an enum.
pub(crate) fn expand(input: &DeriveInput) -> syn::Result<TokenStream> {
    let Data::Enum(data) = &input.data else {
        return Err(syn::Error::new(
            input.ident.span(),
            "only an enum can be an enum type\na struct is a table: it derives `Table` instead",
        ));
    };
    if let Some(parameter) = input.generics.params.first() {
        return Err(syn::Error::new_spanned(parameter, "an enum type is not generic"));
    }
    if data.variants.is_empty() {
        return Err(syn::Error::new(
            input.ident.span(),
            "an enum type needs a value: this enum has no variants",
        ));
    }
    let mut errors = Errors::default();
    let list = entries(&input.attrs, "enum_type", &mut errors);
    let entries = Entries::checked(&list, KEYS, &[], &mut errors);
    let case = case(&entries, &mut errors).unwrap_or(Case::Snake);
    let members: Vec<_> =
        data.variants.iter().map(|variant| member(variant, case, &mut errors)).collect();
    check_texts(&members, &mut errors);
    let stored = match entries.get("type") {
        Some(entry) => errors.take(column_type::read(entry)),
        None => None,
    };
    let (name, schema) = qualified_name(&input.ident, &entries, &mut errors);
    errors.finish(())?;
    Ok(implementations(input, &name, schema.as_ref(), &members, stored))
}

fn member(variant: &Variant, case: Case, errors: &mut Errors) -> Member {
    if !matches!(variant.fields, Fields::Unit) {
        errors.add(
            variant.ident.span(),
            "a value of an enum type is a text, so its variant has no fields",
        );
    }
    let list = entries(&variant.attrs, "enum_type", errors);
    let entries = Entries::checked(&list, VARIANT_KEYS, &[], errors);
    let text = entries.text("rename", errors);
    let before = entries.text("rename_from", errors);
    let text = text.unwrap_or_else(|| {
        literal(&case.apply(&variant.ident.unraw().to_string()), variant.ident.span())
    });
    Member { text, before }
}

fn check_texts(members: &[Member], errors: &mut Errors) {
    for (i, member) in members.iter().enumerate() {
        if members[..i].iter().any(|other| other.text.value() == member.text.value()) {
            errors.add(
                member.text.span(),
                format!("two variants have the text `{}`", member.text.value()),
            );
        }
    }
}

fn implementations(
    input: &DeriveInput,
    name: &LitStr,
    schema: Option<&LitStr>,
    members: &[Member],
    stored: Option<TokenStream>,
) -> TokenStream {
    let ident = &input.ident;
    let values: Vec<_> = members.iter().map(|member| &member.text).collect();
    let whole_name = match schema {
        Some(schema) => literal(&format!("{}.{}", schema.value(), name.value()), name.span()),
        None => name.clone(),
    };
    let has_type = stored.is_none();
    let ty = stored.unwrap_or_else(
        || quote!(::migration_api::schema::ColumnType::Enum(#whole_name, &[#(#values),*])),
    );
    let model = has_type.then(|| model(ident, name, schema, members));
    quote! {
        #[automatically_derived]
        impl ::migration_api::schema::ColumnValue for #ident {
            const TYPE: ::migration_api::schema::ColumnType<'static> = #ty;
        }
        #model
    }
}

/// An enum type of its own can be added to a metadata: with the values that had another text, or when no column has it.
fn model(
    ident: &syn::Ident,
    name: &LitStr,
    schema: Option<&LitStr>,
    members: &[Member],
) -> TokenStream {
    let schema = option(schema);
    let values = members.iter().map(|member| &member.text);
    let renamed = members.iter().filter_map(|member| {
        let (before, text) = (member.before.as_ref()?, &member.text);
        Some(quote!((#before, #text)))
    });
    quote! {
        #[automatically_derived]
        impl ::migration_api::schema::Model for #ident {
            fn add_to(metadata: ::migration_api::schema::Metadata) -> ::migration_api::schema::Metadata {
                const TYPE: ::migration_api::schema::EnumType<'static> = ::migration_api::schema::EnumType {
                    name: ::migration_api::schema::TableName { schema: #schema, name: #name },
                    values: &[#(#values),*],
                    renamed_values: &[#(#renamed),*],
                };
                metadata.enum_type(TYPE)
            }
        }
    }
}
