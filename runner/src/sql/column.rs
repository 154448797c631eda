//! A table's columns.

use migration_api::ops::{AddColumn, AlterColumn, DropColumn, Position};
use migration_api::schema::{Autoincrement, Column, Counter, DefaultValue, Identity, TableName};

use super::{RenderError, Statement, constraint};
use crate::dialect::Dialect;

/// What part a table's primary key plays in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// None.
    None,
    /// The column belongs to it.
    Part,
    /// The column is all of it, and the database gives out its values.
    Numbered,
}

/// Renders `ALTER TABLE … ADD COLUMN`, with its constraints behind the column.
pub(super) fn add(
    dialect: &dyn Dialect,
    op: &AddColumn<'_>,
) -> Result<Vec<Statement<'static>>, RenderError> {
    let column = &op.column;
    let table = dialect.table(op.table);
    let if_not_exists = if op.if_not_exists { "IF NOT EXISTS " } else { "" };
    let inline = dialect.has_inline_references();
    let definition = column_with_constraints(dialect, column)?;
    let mut sql = format!("ALTER TABLE {table} ADD COLUMN {if_not_exists}{definition}");
    sql.extend(match op.position {
        Position::Last => None,
        Position::First => Some(" FIRST".to_owned()),
        Position::After(other) => Some(format!(" AFTER {}", dialect.quote(other))),
        Position::Before(other) => Some(format!(" BEFORE {}", dialect.quote(other))),
    });
    if !inline {
        let of_column = constraint::of_column(dialect, column);
        sql.extend(of_column.iter().map(|clause| format!(", ADD {clause}")));
    }
    let mut statements = dialect.before_columns(&[op.column])?;
    statements.push(Statement::new(sql));
    statements.extend(dialect.comment_on_column(op.table, column.name, column.comment)?);
    Ok(statements)
}

/// Returns a column's definition with its primary key behind it, and its other constraints where the database has a place
/// for them there.
pub(crate) fn column_with_constraints(
    dialect: &dyn Dialect,
    column: &Column<'_>,
) -> Result<String, RenderError> {
    let key = match column.primary_key {
        true if may_be_numbered(column) => Key::Numbered,
        true => Key::Part,
        false => Key::None,
    };
    let mut sql = definition(dialect, column, key)?;
    if column.primary_key {
        sql.push_str(dialect.inline_key(column).unwrap_or(" PRIMARY KEY"));
    }
    if !dialect.has_inline_references() {
        return Ok(sql);
    }
    if column.unique {
        sql.push_str(&constraint::named(dialect, column.unique_name, " UNIQUE"));
    }
    if let Some(reference) = column.references {
        let references = format!(" {}", constraint::references(dialect, reference));
        sql.push_str(&constraint::named(dialect, reference.name, &references));
    }
    Ok(sql)
}

/// Renders `ALTER TABLE … DROP COLUMN`.
pub(super) fn drop(dialect: &dyn Dialect, op: &DropColumn<'_>) -> Statement<'static> {
    let (table, column) = (dialect.table(op.table), dialect.quote(op.column));
    let if_exists = if op.if_exists { "IF EXISTS " } else { "" };
    let cascade = if op.cascade { " CASCADE" } else { "" };
    Statement::new(format!("ALTER TABLE {table} DROP COLUMN {if_exists}{column}{cascade}"))
}

/// Renders a change to a column, which each database writes in its own way.
pub(super) fn alter(
    dialect: &dyn Dialect,
    op: &AlterColumn<'_>,
) -> Result<Vec<Statement<'static>>, RenderError> {
    refuse_nothing(op)?;
    dialect.alter_column(op)
}

/// Refuses a change of nothing, and one that says how to convert to no type.
pub(crate) fn refuse_nothing(op: &AlterColumn<'_>) -> Result<(), RenderError> {
    let (table, column) = (op.table.to_string(), op.column.to_owned());
    if op.using.is_some() && op.new_type.is_none() {
        return Err(RenderError::UsingWithoutType { table, column });
    }
    let nothing = AlterColumn { table: op.table, ..AlterColumn::new("", op.column) };
    match *op == (AlterColumn { existing: op.existing, ..nothing }) {
        true => Err(RenderError::NothingToChange { table, column }),
        false => Ok(()),
    }
}

/// Renders `ALTER TABLE … RENAME COLUMN`.
pub(crate) fn rename(
    dialect: &dyn Dialect,
    table: TableName<'_>,
    column: &str,
    new_name: &str,
) -> Statement<'static> {
    let table = dialect.table(table);
    let (column, new_name) = (dialect.quote(column), dialect.quote(new_name));
    Statement::new(format!("ALTER TABLE {table} RENAME COLUMN {column} TO {new_name}"))
}

