//! Things with a new name: those of which the model tells, and those that look like it.

use migration_api::abi::Arena;
use migration_api::schema::{
    Column, Computed, Constraint, ConstraintKind, Exclude, ForeignKey, Index, IndexKeys, IndexPart,
    Table, TableName,
};

use super::Suggestion;
use super::compare::same_type;
use super::hooks::Hooks;
use super::mention::with_words;
use crate::dialect::Dialect;
use crate::schema::Schema;

/// What has a new name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Renames<'a> {
    /// Tables: the old name and the new one.
    pub(super) tables: Vec<(TableName<'a>, TableName<'a>)>,
    /// Columns: the table's new name, the old name and the new one.
    pub(super) columns: Vec<(TableName<'a>, &'a str, &'a str)>,
    /// What looks renamed, but nobody said so.
    pub(super) suggestions: Vec<Suggestion>,
}

impl<'a> Renames<'a> {
    /// Finds what has a new name.
    pub(super) fn find(
        dialect: &dyn Dialect,
        actual: &Schema<'a>,
        wanted: &Schema<'a>,
        hooks: &mut dyn Hooks,
    ) -> Self {
        let mut renames = Self::default();
        renames.find_tables(dialect, actual, wanted, hooks);
        for table in &wanted.tables {
            let old = renames.old_name(table.name);
            if let Some(before) = actual.table(old) {
                renames.find_columns(dialect, before, table, hooks);
            }
        }
        renames
    }

