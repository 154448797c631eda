//! The changes of a batch, made to the text of its table.

use migration_api::abi::Arena;
use migration_api::ops::{
    AddColumn, AlterColumn, Batch, DefaultChange, DropConstraint, Operation, Position,
};
use migration_api::schema::{
    Column, Constraint, ConstraintKind, NamingConvention, TableName, TableOption,
};

use super::super::rebuild::{
    self, ConstraintKind as FoundKind, Demand, Position as Place, RebuildError, TableText,
};
use super::super::{Sqlite, ddl, types};
use super::{is_primary_key, rebuild as refused};
use crate::dialect::{Dialect, OnlineSettings};
use crate::sql::{self, Naming, RenderError};

/// Returns the text of a table after all changes of the batch.
pub(super) fn edited(
    batch: &Batch<'_>,
    table: &TableText,
    settings: &OnlineSettings<'_>,
) -> Result<TableText, RenderError> {
    let mut text = table.clone();
    let fail = |error| refused(batch, error);
    for column in batch.options.columns {
        read_as(&mut text, column)?.map_err(fail)?;
    }
    for option in batch.options.without {
        if let Some(option) = ddl::table_option(&Sqlite, *option) {
            text.remove_option(option);
        }
    }
    for operation in batch.operations {
        let operation = sql::within(operation, batch);
        let made = match &operation {
            Operation::AddColumn(op) => add_column(&mut text, op)?,
            Operation::DropColumn(op) => text.drop_column(op.column).map(drop),
            Operation::AlterColumn(op) => alter_column(&mut text, op)?,
            Operation::AddConstraint(op) => {
                text.add_constraint(&sql::constraint_clause(&Sqlite, &op.constraint))
            }
            Operation::DropConstraint(op) => drop_constraint(&mut text, op, &settings.naming),
            // Indexes are no part of the table's text, and nothing else can be put into a batch.
            _ => Ok(()),
        };
        made.map_err(fail)?;
    }
    for constraint in batch.options.constraints {
        text.add_constraint(&sql::constraint_clause(&Sqlite, constraint)).map_err(fail)?;
    }
    for option in batch.options.options {
        if let Some(option) = ddl::table_option(&Sqlite, *option) {
            text.append_option(option).map_err(fail)?;
        }
        if *option == TableOption::Strict {
            make_strict(&mut text).map_err(fail)?;
        }
    }
    if !batch.options.partial_reordering.is_empty() {
        text.reorder(batch.options.partial_reordering).map_err(fail)?;
    }
    Ok(text)
}

type Edit = Result<(), RebuildError>;

/// Takes a column as the author gives it, instead of as the database has it.
fn read_as(text: &mut TableText, column: &Column<'_>) -> Result<Edit, RenderError> {
    let ty = Sqlite.column_type(column.ty)?;
    let default = column.default.map(|value| sql::default(&Sqlite, value)).transpose()?;
    let collation = column.collation.map(|name| Sqlite.quote(name));
    let generated = column.computed.map(|computed| {
        let stored = if computed.stored == Some(true) { " STORED" } else { "" };
        format!("({}){stored}", computed.expression)
    });
    Ok(text
        .set_type(column.name, &ty)
        .and_then(|()| text.set_generated(column.name, generated.as_deref()))
        .and_then(|()| text.set_not_null(column.name, !column.nullable))
        .and_then(|()| text.set_default(column.name, default.as_deref()))
        .and_then(|()| text.set_collation(column.name, collation.as_deref())))
}

fn add_column(text: &mut TableText, op: &AddColumn<'_>) -> Result<Edit, RenderError> {
    let column = match text.is_strict() {
        true => Column { ty: types::strict_type(op.column.ty), ..op.column },
        false => op.column,
    };
    let definition = sql::column_with_constraints(&Sqlite, &column)?;
    let place = match op.position {
        Position::Last => Place::Last,
        Position::First => Place::First,
        Position::After(other) => Place::After(other),
        Position::Before(other) => Place::Before(other),
    };
    Ok(text.add_column(&definition, place))
}

fn alter_column(text: &mut TableText, op: &AlterColumn<'_>) -> Result<Edit, RenderError> {
    let ty = match (op.new_type, text.is_strict()) {
        (Some(ty), true) => Some(Sqlite.column_type(types::strict_type(ty))?),
        (Some(ty), false) => Some(Sqlite.column_type(ty)?),
        (None, _) => None,
    };
    let default = match op.default {
        Some(DefaultChange::Set(value)) => Some(Some(sql::default(&Sqlite, value)?)),
        Some(DefaultChange::Drop) => Some(None),
        None => None,
    };
    let mut made = Ok(());
    if let Some(ty) = ty {
        made = made.and_then(|()| text.set_type(op.column, &ty));
    }
    if let Some(nullable) = op.nullable {
        made = made.and_then(|()| text.set_not_null(op.column, !nullable));
    }
    if let Some(default) = default {
        made = made.and_then(|()| text.set_default(op.column, default.as_deref()));
    }
    if let Some(counts) = op.autoincrement {
        made = made.and_then(|()| text.set_autoincrement(op.column, counts));
    }
    if let Some(collation) = op.collation {
        let collation = Sqlite.quote(collation);
        made = made.and_then(|()| text.set_collation(op.column, Some(&collation)));
    }
    Ok(made)
}

