//! What the document holds besides tables.

use std::collections::BTreeMap;

use migration_api::ops::{CreateDomain, CreateExtension, CreateSequence, RoutineKind};
use migration_api::schema::{EnumType, Policy, Routine, RowSecurity, Trigger, View};
use serde::Serialize;

use super::{CounterDocument, DefaultDocument, IndexDocument, is_false};
use crate::dialect::Dialect;
use crate::sql::RenderError;

/// An extension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExtensionDocument<'a> {
    /// Its name.
    pub name: &'a str,
    /// The schema that holds its objects.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<&'a str>,
    /// Its version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<&'a str>,
}

/// An enum type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EnumDocument<'a> {
    /// Its schema, when it is not the default one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<&'a str>,
    /// Its name.
    pub name: &'a str,
    /// Its values, in order.
    pub values: &'a [&'a str],
}

/// A domain.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DomainDocument<'a> {
    /// Its schema, when it is not the default one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<&'a str>,
    /// Its name.
    pub name: &'a str,
    /// The type below it.
    #[serde(rename = "type")]
    pub ty: String,
    /// The collation of its texts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collation: Option<&'a str>,
    /// Whether it takes NULL.
    pub nullable: bool,
    /// The value of a row that gives none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<DefaultDocument<'a>>,
    /// What has to be true of each value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check: Option<&'a str>,
    /// What else has to be true, each with its name.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub checks: &'a [(&'a str, &'a str)],
}

/// A sequence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SequenceDocument<'a> {
    /// Its schema, when it is not the default one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<&'a str>,
    /// Its name.
    pub name: &'a str,
    /// The type of its numbers, when it is not the usual one.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub ty: Option<String>,
    /// How it counts.
    #[serde(flatten)]
    pub counter: CounterDocument,
    /// The column that it goes with: `table.column`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owned_by: Option<&'a str>,
}

/// A view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ViewDocument<'a> {
    /// Its schema, when it is not the default one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<&'a str>,
    /// Its name.
    pub name: &'a str,
    /// The remark on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<&'a str>,
    /// Whether what the query gives is stored.
    #[serde(skip_serializing_if = "is_false")]
    pub materialized: bool,
    /// The names of its columns, when they are not those of the query.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub columns: &'a [&'a str],
    /// What else is said of it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub options: BTreeMap<&'a str, &'a str>,
    /// The query.
    pub query: &'a str,
    /// The indexes of a materialised one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub indexes: Vec<IndexDocument<'a>>,
}

/// A function or procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoutineDocument<'a> {
    /// `function` or `procedure`.
    pub kind: &'static str,
    /// Its schema, when it is not the default one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<&'a str>,
    /// Its name.
    pub name: &'a str,
    /// The types of its arguments (PostgreSQL).
    #[serde(skip_serializing_if = "str::is_empty")]
    pub arguments: &'a str,
    /// The statement that creates it.
    pub sql: &'a str,
}

/// A trigger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TriggerDocument<'a> {
    /// Its name.
    pub name: &'a str,
    /// The schema of its table, when it is not the default one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<&'a str>,
    /// Its table.
    pub table: &'a str,
    /// The statement that creates it.
    pub sql: &'a str,
}

/// A table with row-level security.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowSecurityDocument<'a> {
    /// The table's schema, when it is not the default one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<&'a str>,
    /// The table.
    pub table: &'a str,
    /// Whether it holds for the table's owner too.
    #[serde(skip_serializing_if = "is_false")]
    pub forced: bool,
}

/// A policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PolicyDocument<'a> {
    /// Its name.
    pub name: &'a str,
    /// The schema of its table, when it is not the default one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<&'a str>,
    /// Its table.
    pub table: &'a str,
    /// Whether it narrows what other policies allow.
    #[serde(skip_serializing_if = "is_false")]
    pub restrictive: bool,
    /// What it is about: `ALL`, `SELECT`, `INSERT`, `UPDATE` or `DELETE`.
    pub command: &'a str,
    /// The roles that it holds for, when it is not all.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub roles: &'a [&'a str],
    /// Which rows are seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub using: Option<&'a str>,
    /// Which rows may be written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check: Option<&'a str>,
}

impl<'a> DomainDocument<'a> {
    /// Returns a domain in the words of this dialect.
    ///
    /// # Errors
    /// When the dialect has no such type, or cannot write the default.
    pub fn of(dialect: &dyn Dialect, domain: &CreateDomain<'a>) -> Result<Self, RenderError> {
        Ok(Self {
            schema: domain.name.schema,
            name: domain.name.name,
            ty: dialect.column_type(domain.ty)?,
            collation: domain.collation,
            nullable: !domain.not_null,
            default: domain.default.map(|it| DefaultDocument::of(dialect, it)).transpose()?,
            check: domain.check,
            checks: domain.checks,
        })
    }
}

impl<'a> From<&CreateExtension<'a>> for ExtensionDocument<'a> {
    fn from(it: &CreateExtension<'a>) -> Self {
        Self { name: it.name, schema: it.schema, version: it.version }
    }
}

impl<'a> From<&EnumType<'a>> for EnumDocument<'a> {
    fn from(it: &EnumType<'a>) -> Self {
        Self { schema: it.name.schema, name: it.name.name, values: it.values }
    }
}

impl<'a> SequenceDocument<'a> {
    /// Returns a sequence in the words of this dialect.
    ///
    /// # Errors
    /// When the dialect has no such type.
    pub fn of(dialect: &dyn Dialect, it: &CreateSequence<'a>) -> Result<Self, RenderError> {
        Ok(Self {
            schema: it.name.schema,
            name: it.name.name,
            ty: it.ty.map(|ty| dialect.column_type(ty)).transpose()?,
            counter: CounterDocument::from(&it.counter),
            owned_by: it.owned_by,
        })
    }
}

impl<'a> From<&View<'a>> for ViewDocument<'a> {
    fn from(it: &View<'a>) -> Self {
        Self {
            schema: it.name.schema,
            name: it.name.name,
            comment: it.comment,
            materialized: it.materialized,
            columns: it.columns,
            options: it.options.iter().copied().collect(),
            query: it.query,
            indexes: it.indexes.iter().map(IndexDocument::from).collect(),
        }
    }
}

impl<'a> From<&Routine<'a>> for RoutineDocument<'a> {
    fn from(it: &Routine<'a>) -> Self {
        Self {
            kind: match it.kind {
                RoutineKind::Function => "function",
                RoutineKind::Procedure => "procedure",
                RoutineKind::Trigger => "trigger",
            },
            schema: it.name.schema,
            name: it.name.name,
            arguments: it.arguments,
            sql: it.sql,
        }
    }
}

impl<'a> From<&Trigger<'a>> for TriggerDocument<'a> {
    fn from(it: &Trigger<'a>) -> Self {
        Self { name: it.name, schema: it.table.schema, table: it.table.name, sql: it.sql }
    }
}

impl<'a> From<&RowSecurity<'a>> for RowSecurityDocument<'a> {
    fn from(it: &RowSecurity<'a>) -> Self {
        Self { schema: it.table.schema, table: it.table.name, forced: it.forced }
    }
}

impl<'a> From<&Policy<'a>> for PolicyDocument<'a> {
    fn from(it: &Policy<'a>) -> Self {
        Self {
            name: it.name,
            schema: it.table.schema,
            table: it.table.name,
            restrictive: it.restrictive,
            command: it.command,
            roles: it.roles,
            using: it.using,
            check: it.check,
        }
    }
}