    fn find_tables(
        &mut self,
        dialect: &dyn Dialect,
        actual: &Schema<'a>,
        wanted: &Schema<'a>,
        hooks: &mut dyn Hooks,
    ) {
        let new: Vec<&Table<'a>> =
            wanted.tables.iter().filter(|it| actual.table(it.name).is_none()).collect();
        let gone: Vec<&Table<'a>> =
            actual.tables.iter().filter(|it| wanted.table(it.name).is_none()).collect();
        for table in &new {
            let told = table.renamed_from.map(|old| {
                let old = TableName::parse(old);
                TableName { schema: old.schema.or(table.name.schema), ..old }
            });
            if let Some(old) = told
                && gone.iter().any(|it| it.name == old)
            {
                self.tables.push((old, table.name));
            }
        }
        for table in &new {
            let alike = |it: &&&Table<'a>| {
                it.name.schema == table.name.schema && same_columns(dialect, it, table)
            };
            let mut candidates = gone.iter().filter(alike);
            let (Some(old), None) = (candidates.next(), candidates.next()) else { continue };
            let has_rival = new.iter().filter(|it| same_columns(dialect, old, it)).count() > 1;
            let is_known =
                self.tables.iter().any(|(from, to)| *from == old.name || *to == table.name);
            if has_rival || is_known {
                continue;
            }
            let suggestion =
                Suggestion::Table { from: old.name.to_string(), to: table.name.to_string() };
            match hooks.was_renamed(&suggestion) {
                true => self.tables.push((old.name, table.name)),
                false => self.suggestions.push(suggestion),
            }
        }
    }

    fn find_columns(
        &mut self,
        dialect: &dyn Dialect,
        before: &Table<'a>,
        after: &Table<'a>,
        hooks: &mut dyn Hooks,
    ) {
        let has = |table: &Table<'a>, name: &str| table.columns.iter().any(|it| it.name == name);
        let new: Vec<&Column<'a>> =
            after.columns.iter().filter(|it| !has(before, it.name)).collect();
        let gone: Vec<&Column<'a>> =
            before.columns.iter().filter(|it| !has(after, it.name)).collect();
        let mut told = Vec::new();
        for column in &new {
            if let Some(old) = column.renamed_from
                && let Some(old) = gone.iter().find(|it| it.name == old)
            {
                told.push((after.name, old.name, column.name));
            }
        }
        for column in &new {
            let alike = |it: &&&Column<'a>| looks_like(dialect, it, column);
            let mut candidates = gone.iter().filter(alike);
            let (Some(old), None) = (candidates.next(), candidates.next()) else { continue };
            let has_rival = new.iter().filter(|it| looks_like(dialect, old, it)).count() > 1;
            let is_known = told.iter().any(|(_, from, to)| *from == old.name || *to == column.name);
            if has_rival || is_known {
                continue;
            }
            let suggestion = Suggestion::Column {
                table: after.name.to_string(),
                from: old.name.to_owned(),
                to: column.name.to_owned(),
            };
            match hooks.was_renamed(&suggestion) {
                true => told.push((after.name, old.name, column.name)),
                false => self.suggestions.push(suggestion),
            }
        }
        self.columns.extend(told);
    }

    /// Returns the name that a wanted table has in the database.
    fn old_name(&self, table: TableName<'a>) -> TableName<'a> {
        let renamed = self.tables.iter().find(|(_, to)| *to == table);
        renamed.map_or(table, |(from, _)| *from)
    }

    fn new_name(&self, table: TableName<'a>) -> TableName<'a> {
        let renamed = self.tables.iter().find(|(from, _)| *from == table);
        renamed.map_or(table, |(_, to)| *to)
    }

    /// Returns a schema as it is once everything has its new name. What is a whole statement of its own (a view, a trigger) stays as
    /// it was written.
    pub(super) fn applied(&self, schema: &Schema<'a>, arena: &'a Arena) -> Schema<'a> {
        let mut renamed = schema.clone();
        if self.tables.is_empty() && self.columns.is_empty() {
            return renamed;
        }
        for table in &mut renamed.tables {
            *table = self.table(table, arena);
        }
        renamed.triggers.iter_mut().for_each(|it| it.table = self.new_name(it.table));
        renamed.row_security.iter_mut().for_each(|it| it.table = self.new_name(it.table));
        for policy in &mut renamed.policies {
            policy.table = self.new_name(policy.table);
            let text = |text: &'a str| self.text(policy.table, text, arena);
            (policy.using, policy.check) = (policy.using.map(text), policy.check.map(text));
        }
        for (table, _) in &mut renamed.invalid_indexes {
            *table = self.new_name(*table);
        }
        for sequence in &mut renamed.sequences {
            sequence.owned_by = sequence.owned_by.map(|owner| self.owner(owner, arena));
        }
        renamed.sort();
        renamed
    }

    fn owner(&self, owner: &'a str, arena: &'a Arena) -> &'a str {
        let Some((table, column)) = owner.rsplit_once('.') else { return owner };
        let table = self.new_name(TableName::parse(table));
        arena.keep_text(format!("{table}.{}", self.column(table, column)))
    }

    fn column(&self, table: TableName<'a>, column: &'a str) -> &'a str {
        let renamed = self.columns.iter().find(|(of, from, _)| *of == table && *from == column);
        renamed.map_or(column, |(_, _, to)| to)
    }

    fn names(&self, table: TableName<'a>, names: &'a [&'a str], arena: &'a Arena) -> &'a [&'a str] {
        if !self.columns.iter().any(|(of, _, _)| *of == table) {
            return names;
        }
        arena.keep(names.iter().map(|it| self.column(table, it)).collect())
    }

    /// Returns an expression over a table with the new names of its columns.
    fn text(&self, table: TableName<'a>, text: &'a str, arena: &'a Arena) -> &'a str {
        let mut of_table = self.columns.iter().filter(|(of, _, _)| *of == table).peekable();
        if of_table.peek().is_none() {
            return text;
        }
        let renamed: Vec<(&str, &str)> = of_table.map(|(_, from, to)| (*from, *to)).collect();
        arena.keep_text(with_words(text, &renamed))
    }

    fn table(&self, table: &Table<'a>, arena: &'a Arena) -> Table<'a> {
        let name = self.new_name(table.name);
        let columns = table.columns.iter().map(|column| Column {
            name: self.column(name, column.name),
            computed: column.computed.map(|computed| Computed {
                expression: self.text(name, computed.expression, arena),
                ..computed
            }),
            ..*column
        });
        let constraints = table.constraints.iter().map(|it| self.constraint(name, it, arena));
        let indexes = table.indexes.iter().map(|it| self.index(name, it, arena));
        Table {
            name,
            columns: arena.keep(columns.collect()),
            constraints: arena.keep(constraints.collect()),
            indexes: arena.keep(indexes.collect()),
            ..*table
        }
    }

    fn constraint(
        &self,
        table: TableName<'a>,
        constraint: &Constraint<'a>,
        arena: &'a Arena,
    ) -> Constraint<'a> {
        let kind = match constraint.kind {
            ConstraintKind::PrimaryKey(columns) => {
                ConstraintKind::PrimaryKey(self.names(table, columns, arena))
            }
            ConstraintKind::Unique(columns) => {
                ConstraintKind::Unique(self.names(table, columns, arena))
            }
            ConstraintKind::Check(text) => ConstraintKind::Check(self.text(table, text, arena)),
            ConstraintKind::ForeignKey(key) => {
                let referred_table = self.new_name(key.referred_table);
                ConstraintKind::ForeignKey(ForeignKey {
                    columns: self.names(table, key.columns, arena),
                    referred_table,
                    referred_columns: self.names(referred_table, key.referred_columns, arena),
                    ..key
                })
            }
            ConstraintKind::Exclude(exclude) => {
                let element = |(text, operator): &(&'a str, &'a str)| {
                    (self.text(table, text, arena), *operator)
                };
                ConstraintKind::Exclude(Exclude {
                    elements: arena.keep(exclude.elements.iter().map(element).collect()),
                    predicate: exclude.predicate.map(|text| self.text(table, text, arena)),
                    ..exclude
                })
            }
        };
        Constraint { kind, include: self.names(table, constraint.include, arena), ..*constraint }
    }

    fn index(&self, table: TableName<'a>, index: &Index<'a>, arena: &'a Arena) -> Index<'a> {
        let keys = match index.keys {
            IndexKeys::Columns(columns) => IndexKeys::Columns(self.names(table, columns, arena)),
            IndexKeys::Parts(parts) => {
                let part = |part: &IndexPart<'a>| IndexPart {
                    text: match part.is_expression {
                        true => self.text(table, part.text, arena),
                        false => self.column(table, part.text),
                    },
                    ..*part
                };
                IndexKeys::Parts(arena.keep(parts.iter().map(part).collect()))
            }
        };
        Index {
            table,
            keys,
            include: self.names(table, index.include, arena),
            predicate: index.predicate.map(|text| self.text(table, text, arena)),
            ..*index
        }
    }
}

/// Returns whether two tables have the same columns.
fn same_columns(dialect: &dyn Dialect, one: &Table<'_>, other: &Table<'_>) -> bool {
    !one.columns.is_empty()
        && one.columns.len() == other.columns.len()
        && one.columns.iter().all(|column| {
            let same = other.columns.iter().find(|it| it.name == column.name);
            same.is_some_and(|it| looks_like(dialect, column, it))
        })
}

/// Returns whether two columns have the same definition but for their names.
fn looks_like(dialect: &dyn Dialect, one: &Column<'_>, other: &Column<'_>) -> bool {
    same_type(dialect, one.ty, other.ty)
        && one.nullable == other.nullable
        && one.default.is_some() == other.default.is_some()
        && one.identity.is_some() == other.identity.is_some()
        && one.computed.is_some() == other.computed.is_some()
}
