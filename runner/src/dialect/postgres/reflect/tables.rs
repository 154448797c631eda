//! A table of the catalog with all that belongs to it.

use std::collections::BTreeMap;

use migration_api::abi::Arena;
use migration_api::schema::{Constraint, Index, RowSecurity, Table, TableName, TableOption, View};

use super::columns::Columns;
use super::inspect::Referring;
use super::rows::Row;
use super::sequences::Sequence;
use super::{constraints, indexes};

/// A table or view as it is put together.
pub(super) struct Relation<'a> {
    id: i64,
    name: TableName<'a>,
    kind: RelationKind<'a>,
    columns: Columns<'a>,
    constraints: Vec<Constraint<'a>>,
    indexes: Vec<Index<'a>>,
    options: Vec<TableOption<'a>>,
    comment: Option<&'a str>,
    security: Option<RowSecurity<'a>>,
}

enum RelationKind<'a> {
    Table,
    View { query: &'a str, materialized: bool, options: Vec<(&'a str, &'a str)> },
}

impl<'a> Relation<'a> {
    pub(super) fn read(row: Row<'_, 'a>) -> Self {
        let name = row.name(1);
        let kind = match row.text(3) {
            kind @ ("v" | "m") => RelationKind::View {
                query: row.arena().keep_text(row.text(13).trim().trim_end_matches(';').to_owned()),
                materialized: kind == "m",
                options: row.storage(8),
            },
            _ => RelationKind::Table,
        };
        Self {
            id: row.number(0),
            name,
            kind,
            columns: Columns::default(),
            constraints: Vec::new(),
            indexes: Vec::new(),
            options: options(row),
            comment: row.kept_if_any(10),
            security: row.flag(11).then(|| RowSecurity { table: name, forced: row.flag(12) }),
        }
    }

    pub(super) fn id(&self) -> i64 {
        self.id
    }

    pub(super) fn name(&self) -> TableName<'a> {
        self.name
    }

    pub(super) fn columns(&mut self) -> &mut Columns<'a> {
        &mut self.columns
    }

    pub(super) fn add_constraint(&mut self, row: Row<'_, 'a>) {
        self.constraints.push(constraints::read(row, &self.columns));
    }

    pub(super) fn add_index(&mut self, row: Row<'_, 'a>) {
        self.indexes.push(indexes::read(row, self.name, &self.columns));
    }

    pub(super) fn security(&self) -> Option<RowSecurity<'a>> {
        self.security
    }

    /// Gives its columns what sequences count. Returns the number of the key that is numbered by the database, if there is one.
    pub(super) fn count(
        &mut self,
        sequences: &BTreeMap<(i64, i64), &Sequence<'a>>,
        referring: &Referring<'_>,
    ) -> Option<i64> {
        self.columns.count(sequences, self.id);
        let key = self.columns.number_key(&self.constraints, sequences, self.id)?;
        let name = self.columns.name_of(key)?;
        let refers = referring.contains(&(self.name, name));
        (!refers).then(|| {
            self.columns.leave_numbers_to_key(key);
            key
        })
    }

    /// Returns the finished table or view.
    pub(super) fn finish(self, arena: &'a Arena) -> Finished<'a> {
        let indexes = arena.keep(self.indexes);
        match self.kind {
            RelationKind::View { query, materialized, options } => Finished::View(View {
                name: self.name,
                query,
                columns: &[],
                materialized,
                options: arena.keep(options),
                indexes,
                comment: self.comment,
            }),
            RelationKind::Table => Finished::Table(Table {
                name: self.name,
                columns: arena.keep(self.columns.into_own()),
                constraints: arena.keep(self.constraints),
                indexes,
                options: arena.keep(self.options),
                comment: self.comment,
                renamed_from: None,
            }),
        }
    }
}

/// What a relation of the catalog is.
pub(super) enum Finished<'a> {
    Table(Table<'a>),
    View(View<'a>),
}

/// Returns the options of a table. What a partition is given by its table is not among them, as it is none of its own.
fn options<'a>(row: Row<'_, 'a>) -> Vec<TableOption<'a>> {
    let mut options = Vec::new();
    let parents = row.names(7);
    match row.kept_if_any(6) {
        Some(bounds) => {
            options.extend(parents.iter().map(|parent| TableOption::PartitionOf(parent, bounds)));
        }
        None => options.extend(parents.iter().map(|parent| TableOption::Inherits(parent))),
    }
    options.extend(row.kept_if_any(5).map(TableOption::PartitionBy));
    options.extend(row.storage(8).iter().map(|(name, value)| TableOption::Storage(name, value)));
    options.extend(row.kept_if_any(9).map(TableOption::Tablespace));
    options.extend(row.flag(4).then_some(TableOption::Unlogged));
    options
}
