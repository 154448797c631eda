//! Asking the catalog, and putting together what it answers.

use std::collections::{BTreeMap, BTreeSet};

use migration_api::abi::Arena;
use migration_api::schema::{TableName, TableOption};
use migration_api::{Cell, Value};

use super::rows::Row;
use super::sequences::Sequence;
use super::tables::{Finished, Relation};
use super::types::EnumValues;
use super::{catalog, objects};
use crate::dialect::{DatabaseError, Session, StatementError};
use crate::schema::Schema;

/// What a session looks at by itself.
pub(super) struct Defaults {
    /// The schema of names without one.
    pub(super) default_schema: String,
    /// The schemas in which it looks for such names.
    pub(super) search_path: Vec<String>,
    tablespace: Option<String>,
}

/// Asks the session what it looks at.
pub(super) fn session(connection: &mut dyn Session) -> Result<Defaults, DatabaseError> {
    let rows = connection.query(catalog::SESSION, &[])?.rows;
    let arena = Arena::default();
    let row = Row::new(rows.first().map_or(&[], Vec::as_slice), &arena);
    let Some(default_schema) = row.some_text(0) else { return Err(no_schema()) };
    Ok(Defaults {
        default_schema: default_schema.to_owned(),
        search_path: row.list(1).into_iter().flatten().collect(),
        tablespace: row.some_text(2).map(str::to_owned),
    })
}

fn no_schema() -> DatabaseError {
    DatabaseError::Statement(Box::new(StatementError {
        message: "the session has no schema: none of its `search_path` exists".to_owned(),
        code: None,
        detail: None,
        position: None,
        help: Some("create the schema, or set `search_path` to one that there is".to_owned()),
    }))
}

/// Columns that refer to others, by foreign keys that the database does not have.
pub(super) type Referring<'a> = BTreeSet<(TableName<'a>, &'a str)>;

/// Reads the default schema and these others.
pub(super) fn reflect<'a>(
    connection: &mut dyn Session,
    schemas: &[&str],
    referring: &Referring<'_>,
    arena: &'a Arena,
) -> Result<Schema<'a>, DatabaseError> {
    let session = session(connection)?;
    let all = [&[session.default_schema.as_str()], schemas].concat();
    let mut catalog = Catalog { connection, schemas: array(&all), arena };
    let mut schema = Schema::default();
    if !schemas.is_empty() {
        schema.schemas = catalog.each(catalog::SCHEMAS_THERE, |row| row.kept(0))?;
    }
    schema.extensions = catalog.each_of_all(catalog::EXTENSIONS, objects::extension)?;
    let enums = catalog.types(&mut schema)?;
    let sequences = catalog.each(catalog::SEQUENCES, Sequence::read)?;
    let relations = catalog.relations(&mut schema, &enums)?;
    finish(&mut schema, relations, &sequences, referring, arena);
    schema.routines = catalog.each(catalog::ROUTINES, objects::routine)?;
    schema.triggers = catalog.each(catalog::TRIGGERS, objects::trigger)?;
    schema.policies = catalog.each(catalog::POLICIES, objects::policy)?;
    let tablespace = session.tablespace.map(|name| arena.keep_text(name));
    schema.table_defaults.extend(tablespace.map(TableOption::Tablespace));
    schema.sort();
    Ok(schema)
}

/// Returns names as an array in PostgreSQL's words.
fn array(names: &[&str]) -> String {
    let quoted =
        names.iter().map(|name| format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\"")));
    format!("{{{}}}", quoted.collect::<Vec<_>>().join(","))
}

/// The catalog, asked about some schemas.
struct Catalog<'c, 'a> {
    connection: &'c mut dyn Session,
    schemas: String,
    arena: &'a Arena,
}

