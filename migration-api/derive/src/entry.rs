//! What stands within `#[table(…)]` and `#[enum_type(…)]`: entries, read into a tree with a place for every error.

use proc_macro2::{Ident, Literal, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Lit, LitStr, Token, parenthesized};

use crate::errors::{Errors, nearest};

/// One entry: `unique`, `length = 200`, `index("a", "b")`.
pub(crate) struct Entry {
    pub(crate) key: Ident,
    pub(crate) value: EntryValue,
}

/// What stands behind an entry's key.
pub(crate) enum EntryValue {
    Nothing,
    Assigned(TokenStream),
    List(Vec<Item>),
}

/// One member of a list.
pub(crate) enum Item {
    Text(LitStr),
    Entry(Entry),
}

/// A plain value, as a default is.
pub(crate) enum Plain {
    Text(LitStr),
    Bytes(TokenStream),
    Char(char),
    Bool(bool),
    Int(TokenStream),
    Float(TokenStream, String),
}

/// Returns the entries of all attributes of this name.
pub(crate) fn entries(attributes: &[Attribute], name: &str, errors: &mut Errors) -> Vec<Entry> {
    let mut found = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident(name)) {
        match attribute.parse_args_with(Punctuated::<Entry, Token![,]>::parse_terminated) {
            Ok(list) => found.extend(list),
            Err(error) => errors.push(error),
        }
    }
    found
}

/// Entries that stand together, asked by their keys.
pub(crate) struct Entries<'a>(Vec<&'a Entry>);

impl<'a> Entries<'a> {
    /// Returns these entries, after complaining of keys that are none of those known, and of keys that stand twice though
    /// they may not.
    pub(crate) fn checked(
        entries: impl IntoIterator<Item = &'a Entry>,
        known: &[&str],
        repeatable: &[&str],
        errors: &mut Errors,
    ) -> Self {
        let entries: Vec<_> = entries.into_iter().collect();
        for (i, entry) in entries.iter().enumerate() {
            let key = entry.name();
            if !known.contains(&key.as_str()) {
                errors.add(entry.span(), unknown(&key, known));
            } else if !repeatable.contains(&key.as_str())
                && entries[..i].iter().any(|other| other.name() == key)
            {
                errors.add(entry.span(), format!("`{key}` is given twice"));
            }
        }
        Self(entries)
    }

    /// Returns the texts and the entries of a list.
    pub(crate) fn of_list(
        items: &'a [Item],
        known: &[&str],
        repeatable: &[&str],
        errors: &mut Errors,
    ) -> (Vec<LitStr>, Self) {
        let texts = items.iter().filter_map(|item| match item {
            Item::Text(text) => Some(text.clone()),
            Item::Entry(_) => None,
        });
        let entries = items.iter().filter_map(|item| match item {
            Item::Text(_) => None,
            Item::Entry(entry) => Some(entry),
        });
        (texts.collect(), Self::checked(entries, known, repeatable, errors))
    }

    /// Returns all of this key.
    pub(crate) fn all(&self, key: &str) -> impl Iterator<Item = &'a Entry> {
        self.0.iter().copied().filter(move |entry| entry.key.unraw() == key)
    }

    /// Returns the first one of this key.
    pub(crate) fn get(&self, key: &str) -> Option<&'a Entry> {
        self.all(key).next()
    }

    /// Returns all, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'a Entry> {
        self.0.iter().copied()
    }

    /// Returns the text of this key.
    pub(crate) fn text(&self, key: &str, errors: &mut Errors) -> Option<LitStr> {
        self.get(key).and_then(|entry| errors.take(entry.text()))
    }

    /// Returns the number of this key.
    pub(crate) fn number(&self, key: &str, errors: &mut Errors) -> Option<u32> {
        self.get(key).and_then(|entry| errors.take(entry.number()))
    }

    /// Returns whether this key is switched on or off, if it is given.
    pub(crate) fn flag(&self, key: &str, errors: &mut Errors) -> Option<bool> {
        self.get(key).and_then(|entry| errors.take(entry.flag()))
    }

    /// Returns whether this key is switched on.
    pub(crate) fn is_on(&self, key: &str, errors: &mut Errors) -> bool {
        self.flag(key, errors).unwrap_or(false)
    }

    /// Returns the texts in parentheses behind this key.
    pub(crate) fn texts(&self, key: &str, errors: &mut Errors) -> Option<Vec<LitStr>> {
        self.get(key).and_then(|entry| errors.take(entry.texts()))
    }
}

fn unknown(key: &str, known: &[&str]) -> String {
    let guess =
        nearest(key, known).map_or_else(String::new, |it| format!("; did you mean `{it}`?"));
    let all = known.iter().map(|known| format!("`{known}`")).collect::<Vec<_>>().join(", ");
    format!("`{key}` is not known here{guess}\nknown are {all}")
}

impl Parse for Entry {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(Lit) {
            return Err(input.error("expected a key, as in `name = \"account\"`"));
        }
        let key = input.call(Ident::parse_any)?;
        let value = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            EntryValue::Assigned(assigned(input)?)
        } else if input.peek(syn::token::Paren) {
            let content;
            parenthesized!(content in input);
            let items = Punctuated::<Item, Token![,]>::parse_terminated(&content)?;
            EntryValue::List(items.into_iter().collect())
        } else {
            EntryValue::Nothing
        };
        Ok(Self { key, value })
    }
}

impl Parse for Item {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(LitStr) {
            input.parse().map(Self::Text)
        } else {
            input.parse().map(Self::Entry)
        }
    }
}

