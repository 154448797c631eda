//! A column of the document.

use migration_api::Value;
use migration_api::schema::{Autoincrement, Column, ColumnType, Computed, Counter, DefaultValue};
use serde::Serialize;

use crate::dialect::Dialect;
use crate::sql::RenderError;

/// A column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ColumnDocument<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its type, in the database's words.
    #[serde(rename = "type")]
    pub ty: String,
    /// The texts of an enum.
    #[serde(rename = "enum", skip_serializing_if = "Option::is_none")]
    pub values: Option<&'a [&'a str]>,
    /// Whether it takes NULL.
    pub nullable: bool,
    /// Whether the database numbers rows, where that is not as for any other such column: `always` or `never`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub autoincrement: Option<&'static str>,
    /// The value of a row that gives none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<DefaultDocument<'a>>,
    /// What it counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity: Option<IdentityDocument>,
    /// The expression that gives its values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub computed: Option<ComputedDocument<'a>>,
    /// The expression that an update of a row sets (MySQL).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_row_update: Option<&'a str>,
    /// Its collation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collation: Option<&'a str>,
    /// The remark on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<&'a str>,
}

/// What a row that gives no value gets: `{"value": 0}` or `{"expression": "now()"}`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DefaultDocument<'a> {
    /// A truth value, number or text.
    Value(serde_json::Value),
    /// An SQL expression, as the database states it.
    Expression(std::borrow::Cow<'a, str>),
}

/// What an identity column counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IdentityDocument {
    /// Whether a row may not give a value of its own.
    pub always: bool,
    /// How it counts.
    #[serde(flatten)]
    pub counter: CounterDocument,
}

/// How something is counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CounterDocument {
    /// The first value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<i64>,
    /// What is added for the next value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub increment: Option<i64>,
    /// The smallest value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_value: Option<i64>,
    /// The largest value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_value: Option<i64>,
    /// How many values a session takes at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache: Option<i64>,
    /// Whether counting begins anew behind the last value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cycle: Option<bool>,
}

/// The expression that gives a column's values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ComputedDocument<'a> {
    /// The expression.
    pub expression: &'a str,
    /// Whether the values are stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stored: Option<bool>,
}

impl<'a> ColumnDocument<'a> {
    /// Returns a column in the words of this dialect.
    ///
    /// # Errors
    /// When the dialect has no such type, or cannot write the default.
    pub fn of(dialect: &dyn Dialect, column: &Column<'a>) -> Result<Self, RenderError> {
        Ok(Self {
            name: column.name,
            ty: dialect.column_type(column.ty)?,
            values: enum_values(column.ty.on(dialect.name())),
            nullable: column.nullable,
            autoincrement: match column.autoincrement {
                Autoincrement::Auto => None,
                Autoincrement::Always => Some("always"),
                Autoincrement::Never => Some("never"),
            },
            default: column.default.map(|it| DefaultDocument::of(dialect, it)).transpose()?,
            identity: column.identity.map(|it| IdentityDocument {
                always: it.always,
                counter: CounterDocument::from(&it.counter),
            }),
            computed: column.computed.map(ComputedDocument::from),
            on_row_update: column.on_row_update,
            collation: column.collation,
            comment: column.comment,
        })
    }
}

impl<'a> DefaultDocument<'a> {
    /// Returns a default; a value that JSON has no like of as SQL in the words of this dialect.
    ///
    /// # Errors
    /// When the dialect cannot write the value.
    pub fn of(dialect: &dyn Dialect, default: DefaultValue<'a>) -> Result<Self, RenderError> {
        Ok(match default {
            DefaultValue::Expression(text) => Self::Expression(text.into()),
            DefaultValue::Literal(Value::Bool(value)) => Self::Value(value.into()),
            DefaultValue::Literal(Value::Int(value)) => Self::Value(value.into()),
            DefaultValue::Literal(Value::Text(value)) => Self::Value(value.into()),
            DefaultValue::Literal(value) => Self::Expression(dialect.literal(value)?.into()),
        })
    }
}

impl From<&Counter> for CounterDocument {
    fn from(counter: &Counter) -> Self {
        let Counter { start, increment, min_value, max_value, cache, cycle } = *counter;
        Self { start, increment, min_value, max_value, cache, cycle }
    }
}

impl<'a> From<Computed<'a>> for ComputedDocument<'a> {
    fn from(computed: Computed<'a>) -> Self {
        Self { expression: computed.expression, stored: computed.stored }
    }
}

fn enum_values<'a>(ty: ColumnType<'a>) -> Option<&'a [&'a str]> {
    match ty {
        ColumnType::Enum(_, values) | ColumnType::Set(values) => Some(values),
        ColumnType::Array(of) => enum_values(*of),
        _ => None,
    }
}
