//! Why an operation has no SQL.

use migration_api::ops::Operation;

use super::subject;
use crate::dialect::Dialect;

/// Why an operation cannot be written as SQL of this database.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    #[error("{operation} on `{table}`: {dialect} cannot {what}")]
    Unsupported {
        dialect: &'static str,
        operation: &'static str,
        table: String,
        what: String,
        help: String,
    },
    #[error("alter_column on `{table}` changes nothing about the column `{column}`")]
    NothingToChange { table: String, column: String },
    #[error(
        "alter_column on `{table}`: `using` converts the values of a new type, but the type of `{column}` stays"
    )]
    UsingWithoutType { table: String, column: String },
    #[error("{dialect} has no type for {ty}")]
    NoType { dialect: &'static str, ty: String },
    #[error("a value of the type {ty} for {dialect}: {reason}")]
    Value { dialect: &'static str, ty: &'static str, reason: String },
    #[error(
        "alter_column on `{table}`: without a database, {dialect} has to be told the {what} of `{column}`"
    )]
    NotToldExisting { dialect: &'static str, table: String, column: String, what: &'static str },
    #[error("{operation} on `{table}`: {reason}")]
    Rebuild { operation: &'static str, table: String, reason: String, help: Option<String> },
    #[error("{operation} on `{subject}`: its SQL would hold a NUL character")]
    NulInSql { operation: &'static str, subject: String },
    #[error(
        "{operation} on `{subject}`: the {what}'s name `{name}` has {length} {unit}, and {dialect} takes {limit}"
    )]
    NameTooLong {
        dialect: &'static str,
        operation: &'static str,
        subject: String,
        what: &'static str,
        name: String,
        length: usize,
        limit: usize,
        unit: &'static str,
    },
    #[error("{operation} on `{subject}`: the {what}'s name has a carriage return")]
    ReturnInName { operation: &'static str, subject: String, what: &'static str },
    #[error("an index on `{table}` has no name")]
    NoIndexName { table: String },
    #[error("create_table on `{table}` gives the primary key twice")]
    TwoPrimaryKeys { table: String },
    #[error("bulk_insert into `{table}` names no column")]
    NoColumns { table: String },
    #[error("bulk_insert into `{table}`: row {row} has {found} values for {expected} columns")]
    RowLength { table: String, row: usize, expected: usize, found: usize },
    #[error("the statement has `:{name}`, but no parameter of this name is given")]
    MissingParameter { name: String },
    #[error("the parameter `{name}` is given, but the statement has no `:{name}`")]
    UnusedParameter { name: String },
    #[error("the parameter `{name}` is given twice")]
    RepeatedParameter { name: String },
    #[error("{dialect} has no text with a NUL character")]
    NulInText { dialect: &'static str },
}

impl RenderError {
    /// Returns that `dialect` cannot do `what` for `operation`, and what to do instead.
    pub(crate) fn unsupported(
        dialect: &dyn Dialect,
        operation: &Operation<'_>,
        what: &str,
        help: &str,
    ) -> Self {
        Self::Unsupported {
            dialect: dialect.title(),
            operation: operation.name(),
            table: subject(operation),
            what: what.to_owned(),
            help: help.to_owned(),
        }
    }

    /// Returns what the user can do next.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Unsupported { help, .. } => Some(help.clone()),
            Self::NothingToChange { .. } => Some(
                "name a change: `rename`, `set_type`, `set_nullable`, `set_not_null`, \
                 `set_default` or `drop_default`"
                    .into(),
            ),
            Self::UsingWithoutType { .. } => Some("add `set_type`, or leave `using` out".into()),
            Self::NoType { .. } => Some(
                "name another type for this database: `Variants(&Jsonb, &[(\"sqlite\", Text)])`"
                    .into(),
            ),
            Self::Value { .. } => None,
            Self::NotToldExisting { what, .. } => Some(format!(
                "add `existing_{what}(…)`; with a database at hand it is read from there"
            )),
            Self::NoIndexName { .. } => {
                Some("give it one, or set `ix` of the naming convention".into())
            }
            Self::Rebuild { help, .. } => help.clone(),
            Self::NulInSql { .. } => Some("no name and no text of SQL may have one".into()),
            Self::NameTooLong { .. } => Some("choose a shorter one".into()),
            Self::ReturnInName { .. } => {
                Some("leave it out: not every client of a database keeps it".into())
            }
            Self::TwoPrimaryKeys { .. } => Some(
                "either mark the columns with `primary_key()`, or give one \
                 `Constraint::primary_key`"
                    .into(),
            ),
            Self::NoColumns { .. } => Some("name the columns that the rows give".into()),
            Self::RowLength { .. } => Some("rows are counted from 1".into()),
            Self::MissingParameter { name } => {
                Some(format!("give it a value, or write `\\:{name}` where a colon is meant"))
            }
            Self::UnusedParameter { .. } => {
                Some("names inside quotes and comments do not count".into())
            }
            Self::RepeatedParameter { .. } => None,
            Self::NulInText { .. } => Some("store such values as bytes".into()),
        }
    }
}
