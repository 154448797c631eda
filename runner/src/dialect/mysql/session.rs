//! What is done on a connection of MySQL or MariaDB: the only file that runs anything there.

use migration_api::schema::TableName;
use migration_api::{Cell, ConnectionError, Rows, Value};

use super::implicit_commit::{self, Effect};
use super::{Mysql, failure, literals, lock};
use crate::config::SessionSettings;
use crate::dialect::session::versions;
use crate::dialect::{DatabaseError, Dialect, Driver, Lock, Session, TwoPhase};
use crate::sql::{RenderError, quoted_text, version_table};

static MYSQL: Mysql = Mysql { mariadb: false };
static MARIADB: Mysql = Mysql { mariadb: true };

/// Makes the session's text and times the same everywhere; `sql_mode` stays the server's, as the application has it.
const SET_UP: &str = "SET NAMES utf8mb4, time_zone = '+00:00'";
const WHO: &str = "SELECT VERSION(), DATABASE(), @@max_allowed_packet";

/// Begins a transaction; behind each commit of the server's own, the next statement begins another.
///
/// <https://dev.mysql.com/doc/refman/8.4/en/commit.html>
const BEGIN: &str = "SET autocommit = 0";
const COMMIT: &str = "COMMIT";
const END: &str = "SET autocommit = 1";

/// What a session of the caller's gets back at its end.
const SETTINGS: &str =
    "SELECT @@character_set_client, @@collation_connection, @@time_zone, @@autocommit";

/// Whether a transaction is open, on MariaDB; and on MySQL, which tells it to a user with the privilege PROCESS, once it has touched a table.
const MARIADB_IN_TRANSACTION: &str = "SELECT @@in_transaction";
const MYSQL_IN_TRANSACTION: &str = "SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_mysql_thread_id = CONNECTION_ID()";

/// A session of a MySQL or MariaDB server.
pub(super) struct MysqlSession<'c> {
    connection: Driver<'c>,
    dialect: &'static Mysql,
    database: String,
    /// As many bytes as one value can have.
    limit: usize,
    target: String,
    /// The name of the migration lock while it is held.
    lock: Option<String>,
    transaction: Transaction,
    /// The name under which the open transaction is to be prepared.
    distributed: Option<String>,
    /// Whether statements commit themselves outside of transactions.
    ends_autocommit: bool,
    /// What gives the caller's connection its settings back.
    put_back: Option<String>,
}

/// What is known of the run's transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Transaction {
    None,
    Open {
        /// Whether a commit would have anything to do.
        dirty: bool,
    },
    /// It is to be prepared, and takes no schema changes.
    Distributed,
    /// A deadlock has ended it.
    Ended,
}

impl<'c> MysqlSession<'c> {
    /// Returns the session of a connection that is the runner's own.
    pub(super) fn own(connection: Driver<'c>, target: String) -> Result<Self, DatabaseError> {
        let mut session = Self::new(connection, target);
        session.send(SET_UP)?;
        session.introduce()?;
        Ok(session)
    }

    /// Returns the session of a connection that is the caller's, and gets its settings back in the end.
    pub(super) fn handed_over(connection: Driver<'c>) -> Result<Self, DatabaseError> {
        let mut session = Self::new(connection, "the database".to_owned());
        session.introduce()?;
        session.refuse_transaction()?;
        let row = session.single_row(SETTINGS, &[])?;
        if let [charset, collation, zone, autocommit] = row.as_slice() {
            session.ends_autocommit = *autocommit != Cell::Int(0);
            let zone = quoted_text(&zone.to_string());
            session.put_back =
                Some(format!("SET NAMES {charset} COLLATE {collation}, time_zone = {zone}"));
        }
        session.send(SET_UP)?;
        Ok(session)
    }

