//! Whatever else a schema holds, and operations on it.

use migration_api::ops::{
    AlterSequence, CreateExtension, CreateRoutine, CreateSchema, CreateSequence, CreateView,
    DropObject, ObjectKind, RefreshMaterializedView, RoutineKind,
};
use migration_api::schema::{Counter, Policy, Routine, RowSecurity, Trigger, View};

use super::column::counter;
use super::data::{pairs, sql, text, texts, whole};
use super::index;
use super::parts::Parts;
use super::source::{Calls, invocation, invoked, short_or_invoked};
use super::types::column_type;

/// Returns the statement that creates a sequence.
pub(super) fn create_sequence(parts: &mut Parts<'_>, op: &CreateSequence<'_>) -> String {
    let value = sequence(parts, op);
    short_or_invoked("create_sequence", &[parts.name(op.name)], value)
}

/// Returns a sequence.
pub(super) fn sequence(parts: &mut Parts<'_>, op: &CreateSequence<'_>) -> Calls {
    let counts = (op.counter != Counter::new()).then(|| counter(op.counter));
    Calls::new("CreateSequence::new", &[parts.name(op.name)])
        .with("ty", op.ty.map(column_type))
        .with("counter", counts)
        .with("owned_by", op.owned_by.map(text))
        .when(op.if_not_exists, "if_not_exists")
}

/// Returns the statement that changes a sequence.
pub(super) fn alter_sequence(parts: &mut Parts<'_>, op: &AlterSequence<'_>) -> String {
    let value = Calls::new("AlterSequence::new", &[parts.name(op.name), counter(op.counter)]);
    invoked(value.with("set_type", op.ty.map(column_type)).with("restart", op.restart.map(whole)))
}

/// Returns the statement that creates a schema.
pub(super) fn create_schema(op: &CreateSchema<'_>) -> String {
    let arguments = [text(op.name)];
    let value = Calls::new("CreateSchema::new", &arguments).when(op.if_not_exists, "if_not_exists");
    short_or_invoked("create_schema", &arguments, value)
}

/// Returns the statement that creates an extension: the short method creates one that is not there.
pub(super) fn create_extension(op: &CreateExtension<'_>) -> String {
    if *op == CreateExtension::new(op.name).if_not_exists() {
        return invocation("create_extension", &[text(op.name)]);
    }
    invoked(extension(op))
}

/// Returns an extension.
pub(super) fn extension(op: &CreateExtension<'_>) -> Calls {
    Calls::new("CreateExtension::new", &[text(op.name)])
        .with("schema", op.schema.map(text))
        .with("version", op.version.map(text))
        .when(op.if_not_exists, "if_not_exists")
}

/// Returns the statement that creates a view.
pub(super) fn create_view(parts: &mut Parts<'_>, op: &CreateView<'_>) -> String {
    let arguments = [parts.name(op.name), sql(op.query)];
    let is_plain =
        op.columns.is_empty() && op.options.is_empty() && !op.replace && !op.if_not_exists;
    if is_plain && op.materialized {
        return invocation("create_materialized_view", &arguments);
    }
    let columns = (!op.columns.is_empty()).then(|| texts(op.columns));
    let value = Calls::new("CreateView::new", &arguments)
        .with("columns", columns)
        .when(op.materialized, "materialized")
        .with("options", (!op.options.is_empty()).then(|| pairs(op.options)))
        .when(op.replace, "replace")
        .when(op.if_not_exists, "if_not_exists");
    short_or_invoked("create_view", &arguments, value)
}

/// Returns the statement that has a view run its query again.
pub(super) fn refresh_view(parts: &mut Parts<'_>, op: &RefreshMaterializedView<'_>) -> String {
    let arguments = [parts.name(op.name)];
    let value = Calls::new("RefreshMaterializedView::new", &arguments)
        .when(op.concurrently, "concurrently");
    short_or_invoked("refresh_materialized_view", &arguments, value)
}

