//! What SQLite would make of wanted objects: they are created in memory, and read again.

use std::collections::BTreeSet;

use migration_api::abi::Arena;
use migration_api::ops::{
    CreateDomain, CreateIndex, CreateRoutine, CreateSequence, CreateTable, CreateView, Operation,
    RoutineKind,
};
use migration_api::schema::{Table, TableOption};

use super::super::Sqlite;
use super::super::connection;
use super::super::session::SqliteSession;
use super::SqliteInspector;
use crate::dialect::{DatabaseError, Dialect, Digest, Inspector, Session};
use crate::schema::Schema;
use crate::sql;

/// How many tables are made in one database: for each, and for each index, SQLite reads through the list of all that is there.
const AT_ONCE: usize = 100;

/// Creates the objects in empty databases, and reads what these hold then.
pub(super) fn digest<'a>(
    wanted: &Schema<'a>,
    arena: &'a Arena,
) -> Result<Digest<'a>, DatabaseError> {
    let mut all = Digest::default();
    for part in parts(wanted) {
        let digest = digest_part(&mut connection::in_memory()?, &part, arena)?;
        all.schema.extend(digest.schema);
        all.refused.extend(digest.refused);
    }
    all.schema.sort();
    all.schema.schemas.dedup();
    Ok(all)
}

/// Returns the objects in parts that need no other one.
fn parts<'a>(wanted: &Schema<'a>) -> Vec<Schema<'a>> {
    // Views and triggers need their tables; tables need no other.
    if !(wanted.views.is_empty() && wanted.triggers.is_empty()) {
        return vec![wanted.clone()];
    }
    let (first, others) = wanted.tables.split_at(wanted.tables.len().min(AT_ONCE));
    let first = Schema { tables: first.to_vec(), ..wanted.clone() };
    let others = others.chunks(AT_ONCE).map(|tables| Schema {
        tables: tables.to_vec(),
        schemas: wanted.schemas.clone(),
        ..Schema::default()
    });
    std::iter::once(first).chain(others).collect()
}

/// Creates objects in an empty database. One after the other is enough: tables need no other table to be there, nor do views, and
/// triggers come last.
fn digest_part<'a>(
    connection: &mut SqliteSession<'static>,
    wanted: &Schema<'a>,
    arena: &'a Arena,
) -> Result<Digest<'a>, DatabaseError> {
    let mut making = Making { connection, refused: refused_kinds(wanted) };
    let attached = making.attach(&schemas(wanted));
    making.connection.execute("BEGIN")?;
    making.tables(wanted);
    for view in &wanted.views {
        let create = CreateView {
            name: view.name,
            columns: view.columns,
            materialized: view.materialized,
            ..CreateView::new("", view.query)
        };
        making.create(&view.name.to_string(), &create.into());
    }
    for trigger in &wanted.triggers {
        let create = CreateRoutine::new(RoutineKind::Trigger, trigger.sql);
        making.create(trigger.name, &create.into());
    }
    making.connection.execute("COMMIT")?;
    let attached: Vec<_> = attached.iter().map(String::as_str).collect();
    let schema = SqliteInspector.reflect(making.connection, &attached, arena)?;
    Ok(Digest { schema, refused: making.refused })
}

/// A database in the making.
struct Making<'c> {
    connection: &'c mut SqliteSession<'static>,
    refused: Vec<(String, String)>,
}

impl Making<'_> {
    /// Has an empty database for each of these names; returns those for which there is one.
    fn attach(&mut self, schemas: &BTreeSet<&str>) -> Vec<String> {
        let mut attached = Vec::new();
        for schema in schemas {
            let sql = format!("ATTACH ':memory:' AS {}", Sqlite.quote(schema));
            match self.connection.execute(&sql) {
                Ok(_) => attached.push((*schema).to_owned()),
                Err(error) => self.refused.push(((*schema).to_owned(), error.to_string())),
            }
        }
        attached
    }

    fn tables(&mut self, wanted: &Schema<'_>) {
        for table in &wanted.tables {
            if is_temporary(table) {
                let reason = "it is temporary, and gone at the end of the session".to_owned();
                self.refused.push((table.name.to_string(), reason));
                continue;
            }
            let create = CreateTable { indexes: &[], ..CreateTable::of(table) };
            if !self.create(&table.name.to_string(), &create.into()) {
                continue;
            }
            for index in table.indexes {
                let name = index.name.map_or_else(|| table.name.to_string(), str::to_owned);
                self.create(&name, &CreateIndex::new(*index).into());
            }
        }
    }

    /// Creates an object; tells of a refusal, and returns whether there was none.
    fn create(&mut self, name: &str, operation: &Operation<'_>) -> bool {
        let rendered = sql::render(&Sqlite, operation).map_err(|error| error.to_string());
        let made = rendered.and_then(|statements| {
            let mut statements = statements.iter();
            statements.try_for_each(|it| match self.connection.run(it) {
                Ok(_) => Ok(()),
                Err(error) => Err(error.to_string()),
            })
        });
        match made {
            Ok(()) => true,
            Err(reason) => {
                self.refused.push((name.to_owned(), reason));
                false
            }
        }
    }
}

fn is_temporary(table: &Table<'_>) -> bool {
    table.options.contains(&TableOption::Temporary) || table.name.schema == Some("temp")
}

/// Returns the names of all database files that the objects stand in, but for the main one.
fn schemas<'s>(wanted: &Schema<'s>) -> BTreeSet<&'s str> {
    let tables = wanted.tables.iter().map(|it| it.name.schema);
    let views = wanted.views.iter().map(|it| it.name.schema);
    let triggers = wanted.triggers.iter().map(|it| it.table.schema);
    let named = tables.chain(views).chain(triggers).flatten();
    let all = wanted.schemas.iter().copied().chain(named);
    all.filter(|name| !["main", "temp"].contains(name)).collect()
}

/// Returns what SQLite has not, with what it says to that. Enum types and extensions are passed over, as by every operation.
fn refused_kinds(wanted: &Schema<'_>) -> Vec<(String, String)> {
    let mut refused = Vec::new();
    let mut refuse = |name: String, operation: Operation<'_>| {
        if let Err(error) = sql::render(&Sqlite, &operation) {
            refused.push((name, error.to_string()));
        }
    };
    for it in &wanted.domains {
        refuse(it.name.to_string(), CreateDomain { ..*it }.into());
    }
    for it in &wanted.sequences {
        refuse(it.name.to_string(), CreateSequence { ..*it }.into());
    }
    for it in &wanted.routines {
        refuse(it.name.to_string(), CreateRoutine::new(it.kind, it.sql).into());
    }
    let secured = wanted.row_security.iter().map(|it| it.table.to_string());
    let policies = wanted.policies.iter().map(|it| it.name.to_owned());
    let reason = || "SQLite has no row-level security".to_owned();
    refused.extend(secured.chain(policies).map(|name| (name, reason())));
    refused
}
