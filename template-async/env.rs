//! The environment: where the database is, and how its migrations are run.

use std::env::var;
use std::sync::LazyLock;

use migration_api::connection::tokio_postgres;
// With sqlx instead: use sqlx::Connection as _;
use migration_api::prelude::*;
use tokio::runtime::{Builder, Runtime};

migration_api::revisions!();

/// The runtime of this package's `async fn`s. Its one worker keeps connections and tasks going, while the threads of the environment
/// and of a revision wait in `block_on`; a runtime of the current thread would rest whenever nobody waits in it.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build();
    runtime.expect("the system should give a runtime its threads")
});

/// Runs an `async fn` of this package to its end; the runner calls it in a thread that has no runtime yet.
pub fn block_on<F: Future>(future: F) -> F::Output {
    RUNTIME.block_on(future)
}

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
pub async fn run_migrations_online(env: &mut EnvironmentContext) -> MigrationResult {
    // An application that runs these migrations itself may bring its own connection.
    if let Some(connection) = env.connection() {
        return do_run_migrations(env, connection);
    }
    let url = get_url(env)?;
    let mut connection = tokio_postgres::connect(env, &url).await?;
    // With sqlx (see Cargo.toml, and the `use` above) on PostgreSQL:
    //     let mut connection = sqlx::PgConnection::connect(&url).await?;
    // on MySQL and MariaDB:
    //     let mut connection = sqlx::MySqlConnection::connect(&url).await?;
    // on SQLite:
    //     let options = sqlx::sqlite::SqliteConnectOptions::new().filename(env.login(&url)?.file());
    //     let mut connection = sqlx::SqliteConnection::connect_with(&options.create_if_missing(true)).await?;
    env.run_sync(&mut connection, do_run_migrations).await
}

/// Runs the migrations on a connection, which the task that waits in `run_sync` drives meanwhile.
fn do_run_migrations(env: &mut EnvironmentContext, connection: ConnectionId) -> MigrationResult {
    // Filters and hooks of the comparison follow here: `.include_object(…)`, `.render_item(…)` and so on.
    let configuration = Configuration::online(connection)
        .naming_convention(naming_convention())
        .target_metadata(target_metadata);
    env.configure(&configuration)?;
    env.run_migrations()
}
