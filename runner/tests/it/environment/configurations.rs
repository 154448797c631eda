//! Schemas that stand for others, several configurations in one run, and what is handed on to revisions.

use super::{configure, write_environment};
use crate::support::{Project, mariadb, postgres, sqlite};

/// Runs the history once for each tenant.
const EACH_TENANT: &str = r#"
pub fn run_migrations_offline(env: &mut EnvironmentContext) -> MigrationResult {
    for tenant in ["north", "south"] {
        let map = [(None, Some(tenant)), (Some("shop"), Some("public"))];
        let start = env.attribute("start").unwrap_or("base").to_owned();
        let configuration = Configuration::offline_for("postgresql");
        env.static_output(&format!("-- of {tenant}\n"))?;
        env.configure(&configuration.schema_translate_map(&map).starting_revision(&start))?;
        env.run_migrations_with(&[("tenant", tenant)])?;
    }
    Ok(())
}

pub fn run_migrations_online(env: &mut EnvironmentContext) -> MigrationResult {
    let connection = env.connect(&get_url(env)?)?;
    for tenant in ["north", "south"] {
        env.execute(connection, &format!("CREATE SCHEMA IF NOT EXISTS {tenant}"), &[])?;
        let map = [(None, Some(tenant)), (Some("shop"), Some("public"))];
        env.configure(&Configuration::online(connection).schema_translate_map(&map))?;
        env.run_migrations_with(&[("tenant", tenant)])?;
    }
    Ok(())
}
"#;

fn tenants(project: &Project) {
    write_environment(project, EACH_TENANT);
    project.revision(
        "a1",
        r#"let mood = ["sad", "ok"];
        ctx.create_enum("mood", &mood)?;
        ctx.invoke(&CreateTable::new(
            "customer",
            &[
                Column::new("id", Integer).primary_key(),
                Column::new("mood", Enum("mood", &mood)),
                Column::new("shop", Integer).references("shop.shop", "id"),
            ],
            &[],
        ))?;
        let tenant = ctx.argument("tenant").unwrap_or_default();
        let insert = format!("INSERT INTO {tenant}.customer VALUES (1, 'ok', NULL)");
        ctx.execute(&insert, &[])?;
        ctx.create_index("ix_customer_mood", "customer", &["mood"])"#,
        "ctx.drop_table(\"customer\")?; ctx.drop_enum(\"mood\")",
    );
    project.revision(
        "b2 < a1",
        r#"ctx.batch_alter_table("customer", |batch| {
            batch.add_column(Column::new("name", Varchar(20)));
        })?;
        ctx.invoke(&CreateTable::new(
            "purchase",
            &[Column::new("customer", Integer).references("customer", "id")],
            &[],
        ))?;
        let rows: &[&[Value]] = &[&[1.into()], &[Value::Null]];
        ctx.bulk_insert("purchase", &["customer"], rows)"#,
        "ctx.drop_table(\"purchase\")?; ctx.drop_column(\"customer\", \"name\")",
    );
}

/// The tables of the tenants, with how many rows each has.
const TABLES: &str = "SELECT table_schema || '.' || table_name FROM information_schema.tables
    WHERE table_schema IN ('north', 'south', 'public') ORDER BY 1";

const ALL: [&str; 7] = [
    "north.alembic_version",
    "north.customer",
    "north.purchase",
    "public.shop",
    "south.alembic_version",
    "south.customer",
    "south.purchase",
];

#[test]
fn one_history_is_applied_to_two_tenants() {
    let database = postgres();
    database.execute("CREATE TABLE shop (id INTEGER PRIMARY KEY)");
    let project = Project::on(&database.url);
    tenants(&project);
    project.runner(&["upgrade", "head"]).succeeds();
    assert_eq!(database.texts(TABLES), ALL);
    for tenant in ["north", "south"] {
        let rows = format!(
            "SELECT version_num || '.' || mood || '.' || p.customer FROM {tenant}.alembic_version,
                {tenant}.customer c JOIN {tenant}.purchase p ON p.customer = c.id"
        );
        assert_eq!(database.texts(&rows), ["b2.ok.1"]);
        let types = format!(
            "SELECT udt_schema FROM information_schema.columns WHERE table_schema = '{tenant}' AND column_name = 'mood'"
        );
        assert_eq!(database.texts(&types), [tenant]);
    }
    // Each has a history of its own.
    database.execute("DELETE FROM north.alembic_version; DROP SCHEMA south CASCADE");
    project.runner(&["stamp", "a1"]).succeeds();
    assert_eq!(database.texts("SELECT version_num FROM north.alembic_version"), ["a1"]);
    assert_eq!(database.texts("SELECT version_num FROM south.alembic_version"), ["a1"]);
}

#[test]
fn the_way_back_finds_what_it_made() {
    let database = postgres();
    database.execute("CREATE TABLE shop (id INTEGER PRIMARY KEY)");
    let project = Project::on(&database.url);
    tenants(&project);
    project.runner(&["upgrade", "head"]).succeeds();
    project.runner(&["downgrade", "base"]).succeeds();
    assert_eq!(database.texts(TABLES), [ALL[0], ALL[3], ALL[4]]);
}

#[test]
fn the_scripts_of_several_configurations_follow_on_one_another() {
    let database = postgres();
    database.execute(
        "CREATE TABLE shop (id INTEGER PRIMARY KEY); CREATE SCHEMA north; CREATE SCHEMA south",
    );
    let project = Project::on(&database.url);
    tenants(&project);
    let script = project.runner(&["upgrade", "head", "--sql"]).succeeds().stdout;
    database.run_script(&script).unwrap();
    assert_eq!(database.texts(TABLES), ALL);
    let lines: Vec<_> = script.lines().filter(|line| line.starts_with("-- ")).collect();
    let each = ["-- Running upgrade  -> a1", "-- Running upgrade a1 -> b2"];
    assert_eq!(lines, [["-- of north"].as_slice(), &each, &["-- of south"], &each].concat());
    project.configure("[attributes]\nstart = 'a1'");
    let script = project.runner(&["upgrade", "head", "--sql"]).succeeds().stdout;
    assert_eq!(script.matches("Running upgrade").count(), 2, "{script}");
    assert!(!script.contains("CREATE TABLE north.alembic_version"), "{script}");
    project.configure("[attributes]\nstart = 'zz'");
    project.runner(&["upgrade", "head", "--sql"]).fails_with(&["zz"]);
}

#[test]
fn a_schema_may_stand_for_none_or_for_another_database() {
    let (file, server) = (sqlite(), mariadb());
    let name = server.url.rsplit('/').next().unwrap_or_default().to_owned();
    for (database, to) in [(file, "None".to_owned()), (server, format!("Some({name:?})"))] {
        let project = Project::on(&database.url);
        configure(&project, &format!(".schema_translate_map(&[(Some(\"shop\"), {to})])"), "");
        project.revision(
            "a1",
            "ctx.create_table(\"shop.item\", &[Column::new(\"id\", Integer).primary_key()], &[])?;
            ctx.create_table(\"line\", &[Column::new(\"item\", Integer).references(\"shop.item\", \"id\")], &[])",
            "ctx.drop_table(\"line\")?; ctx.drop_table(\"shop.item\")",
        );
        project.runner(&["upgrade", "head"]).succeeds();
        assert_eq!(database.tables(), ["item", "line"], "{}", database.title());
        project.runner(&["downgrade", "base"]).succeeds();
        assert!(database.tables().is_empty());
    }
}
