//! Several sources together.

use migration_api::prelude::*;
use migration_api::schema::Object;

use super::compared::Comparison;
use crate::support::{databases, mariadb, postgres};

fn table(name: &str) -> Metadata {
    Metadata::new().table(Table::new(name, &[Column::new("id", Integer)], &[]))
}

#[test]
fn an_object_of_two_sources_is_refused_with_both_names() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.sql"), "CREATE TABLE a (id INTEGER);").unwrap();
    std::fs::write(folder.path().join("b.sql"), "CREATE VIEW a AS SELECT 1 AS id;").unwrap();
    let comparison = Comparison { root: folder.path(), ..Comparison::default() };
    for database in databases() {
        for (metadata, first, second) in [
            (table("a").and(Metadata::from_sql_file("a.sql")), "its values", "`a.sql`"),
            (
                Metadata::from_sql_file("a.sql").and(Metadata::from_sql_file("b.sql")),
                "`a.sql`",
                "`b.sql`",
            ),
            (table("a").and(table("a")), "its values", "its values"),
            (
                Metadata::from_sql("CREATE TABLE a (id INTEGER)").and(table("a")),
                "the SQL of `target_metadata`",
                "its values",
            ),
        ] {
            let error = comparison.lines(&database, &metadata).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!(
                    "`target_metadata` has the table or view `a` twice, in {first} and in {second}"
                )
            );
        }
    }
}

#[test]
fn sources_are_one_schema() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.sql"), "CREATE TABLE a (id INTEGER);").unwrap();
    let comparison = Comparison { root: folder.path(), ..Comparison::default() };
    for (database, other) in databases().into_iter().zip(databases()) {
        other.execute("CREATE TABLE c (id INTEGER)");
        database.execute(
            "CREATE TABLE a (id INTEGER); CREATE TABLE b (id INTEGER); CREATE TABLE c (id INTEGER)",
        );
        let metadata =
            [Metadata::from_sql_file("a.sql"), table("b"), Metadata::reflect(&other.url)];
        assert_eq!(comparison.lines(&database, &metadata.into_iter().collect()).unwrap(), [""; 0]);
    }
}

#[test]
fn a_type_that_two_sources_define_alike_is_one() {
    let database = postgres();
    let sql = "CREATE TYPE mood AS ENUM ('sad', 'glad'); CREATE TABLE a (mood mood); CREATE DOMAIN short AS VARCHAR(5);";
    database.execute(&format!(
        "{sql} CREATE TABLE b (mood mood); CREATE EXTENSION citext; CREATE SCHEMA own;"
    ));
    let with = |values: &'static [&'static str]| {
        Metadata::new().table(Table::new("b", &[Column::new("mood", Enum("mood", values))], &[]))
    };
    let file = || Metadata::from_sql(&format!("{sql} CREATE EXTENSION citext;"));
    let more = || Metadata::from_sql("CREATE EXTENSION citext; CREATE DOMAIN short AS VARCHAR(5);");
    let comparison = Comparison::default();
    for metadata in [
        with(&["sad", "glad"]).and(file()).and(more()),
        more().and(file()).and(with(&["sad", "glad"])),
    ] {
        assert_eq!(comparison.lines(&database, &metadata).unwrap(), [""; 0]);
    }
    let error = comparison.lines(&database, &file().and(with(&["sad"]))).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`target_metadata` has the enum type `mood` twice, in the SQL of `target_metadata` and in its values"
    );
    // A type of its own besides the columns that have it.
    let explicit =
        with(&["sad", "glad"]).object(Object::Enum(EnumType::new("mood", &["sad", "glad"])));
    assert_eq!(comparison.lines(&database, &explicit.and(Metadata::from_sql("CREATE TYPE mood AS ENUM ('sad', 'glad'); CREATE TABLE a (mood mood); CREATE DOMAIN short AS VARCHAR(5); CREATE EXTENSION citext;"))).unwrap(), [""; 0]);
}

#[test]
fn values_of_another_database_of_mariadb_are_compared_there() {
    let (database, beside) = (mariadb(), mariadb());
    beside.execute("CREATE TABLE b (id INTEGER)");
    let name = beside.url.rsplit('/').next().unwrap().to_owned();
    let schemas = [name.clone()];
    let comparison = Comparison { schemas: &schemas, ..Comparison::default() };
    let metadata =
        table(&format!("{name}.b")).and(Metadata::from_sql("CREATE TABLE a (id INTEGER)"));
    let lines = comparison.lines(&database, &metadata).unwrap();
    assert_eq!(lines, ["add table a"], "{name}");
}
