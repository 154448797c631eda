//! What an application wants.

use std::path::Path;

use migration_api::abi::{Decode, Reader};
use migration_api::schema::{Metadata, MetadataSource, Object};

use super::Hooks;
use super::WantedSchema;
use crate::config::SessionSettings;
use crate::dialect::DatabaseUrl;
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

/// Returns what a metadata wants.
///
/// # Errors
/// When a source cannot be read.
pub fn wanted<'a>(
    metadata: &Metadata,
    place: &SourcePlace<'_>,
    terms: &Terms<'a>,
    actual: &Schema<'a>,
    hooks: &mut dyn Hooks,
) -> Result<WantedSchema<'a>, Error> {
    let _ = (actual, hooks);
    let mut schema = Schema::default();
    let mut read = Schema::default();
    for source in metadata.sources() {
        if let MetadataSource::Objects { count, bytes } = source {
            let bytes = terms.arena.keep(bytes.clone());
            let mut reader = Reader::with_arena(bytes, terms.arena);
            for _ in 0..*count {
                if let Ok(object) = Object::decode(&mut reader) {
                    schema.push(object);
                }
            }
        } else if let MetadataSource::SqlFile(file) = source {
            let inspector = terms.dialect.inspector();
            let mut scratch = inspector.scratch(place.url, place.root, place.session)?;
            if let (Some(connection), Ok(text)) =
                (scratch.connection(), std::fs::read_to_string(place.root.join(file)))
            {
                connection.execute(&text)?;
                read = inspector.reflect(connection, &[], terms.arena)?;
            }
        }
    }
    Ok(WantedSchema { written: normal(&schema, terms), read })
}
