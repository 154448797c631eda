//! One shop in several spellings is one shop. That its values, structs and entities are the same metadata is tested beside
//! `migration-api-sea-orm`, which knows all three.

use std::fs;
use std::path::{Path, PathBuf};

use migration_api::schema::Metadata;

use super::compared::Comparison;
use crate::support::{Database, databases};

#[path = "../../../../testdata/shop/values.rs"]
#[expect(unreachable_pub, reason = "a file of several tests")]
mod values;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata/shop")
}

fn sql_of(database: &Database) -> String {
    format!("schema.{}.sql", database.title().to_lowercase())
}

#[test]
fn a_database_made_by_one_source_is_what_every_other_one_wants() {
    let folder = folder();
    let comparison = Comparison { root: &folder, ..Comparison::default() };
    for (by_sql, by_values) in databases().into_iter().zip(databases()) {
        let file = sql_of(&by_sql);
        by_sql.execute(&fs::read_to_string(folder.join(&file)).unwrap());
        let made = comparison.upgrade(&by_values, &values::metadata()).unwrap();
        assert!(!made.is_empty());
        for database in [&by_sql, &by_values] {
            for (source, metadata) in [
                ("values", values::metadata()),
                ("SQL", Metadata::from_sql_file(&file)),
                ("the database made by SQL", Metadata::reflect(&by_sql.url)),
                ("the database made by values", Metadata::reflect(&by_values.url)),
                ("diesel", Metadata::from_diesel_schema("diesel_schema.rs")),
            ] {
                // Diesel's file is that of the database of one kind.
                if source == "diesel" && !database.is_postgres() {
                    continue;
                }
                let lines = comparison.lines(database, &metadata).unwrap();
                assert_eq!(lines, [""; 0], "{} {source}", database.title());
            }
        }
    }
}
