//! What an application wants, from all of its sources.

#[cfg(feature = "cli")]
mod diesel;
#[cfg(not(feature = "cli"))]
#[path = "wanted/without_diesel.rs"]
mod diesel;
mod together;

use std::fs;
use std::path::Path;

use migration_api::abi::{Decode, Reader};
use migration_api::schema::{Metadata, MetadataSource, Object};

use super::WantedSchema;
use super::source::{ScratchPlace, SourceError, run, schema_statements};
use crate::dialect::{self, DatabaseError, DatabaseUrl, Session};
use crate::error::Error;
use crate::schema::{Schema, Terms, normal};
use together::Part;

/// Where sources are found.
pub struct SourcePlace<'p> {
    /// Where scratch databases are made, and relative paths start.
    pub scratch: ScratchPlace<'p>,
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
) -> Result<WantedSchema<'a>, Error> {
    let mut parts = Vec::new();
    let mut has_diesel = false;
    for source in metadata.sources() {
        has_diesel |= matches!(source, MetadataSource::Diesel(_));
        parts.push(place.part(source, terms, actual)?);
    }
    let mut wanted = together::together(parts)?;
    if has_diesel {
        let unsaid = diesel::unsaid(&wanted, actual);
        wanted.read.extend(unsaid);
        wanted.read.sort();
    }
    if !terms.dialect.inspector().owns_schemas() {
        // Nobody's wish is that other databases go, whatever becomes of what they hold.
        let schemas = actual.schemas.iter().filter(|it| !wanted.written.schemas.contains(it));
        wanted.read.schemas = schemas.copied().collect();
    }
    Ok(wanted)
}

fn read(path: &Path) -> Result<String, SourceError> {
    let text = fs::read_to_string(path)
        .map_err(|source| SourceError::Read { path: path.to_owned(), source })?;
    // What some editors begin a file with.
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

fn decoded<'a>(count: u32, bytes: &[u8], terms: &Terms<'a>) -> Result<Schema<'a>, SourceError> {
    let mut objects = Schema::default();
    let bytes = terms.arena.keep(bytes.to_vec());
    let mut reader = Reader::with_arena(bytes, terms.arena);
    for _ in 0..count {
        objects.push(Object::decode(&mut reader).map_err(|_| SourceError::Damaged)?);
    }
    Ok(objects)
}

impl SourcePlace<'_> {
    /// Returns what one source wants.
    fn part<'a>(
        &self,
        source: &MetadataSource,
        terms: &Terms<'a>,
        actual: &Schema<'a>,
    ) -> Result<Part<'a>, Error> {
        let read_schema = |read| WantedSchema { read, ..WantedSchema::default() };
        let (name, schema) = match source {
            MetadataSource::Objects { count, bytes } => {
                let written = normal(&decoded(*count, bytes, terms)?, terms);
                ("its values".to_owned(), WantedSchema { written, ..WantedSchema::default() })
            }
            MetadataSource::SqlFile(file) => {
                let text = read(&self.scratch.root.join(file))?;
                (format!("`{file}`"), read_schema(self.made_by(&text, file, terms)?))
            }
            MetadataSource::Sql(text) => {
                let name = "the SQL of `target_metadata`".to_owned();
                let schema = self.made_by(text, &name, terms)?;
                (name, read_schema(schema))
            }
            MetadataSource::Database(url) => {
                let url: DatabaseUrl = url.parse().map_err(DatabaseError::from)?;
                (url.to_string(), read_schema(self.held_by(&url, terms)?))
            }
            MetadataSource::Diesel(file) => {
                (format!("`{file}`"), self.said_by(file, terms, actual)?)
            }
        };
        Ok(Part { name, schema })
    }

    /// Returns what statements make of an empty database.
    fn made_by<'a>(&self, text: &str, place: &str, terms: &Terms<'a>) -> Result<Schema<'a>, Error> {
        let statements = schema_statements(text, place, terms.dialect)?;
        let mut scratch = self.scratch.open(terms.dialect, Some(terms.default_schema))?;
        let connection = scratch.connection().ok_or(SourceError::NoSession)?;
        run(connection, &statements, place)?;
        // What the file has set is not for the reader: a search path, a mode of texts.
        scratch.renew()?;
        let connection = scratch.connection().ok_or(SourceError::NoSession)?;
        let inspector = terms.dialect.inspector();
        let schemas = match inspector.owns_schemas() {
            true => inspector.schemas(connection)?,
            false => Vec::new(),
        };
        let names = Vec::from_iter(schemas.iter().map(String::as_str));
        Ok(inspector.reflect(connection, &names, terms.arena)?)
    }

    /// Returns what another database holds.
    fn held_by<'a>(&self, url: &DatabaseUrl, terms: &Terms<'a>) -> Result<Schema<'a>, Error> {
        let ScratchPlace { root, session, .. } = self.scratch;
        let mut connection = dialect::open_existing(url, root, session)?;
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
        connection: &mut dyn Session,
        terms: &Terms<'a>,
    ) -> Result<Schema<'a>, Error> {
        let inspector = terms.dialect.inspector();
        let schemas = match inspector.owns_schemas() {
            true => inspector.schemas(connection)?,
            false => self.schemas.to_vec(),
        };
        let names = Vec::from_iter(schemas.iter().map(String::as_str));
        Ok(inspector.reflect(connection, &names, terms.arena)?)
    }
}
