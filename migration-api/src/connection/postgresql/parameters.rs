//! Values as parameters of a statement.

use std::borrow::Cow;
use std::error::Error;

use bytes::BytesMut;
use tokio_postgres::types::{Format, IsNull, ToSql, Type, to_sql_checked};

use super::text::text;
use crate::value::Value;

/// The parameters of a statement, each in the text form.
pub(in crate::connection) struct Parameters<'a>(Vec<TextParameter<'a>>);

impl<'a> Parameters<'a> {
    pub(in crate::connection) fn new(values: &[Value<'a>]) -> Self {
        Self(values.iter().map(|value| TextParameter(text(*value))).collect())
    }

    /// Returns them for a statement whose types are known.
    pub(in crate::connection) fn values(&self) -> Vec<&(dyn ToSql + Sync)> {
        self.0.iter().map(|text| text as &(dyn ToSql + Sync)).collect()
    }

    /// Leaves the types to the server, which saves asking it for them first.
    pub(in crate::connection) fn untyped(&self) -> Vec<(&(dyn ToSql + Sync), Type)> {
        self.0.iter().map(|text| (text as &(dyn ToSql + Sync), Type::UNKNOWN)).collect()
    }
}

/// A parameter in the text form. The server reads it as whatever type it infers from the
/// statement, so that an `Int` serves a `smallint` as well as a `numeric`.
#[derive(Debug)]
struct TextParameter<'a>(Option<Cow<'a, str>>);

impl ToSql for TextParameter<'_> {
    fn to_sql(
        &self,
        _ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match &self.0 {
            Some(text) => {
                out.extend_from_slice(text.as_bytes());
                Ok(IsNull::No)
            }
            None => Ok(IsNull::Yes),
        }
    }

    fn accepts(_ty: &Type) -> bool {
        true
    }

    fn encode_format(&self, _ty: &Type) -> Format {
        Format::Text
    }

    to_sql_checked!();
}
