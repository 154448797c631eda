//! The same objects under other names.

use migration_api::abi::Arena;
use migration_api::ops::{CreateDomain, CreateSequence};
use migration_api::schema::{
    Column, ColumnType, Computed, Constraint, ConstraintKind, DefaultValue, EnumType, Exclude,
    Index, IndexKeys, IndexPart, Policy, Routine, RowSecurity, Table, TableName, TableOption,
    Trigger, View,
};

use super::rows::reference;
use crate::schema::Schema;

/// What becomes of names.
pub(super) trait Renaming<'a> {
    /// Returns where renamed texts are kept.
    fn arena(&self) -> &'a Arena;

    /// Returns the new name of an object.
    fn name(&self, name: TableName<'a>) -> TableName<'a>;

    /// Returns the new name of an object that another one refers to.
    fn referred(&self, name: TableName<'a>) -> TableName<'a>;

    /// Returns a text of SQL with the new names in it.
    fn text(&self, text: &'a str) -> &'a str;

    /// Returns all objects under their new names. Schemas and extensions stay.
    fn schema(&self, of: &Schema<'a>) -> Schema<'a> {
        Schema {
            schemas: of.schemas.clone(),
            extensions: of.extensions.clone(),
            enums: each(&of.enums, |it| EnumType { name: self.name(it.name), ..*it }),
            domains: each(&of.domains, |it| CreateDomain {
                name: self.name(it.name),
                ty: self.ty(it.ty),
                default: it.default.map(|value| self.default(value)),
                check: it.check.map(|text| self.text(text)),
                checks: self.arena().keep(each(it.checks, |(name, text)| (*name, self.text(text)))),
                ..*it
            }),
            sequences: each(&of.sequences, |it| CreateSequence {
                name: self.name(it.name),
                owned_by: it.owned_by.map(|column| self.column_name(column)),
                ..*it
            }),
            tables: each(&of.tables, |it| self.table(it)),
            views: each(&of.views, |it| View {
                name: self.name(it.name),
                query: self.text(it.query),
                indexes: self.indexes(it.indexes),
                ..*it
            }),
            routines: each(&of.routines, |it| Routine {
                name: self.name(it.name),
                arguments: self.text(it.arguments),
                sql: self.text(it.sql),
                ..*it
            }),
            triggers: each(&of.triggers, |it| Trigger {
                table: self.name(it.table),
                sql: self.text(it.sql),
                ..*it
            }),
            row_security: each(&of.row_security, |it| RowSecurity {
                table: self.name(it.table),
                ..*it
            }),
            policies: each(&of.policies, |it| Policy {
                table: self.name(it.table),
                using: it.using.map(|text| self.text(text)),
                check: it.check.map(|text| self.text(text)),
                ..*it
            }),
            invalid_indexes: each(&of.invalid_indexes, |(table, index)| {
                (self.name(*table), *index)
            }),
            table_defaults: of.table_defaults.clone(),
        }
    }

    /// Returns a table under its new name.
    fn table(&self, table: &Table<'a>) -> Table<'a> {
        let arena = self.arena();
        Table {
            name: self.name(table.name),
            columns: arena.keep(each(table.columns, |it| self.column(it))),
            constraints: arena.keep(each(table.constraints, |it| self.constraint(it))),
            indexes: self.indexes(table.indexes),
            options: arena.keep(each(table.options, |it| self.option(*it))),
            ..*table
        }
    }

    /// Returns a column with the new names in it.
    fn column(&self, column: &Column<'a>) -> Column<'a> {
        Column {
            ty: self.ty(column.ty),
            default: column.default.map(|value| self.default(value)),
            computed: column
                .computed
                .map(|it| Computed { expression: self.text(it.expression), ..it }),
            ..*column
        }
    }

    /// Returns a type under its new name.
    fn ty(&self, ty: ColumnType<'a>) -> ColumnType<'a> {
        match ty.on("postgresql") {
            ColumnType::Enum(name, values) => ColumnType::Enum(self.reference(name), values),
            ColumnType::Named(name) => ColumnType::Named(self.reference(name)),
            ColumnType::Custom(text) => ColumnType::Custom(self.text(text)),
            ColumnType::Array(of) => match self.arena().keep(vec![self.ty(*of)]) {
                [of, ..] => ColumnType::Array(of),
                [] => ty,
            },
            other => other,
        }
    }

    /// Returns the new name, as a text, of an object that another one refers to.
    fn reference(&self, name: &'a str) -> &'a str {
        let parsed = TableName::parse(name);
        match self.referred(parsed) {
            same if same == parsed => name,
            renamed => reference(self.arena(), renamed),
        }
    }

    /// Returns `table.column` with the table's new name.
    fn column_name(&self, column: &'a str) -> &'a str {
        match column.rsplit_once('.') {
            Some((table, column)) => {
                self.arena().keep_text(format!("{}.{column}", self.reference(table)))
            }
            None => column,
        }
    }

    /// Returns a default with the new names in it.
    fn default(&self, value: DefaultValue<'a>) -> DefaultValue<'a> {
        match value {
            DefaultValue::Expression(text) => DefaultValue::Expression(self.text(text)),
            DefaultValue::Literal(_) => value,
        }
    }

    /// Returns a constraint with the new names in it. A foreign key stays as it is.
    fn constraint(&self, constraint: &Constraint<'a>) -> Constraint<'a> {
        let kind = match constraint.kind {
            ConstraintKind::Check(text) => ConstraintKind::Check(self.text(text)),
            ConstraintKind::Exclude(exclude) => ConstraintKind::Exclude(Exclude {
                elements: self.arena().keep(each(exclude.elements, |(text, operator)| {
                    (self.text(text), self.text(operator))
                })),
                predicate: exclude.predicate.map(|text| self.text(text)),
                ..exclude
            }),
            other => other,
        };
        Constraint { kind, ..*constraint }
    }

    /// Returns indexes with the new names in them.
    fn indexes(&self, indexes: &'a [Index<'a>]) -> &'a [Index<'a>] {
        self.arena().keep(each(indexes, |index| Index {
            table: self.name(index.table),
            keys: match index.keys {
                IndexKeys::Parts(parts) => {
                    IndexKeys::Parts(self.arena().keep(each(parts, |part| self.part(part))))
                }
                columns @ IndexKeys::Columns(_) => columns,
            },
            predicate: index.predicate.map(|text| self.text(text)),
            ..*index
        }))
    }

    /// Returns a part of an index with the new names in it.
    fn part(&self, part: &IndexPart<'a>) -> IndexPart<'a> {
        let text = if part.is_expression { self.text(part.text) } else { part.text };
        IndexPart { text, operator_class: part.operator_class.map(|it| self.text(it)), ..*part }
    }

    /// Returns a table's option with the new names in it.
    fn option(&self, option: TableOption<'a>) -> TableOption<'a> {
        match option {
            TableOption::PartitionOf(parent, bounds) => {
                TableOption::PartitionOf(self.reference(parent), self.text(bounds))
            }
            TableOption::Inherits(parent) => TableOption::Inherits(self.reference(parent)),
            TableOption::PartitionBy(key) => TableOption::PartitionBy(self.text(key)),
            other => other,
        }
    }
}

fn each<T, U>(list: &[T], renamed: impl Fn(&T) -> U) -> Vec<U> {
    list.iter().map(renamed).collect()
}
