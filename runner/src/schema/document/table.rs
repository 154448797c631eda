//! A table of the document, with its keys and indexes.

use std::collections::BTreeMap;

use migration_api::schema::{
    Column, Constraint, ConstraintKind, Index, IndexKeys, IndexPart, Match, Nulls,
    ReferentialAction, Table, TableOption, Timing,
};
use serde::Serialize;
use serde_json::Value;

use super::{ColumnDocument, is_false};
use crate::dialect::Dialect;
use crate::sql::RenderError;

/// A table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TableDocument<'a> {
    /// Its schema, when it is not the default one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<&'a str>,
    /// Its name.
    pub name: &'a str,
    /// The remark on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<&'a str>,
    /// Its columns, in order.
    pub columns: Vec<ColumnDocument<'a>>,
    /// Its primary key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_key: Option<KeyDocument<'a>>,
    /// Its unique constraints.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unique_constraints: Vec<KeyDocument<'a>>,
    /// Its foreign keys.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub foreign_keys: Vec<ForeignKeyDocument<'a>>,
    /// Its checks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<CheckDocument<'a>>,
    /// Its exclusion constraints.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exclude_constraints: Vec<ExcludeDocument<'a>>,
    /// Its indexes, but for those that only serve a constraint.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub indexes: Vec<IndexDocument<'a>>,
    /// What else the database lets it have: `{"engine": "MyISAM"}`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub options: BTreeMap<String, Value>,
}

/// A constraint of any kind, as it stands in the list of its kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum ConstraintDocument<'a> {
    /// The primary key.
    PrimaryKey(KeyDocument<'a>),
    /// A unique constraint.
    Unique(KeyDocument<'a>),
    /// A check.
    Check(CheckDocument<'a>),
    /// A foreign key.
    ForeignKey(ForeignKeyDocument<'a>),
    /// An exclusion constraint.
    Exclude(ExcludeDocument<'a>),
}

/// A primary key or a unique constraint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyDocument<'a> {
    /// Its name, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'a str>,
    /// Its columns, in order.
    pub columns: &'a [&'a str],
    /// The columns that its index carries along.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub include: &'a [&'a str],
    /// Whether two NULLs are the same value.
    #[serde(skip_serializing_if = "is_false")]
    pub nulls_not_distinct: bool,
    /// When it is checked.
    #[serde(flatten)]
    pub timing: TimingDocument,
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ForeignKeyDocument<'a> {
    /// Its name, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'a str>,
    /// The columns that refer.
    pub columns: &'a [&'a str],
    /// The schema of the table referred to, when it is not the default one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub referred_schema: Option<&'a str>,
    /// The table referred to.
    pub referred_table: &'a str,
    /// The columns referred to, in the order of those that refer.
    pub referred_columns: &'a [&'a str],
    /// What happens when the row referred to is deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_delete: Option<&'static str>,
    /// The columns that a deletion sets to NULL or to their defaults, when it is not all.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub on_delete_columns: &'a [&'a str],
    /// What happens when the key referred to changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_update: Option<&'static str>,
    /// How a key with some NULL is taken: `FULL` or `PARTIAL`.
    #[serde(rename = "match", skip_serializing_if = "Option::is_none")]
    pub match_kind: Option<&'static str>,
    /// When it is checked.
    #[serde(flatten)]
    pub timing: TimingDocument,
}

/// A check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckDocument<'a> {
    /// Its name, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'a str>,
    /// The condition, as the database states it.
    pub condition: &'a str,
    /// Whether tables that inherit from this one are free of it.
    #[serde(skip_serializing_if = "is_false")]
    pub no_inherit: bool,
    /// When it is checked.
    #[serde(flatten)]
    pub timing: TimingDocument,
}

/// An exclusion constraint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExcludeDocument<'a> {
    /// Its name, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'a str>,
    /// What is compared, and by which operator.
    pub elements: &'a [(&'a str, &'a str)],
    /// The kind of its index.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub using: Option<&'a str>,
    /// Which rows are compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub predicate: Option<&'a str>,
    /// When it is checked.
    #[serde(flatten)]
    pub timing: TimingDocument,
}

