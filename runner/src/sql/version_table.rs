//! The statements of the version table, the same as Alembic's.

use migration_api::Value;
use migration_api::schema::TableName;

use super::Statement;
use super::statement::StatementWriter;
use crate::dialect::Dialect;

/// The one column of the version table.
pub const COLUMN: &str = "version_num";

/// Returns the creation of the version table, with its primary key.
pub fn create(dialect: &dyn Dialect, table: TableName<'_>) -> Statement<'static> {
    let key = dialect.quote(&format!("{}_pkc", table.name));
    Statement::new(format!(
        "CREATE TABLE {} (\n    {COLUMN} VARCHAR(32) NOT NULL,\n    \
         CONSTRAINT {key} PRIMARY KEY ({COLUMN})\n)",
        dialect.table(table)
    ))
}

/// Returns a creation of the version table that is passed over if it is there.
pub fn unless_there(create: &Statement<'_>) -> Statement<'static> {
    Statement::new(create.sql().replacen("CREATE TABLE", "CREATE TABLE IF NOT EXISTS", 1))
}

/// Returns the creation of a version table without a primary key.
pub fn create_without_key(dialect: &dyn Dialect, table: TableName<'_>) -> Statement<'static> {
    Statement::new(format!(
        "CREATE TABLE {} (\n    {COLUMN} VARCHAR(32) NOT NULL\n)",
        dialect.table(table)
    ))
}

/// Returns the drop of the version table.
pub fn drop(dialect: &dyn Dialect, table: TableName<'_>) -> Statement<'static> {
    Statement::new(format!("DROP TABLE {}", dialect.table(table)))
}

/// Returns the query for the applied revisions.
pub fn select(dialect: &dyn Dialect, table: TableName<'_>) -> Statement<'static> {
    let table = dialect.table(table);
    Statement::new(format!("SELECT {table}.{COLUMN} FROM {table}"))
}

/// Returns the statement that notes `id` as applied.
pub fn insert<'a>(dialect: &dyn Dialect, table: TableName<'_>, id: &'a str) -> Statement<'a> {
    let mut writer = StatementWriter::new(dialect);
    writer.push(&format!("INSERT INTO {} ({COLUMN}) VALUES (", dialect.table(table)));
    writer.bind(Value::Text(id));
    writer.push(")");
    writer.finish()
}

/// Returns the statement that replaces the applied revision `from` by `to`.
pub fn update<'a>(
    dialect: &dyn Dialect,
    table: TableName<'_>,
    from: &'a str,
    to: &'a str,
) -> Statement<'a> {
    let table = dialect.table(table);
    let mut writer = StatementWriter::new(dialect);
    writer.push(&format!("UPDATE {table} SET {COLUMN}="));
    writer.bind(Value::Text(to));
    writer.push(&format!(" WHERE {table}.{COLUMN} = "));
    writer.bind(Value::Text(from));
    writer.finish()
}

/// Returns the statement that takes `id` back.
pub fn delete<'a>(dialect: &dyn Dialect, table: TableName<'_>, id: &'a str) -> Statement<'a> {
    let table = dialect.table(table);
    let mut writer = StatementWriter::new(dialect);
    writer.push(&format!("DELETE FROM {table} WHERE {table}.{COLUMN} = "));
    writer.bind(Value::Text(id));
    writer.finish()
}

/// Returns the statement that takes all applied revisions back.
pub fn clear(dialect: &dyn Dialect, table: TableName<'_>) -> Statement<'static> {
    Statement::new(format!("DELETE FROM {}", dialect.table(table)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::testing::each;

    #[test]
    fn the_statements_are_those_of_alembic() {
        let script = |table| {
            each(|dialect| {
                Ok(vec![
                    create(dialect, table),
                    insert(dialect, table, "ae10"),
                    update(dialect, table, "ae10", "27c6"),
                    select(dialect, table),
                    delete(dialect, table, "27c6"),
                    drop(dialect, table),
                    create_without_key(dialect, table),
                ])
            })
        };
        insta::assert_snapshot!(script(TableName::parse("alembic_version")), @"
        -- PostgreSQL
        CREATE TABLE alembic_version (
            version_num VARCHAR(32) NOT NULL,
            CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
        );
        INSERT INTO alembic_version (version_num) VALUES ('ae10');
        UPDATE alembic_version SET version_num='27c6' WHERE alembic_version.version_num = 'ae10';
        SELECT alembic_version.version_num FROM alembic_version;
        DELETE FROM alembic_version WHERE alembic_version.version_num = '27c6';
        DROP TABLE alembic_version;
        CREATE TABLE alembic_version (
            version_num VARCHAR(32) NOT NULL
        );
        -- SQLite
        CREATE TABLE alembic_version (
            version_num VARCHAR(32) NOT NULL,
            CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
        );
        INSERT INTO alembic_version (version_num) VALUES ('ae10');
        UPDATE alembic_version SET version_num='27c6' WHERE alembic_version.version_num = 'ae10';
        SELECT alembic_version.version_num FROM alembic_version;
        DELETE FROM alembic_version WHERE alembic_version.version_num = '27c6';
        DROP TABLE alembic_version;
        CREATE TABLE alembic_version (
            version_num VARCHAR(32) NOT NULL
        );
        -- MySQL
        CREATE TABLE alembic_version (
            version_num VARCHAR(32) NOT NULL,
            CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
        );
        INSERT INTO alembic_version (version_num) VALUES ('ae10');
        UPDATE alembic_version SET version_num='27c6' WHERE alembic_version.version_num = 'ae10';
        SELECT alembic_version.version_num FROM alembic_version;
        DELETE FROM alembic_version WHERE alembic_version.version_num = '27c6';
        DROP TABLE alembic_version;
        CREATE TABLE alembic_version (
            version_num VARCHAR(32) NOT NULL
        );
        ");
        insta::assert_snapshot!(script(TableName::parse("main.Version")), @r#"
        -- PostgreSQL
        CREATE TABLE main."Version" (
            version_num VARCHAR(32) NOT NULL,
            CONSTRAINT "Version_pkc" PRIMARY KEY (version_num)
        );
        INSERT INTO main."Version" (version_num) VALUES ('ae10');
        UPDATE main."Version" SET version_num='27c6' WHERE main."Version".version_num = 'ae10';
        SELECT main."Version".version_num FROM main."Version";
        DELETE FROM main."Version" WHERE main."Version".version_num = '27c6';
        DROP TABLE main."Version";
        CREATE TABLE main."Version" (
            version_num VARCHAR(32) NOT NULL
        );
        -- SQLite
        CREATE TABLE main."Version" (
            version_num VARCHAR(32) NOT NULL,
            CONSTRAINT "Version_pkc" PRIMARY KEY (version_num)
        );
        INSERT INTO main."Version" (version_num) VALUES ('ae10');
        UPDATE main."Version" SET version_num='27c6' WHERE main."Version".version_num = 'ae10';
        SELECT main."Version".version_num FROM main."Version";
        DELETE FROM main."Version" WHERE main."Version".version_num = '27c6';
        DROP TABLE main."Version";
        CREATE TABLE main."Version" (
            version_num VARCHAR(32) NOT NULL
        );
        -- MySQL
        CREATE TABLE main.`Version` (
            version_num VARCHAR(32) NOT NULL,
            CONSTRAINT `Version_pkc` PRIMARY KEY (version_num)
        );
        INSERT INTO main.`Version` (version_num) VALUES ('ae10');
        UPDATE main.`Version` SET version_num='27c6' WHERE main.`Version`.version_num = 'ae10';
        SELECT main.`Version`.version_num FROM main.`Version`;
        DELETE FROM main.`Version` WHERE main.`Version`.version_num = '27c6';
        DROP TABLE main.`Version`;
        CREATE TABLE main.`Version` (
            version_num VARCHAR(32) NOT NULL
        );
        "#);
    }
}
