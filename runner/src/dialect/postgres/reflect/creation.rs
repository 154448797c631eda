//! The statements that create wanted objects.

use migration_api::abi::Arena;
use migration_api::ops::{
    AddConstraint, CreateDomain, CreateEnum, CreateExtension, CreateIndex, CreateRoutine,
    CreateSequence, CreateTable, CreateView, Operation,
};
use migration_api::schema::{
    Autoincrement, Column, ColumnType, Constraint, ConstraintKind, Table, TableName, Trigger, View,
};

use super::foreign_keys::is_foreign_key;
use crate::dialect::postgres::Postgres;
use crate::schema::Schema;
use crate::sql::{self, RenderError};

/// An object to create.
pub(super) struct Creation {
    /// Its place among the wanted objects.
    pub(super) object: WantedObject,
    /// The name of what others may need, if it makes such a thing.
    pub(super) makes: Option<String>,
    /// The statements, one behind the other.
    pub(super) sql: Result<String, RenderError>,
}

/// Which of the wanted objects one is: its place in the list of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WantedObject {
    Extension(usize),
    Enum(usize),
    Domain(usize),
    Sequence(usize),
    Table(usize),
    View(usize),
    Routine(usize),
    Trigger(usize),
    RowSecurity(usize),
    Policy(usize),
}

impl WantedObject {
    /// Returns what a message calls it.
    pub(super) fn title(self, wanted: &Schema<'_>) -> String {
        let named = |name: Option<TableName<'_>>| name.map(|name| name.to_string());
        let of_table = |name: &str, table: TableName<'_>| format!("{name} on {table}");
        let title = match self {
            Self::Extension(at) => wanted.extensions.get(at).map(|it| it.name.to_owned()),
            Self::Enum(at) => named(wanted.enums.get(at).map(|it| it.name)),
            Self::Domain(at) => named(wanted.domains.get(at).map(|it| it.name)),
            Self::Sequence(at) => named(wanted.sequences.get(at).map(|it| it.name)),
            Self::Table(at) => named(wanted.tables.get(at).map(|it| it.name)),
            Self::View(at) => named(wanted.views.get(at).map(|it| it.name)),
            Self::Routine(at) => {
                wanted.routines.get(at).map(|it| format!("{}({})", it.name, it.arguments))
            }
            Self::Trigger(at) => wanted.triggers.get(at).map(|it| of_table(it.name, it.table)),
            Self::RowSecurity(at) => named(wanted.row_security.get(at).map(|it| it.table)),
            Self::Policy(at) => wanted.policies.get(at).map(|it| of_table(it.name, it.table)),
        };
        title.unwrap_or_default()
    }
}

/// Returns what creates all of these objects. Foreign keys are left out.
pub(super) fn creations<'a>(schema: &Schema<'a>, arena: &'a Arena) -> Vec<Creation> {
    let mut all = Vec::new();
    add(&mut all, &schema.extensions, WantedObject::Extension, no_name, |it| {
        text(&[CreateExtension { version: None, if_not_exists: true, ..*it }.into()])
    });
    add(
        &mut all,
        &schema.enums,
        WantedObject::Enum,
        |it| Some(it.name.name),
        |it| text(&[CreateEnum { name: it.name, values: it.values, if_not_exists: false }.into()]),
    );
    add(
        &mut all,
        &schema.domains,
        WantedObject::Domain,
        |it| Some(it.name.name),
        |it| text(&[CreateDomain { ty: named(it.ty, arena), ..*it }.into()]),
    );
    add(
        &mut all,
        &schema.sequences,
        WantedObject::Sequence,
        |it| Some(it.name.name),
        |it| text(&[CreateSequence { owned_by: None, if_not_exists: false, ..*it }.into()]),
    );
    add(
        &mut all,
        &schema.routines,
        WantedObject::Routine,
        |it| Some(it.name.name),
        |it| text(&[CreateRoutine { kind: it.kind, sql: it.sql }.into()]),
    );
    add(
        &mut all,
        &schema.tables,
        WantedObject::Table,
        |it| Some(it.name.name),
        |it| table(it, arena),
    );
    add(&mut all, &schema.views, WantedObject::View, |it| Some(it.name.name), view);
    add(&mut all, &schema.sequences, WantedObject::Sequence, no_name, owner);
    add(&mut all, &schema.triggers, WantedObject::Trigger, no_name, trigger);
    add(&mut all, &schema.row_security, WantedObject::RowSecurity, no_name, |it| {
        Ok(sql::row_security(&Postgres, it).join(";\n") + ";")
    });
    add(&mut all, &schema.policies, WantedObject::Policy, no_name, |it| {
        Ok(sql::create_policy(&Postgres, it) + ";")
    });
    all.retain(|it| !matches!(&it.sql, Ok(sql) if sql.is_empty()));
    all
}

