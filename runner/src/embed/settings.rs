//! What an application says of its migrations.

use std::time::Duration;

use migration_api::abi::Migrations;
use migration_api::{AsyncConnection, Connection};

use super::{AsyncRun, Run};
use crate::command::{self, HistoryOptions};
use crate::error::Error;
use crate::project::{GivenConnection, Project};
use crate::revision::Target;

/// The migrations of a package, with the settings that else stand in the project file.
#[derive(Debug, Clone)]
pub struct Migrator {
    migrations: &'static Migrations,
    url: Option<String>,
    version_table: Option<String>,
    version_table_schema: Option<String>,
    transaction_per_migration: bool,
    lock_timeout: Option<Duration>,
    attributes: Vec<(String, String)>,
    x_arguments: Vec<String>,
    tag: Option<String>,
    database: Option<String>,
}

impl Migrator {
    /// Takes the migrations of a package: `migrations::MIGRATIONS`.
    pub fn new(migrations: &'static Migrations) -> Self {
        Self {
            migrations,
            url: None,
            version_table: None,
            version_table_schema: None,
            transaction_per_migration: false,
            lock_timeout: None,
            attributes: Vec::new(),
            x_arguments: Vec::new(),
            tag: None,
            database: None,
        }
    }

    /// Says what `env.url()` returns, for an environment that opens its own connection.
    #[must_use]
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }

    /// Keeps the applied revisions in the table of this name (default `alembic_version`), unless the environment says another.
    #[must_use]
    pub fn version_table(mut self, name: impl Into<String>) -> Self {
        self.version_table = Some(name.into());
        self
    }

    /// Keeps the version table in this schema (default: the connection's own), unless the environment says another.
    #[must_use]
    pub fn version_table_schema(mut self, schema: impl Into<String>) -> Self {
        self.version_table_schema = Some(schema.into());
        self
    }

    /// Says whether each migration has a transaction of its own, unless the environment does.
    #[must_use]
    pub fn transaction_per_migration(mut self, each: bool) -> Self {
        self.transaction_per_migration = each;
        self
    }

    /// Says how long to wait for another run to end (default: a minute).
    #[must_use]
    pub fn lock_timeout(mut self, time: Duration) -> Self {
        self.lock_timeout = Some(time);
        self
    }

    /// Says what `env.attribute(name)` returns.
    #[must_use]
    pub fn attribute(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.attributes.push((name.into(), value.into()));
        self
    }

    /// Adds what stands behind an `-x` of the program: `name=value`.
    #[must_use]
    pub fn x_argument(mut self, argument: impl Into<String>) -> Self {
        self.x_arguments.push(argument.into());
        self
    }

    /// Says what `env.tag()` returns.
    #[must_use]
    pub fn tag(mut self, tag: impl Into<String>) -> Self {
        self.tag = Some(tag.into());
        self
    }

    /// Says which of several databases it is: what `env.database()` and `ctx.database()` return.
    #[must_use]
    pub fn database(mut self, name: impl Into<String>) -> Self {
        self.database = Some(name.into());
        self
    }

    /// Runs on this connection, which stays the caller's. A transaction that is open on it is respected: it is neither committed nor undone.
    pub fn on<'a, C: Connection + Send>(&self, connection: &'a mut C) -> Run<'a> {
        Run::new(self.clone(), Some(connection))
    }

    /// Runs on the connection that the environment opens by itself.
    pub fn run(&self) -> Run<'static> {
        Run::new(self.clone(), None)
    }

    /// Runs on this asynchronous connection, which stays the caller's. A transaction that is open on it is respected: it is neither
    /// committed nor undone.
    pub fn on_async<'a, C: AsyncConnection>(&self, connection: &'a mut C) -> AsyncRun<'a, C> {
        AsyncRun::new(self.clone(), connection)
    }

    /// Returns the ids of the revisions that no other follows.
    ///
    /// # Errors
    /// When the revisions make no graph.
    pub fn heads(&self) -> Result<Vec<String>, Error> {
        let mut project = self.project(GivenConnection::default())?;
        let heads = command::heads(&mut project, false)?;
        Ok(heads.iter().map(|head| head.id.to_owned()).collect())
    }

    /// Returns the ids of all revisions, newest first.
    ///
    /// # Errors
    /// When the revisions make no graph.
    pub fn history(&self) -> Result<Vec<String>, Error> {
        let mut project = self.project(GivenConnection::default())?;
        let options = HistoryOptions::default();
        let all = command::history(&mut project, &options, &mut |_| {})?;
        Ok(all.iter().map(|revision| revision.id.to_owned()).collect())
    }

    /// Returns the SQL that leads from one revision to another, for a kind of database (`postgresql`, `sqlite`, `mysql`, `mariadb`).
    ///
    /// # Errors
    /// Whatever fails on the way.
    pub fn sql(&self, dialect: &str, from: &str, to: &str) -> Result<String, Error> {
        let (from, target): (Target, Target) = (from.parse()?, to.parse()?);
        let mut project = self.project(GivenConnection::default())?;
        project.config.dialect = Some(dialect.to_owned());
        let options = command::MigrateOptions {
            target,
            offline: Some(from),
            idempotent: false,
            resume_after: 0,
        };
        Ok(command::upgrade(&project, &options, &mut |_| {})?.script.unwrap_or_default())
    }

    /// Returns what the commands need.
    pub(super) fn project(&self, connection: GivenConnection) -> Result<Project, Error> {
        let mut project = Project::linked(self.migrations, connection)?;
        let config = &mut project.config;
        config.url.clone_from(&self.url);
        if let Some(name) = &self.version_table {
            config.version_table.clone_from(name);
        }
        config.version_table_schema.clone_from(&self.version_table_schema);
        config.transaction_per_migration = self.transaction_per_migration;
        if let Some(time) = self.lock_timeout {
            config.lock_timeout = time;
        }
        config.attributes.clone_from(&self.attributes);
        config.attributes.sort();
        config.x_arguments.clone_from(&self.x_arguments);
        config.tag.clone_from(&self.tag);
        config.database.clone_from(&self.database);
        Ok(project)
    }
}
