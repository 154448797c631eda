//! Statements of the environment's own, on a connection that it then migrates.

use super::write_environment;
use crate::support::{Project, databases, postgres, sqlite};

fn online(project: &Project, body: &str) {
    let functions = format!(
        "pub fn run_migrations_offline(_: &mut EnvironmentContext) -> MigrationResult {{ Ok(()) }}
        pub fn run_migrations_online(env: &mut EnvironmentContext) -> MigrationResult {{
            let connection = env.connect(&get_url(env)?)?;
            {body}
            env.configure(&Configuration::online(connection))?;
            env.run_migrations()
        }}"
    );
    write_environment(project, &functions);
}

#[test]
fn what_is_set_in_the_session_holds_in_migrations() {
    let database = postgres();
    let owner = format!("owner_{}", database.url.rsplit('/').next().unwrap_or_default());
    database.execute(&format!("CREATE ROLE {owner}; CREATE SCHEMA tenant AUTHORIZATION {owner}"));
    let project = Project::on(&database.url);
    online(
        &project,
        &format!(
            "env.execute(connection, \"SET ROLE {owner}; SET search_path TO tenant\", &[])?;
            env.execute(connection, \"SELECT set_config('app.by', :by, false)\", &[(\"by\", \"ci\".into())])?;"
        ),
    );
    project.revision(
        "a1",
        "ctx.create_table(\"t\", &[Column::new(\"line\", Text)], &[])?;
        ctx.execute(\"INSERT INTO t SELECT current_setting('app.by')\", &[])?; Ok(())",
        "ctx.drop_table(\"t\")",
    );
    project.runner(&["upgrade", "head"]).succeeds();
    assert_eq!(database.texts("SELECT line FROM tenant.t"), ["ci"]);
    let owners = "SELECT tableowner FROM pg_tables WHERE schemaname = 'tenant' ORDER BY tablename";
    assert_eq!(database.texts(owners), [&*owner; 2]);
}

#[test]
fn a_query_decides_what_is_done() {
    for database in databases() {
        database.execute("CREATE TABLE switch (name VARCHAR(20), is_on INTEGER)");
        let project = Project::on(&database.url);
        project.table_revision("a1");
        online(
            &project,
            "let on = [(\"name\", \"migrate\".into())];
            let rows = env.query(connection, \"SELECT is_on FROM switch WHERE name = :name\", &on)?;
            if rows.is_empty() {
                let done = env.execute(connection, \"INSERT INTO switch VALUES (:name, 1)\", &on)?;
                assert_eq!(done, 1);
                return Ok(());
            }
            assert_eq!(rows[0].get::<i64>(\"is_on\")?, 1);",
        );
        project.runner(&["upgrade", "head"]).succeeds();
        assert!(!database.tables().contains(&"t_a1".to_owned()), "{}", database.title());
        project.runner(&["upgrade", "head"]).succeeds();
        assert!(database.tables().contains(&"t_a1".to_owned()), "{}", database.title());
    }
}

#[test]
fn what_is_refused_is_told_with_its_place() {
    for database in databases() {
        let project = Project::on(&database.url);
        for (body, call) in [
            (
                "env.execute(connection, \"nonsense\", &[])?;",
                "`execute` of `env.rs` failed at migrations/env.rs:",
            ),
            (
                "env.query(connection, \"nonsense\", &[])?;",
                "`query` of `env.rs` failed at migrations/env.rs:",
            ),
        ] {
            online(&project, body);
            project.runner(&["current"]).fails_with(&[call, "nonsense"]);
        }
    }
    let database = sqlite();
    let project = Project::on(&database.url);
    online(&project, "env.execute(connection, \"SELECT :a\", &[(\"b\", 1.into())])?;");
    project
        .runner(&["current"])
        .fails_with(&["`execute` of `env.rs` failed at migrations/env.rs:"]);
}