    fn new(connection: Driver<'c>, target: String) -> Self {
        Self {
            connection,
            dialect: &MYSQL,
            database: String::new(),
            limit: usize::MAX,
            target,
            lock: None,
            transaction: Transaction::None,
            distributed: None,
            ends_autocommit: true,
            put_back: None,
        }
    }

    /// Refuses an open transaction, which could not be kept.
    fn refuse_transaction(&mut self) -> Result<(), DatabaseError> {
        let is_open = match self.dialect.mariadb {
            true => self.single_row(MARIADB_IN_TRANSACTION, &[])?,
            // Who may not know it is taken to have none.
            false => self.single_row(MYSQL_IN_TRANSACTION, &[]).unwrap_or_default(),
        };
        match is_open.first() {
            Some(Cell::Int(1..)) => Err(DatabaseError::Unfit {
                reason: format!(
                    "a transaction is open on the connection, and {} commits at each schema change",
                    self.dialect.title()
                ),
                help: "commit before the migrations are run".to_owned(),
            }),
            _ => Ok(()),
        }
    }

    /// Sets how long statements may take, and wait for others' locks.
    ///
    /// <https://mariadb.com/kb/en/server-system-variables/>, <https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html>
    pub(super) fn set_timeouts(&mut self, settings: &SessionSettings) -> Result<(), DatabaseError> {
        if let Some(time) = settings.statement_timeout {
            self.send(&match self.dialect.mariadb {
                true => format!("SET max_statement_time = {}", time.as_secs_f64()),
                // It holds for queries only.
                false => format!("SET max_execution_time = {}", time.as_millis()),
            })?;
        }
        if let Some(time) = settings.database_lock_timeout {
            // The servers count whole seconds.
            let seconds = time.as_secs().max(1);
            self.send(&format!(
                "SET lock_wait_timeout = {seconds}, innodb_lock_wait_timeout = {seconds}"
            ))?;
        }
        Ok(())
    }

    /// Learns which server it is, whatever the URL says, and which database.
    fn introduce(&mut self) -> Result<(), DatabaseError> {
        let row = self.single_row(WHO, &[])?;
        let [Cell::Text(version), database, limit] = row.as_slice() else {
            return Err(failure::plain("the server does not tell its version".into()));
        };
        if version.contains("MariaDB") {
            self.dialect = &MARIADB;
        }
        if let Cell::Text(name) = database {
            self.database.clone_from(name);
        }
        if let Cell::Int(bytes) = limit {
            self.limit = usize::try_from(*bytes).unwrap_or(usize::MAX);
        }
        Ok(())
    }

    /// Sends text as it is. Returns how many rows the last statement changed.
    fn send(&mut self, sql: &str) -> Result<u64, DatabaseError> {
        let sent = self.connection.execute(sql);
        sent.map_err(|error| self.failed(error))
    }

    fn failed(&mut self, error: ConnectionError) -> DatabaseError {
        if failure::code(&error) == Some(failure::DEADLOCK) && self.transaction != Transaction::None
        {
            self.transaction = Transaction::Ended;
        }
        failure::running(&self.target, error)
    }

    /// Runs `sql` by `work`. What the server commits for it, it has committed for certain, whether the statement
    /// then fails or not.
    fn within_transaction<T>(
        &mut self,
        sql: &str,
        work: impl FnOnce(&mut Self) -> Result<T, DatabaseError>,
    ) -> Result<T, DatabaseError> {
        let effect = match self.transaction {
            Transaction::None | Transaction::Ended => return work(self),
            Transaction::Open { .. } | Transaction::Distributed => implicit_commit::effect(sql),
        };
        if let Effect::Ends(word) = effect {
            return Err(failure::ending(word));
        }
        let Transaction::Open { dirty } = self.transaction else {
            return match effect {
                Effect::Within => work(self),
                _ => Err(failure::schema_change_in_two_phases(self.dialect)),
            };
        };
        if effect == Effect::Within {
            self.transaction = Transaction::Open { dirty: true };
            return work(self);
        }
        if dirty {
            self.send(COMMIT)?;
        }
        self.transaction = Transaction::Open { dirty: effect == Effect::MayCommit };
        let done = work(self)?;
        if effect == Effect::MayCommit {
            self.send(COMMIT)?;
            self.transaction = Transaction::Open { dirty: false };
        }
        Ok(done)
    }