/// Reads up to the next comma.
fn assigned(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let mut tokens = TokenStream::new();
    while !input.is_empty() && !input.peek(Token![,]) {
        tokens.extend([input.parse::<TokenTree>()?]);
    }
    if tokens.is_empty() { Err(input.error("expected a value behind `=`")) } else { Ok(tokens) }
}

impl Entry {
    /// Returns the key's text.
    pub(crate) fn name(&self) -> String {
        self.key.unraw().to_string()
    }

    /// Returns where it stands.
    pub(crate) fn span(&self) -> Span {
        self.key.span()
    }

    /// Returns where its value stands, or the key.
    pub(crate) fn value_span(&self) -> Span {
        match &self.value {
            EntryValue::Assigned(tokens) => {
                tokens.clone().into_iter().next().map_or_else(|| self.span(), |token| token.span())
            }
            EntryValue::Nothing | EntryValue::List(_) => self.span(),
        }
    }

    fn wrong(&self, wanted: &str) -> syn::Error {
        syn::Error::new(self.value_span(), format!("`{}` takes {wanted}", self.name()))
    }

    /// Returns the text behind `=`.
    pub(crate) fn text(&self) -> syn::Result<LitStr> {
        let wanted = || self.wrong(&format!("a text: `{} = \"…\"`", self.name()));
        match &self.value {
            EntryValue::Assigned(tokens) => syn::parse2(tokens.clone()).map_err(|_| wanted()),
            EntryValue::Nothing | EntryValue::List(_) => Err(wanted()),
        }
    }

    /// Returns the number behind `=`.
    pub(crate) fn number(&self) -> syn::Result<u32> {
        let wanted = || self.wrong(&format!("a whole number: `{} = 20`", self.name()));
        let EntryValue::Assigned(tokens) = &self.value else {
            return Err(wanted());
        };
        let number: syn::LitInt = syn::parse2(tokens.clone()).map_err(|_| wanted())?;
        number.base10_parse().map_err(|_| wanted())
    }

    /// Returns whether it is switched on: alone, or by `= true`.
    pub(crate) fn flag(&self) -> syn::Result<bool> {
        let wanted = || self.wrong(&format!("nothing: `{}`, or `= false`", self.name()));
        match &self.value {
            EntryValue::Nothing => Ok(true),
            EntryValue::Assigned(tokens) => {
                let value: syn::LitBool = syn::parse2(tokens.clone()).map_err(|_| wanted())?;
                Ok(value.value)
            }
            EntryValue::List(_) => Err(wanted()),
        }
    }

    /// Returns the tokens behind `=`.
    pub(crate) fn tokens(&self, wanted: &str) -> syn::Result<&TokenStream> {
        match &self.value {
            EntryValue::Assigned(tokens) => Ok(tokens),
            EntryValue::Nothing | EntryValue::List(_) => Err(self.wrong(wanted)),
        }
    }

    /// Returns the list in parentheses.
    pub(crate) fn list(&self, wanted: &str) -> syn::Result<&[Item]> {
        match &self.value {
            EntryValue::List(items) => Ok(items),
            EntryValue::Nothing | EntryValue::Assigned(_) => Err(self.wrong(wanted)),
        }
    }

    /// Returns the texts in parentheses, at least one.
    pub(crate) fn texts(&self) -> syn::Result<Vec<LitStr>> {
        let wanted = format!("texts in parentheses: `{}(\"a\", \"b\")`", self.name());
        let texts: Vec<_> = self
            .list(&wanted)?
            .iter()
            .map(|item| match item {
                Item::Text(text) => Ok(text.clone()),
                Item::Entry(entry) => {
                    Err(syn::Error::new(entry.span(), format!("`{}` takes {wanted}", self.name())))
                }
            })
            .collect::<syn::Result<_>>()?;
        if texts.is_empty() { Err(self.wrong(&wanted)) } else { Ok(texts) }
    }

    /// Returns the plain value behind `=`.
    pub(crate) fn plain(&self) -> syn::Result<Plain> {
        let wanted = "a plain value: `\"text\"`, `5`, `-1.5`, `true`; an SQL expression is `default_sql = \"…\"`";
        let tokens = self.tokens(wanted)?.clone();
        let mut rest = tokens.clone().into_iter().peekable();
        let negative = matches!(rest.peek(), Some(TokenTree::Punct(sign)) if sign.as_char() == '-');
        if negative {
            rest.next();
        }
        let literal: Lit = syn::parse2(rest.collect()).map_err(|_| self.wrong(wanted))?;
        match literal {
            Lit::Int(number) => {
                Ok(Plain::Int(signed(negative, number.base10_digits(), number.span())?))
            }
            Lit::Float(number) => {
                let sign = if negative { "-" } else { "" };
                let text = format!("{sign}{}", number.base10_digits());
                Ok(Plain::Float(signed(negative, number.base10_digits(), number.span())?, text))
            }
            _ if negative => Err(self.wrong(wanted)),
            Lit::Str(text) => Ok(Plain::Text(text)),
            Lit::ByteStr(_) => Ok(Plain::Bytes(tokens)),
            Lit::Char(value) => Ok(Plain::Char(value.value())),
            Lit::Bool(value) => Ok(Plain::Bool(value.value)),
            _ => Err(self.wrong(wanted)),
        }
    }
}

/// Returns a number without its suffix, with its sign.
fn signed(negative: bool, digits: &str, span: Span) -> syn::Result<TokenStream> {
    let mut literal: Literal =
        digits.parse().map_err(|_| syn::Error::new(span, "this is no number"))?;
    literal.set_span(span);
    Ok(if negative { quote::quote!(-#literal) } else { quote::quote!(#literal) })
}
