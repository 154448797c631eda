//! Where statements go: the one place in which online and offline runs differ.

use migration_api::Rows;
use migration_api::ops::{BulkInsert, Operation};
use migration_api::schema::TableName;

use super::StepCause;
use super::rendering::Rendering;
use crate::dialect::{DatabaseError, Dialect, Lock, Rendered, Session};
use crate::sql::{self, Statement};

/// Takes statements.
pub(super) trait Sink {
    /// Returns the kind of database.
    fn dialect(&self) -> &'static dyn Dialect;

    /// Returns whether the statements are only written down.
    fn is_offline(&self) -> bool;

    /// Returns the statements of an operation.
    fn render<'a>(&mut self, operation: &Operation<'a>) -> Result<Rendered<'a>, StepCause>;

    /// Inserts many rows by a faster way than their statements, if there is one.
    fn insert(&mut self, _rows: &BulkInsert<'_>) -> Option<Result<u64, StepCause>> {
        None
    }

    /// Ends the transaction, so that what follows runs in none; or begins one again.
    fn autocommit(&mut self, begins: bool) -> Result<(), StepCause>;

    /// Takes a statement; returns how many rows it changed, none when offline.
    fn execute(&mut self, statement: &Statement<'_>) -> Result<u64, StepCause>;

    /// Returns whether what was taken can still be undone as a whole.
    fn transaction_is_open(&mut self) -> bool;

    /// Runs a query.
    fn query(&mut self, statement: &Statement<'_>) -> Result<Rows, StepCause>;
}

/// Runs statements at once.
pub(super) struct Online<'a> {
    connection: &'a mut dyn Session,
    rendering: &'a Rendering,
    /// Whether statements run in no transaction just now.
    is_autocommit: bool,
    /// Whether the transaction is one of several databases, and may not be ended.
    is_whole: bool,
}

impl<'a> Online<'a> {
    /// Returns a sink that runs on this connection, in the transaction that is open.
    pub(super) fn new(connection: &'a mut dyn Session, rendering: &'a Rendering) -> Self {
        Self { connection, rendering, is_autocommit: false, is_whole: false }
    }

    /// Lets nothing end the transaction.
    pub(super) fn keep_whole(&mut self) {
        self.is_whole = true;
    }
}

impl Sink for Online<'_> {
    fn dialect(&self) -> &'static dyn Dialect {
        self.connection.dialect()
    }

    fn is_offline(&self) -> bool {
        false
    }

    fn render<'a>(&mut self, operation: &Operation<'a>) -> Result<Rendered<'a>, StepCause> {
        let dialect = self.connection.dialect();
        let settings = self.rendering.settings();
        Ok(dialect.render_online(operation, self.connection, &settings)?)
    }

    fn insert(&mut self, rows: &BulkInsert<'_>) -> Option<Result<u64, StepCause>> {
        self.connection.insert(rows).map(|done| done.map_err(StepCause::Database))
    }

    fn autocommit(&mut self, begins: bool) -> Result<(), StepCause> {
        if begins {
            if self.is_whole {
                return Err(StepCause::Database(DatabaseError::Unfit {
                    reason: "the databases are migrated together or not at all, and an `autocommit_block` would commit a part".into(),
                    help: "run this revision without `two_phase_commit`".into(),
                }));
            }
            if self.connection.is_within_callers_transaction() {
                return Err(StepCause::Database(DatabaseError::Unfit {
                    reason: "the transaction in which the migrations run is the caller's, and no `autocommit_block` can end it".into(),
                    help: "hand over a connection without an open transaction".into(),
                }));
            }
            self.connection.commit().map_err(StepCause::Database)?;
            self.is_autocommit = true;
            return Ok(());
        }
        self.is_autocommit = false;
        match self.connection.try_begin().map_err(StepCause::Database)? {
            Lock::Acquired => Ok(()),
            // SQLite's transaction is its lock.
            Lock::Held { .. } => Err(StepCause::Taken),
        }
    }

    fn execute(&mut self, statement: &Statement<'_>) -> Result<u64, StepCause> {
        self.connection.run(statement).map_err(StepCause::Database)
    }

    fn transaction_is_open(&mut self) -> bool {
        // A connection that cannot even tell is lost, which its next use says in its own words.
        self.is_autocommit || self.connection.transaction_is_open().unwrap_or(true)
    }

    fn query(&mut self, statement: &Statement<'_>) -> Result<Rows, StepCause> {
        self.connection.query(statement.sql(), statement.parameters()).map_err(StepCause::Database)
    }
}

