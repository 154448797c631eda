//! Texts that a server states in two ways, depending on how it came by them.
//!
//! PostgreSQL states `plan IN ('a', 'b')` of a `varchar` in one way once it was written, and in another once that was dumped and
//! restored. What it makes of both is the same.

use std::collections::BTreeSet;

use migration_api::abi::Arena;
use migration_api::schema::{ConstraintKind, DefaultValue, Index, IndexKeys, TableName};

use super::Change;
use super::change::{Placed, Sides};
use super::compare::{Comparer, Wanted};
use super::difference::{overlay, with_needs};
use crate::schema::Schema;

/// Takes out of the changes those of texts of which the server makes the same.
pub(super) fn without_restated<'a>(
    changes: Vec<Change<'a>>,
    comparer: &mut Comparer<'_, 'a>,
    actual: &Schema<'a>,
    wanted: &Wanted<'_, 'a>,
    arena: &'a Arena,
) -> Vec<Change<'a>> {
    let of_text: Vec<_> = changes.iter().filter(|it| is_of_text(it)).copied().collect();
    if of_text.is_empty() {
        return changes;
    }
    let mut restated = |schema: &Schema<'a>| {
        let inspector = comparer.dialect.inspector();
        let mut part = part(&of_text, schema);
        part.extensions.clear();
        let digest = inspector.digest(comparer.connection, &part, arena).ok()?;
        // What is missing on both sides would look the same.
        digest.refused.is_empty().then(|| {
            let mut schema = schema.clone();
            overlay(&mut schema, digest.schema);
            schema
        })
    };
    let (Some(from), Some(to)) = (restated(actual), restated(wanted.server)) else {
        return changes;
    };
    let again = comparer.compare(&from, &Wanted { author: wanted.author, server: &to });
    let is_left = |change: &Change<'a>| again.iter().any(|it| subject(it) == subject(change));
    changes.into_iter().filter(|it| !is_of_text(it) || is_left(it)).collect()
}

/// Returns the part of a schema that the changes are about, with all that it needs.
fn part<'a>(changes: &[Change<'a>], schema: &Schema<'a>) -> Schema<'a> {
    let mut tables: BTreeSet<TableName<'a>> =
        changes.iter().filter_map(Change::altered_table).collect();
    let is_changed = |kind: &str, table: Option<TableName<'a>>, name: &str| {
        changes.iter().filter_map(subject).any(|it| it == (kind, table, name))
    };
    let mut part = Schema::default();
    let of_views = schema.views.iter().filter(|it| is_changed("view", Some(it.name), ""));
    part.views = of_views.copied().collect();
    let of_domains = schema.domains.iter().filter(|it| is_changed("domain", Some(it.name), ""));
    part.domains = of_domains.copied().collect();
    let of_policies =
        schema.policies.iter().filter(|it| is_changed("policy", Some(it.table), it.name));
    part.policies = of_policies.copied().collect();
    tables.extend(part.policies.iter().map(|it| it.table));
    with_needs(part, tables, schema)
}

/// Returns the kind of a change of a text, and the name of what it is in.
fn subject<'a>(change: &Change<'a>) -> Option<(&'static str, Option<TableName<'a>>, &'a str)> {
    fn either<T: Copy>(sides: &Sides<T>) -> Option<T> {
        sides.from.or(sides.to)
    }
    Some(match change {
        Change::Column { table, sides } => ("column", Some(*table), either(sides)?.column.name),
        Change::Constraint { table, sides } => {
            ("constraint", Some(*table), either(sides)?.name.unwrap_or_default())
        }
        Change::Index { table, sides } => {
            ("index", Some(*table), either(sides)?.name.unwrap_or_default())
        }
        Change::View(sides) => ("view", Some(either(sides)?.name), ""),
        Change::Domain(sides) => ("domain", Some(either(sides)?.name), ""),
        Change::Policy(sides) => {
            let policy = either(sides)?;
            ("policy", Some(policy.table), policy.name)
        }
        _ => return None,
    })
}

/// Returns whether both sides of a change have texts that may mean the same.
fn is_of_text(change: &Change<'_>) -> bool {
    fn both<T: Copy>(sides: &Sides<T>, has_text: impl Fn(T) -> bool) -> bool {
        [sides.from, sides.to].into_iter().all(|side| side.is_some_and(&has_text))
    }
    match change {
        Change::Column { sides, .. } => both(sides, |it| has_expression(&it)),
        Change::Constraint { sides, .. } => both(sides, |it| {
            matches!(it.kind, ConstraintKind::Check(_) | ConstraintKind::Exclude(_))
        }),
        Change::Index { sides, .. } => both(sides, |it| has_text(&it)),
        Change::View(sides) => both(sides, |_| true),
        Change::Domain(sides) => both(sides, |it| it.check.is_some() || it.default.is_some()),
        Change::Policy(sides) => both(sides, |_| true),
        _ => false,
    }
}

fn has_expression(placed: &Placed<'_>) -> bool {
    let column = placed.column;
    matches!(column.default, Some(DefaultValue::Expression(_))) || column.computed.is_some()
}

fn has_text(index: &Index<'_>) -> bool {
    index.predicate.is_some() || matches!(index.keys, IndexKeys::Parts(_))
}
