//! The environment of the example: where the shop's database is, and how its migrations are run.

use std::env::var;

use migration_api::prelude::*;

pub mod money;
mod schema;

migration_api::revisions!();

/// The schema that the application wants, for comparison with the database.
pub fn target_metadata() -> Metadata {
    schema::metadata()
}

/// Says where the database is. Put your own way of knowing it here.
fn get_url(env: &EnvironmentContext) -> MigrationResult<String> {
    if let Ok(url) = var("DATABASE_URL") {
        return Ok(url);
    }
    let names = ["USER", "PASSWORD", "HOST", "PORT", "DB"];
    if !names.iter().any(|name| var(format!("POSTGRES_{name}")).is_ok()) {
        // The `url` of runner.toml.
        return env.url();
    }
    let get = |name: &str, default: &str| {
        var(format!("POSTGRES_{name}")).unwrap_or_else(|_| default.to_owned())
    };
    Ok(format!(
        "postgresql://{}:{}@{}:{}/{}",
        percent_encode(&get("USER", "postgres")),
        percent_encode(&get("PASSWORD", "")),
        get("HOST", "db"),
        get("PORT", "5432"),
        percent_encode(&get("DB", "app")),
    ))
}

/// Prints the SQL of the migrations, for the kind of database that the URL names.
pub fn run_migrations_offline(env: &mut EnvironmentContext) -> MigrationResult {
    let url = get_url(env)?;
    env.configure(&Configuration::offline(&url))?;
    env.run_migrations()
}

/// Runs the migrations on the database.
pub fn run_migrations_online(env: &mut EnvironmentContext) -> MigrationResult {
    let url = get_url(env)?;
    let connection = env.connect(&url)?;
    env.configure(&Configuration::online(connection).target_metadata(target_metadata))?;
    env.run_migrations()
}
