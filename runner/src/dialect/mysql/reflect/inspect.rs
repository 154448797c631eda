//! Asking the catalog, and putting together what it answers.

use std::collections::BTreeMap;

use migration_api::abi::Arena;
use migration_api::{Cell, Value};

use super::catalog::{self, Catalog};
use super::columns::ColumnRow;
use super::indexes::IndexRow;
use super::objects::{self, ParameterRow, Parameters, Writer};
use super::partitions::PartitionRow;
use super::rows::{Databases, Fields, Place};
use super::tables::{CheckRow, Defaults, ForeignKeyRow, Reader, TableRows};
use crate::dialect::{DatabaseError, Dialect, Session, StatementError};
use crate::schema::Schema;
use crate::sql::quoted_text;

/// Asks the session what holds for all of its tables.
pub(super) fn session(connection: &mut dyn Session) -> Result<Defaults, DatabaseError> {
    let rows = connection.query(catalog::SESSION, &[])?.rows;
    let Some(row) = rows.into_iter().next() else {
        return Err(refusal(
            "the session has no database to read".to_owned(),
            "name a database at the end of the URL",
        ));
    };
    Ok(Defaults::read(Fields::new(row)))
}

/// Returns a refusal before the server was asked.
pub(super) fn refusal(message: String, help: &str) -> DatabaseError {
    let help = Some(help.to_owned());
    let error = StatementError { message, code: None, detail: None, position: None, help };
    DatabaseError::Statement(Box::new(error))
}

/// Reads these databases, the default one of which is that of `session`.
pub(super) fn reflect<'a>(
    connection: &mut dyn Session,
    session: &Defaults,
    databases: &Databases<'a>,
    arena: &'a Arena,
) -> Result<Schema<'a>, DatabaseError> {
    let dialect = connection.dialect();
    let mariadb = dialect.name() == "mariadb";
    let catalog = Catalog { mariadb, databases: databases.names().len() };
    let mut asked = Asked { connection, databases, catalog };
    let tables = asked.tables()?;
    let mut schema = Schema { table_defaults: session.table_defaults(arena), ..Schema::default() };
    schema.schemas = asked.schemas()?;
    let reader = Reader { databases, session, mariadb, arena };
    let mut sequences = Vec::new();
    for (place, rows) in tables {
        if rows.kind == "SEQUENCE" {
            sequences.push(place);
            continue;
        }
        let (database, name) = place;
        let name = databases.name(&database, arena.keep_text(name));
        schema.tables.push(rows.table(name, &reader));
    }
    let writer = Writer { databases, dialect, arena };
    for row in asked.query(&asked.catalog.views())? {
        schema.views.extend(writer.view(row));
    }
    let mut parameters = Parameters::default();
    for row in asked.query(&asked.catalog.parameters())? {
        ParameterRow::read(&mut parameters, row);
    }
    let routines = asked.query(&asked.catalog.routines())?;
    schema.routines.extend(routines.into_iter().map(|row| writer.routine(row, &parameters)));
    let triggers = asked.query(&asked.catalog.triggers())?;
    schema.triggers.extend(triggers.into_iter().map(|row| writer.trigger(row)));
    for (place, mut fields) in asked.sequences(&sequences, dialect)? {
        let (database, name) = place;
        let name = databases.name(&database, arena.keep_text(name));
        schema.sequences.push(objects::sequence(name, &mut fields));
    }
    schema.sort();
    Ok(schema)
}

/// The session that is asked about some databases.
struct Asked<'q, 'a> {
    connection: &'q mut dyn Session,
    databases: &'q Databases<'a>,
    catalog: Catalog,
}

impl<'a> Asked<'_, 'a> {
    fn query(&mut self, sql: &str) -> Result<Vec<Fields>, DatabaseError> {
        let names: Vec<_> = self.databases.names().into_iter().map(Value::Text).collect();
        let rows = self.connection.query(sql, &names)?.rows;
        Ok(rows.into_iter().map(Fields::new).collect())
    }

    /// Returns the databases besides the default one that are there.
    fn schemas(&mut self) -> Result<Vec<&'a str>, DatabaseError> {
        if self.databases.others.is_empty() {
            return Ok(Vec::new());
        }
        let there = self.query(&self.catalog.databases())?;
        let there: Vec<_> = there.into_iter().map(|mut fields| fields.text()).collect();
        let others = self.databases.others.iter();
        Ok(others.filter(|(name, _)| there.contains(name)).map(|(_, shown)| *shown).collect())
    }

    /// Returns all that the catalog tells of tables and sequences.
    fn tables(&mut self) -> Result<BTreeMap<Place, TableRows>, DatabaseError> {
        let mut tables = BTreeMap::new();
        for mut fields in self.query(&self.catalog.tables())? {
            tables.insert(fields.place(), TableRows::read(fields));
        }
        self.each(&self.catalog.columns(), &mut tables, |table, fields| {
            table.columns.push(ColumnRow::read(fields));
        })?;
        self.each(&self.catalog.indexes(), &mut tables, |table, fields| {
            IndexRow::read(&mut table.indexes, fields);
        })?;
        self.each(&self.catalog.checks(), &mut tables, |table, fields| {
            table.checks.push(CheckRow::read(fields));
        })?;
        self.each(&self.catalog.foreign_keys(), &mut tables, |table, fields| {
            table.keys.push(ForeignKeyRow::read(fields));
        })?;
        self.each(&self.catalog.foreign_key_columns(), &mut tables, |table, fields| {
            let name = fields.text();
            if let Some(key) = table.keys.iter_mut().find(|key| key.name == name) {
                key.add(fields);
            }
        })?;
        self.each(&self.catalog.partitions(), &mut tables, |table, fields| {
            table.partitions.push(PartitionRow::read(fields));
        })?;
        Ok(tables)
    }

    /// Hands each row to the table that it is about.
    fn each(
        &mut self,
        sql: &str,
        tables: &mut BTreeMap<Place, TableRows>,
        take: impl Fn(&mut TableRows, &mut Fields),
    ) -> Result<(), DatabaseError> {
        for mut fields in self.query(sql)? {
            if let Some(table) = tables.get_mut(&fields.place()) {
                take(table, &mut fields);
            }
        }
        Ok(())
    }

    /// Returns how these sequences count.
    fn sequences(
        &mut self,
        places: &[Place],
        dialect: &dyn Dialect,
    ) -> Result<Vec<(Place, Fields)>, DatabaseError> {
        if places.is_empty() {
            return Ok(Vec::new());
        }
        let names = places.iter().enumerate().map(|(at, (database, name))| {
            let table = format!("{}.{}", dialect.quote(database), dialect.quote(name));
            (quoted_text(&at.to_string()), table)
        });
        let sql = catalog::sequences(&names.collect::<Vec<_>>());
        let mut found = Vec::new();
        for row in self.connection.query(&sql, &[])?.rows {
            let mut cells = row.into_iter();
            let at = cells.next().map(|cell| cell.to_string()).unwrap_or_default();
            let place = at.parse::<usize>().ok().and_then(|at| places.get(at));
            if let Some(place) = place {
                found.push((place.clone(), Fields::new(cells.collect::<Vec<Cell>>())));
            }
        }
        Ok(found)
    }
}
