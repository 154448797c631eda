//! The environment: where the database is, and how its migrations are run.

use migration_api::prelude::*;

migration_api::revisions!();

/// The schema that the application wants, for `revision --autogenerate` and `check`.
pub fn target_metadata() -> Metadata {
    let columns = [
        Column::new("id", Integer).primary_key(),
        Column::new("name", Varchar(100)).not_null(),
        Column::new("price", Integer).not_null().default(Value::Int(3)),
    ];
    Metadata::new().table(Table::new("product", &columns, &[]))
}

/// Prints the SQL of the migrations, for the kind of database that the URL names.
pub fn run_migrations_offline(env: &mut EnvironmentContext) -> MigrationResult {
    let url = env.url()?;
    env.configure(&Configuration::offline(&url))?;
    env.run_migrations()
}

/// Runs the migrations: on the connection that the application hands over, or on that of the project file.
pub fn run_migrations_online(env: &mut EnvironmentContext) -> MigrationResult {
    let connection = match env.connection() {
        Some(given) => given,
        None => {
            let url = env.url()?;
            env.connect(&url)?
        }
    };
    env.configure(&Configuration::online(connection).target_metadata(target_metadata))?;
    env.run_migrations()
}
