//! Whole schemas, written as a function of an environment.

use std::fs;
use std::process::Command;

use migration_api::ops::{CreateDomain, CreateExtension, CreateSequence, Operation};
use migration_api::prelude::*;
use migration_api::schema::Object;
use runner::autogenerate::render::{RenderOptions, metadata};
use runner::schema::Schema;

use super::{asked_for, clippy, rustfmt, write_revision, written};
use crate::support::Project;

/// Hands over one of each object, with all that it can say.
fn every_object(take: impl FnOnce(&Schema<'_>)) {
    let columns = [
        Column::new("id", Integer).not_null(),
        Column::new("at", Timestamp).default_sql("now()").comment("since \"when\""),
    ];
    let constraints =
        [Constraint::primary_key("pk_account", &["id"]), Constraint::check("ck", "id > 0")];
    let parts = [IndexPart::column("at").descending(), IndexPart::expression("abs(id)")];
    let indexes =
        [Index::of_parts("ix", "app.account", &parts), Index::new("iy", "app.account", &["id"])];
    let table = Table::new("app.account", &columns, &constraints)
        .indexes(&indexes)
        .options(&[TableOption::Unlogged])
        .comment("who may log in");
    let view = View::new("app.recent", "SELECT id\n  FROM account");
    let view_indexes = [Index::new("iv", "app.old", &["id"])];
    let function = "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$\n    SELECT '\"#'\n$$";
    let objects = [
        Object::Schema("app"),
        Object::Extension(CreateExtension::new("citext").schema("app").version("1.6")),
        Object::Enum(EnumType::new("app.mood", &["sad", "ok"]).rename_values(&[("ok", "fine")])),
        Object::Domain(CreateDomain::new("email", Text).not_null().check("VALUE ~ '@'")),
        Object::Domain(
            CreateDomain::new("code", Text).collate("C").checks(&[("ck", "VALUE > ''")]),
        ),
        Object::Sequence(CreateSequence::new("ticket").counter(Counter::new().start(7))),
        Object::Sequence(CreateSequence::new("small").ty(SmallInt)),
        Object::Table(table),
        Object::Table(Table::new("\"odd.name\"", &[], &[]).rename_from("even")),
        Object::View(view.columns(&["id"]).comment("lately")),
        Object::View(view.options(&[("check_option", "local")])),
        Object::View(View::new("app.old", "SELECT 1 AS id").materialized().indexes(&view_indexes)),
        Object::Routine(Routine::function("f", "", function)),
        Object::Routine(Routine::procedure("p", "integer, text", "CREATE PROCEDURE p …")),
        Object::Trigger(Trigger::new("touch", "app.account", "CREATE TRIGGER touch …")),
        Object::RowSecurity(RowSecurity::new("app.account").forced()),
        Object::RowSecurity(RowSecurity::new("account")),
        Object::Policy(Policy::new("all", "app.account")),
        Object::Policy(
            Policy::new("own", "app.account")
                .restrictive()
                .command("SELECT")
                .roles(&["reader"])
                .using("owner = current_user")
                .check("true"),
        ),
    ];
    let mut schema = Schema::default();
    objects.into_iter().for_each(|object| schema.push(object));
    take(&schema);
}

/// Returns the objects of a schema as a metadata, in the order in which it is written.
fn as_metadata(schema: &Schema<'_>) -> Metadata {
    let schemas = schema.schemas.iter().map(|it| Object::Schema(it));
    let objects = schemas
        .chain(schema.extensions.iter().copied().map(Object::Extension))
        .chain(schema.enums.iter().copied().map(Object::Enum))
        .chain(schema.domains.iter().copied().map(Object::Domain))
        .chain(schema.sequences.iter().copied().map(Object::Sequence))
        .chain(schema.tables.iter().copied().map(Object::Table))
        .chain(schema.views.iter().copied().map(Object::View))
        .chain(schema.routines.iter().copied().map(Object::Routine))
        .chain(schema.triggers.iter().copied().map(Object::Trigger))
        .chain(schema.row_security.iter().copied().map(Object::RowSecurity))
        .chain(schema.policies.iter().copied().map(Object::Policy));
    objects.fold(Metadata::new(), Metadata::object)
}

/// Compiles a written schema, and returns what it encodes to.
fn compiled(source: &str) -> String {
    let project = Project::new();
    project.write("migrations/wanted.rs", source);
    let path = project.path("migrations/wanted.rs");
    Command::new("rustfmt").args(["--edition", "2024"]).arg(&path).status().unwrap();
    rustfmt(&path);
    let env = fs::read_to_string(project.path("migrations/env.rs")).unwrap();
    let module = "migration_api::revisions!();\n\npub mod wanted;\n";
    project.write("migrations/env.rs", &env.replace("migration_api::revisions!();\n", module));
    let tell = "ctx.progress(&format!(\"{:?}\", crate::wanted::metadata()))";
    project.revision("a1", tell, "ctx.progress(\"back\")");
    clippy(&project);
    let [[upgrade, _]] = <[_; 1]>::try_from(asked_for(&project, &["a1".to_owned()])).unwrap();
    upgrade.concat()
}

#[test]
fn a_schema_is_written_as_the_metadata_that_it_is() {
    every_object(|schema| {
        let source = metadata(schema, &RenderOptions::default()).unwrap();
        insta::assert_snapshot!(source);
        assert_eq!(compiled(&source), format!("{:?}", as_metadata(schema)));
    });
}

#[test]
fn a_usual_key_stands_at_its_columns() {
    let columns = [Column::new("id", Integer).not_null(), Column::new("no", Integer).not_null()];
    let options =
        RenderOptions { is_usual_key_name: &|_, name| name == "a_pkey", ..Default::default() };
    let nullable = [Column::new("id", Integer)];
    for (columns, key, at_columns) in [
        (&columns[..], Constraint::primary_key("a_pkey", &["id"]), true),
        (&columns, Constraint::primary_key("a_pkey", &["id", "no"]), true),
        (&columns, Constraint::primary_key("", &["id"]).unnamed(), true),
        (&columns, Constraint::primary_key("other", &["id"]), false),
        (&columns, Constraint::primary_key("a_pkey", &["no", "id"]), false),
        (&columns, Constraint::primary_key("a_pkey", &["id"]).deferrable(), false),
        (&columns, Constraint::primary_key("a_pkey", &["id"]).include(&["no"]), false),
        (&nullable, Constraint::primary_key("a_pkey", &["id"]), false),
    ] {
        let constraints = [key];
        let mut schema = Schema::default();
        schema.push(Object::Table(Table::new("a", columns, &constraints)));
        let source = metadata(&schema, &options).unwrap();
        assert_eq!(source.contains(").primary_key()"), at_columns, "{source}");
        assert_eq!(source.contains("Constraint::"), !at_columns, "{source}");
    }
}

/// All that a function borrows lies on the stack of a debug build at once: 2 MiB in a thread, as a test's is.
#[test]
fn many_tables_do_not_overflow_the_stack() {
    let column = Column::new("a_column", Varchar(200)).not_null();
    let columns = [column; 12];
    let names: Vec<String> = (0..400).map(|number| format!("table_{number}")).collect();
    let mut schema = Schema::default();
    for name in &names {
        schema.push(Object::Table(Table::new(name, &columns, &[])));
    }
    let source = metadata(&schema, &RenderOptions::default()).unwrap();
    assert!(source.contains("part_2()"));
    compiled(&source);
    let create = |name| Operation::from(CreateTable::new(name, &columns, &[]));
    let operations: Vec<Operation<'_>> = names.iter().map(|name| create(name)).collect();
    let project = Project::new();
    write_revision(&project, "a1", written(&operations));
    clippy(&project);
    let wanted: Vec<String> = operations.iter().map(|it| format!("{it:?}")).collect();
    assert_eq!(asked_for(&project, &["a1".to_owned()]), [[wanted.clone(), wanted]]);
}
