//! The environment: where each database is, and how its migrations are run. It is run once for each of them.

use std::env::var;

use migration_api::prelude::*;

migration_api::revisions!();

/// The schema that the application wants of the first database, for `revision --autogenerate` and `check`.
///
/// `Metadata::new().table(…)` of values, `.model::<Account>()` of a struct that derives `Table`,
/// `Metadata::from_sql_file("schema.sql")`, `Metadata::from_diesel_schema("src/schema.rs")`,
/// `Metadata::reflect("…")` of another database, or several of them joined by `.and(…)`.
pub fn engine1_metadata() -> Metadata {
    Metadata::new()
}

/// The schema that the application wants of the second database.
pub fn engine2_metadata() -> Metadata {
    Metadata::new()
}

/// Says what a database should hold, by its name in `databases` of runner.toml.
fn target_metadata(database: Option<&str>) -> Option<fn() -> Metadata> {
    match database {
        Some("engine1") => Some(engine1_metadata),
        Some("engine2") => Some(engine2_metadata),
        _ => None,
    }
}

/// Names for constraints and indexes that are given none; `NamingConvention::RECOMMENDED` is SQLAlchemy's advice.
pub fn naming_convention() -> NamingConvention<'static> {
    NamingConvention::default()
}

/// Says where the database is. Put your own way of knowing it here.
fn get_url(env: &EnvironmentContext) -> MigrationResult<String> {
    let name = env.database().unwrap_or_default();
    let variable = name.to_uppercase().replace(['-', '.'], "_");
    match var(format!("{variable}_DATABASE_URL")) {
        Ok(url) => Ok(url),
        // The `url` of its section in runner.toml.
        Err(_) => env.url(),
    }
}

/// Prints the SQL of the migrations, for the kind of database that the URL names.
pub fn run_migrations_offline(env: &mut EnvironmentContext) -> MigrationResult {
    let url = get_url(env)?;
    env.configure(&Configuration::offline(&url).naming_convention(naming_convention()))?;
    env.run_migrations()
}

/// Runs the migrations on the database.
pub fn run_migrations_online(env: &mut EnvironmentContext) -> MigrationResult {
    let url = get_url(env)?;
    let connection = env.connect(&url)?;
    // Filters and hooks of the comparison follow here: `.include_object(…)`, `.render_item(…)` and so on.
    let mut configuration =
        Configuration::online(connection).naming_convention(naming_convention());
    if let Some(metadata) = target_metadata(env.database()) {
        configuration = configuration.target_metadata(metadata);
    }
    env.configure(&configuration)?;
    env.run_migrations()
}
