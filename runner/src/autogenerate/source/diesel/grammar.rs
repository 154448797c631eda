//! What stands between the braces of `table!` and `joinable!`.
//!
//! Source: <https://docs.diesel.rs/2.3.x/diesel/macro.table.html>, <https://docs.diesel.rs/2.3.x/diesel/macro.joinable.html>.

use proc_macro2::{Delimiter, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, Ident, Lit, Meta, Token, Type, braced, parenthesized};

/// One `table!`.
pub(super) struct TableMacro {
    pub(super) schema: Option<String>,
    /// The name in the database.
    pub(super) name: String,
    /// The name in Rust, by which `joinable!` knows it.
    pub(super) rust_name: String,
    /// The line.
    pub(super) place: usize,
    /// The Rust names of the primary key's columns.
    pub(super) primary_key: Vec<String>,
    pub(super) columns: Vec<ColumnLine>,
}

/// One line of a `table!`: `name -> Type,`.
pub(super) struct ColumnLine {
    pub(super) name: String,
    pub(super) rust_name: String,
    pub(super) max_length: Option<u32>,
    pub(super) ty: Type,
}

/// One `joinable!`: `child -> parent (column)`.
pub(super) struct JoinableMacro {
    pub(super) child: Ident,
    pub(super) parent: Ident,
    pub(super) column: Ident,
}

impl TableMacro {
    /// Returns the name in the database of a column.
    pub(super) fn column_name(&self, rust_name: &str) -> Option<&str> {
        let column = self.columns.iter().find(|column| column.rust_name == rust_name);
        column.map(|column| column.name.as_str())
    }
}

/// Returns the name of a table whose `table!` cannot be read: what stands before the first braces or parentheses.
pub(super) fn table_of(found: &syn::Macro) -> Option<String> {
    let mut last = None;
    for token in found.tokens.clone() {
        match token {
            TokenTree::Ident(name) => last = Some(name.unraw().to_string()),
            TokenTree::Group(group) if group.delimiter() != Delimiter::Bracket => return last,
            _ => {}
        }
    }
    None
}

impl Parse for TableMacro {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        while input.peek(Token![use]) {
            input.parse::<syn::ItemUse>()?;
        }
        let attributes = input.call(Attribute::parse_outer)?;
        let first = input.call(Ident::parse_any)?;
        let (schema, ident) = if input.peek(Token![.]) {
            input.parse::<Token![.]>()?;
            (Some(first.unraw().to_string()), input.call(Ident::parse_any)?)
        } else {
            (None, first)
        };
        let primary_key = primary_key(input)?;
        let body;
        braced!(body in input);
        let columns = Punctuated::<ColumnLine, Token![,]>::parse_terminated(&body)?;
        let rust_name = ident.unraw().to_string();
        Ok(Self {
            // `public` is written out by nobody, but means the default schema.
            schema: schema.filter(|schema| schema != "public"),
            name: sql_name(&attributes)?.unwrap_or_else(|| rust_name.clone()),
            rust_name,
            place: ident.span().start().line,
            primary_key,
            columns: columns.into_iter().collect(),
        })
    }
}

/// Reads the columns of the primary key; `id` where none are written.
fn primary_key(input: ParseStream<'_>) -> syn::Result<Vec<String>> {
    if !input.peek(syn::token::Paren) {
        return Ok(vec!["id".to_owned()]);
    }
    let list;
    parenthesized!(list in input);
    let names = Punctuated::<Ident, Token![,]>::parse_terminated_with(&list, Ident::parse_any)?;
    if names.is_empty() {
        return Err(list.error("expected the columns of the primary key"));
    }
    Ok(names.iter().map(|name| name.unraw().to_string()).collect())
}

impl Parse for ColumnLine {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let ident = input.call(Ident::parse_any)?;
        input.parse::<Token![->]>()?;
        let ty = input.parse()?;
        let rust_name = ident.unraw().to_string();
        Ok(Self {
            name: sql_name(&attributes)?.unwrap_or_else(|| rust_name.clone()),
            rust_name,
            max_length: max_length(&attributes)?,
            ty,
        })
    }
}

impl Parse for JoinableMacro {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let child = last_segment(input)?;
        input.parse::<Token![->]>()?;
        let parent = last_segment(input)?;
        let list;
        parenthesized!(list in input);
        let column = list.call(Ident::parse_any)?;
        input.parse::<Option<Token![,]>>()?;
        Ok(Self { child: child.unraw(), parent: parent.unraw(), column: column.unraw() })
    }
}

fn last_segment(input: ParseStream<'_>) -> syn::Result<Ident> {
    let path = input.call(syn::Path::parse_mod_style)?;
    let last = path.segments.last().map(|segment| segment.ident.clone());
    last.ok_or_else(|| input.error("expected a table"))
}

fn sql_name(attributes: &[Attribute]) -> syn::Result<Option<String>> {
    let Some(Lit::Str(text)) = value(attributes, "sql_name")? else {
        return Ok(None);
    };
    Ok(Some(text.value()))
}

fn max_length(attributes: &[Attribute]) -> syn::Result<Option<u32>> {
    let Some(Lit::Int(number)) = value(attributes, "max_length")? else {
        return Ok(None);
    };
    number.base10_parse().map(Some)
}

/// Returns the literal of `#[name = literal]`.
fn value<'a>(attributes: &'a [Attribute], name: &str) -> syn::Result<Option<&'a Lit>> {
    let Some(attribute) = attributes.iter().find(|attribute| attribute.path().is_ident(name))
    else {
        return Ok(None);
    };
    match &attribute.meta {
        Meta::NameValue(pair) => match &pair.value {
            Expr::Lit(ExprLit { lit, .. }) => Ok(Some(lit)),
            other => Err(syn::Error::new_spanned(other, format!("expected `#[{name} = …]`"))),
        },
        other => Err(syn::Error::new_spanned(other, format!("expected `#[{name} = …]`"))),
    }
}
