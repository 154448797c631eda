//! What a revision's functions are handed.

mod asynchronous;
mod constraints;
mod objects;
mod rows;
mod tables;

use std::marker::PhantomData;
use std::panic::Location;

pub use asynchronous::{AsyncMigrationContext, Done};

use crate::abi::{HostHandle, Reply, Request};
use crate::batch::BatchAlterTable;
use crate::error::{MigrationError, MigrationResult, Place};
use crate::ops::{BatchOptions, CustomOperation, DropObject, ObjectKind, Operation};

/// The database, as a revision sees it: takes operations, runs SQL, returns rows.
///
/// A table is named `table` or `schema.table` throughout; see [`TableName::parse`](crate::schema::TableName::parse). Each method
/// fails when the database refuses, or cannot do what is asked; the runner then undoes the step
/// where the database allows it.
pub struct MigrationContext {
    host: HostHandle,
    facts: MigrationFacts,
    _one_thread: PhantomData<*const ()>,
}

/// What a revision is told of the run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationFacts {
    /// The database's name, `mariadb` among them.
    pub dialect: String,
    /// Whether SQL is printed instead of run.
    pub offline: bool,
    /// Which of several databases it is run for.
    pub database: Option<String>,
    /// What the environment hands over with its `run_migrations_with`, by name.
    pub arguments: Vec<(String, String)>,
}

impl MigrationContext {
    pub(crate) fn new(host: HostHandle, facts: MigrationFacts) -> Self {
        Self { host, facts, _one_thread: PhantomData }
    }

    /// Returns what makes the same context on another thread.
    pub(crate) fn parts(&self) -> (HostHandle, MigrationFacts) {
        (self.host.clone(), self.facts.clone())
    }

    /// Carries out an operation value: the way to options that the short methods leave out, and to
    /// [operations of one's own](CustomOperation).
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.invoke(&CreateTable::new("log", &[Column::new("line", Text)], &[]).if_not_exists())?;
    /// ctx.invoke(&CreateIndex::new(Index::new("ix_log", "log", &["line"]).predicate("line <> ''")))
    /// # }
    /// ```
    #[track_caller]
    pub fn invoke(&mut self, operation: &dyn CustomOperation) -> MigrationResult {
        match self.dialect() {
            "postgresql" => operation.run_on_postgresql(self),
            "mysql" => operation.run_on_mysql(self),
            "sqlite" => operation.run_on_sqlite(self),
            _ => operation.run(self),
        }
    }

    /// Changes one table in several ways at once. On SQLite, the table is made anew once if any of the changes needs it;
    /// elsewhere they are carried out one after the other.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.batch_alter_table("account", |batch| {
    ///     batch.alter_column(AlterColumn::in_batch("email").set_type(Varchar(300)));
    ///     batch.create_constraint(Constraint::unique("uq_account_email", &["email"]));
    /// })
    /// # }
    /// ```
    #[track_caller]
    pub fn batch_alter_table(
        &mut self,
        table: &str,
        changes: impl FnOnce(&mut BatchAlterTable),
    ) -> MigrationResult {
        self.batch_alter_table_with(table, &BatchOptions::new(), changes)
    }

    /// Changes one table in several ways at once, as these options say; see [`Self::batch_alter_table`].
    ///
    /// On SQLite, `without(&[TableOption::Strict])` takes an option from the table, `options(…)` gives it one, and
    /// `DropConstraint::unnamed` drops a constraint that has no name.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// let columns = [Column::new("id", Integer).primary_key(), Column::new("email", Varchar(200))];
    /// let account = Table::new("account", &columns, &[]);
    /// ctx.batch_alter_table_with("account", &BatchOptions::new().copy_from(account), |batch| {
    ///     batch.alter_column(
    ///         AlterColumn::in_batch("email").set_not_null().existing_type(Varchar(200)),
    ///     );
    /// })
    /// # }
    /// ```
    #[track_caller]
    pub fn batch_alter_table_with(
        &mut self,
        table: &str,
        options: &BatchOptions<'_>,
        changes: impl FnOnce(&mut BatchAlterTable),
    ) -> MigrationResult {
        let mut batch = BatchAlterTable::new(table);
        changes(&mut batch);
        let place = Place::of(Location::caller());
        let message = batch.encode(options, &place);
        self.host.send(message.bytes(), place).map(drop)
    }

