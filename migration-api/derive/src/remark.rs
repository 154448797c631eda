//! Remarks that are kept in the database.

use syn::{Attribute, Expr, ExprLit, Lit, LitStr, Meta};

use crate::case::literal;
use crate::entry::Entry;

/// Reads `comment = "…"`, or `comment = doc`, which takes the doc comment.
pub(crate) fn of_entry(entry: &Entry, attributes: &[Attribute]) -> syn::Result<LitStr> {
    let wanted = "a text, or `doc` for the doc comment: `comment = doc`";
    let tokens = entry.tokens(wanted)?;
    if tokens.to_string() != "doc" {
        let error = |_| syn::Error::new(entry.value_span(), format!("`comment` takes {wanted}"));
        return entry.text().map_err(error);
    }
    let text = doc_comment(attributes);
    if text.is_empty() {
        return Err(syn::Error::new(entry.value_span(), "there is no doc comment here"));
    }
    Ok(literal(&text, entry.value_span()))
}

/// Returns the doc comment: its lines without the space that each begins with.
fn doc_comment(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(line), .. }) => Some(line.value()),
            _ => None,
        },
        _ => None,
    });
    let lines: Vec<_> =
        lines.map(|line| line.strip_prefix(' ').unwrap_or(&line).trim_end().to_owned()).collect();
    lines.join("\n").trim().to_owned()
}