/// Returns a column's name, type and what else it is, without constraints: `name TYPE DEFAULT … NOT NULL`.
pub(crate) fn definition(
    dialect: &dyn Dialect,
    column: &Column<'_>,
    key: Key,
) -> Result<String, RenderError> {
    let by_identity = column.identity.is_some() || column.computed.is_some();
    let ty = match key {
        Key::Numbered if !by_identity => dialect.numbered_key_type(column.ty)?,
        Key::Numbered | Key::None | Key::Part => dialect.column_type(column.ty)?,
    };
    let mut sql = format!("{} {ty}", dialect.quote(column.name));
    if let Some(collation) = column.collation {
        sql.extend([format!(" COLLATE {}", dialect.quote(collation))]);
    }
    if let Some(computed) = column.computed {
        let stored = match computed.stored {
            Some(true) => " STORED",
            Some(false) => " VIRTUAL",
            None => dialect.computed_default(),
        };
        sql.extend([format!(" GENERATED ALWAYS AS ({}){stored}", computed.expression)]);
    }
    if let Some(value) = column.default {
        sql.push_str(" DEFAULT ");
        sql.push_str(&dialect.default_for(&ty, default(dialect, value)?));
    }
    if let Some(identity) = column.identity {
        sql.extend([format!(" GENERATED {}", identity_clause(identity))]);
    }
    if (!column.nullable || key != Key::None) && dialect.takes_not_null(column) {
        sql.push_str(" NOT NULL");
    }
    sql.push_str(&dialect.column_tail(column, key)?);
    Ok(sql)
}

/// Returns what stands behind `GENERATED` of an identity column: `BY DEFAULT AS IDENTITY (START WITH 10)`.
pub(crate) fn identity_clause(identity: Identity) -> String {
    let when = if identity.always { "ALWAYS" } else { "BY DEFAULT" };
    let options = counter_options(&identity.counter);
    match options.is_empty() {
        true => format!("{when} AS IDENTITY"),
        false => format!("{when} AS IDENTITY ({})", options.join(" ")),
    }
}

/// Returns the options of a counter, as sequences and identity columns write them.
pub(crate) fn counter_options(counter: &Counter) -> Vec<String> {
    let numbers = [
        ("INCREMENT BY", counter.increment),
        ("START WITH", counter.start),
        ("MINVALUE", counter.min_value),
        ("MAXVALUE", counter.max_value),
        ("CACHE", counter.cache),
    ];
    let numbers = numbers.iter().filter_map(|(word, number)| number.map(|n| format!("{word} {n}")));
    let cycle = counter.cycle.map(|cycle| if cycle { "CYCLE" } else { "NO CYCLE" }.to_owned());
    numbers.chain(cycle).collect()
}

/// Returns what stands behind `DEFAULT`.
pub(crate) fn default(
    dialect: &dyn Dialect,
    value: DefaultValue<'_>,
) -> Result<String, RenderError> {
    match value {
        DefaultValue::Literal(value) => dialect.literal(value),
        DefaultValue::Expression(expression) => Ok(dialect.default_expression(expression)),
    }
}

/// Returns whether the database gives out the column's values if it is the whole primary key.
pub(crate) fn may_be_numbered(column: &Column<'_>) -> bool {
    column.ty.is_integer()
        && column.autoincrement != Autoincrement::Never
        && column.default.is_none()
        && column.computed.is_none()
        && column.references.is_none()
}

#[cfg(test)]
mod tests {
    use migration_api::Value;
    use migration_api::ops::Operation;
    use migration_api::schema::{ColumnType, ReferentialAction};

    use super::*;
    use crate::sql::testing::on_each;

    fn add(column: Column<'_>) -> String {
        on_each(&Operation::AddColumn(AddColumn::new("account", column)))
    }

    fn alter(change: AlterColumn<'_>) -> String {
        on_each(&Operation::AlterColumn(change))
    }

