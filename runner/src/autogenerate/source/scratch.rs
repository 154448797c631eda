//! Databases that are there only for a while, for what is wanted to be made in.

use std::path::Path;

use super::SourceError;
use crate::config::SessionSettings;
use crate::dialect::{self, DatabaseError, DatabaseUrl, Dialect, Scratch};
use crate::error::Error;

/// Where scratch databases are made.
#[derive(Clone, Copy)]
pub struct ScratchPlace<'p> {
    /// The database that is compared: scratch databases are made on its server, if it is known where that is.
    pub url: Option<&'p DatabaseUrl>,
    /// Another server for them.
    pub scratch_url: Option<&'p str>,
    /// Where relative paths start.
    pub root: &'p Path,
    /// Settings of sessions.
    pub session: &'p SessionSettings,
}

impl ScratchPlace<'_> {
    /// Opens a new and empty database of this kind.
    ///
    /// # Errors
    /// When it cannot be made, or `scratch_url` names a database of another kind.
    pub fn open(&self, kind: &dyn Dialect, default_schema: Option<&str>) -> Result<Scratch, Error> {
        let Self { root, session, .. } = *self;
        let own = match self.scratch_url {
            Some(url) => Some(self.of_kind(url, kind)?),
            None => None,
        };
        let Some(url) = own.as_ref().or(self.url) else {
            let opened = kind.inspector().scratch_in_memory();
            return Ok(opened.ok_or(SourceError::NoScratchServer)??);
        };
        Ok(kind.inspector().scratch(url, root, session, default_schema)?)
    }

    /// Returns the URL for scratch databases. Which of two kinds a server is whose URLs have several schemes, only the server says.
    fn of_kind(&self, url: &str, kind: &dyn Dialect) -> Result<DatabaseUrl, Error> {
        let url: DatabaseUrl = url.parse().map_err(DatabaseError::from)?;
        let mut found = url.dialect();
        if found.name() != kind.name()
            && found.client_script().client() == kind.client_script().client()
        {
            found = dialect::open_with(&url, self.root, self.session)?.dialect();
        }
        if found.name() != kind.name() {
            let (url, title, expected) = (url.to_string(), found.title(), kind.title());
            return Err(SourceError::ScratchKind { url, title, expected }.into());
        }
        Ok(url)
    }
}
