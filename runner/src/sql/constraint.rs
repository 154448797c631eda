//! A table's constraints.

use migration_api::ops::{AddConstraint, DropConstraint};
use migration_api::schema::{
    Column, Constraint, ConstraintKind, ForeignKey, Reference, ReferentialAction, TableName,
};

use super::Statement;
use crate::dialect::Dialect;

/// Renders `ALTER TABLE … ADD CONSTRAINT`.
pub(super) fn add(dialect: &dyn Dialect, op: &AddConstraint<'_>) -> Statement<'static> {
    let (table, clause) = (dialect.table(op.table), clause(dialect, &op.constraint));
    Statement::new(format!("ALTER TABLE {table} ADD {clause}"))
}

/// Renders `ALTER TABLE … DROP CONSTRAINT`.
pub(super) fn drop(dialect: &dyn Dialect, op: &DropConstraint<'_>) -> Statement<'static> {
    let (table, name) = (dialect.table(op.table), dialect.quote(op.name));
    Statement::new(format!("ALTER TABLE {table} DROP CONSTRAINT {name}"))
}

/// Returns a constraint as it stands among a table's columns.
pub(super) fn clause(dialect: &dyn Dialect, constraint: &Constraint<'_>) -> String {
    let demand = match constraint.kind {
        ConstraintKind::PrimaryKey(columns) => format!("PRIMARY KEY {}", list(dialect, columns)),
        ConstraintKind::Unique(columns) => unique(dialect, columns),
        ConstraintKind::Check(condition) => format!("CHECK ({condition})"),
        ConstraintKind::ForeignKey(key) => foreign_key(dialect, &key),
    };
    match constraint.name {
        Some(name) => format!("CONSTRAINT {} {demand}", dialect.quote(name)),
        None => demand,
    }
}

/// Returns an unnamed `UNIQUE` constraint.
pub(super) fn unique(dialect: &dyn Dialect, columns: &[&str]) -> String {
    format!("UNIQUE {}", list(dialect, columns))
}

/// Returns the foreign key that is written on a column, as a constraint of its table.
pub(super) fn foreign_key_of(
    dialect: &dyn Dialect,
    column: &Column<'_>,
    to: Reference<'_>,
) -> String {
    format!("FOREIGN KEY ({}) {}", dialect.quote(column.name), references(dialect, to))
}

/// Returns the `REFERENCES` clause of a column.
pub(super) fn references(dialect: &dyn Dialect, to: Reference<'_>) -> String {
    let key = ForeignKey {
        columns: &[],
        referred_table: TableName::parse(to.table),
        referred_columns: &[to.column],
        on_delete: to.on_delete,
        on_update: to.on_update,
    };
    referring(dialect, &key)
}

/// Returns whether `column` stands in one of the foreign keys.
pub(super) fn refers(constraints: &[Constraint<'_>], column: &str) -> bool {
    constraints.iter().any(|constraint| match constraint.kind {
        ConstraintKind::ForeignKey(key) => key.columns.contains(&column),
        ConstraintKind::PrimaryKey(_) | ConstraintKind::Unique(_) | ConstraintKind::Check(_) => {
            false
        }
    })
}

/// Returns names in parentheses.
pub(super) fn list(dialect: &dyn Dialect, names: &[&str]) -> String {
    let names = names.iter().map(|name| dialect.quote(name));
    format!("({})", names.collect::<Vec<_>>().join(", "))
}

fn foreign_key(dialect: &dyn Dialect, key: &ForeignKey<'_>) -> String {
    format!("FOREIGN KEY {} {}", list(dialect, key.columns), referring(dialect, key))
}

fn referring(dialect: &dyn Dialect, key: &ForeignKey<'_>) -> String {
    let (table, columns) = (key.referred_table, key.referred_columns);
    let mut sql =
        format!("REFERENCES {} {}", dialect.referred_table(table), list(dialect, columns));
    for (event, action) in [(" ON DELETE ", key.on_delete), (" ON UPDATE ", key.on_update)] {
        if let Some(action) = action {
            sql.push_str(event);
            sql.push_str(action_name(action));
        }
    }
    sql
}

fn action_name(action: ReferentialAction) -> &'static str {
    match action {
        ReferentialAction::NoAction => "NO ACTION",
        ReferentialAction::Restrict => "RESTRICT",
        ReferentialAction::Cascade => "CASCADE",
        ReferentialAction::SetNull => "SET NULL",
        ReferentialAction::SetDefault => "SET DEFAULT",
    }
}

#[cfg(test)]
mod tests {
    use migration_api::ops::Operation;

    use super::*;
    use crate::sql::testing::on_each;

    fn add(constraint: Constraint<'_>) -> String {
        on_each(&Operation::AddConstraint(AddConstraint::new("account", constraint)))
    }

    #[test]
    fn add_constraint() {
        let cases = [
            add(Constraint::primary_key("account_pkey", &["id", "email"])),
            add(Constraint::unique("uq_account", &["email"])),
            add(Constraint::unique("", &["email", "state"]).unnamed()),
            add(Constraint::check("ck_account", "id > 0")),
            add(Constraint::foreign_key("fk_account", &["team_id"], "team", &["id"])
                .on_delete(ReferentialAction::SetDefault)
                .on_update(ReferentialAction::NoAction)),
        ];
        insta::assert_snapshot!(cases.join("\n"), @"
        -- PostgreSQL
        ALTER TABLE account ADD CONSTRAINT account_pkey PRIMARY KEY (id, email);
        -- SQLite
        refused: create_constraint on `account`: SQLite cannot add a primary key to a table that exists
           help: state it in the create_table of this table

        -- PostgreSQL
        ALTER TABLE account ADD CONSTRAINT uq_account UNIQUE (email);
        -- SQLite
        refused: create_constraint on `account`: SQLite cannot add a unique constraint to a table that exists
           help: create a unique index instead, or state it in the create_table of this table

        -- PostgreSQL
        ALTER TABLE account ADD UNIQUE (email, state);
        -- SQLite
        refused: create_constraint on `account`: SQLite cannot add a unique constraint to a table that exists
           help: create a unique index instead, or state it in the create_table of this table

        -- PostgreSQL
        ALTER TABLE account ADD CONSTRAINT ck_account CHECK (id > 0);
        -- SQLite
        refused: create_constraint on `account`: SQLite cannot add a check to a table that exists
           help: state it in the create_table of this table

        -- PostgreSQL
        ALTER TABLE account ADD CONSTRAINT fk_account FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE SET DEFAULT ON UPDATE NO ACTION;
        -- SQLite
        refused: create_constraint on `account`: SQLite cannot add a foreign key to a table that exists
           help: state it in the create_table of this table
        ");
    }

    #[test]
    fn drop_constraint() {
        let op = DropConstraint::new("account", "uq_account_email");
        insta::assert_snapshot!(on_each(&Operation::DropConstraint(op)), @"
        -- PostgreSQL
        ALTER TABLE account DROP CONSTRAINT uq_account_email;
        -- SQLite
        refused: drop_constraint on `account`: SQLite cannot drop a constraint of a table that exists
           help: create a table as it should be, copy the rows with `execute`, drop the old table and rename the new one
        ");
    }
}
