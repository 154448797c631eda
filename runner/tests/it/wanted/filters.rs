//! What is left out of a comparison.

use migration_api::autogenerate::Candidate;
use migration_api::prelude::*;
use runner::autogenerate::{DifferencesDocument, Hooks};
use runner::error::Error;

use super::Source;
use super::compared::Comparison;
use crate::support::{Database, databases, postgres};

/// Hooks that ask a function.
struct Asked {
    names: fn(&Candidate) -> bool,
    objects: fn(&Candidate) -> bool,
}

impl Hooks for Asked {
    fn include_names(&mut self, all: Vec<Candidate>) -> Result<Option<Vec<bool>>, Error> {
        Ok(Some(all.iter().map(self.names).collect()))
    }

    fn include_objects(&mut self, all: Vec<Candidate>) -> Result<Option<Vec<bool>>, Error> {
        Ok(Some(all.iter().map(self.objects).collect()))
    }
}

/// Holds `both`, which has another column in the metadata, and `old`, which the metadata lacks.
fn there(database: &Database) {
    database.execute(
        "CREATE TABLE both_have (id INTEGER, name VARCHAR(10)); CREATE INDEX i ON both_have (name);
         CREATE TABLE old (id INTEGER); CREATE VIEW old_view AS SELECT id FROM old",
    );
}

fn metadata() -> Metadata {
    let columns = [
        Column::new("id", Integer),
        Column::new("name", Varchar(20)),
        Column::new("more", Integer),
    ];
    Metadata::new()
        .table(Table::new("both_have", &columns, &[]).indexes(&[Index::new(
            "j",
            "both_have",
            &["more"],
        )]))
        .table(Table::new("fresh", &[Column::new("id", Integer)], &[]))
}

#[test]
fn hooks_leave_out_names_and_objects() {
    let yes: fn(&Candidate) -> bool = |_| true;
    for database in databases() {
        there(&database);
        let told = |names, objects| {
            let mut hooks = Asked { names, objects };
            let lines = Comparison::default().with(
                &database,
                &metadata(),
                &mut hooks,
                |difference, connection| {
                    DifferencesDocument::of(connection.dialect(), &difference.changes)
                        .unwrap()
                        .lines()
                },
            );
            let mut lines = lines.unwrap();
            lines.sort();
            lines
                .iter()
                .map(|line| {
                    line.split(':').next().unwrap().split(" INT").next().unwrap().to_owned()
                })
                .collect::<Vec<_>>()
        };
        let all = [
            "add column both_have.more",
            "add index j of both_have",
            "add table fresh",
            "change column both_have.name",
            "drop index i of both_have",
            "drop table old",
            "drop view old_view",
        ];
        let without = |left_out: &[&str]| {
            all.iter()
                .filter(|line| !left_out.iter().any(|it| line.contains(it)))
                .map(|it| (*it).to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(told(yes, yes), all, "{}", database.title());
        // What is in the database only, as Alembic's users write it.
        let not_there: fn(&Candidate) -> bool = |it| !it.reflected || it.has_counterpart;
        assert_eq!(told(yes, not_there), without(&["drop "]));
        // One object has one answer.
        let of_metadata: fn(&Candidate) -> bool = |it| !it.reflected;
        assert_eq!(told(yes, of_metadata), ["add table fresh"]);
        let no_table: fn(&Candidate) -> bool = |it| it.name != "both_have";
        assert_eq!(told(yes, no_table), without(&["both_have"]));
        let no_columns: fn(&Candidate) -> bool = |it| it.kind != "column" || it.name == "id";
        assert_eq!(told(yes, no_columns), without(&["column", "index"]));
        let no_index: fn(&Candidate) -> bool = |it| it.kind != "index";
        assert_eq!(told(yes, no_index), without(&["index"]));
        let no_old: fn(&Candidate) -> bool = |it| !it.name.starts_with("old");
        assert_eq!(told(no_old, yes), without(&["old"]));
    }
}

#[test]
fn patterns_leave_out_both_sides() {
    for database in databases() {
        there(&database);
        for (patterns, lines) in [
            (&["old*"][..], 5),
            (&["old*", "both?have"], 1),
            (&["*"], 0),
            (&["o?d"], 6),
            (&["other.*", "OLD"], 7),
        ] {
            let exclude: Vec<String> = patterns.iter().map(|it| (*it).to_owned()).collect();
            let comparison = Comparison { exclude: &exclude, ..Comparison::default() };
            let found = comparison.lines(&database, &metadata()).unwrap();
            assert_eq!(found.len(), lines, "{patterns:?}: {found:?}");
        }
        let empty = [" ".to_owned()];
        let comparison = Comparison { exclude: &empty, ..Comparison::default() };
        let error = comparison.lines(&database, &metadata()).unwrap_err();
        assert_eq!(error.to_string(), "`exclude` has the empty pattern");
    }
}

#[test]
fn the_tables_of_tools_of_migration_are_left_alone_on_both_sides() {
    for database in databases() {
        database.execute(
            "CREATE TABLE alembic_version (version_num VARCHAR(32)); CREATE TABLE _sqlx_migrations (version INTEGER)",
        );
        let source = Source::new(
            "CREATE TABLE a (id INTEGER); CREATE TABLE flyway_schema_history (id INTEGER);",
        );
        assert_eq!(source.diff(&database).stdout, "add table a\n");
    }
}

#[test]
fn other_schemas_of_a_file_count_when_they_are_looked_at() {
    let database = postgres();
    let sql = "CREATE SCHEMA own; CREATE TABLE own.a (id INTEGER); CREATE TABLE a (id INTEGER);";
    database.execute(sql);
    Source::new(sql).is(&database);
    Source::new(sql).configured("include_schemas = true").is(&database);
    let less = "CREATE SCHEMA other; CREATE TABLE a (id INTEGER);";
    Source::new(less).is(&database);
    let run = Source::new(less).configured("include_schemas = true").diff(&database);
    assert_eq!(run.stdout, "drop schema own\nadd schema other\ndrop table own.a\n");
    // What is excluded in another schema is so with all that belongs to it.
    let source = Source::new("CREATE TABLE a (id INTEGER); CREATE SCHEMA own;");
    source.configured("include_schemas = true\nexclude = ['own.*']").is(&database);
}
