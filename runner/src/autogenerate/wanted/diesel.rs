//! What diesel's `schema.rs` wants.

use super::{SourcePlace, read};
use crate::autogenerate::WantedSchema;
use crate::autogenerate::source::{SourceError, diesel};
use crate::error::Error;
use crate::schema::{Schema, Terms, normal};

pub(super) use diesel::unsaid;

impl SourcePlace<'_> {
    /// Returns the tables of diesel's `schema.rs`.
    pub(super) fn said_by<'a>(
        &self,
        file: &str,
        terms: &Terms<'a>,
        actual: &Schema<'a>,
    ) -> Result<WantedSchema<'a>, Error> {
        let path = self.scratch.root.join(file);
        let text = read(&path)?;
        let name = terms.dialect.name();
        let schema = diesel::tables(&text, &path, name, terms.arena).map_err(SourceError::from)?;
        let said = Schema { tables: schema.tables.clone(), ..Schema::default() };
        let mut wanted = WantedSchema::default();
        for table in normal(&said, terms).tables {
            // A `table!` may well describe a view.
            if actual.views.iter().any(|view| view.name == table.name) {
                continue;
            }
            // What is taken from the database is in its words: the server need not be asked again.
            let known = actual.table(table.name);
            let table = diesel::completed(&schema, &table, known, name, terms.arena);
            match known {
                Some(_) => wanted.read.tables.push(table),
                None => wanted.written.tables.push(table),
            }
        }
        Ok(wanted)
    }
}
