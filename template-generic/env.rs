//! The environment: where the database is, and how its migrations are run.

use std::env::var;

use migration_api::prelude::*;

migration_api::revisions!();

/// The schema that the application wants, for `revision --autogenerate` and `check`.
///
/// `Metadata::new().table(…)` of values, `.model::<Account>()` of a struct that derives `Table`,
/// `Metadata::from_sql_file("schema.sql")`, `Metadata::from_diesel_schema("src/schema.rs")`,
/// `Metadata::reflect("…")` of another database, or several of them joined by `.and(…)`.
pub fn target_metadata() -> Metadata {
    Metadata::new()
}

/// Names for constraints and indexes that are given none; `NamingConvention::RECOMMENDED` is SQLAlchemy's advice.
pub fn naming_convention() -> NamingConvention<'static> {
    NamingConvention::default()
}

/// Says where the database is. Put your own way of knowing it here.
fn get_url(env: &EnvironmentContext) -> MigrationResult<String> {
    if let Ok(url) = var("DATABASE_URL") {
        return Ok(url);
    }
    let names = ["USER", "PASSWORD", "HOST", "PORT", "DB"];
    if !names
        .iter()
        .any(|name| var(format!("POSTGRES_{name}")).is_ok())
    {
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
    env.configure(&Configuration::offline(&url).naming_convention(naming_convention()))?;
    env.run_migrations()
}

/// Runs the migrations on the database.
pub fn run_migrations_online(env: &mut EnvironmentContext) -> MigrationResult {
    // An application that runs these migrations itself may bring its own connection.
    let connection = match env.connection() {
        Some(connection) => connection,
        None => {
            let url = get_url(env)?;
            env.connect(&url)?
        }
    };
    // Filters and hooks of the comparison follow here: `.include_object(…)`, `.render_item(…)` and so on.
    let configuration = Configuration::online(connection)
        .naming_convention(naming_convention())
        .target_metadata(target_metadata);
    env.configure(&configuration)?;
    env.run_migrations()
}