    /// Refuses values that the server would change, or for which it would end the session in the middle: those that are too long.
    fn check(&self, values: &[Value<'_>]) -> Result<(), DatabaseError> {
        let dialect = self.dialect;
        let checked: Result<(), RenderError> =
            values.iter().try_for_each(|value| literals::check(dialect, *value));
        checked?;
        match values.iter().any(|value| length(value) + AROUND_VALUE > self.limit) {
            true => Err(failure::too_large()),
            false => Ok(()),
        }
    }

    fn single_row(
        &mut self,
        sql: &str,
        parameters: &[Value<'_>],
    ) -> Result<Vec<Cell>, DatabaseError> {
        Ok(self.query(sql, parameters)?.rows.into_iter().next().unwrap_or_default())
    }

    /// Ends the transaction by this word, and returns to statements that commit themselves, if they did before.
    fn end(&mut self, word: &str) -> Result<(), DatabaseError> {
        self.transaction = Transaction::None;
        match self.ends_autocommit {
            true => self.send(&format!("{word}; {END}")).map(drop),
            false => self.send(word).map(drop),
        }
    }
}

impl Session for MysqlSession<'_> {
    fn dialect(&self) -> &'static dyn Dialect {
        self.dialect
    }

    fn execute(&mut self, sql: &str) -> Result<u64, DatabaseError> {
        self.within_transaction(sql, |session| session.send(sql))
    }

