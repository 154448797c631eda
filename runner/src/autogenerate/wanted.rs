//! What an application wants, from all of its sources.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use migration_api::abi::{Decode, Reader};
use migration_api::schema::{Metadata, MetadataSource, Object, TableName};

use super::source::{SourceError, diesel, plain_sql};
use super::{Hooks, WantedSchema};
use crate::config::SessionSettings;
use crate::dialect::{self, Connection, DatabaseError, DatabaseUrl, TextPosition};
use crate::error::Error;
use crate::schema::{Schema, Terms, normal};

/// Where sources are found.
pub struct SourcePlace<'p> {
    /// The database.
    pub url: &'p DatabaseUrl,
    /// The server for scratch databases.
    pub scratch_url: Option<&'p str>,
    /// Where relative paths start.
    pub root: &'p Path,
    /// Settings of sessions.
    pub session: &'p SessionSettings,
    /// Schemas besides the default one.
    pub schemas: &'p [String],
}

/// Returns what a metadata wants. What diesel's `schema.rs` cannot say is taken as `actual` has it.
///
/// # Errors
/// When a source cannot be read, or has an object that another one has.
pub fn wanted<'a>(
    metadata: &Metadata,
    place: &SourcePlace<'_>,
    terms: &Terms<'a>,
    actual: &Schema<'a>,
    _hooks: &mut dyn Hooks,
) -> Result<WantedSchema<'a>, Error> {
    let mut objects = Schema::default();
    let mut wanted = WantedSchema::default();
    for source in metadata.sources() {
        match source {
            MetadataSource::Objects { count, bytes } => {
                decode(*count, bytes, terms, &mut objects)?;
            }
            MetadataSource::SqlFile(file) => {
                let path = place.root.join(file);
                let text = read(&path)?;
                wanted.read.extend(place.made_by(&text, file, terms)?);
            }
            MetadataSource::Sql(text) => {
                wanted.read.extend(place.made_by(text, "the SQL of `target_metadata`", terms)?);
            }
            MetadataSource::Database(url) => wanted.read.extend(place.held_by(url, terms)?),
            MetadataSource::Diesel(file) => {
                let path = place.root.join(file);
                let text = read(&path)?;
                let name = terms.dialect.name();
                let schema =
                    diesel::tables(&text, &path, name, terms.arena).map_err(SourceError::from)?;
                let said = Schema { tables: schema.tables.clone(), ..Schema::default() };
                // What is taken from the database is in its words: the server need not be asked again.
                for table in normal(&said, terms).tables {
                    let known = actual.table(table.name);
                    let table = diesel::completed(&schema, &table, known, name, terms.arena);
                    match known {
                        Some(_) => wanted.read.tables.push(table),
                        None => wanted.written.tables.push(table),
                    }
                }
            }
        }
    }
    wanted.written.extend(normal(&objects, terms));
    wanted.written.sort();
    // Those that sources share are no objects of the application's own.
    wanted.read.table_defaults.clear();
    wanted.read.schemas.sort_unstable();
    wanted.read.schemas.dedup();
    wanted.read.sort();
    refuse_twice(&wanted)?;
    Ok(wanted)
}

fn read(path: &Path) -> Result<String, SourceError> {
    fs::read_to_string(path).map_err(|source| SourceError::Read { path: path.to_owned(), source })
}

fn decode<'a>(
    count: u32,
    bytes: &[u8],
    terms: &Terms<'a>,
    objects: &mut Schema<'a>,
) -> Result<(), SourceError> {
    let bytes = terms.arena.keep(bytes.to_vec());
    let mut reader = Reader::with_arena(bytes, terms.arena);
    for _ in 0..count {
        objects.push(Object::decode(&mut reader).map_err(|_| SourceError::Damaged)?);
    }
    Ok(())
}

impl SourcePlace<'_> {
    /// Returns what statements make of an empty database.
    fn made_by<'a>(&self, text: &str, place: &str, terms: &Terms<'a>) -> Result<Schema<'a>, Error> {
        let sql = plain_sql(text, place)?;
        let inspector = terms.dialect.inspector();
        let scratch_url = match self.scratch_url {
            Some(url) => Some(url.parse::<DatabaseUrl>().map_err(DatabaseError::from)?),
            None => None,
        };
        let url = scratch_url.as_ref().unwrap_or(self.url);
        let mut scratch = inspector.scratch(url, self.root, self.session)?;
        let connection = scratch.connection().ok_or(SourceError::NoSession)?;
        if let Err(source) = connection.execute(&sql) {
            let place = match line_of(&source) {
                Some(line) => format!("{place}:{line}"),
                None => place.to_owned(),
            };
            return Err(SourceError::Sql { place, source }.into());
        }
        self.reflected(connection, terms)
    }

    /// Returns what another database holds.
    fn held_by<'a>(&self, url: &str, terms: &Terms<'a>) -> Result<Schema<'a>, Error> {
        let url: DatabaseUrl = url.parse().map_err(DatabaseError::from)?;
        let mut connection = dialect::open_existing(&url, self.root, self.session)?;
        let kind = connection.dialect();
        if kind.name() != terms.dialect.name() {
            let (url, title, expected) = (url.to_string(), kind.title(), terms.dialect.title());
            return Err(SourceError::OtherKind { url, title, expected }.into());
        }
        self.reflected(connection.as_mut(), terms)
    }

    /// Reads all schemas, as far as they are a part of the database: on MySQL they are databases of their own.
    fn reflected<'a>(
        &self,
        connection: &mut dyn Connection,
        terms: &Terms<'a>,
    ) -> Result<Schema<'a>, Error> {
        let inspector = terms.dialect.inspector();
        let schemas = match terms.dialect.has_types() {
            true => inspector.schemas(connection)?,
            false => self.schemas.to_vec(),
        };
        let names = Vec::from_iter(schemas.iter().map(String::as_str));
        Ok(inspector.reflect(connection, &names, terms.arena)?)
    }
}

/// Returns the line of a script in which the database found an error, if it says so.
fn line_of(error: &DatabaseError) -> Option<usize> {
    match error {
        DatabaseError::Statement(error) => error.position.map(|TextPosition { line, .. }| line),
        _ => None,
    }
}

/// Refuses two objects of the same name and kind.
fn refuse_twice(wanted: &WantedSchema<'_>) -> Result<(), SourceError> {
    let mut all = wanted.written.clone();
    all.extend(wanted.read.clone());
    let names =
        |names: Vec<TableName<'_>>| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    let relations = all.tables.iter().map(|it| it.name).chain(all.views.iter().map(|it| it.name));
    let routines = all.routines.iter().map(|it| format!("{}({})", it.name, it.arguments));
    let triggers = all.triggers.iter().map(|it| format!("{} of {}", it.name, it.table));
    let policies = all.policies.iter().map(|it| format!("{} of {}", it.name, it.table));
    for (kind, names) in [
        ("the table or view", names(relations.collect())),
        ("the enum type", names(all.enums.iter().map(|it| it.name).collect())),
        ("the domain", names(all.domains.iter().map(|it| it.name).collect())),
        ("the sequence", names(all.sequences.iter().map(|it| it.name).collect())),
        ("the function", routines.collect()),
        ("the trigger", triggers.collect()),
        ("the policy", policies.collect()),
    ] {
        let mut known = BTreeSet::new();
        if let Some(name) = names.into_iter().find(|name| !known.insert(name.clone())) {
            return Err(SourceError::Twice { kind, name });
        }
    }
    Ok(())
}
