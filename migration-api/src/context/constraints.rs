//! Constraints.

use super::MigrationContext;
use crate::error::MigrationResult;
use crate::ops::{AddConstraint, DropConstraint, Operation, ValidateConstraint};
use crate::schema::Constraint;

impl MigrationContext {
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
}
