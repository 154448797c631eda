//! Columns, and operations on them.

use migration_api::ops::{
    AddColumn, AlterColumn, CommentChange, DefaultChange, DropColumn, ExistingColumn,
    IdentityChange, Position,
};
use migration_api::schema::{
    Autoincrement, Column, Computed, Counter, DefaultValue, Identity, Reference, TableName,
};

use super::data::{sql, text, value, whole};
use super::parts::Parts;
use super::source::{Calls, invocation, short_or_invoked};
use super::types;

/// Writes a column as a part of the revision. `is_key` says that it is (part of) the primary key, though the
/// column does not say so itself.
pub(super) fn part(
    parts: &mut Parts<'_>,
    table: TableName<'_>,
    column: &Column<'_>,
    is_key: bool,
) -> Option<String> {
    parts.part("column", (table, column.name), |parts| source(parts, table, column, is_key))
}

fn source(
    parts: &mut Parts<'_>,
    table: TableName<'_>,
    column: &Column<'_>,
    is_key: bool,
) -> Option<String> {
    let of = (table, column.name);
    let ty = types::part(parts, of, column.ty);
    let default = column.default.and_then(|it| default_call(parts, of, it));
    let is_key = column.primary_key || is_key;
    let refuses_null = is_key || column.identity.is_some();
    let mut calls = Calls::new("Column::new", &[text(column.name), ty?]);
    calls = match column.computed {
        None => calls,
        Some(Computed { expression, stored }) => {
            let method = match stored {
                None => "computed",
                Some(true) => "computed_stored",
                Some(false) => "computed_virtual",
            };
            calls.call(method, &[sql(expression)])
        }
    };
    calls = calls.when(is_key, "primary_key").with("identity", column.identity.map(identity));
    calls = match (refuses_null, column.nullable) {
        (false, false) => calls.call("not_null", &[]),
        (true, true) => calls.call("nullable", &[]),
        _ => calls,
    };
    calls = match column.autoincrement {
        Autoincrement::Auto => calls,
        Autoincrement::Always => calls.call("autoincrement", &[]),
        Autoincrement::Never => calls.call("no_autoincrement", &[]),
    };
    calls = match (column.unique, column.unique_name) {
        (true, Some(name)) => calls.call("unique_named", &[text(name)]),
        (is_unique, _) => calls.when(is_unique, "unique"),
    };
    calls = calls.when(column.index, "index");
    calls = default.into_iter().fold(calls, |calls, call| calls.then(&call));
    calls = calls.with("on_row_update", column.on_row_update.map(sql));
    calls = column.references.into_iter().fold(calls, |calls, to| references(calls, &to));
    calls = calls.with("collation", column.collation.map(text));
    calls = calls.with("comment", column.comment.map(text));
    Some(calls.with("rename_from", column.renamed_from.map(text)).source())
}

fn references(calls: Calls, to: &Reference<'_>) -> Calls {
    let [table, column] = [text(to.table), text(to.column)];
    let calls = match to.name {
        None => calls.call("references", &[table, column]),
        Some(name) => calls.call("references_named", &[text(name), table, column]),
    };
    calls
        .with("on_delete", to.on_delete.map(super::constraint::action))
        .with("on_update", to.on_update.map(super::constraint::action))
}

