//! What a diagram shows: tables with their columns and keys, and the foreign keys between them.

use std::collections::BTreeMap;

use migration_api::schema::{Constraint, ConstraintKind, ForeignKey, Table, TableName};

use crate::dialect::Dialect;
use crate::schema::Schema;
use crate::sql::RenderError;

/// The tables and foreign keys of a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Model<'a> {
    /// The tables, then those that are referred to without being among them.
    pub(super) entities: Vec<Entity<'a>>,
    pub(super) relations: Vec<Relation<'a>>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entity<'a> {
    pub(super) name: TableName<'a>,
    pub(super) comment: Option<&'a str>,
    pub(super) attributes: Vec<Attribute<'a>>,
    /// Whether it is only referred to, and not shown itself.
    pub(super) is_outside: bool,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attribute<'a> {
    pub(super) name: &'a str,
    /// Its type in the database's words.
    pub(super) ty: String,
    pub(super) nullable: bool,
    pub(super) comment: Option<&'a str>,
    /// The parts that it plays in keys, in the order in which they are marked.
    pub(super) keys: Vec<KeyMark>,
}

/// The part that a column plays in a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum KeyMark {
    Primary,
    Foreign,
    /// It is unique by itself.
    Unique,
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Relation<'a> {
    /// The table that refers, by its place.
    pub(super) from: usize,
    /// The table referred to.
    pub(super) to: usize,
    pub(super) columns: &'a [&'a str],
    /// The rows at which the line ends: the first column of each side.
    pub(super) from_row: usize,
    pub(super) to_row: usize,
    /// Whether a row may refer to nothing.
    pub(super) optional: bool,
    /// Whether no two rows refer to the same one.
    pub(super) unique: bool,
    /// Whether it is a part of the primary key.
    pub(super) identifying: bool,
}

impl KeyMark {
    pub(super) const fn text(self) -> &'static str {
        match self {
            Self::Primary => "PK",
            Self::Foreign => "FK",
            Self::Unique => "UK",
        }
    }
}

impl<'a> Model<'a> {
    /// Finds what is shown of a schema.
    pub(super) fn of(dialect: &dyn Dialect, schema: &Schema<'a>) -> Result<Self, RenderError> {
        let tables = schema.tables.as_slice();
        let entities = tables.iter().map(|table| Entity::of(dialect, table));
        let mut entities = entities.collect::<Result<Vec<_>, _>>()?;
        let mut places: BTreeMap<_, _> =
            tables.iter().enumerate().map(|(place, table)| (table.name, place)).collect();
        let mut relations = Vec::new();
        for (from, table) in tables.iter().enumerate() {
            for key in foreign_keys(table) {
                let to = *places.entry(key.referred_table).or_insert_with(|| {
                    entities.push(Entity::outside(key.referred_table));
                    entities.len() - 1
                });
                let to_row = row(tables.get(to), key.referred_columns);
                relations.push(Relation { to, to_row, ..Relation::of(table, from, &key) });
            }
        }
        Ok(Self { entities, relations })
    }
}

impl<'a> Entity<'a> {
    fn of(dialect: &dyn Dialect, table: &Table<'a>) -> Result<Self, RenderError> {
        let attributes = table.columns.iter().map(|column| {
            Ok(Attribute {
                name: column.name,
                ty: dialect.column_type(column.ty)?,
                nullable: column.nullable,
                comment: column.comment,
                keys: marks(table, column.name),
            })
        });
        Ok(Self {
            name: table.name,
            comment: table.comment,
            attributes: attributes.collect::<Result<_, _>>()?,
            is_outside: false,
        })
    }

    fn outside(name: TableName<'a>) -> Self {
        Self { name, comment: None, attributes: Vec::new(), is_outside: true }
    }
}

impl<'a> Relation<'a> {
    fn of(table: &Table<'a>, from: usize, key: &ForeignKey<'a>) -> Self {
        let is_nullable = |name: &&str| {
            table.columns.iter().any(|column| column.name == *name && column.nullable)
        };
        let is_key = |columns: &[&str]| {
            !columns.is_empty() && columns.iter().all(|name| key.columns.contains(name))
        };
        let primary = primary_key(table);
        Self {
            from,
            to: from,
            columns: key.columns,
            from_row: row(Some(table), key.columns),
            to_row: 0,
            optional: key.columns.iter().any(is_nullable),
            unique: is_key(primary) || unique_keys(table).any(is_key),
            identifying: key.columns.iter().all(|name| primary.contains(name)),
        }
    }
}

fn foreign_keys<'a>(table: &Table<'a>) -> impl Iterator<Item = ForeignKey<'a>> {
    table.constraints.iter().filter_map(|constraint| match constraint.kind {
        ConstraintKind::ForeignKey(key) => Some(key),
        ConstraintKind::PrimaryKey(_)
        | ConstraintKind::Unique(_)
        | ConstraintKind::Check(_)
        | ConstraintKind::Exclude(_) => None,
    })
}

fn primary_key<'a>(table: &Table<'a>) -> &'a [&'a str] {
    let key = |constraint: &Constraint<'a>| match constraint.kind {
        ConstraintKind::PrimaryKey(columns) => Some(columns),
        ConstraintKind::Unique(_)
        | ConstraintKind::Check(_)
        | ConstraintKind::ForeignKey(_)
        | ConstraintKind::Exclude(_) => None,
    };
    table.constraints.iter().find_map(key).unwrap_or_default()
}

/// Returns the columns of each unique constraint, and of each unique index of all rows over columns.
fn unique_keys<'a>(table: &Table<'a>) -> impl Iterator<Item = &'a [&'a str]> {
    use migration_api::schema::{Index, IndexKeys};
    let constraints = table.constraints.iter().filter_map(|constraint| match constraint.kind {
        ConstraintKind::Unique(columns) => Some(columns),
        ConstraintKind::PrimaryKey(_)
        | ConstraintKind::Check(_)
        | ConstraintKind::ForeignKey(_)
        | ConstraintKind::Exclude(_) => None,
    });
    let of_index = |index: &Index<'a>| match index.keys {
        IndexKeys::Columns(columns) if index.unique && index.predicate.is_none() => Some(columns),
        IndexKeys::Columns(_) | IndexKeys::Parts(_) => None,
    };
    constraints.chain(table.indexes.iter().filter_map(of_index))
}

fn marks(table: &Table<'_>, column: &str) -> Vec<KeyMark> {
    let is_foreign = foreign_keys(table).any(|key| key.columns.contains(&column));
    let marks = [
        (primary_key(table).contains(&column), KeyMark::Primary),
        (is_foreign, KeyMark::Foreign),
        (unique_keys(table).any(|key| *key == [column]), KeyMark::Unique),
    ];
    marks.into_iter().filter_map(|(is_marked, mark)| is_marked.then_some(mark)).collect()
}

/// Returns the place of the first of these columns in the table.
fn row(table: Option<&Table<'_>>, columns: &[&str]) -> usize {
    let columns = table.zip(columns.first());
    let place = |(table, first): (&Table<'_>, &&str)| {
        table.columns.iter().position(|column| column.name == *first)
    };
    columns.and_then(place).unwrap_or_default()
}
