//! Indexes.

use migration_api::ops::{CreateIndex, DropIndex};
use migration_api::schema::{Index, IndexKeys, IndexPart, Nulls, TableName};

use super::constraint::list;
use super::{RenderError, Statement};
use crate::dialect::Dialect;

/// Renders `CREATE INDEX`. What only tunes an index for another database is passed over.
pub(crate) fn create(
    dialect: &dyn Dialect,
    op: &CreateIndex<'_>,
) -> Result<Vec<Statement<'static>>, RenderError> {
    let index = &op.index;
    let Some(name) = index.name else {
        return Err(RenderError::NoIndexName { table: index.table.to_string() });
    };
    let syntax = dialect.index_syntax(index);
    let unique = if index.unique { "UNIQUE " } else { "" };
    let concurrently = if op.concurrently && syntax.is_tunable { "CONCURRENTLY " } else { "" };
    let if_not_exists = if op.if_not_exists { "IF NOT EXISTS " } else { "" };
    let target = dialect.index_on_table(name, index.table);
    let mut sql = format!(
        "CREATE {unique}{}INDEX {concurrently}{if_not_exists}{target}{} {}",
        syntax.kind,
        syntax.using,
        keys(dialect, index)
    );
    if syntax.is_tunable && !index.include.is_empty() {
        sql.extend([format!(" INCLUDE {}", list(dialect, index.include))]);
    }
    if index.nulls_not_distinct {
        sql.push_str(" NULLS NOT DISTINCT");
    }
    if syntax.is_tunable && !index.storage.is_empty() {
        let parameters = index.storage.iter().map(|(name, value)| format!("{name} = {value}"));
        sql.extend([format!(" WITH ({})", parameters.collect::<Vec<_>>().join(", "))]);
    }
    if let Some(tablespace) = index.tablespace.filter(|_| syntax.is_tunable) {
        sql.extend([format!(" TABLESPACE {}", dialect.quote(tablespace))]);
    }
    if let Some(condition) = index.predicate {
        sql.extend([format!(" WHERE {condition}")]);
    }
    sql.push_str(&syntax.tail);
    let mut statements = vec![Statement::new(sql)];
    statements.extend(dialect.comment_on_index(index.table, name, index.comment)?);
    Ok(statements)
}

/// Returns an index as it stands among a table's columns.
pub(super) fn in_table(dialect: &dyn Dialect, index: &Index<'_>) -> String {
    let syntax = dialect.index_syntax(index);
    let unique = if index.unique { "UNIQUE " } else { "" };
    let name = index.name.map(|name| format!("{} ", dialect.quote(name))).unwrap_or_default();
    format!("{unique}{}KEY {name}{}{}", syntax.kind, keys(dialect, index), syntax.tail)
}

/// Renders `DROP INDEX`. The index stands in the schema of its table.
pub(super) fn drop(dialect: &dyn Dialect, op: &DropIndex<'_>) -> Statement<'static> {
    Statement::new(dialect.drop_index(op))
}

/// Returns `DROP INDEX` for databases in which an index is an object of its own.
pub(crate) fn drop_by_name(dialect: &dyn Dialect, op: &DropIndex<'_>, options: &str) -> String {
    let if_exists = if op.if_exists { "IF EXISTS " } else { "" };
    let index = dialect.table(TableName { schema: op.table.schema, name: op.name });
    format!("DROP INDEX {options}{if_exists}{index}")
}

/// How a database writes an index beyond its name and what it is over.
pub struct IndexSyntax {
    /// What stands before `INDEX`: `FULLTEXT `.
    pub kind: &'static str,
    /// What stands behind the table: ` USING gin`.
    pub using: String,
    /// What stands at the end: ` COMMENT 'x'`.
    pub tail: String,
    /// Whether the database knows PostgreSQL's ways to tune an index.
    pub is_tunable: bool,
}

impl IndexSyntax {
    /// Returns the syntax of a database that has but one kind of index.
    pub const PLAIN: Self =
        Self { kind: "", using: String::new(), tail: String::new(), is_tunable: false };
}

fn keys(dialect: &dyn Dialect, index: &Index<'_>) -> String {
    match index.keys {
        IndexKeys::Columns(columns) => list(dialect, columns),
        IndexKeys::Parts(parts) => {
            let parts: Vec<_> = parts.iter().map(|it| dialect.index_part(it)).collect();
            format!("({})", parts.join(", "))
        }
    }
}

/// Returns a part of an index in PostgreSQL's order: expression, collation, operator class, direction, place of NULLs.
pub(crate) fn part(dialect: &dyn Dialect, part: &IndexPart<'_>, is_tunable: bool) -> String {
    let mut sql = match part.is_expression {
        true => format!("({})", part.text),
        false => dialect.quote(part.text),
    };
    if let Some(collation) = part.collation {
        sql.extend([format!(" COLLATE {}", dialect.quote(collation))]);
    }
    if let Some(class) = part.operator_class.filter(|_| is_tunable) {
        sql.extend([format!(" {class}")]);
    }
    if part.descending {
        sql.push_str(" DESC");
    }
    sql.push_str(match part.nulls.filter(|_| is_tunable) {
        Some(Nulls::First) => " NULLS FIRST",
        Some(Nulls::Last) => " NULLS LAST",
        None => "",
    });
    sql
}

#[cfg(test)]
mod tests {
    use migration_api::ops::Operation;
    use migration_api::schema::Index;

    use super::*;
    use crate::sql::testing::on_each;

    #[test]
    fn create_index() {
        let index = Index::new("ix_account_email", "account", &["email"]);
        let of_schema = Index::new("IX", "main.account", &["id", "email"]).unique();
        let cases = [
            on_each(&Operation::CreateIndex(CreateIndex::new(index))),
            on_each(&Operation::CreateIndex(CreateIndex::new(of_schema).if_not_exists())),
        ];
        insta::assert_snapshot!(cases.join("\n"), @r#"
        -- PostgreSQL
        CREATE INDEX ix_account_email ON account (email);
        -- SQLite
        CREATE INDEX ix_account_email ON account (email);
        -- MySQL
        CREATE INDEX ix_account_email ON account (email);

        -- PostgreSQL
        CREATE UNIQUE INDEX IF NOT EXISTS "IX" ON main.account (id, email);
        -- SQLite
        CREATE UNIQUE INDEX IF NOT EXISTS main."IX" ON account (id, email);
        -- MySQL
        refused: create_index on `main.account`: MySQL cannot create or drop an index only if it is (not) there
           help: leave it out, and look into `information_schema` first
        -- MariaDB
        CREATE UNIQUE INDEX IF NOT EXISTS `IX` ON main.account (id, email);
        "#);
    }

    #[test]
    fn drop_index() {
        let cases = [
            on_each(&Operation::DropIndex(DropIndex::new("ix_account_state", "account"))),
            on_each(&Operation::DropIndex(DropIndex::new("IX", "main.account").if_exists())),
        ];
        insta::assert_snapshot!(cases.join("\n"), @r#"
        -- PostgreSQL
        DROP INDEX ix_account_state;
        -- SQLite
        DROP INDEX ix_account_state;
        -- MySQL
        DROP INDEX ix_account_state ON account;

        -- PostgreSQL
        DROP INDEX IF EXISTS main."IX";
        -- SQLite
        DROP INDEX IF EXISTS main."IX";
        -- MySQL
        refused: drop_index on `main.account`: MySQL cannot create or drop an index only if it is (not) there
           help: leave it out, and look into `information_schema` first
        -- MariaDB
        DROP INDEX IF EXISTS `IX` ON main.account;
        "#);
    }
}