/// Writes the call that sets a default, with the dot before it, as a part of the revision.
pub(super) fn default_call(
    parts: &mut Parts<'_>,
    of: (TableName<'_>, &str),
    default: DefaultValue<'_>,
) -> Option<String> {
    parts.part("server_default", of, |_| Some(default_source("default", default)))
}

fn default_source(method: &str, default: DefaultValue<'_>) -> String {
    match default {
        DefaultValue::Literal(it) => format!(".{method}({})", value(it)),
        DefaultValue::Expression(it) => format!(".{method}_sql({})", sql(it)),
    }
}

fn identity(identity: Identity) -> String {
    let kind = if identity.always { "Identity::always" } else { "Identity::by_default" };
    let is_said = identity.counter != Counter::new();
    Calls::new(kind, &[]).with("counter", is_said.then(|| counter(identity.counter))).source()
}

/// Returns how something counts.
pub(super) fn counter(counter: Counter) -> String {
    let number = |number: Option<i64>| number.map(whole);
    let calls = Calls::new("Counter::new", &[])
        .with("start", number(counter.start))
        .with("increment", number(counter.increment))
        .with("min_value", number(counter.min_value))
        .with("max_value", number(counter.max_value))
        .with("cache", number(counter.cache));
    match counter.cycle {
        None => calls,
        Some(true) => calls.call("cycle", &[]),
        Some(false) => calls.call("no_cycle", &[]),
    }
    .source()
}

/// Returns the statement that adds a column, unless the hook leaves it out.
pub(super) fn add_column(parts: &mut Parts<'_>, op: &AddColumn<'_>) -> Option<String> {
    let column = part(parts, op.table, &op.column, false)?;
    let arguments = [parts.name(op.table), column];
    let value = addition(op, &arguments);
    Some(short_or_invoked("add_column", &arguments, value))
}

/// Returns the value that adds a column.
pub(super) fn addition(op: &AddColumn<'_>, arguments: &[String]) -> Calls {
    let calls = Calls::new("AddColumn::new", arguments);
    let calls = match op.position {
        Position::Last => calls,
        Position::First => calls.call("first", &[]),
        Position::After(other) => calls.call("after", &[text(other)]),
        Position::Before(other) => calls.call("before", &[text(other)]),
    };
    calls.when(op.if_not_exists, "if_not_exists")
}

/// Returns the statement that drops a column, unless it is never added.
pub(super) fn drop_column(parts: &mut Parts<'_>, op: &DropColumn<'_>) -> Option<String> {
    if parts.is_skipped("column", op.table, op.column) {
        return None;
    }
    let arguments = [parts.name(op.table), text(op.column)];
    Some(short_or_invoked("drop_column", &arguments, dropping(op, &arguments)))
}

/// Returns the value that drops a column.
pub(super) fn dropping(op: &DropColumn<'_>, arguments: &[String]) -> Calls {
    Calls::new("DropColumn::new", arguments)
        .when(op.if_exists, "if_exists")
        .when(op.cascade, "cascade")
}

/// Returns the statement that changes a column, unless the hook leaves out all of it.
pub(super) fn alter_column(parts: &mut Parts<'_>, op: &AlterColumn<'_>) -> Option<String> {
    let name = [parts.name(op.table), text(op.column)];
    let change = change(parts, op, Calls::new("AlterColumn::new", &name))?;
    Some(invocation("alter_column", &[change]))
}

/// Writes what changes of a column behind `calls`.
pub(super) fn change(parts: &mut Parts<'_>, op: &AlterColumn<'_>, calls: Calls) -> Option<String> {
    let of = (op.table, op.column);
    let ty = op.new_type.and_then(|ty| types::part(parts, of, ty));
    let default = match op.default {
        // A hook is asked as for a new column, and may answer so.
        Some(DefaultChange::Set(it)) => default_call(parts, of, it).map(|call| {
            call.strip_prefix(".default").map_or(call.clone(), |it| format!(".set_default{it}"))
        }),
        Some(DefaultChange::Drop) => Some(".drop_default()".to_owned()),
        None => None,
    };
    let has_type = ty.is_some();
    let is_cut = op.new_type.is_some() != has_type || op.default.is_some() != default.is_some();
    let mut calls = calls.with("rename", op.new_name.map(text)).with("set_type", ty);
    if has_type || op.new_type.is_none() {
        calls = calls.with("using", op.using.map(sql));
    }
    calls = calls.with("set_collation", op.collation.map(text));
    calls = match op.nullable {
        None => calls,
        Some(true) => calls.call("set_nullable", &[]),
        Some(false) => calls.call("set_not_null", &[]),
    };
    calls = default.into_iter().fold(calls, |calls, call| calls.then(&call));
    calls = op.identity.into_iter().fold(calls, identity_change);
    calls = calls.with("set_autoincrement", op.autoincrement.map(|on| on.to_string()));
    calls = match op.comment {
        None => calls,
        Some(CommentChange::Set(it)) => calls.call("set_comment", &[text(it)]),
        Some(CommentChange::Drop) => calls.call("drop_comment", &[]),
    };
    let is_empty = is_cut && !calls.is_chain();
    if parts.options.with_existing {
        calls = existing(parts, of, &op.existing, calls);
    }
    (!is_empty).then(|| calls.source())
}

fn identity_change(calls: Calls, change: IdentityChange) -> Calls {
    match change {
        IdentityChange::Add(it) => calls.call("add_identity", &[identity(it)]),
        IdentityChange::Drop => calls.call("drop_identity", &[]),
        IdentityChange::Set { always, counter: it } => {
            let is_said = it != Counter::new() || always.is_none();
            calls
                .with("set_identity", is_said.then(|| counter(it)))
                .with("set_identity_always", always.map(|always| always.to_string()))
        }
    }
}

fn existing(
    parts: &mut Parts<'_>,
    of: (TableName<'_>, &str),
    known: &ExistingColumn<'_>,
    calls: Calls,
) -> Calls {
    let ty = known.ty.and_then(|ty| types::part(parts, of, ty));
    let calls = calls
        .with("existing_type", ty)
        .with("existing_nullable", known.nullable.map(|nullable| nullable.to_string()));
    let default = known.default.map(|it| default_source("existing_default", it));
    default
        .into_iter()
        .fold(calls, |calls, call| calls.then(&call))
        .with("existing_comment", known.comment.map(text))
        .with("existing_collation", known.collation.map(text))
        .with("existing_autoincrement", known.autoincrement.map(|on| on.to_string()))
        .when(known.is_complete, "existing_is_complete")
}
