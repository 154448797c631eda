//! Tables that are neither shown nor compared: they hold what tools of migration remember.

use migration_api::schema::TableName;

use crate::schema::Schema;

/// Where tools of migration note what they did, in lower case.
const STATE_TABLES: [&str; 24] = [
    "__diesel_schema_migrations",
    "__efmigrationshistory",
    "__efmigrationslock",
    "__drizzle_migrations",
    "_prisma_migrations",
    "_sqlx_migrations",
    "_yoyo_log",
    "_yoyo_migration",
    "_yoyo_version",
    "alembic_version",
    "ar_internal_metadata",
    "atlas_schema_revisions",
    "databasechangelog",
    "databasechangeloglock",
    "django_migrations",
    "flyway_schema_history",
    "goose_db_version",
    "knex_migrations",
    "knex_migrations_lock",
    "refinery_schema_history",
    "schema_migrations",
    "seaql_migrations",
    "yoyo_lock",
    "yoyo_migrations",
];

/// Schemas that belong to such a tool as a whole.
const STATE_SCHEMAS: [&str; 4] = ["atlas_schema_revisions", "drizzle", "pgroll", "reshape"];

/// Returns whether a table is left alone: the version table, and those of other tools.
///
/// A version table without a schema is meant in whichever schema is the default one.
pub fn is_left_alone(table: TableName<'_>, version_table: TableName<'_>) -> bool {
    let name = table.name.to_lowercase();
    table == version_table
        || STATE_TABLES.contains(&name.as_str())
        || table.schema.is_some_and(is_left_alone_schema)
}

/// Returns whether a schema is left alone with all that it holds.
pub fn is_left_alone_schema(schema: &str) -> bool {
    STATE_SCHEMAS.contains(&schema)
}

/// Takes what is left alone out of a schema, and what belongs to it.
pub fn without_left_alone(schema: &mut Schema<'_>, version_table: TableName<'_>) {
    let of_table = |table| !is_left_alone(table, version_table);
    let of_name = |name: TableName<'_>| !name.schema.is_some_and(is_left_alone_schema);
    schema.schemas.retain(|name| !is_left_alone_schema(name));
    schema.enums.retain(|it| of_name(it.name));
    schema.domains.retain(|it| of_name(it.name));
    schema.sequences.retain(|it| {
        let owner = it.owned_by.and_then(|column| column.rsplit_once('.'));
        of_name(it.name) && owner.is_none_or(|(table, _)| of_table(TableName::parse(table)))
    });
    schema.tables.retain(|it| of_table(it.name));
    schema.views.retain(|it| of_name(it.name));
    schema.routines.retain(|it| of_name(it.name));
    schema.triggers.retain(|it| of_table(it.table));
    schema.row_security.retain(|it| of_table(it.table));
    schema.policies.retain(|it| of_table(it.table));
    schema.invalid_indexes.retain(|(table, _)| of_table(*table));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_other_tools_remember_is_left_alone() {
        let version_table = TableName::parse("ops.applied");
        for (table, left_alone) in [
            ("ops.applied", true),
            ("applied", false),
            ("alembic_version", true),
            ("__EFMigrationsHistory", true),
            ("DATABASECHANGELOG", true),
            ("other._sqlx_migrations", true),
            ("pgroll.migrations", true),
            ("migrations", false),
            ("orders", false),
        ] {
            assert_eq!(
                is_left_alone(TableName::parse(table), version_table),
                left_alone,
                "{table}"
            );
        }
    }
}
