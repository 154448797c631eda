//! The queries, two whatever the number of tables.

use super::super::Sqlite;
use crate::dialect::Dialect;

/// The names of the database files that are open besides the main one.
pub(super) const ATTACHED: &str =
    "SELECT name FROM pragma_database_list WHERE name NOT IN ('main', 'temp') ORDER BY name";

/// The tables whose rows a module keeps: virtual ones, and what these store their own things in.
///
/// <https://sqlite.org/pragma.html#pragma_table_list>
pub(super) const OF_MODULES: &str =
    "SELECT schema, name FROM pragma_table_list WHERE type IN ('virtual', 'shadow')";

/// Returns the query for what `sqlite_schema` of these database files has, with the file's name before it.
///
/// <https://sqlite.org/schematab.html>
pub(super) fn objects(schemas: &[&str]) -> String {
    let of_schema = |schema: &&str| {
        let name = crate::sql::quoted_text(schema);
        let schema = Sqlite.quote(schema);
        format!(
            "SELECT {name}, type, name, tbl_name, sql FROM {schema}.sqlite_schema \
             WHERE sql IS NOT NULL AND lower(substr(name, 1, 7)) <> 'sqlite_'"
        )
    };
    schemas.iter().map(of_schema).collect::<Vec<_>>().join(" UNION ALL ")
}
