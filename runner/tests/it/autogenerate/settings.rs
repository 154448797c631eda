//! What `runner.toml` says of a comparison.

use super::{Environment, autogenerate, differences, holds, want};
use crate::support::{Project, postgres, sqlite};

const METADATA: &str = r#"Metadata::new().table(Table::new(
    "a",
    &[Column::new("id", Integer), Column::new("name", Varchar(20)).default(Value::Text("x"))],
    &[],
))"#;

#[test]
fn the_file_switches_off_and_the_environment_has_the_last_word() {
    let database = sqlite();
    database
        .execute("CREATE TABLE a (id INTEGER, name VARCHAR(10)); CREATE TABLE tmp_1 (id INTEGER)");
    let project = Project::on(&database.url);
    let url = format!("url = {:?}", database.url);
    let changed = "change column a.name: type VARCHAR(10) to VARCHAR(20)";
    for (settings, configuration, told) in [
        ("exclude = ['tmp_*']", "", Some(format!("{changed}, default 'x'"))),
        ("exclude = ['tmp_*']\ncompare_server_default = false", "", Some(changed.to_owned())),
        (
            "exclude = ['tmp_*']\ncompare_type = false",
            "",
            Some("change column a.name: default 'x'".to_owned()),
        ),
        ("exclude = ['tmp_*', 'a']\n", "", Some("add table a".to_owned())),
        (
            "exclude = ['tmp_*']\ncompare_type = false",
            ".compare_type(true).compare_server_default(false)",
            Some(changed.to_owned()),
        ),
        ("exclude = ['tmp_*']\ncompare_type = false\ncompare_server_default = false", "", None),
    ] {
        project.configure(&format!("{url}\n{settings}"));
        let configuration = format!(".target_metadata(target_metadata){configuration}");
        let environment =
            Environment { metadata: METADATA, configuration: &configuration, items: "" };
        environment.write_to(&project);
        match told {
            Some(told) if told == "add table a" => holds(&project),
            Some(told) => {
                assert_eq!(differences(project.runner(&["check"])), told + "\n", "{settings}");
            }
            None => holds(&project),
        }
    }
}

#[test]
fn batches_are_written_where_they_are_asked_for() {
    let database = sqlite();
    database.execute("CREATE TABLE a (id INTEGER)");
    let project = Project::on(&database.url);
    project.configure(&format!("url = {:?}\nrender_as_batch = true", database.url));
    want(&project, METADATA);
    assert!(autogenerate(&project, "add").contains("batch_alter_table"));
    project.runner(&["upgrade", "head"]).succeeds();
    holds(&project);
}

#[test]
fn other_schemas_are_looked_at_when_told_so() {
    let database = postgres();
    database.execute("CREATE SCHEMA billing; CREATE TABLE billing.old (id INTEGER)");
    let project = Project::on(&database.url);
    let metadata = "Metadata::new().schema(\"billing\")\
        .table(Table::new(\"billing.invoice\", &[Column::new(\"id\", Integer)], &[]))\
        .table(Table::new(\"a\", &[Column::new(\"id\", Integer)], &[]))";
    want(&project, metadata);
    let run = project.runner(&["check"]);
    assert!(
        run.stderr.contains("what is wanted in other schemas is not compared: billing"),
        "{}",
        run.stderr
    );
    assert_eq!(differences(run), "add table a\n");
    project.configure(&format!("url = {:?}\ninclude_schemas = true", database.url));
    let told = differences(project.runner(&["check"]));
    for line in ["add table a\n", "add table billing.invoice\n", "drop table billing.old\n"] {
        assert!(told.contains(line), "{told}");
    }
    autogenerate(&project, "all");
    project.runner(&["upgrade", "head"]).succeeds();
    holds(&project);
}