/// Drops a constraint by its name; one without a name, by the name that the convention would give it.
fn drop_constraint(
    text: &mut TableText,
    op: &DropConstraint<'_>,
    convention: &NamingConvention<'_>,
) -> Edit {
    if let Some(constraint) = op.unnamed {
        return drop_unnamed(text, &constraint);
    }
    let dropped = text.drop_constraint(op.name);
    let Err(RebuildError::NoSuchConstraint { .. }) = &dropped else {
        return dropped;
    };
    let unnamed = text.constraints().into_iter().filter(|found| found.name.is_none());
    let found = unnamed
        .into_iter()
        .find(|found| derived_name(found, op.table, convention).as_deref() == Some(op.name));
    match found {
        Some(found) if found.kind == FoundKind::PrimaryKey => text.drop_primary_key(),
        Some(found) => {
            let columns: Vec<_> = found.columns.iter().map(String::as_str).collect();
            text.drop_unnamed(found.kind, &columns)
        }
        None if is_primary_key(op.kind) => text.drop_primary_key(),
        None => dropped,
    }
}

/// Drops a constraint without a name by what it says.
fn drop_unnamed(text: &mut TableText, wanted: &Constraint<'_>) -> Edit {
    let same = |one: &[&str], other: &[&str]| {
        one.len() == other.len() && one.iter().zip(other).all(|(a, b)| rebuild::same_name(a, b))
    };
    let words = sql::constraint_clause(&Sqlite, wanted);
    text.drop_meant(&words, |found| match (found, wanted.kind) {
        (Demand::PrimaryKey(_), ConstraintKind::PrimaryKey(_)) => true,
        (Demand::Unique(columns), ConstraintKind::Unique(wanted)) => same(columns, wanted),
        (Demand::Check(condition), ConstraintKind::Check(wanted)) => {
            rebuild::same_words(condition, wanted)
        }
        (Demand::ForeignKey { columns, to, .. }, ConstraintKind::ForeignKey(key)) => {
            let referred: Vec<_> = to.columns.iter().map(String::as_str).collect();
            same(columns, key.columns)
                && rebuild::same_name(&to.table, key.referred_table.name)
                // Without columns, it is the other table's key.
                && (referred.is_empty() || same(&referred, key.referred_columns))
        }
        _ => false,
    })
}

/// Returns the name that the convention would have given a constraint.
fn derived_name(
    found: &rebuild::Constraint,
    table: TableName<'_>,
    convention: &NamingConvention<'_>,
) -> Option<String> {
    let columns: Vec<_> = found.columns.iter().map(String::as_str).collect();
    let referred: Vec<_> =
        found.references.iter().flat_map(|to| to.columns.iter().map(String::as_str)).collect();
    let constraint = match found.kind {
        FoundKind::PrimaryKey => Constraint::primary_key("", &columns),
        FoundKind::Unique => Constraint::unique("", &columns),
        FoundKind::Check => Constraint::check("", &found.text),
        FoundKind::ForeignKey => {
            let to = found.references.as_ref().map_or("", |to| to.table.as_str());
            let mut constraint = Constraint::foreign_key("", &columns, "", &referred);
            if let ConstraintKind::ForeignKey(key) = &mut constraint.kind {
                key.referred_table = TableName { schema: None, name: to };
            }
            constraint
        }
    };
    let arena = Arena::default();
    let naming = Naming { convention: *convention, dialect: &Sqlite, arena: &arena };
    naming.constraint(table, &constraint.unnamed()).name.map(str::to_owned)
}

/// Gives all columns a type that a `STRICT` table has.
fn make_strict(text: &mut TableText) -> Edit {
    const STRICT: [&str; 6] = ["INT", "INTEGER", "REAL", "TEXT", "BLOB", "ANY"];
    let columns: Vec<_> =
        text.columns().map(|(name, ty)| (name.to_owned(), ty.to_owned())).collect();
    for (name, ty) in columns {
        let upper = ty.to_ascii_uppercase();
        if STRICT.contains(&upper.as_str()) {
            continue;
        }
        // The rules of SQLite's preferences: https://sqlite.org/datatype3.html#determination_of_column_affinity
        let has = |words: &[&str]| words.iter().any(|word| upper.contains(word));
        let strict = if has(&["INT", "BOOL"]) {
            "INTEGER"
        } else if has(&["CHAR", "CLOB", "TEXT", "DATE", "TIME", "JSON"]) {
            "TEXT"
        } else if has(&["BLOB"]) {
            "BLOB"
        } else if has(&["REAL", "FLOA", "DOUB"]) {
            "REAL"
        } else {
            "ANY"
        };
        text.set_type(&name, strict)?;
    }
    Ok(())
}