    fn execute_with(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<u64, DatabaseError> {
        self.within_transaction(sql, |session| {
            session.check(parameters)?;
            let done = session.connection.execute_with(sql, parameters);
            done.map_err(|error| session.failed(error))
        })
    }

    fn query(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<Rows, DatabaseError> {
        self.within_transaction(sql, |session| {
            session.check(parameters)?;
            let found = session.connection.query(sql, parameters);
            found.map_err(|error| session.failed(error))
        })
    }

    fn version_rows(&mut self, table: TableName<'_>) -> Result<Option<Vec<String>>, DatabaseError> {
        let sql = version_table::select(self.dialect, table);
        match self.connection.query_text(sql.sql()) {
            Ok(rows) => versions(rows).map(Some),
            Err(error) if failure::code(&error) == Some(failure::NO_SUCH_TABLE) => Ok(None),
            Err(error) => Err(self.failed(error)),
        }
    }

    fn try_lock(&mut self, version_table: TableName<'_>) -> Result<Lock, DatabaseError> {
        let name = lock::name(&self.database, version_table);
        match self.single_row(lock::TRY, &[Value::Text(&name)])?.as_slice() {
            [Cell::Int(1)] => {
                self.lock = Some(name);
                Ok(Lock::Acquired)
            }
            // Two look-ups are not one: the lock may have been given back in between.
            _ => {
                let holder = self.single_row(lock::HOLDER, &[Value::Text(&name)])?;
                Ok(Lock::Held { by: lock::holder(&holder) })
            }
        }
    }

    fn try_begin(&mut self) -> Result<Lock, DatabaseError> {
        self.send(BEGIN)?;
        self.transaction = Transaction::Open { dirty: false };
        Ok(Lock::Acquired)
    }

    fn transaction_is_open(&mut self) -> Result<bool, DatabaseError> {
        Ok(matches!(self.transaction, Transaction::Open { .. } | Transaction::Distributed))
    }

    fn commit(&mut self) -> Result<(), DatabaseError> {
        let Some(name) = self.distributed.take() else {
            return self.end(COMMIT);
        };
        self.transaction = Transaction::None;
        self.send(&format!("XA END '{name}'"))?;
        self.send(&format!("XA COMMIT '{name}' ONE PHASE")).map(drop)
    }

    fn rollback(&mut self) -> Result<(), DatabaseError> {
        match self.transaction {
            Transaction::None => Ok(()),
            Transaction::Open { .. } | Transaction::Ended => self.end("ROLLBACK"),
            Transaction::Distributed => {
                self.transaction = Transaction::None;
                let name = self.distributed.take().unwrap_or_default();
                // One that a deadlock has undone is ended already.
                drop(self.send(&format!("XA END '{name}'")));
                self.send(&format!("XA ROLLBACK '{name}'")).map(drop)
            }
        }
    }

    fn unlock(&mut self) -> Result<(), DatabaseError> {
        let Some(name) = self.lock.take() else {
            return Ok(());
        };
        match self.single_row(lock::UNLOCK, &[Value::Text(&name)])?.as_slice() {
            [Cell::Int(1)] => Ok(()),
            _ => Err(DatabaseError::LockLost),
        }
    }

    fn two_phase(&mut self) -> Option<&mut dyn TwoPhase> {
        Some(self)
    }
}

/// <https://dev.mysql.com/doc/refman/8.4/en/xa-statements.html>, <https://mariadb.com/kb/en/xa-transactions/>
impl TwoPhase for MysqlSession<'_> {
    fn can_prepare(&mut self) -> Result<bool, DatabaseError> {
        Ok(true)
    }

    fn begin(&mut self, name: &str) -> Result<(), DatabaseError> {
        self.send(&format!("XA START '{name}'"))?;
        self.transaction = Transaction::Distributed;
        self.distributed = Some(name.to_owned());
        Ok(())
    }

    fn prepare(&mut self, name: &str) -> Result<(), DatabaseError> {
        let prepared = self
            .send(&format!("XA END '{name}'"))
            .and_then(|_| self.send(&format!("XA PREPARE '{name}'")));
        if let Err(error) = prepared {
            // The first error tells more than one of the rollback.
            drop(self.rollback());
            return Err(error);
        }
        self.transaction = Transaction::None;
        self.distributed = None;
        Ok(())
    }

    fn finish(&mut self, name: &str, commit: bool) -> Result<(), DatabaseError> {
        let sql = format!("XA {} '{name}'", if commit { "COMMIT" } else { "ROLLBACK" });
        match self.connection.execute(&sql) {
            Ok(_) => Ok(()),
            Err(error) if failure::code(&error) == Some(failure::NO_SUCH_XA) => Ok(()),
            Err(error) => Err(self.failed(error)),
        }
    }

    fn prepared(&mut self) -> Result<Vec<String>, DatabaseError> {
        let rows = self.connection.query_text("XA RECOVER").map_err(|error| self.failed(error))?;
        // The last column is the name; those of other programs may be no text.
        let names = rows.rows.into_iter().filter_map(|row| row.into_iter().next_back());
        Ok(names
            .filter_map(|name| match name {
                Cell::Text(name) => Some(name),
                Cell::Bytes(bytes) => String::from_utf8(bytes).ok(),
                _ => None,
            })
            .collect())
    }
}

/// As many bytes as stand around a value that is sent by itself, and some to spare.
const AROUND_VALUE: usize = 64;

/// Returns how long a value is of those that can be long.
fn length(value: &Value<'_>) -> usize {
    match value {
        Value::Text(text) | Value::Decimal(text) | Value::Json(text) => text.len(),
        Value::Bytes(bytes) => bytes.len(),
        _ => 0,
    }
}

impl Drop for MysqlSession<'_> {
    /// Gives the caller's connection its settings back. One that is lost by now has none.
    fn drop(&mut self) {
        if let Some(sql) = self.put_back.take() {
            drop(self.connection.execute(&sql));
        }
    }
}
