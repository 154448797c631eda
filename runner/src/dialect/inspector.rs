//! Reading what a database holds.

use std::path::Path;

use migration_api::abi::Arena;
use migration_api::schema::{ColumnType, Table};

use super::{DatabaseError, DatabaseUrl, Session};
use crate::config::SessionSettings;
use crate::schema::Schema;

/// Reads what a database of one kind holds, in the normal form that [`crate::schema`] describes.
pub trait Inspector: Sync {
    /// Returns the name of the schema of names without one.
    fn default_schema(&self, connection: &mut dyn Session) -> Result<String, DatabaseError>;

    /// Returns the names of the schemas in which users' tables can stand, besides the default one.
    fn schemas(&self, connection: &mut dyn Session) -> Result<Vec<String>, DatabaseError>;

    /// Returns whether they are parts of the database, and none of them a database of its own.
    fn owns_schemas(&self) -> bool {
        true
    }

    /// Reads the objects of the default schema and of these schemas besides, in a number of queries that does not grow with theirs. The
    /// server's own objects and those of extensions are left out.
    fn reflect<'a>(
        &self,
        connection: &mut dyn Session,
        schemas: &[&str],
        arena: &'a Arena,
    ) -> Result<Schema<'a>, DatabaseError>;

    /// Has the database make of these objects what it makes of them, where nobody sees it, and reads that: types by the server's
    /// names, expressions as it states them, names that it chooses. Nothing of it stays. What the server refuses is told, and
    /// is missing from the rest. Foreign keys come back as they were given: making them would lock the tables that they refer to.
    ///
    /// # Errors
    /// When there is no place to do it, for want of privileges, say.
    fn digest<'a>(
        &self,
        connection: &mut dyn Session,
        wanted: &Schema<'a>,
        arena: &'a Arena,
    ) -> Result<Digest<'a>, DatabaseError>;

    /// Returns whether two texts that are not the same mean the same: [`Self::digest`] may leave texts as they were written, and the server
    /// may state an expression otherwise when it reads its own words again.
    fn means_the_same(
        &self,
        _connection: &mut dyn Session,
        _text: &ComparedText<'_>,
        _one: &str,
        _other: &str,
    ) -> bool {
        false
    }

    /// Opens a new and empty database of this kind on the server that `url` names, or in memory. Where schemas belong to a
    /// database, names without one are those of `default_schema` there too.
    fn scratch(
        &self,
        url: &DatabaseUrl,
        base: &Path,
        settings: &SessionSettings,
        default_schema: Option<&str>,
    ) -> Result<Scratch, DatabaseError>;

    /// Opens a new and empty database of this kind, if that takes no server.
    fn scratch_in_memory(&self) -> Option<Result<Scratch, DatabaseError>> {
        None
    }
}

/// What a database made of wanted objects.
#[derive(Debug, Default)]
pub struct Digest<'a> {
    /// The objects, as they would be.
    pub schema: Schema<'a>,
    /// The objects that were refused: their names, and what the server said.
    pub refused: Vec<(String, String)>,
}

/// Where a text that is compared stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ComparedText<'a> {
    /// In a table: a default, a check, a computed column, the predicate or a part of an index.
    Expression(&'a Table<'a>),
    /// In a domain of this type: its check, which calls what it looks at `VALUE`.
    Value(ColumnType<'a>),
    /// It is a view's query.
    Query,
    /// It is a whole statement that creates a function or trigger.
    Statement,
}

/// A database that is there only for a while.
pub struct Scratch {
    connection: Option<Box<dyn Session>>,
    reopen: Option<Box<Reopen>>,
    remove: Option<Box<dyn FnOnce()>>,
}

type Reopen = dyn Fn() -> Result<Box<dyn Session>, DatabaseError>;

impl Scratch {
    /// Returns a database that `remove` takes away once the session is closed.
    pub fn new(connection: Box<dyn Session>, remove: impl FnOnce() + 'static) -> Self {
        Self { connection: Some(connection), reopen: None, remove: Some(Box::new(remove)) }
    }

    /// Says how another session is opened.
    #[must_use]
    pub fn reopened_by(
        mut self,
        reopen: impl Fn() -> Result<Box<dyn Session>, DatabaseError> + 'static,
    ) -> Self {
        self.reopen = Some(Box::new(reopen));
        self
    }

    /// Begins a new session, in which nothing is set that the one before has set. In memory there is only one.
    ///
    /// # Errors
    /// When no session can be opened.
    pub fn renew(&mut self) -> Result<(), DatabaseError> {
        if let Some(reopen) = &self.reopen {
            drop(self.connection.take());
            self.connection = Some(reopen()?);
        }
        Ok(())
    }

    /// Returns its session.
    pub fn connection(&mut self) -> Option<&mut dyn Session> {
        match &mut self.connection {
            Some(connection) => Some(connection.as_mut()),
            None => None,
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A server drops no database in which somebody has a session.
        drop(self.connection.take());
        if let Some(remove) = self.remove.take() {
            remove();
        }
    }
}