/// When a constraint is checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TimingDocument {
    /// Whether a transaction may put the check off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deferrable: Option<bool>,
    /// Whether it is put off unless told otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initially_deferred: Option<bool>,
    /// Whether rows that were there before are unchecked.
    #[serde(skip_serializing_if = "is_false")]
    pub not_valid: bool,
}

/// An index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IndexDocument<'a> {
    /// Its name, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'a str>,
    /// What it is over, in order.
    pub parts: Vec<IndexPartDocument<'a>>,
    /// Whether it refuses a value that stands twice.
    #[serde(skip_serializing_if = "is_false")]
    pub unique: bool,
    /// Its kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub using: Option<&'a str>,
    /// The rows that it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub predicate: Option<&'a str>,
    /// The columns that it carries along.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub include: &'a [&'a str],
    /// Its storage parameters.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub storage: BTreeMap<&'a str, &'a str>,
    /// The tablespace it stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tablespace: Option<&'a str>,
    /// Whether two NULLs are the same value.
    #[serde(skip_serializing_if = "is_false")]
    pub nulls_not_distinct: bool,
    /// The remark on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<&'a str>,
}

/// One of the things that an index is over: a column or an expression.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IndexPartDocument<'a> {
    /// The column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<&'a str>,
    /// The SQL expression.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expression: Option<&'a str>,
    /// Whether large values come first.
    #[serde(skip_serializing_if = "is_false")]
    pub descending: bool,
    /// Where NULLs stand: `first` or `last`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nulls: Option<&'static str>,
    /// Its collation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collation: Option<&'a str>,
    /// Its operator class.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator_class: Option<&'a str>,
    /// How many characters or bytes it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix_length: Option<u32>,
}

impl<'a> TableDocument<'a> {
    /// Returns a table in the words of this dialect.
    ///
    /// # Errors
    /// When the dialect has no such type, or cannot write a default.
    pub fn of(dialect: &dyn Dialect, table: &Table<'a>) -> Result<Self, RenderError> {
        let column = |column: &Column<'a>| ColumnDocument::of(dialect, column);
        let mut document = Self {
            schema: table.name.schema,
            name: table.name.name,
            comment: table.comment,
            columns: table.columns.iter().map(column).collect::<Result<_, _>>()?,
            primary_key: None,
            unique_constraints: Vec::new(),
            foreign_keys: Vec::new(),
            checks: Vec::new(),
            exclude_constraints: Vec::new(),
            indexes: table.indexes.iter().map(IndexDocument::from).collect(),
            options: table.options.iter().map(option).collect(),
        };
        for constraint in table.constraints {
            match ConstraintDocument::from(constraint) {
                ConstraintDocument::PrimaryKey(it) => document.primary_key = Some(it),
                ConstraintDocument::Unique(it) => document.unique_constraints.push(it),
                ConstraintDocument::Check(it) => document.checks.push(it),
                ConstraintDocument::ForeignKey(it) => document.foreign_keys.push(it),
                ConstraintDocument::Exclude(it) => document.exclude_constraints.push(it),
            }
        }
        Ok(document)
    }
}

impl<'a> From<&Constraint<'a>> for ConstraintDocument<'a> {
    fn from(constraint: &Constraint<'a>) -> Self {
        let (name, timing) = (constraint.name, TimingDocument::from(constraint.timing));
        let key = |columns, timing| KeyDocument {
            name,
            columns,
            include: constraint.include,
            nulls_not_distinct: constraint.nulls_not_distinct,
            timing,
        };
        match constraint.kind {
            ConstraintKind::PrimaryKey(columns) => Self::PrimaryKey(key(columns, timing)),
            ConstraintKind::Unique(columns) => Self::Unique(key(columns, timing)),
            ConstraintKind::Check(condition) => {
                let no_inherit = constraint.no_inherit;
                Self::Check(CheckDocument { name, condition, no_inherit, timing })
            }
            ConstraintKind::ForeignKey(it) => Self::ForeignKey(ForeignKeyDocument {
                name,
                columns: it.columns,
                referred_schema: it.referred_table.schema,
                referred_table: it.referred_table.name,
                referred_columns: it.referred_columns,
                on_delete: it.on_delete.map(action),
                on_delete_columns: it.on_delete_columns,
                on_update: it.on_update.map(action),
                match_kind: it.match_kind.map(matching),
                timing,
            }),
            ConstraintKind::Exclude(it) => Self::Exclude(ExcludeDocument {
                name,
                elements: it.elements,
                using: it.using,
                predicate: it.predicate,
                timing,
            }),
        }
    }
}