/// Writes statements down.
///
/// The script is handed out whole at the end, so that a failure leaves no half of one.
pub(super) struct Offline {
    dialect: &'static dyn Dialect,
    /// Whether the begin and the end of transactions are written down.
    marks: bool,
    script: String,
    /// The statements of a step that is to be guarded as a whole.
    guarded: Option<Vec<String>>,
}

impl Offline {
    /// Returns an empty script for this kind of database.
    pub(super) fn new(dialect: &'static dyn Dialect, marks: bool) -> Self {
        Self { dialect, marks, script: String::new(), guarded: None }
    }

    /// Adds a line that is no statement of a migration: a comment, or a transaction's mark.
    pub(super) fn line(&mut self, text: &str) {
        self.script.push_str(text);
        self.script.push_str("\n\n");
    }

    /// Adds text as it is.
    pub(super) fn raw(&mut self, text: &str) {
        self.script.push_str(text);
    }

    /// Gathers the statements that follow, to be guarded as a whole.
    pub(super) fn gather(&mut self) {
        self.guarded = Some(Vec::new());
    }

    /// Returns the statements that were gathered.
    pub(super) fn gathered(&mut self) -> Vec<String> {
        self.guarded.take().unwrap_or_default()
    }

    /// Returns the script.
    pub(super) fn into_script(self) -> String {
        self.script
    }
}

impl Sink for Offline {
    fn dialect(&self) -> &'static dyn Dialect {
        self.dialect
    }

    fn is_offline(&self) -> bool {
        true
    }

    fn render<'a>(&mut self, operation: &Operation<'a>) -> Result<Rendered<'a>, StepCause> {
        let statements = sql::render(self.dialect, operation).map_err(StepCause::Render)?;
        Ok(statements.into())
    }

    fn autocommit(&mut self, begins: bool) -> Result<(), StepCause> {
        if self.guarded.is_some() {
            let reason =
                "an `autocommit_block` cannot stand in a block that decides whether it runs";
            return Err(StepCause::NotIdempotent(reason));
        }
        if self.marks {
            self.line(if begins { "COMMIT;" } else { "BEGIN;" });
        }
        Ok(())
    }

    fn execute(&mut self, statement: &Statement<'_>) -> Result<u64, StepCause> {
        if let Some(guarded) = &mut self.guarded {
            let guard = self.dialect.idempotent();
            let refusal = guard.and_then(|guard| guard.refusal(statement.is_routine()));
            if let Some(reason) = refusal {
                return Err(StepCause::NotIdempotent(reason));
            }
            guarded.push(statement.to_text(self.dialect).map_err(StepCause::Render)?);
            return Ok(0);
        }
        let text = statement.to_script(self.dialect);
        let text = text.map_err(StepCause::Render)?;
        self.line(&text);
        Ok(0)
    }

    fn transaction_is_open(&mut self) -> bool {
        true
    }

    fn query(&mut self, _: &Statement<'_>) -> Result<Rows, StepCause> {
        Err(StepCause::OfflineQuery)
    }
}

/// The version table of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct VersionTable {
    /// Its name.
    pub(super) name: String,
    /// Its schema.
    pub(super) schema: Option<String>,
    /// Whether it is created with a primary key.
    pub(super) key: bool,
}

impl VersionTable {
    /// Returns its full name.
    pub(super) fn table(&self) -> TableName<'_> {
        TableName { schema: self.schema.as_deref(), name: &self.name }
    }

    /// Creates the table.
    pub(super) fn create(&self, sink: &mut dyn Sink) -> Result<(), StepCause> {
        sink.execute(&self.creation(sink.dialect())).map(drop)
    }

    /// Creates the table, unless it is there.
    pub(super) fn create_unless_there(&self, sink: &mut dyn Sink) -> Result<(), StepCause> {
        let create = self.creation(sink.dialect());
        sink.execute(&sql::version_table::unless_there(&create)).map(drop)
    }

    fn creation(&self, dialect: &dyn Dialect) -> Statement<'static> {
        match self.key {
            true => sql::version_table::create(dialect, self.table()),
            false => sql::version_table::create_without_key(dialect, self.table()),
        }
    }
}

#[cfg(test)]
mod tests {
    use migration_api::schema::NamingConvention;

    use super::*;
    use crate::dialect::session_of;

    #[test]
    fn a_callers_transaction_is_not_ended_by_an_autocommit_block() {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        connection.execute_batch("BEGIN").unwrap();
        let mut session = session_of(Box::new(connection)).unwrap();
        let rendering = Rendering::new(true, NamingConvention::default());
        session.try_begin().unwrap();
        let error = Online::new(&mut *session, &rendering).autocommit(true).unwrap_err();
        assert!(error.to_string().contains("the caller's"), "{error}");
        assert!(session.transaction_is_open().unwrap());
    }
}
