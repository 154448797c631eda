//! Tables, their columns and indexes.

use super::MigrationContext;
use crate::error::MigrationResult;
use crate::ops::{
    AddColumn, AlterColumn, CreateIndex, CreateTable, DropColumn, DropIndex, DropTable, Operation,
    RenameTable, SetTableComment, SetTableOption,
};
use crate::schema::{Column, Constraint, Index, TableOption};

impl MigrationContext {
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
}