impl From<Timing> for TimingDocument {
    fn from(timing: Timing) -> Self {
        let Timing { deferrable, initially_deferred, not_valid } = timing;
        Self { deferrable, initially_deferred, not_valid }
    }
}

impl<'a> From<&Index<'a>> for IndexDocument<'a> {
    fn from(index: &Index<'a>) -> Self {
        let parts = match index.keys {
            IndexKeys::Columns(names) => {
                let columns = names.iter().map(|name| IndexPart::column(name));
                columns.map(|part| IndexPartDocument::from(&part)).collect()
            }
            IndexKeys::Parts(parts) => parts.iter().map(IndexPartDocument::from).collect(),
        };
        Self {
            name: index.name,
            parts,
            unique: index.unique,
            using: index.using,
            predicate: index.predicate,
            include: index.include,
            storage: index.storage.iter().copied().collect(),
            tablespace: index.tablespace,
            nulls_not_distinct: index.nulls_not_distinct,
            comment: index.comment,
        }
    }
}

impl<'a> From<&IndexPart<'a>> for IndexPartDocument<'a> {
    fn from(part: &IndexPart<'a>) -> Self {
        Self {
            column: (!part.is_expression).then_some(part.text),
            expression: part.is_expression.then_some(part.text),
            descending: part.descending,
            nulls: part.nulls.map(|nulls| match nulls {
                Nulls::First => "first",
                Nulls::Last => "last",
            }),
            collation: part.collation,
            operator_class: part.operator_class,
            prefix_length: part.prefix_length,
        }
    }
}

fn action(action: ReferentialAction) -> &'static str {
    match action {
        ReferentialAction::NoAction => "NO ACTION",
        ReferentialAction::Restrict => "RESTRICT",
        ReferentialAction::Cascade => "CASCADE",
        ReferentialAction::SetNull => "SET NULL",
        ReferentialAction::SetDefault => "SET DEFAULT",
    }
}

fn matching(kind: Match) -> &'static str {
    match kind {
        Match::Simple => "SIMPLE",
        Match::Full => "FULL",
        Match::Partial => "PARTIAL",
    }
}

/// Returns an option's name and value; one that has no value is `true`.
pub(crate) fn option(option: &TableOption<'_>) -> (String, Value) {
    let (name, value): (&str, Value) = match *option {
        TableOption::Engine(it) => ("engine", it.into()),
        TableOption::Charset(it) => ("charset", it.into()),
        TableOption::Collate(it) => ("collate", it.into()),
        TableOption::AutoIncrement(it) => ("auto_increment", it.into()),
        TableOption::RowFormat(it) => ("row_format", it.into()),
        TableOption::PartitionBy(it) => ("partition_by", it.into()),
        TableOption::PartitionOf(table, rows) => {
            ("partition_of", serde_json::json!({ "table": table, "rows": rows }))
        }
        TableOption::Inherits(it) => ("inherits", it.into()),
        TableOption::Storage(name, value) => return (format!("storage.{name}"), value.into()),
        TableOption::Tablespace(it) => ("tablespace", it.into()),
        TableOption::Unlogged => ("unlogged", true.into()),
        TableOption::Temporary => ("temporary", true.into()),
        TableOption::WithoutRowid => ("without_rowid", true.into()),
        TableOption::Strict => ("strict", true.into()),
        TableOption::Other(dialect, text) => return (format!("other.{dialect}"), text.into()),
    };
    (name.to_owned(), value)
}
