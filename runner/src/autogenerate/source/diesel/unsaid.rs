//! What no `table!` can say of a database.

use std::collections::BTreeSet;

use migration_api::schema::{ConstraintKind, Table, TableName};

use crate::autogenerate::WantedSchema;
use crate::schema::Schema;

/// Returns the objects of the database that are no wish of anybody's and yet stay, as diesel's `schema.rs` could not say them: all but
/// tables with a primary key, and what belongs to those that go.
pub fn unsaid<'a>(wanted: &WantedSchema<'a>, actual: &Schema<'a>) -> Schema<'a> {
    let mut all = wanted.written.clone();
    all.extend(wanted.read.clone());
    let tables = actual.tables.iter().filter(|table| {
        let is_said =
            |it: &Table<'_>| it.name == table.name || it.renamed_from == Some(table.name.name);
        !has_key(table) && !all.tables.iter().any(is_said)
    });
    let tables: Vec<Table<'a>> = tables.copied().collect();
    let mut stays: BTreeSet<TableName<'_>> =
        all.tables.iter().chain(&tables).map(|it| it.name).collect();
    stays.extend(actual.views.iter().map(|it| it.name));
    let owner_stays = |owner: Option<&str>| {
        let table = owner.and_then(|column| column.rsplit_once('.')).map(|(table, _)| table);
        table.is_none_or(|table| stays.contains(&TableName::parse(table)))
    };
    Schema {
        schemas: missing(&actual.schemas, &all.schemas, |it| *it),
        extensions: missing(&actual.extensions, &all.extensions, |it| it.name),
        enums: missing(&actual.enums, &all.enums, |it| it.name),
        domains: missing(&actual.domains, &all.domains, |it| it.name),
        sequences: missing(&actual.sequences, &all.sequences, |it| it.name)
            .into_iter()
            .filter(|it| owner_stays(it.owned_by))
            .collect(),
        tables,
        views: missing(&actual.views, &all.views, |it| it.name),
        routines: missing(&actual.routines, &all.routines, |it| (it.name, it.arguments)),
        triggers: of_tables(
            missing(&actual.triggers, &all.triggers, |it| (it.table, it.name)),
            |it| stays.contains(&it.table),
        ),
        row_security: of_tables(
            missing(&actual.row_security, &all.row_security, |it| it.table),
            |it| stays.contains(&it.table),
        ),
        policies: of_tables(
            missing(&actual.policies, &all.policies, |it| (it.table, it.name)),
            |it| stays.contains(&it.table),
        ),
        ..Schema::default()
    }
}

/// `diesel print-schema` leaves out tables without one.
fn has_key(table: &Table<'_>) -> bool {
    table.constraints.iter().any(|it| matches!(it.kind, ConstraintKind::PrimaryKey(_)))
}

/// Returns what is there under a key that nothing of what is wanted has.
fn missing<T: Copy, K: PartialEq>(there: &[T], wanted: &[T], key: impl Fn(&T) -> K) -> Vec<T> {
    let is_wanted = |it: &&T| wanted.iter().any(|wanted| key(wanted) == key(it));
    there.iter().filter(|it| !is_wanted(it)).copied().collect()
}

fn of_tables<T>(mut all: Vec<T>, stays: impl Fn(&T) -> bool) -> Vec<T> {
    all.retain(stays);
    all
}