    #[test]
    fn add_column() {
        let text = Column::new("nickname", ColumnType::Varchar(80));
        let team = Column::new("group_id", ColumnType::Integer).references("team", "id");
        let cases = [
            add(text),
            add(text.not_null().default("it's".into())),
            add(team.on_delete(ReferentialAction::Cascade).on_update(ReferentialAction::Restrict)),
            add(text.default_sql("'none'")),
        ];
        insta::assert_snapshot!(cases.join("\n"), @"
        -- PostgreSQL
        ALTER TABLE account ADD COLUMN nickname VARCHAR(80);
        -- SQLite
        ALTER TABLE account ADD COLUMN nickname VARCHAR(80);
        -- MySQL
        ALTER TABLE account ADD COLUMN nickname VARCHAR(80);

        -- PostgreSQL
        ALTER TABLE account ADD COLUMN nickname VARCHAR(80) DEFAULT 'it''s' NOT NULL;
        -- SQLite
        ALTER TABLE account ADD COLUMN nickname VARCHAR(80) DEFAULT 'it''s' NOT NULL;
        -- MySQL
        ALTER TABLE account ADD COLUMN nickname VARCHAR(80) DEFAULT 'it''s' NOT NULL;

        -- PostgreSQL
        ALTER TABLE account ADD COLUMN group_id INTEGER REFERENCES team (id) ON DELETE CASCADE ON UPDATE RESTRICT;
        -- SQLite
        ALTER TABLE account ADD COLUMN group_id INTEGER REFERENCES team (id) ON DELETE CASCADE ON UPDATE RESTRICT;
        -- MySQL
        ALTER TABLE account ADD COLUMN group_id INTEGER, ADD FOREIGN KEY (group_id) REFERENCES team (id) ON DELETE CASCADE ON UPDATE RESTRICT;

        -- PostgreSQL
        ALTER TABLE account ADD COLUMN nickname VARCHAR(80) DEFAULT 'none';
        -- SQLite
        ALTER TABLE account ADD COLUMN nickname VARCHAR(80) DEFAULT 'none';
        -- MySQL
        ALTER TABLE account ADD COLUMN nickname VARCHAR(80) DEFAULT 'none';
        ");
    }

    #[test]
    fn add_column_that_sqlite_refuses() {
        let column = Column::new("extra", ColumnType::Integer);
        let cases = [
            add(column.primary_key()),
            add(column.unique()),
            add(column.not_null()),
            add(column.not_null().default(Value::Null)),
            add(Column::new("at", ColumnType::Timestamp).default_sql("CURRENT_TIMESTAMP")),
            add(column.references("other.team", "id")),
        ];
        insta::assert_snapshot!(cases.join("\n"), @"
        -- PostgreSQL
        ALTER TABLE account ADD COLUMN extra SERIAL NOT NULL PRIMARY KEY;
        -- SQLite
        refused: add_column on `account`: SQLite cannot add a primary key column to a table that exists
           help: change it in `ctx.batch_alter_table(…)`, which makes the table anew; a script has no table to read, so give it one by `copy_from`
        -- MySQL
        ALTER TABLE account ADD COLUMN extra INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY;

        -- PostgreSQL
        ALTER TABLE account ADD COLUMN extra INTEGER UNIQUE;
        -- SQLite
        refused: add_column on `account`: SQLite cannot add a UNIQUE column to a table that exists
           help: change it in `ctx.batch_alter_table(…)`, which makes the table anew; a script has no table to read, so give it one by `copy_from`
        -- MySQL
        ALTER TABLE account ADD COLUMN extra INTEGER, ADD UNIQUE (extra);

        -- PostgreSQL
        ALTER TABLE account ADD COLUMN extra INTEGER NOT NULL;
        -- SQLite
        refused: add_column on `account`: SQLite cannot add a NOT NULL column without a default
           help: give it a default that is not NULL, or let it take NULL
        -- MySQL
        ALTER TABLE account ADD COLUMN extra INTEGER NOT NULL;

        -- PostgreSQL
        ALTER TABLE account ADD COLUMN extra INTEGER DEFAULT NULL NOT NULL;
        -- SQLite
        refused: add_column on `account`: SQLite cannot add a NOT NULL column without a default
           help: give it a default that is not NULL, or let it take NULL
        -- MySQL
        ALTER TABLE account ADD COLUMN extra INTEGER DEFAULT NULL NOT NULL;

        -- PostgreSQL
        ALTER TABLE account ADD COLUMN at TIMESTAMP DEFAULT CURRENT_TIMESTAMP;
        -- SQLite
        refused: add_column on `account`: SQLite cannot add a column whose default is not a constant
           help: change it in `ctx.batch_alter_table(…)`, which makes the table anew; a script has no table to read, so give it one by `copy_from`
        -- MySQL
        ALTER TABLE account ADD COLUMN at DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6);

        -- PostgreSQL
        ALTER TABLE account ADD COLUMN extra INTEGER REFERENCES other.team (id);
        -- SQLite
        refused: add_column on `account`: SQLite cannot refer to a table of another database file
           help: keep both tables in one file, or leave the foreign key out
        -- MySQL
        ALTER TABLE account ADD COLUMN extra INTEGER, ADD FOREIGN KEY (extra) REFERENCES other.team (id);
        ");
    }

    #[test]
    fn drop_column() {
        let op = DropColumn::new("account", "Nick");
        insta::assert_snapshot!(on_each(&Operation::DropColumn(op)), @r#"
        -- PostgreSQL
        ALTER TABLE account DROP COLUMN "Nick";
        -- SQLite
        ALTER TABLE account DROP COLUMN "Nick";
        -- MySQL
        ALTER TABLE account DROP COLUMN `Nick`;
        "#);
    }

    #[test]
    fn alter_column() {
        let change = AlterColumn::new("account", "state");
        let cases = [
            alter(change.rename("user")),
            alter(change.set_type(ColumnType::Varchar(300)).set_not_null()),
            alter(change.set_nullable()),
            alter(change.set_default(5.into())),
            alter(change.drop_default().set_type(ColumnType::Text)),
            alter(
                change
                    .rename("code")
                    .set_default_sql("1 + 1")
                    .set_type(ColumnType::Integer)
                    .using("state::integer")
                    .set_not_null(),
            ),
        ];
        insta::assert_snapshot!(cases.join("\n"), @r#"
        -- PostgreSQL
        ALTER TABLE account RENAME COLUMN state TO "user";
        -- SQLite
        ALTER TABLE account RENAME COLUMN state TO user;
        -- MySQL
        ALTER TABLE account RENAME COLUMN state TO user;

        -- PostgreSQL
        ALTER TABLE account ALTER COLUMN state TYPE VARCHAR(300), ALTER COLUMN state SET NOT NULL;
        -- SQLite
        refused: alter_column on `account`: SQLite cannot change a column's type
           help: change it in `ctx.batch_alter_table(…)`, which makes the table anew; a script has no table to read, so give it one by `copy_from`
        -- MySQL
        ALTER TABLE account MODIFY state VARCHAR(300) NOT NULL;

        -- PostgreSQL
        ALTER TABLE account ALTER COLUMN state DROP NOT NULL;
        -- SQLite
        refused: alter_column on `account`: SQLite cannot change whether a column takes NULL
           help: change it in `ctx.batch_alter_table(…)`, which makes the table anew; a script has no table to read, so give it one by `copy_from`
        -- MySQL
        refused: alter_column on `account`: without a database, MySQL has to be told the type of `state`
           help: add `existing_type(…)`; with a database at hand it is read from there

        -- PostgreSQL
        ALTER TABLE account ALTER COLUMN state SET DEFAULT 5;
        -- SQLite
        refused: alter_column on `account`: SQLite cannot change a column's default
           help: change it in `ctx.batch_alter_table(…)`, which makes the table anew; a script has no table to read, so give it one by `copy_from`
        -- MySQL
        ALTER TABLE account ALTER COLUMN state SET DEFAULT 5;

        -- PostgreSQL
        ALTER TABLE account ALTER COLUMN state DROP DEFAULT, ALTER COLUMN state TYPE TEXT;
        -- SQLite
        refused: alter_column on `account`: SQLite cannot change a column's type
           help: change it in `ctx.batch_alter_table(…)`, which makes the table anew; a script has no table to read, so give it one by `copy_from`
        -- MySQL
        refused: alter_column on `account`: without a database, MySQL has to be told the nullable of `state`
           help: add `existing_nullable(…)`; with a database at hand it is read from there

        -- PostgreSQL
        ALTER TABLE account ALTER COLUMN state DROP DEFAULT, ALTER COLUMN state TYPE INTEGER USING state::integer, ALTER COLUMN state SET NOT NULL, ALTER COLUMN state SET DEFAULT 1 + 1;
        ALTER TABLE account RENAME COLUMN state TO code;
        -- SQLite
        refused: alter_column on `account`: SQLite cannot change a column's type
           help: change it in `ctx.batch_alter_table(…)`, which makes the table anew; a script has no table to read, so give it one by `copy_from`
        -- MySQL
        ALTER TABLE account CHANGE state code INTEGER NOT NULL DEFAULT (1 + 1);
        "#);
    }

    #[test]
    fn a_change_of_nothing_is_refused() {
        let change = AlterColumn::new("account", "state");
        let cases = [alter(change), alter(change.using("state::integer"))];
        insta::assert_snapshot!(cases.join("\n"), @"
        -- PostgreSQL
        refused: alter_column on `account` changes nothing about the column `state`
           help: name a change: `rename`, `set_type`, `set_nullable`, `set_not_null`, `set_default` or `drop_default`
        -- SQLite
        refused: alter_column on `account` changes nothing about the column `state`
           help: name a change: `rename`, `set_type`, `set_nullable`, `set_not_null`, `set_default` or `drop_default`
        -- MySQL
        refused: alter_column on `account` changes nothing about the column `state`
           help: name a change: `rename`, `set_type`, `set_nullable`, `set_not_null`, `set_default` or `drop_default`

        -- PostgreSQL
        refused: alter_column on `account`: `using` converts the values of a new type, but the type of `state` stays
           help: add `set_type`, or leave `using` out
        -- SQLite
        refused: alter_column on `account`: `using` converts the values of a new type, but the type of `state` stays
           help: add `set_type`, or leave `using` out
        -- MySQL
        refused: alter_column on `account`: `using` converts the values of a new type, but the type of `state` stays
           help: add `set_type`, or leave `using` out
        ");
    }
}
