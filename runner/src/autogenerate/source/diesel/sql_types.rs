//! Types of the database's own that a `schema.rs` declares: the structs of its `sql_types`.

use std::collections::BTreeMap;

use syn::{ItemStruct, LitStr};

/// The declared types, by their Rust names.
#[derive(Default)]
pub(super) struct SqlTypes(BTreeMap<String, SqlType>);

/// One declared type.
pub(super) enum SqlType {
    /// A type of PostgreSQL, `name` or `schema.name`.
    Postgres(String),
    /// `Enum` or `Set` of MySQL, whose values it does not say.
    Mysql(String),
}

impl SqlTypes {
    /// Adds a struct, if it declares a type.
    pub(super) fn add(&mut self, item: &ItemStruct) {
        for attribute in item.attrs.iter().filter(|attribute| attribute.path().is_ident("diesel")) {
            let mut found = None;
            // What is not understood is about other things; whether the type is known is asked where it is used.
            let _unknown = attribute.parse_nested_meta(|meta| {
                let postgres = meta.path.is_ident("postgres_type");
                let mysql = meta.path.is_ident("mysql_type");
                let (mut name, mut schema) = (None, None);
                meta.parse_nested_meta(|meta| {
                    let is_name = meta.path.is_ident("name");
                    let is_schema = meta.path.is_ident("schema");
                    let value: syn::Expr = meta.value()?.parse()?;
                    let text = text(&value).map(LitStr::value);
                    if is_name {
                        name = text;
                    } else if is_schema {
                        schema = text;
                    }
                    Ok(())
                })?;
                found = match (name, schema) {
                    (Some(name), None) if postgres => Some(SqlType::Postgres(name)),
                    (Some(name), Some(schema)) if postgres => {
                        let bare = matches!(schema.as_str(), "public" | "pg_catalog");
                        Some(SqlType::Postgres(if bare {
                            name
                        } else {
                            format!("{schema}.{name}")
                        }))
                    }
                    (Some(name), _) if mysql => Some(SqlType::Mysql(name)),
                    _ => return Ok(()),
                };
                Ok(())
            });
            if let Some(found) = found {
                self.0.insert(item.ident.to_string(), found);
            }
        }
    }

    /// Returns a declared type by its Rust name.
    pub(super) fn get(&self, name: &str) -> Option<&SqlType> {
        self.0.get(name)
    }
}

fn text(value: &syn::Expr) -> Option<&LitStr> {
    match value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text),
        _ => None,
    }
}