    /// Runs statements that no transaction takes, such as `CREATE INDEX CONCURRENTLY`, between the transaction that
    /// ends before them and the one that begins after them. What stands before is committed, so a later failure does
    /// not undo it.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.autocommit_block(|ctx| {
    ///     ctx.invoke(&CreateIndex::new(Index::new("ix_log", "log", &["line"])).concurrently())
    /// })
    /// # }
    /// ```
    #[track_caller]
    pub fn autocommit_block<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> MigrationResult<T>,
    ) -> MigrationResult<T> {
        let place = Place::of(Location::caller());
        self.set_autocommit(true, &place)?;
        let done = work(self);
        let begun = self.set_autocommit(false, &place);
        let done = done?;
        begun.map(|()| done)
    }

    /// Ends the transaction, so that what follows runs in none; or begins one again.
    fn set_autocommit(&mut self, on: bool, place: &Place) -> MigrationResult {
        self.host.call(&Request::Autocommit(on), place.clone()).map(drop)
    }

    /// Tells the user how a long migration is getting on.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.progress("half of it")
    /// # }
    /// ```
    #[track_caller]
    pub fn progress(&mut self, text: &str) -> MigrationResult {
        let place = Place::of(Location::caller());
        self.host.call(&Request::Progress(text), place).map(drop)
    }

    /// Returns the database's name as SQLAlchemy has it: `postgresql`, `sqlite`, `mysql` (of MariaDB too).
    pub fn dialect(&self) -> &str {
        if self.is_mariadb() { "mysql" } else { &self.facts.dialect }
    }

    /// Returns whether the database is MariaDB.
    pub fn is_mariadb(&self) -> bool {
        self.facts.dialect == "mariadb"
    }

    /// Returns the name of the database that the revision is run for, where `runner.toml` lists several.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// match ctx.database() {
    ///     Some("engine1") => ctx.drop_table("visit"),
    ///     _ => Ok(()),
    /// }
    /// # }
    /// ```
    pub fn database(&self) -> Option<&str> {
        self.facts.database.as_deref()
    }

    /// Returns an identifier in this database's quotes, for SQL text of one's own: `"user"`, on MySQL `` `user` ``.
    pub fn quote(&self, identifier: &str) -> String {
        let quote = if self.dialect() == "mysql" { '`' } else { '"' };
        let doubled = identifier.replace(quote, &format!("{quote}{quote}"));
        format!("{quote}{doubled}{quote}")
    }

    /// Returns whether SQL is printed instead of run. Then queries fail, and [`Self::execute`]
    /// counts no rows.
    pub fn is_offline(&self) -> bool {
        self.facts.offline
    }

    /// Returns what the environment has handed over by this name with
    /// [`run_migrations_with`](crate::EnvironmentContext::run_migrations_with).
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// if ctx.argument("tenant") == Some("north") {
    ///     ctx.execute("INSERT INTO region (name) VALUES ('north')", &[])?;
    /// }
    /// Ok(())
    /// # }
    /// ```
    pub fn argument(&self, name: &str) -> Option<&str> {
        let found = self.facts.arguments.iter().rev().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    #[track_caller]
    fn drop_object(&mut self, kind: ObjectKind, name: &str) -> MigrationResult {
        self.carry_out(&DropObject::new(kind, name).into())
    }

    #[track_caller]
    pub(crate) fn carry_out(&mut self, operation: &Operation<'_>) -> MigrationResult {
        self.run(operation).map(drop)
    }

    #[track_caller]
    fn run(&mut self, operation: &Operation<'_>) -> MigrationResult<u64> {
        let place = Place::of(Location::caller());
        match self.host.call(&Request::Operation(*operation), place.clone())? {
            Reply::Affected(rows) => Ok(rows),
            other => Err(unexpected(&other, place)),
        }
    }
}

fn unexpected(reply: &Reply, place: Place) -> MigrationError {
    MigrationError::reported(format!("the runner gave an unfitting answer: {reply:?}"), place)
}