impl<'a> Catalog<'_, 'a> {
    fn rows(&mut self, sql: &str) -> Result<Vec<Vec<Cell>>, DatabaseError> {
        Ok(self.connection.query(sql, &[Value::Text(&self.schemas)])?.rows)
    }

    /// Returns what is read of each row of a query.
    fn each<T>(
        &mut self,
        sql: &str,
        read: impl Fn(Row<'_, 'a>) -> T,
    ) -> Result<Vec<T>, DatabaseError> {
        let arena = self.arena;
        Ok(self.rows(sql)?.iter().map(|cells| read(Row::new(cells, arena))).collect())
    }

    /// Returns what is read of each row of a query that is not about schemas.
    fn each_of_all<T>(
        &mut self,
        sql: &str,
        read: impl Fn(Row<'_, 'a>) -> T,
    ) -> Result<Vec<T>, DatabaseError> {
        let rows = self.connection.query(sql, &[])?.rows;
        Ok(rows.iter().map(|cells| read(Row::new(cells, self.arena))).collect())
    }

    /// Reads enums and domains; returns the values of all enums.
    fn types(&mut self, schema: &mut Schema<'a>) -> Result<EnumValues<'a>, DatabaseError> {
        let (rows, arena) = (self.rows(catalog::TYPES)?, self.arena);
        let rows = || rows.iter().map(|cells| Row::new(cells, arena));
        let enums: EnumValues<'a> = rows().filter_map(objects::enum_values).collect();
        schema.enums = rows().filter_map(|row| objects::enum_type(row, &enums)).collect();
        schema.domains = rows().filter_map(|row| objects::domain(row, &enums)).collect();
        Ok(enums)
    }

    /// Reads tables and views.
    fn relations(
        &mut self,
        schema: &mut Schema<'a>,
        enums: &EnumValues<'a>,
    ) -> Result<Vec<Relation<'a>>, DatabaseError> {
        let arena = self.arena;
        let mut relations = self.each(catalog::RELATIONS, Relation::read)?;
        let places: BTreeMap<i64, usize> =
            relations.iter().enumerate().map(|(place, it)| (it.id(), place)).collect();
        let [columns, constraints, indexes] = [
            self.rows(catalog::COLUMNS)?,
            self.rows(catalog::CONSTRAINTS)?,
            self.rows(catalog::INDEXES)?,
        ];
        let mut relation_of = |row: Row<'_, 'a>, add: &mut dyn FnMut(&mut Relation<'a>)| {
            // A part of an extension is not among them.
            let relation = places.get(&row.number(0)).and_then(|place| relations.get_mut(*place));
            relation.map(add);
        };
        for cells in &columns {
            let row = Row::new(cells, arena);
            relation_of(row, &mut |relation| relation.columns().add(row, enums));
        }
        for cells in &constraints {
            let row = Row::new(cells, arena);
            relation_of(row, &mut |relation| relation.add_constraint(row));
        }
        for cells in &indexes {
            let row = Row::new(cells, arena);
            relation_of(row, &mut |relation| {
                relation.add_index(row);
                if !row.flag(3) {
                    schema.invalid_indexes.push((relation.name(), row.kept(1)));
                }
            });
        }
        Ok(relations)
    }
}

/// Finishes tables and views, and leaves out the sequences that are a part of them.
fn finish<'a>(
    schema: &mut Schema<'a>,
    relations: Vec<Relation<'a>>,
    sequences: &[Sequence<'a>],
    referring: &Referring<'_>,
    arena: &'a Arena,
) {
    let owned: BTreeMap<(i64, i64), &Sequence<'a>> =
        sequences.iter().filter_map(|it| Some((it.column?, it))).collect();
    let mut numbering = Vec::new();
    for mut relation in relations {
        if let Some(number) = relation.count(&owned, referring)
            && let Some(sequence) = owned.get(&(relation.id(), number))
        {
            numbering.push(sequence.id());
        }
        schema.row_security.extend(relation.security());
        match relation.finish(arena) {
            Finished::Table(table) => schema.tables.push(table),
            Finished::View(view) => schema.views.push(view),
        }
    }
    numbering.sort_unstable();
    let free = sequences.iter().filter(|it| numbering.binary_search(&it.id()).is_err());
    schema.sequences = free.filter_map(Sequence::object).collect();
}