/// Returns the statement that creates a function, procedure or trigger.
pub(super) fn create_routine(op: &CreateRoutine<'_>) -> String {
    let method = match op.kind {
        RoutineKind::Function => "create_function",
        RoutineKind::Procedure => "create_procedure",
        RoutineKind::Trigger => "create_trigger",
    };
    invocation(method, &[sql(op.sql)])
}

/// Returns the statement that drops an object.
pub(super) fn drop_object(parts: &mut Parts<'_>, op: &DropObject<'_>) -> String {
    let (arguments, value) = match (op.kind, op.table) {
        (ObjectKind::Trigger, Some(table)) => {
            let arguments = vec![text(op.name.name), parts.name(table)];
            let value = Calls::new("DropObject::trigger", &arguments);
            (arguments, value)
        }
        (kind, _) => {
            let name = parts.name(op.name);
            let value =
                Calls::new("DropObject::new", &[format!("ObjectKind::{kind:?}"), name.clone()]);
            (vec![name], value)
        }
    };
    let value = value.when(op.if_exists, "if_exists").when(op.cascade, "cascade");
    let has_short = match op.kind {
        ObjectKind::Domain => false,
        ObjectKind::Trigger => op.table.is_some(),
        _ => true,
    };
    if has_short {
        short_or_invoked(drop_method(op.kind), &arguments, value)
    } else {
        invoked(value)
    }
}

const fn drop_method(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::Enum => "drop_enum",
        ObjectKind::Domain => "drop_domain",
        ObjectKind::Sequence => "drop_sequence",
        ObjectKind::Schema => "drop_schema",
        ObjectKind::Extension => "drop_extension",
        ObjectKind::View => "drop_view",
        ObjectKind::MaterializedView => "drop_materialized_view",
        ObjectKind::Function => "drop_function",
        ObjectKind::Procedure => "drop_procedure",
        ObjectKind::Trigger => "drop_trigger",
    }
}

/// Returns a view.
pub(super) fn view(parts: &mut Parts<'_>, view: &View<'_>) -> String {
    Calls::new("View::new", &[parts.name(view.name), sql(view.query)])
        .with("columns", (!view.columns.is_empty()).then(|| texts(view.columns)))
        .when(view.materialized, "materialized")
        .with("options", (!view.options.is_empty()).then(|| pairs(view.options)))
        .with("indexes", index::several(parts, view.indexes))
        .with("comment", view.comment.map(text))
        .source()
}

/// Returns a function or procedure.
pub(super) fn routine(parts: &mut Parts<'_>, routine: &Routine<'_>) -> String {
    let function = match routine.kind {
        RoutineKind::Procedure => "Routine::procedure",
        RoutineKind::Function | RoutineKind::Trigger => "Routine::function",
    };
    let arguments = [parts.name(routine.name), text(routine.arguments), sql(routine.sql)];
    Calls::new(function, &arguments).source()
}

/// Returns a trigger.
pub(super) fn trigger(parts: &mut Parts<'_>, it: &Trigger<'_>) -> String {
    let arguments = [text(it.name), parts.name(it.table), sql(it.sql)];
    Calls::new("Trigger::new", &arguments).source()
}

/// Returns row-level security.
pub(super) fn row_security(parts: &mut Parts<'_>, it: &RowSecurity<'_>) -> String {
    Calls::new("RowSecurity::new", &[parts.name(it.table)]).when(it.forced, "forced").source()
}

/// Returns a policy.
pub(super) fn policy(parts: &mut Parts<'_>, it: &Policy<'_>) -> String {
    Calls::new("Policy::new", &[text(it.name), parts.name(it.table)])
        .when(it.restrictive, "restrictive")
        .with("command", (it.command != "ALL").then(|| text(it.command)))
        .with("roles", (!it.roles.is_empty()).then(|| texts(it.roles)))
        .with("using", it.using.map(sql))
        .with("check", it.check.map(sql))
        .source()
}
