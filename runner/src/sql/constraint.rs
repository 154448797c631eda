//! A table's constraints.

use migration_api::ops::{AddConstraint, DropConstraint, ValidateConstraint};
use migration_api::schema::{
    Column, Constraint, ConstraintKind, Exclude, ForeignKey, Match, Reference, ReferentialAction,
    TableName, Timing,
};

use super::{Feature, Statement, is_plain_identifier};
use crate::dialect::Dialect;

/// Renders `ALTER TABLE … ADD CONSTRAINT`.
pub(super) fn add(dialect: &dyn Dialect, op: &AddConstraint<'_>) -> Statement<'static> {
    let table = dialect.table(op.table);
    let clause = clause(dialect, &op.constraint);
    let not_valid = match op.constraint.timing.not_valid && dialect.has_not_valid() {
        true => " NOT VALID",
        false => "",
    };
    Statement::new(format!("ALTER TABLE {table} ADD {clause}{not_valid}"))
}

/// Renders `ALTER TABLE … DROP CONSTRAINT`, or what the database has for it.
pub(super) fn drop(dialect: &dyn Dialect, op: &DropConstraint<'_>) -> Statement<'static> {
    let table = dialect.table(op.table);
    let cascade = if op.cascade { " CASCADE" } else { "" };
    Statement::new(format!("ALTER TABLE {table} DROP {}{cascade}", dialect.dropped_constraint(op)))
}

/// Renders `ALTER TABLE … VALIDATE CONSTRAINT`.
pub(super) fn validate(dialect: &dyn Dialect, op: &ValidateConstraint<'_>) -> Statement<'static> {
    let (table, name) = (dialect.table(op.table), dialect.quote(op.name));
    Statement::new(format!("ALTER TABLE {table} VALIDATE CONSTRAINT {name}"))
}

/// Returns a constraint as it stands among a table's columns.
pub(crate) fn clause(dialect: &dyn Dialect, constraint: &Constraint<'_>) -> String {
    let demand = match constraint.kind {
        ConstraintKind::PrimaryKey(columns) => key(dialect, "PRIMARY KEY", columns, constraint),
        ConstraintKind::Unique(columns) => {
            let nulls = if constraint.nulls_not_distinct { " NULLS NOT DISTINCT" } else { "" };
            key(dialect, &format!("UNIQUE{nulls}"), columns, constraint)
        }
        ConstraintKind::Check(condition) => {
            // Where no table inherits from another one, nothing is to be said.
            let is_own = constraint.no_inherit && dialect.has_inheritance();
            format!("CHECK ({condition}){}", if is_own { " NO INHERIT" } else { "" })
        }
        ConstraintKind::ForeignKey(key) => foreign_key(dialect, &key),
        ConstraintKind::Exclude(exclude) => exclusion(dialect, &exclude),
    };
    let feature = match constraint.kind {
        ConstraintKind::PrimaryKey(_) | ConstraintKind::Unique(_) | ConstraintKind::Exclude(_) => {
            Feature::DeferrableUnique
        }
        ConstraintKind::Check(_) => Feature::DeferrableCheck,
        ConstraintKind::ForeignKey(_) => Feature::DeferrableForeignKey,
    };
    // Where nothing can be put off, there are no words either to say that this is not.
    let timing = match dialect.limits().iter().any(|limit| limit.feature == feature) {
        true => String::new(),
        false => timing(constraint.timing),
    };
    named(dialect, constraint.name, &format!("{demand}{timing}"))
}

/// Returns the unique constraint and the foreign key that are written on a column, as constraints of its table.
pub(super) fn of_column(dialect: &dyn Dialect, column: &Column<'_>) -> Vec<String> {
    let foreign_key = column.references.map(|to| {
        let column = dialect.quote(column.name);
        let clause = format!("FOREIGN KEY ({column}) {}", references(dialect, to));
        named(dialect, to.name, &clause)
    });
    let unique = column.unique.then(|| {
        let clause = format!("UNIQUE {}", list(dialect, &[column.name]));
        named(dialect, column.unique_name, &clause)
    });
    foreign_key.into_iter().chain(unique).collect()
}

/// Returns what a constraint demands with its name before it, if it has one. A space at the front stays there.
pub(super) fn named(dialect: &dyn Dialect, name: Option<&str>, demand: &str) -> String {
    match (name, demand.strip_prefix(' ')) {
        (Some(name), Some(demand)) => format!(" CONSTRAINT {} {demand}", dialect.quote(name)),
        (Some(name), None) => format!("CONSTRAINT {} {demand}", dialect.quote(name)),
        (None, _) => demand.to_owned(),
    }
}

/// Returns the `REFERENCES` clause of a column.
pub(super) fn references(dialect: &dyn Dialect, to: Reference<'_>) -> String {
    let key = ForeignKey {
        columns: &[],
        referred_table: TableName::parse(to.table),
        referred_columns: &[to.column],
        on_delete: to.on_delete,
        on_update: to.on_update,
        match_kind: None,
        on_delete_columns: &[],
    };
    referring(dialect, &key)
}

/// Returns whether `column` stands in one of the foreign keys.
pub(super) fn refers(constraints: &[Constraint<'_>], column: &str) -> bool {
    constraints.iter().any(|constraint| match constraint.kind {
        ConstraintKind::ForeignKey(key) => key.columns.contains(&column),
        ConstraintKind::PrimaryKey(_)
        | ConstraintKind::Unique(_)
        | ConstraintKind::Check(_)
        | ConstraintKind::Exclude(_) => false,
    })
}

/// Returns names in parentheses.
pub(crate) fn list(dialect: &dyn Dialect, names: &[&str]) -> String {
    let names = names.iter().map(|name| dialect.quote(name));
    format!("({})", names.collect::<Vec<_>>().join(", "))
}

fn key(dialect: &dyn Dialect, word: &str, columns: &[&str], constraint: &Constraint<'_>) -> String {
    if let Some(index) = constraint.using_index {
        return format!("{word} USING INDEX {}", dialect.quote(index));
    }
    let include = match constraint.include {
        [] => String::new(),
        columns => format!(" INCLUDE {}", list(dialect, columns)),
    };
    format!("{word} {}{include}", list(dialect, columns))
}

fn foreign_key(dialect: &dyn Dialect, key: &ForeignKey<'_>) -> String {
    format!("FOREIGN KEY {} {}", list(dialect, key.columns), referring(dialect, key))
}

fn referring(dialect: &dyn Dialect, key: &ForeignKey<'_>) -> String {
    let (table, columns) = (key.referred_table, key.referred_columns);
    let mut sql = format!("REFERENCES {}", dialect.referred_table(table));
    // Without columns, it is the other table's primary key that is meant.
    if !columns.is_empty() {
        sql.extend([format!(" {}", list(dialect, columns))]);
    }
    sql.push_str(match key.match_kind {
        // It is the default, which some databases know without the words only.
        Some(Match::Simple) | None => "",
        Some(Match::Full) => " MATCH FULL",
        Some(Match::Partial) => " MATCH PARTIAL",
    });
    for (event, action) in [(" ON DELETE ", key.on_delete), (" ON UPDATE ", key.on_update)] {
        if let Some(action) = action {
            sql.push_str(event);
            sql.push_str(action_name(action));
        }
        if event == " ON DELETE " && !key.on_delete_columns.is_empty() {
            sql.extend([format!(" {}", list(dialect, key.on_delete_columns))]);
        }
    }
    sql
}

/// An element is a column where it can be one by its looks, else an expression.
fn exclusion(dialect: &dyn Dialect, exclude: &Exclude<'_>) -> String {
    let element = |(text, operator): &(&str, &str)| match is_plain_identifier(text) {
        true => format!("{} WITH {operator}", dialect.quote(text)),
        false => format!("({text}) WITH {operator}"),
    };
    let elements: Vec<_> = exclude.elements.iter().map(element).collect();
    let using = exclude.using.map(|method| format!(" USING {}", dialect.quote(method)));
    let predicate = exclude.predicate.map(|condition| format!(" WHERE ({condition})"));
    format!(
        "EXCLUDE{} ({}){}",
        using.unwrap_or_default(),
        elements.join(", "),
        predicate.unwrap_or_default()
    )
}

fn timing(timing: Timing) -> String {
    let deferrable = match timing.deferrable {
        Some(true) => " DEFERRABLE",
        Some(false) => " NOT DEFERRABLE",
        None => "",
    };
    let initially = match timing.initially_deferred {
        Some(true) => " INITIALLY DEFERRED",
        Some(false) => " INITIALLY IMMEDIATE",
        None => "",
    };
    format!("{deferrable}{initially}")
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
           help: change it in `ctx.batch_alter_table(…)`, which makes the table anew; a script has no table to read, so give it one by `copy_from`
        -- MySQL
        ALTER TABLE account ADD CONSTRAINT account_pkey PRIMARY KEY (id, email);

        -- PostgreSQL
        ALTER TABLE account ADD CONSTRAINT uq_account UNIQUE (email);
        -- SQLite
        refused: create_constraint on `account`: SQLite cannot add a unique constraint to a table that exists
           help: change it in `ctx.batch_alter_table(…)`, which makes the table anew; a script has no table to read, so give it one by `copy_from`
        -- MySQL
        ALTER TABLE account ADD CONSTRAINT uq_account UNIQUE (email);

        -- PostgreSQL
        ALTER TABLE account ADD UNIQUE (email, state);
        -- SQLite
        refused: create_constraint on `account`: SQLite cannot add a unique constraint to a table that exists
           help: change it in `ctx.batch_alter_table(…)`, which makes the table anew; a script has no table to read, so give it one by `copy_from`
        -- MySQL
        ALTER TABLE account ADD UNIQUE (email, state);

        -- PostgreSQL
        ALTER TABLE account ADD CONSTRAINT ck_account CHECK (id > 0);
        -- SQLite
        refused: create_constraint on `account`: SQLite cannot add a check to a table that exists
           help: change it in `ctx.batch_alter_table(…)`, which makes the table anew; a script has no table to read, so give it one by `copy_from`
        -- MySQL
        ALTER TABLE account ADD CONSTRAINT ck_account CHECK (id > 0);

        -- PostgreSQL
        ALTER TABLE account ADD CONSTRAINT fk_account FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE SET DEFAULT ON UPDATE NO ACTION;
        -- SQLite
        refused: create_constraint on `account`: SQLite cannot add a foreign key to a table that exists
           help: change it in `ctx.batch_alter_table(…)`, which makes the table anew; a script has no table to read, so give it one by `copy_from`
        -- MySQL
        refused: create_constraint on `account`: MySQL cannot set a foreign key to its default
           help: InnoDB has `SET NULL` and `CASCADE`
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
           help: change it in `ctx.batch_alter_table(…)`, which makes the table anew; a script has no table to read, so give it one by `copy_from`
        -- MySQL
        ALTER TABLE account DROP CONSTRAINT uq_account_email;
        ");
    }
}
