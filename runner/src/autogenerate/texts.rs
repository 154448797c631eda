//! The SQL texts of objects, in which others may be named.

use migration_api::ops::CreateDomain;
use migration_api::schema::{
    Column, ColumnType, Constraint, ConstraintKind, DefaultValue, Index, IndexKeys, Table,
    TableOption, View,
};

/// Returns the texts of a domain.
pub(super) fn of_domain<'a>(domain: &CreateDomain<'a>) -> Vec<&'a str> {
    let named = domain.checks.iter().map(|(_, check)| *check);
    let texts = domain.check.into_iter().chain(named).chain(domain.default.and_then(expression));
    texts.chain(type_name(domain.ty)).collect()
}

/// Returns the texts of a table: those of its columns, constraints and indexes.
pub(super) fn of_table<'a>(table: &Table<'a>) -> Vec<&'a str> {
    let columns = table.columns.iter().flat_map(of_column);
    let constraints = table.constraints.iter().flat_map(of_constraint);
    let indexes = table.indexes.iter().flat_map(of_index);
    let options = table.options.iter().filter_map(|option| match option {
        TableOption::PartitionBy(text) => Some(*text),
        _ => None,
    });
    columns.chain(constraints).chain(indexes).chain(options).collect()
}

/// Returns the texts of a view and its indexes.
pub(super) fn of_view<'a>(view: &View<'a>) -> Vec<&'a str> {
    std::iter::once(view.query).chain(view.indexes.iter().flat_map(of_index)).collect()
}

fn of_column<'a>(column: &Column<'a>) -> impl Iterator<Item = &'a str> {
    let computed = column.computed.map(|it| it.expression);
    column.default.and_then(expression).into_iter().chain(computed).chain(type_name(column.ty))
}

pub(super) fn of_constraint<'a>(constraint: &Constraint<'a>) -> Vec<&'a str> {
    match constraint.kind {
        ConstraintKind::Check(condition) => vec![condition],
        ConstraintKind::Exclude(it) => {
            it.elements.iter().map(|(text, _)| *text).chain(it.predicate).collect()
        }
        ConstraintKind::PrimaryKey(_)
        | ConstraintKind::Unique(_)
        | ConstraintKind::ForeignKey(_) => Vec::new(),
    }
}

pub(super) fn of_index<'a>(index: &Index<'a>) -> Vec<&'a str> {
    let parts = match index.keys {
        IndexKeys::Columns(_) => &[],
        IndexKeys::Parts(parts) => parts,
    };
    let expressions = parts.iter().filter(|part| part.is_expression).map(|part| part.text);
    expressions.chain(index.predicate).collect()
}

fn expression(default: DefaultValue<'_>) -> Option<&str> {
    match default {
        DefaultValue::Literal(_) => None,
        DefaultValue::Expression(text) => Some(text),
    }
}

/// Returns the name of a type of the user's own.
fn type_name(ty: ColumnType<'_>) -> Option<&str> {
    match ty {
        ColumnType::Named(name) | ColumnType::Custom(name) => Some(name),
        ColumnType::Array(of) => type_name(*of),
        _ => None,
    }
}
