//! What a revision's functions are handed.

use std::marker::PhantomData;
use std::panic::Location;

use crate::abi::{HostHandle, Reply, Request};
use crate::error::{MigrationError, MigrationResult, Place};
use crate::ops::{
    AddColumn, AddConstraint, AlterColumn, BulkInsert, CreateIndex, CreateTable, DropColumn,
    DropConstraint, DropIndex, DropTable, Execute, Operation, Parameter, RenameTable,
};
use crate::row::Row;
use crate::schema::{Column, Constraint, Index, TableName};
use crate::value::Value;

/// The database, as a revision sees it: takes operations, runs SQL, returns rows.
///
/// A table is named `table` or `schema.table` throughout; see [`TableName::parse`]. Each method
/// fails when the database refuses, or cannot do what is asked; the runner then undoes the step
/// where the database allows it.
pub struct MigrationContext {
    host: HostHandle,
    dialect: String,
    offline: bool,
    _one_thread: PhantomData<*const ()>,
}

impl MigrationContext {
    pub(crate) fn new(host: HostHandle, dialect: String, offline: bool) -> Self {
        Self { host, dialect, offline, _one_thread: PhantomData }
    }

    /// Creates a table.
    ///
    /// A lone integer primary key numbers itself, as with SQLAlchemy.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.create_table(
    ///     "account",
    ///     &[Column::new("id", Integer).primary_key(), Column::new("email", Varchar(200)).not_null()],
    ///     &[Constraint::unique("uq_account_email", &["email"])],
    /// )
    /// # }
    /// ```
    /// ```sql
    /// CREATE TABLE account (
    ///     id INTEGER NOT NULL, email VARCHAR(200) NOT NULL,
    ///     PRIMARY KEY (id), CONSTRAINT uq_account_email UNIQUE (email)
    /// )
    /// ```
    #[track_caller]
    pub fn create_table(
        &mut self,
        table: &str,
        columns: &[Column<'_>],
        constraints: &[Constraint<'_>],
    ) -> MigrationResult {
        self.invoke(&Operation::CreateTable(CreateTable::new(table, columns, constraints)))
    }

    /// Drops a table: `DROP TABLE account`.
    #[track_caller]
    pub fn drop_table(&mut self, table: &str) -> MigrationResult {
        self.invoke(&Operation::DropTable(DropTable::new(table)))
    }

    /// Renames a table: `ALTER TABLE account RENAME TO customer`.
    #[track_caller]
    pub fn rename_table(&mut self, table: &str, new_name: &str) -> MigrationResult {
        let table = TableName::parse(table);
        self.invoke(&Operation::RenameTable(RenameTable { table, new_name }))
    }

    /// Adds a column: `ALTER TABLE account ADD COLUMN nickname VARCHAR(80)`.
    #[track_caller]
    pub fn add_column(&mut self, table: &str, column: Column<'_>) -> MigrationResult {
        self.invoke(&Operation::AddColumn(AddColumn::new(table, column)))
    }

    /// Drops a column: `ALTER TABLE account DROP COLUMN nickname`.
    #[track_caller]
    pub fn drop_column(&mut self, table: &str, column: &str) -> MigrationResult {
        self.invoke(&Operation::DropColumn(DropColumn::new(table, column)))
    }

    /// Changes a column's name, type, nullability or default.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.alter_column(AlterColumn::new("account", "email").set_type(Varchar(300)).set_not_null())
    /// # }
    /// ```
    /// ```sql
    /// ALTER TABLE account ALTER COLUMN email TYPE VARCHAR(300), ALTER COLUMN email SET NOT NULL
    /// ```
    #[track_caller]
    pub fn alter_column(&mut self, change: AlterColumn<'_>) -> MigrationResult {
        self.invoke(&Operation::AlterColumn(change))
    }

    /// Creates an index: `CREATE INDEX ix_account_email ON account (email)`.
    #[track_caller]
    pub fn create_index(&mut self, name: &str, table: &str, columns: &[&str]) -> MigrationResult {
        self.invoke(&Operation::CreateIndex(CreateIndex::new(Index::new(name, table, columns))))
    }

    /// Creates a unique index: `CREATE UNIQUE INDEX ix_account_email ON account (email)`.
    #[track_caller]
    pub fn create_unique_index(
        &mut self,
        name: &str,
        table: &str,
        columns: &[&str],
    ) -> MigrationResult {
        let index = Index::new(name, table, columns).unique();
        self.invoke(&Operation::CreateIndex(CreateIndex::new(index)))
    }

    /// Drops an index: `DROP INDEX ix_account_email`.
    #[track_caller]
    pub fn drop_index(&mut self, name: &str, table: &str) -> MigrationResult {
        self.invoke(&Operation::DropIndex(DropIndex::new(name, table)))
    }

    /// Adds a primary key: `ALTER TABLE account ADD CONSTRAINT pk_account PRIMARY KEY (id)`.
    #[track_caller]
    pub fn create_primary_key(
        &mut self,
        name: &str,
        table: &str,
        columns: &[&str],
    ) -> MigrationResult {
        self.create_constraint(table, Constraint::primary_key(name, columns))
    }

    /// Adds a unique constraint:
    /// `ALTER TABLE account ADD CONSTRAINT uq_account_email UNIQUE (email)`.
    #[track_caller]
    pub fn create_unique_constraint(
        &mut self,
        name: &str,
        table: &str,
        columns: &[&str],
    ) -> MigrationResult {
        self.create_constraint(table, Constraint::unique(name, columns))
    }

    /// Adds a check: `ALTER TABLE product ADD CONSTRAINT ck_product_price CHECK (price > 0)`.
    #[track_caller]
    pub fn create_check_constraint(
        &mut self,
        name: &str,
        table: &str,
        condition: &str,
    ) -> MigrationResult {
        self.create_constraint(table, Constraint::check(name, condition))
    }

    /// Adds a foreign key: `ALTER TABLE orders ADD CONSTRAINT fk_orders_account
    /// FOREIGN KEY (account_id) REFERENCES account (id)`.
    ///
    /// One with `ON DELETE` or `ON UPDATE` goes through [`Self::create_constraint`].
    #[track_caller]
    pub fn create_foreign_key(
        &mut self,
        name: &str,
        table: &str,
        columns: &[&str],
        referred_table: &str,
        referred_columns: &[&str],
    ) -> MigrationResult {
        let key = Constraint::foreign_key(name, columns, referred_table, referred_columns);
        self.create_constraint(table, key)
    }

    /// Adds a constraint of any kind.
    #[track_caller]
    pub fn create_constraint(
        &mut self,
        table: &str,
        constraint: Constraint<'_>,
    ) -> MigrationResult {
        self.invoke(&Operation::AddConstraint(AddConstraint::new(table, constraint)))
    }

    /// Drops a constraint: `ALTER TABLE account DROP CONSTRAINT uq_account_email`.
    #[track_caller]
    pub fn drop_constraint(&mut self, name: &str, table: &str) -> MigrationResult {
        self.invoke(&Operation::DropConstraint(DropConstraint::new(table, name)))
    }

    /// Runs a statement and returns how many rows it changed.
    ///
    /// Where parameters are given, `:name` in the text stands for the value of that name, which
    /// reaches the database as a bound parameter. Without any, the text goes out as it is.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.execute("UPDATE product SET price = price * 2", &[])?;
    /// ctx.execute("DELETE FROM product WHERE name = :name", &[("name", "tea".into())])?;
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn execute(&mut self, sql: &str, parameters: &[Parameter<'_>]) -> MigrationResult<u64> {
        self.run(&Operation::Execute(Execute { sql, parameters }))
    }

    /// Runs a query and returns its rows. Parameters are those of [`Self::execute`].
    ///
    /// # Errors
    /// Offline there is no database to ask: check [`Self::is_offline`] first.
    #[track_caller]
    pub fn query(&mut self, sql: &str, parameters: &[Parameter<'_>]) -> MigrationResult<Vec<Row>> {
        let place = Place::of(Location::caller());
        match self.host.call(&Request::Query { sql, parameters }, place.clone())? {
            Reply::Rows(rows) => Ok(rows.into_rows()),
            other => Err(unexpected(&other, place)),
        }
    }

    /// Inserts rows: `INSERT INTO product (name, price) VALUES (…), (…)`.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.bulk_insert(
    ///     "product",
    ///     &["name", "price"],
    ///     &[&["tea".into(), 3.into()], &["coffee".into(), 4.into()]],
    /// )
    /// # }
    /// ```
    #[track_caller]
    pub fn bulk_insert(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: &[&[Value<'_>]],
    ) -> MigrationResult {
        self.invoke(&Operation::BulkInsert(BulkInsert::new(table, columns, rows)))
    }

    /// Carries out an operation value: the way to options that the short methods leave out, such
    /// as `CreateTable::new(…).if_not_exists()`.
    #[track_caller]
    pub fn invoke(&mut self, operation: &Operation<'_>) -> MigrationResult {
        self.run(operation).map(drop)
    }

    /// Tells the user how a long migration is getting on.
    #[track_caller]
    pub fn progress(&mut self, text: &str) -> MigrationResult {
        let place = Place::of(Location::caller());
        self.host.call(&Request::Progress(text), place).map(drop)
    }

    /// Returns the database's name as SQLAlchemy has it: `postgresql`, `sqlite`.
    pub fn dialect(&self) -> &str {
        &self.dialect
    }

    /// Returns whether SQL is printed instead of run. Then queries fail, and [`Self::execute`]
    /// counts no rows.
    pub fn is_offline(&self) -> bool {
        self.offline
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
