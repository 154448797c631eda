//! A wanted schema in the normal form.

use migration_api::Value;
use migration_api::abi::Arena;
use migration_api::ops::{CreateTable, Operation};
use migration_api::schema::{
    Autoincrement, Column, ColumnType, Constraint, ConstraintKind, Counter, DefaultValue, EnumType,
    ForeignKey, Identity, Index, IndexKeys, IndexPart, Match, NamingConvention, Nulls,
    ReferentialAction, Table, TableName, Timing, View,
};

use super::Schema;
use crate::dialect::Dialect;
use crate::sql::Naming;

/// What the normal form of a wanted schema depends on.
#[derive(Clone, Copy)]
pub struct Terms<'a> {
    /// The database.
    pub dialect: &'static dyn Dialect,
    /// The templates of names.
    pub naming: NamingConvention<'a>,
    /// The schema of names without one.
    pub default_schema: &'a str,
    /// Where new lists and texts are kept.
    pub arena: &'a Arena,
}

/// Returns a wanted schema in the normal form, as far as that takes no database: types and expressions are the author's.
pub fn normal<'a>(wanted: &Schema<'a>, terms: &Terms<'a>) -> Schema<'a> {
    let mut schema = wanted.clone();
    schema.schemas.retain(|name| *name != terms.default_schema);
    schema.tables = wanted.tables.iter().map(|table| terms.table(table)).collect();
    schema.enums =
        wanted.enums.iter().map(|it| EnumType { name: terms.name(it.name), ..*it }).collect();
    if terms.dialect.has_types() {
        terms.add_enums_of_columns(&mut schema);
    } else {
        schema.enums.clear();
        schema.extensions.clear();
    }
    for extension in &mut schema.extensions {
        extension.version = None;
        extension.if_not_exists = false;
        extension.schema = extension.schema.filter(|name| *name != terms.default_schema);
    }
    schema.domains.iter_mut().for_each(|it| it.name = terms.name(it.name));
    for sequence in &mut schema.sequences {
        sequence.name = terms.name(sequence.name);
        sequence.if_not_exists = false;
        sequence.counter = plain_counter(sequence.counter, terms.dialect.usual_cache());
    }
    for view in &mut schema.views {
        view.name = terms.name(view.name);
        *view = View {
            query: view.query.trim().trim_end_matches(';').trim_end(),
            indexes: terms.indexes(view.name, view.indexes),
            comment: terms.comment(view.comment),
            ..*view
        };
    }
    schema.routines.iter_mut().for_each(|it| it.name = terms.name(it.name));
    schema.triggers.iter_mut().for_each(|it| it.table = terms.name(it.table));
    schema.row_security.iter_mut().for_each(|it| it.table = terms.name(it.table));
    schema.policies.iter_mut().for_each(|it| it.table = terms.name(it.table));
    schema.sort();
    schema
}

