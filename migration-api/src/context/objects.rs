//! Enums, sequences, schemas, extensions, views, routines and triggers.

use super::MigrationContext;
use crate::error::MigrationResult;
use crate::ops::{
    AddEnumValue, CreateEnum, CreateExtension, CreateRoutine, CreateSchema, CreateSequence,
    CreateView, DropObject, ObjectKind, RefreshMaterializedView, RenameEnumValue, RoutineKind,
};

impl MigrationContext {
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
}
