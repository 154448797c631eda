//! Indexes.

use migration_api::ops::{CreateIndex, DropIndex};
use migration_api::schema::TableName;

use super::Statement;
use super::constraint::list;
use crate::dialect::Dialect;

/// Renders `CREATE INDEX`.
pub(super) fn create(dialect: &dyn Dialect, op: &CreateIndex<'_>) -> Statement<'static> {
    let unique = if op.index.unique { "UNIQUE " } else { "" };
    let if_not_exists = if op.if_not_exists { "IF NOT EXISTS " } else { "" };
    let target = dialect.index_on_table(op.index.name, op.index.table);
    let columns = list(dialect, op.index.columns);
    Statement::new(format!("CREATE {unique}INDEX {if_not_exists}{target} {columns}"))
}

/// Renders `DROP INDEX`. The index stands in the schema of its table.
pub(super) fn drop(dialect: &dyn Dialect, op: &DropIndex<'_>) -> Statement<'static> {
    let if_exists = if op.if_exists { "IF EXISTS " } else { "" };
    let index = dialect.table(TableName { schema: op.table.schema, name: op.name });
    Statement::new(format!("DROP INDEX {if_exists}{index}"))
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

        -- PostgreSQL
        CREATE UNIQUE INDEX IF NOT EXISTS "IX" ON main.account (id, email);
        -- SQLite
        CREATE UNIQUE INDEX IF NOT EXISTS main."IX" ON account (id, email);
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

        -- PostgreSQL
        DROP INDEX IF EXISTS main."IX";
        -- SQLite
        DROP INDEX IF EXISTS main."IX";
        "#);
    }
}
