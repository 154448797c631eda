//! What a database holds as data for other programs: a document whose shape stays.
//!
//! It is told in `docs/schema.md`. Keys have the field's words; what is not set, or as it is by default, is left out. Types and
//! expressions are written in the words of the database. New keys may come; those there are stay.

mod column;
mod object;
mod table;
#[cfg(test)]
mod tests;

use serde::Serialize;

pub use column::{
    ColumnDocument, ComputedDocument, CounterDocument, DefaultDocument, IdentityDocument,
};
pub use object::{
    DomainDocument, EnumDocument, ExtensionDocument, PolicyDocument, RoutineDocument,
    RowSecurityDocument, SequenceDocument, TriggerDocument, ViewDocument,
};
pub(crate) use table::option;
pub use table::{
    CheckDocument, ConstraintDocument, ExcludeDocument, ForeignKeyDocument, IndexDocument,
    IndexPartDocument, KeyDocument, TableDocument, TimingDocument,
};

use super::Schema;
use crate::dialect::Dialect;
use crate::sql::RenderError;

/// The version of the shape: it changes only when a key goes or comes to mean something else.
pub(crate) const FORMAT: u32 = 1;

/// All that a database holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SchemaDocument<'a> {
    /// The version of the shape.
    pub format: u32,
    /// The kind of database in whose words types and expressions are written.
    pub dialect: &'static str,
    /// Schemas, but for the default one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub schemas: Vec<&'a str>,
    /// Extensions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<ExtensionDocument<'a>>,
    /// Enum types.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub enums: Vec<EnumDocument<'a>>,
    /// Domains.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub domains: Vec<DomainDocument<'a>>,
    /// Sequences.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sequences: Vec<SequenceDocument<'a>>,
    /// Tables, also when there are none.
    pub tables: Vec<TableDocument<'a>>,
    /// Views.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub views: Vec<ViewDocument<'a>>,
    /// Functions and procedures.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub routines: Vec<RoutineDocument<'a>>,
    /// Triggers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub triggers: Vec<TriggerDocument<'a>>,
    /// Tables with row-level security.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub row_security: Vec<RowSecurityDocument<'a>>,
    /// Policies.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub policies: Vec<PolicyDocument<'a>>,
}

impl<'a> SchemaDocument<'a> {
    /// Returns a schema as a document in the words of this dialect.
    ///
    /// # Errors
    /// When the dialect has no such type, or cannot write a default.
    pub fn of(dialect: &dyn Dialect, schema: &Schema<'a>) -> Result<Self, RenderError> {
        let domains = schema.domains.iter().map(|it| DomainDocument::of(dialect, it));
        let sequences = schema.sequences.iter().map(|it| SequenceDocument::of(dialect, it));
        let tables = schema.tables.iter().map(|it| TableDocument::of(dialect, it));
        Ok(Self {
            format: FORMAT,
            dialect: dialect.name(),
            schemas: schema.schemas.clone(),
            extensions: schema.extensions.iter().map(ExtensionDocument::from).collect(),
            enums: schema.enums.iter().map(EnumDocument::from).collect(),
            domains: domains.collect::<Result<_, _>>()?,
            sequences: sequences.collect::<Result<_, _>>()?,
            tables: tables.collect::<Result<_, _>>()?,
            views: schema.views.iter().map(ViewDocument::from).collect(),
            routines: schema.routines.iter().map(RoutineDocument::from).collect(),
            triggers: schema.triggers.iter().map(TriggerDocument::from).collect(),
            row_security: schema.row_security.iter().map(RowSecurityDocument::from).collect(),
            policies: schema.policies.iter().map(PolicyDocument::from).collect(),
        })
    }

    /// Returns the document as JSON text.
    pub fn to_json(&self) -> String {
        // Texts, numbers, lists and truth values can always be written.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

/// Returns whether a truth value is left out, being false.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_false(value: &bool) -> bool {
    !*value
}
