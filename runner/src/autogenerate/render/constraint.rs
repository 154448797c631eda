//! Constraints, and operations on them.

use migration_api::ops::{AddConstraint, DropConstraint, ValidateConstraint};
use migration_api::schema::{
    Constraint, ConstraintKind, ConstraintType, Exclude, ForeignKey, ReferentialAction, TableName,
    Timing,
};

use super::data::{pairs, sql, text, texts};
use super::parts::Parts;
use super::source::{Calls, invocation, short_or_invoked};

/// Writes a constraint as a part of the revision.
pub(super) fn part(
    parts: &mut Parts<'_>,
    table: TableName<'_>,
    constraint: &Constraint<'_>,
) -> Option<String> {
    let kind = kind_name(&constraint.kind);
    let of = (table, constraint.name.unwrap_or_default());
    parts.part(kind, of, |parts| Some(source(parts, constraint).source()))
}

/// Returns what a hook calls a kind of constraint.
fn kind_name(kind: &ConstraintKind<'_>) -> &'static str {
    match kind {
        ConstraintKind::PrimaryKey(_) => "primary_key",
        ConstraintKind::Unique(_) => "unique",
        ConstraintKind::Check(_) => "check",
        ConstraintKind::ForeignKey(_) => "foreign_key",
        ConstraintKind::Exclude(_) => "exclude",
    }
}

/// Returns what follows the name where a constraint of this kind is made.
fn arguments(parts: &mut Parts<'_>, kind: &ConstraintKind<'_>) -> Vec<String> {
    match kind {
        ConstraintKind::PrimaryKey(columns) | ConstraintKind::Unique(columns) => {
            vec![texts(columns)]
        }
        ConstraintKind::Check(condition) => vec![sql(condition)],
        ConstraintKind::ForeignKey(key) => {
            let table = parts.name(key.referred_table);
            vec![texts(key.columns), table, texts(key.referred_columns)]
        }
        ConstraintKind::Exclude(Exclude { elements, using, .. }) => {
            using.map(text).into_iter().chain([pairs(elements)]).collect()
        }
    }
}

fn source(parts: &mut Parts<'_>, constraint: &Constraint<'_>) -> Calls {
    let function = match constraint.kind {
        ConstraintKind::Exclude(Exclude { using: None, .. }) => "exclude_default",
        ref kind => kind_name(kind),
    };
    let mut all = vec![text(constraint.name.unwrap_or_default())];
    all.extend(arguments(parts, &constraint.kind));
    let calls = Calls::new(&format!("Constraint::{function}"), &all);
    let is_check = matches!(constraint.kind, ConstraintKind::Check(_));
    let is_final = constraint.name_is_final
        || (parts.options.final_check_names && is_check && constraint.name.is_some());
    let calls = calls.when(constraint.name.is_none(), "unnamed").when(is_final, "final_name");
    let calls = match constraint.kind {
        ConstraintKind::ForeignKey(key) => referring(calls, &key),
        ConstraintKind::Exclude(exclude) => calls.with("predicate", exclude.predicate.map(sql)),
        _ => calls,
    };
    let include = (!constraint.include.is_empty()).then(|| texts(constraint.include));
    timed(calls, constraint.timing)
        .with("using_index", constraint.using_index.map(text))
        .with("include", include)
        .when(constraint.nulls_not_distinct, "nulls_not_distinct")
        .when(constraint.no_inherit, "no_inherit")
}

fn referring(calls: Calls, key: &ForeignKey<'_>) -> Calls {
    let only = (!key.on_delete_columns.is_empty()).then(|| texts(key.on_delete_columns));
    calls
        .with("on_delete", key.on_delete.map(action))
        .with("on_delete_columns", only)
        .with("on_update", key.on_update.map(action))
        .with("match_kind", key.match_kind.map(|kind| format!("Match::{kind:?}")))
}

fn timed(calls: Calls, timing: Timing) -> Calls {
    let calls = match (timing.deferrable, timing.initially_deferred) {
        // What is put off has to be deferrable, which the call says too.
        (None | Some(true), Some(true)) => calls.call("initially_deferred", &[]),
        (Some(false), Some(true)) => {
            calls.call("initially_deferred", &[]).call("not_deferrable", &[])
        }
        (deferrable, initially) => calls
            .when(deferrable == Some(true), "deferrable")
            .when(deferrable == Some(false), "not_deferrable")
            .when(initially == Some(false), "initially_immediate"),
    };
    calls.when(timing.not_valid, "not_valid")
}

/// Returns what becomes of a referring row.
pub(super) fn action(action: ReferentialAction) -> String {
    format!("ReferentialAction::{action:?}")
}

/// Returns the statement that adds a constraint, unless the hook leaves it out.
pub(super) fn add_constraint(parts: &mut Parts<'_>, op: &AddConstraint<'_>) -> Option<String> {
    let is_default = parts.next_is_default();
    let constraint = part(parts, op.table, &op.constraint)?;
    let table = parts.name(op.table);
    match short_method(parts, &op.constraint) {
        Some(method) if is_default => {
            let mut all = vec![text(op.constraint.name.unwrap_or_default()), table];
            all.extend(arguments(parts, &op.constraint.kind));
            Some(invocation(method, &all))
        }
        _ => Some(invocation("create_constraint", &[table, constraint])),
    }
}

/// Returns the method that adds a constraint by its name and what it demands, if there is no more to be said of it.
fn short_method(parts: &mut Parts<'_>, constraint: &Constraint<'_>) -> Option<&'static str> {
    let method = match constraint.kind {
        ConstraintKind::PrimaryKey(_) => "create_primary_key",
        ConstraintKind::Unique(_) => "create_unique_constraint",
        ConstraintKind::Check(_) => "create_check_constraint",
        ConstraintKind::ForeignKey(_) => "create_foreign_key",
        ConstraintKind::Exclude(Exclude { using, .. }) => {
            using.map(|_| "create_exclude_constraint")?
        }
    };
    (!source(parts, constraint).is_chain()).then_some(method)
}

