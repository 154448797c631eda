//! What keeps a comparison from being made ends in one clear error.

use super::{Environment, want};
use crate::support::{Project, postgres, sqlite};

#[test]
fn what_cannot_be_compared_is_said_before_a_file_is_written() {
    let database = sqlite();
    let project = Project::on(&database.url);
    let table = "Metadata::new().table(Table::new(\"a\", &[Column::new(\"id\", Integer)], &[]))";
    let target = ".target_metadata(target_metadata)";
    let panics = ".target_metadata(target_metadata).include_object(panics)";
    let hook = "fn panics(_: &Candidate) -> bool { panic!(\"no idea\") }";
    for (metadata, configuration, items, texts) in [
        (
            "Metadata::new()",
            target,
            "",
            &["`target_metadata` of `env.rs` returns nothing", "`Metadata::new().table"][..],
        ),
        (
            table,
            "",
            "",
            &[
                "`env.rs` does not say what the database should hold",
                ".target_metadata(target_metadata)",
            ],
        ),
        (
            "panic!(\"no models\")",
            target,
            "",
            &["`env.rs` panicked at migrations/env.rs", "no models"],
        ),
        (table, panics, hook, &["`env.rs` panicked at migrations/env.rs", "no idea"]),
        ("Metadata::from_sql_file(\"nowhere.sql\")", target, "", &["nowhere.sql"]),
        (
            "Metadata::reflect(\"sqlite:///nowhere.db\")",
            target,
            "",
            &["nowhere.db", "it does not exist"],
        ),
    ] {
        Environment { metadata, configuration, items }.write_to(&project);
        for command in [&["check"][..], &["revision", "--autogenerate", "-m", "x"]] {
            project.runner(command).fails_with(texts);
        }
    }
    assert!(std::fs::read_dir(project.path("migrations/versions")).unwrap().next().is_none());
    for arguments in [
        &["schema", "--url", "sqlite:///nowhere.db"][..],
        &["diff", "--from", "sqlite:///nowhere.db", "--to", &database.url],
    ] {
        project.runner(arguments).fails_with(&["nowhere.db", "it does not exist"]);
    }
    assert!(!project.path("nowhere.db").exists(), "what is only read is not created");
}

#[test]
fn the_database_has_to_be_at_all_heads() {
    let database = sqlite();
    let project = Project::on(&database.url);
    want(
        &project,
        "Metadata::new().table(Table::new(\"a\", &[Column::new(\"id\", Integer)], &[]))",
    );
    project.table_revision("b1");
    project.table_revision("c1");
    for command in [&["check"][..], &["revision", "--autogenerate", "--head", "b1", "-m", "x"]] {
        project.runner(command).fails_with(&[
            "the target database is not up to date: b1, c1 not applied",
            "`runner upgrade heads`",
        ]);
    }
    project.runner(&["upgrade", "heads"]).succeeds();
    project.runner(&["revision", "--autogenerate", "--head", "b1", "-m", "x"]).succeeds();
}

#[test]
fn who_may_not_make_schemas_is_told_how_to_come_by_it() {
    let database = postgres();
    database.execute(
        "CREATE ROLE reader LOGIN PASSWORD 'secret'; GRANT USAGE, CREATE ON SCHEMA public TO reader; \
         CREATE TABLE a (id integer); CREATE VIEW v AS SELECT id FROM a; ALTER VIEW v OWNER TO reader",
    );
    let (_, place) = database.url.split_once('@').unwrap();
    let project = Project::on(&format!("postgresql://reader:secret@{place}"));
    want(
        &project,
        "Metadata::new().table(Table::new(\"a\", &[Column::new(\"id\", Integer)], &[])) \
         .view(View::new(\"v\", \"select a.id from a\"))",
    );
    let run = project.runner(&["check"]);
    for text in ["they are compared word by word", "`GRANT CREATE ON DATABASE … TO …`"] {
        assert!(run.stderr.contains(text), "{}", run.stderr);
    }
}