fn add<'s, T>(
    all: &mut Vec<Creation>,
    list: &'s [T],
    object: impl Fn(usize) -> WantedObject,
    name: impl Fn(&'s T) -> Option<&'s str>,
    sql: impl Fn(&'s T) -> Result<String, RenderError>,
) {
    let creation = |(at, it): (usize, &'s T)| Creation {
        object: object(at),
        makes: name(it).map(str::to_owned),
        sql: sql(it),
    };
    all.extend(list.iter().enumerate().map(creation));
}

/// Returns the name of what nothing else needs.
fn no_name<T>(_: &T) -> Option<&str> {
    None
}

/// Returns operations as one text.
fn text(operations: &[Operation<'_>]) -> Result<String, RenderError> {
    let mut script = Vec::new();
    for operation in operations {
        for statement in sql::render(&Postgres, operation)? {
            script.push(statement.to_script(&Postgres)?);
        }
    }
    Ok(script.join("\n"))
}

/// Returns a type that is there already: columns would otherwise look for their enums, and create them.
fn named<'a>(ty: ColumnType<'a>, arena: &'a Arena) -> ColumnType<'a> {
    match ty {
        ColumnType::Enum(name, _) => ColumnType::Named(name),
        ColumnType::Array(of) => match arena.keep(vec![named(*of, arena)]) {
            [of, ..] => ColumnType::Array(of),
            [] => ty,
        },
        other => other,
    }
}

/// Returns what creates a table without its foreign keys. A key that refers is not numbered by the database, and without the foreign key
/// it would be. A check that leaves rows unchecked can only be added.
fn table<'a>(table: &Table<'a>, arena: &'a Arena) -> Result<String, RenderError> {
    let refers = |column: &str| {
        table.constraints.iter().any(|it| match it.kind {
            ConstraintKind::ForeignKey(key) => key.columns.contains(&column),
            _ => false,
        })
    };
    let column = |column: &Column<'a>| {
        let mut column = Column { ty: named(column.ty, arena), ..*column };
        if refers(column.name) {
            column.autoincrement = Autoincrement::Never;
        }
        column
    };
    let columns: Vec<Column<'a>> = table.columns.iter().map(column).collect();
    let others = table.constraints.iter().filter(|it| !is_foreign_key(it)).copied();
    let (later, constraints): (Vec<Constraint<'a>>, Vec<Constraint<'a>>) =
        others.partition(|it| it.timing.not_valid);
    let create =
        CreateTable { columns: &columns, constraints: &constraints, ..CreateTable::of(table) };
    let mut operations: Vec<Operation<'_>> = vec![create.into()];
    operations.extend(later.iter().map(|constraint| {
        Operation::from(AddConstraint { table: table.name, constraint: *constraint })
    }));
    text(&operations)
}

fn view(view: &View<'_>) -> Result<String, RenderError> {
    let create = CreateView::of(view);
    let mut script = text(&[create.into()])?;
    if view.materialized {
        // What it holds does not matter, and may take long.
        script.truncate(script.trim_end_matches(';').len());
        script.push_str("\nWITH NO DATA;");
    }
    if let Some(comment) = sql::comment_on_view(&Postgres, view) {
        script.extend(["\n", &comment, ";"]);
    }
    for index in view.indexes {
        script.extend(["\n".to_owned(), text(&[CreateIndex::new(*index).into()])?]);
    }
    Ok(script)
}

/// Returns what gives a sequence to its column, which is there by now.
fn owner(sequence: &CreateSequence<'_>) -> Result<String, RenderError> {
    Ok(sql::owned_by(&Postgres, sequence).map(|it| it + ";").unwrap_or_default())
}

fn trigger(trigger: &Trigger<'_>) -> Result<String, RenderError> {
    text(&[CreateRoutine::new(migration_api::ops::RoutineKind::Trigger, trigger.sql).into()])
}