/// Returns the call that adds a constraint in a batch, unless the hook leaves it out.
pub(super) fn in_batch(parts: &mut Parts<'_>, op: &AddConstraint<'_>) -> Option<String> {
    let is_default = parts.next_is_default();
    let constraint = part(parts, op.table, &op.constraint)?;
    let has_method = !matches!(op.constraint.kind, ConstraintKind::Exclude(_));
    match short_method(parts, &op.constraint) {
        Some(method) if is_default && has_method => {
            let mut all = vec![text(op.constraint.name.unwrap_or_default())];
            all.extend(arguments(parts, &op.constraint.kind));
            Some(Calls::on("batch", method, &all).source())
        }
        _ => Some(Calls::on("batch", "create_constraint", &[constraint]).source()),
    }
}

/// Returns the statement that drops a constraint, unless it is never added.
pub(super) fn drop_constraint(parts: &mut Parts<'_>, op: &DropConstraint<'_>) -> Option<String> {
    if parts.is_skipped("constraint", op.table, op.name) {
        return None;
    }
    let table = parts.name(op.table);
    let short = [text(op.name), table.clone()];
    let value = dropping(op, &[table, text(op.name)]);
    Some(short_or_invoked("drop_constraint", &short, value))
}

/// Returns the value that drops a constraint.
pub(super) fn dropping(op: &DropConstraint<'_>, arguments: &[String]) -> Calls {
    let kind = |kind: ConstraintType| format!("ConstraintType::{kind:?}");
    Calls::new("DropConstraint::new", arguments)
        .with("kind", op.kind.map(kind))
        .when(op.if_exists, "if_exists")
        .when(op.cascade, "cascade")
}

/// Returns the statement that has a constraint checked.
pub(super) fn validate_constraint(parts: &mut Parts<'_>, op: &ValidateConstraint<'_>) -> String {
    invocation("validate_constraint", &[text(op.name), parts.name(op.table)])
}
