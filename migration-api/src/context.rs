//! What a revision's functions are handed.

use std::marker::PhantomData;
use std::panic::Location;

use crate::abi::{HostHandle, Reply, Request};
use crate::batch::BatchAlterTable;
use crate::error::{MigrationError, MigrationResult, Place};
use crate::ops::{
    AddColumn, AddConstraint, AddEnumValue, AlterColumn, BatchOptions, BulkInsert, CreateEnum,
    CreateExtension, CreateIndex, CreateRoutine, CreateSchema, CreateSequence, CreateTable,
    CreateView, CustomOperation, DropColumn, DropConstraint, DropIndex, DropObject, DropTable,
    Execute, ObjectKind, Operation, Parameter, RefreshMaterializedView, RenameEnumValue,
    RenameTable, RoutineKind, SetTableComment, SetTableOption, ValidateConstraint,
};
use crate::row::Row;
use crate::schema::{Column, Constraint, Index, TableOption};
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
    #[track_caller]
    pub fn create_table(
        &mut self,
        table: &str,
        columns: &[Column<'_>],
        constraints: &[Constraint<'_>],
    ) -> MigrationResult {
        self.carry_out(&Operation::CreateTable(CreateTable::new(table, columns, constraints)))
    }

    /// Drops a table: `DROP TABLE account`.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.drop_table("account")
    /// # }
    /// ```
    #[track_caller]
    pub fn drop_table(&mut self, table: &str) -> MigrationResult {
        self.carry_out(&Operation::DropTable(DropTable::new(table)))
    }

    /// Renames a table: `ALTER TABLE account RENAME TO customer`.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.rename_table("account", "customer")
    /// # }
    /// ```
    #[track_caller]
    pub fn rename_table(&mut self, table: &str, new_name: &str) -> MigrationResult {
        self.carry_out(&Operation::RenameTable(RenameTable::new(table, new_name)))
    }

    /// Sets the remark on a table: `COMMENT ON TABLE account IS 'who may log in'`. SQLite keeps none, and does nothing.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.create_table_comment("account", "who may log in")
    /// # }
    /// ```
    #[track_caller]
    pub fn create_table_comment(&mut self, table: &str, comment: &str) -> MigrationResult {
        self.carry_out(&SetTableComment::new(table, Some(comment)).into())
    }

    /// Drops the remark on a table: `COMMENT ON TABLE account IS NULL`.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.drop_table_comment("account")
    /// # }
    /// ```
    #[track_caller]
    pub fn drop_table_comment(&mut self, table: &str) -> MigrationResult {
        self.carry_out(&SetTableComment::new(table, None).into())
    }

    /// Sets an option of a table that exists: `ALTER TABLE account ENGINE=InnoDB` on MySQL,
    /// `ALTER TABLE account SET (fillfactor=70)` on PostgreSQL. Databases without the option pass it over.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.set_table_option("account", TableOption::Storage("fillfactor", "70"))?;
    /// ctx.set_table_option("account", TableOption::Engine("InnoDB"))
    /// # }
    /// ```
    #[track_caller]
    pub fn set_table_option(&mut self, table: &str, option: TableOption<'_>) -> MigrationResult {
        self.carry_out(&SetTableOption::new(table, option).into())
    }

    /// Adds a column: `ALTER TABLE account ADD COLUMN nickname VARCHAR(80)`.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.add_column("account", Column::new("nickname", Varchar(80)).not_null().default("".into()))?;
    /// ctx.add_column("account", Column::new("team_id", Integer).references("team", "id"))
    /// # }
    /// ```
    #[track_caller]
    pub fn add_column(&mut self, table: &str, column: Column<'_>) -> MigrationResult {
        self.carry_out(&Operation::AddColumn(AddColumn::new(table, column)))
    }

    /// Drops a column: `ALTER TABLE account DROP COLUMN nickname`.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.drop_column("account", "nickname")
    /// # }
    /// ```
    #[track_caller]
    pub fn drop_column(&mut self, table: &str, column: &str) -> MigrationResult {
        self.carry_out(&Operation::DropColumn(DropColumn::new(table, column)))
    }

    /// Changes a column's name, type, nullability, default, identity or remark.
    ///
    /// On SQLite all but the name is changed by making the table anew, as a
    /// [batch](Self::batch_alter_table) does.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.alter_column(AlterColumn::new("account", "email").set_type(Varchar(300)).set_not_null())
    /// # }
    /// ```
    #[track_caller]
    pub fn alter_column(&mut self, change: AlterColumn<'_>) -> MigrationResult {
        self.carry_out(&Operation::AlterColumn(change))
    }

    /// Creates an index: `CREATE INDEX ix_account_email ON account (email)`.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.create_index("ix_account_email", "account", &["email"])?;
    /// ctx.invoke(&CreateIndex::new(
    ///     Index::of_parts(
    ///         "ix_account_joined",
    ///         "account",
    ///         &[IndexPart::column("joined").descending(), IndexPart::column("id")],
    ///     )
    ///     .unique(),
    /// ))
    /// # }
    /// ```
    #[track_caller]
    pub fn create_index(&mut self, name: &str, table: &str, columns: &[&str]) -> MigrationResult {
        self.carry_out(&Operation::CreateIndex(CreateIndex::new(Index::new(name, table, columns))))
    }

    /// Creates a unique index: `CREATE UNIQUE INDEX ix_account_email ON account (email)`.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.create_unique_index("ix_account_email", "account", &["email"])
    /// # }
    /// ```
    #[track_caller]
    pub fn create_unique_index(
        &mut self,
        name: &str,
        table: &str,
        columns: &[&str],
    ) -> MigrationResult {
        let index = Index::new(name, table, columns).unique();
        self.carry_out(&Operation::CreateIndex(CreateIndex::new(index)))
    }

    /// Drops an index: `DROP INDEX ix_account_email`.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.drop_index("ix_account_email", "account")
    /// # }
    /// ```
    #[track_caller]
    pub fn drop_index(&mut self, name: &str, table: &str) -> MigrationResult {
        self.carry_out(&Operation::DropIndex(DropIndex::new(name, table)))
    }

    /// Adds a primary key: `ALTER TABLE account ADD CONSTRAINT pk_account PRIMARY KEY (id)`.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.create_primary_key("pk_account", "account", &["id"])
    /// # }
    /// ```
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
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.create_unique_constraint("uq_account_email", "account", &["email"])
    /// # }
    /// ```
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
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.create_check_constraint("ck_product_price", "product", "price > 0")
    /// # }
    /// ```
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
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.create_foreign_key("fk_orders_account", "orders", &["account_id"], "account", &["id"])
    /// # }
    /// ```
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
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.create_constraint(
    ///     "orders",
    ///     Constraint::foreign_key("fk_orders_account", &["account_id"], "account", &["id"])
    ///         .on_delete(ReferentialAction::Cascade),
    /// )
    /// # }
    /// ```
    #[track_caller]
    pub fn create_constraint(
        &mut self,
        table: &str,
        constraint: Constraint<'_>,
    ) -> MigrationResult {
        self.carry_out(&Operation::AddConstraint(AddConstraint::new(table, constraint)))
    }

    /// Adds an exclusion constraint (PostgreSQL): `ALTER TABLE booking ADD CONSTRAINT ex_booking
    /// EXCLUDE USING gist (room WITH =, during WITH &&)`.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.create_exclude_constraint("ex_booking", "booking", "gist", &[("room", "="), ("during", "&&")])
    /// # }
    /// ```
    #[track_caller]
    pub fn create_exclude_constraint(
        &mut self,
        name: &str,
        table: &str,
        using: &str,
        elements: &[(&str, &str)],
    ) -> MigrationResult {
        self.create_constraint(table, Constraint::exclude(name, using, elements))
    }

    /// Has the database check the rows that a `not_valid` constraint left unchecked (PostgreSQL):
    /// `ALTER TABLE orders VALIDATE CONSTRAINT fk_orders_account`. Other databases have checked them already.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.validate_constraint("fk_orders_account", "orders")
    /// # }
    /// ```
    #[track_caller]
    pub fn validate_constraint(&mut self, name: &str, table: &str) -> MigrationResult {
        self.carry_out(&ValidateConstraint::new(table, name).into())
    }

    /// Drops a constraint: `ALTER TABLE account DROP CONSTRAINT uq_account_email`.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.drop_constraint("uq_account_email", "account")?;
    /// ctx.invoke(&DropConstraint::new("account", "pk_account").kind(ConstraintType::PrimaryKey))
    /// # }
    /// ```
    #[track_caller]
    pub fn drop_constraint(&mut self, name: &str, table: &str) -> MigrationResult {
        self.carry_out(&Operation::DropConstraint(DropConstraint::new(table, name)))
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
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// for row in ctx.query("SELECT id FROM product WHERE price > :least", &[("least", 10.into())])? {
    ///     ctx.execute("DELETE FROM label WHERE product_id = :id", &[("id", row.value("id")?)])?;
    /// }
    /// Ok(())
    /// # }
    /// ```
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
        self.carry_out(&Operation::BulkInsert(BulkInsert::new(table, columns, rows)))
    }

    /// Creates an enum type (PostgreSQL): `CREATE TYPE mood AS ENUM ('sad', 'ok')`. Where an enum's values
    /// stand at its columns, as on MySQL, it does nothing.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.create_enum("mood", &["sad", "ok"])
    /// # }
    /// ```
    #[track_caller]
    pub fn create_enum(&mut self, name: &str, values: &[&str]) -> MigrationResult {
        self.carry_out(&CreateEnum::new(name, values).into())
    }

    /// Drops an enum type (PostgreSQL): `DROP TYPE mood`.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.drop_enum("mood")
    /// # }
    /// ```
    #[track_caller]
    pub fn drop_enum(&mut self, name: &str) -> MigrationResult {
        self.carry_out(&DropObject::new(ObjectKind::Enum, name).into())
    }

    /// Adds a value to an enum type (PostgreSQL): `ALTER TYPE mood ADD VALUE 'glad'`. One that stands elsewhere than at the
    /// end is an [`AddEnumValue`] to be invoked.
    ///
    /// PostgreSQL does not let a transaction use the value that it has added.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.add_enum_value("mood", "glad")?;
    /// ctx.invoke(&AddEnumValue::new("mood", "blue").after("sad"))
    /// # }
    /// ```
    #[track_caller]
    pub fn add_enum_value(&mut self, name: &str, value: &str) -> MigrationResult {
        self.carry_out(&AddEnumValue::new(name, value).into())
    }

    /// Gives a value of an enum type another text (PostgreSQL): `ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'`.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.rename_enum_value("mood", "ok", "fine")
    /// # }
    /// ```
    #[track_caller]
    pub fn rename_enum_value(
        &mut self,
        name: &str,
        value: &str,
        new_value: &str,
    ) -> MigrationResult {
        self.carry_out(&RenameEnumValue::new(name, value, new_value).into())
    }

    /// Creates a sequence (PostgreSQL, MariaDB): `CREATE SEQUENCE ticket`.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.create_sequence("ticket")?;
    /// ctx.invoke(&CreateSequence::new("invoice").counter(Counter::new().start(1000).increment(10)))
    /// # }
    /// ```
    #[track_caller]
    pub fn create_sequence(&mut self, name: &str) -> MigrationResult {
        self.carry_out(&CreateSequence::new(name).into())
    }

    /// Drops a sequence (PostgreSQL, MariaDB): `DROP SEQUENCE ticket`.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.drop_sequence("ticket")
    /// # }
    /// ```
    #[track_caller]
    pub fn drop_sequence(&mut self, name: &str) -> MigrationResult {
        self.carry_out(&DropObject::new(ObjectKind::Sequence, name).into())
    }

    /// Creates a schema: `CREATE SCHEMA billing`.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.create_schema("billing")
    /// # }
    /// ```
    #[track_caller]
    pub fn create_schema(&mut self, name: &str) -> MigrationResult {
        self.carry_out(&CreateSchema::new(name).into())
    }

    /// Drops a schema: `DROP SCHEMA billing`.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.drop_schema("billing")
    /// # }
    /// ```
    #[track_caller]
    pub fn drop_schema(&mut self, name: &str) -> MigrationResult {
        self.drop_object(ObjectKind::Schema, name)
    }

    /// Creates an extension (PostgreSQL), unless it is there: `CREATE EXTENSION IF NOT EXISTS citext`.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.create_extension("citext")
    /// # }
    /// ```
    #[track_caller]
    pub fn create_extension(&mut self, name: &str) -> MigrationResult {
        self.carry_out(&CreateExtension::new(name).if_not_exists().into())
    }

    /// Drops an extension (PostgreSQL): `DROP EXTENSION citext`.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.drop_extension("citext")
    /// # }
    /// ```
    #[track_caller]
    pub fn drop_extension(&mut self, name: &str) -> MigrationResult {
        self.drop_object(ObjectKind::Extension, name)
    }

    /// Creates a view: `CREATE VIEW adult AS SELECT …`.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.create_view("adult", "SELECT id, email FROM account WHERE age >= 18")?;
    /// ctx.invoke(&CreateView::new("adult", "SELECT id FROM account WHERE age >= 21").replace())
    /// # }
    /// ```
    #[track_caller]
    pub fn create_view(&mut self, name: &str, query: &str) -> MigrationResult {
        self.carry_out(&CreateView::new(name, query).into())
    }

    /// Drops a view: `DROP VIEW adult`.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.drop_view("adult")
    /// # }
    /// ```
    #[track_caller]
    pub fn drop_view(&mut self, name: &str) -> MigrationResult {
        self.drop_object(ObjectKind::View, name)
    }

    /// Creates a view that stores what its query gives (PostgreSQL): `CREATE MATERIALIZED VIEW adult AS SELECT …`.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.create_materialized_view("adult", "SELECT id FROM account WHERE age >= 18")
    /// # }
    /// ```
    #[track_caller]
    pub fn create_materialized_view(&mut self, name: &str, query: &str) -> MigrationResult {
        self.carry_out(&CreateView::new(name, query).materialized().into())
    }

    /// Drops a materialised view (PostgreSQL): `DROP MATERIALIZED VIEW adult`.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.drop_materialized_view("adult")
    /// # }
    /// ```
    #[track_caller]
    pub fn drop_materialized_view(&mut self, name: &str) -> MigrationResult {
        self.drop_object(ObjectKind::MaterializedView, name)
    }

    /// Has a materialised view run its query again (PostgreSQL): `REFRESH MATERIALIZED VIEW adult`.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.refresh_materialized_view("adult")
    /// # }
    /// ```
    #[track_caller]
    pub fn refresh_materialized_view(&mut self, name: &str) -> MigrationResult {
        self.carry_out(&RefreshMaterializedView::new(name).into())
    }

    /// Creates a function by its whole statement, as this database writes it. A script for the `mysql` client has its
    /// delimiter changed around it.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// if ctx.dialect() == "postgresql" {
    ///     ctx.create_function("CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$")?;
    /// } else if ctx.dialect() == "mysql" {
    ///     ctx.create_function("CREATE FUNCTION one() RETURNS INTEGER DETERMINISTIC BEGIN RETURN 1; END")?;
    /// }
    /// Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn create_function(&mut self, sql: &str) -> MigrationResult {
        self.carry_out(&CreateRoutine::new(RoutineKind::Function, sql).into())
    }

    /// Drops a function: `DROP FUNCTION total(integer)`. On PostgreSQL its types may stand behind the name.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.drop_function("one")
    /// # }
    /// ```
    #[track_caller]
    pub fn drop_function(&mut self, name: &str) -> MigrationResult {
        self.drop_object(ObjectKind::Function, name)
    }

    /// Creates a procedure by its whole statement, as this database writes it.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.create_procedure("CREATE PROCEDURE tidy() BEGIN DELETE FROM log; END")
    /// # }
    /// ```
    #[track_caller]
    pub fn create_procedure(&mut self, sql: &str) -> MigrationResult {
        self.carry_out(&CreateRoutine::new(RoutineKind::Procedure, sql).into())
    }

    /// Drops a procedure: `DROP PROCEDURE tidy`.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.drop_procedure("tidy")
    /// # }
    /// ```
    #[track_caller]
    pub fn drop_procedure(&mut self, name: &str) -> MigrationResult {
        self.drop_object(ObjectKind::Procedure, name)
    }

    /// Creates a trigger by its whole statement, as this database writes it.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.create_trigger("CREATE TRIGGER touch AFTER UPDATE ON account BEGIN DELETE FROM log; END")
    /// # }
    /// ```
    #[track_caller]
    pub fn create_trigger(&mut self, sql: &str) -> MigrationResult {
        self.carry_out(&CreateRoutine::new(RoutineKind::Trigger, sql).into())
    }

    /// Drops a trigger: `DROP TRIGGER touch ON account` on PostgreSQL, `DROP TRIGGER touch` elsewhere.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.drop_trigger("touch", "account")
    /// # }
    /// ```
    #[track_caller]
    pub fn drop_trigger(&mut self, name: &str, table: &str) -> MigrationResult {
        self.carry_out(&DropObject::trigger(name, table).into())
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
        self.host.call(&Request::Autocommit(true), place.clone())?;
        let done = work(self);
        let begun = self.host.call(&Request::Autocommit(false), place);
        let done = done?;
        begun.map(|_| done)
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
        if self.is_mariadb() { "mysql" } else { &self.dialect }
    }

    /// Returns whether the database is MariaDB.
    pub fn is_mariadb(&self) -> bool {
        self.dialect == "mariadb"
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
        self.offline
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