impl<'a> Terms<'a> {
    /// Returns a name, without the schema where that is the default one.
    pub(crate) fn name(&self, name: TableName<'a>) -> TableName<'a> {
        TableName { schema: name.schema.filter(|schema| *schema != self.default_schema), ..name }
    }

    /// Returns a remark, if it is one and the database keeps any.
    fn comment(&self, comment: Option<&'a str>) -> Option<&'a str> {
        comment.filter(|text| !text.is_empty() && self.dialect.has_comments())
    }

    fn table(&self, table: &Table<'a>) -> Table<'a> {
        let name = self.name(table.name);
        let named = self.named(&Table { name, ..*table });
        let marked: Vec<&str> =
            named.columns.iter().filter(|it| it.primary_key).map(|it| it.name).collect();
        let mut constraints = Vec::new();
        if !marked.is_empty() {
            constraints.push(Constraint::primary_key("", self.arena.keep(marked)).unnamed());
        }
        for column in named.columns {
            constraints.extend(self.constraints_of(column));
        }
        constraints.extend_from_slice(named.constraints);
        let constraints: Vec<_> = constraints.iter().map(|it| self.constraint(it)).collect();
        let key = constraints.iter().find_map(|it| match it.kind {
            ConstraintKind::PrimaryKey(columns) => Some(columns),
            _ => None,
        });
        let columns = named.columns.iter().map(|it| self.column(it, key.unwrap_or_default()));
        Table {
            name,
            columns: self.arena.keep(columns.collect()),
            constraints: self.arena.keep(constraints),
            indexes: self.indexes(name, named.indexes),
            options: table.options,
            comment: self.comment(table.comment),
            renamed_from: table.renamed_from,
        }
    }

    /// Returns the table with a name wherever the convention has one.
    fn named(&self, table: &Table<'a>) -> CreateTable<'a> {
        let naming = Naming { convention: self.naming, dialect: self.dialect, arena: self.arena };
        let create = CreateTable::of(table);
        match naming.apply(&create.into()).first() {
            Some(Operation::CreateTable(named)) => *named,
            _ => create,
        }
    }

    /// Returns the constraints that stand on a column.
    fn constraints_of(&self, column: &Column<'a>) -> Vec<Constraint<'a>> {
        let mut constraints = Vec::new();
        let columns: &[&str] = self.arena.keep(vec![column.name]);
        if column.unique {
            let unique = Constraint::unique("", columns);
            constraints.push(Constraint { name: column.unique_name, ..unique });
        }
        if let Some(to) = column.references {
            let key = ForeignKey {
                columns,
                referred_table: TableName::parse(to.table),
                referred_columns: self.arena.keep(vec![to.column]),
                on_delete: to.on_delete,
                on_update: to.on_update,
                match_kind: None,
                on_delete_columns: &[],
            };
            let constraint = Constraint::new("", ConstraintKind::ForeignKey(key));
            constraints.push(Constraint { name: to.name, ..constraint });
        }
        constraints
    }

    fn constraint(&self, constraint: &Constraint<'a>) -> Constraint<'a> {
        let timing = Timing {
            deferrable: constraint.timing.deferrable.filter(|it| *it),
            initially_deferred: constraint.timing.initially_deferred.filter(|it| *it),
            not_valid: constraint.timing.not_valid,
        };
        let mut normal = Constraint {
            name: constraint.name.filter(|name| !name.is_empty()),
            name_is_final: false,
            timing,
            using_index: None,
            ..*constraint
        };
        if let ConstraintKind::ForeignKey(key) = &mut normal.kind {
            key.referred_table = self.name(key.referred_table);
            key.on_delete = key.on_delete.filter(|it| *it != ReferentialAction::NoAction);
            key.on_update = key.on_update.filter(|it| *it != ReferentialAction::NoAction);
            key.match_kind = key.match_kind.filter(|it| *it != Match::Simple);
        }
        normal
    }

    fn column(&self, column: &Column<'a>, key: &[&str]) -> Column<'a> {
        let is_key = key.contains(&column.name);
        let ty = column.ty.on(self.dialect.name());
        let lone = is_key && key.len() == 1 && ty.is_integer();
        let has_other = column.identity.is_some()
            || column.computed.is_some()
            || default(column.default).is_some();
        let autoincrement = match column.autoincrement {
            Autoincrement::Auto if lone && has_other && column.identity.is_none() => {
                Autoincrement::Never
            }
            Autoincrement::Never if !lone => Autoincrement::Auto,
            other => other,
        };
        Column {
            ty,
            nullable: column.nullable && !is_key && column.identity.is_none(),
            primary_key: false,
            autoincrement,
            unique: false,
            unique_name: None,
            index: false,
            default: default(column.default),
            identity: column.identity.map(|identity| Identity {
                counter: plain_counter(identity.counter, 1),
                ..identity
            }),
            references: None,
            comment: self.comment(column.comment),
            ..*column
        }
    }

    fn indexes(&self, table: TableName<'a>, indexes: &[Index<'a>]) -> &'a [Index<'a>] {
        let indexes = indexes.iter().map(|index| Index {
            table,
            keys: self.keys(&index.keys),
            using: index.using.filter(|method| !method.eq_ignore_ascii_case("btree")),
            comment: self.comment(index.comment),
            ..*index
        });
        self.arena.keep(indexes.collect())
    }

    fn keys(&self, keys: &IndexKeys<'a>) -> IndexKeys<'a> {
        let IndexKeys::Parts(parts) = keys else {
            return *keys;
        };
        let parts: Vec<IndexPart<'a>> = parts
            .iter()
            .map(|part| {
                let usual = if part.descending { Nulls::First } else { Nulls::Last };
                IndexPart { nulls: part.nulls.filter(|nulls| *nulls != usual), ..*part }
            })
            .collect();
        match parts.iter().all(|part| *part == IndexPart::column(part.text)) {
            true => {
                IndexKeys::Columns(self.arena.keep(parts.iter().map(|part| part.text).collect()))
            }
            false => IndexKeys::Parts(self.arena.keep(parts)),
        }
    }

    /// Adds the enum types that columns name and nobody has declared.
    fn add_enums_of_columns(&self, schema: &mut Schema<'a>) {
        for table in &schema.tables {
            for column in table.columns {
                let mut ty = column.ty;
                while let ColumnType::Array(of) = ty {
                    ty = of.on(self.dialect.name());
                }
                let ColumnType::Enum(name, values) = ty else { continue };
                let name = self.name(TableName::parse(name));
                if !schema.enums.iter().any(|known| known.name == name) {
                    schema.enums.push(EnumType { name, values, renamed_values: &[] });
                }
            }
        }
    }
}

/// Returns a default, unless it is none: `NULL`.
fn default(default: Option<DefaultValue<'_>>) -> Option<DefaultValue<'_>> {
    default.filter(|default| match default {
        DefaultValue::Literal(value) => *value != Value::Null,
        DefaultValue::Expression(text) => !text.trim().eq_ignore_ascii_case("null"),
    })
}

/// Returns what a counter says that a server does not do by itself, as far as that is the same for all of them.
fn plain_counter(counter: Counter, usual_cache: i64) -> Counter {
    let up = counter.increment.unwrap_or(1) > 0;
    Counter {
        start: counter.start.filter(|start| !(up && *start == counter.min_value.unwrap_or(1))),
        increment: counter.increment.filter(|by| *by != 1),
        min_value: counter.min_value.filter(|least| !(up && *least == 1)),
        max_value: counter.max_value,
        cache: counter.cache.filter(|values| *values != usual_cache),
        cycle: counter.cycle.filter(|cycle| *cycle),
    }
}
