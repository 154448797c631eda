//! What the environment says of the next run, and what the project file says where it says nothing.

use migration_api::{ComparisonOptions, Configuration};

use super::EnvironmentHost;
use crate::config::Config;
use crate::dialect::{self, DatabaseError, DatabaseUrl, Dialect, UrlError};
use crate::error::Error;
use crate::revision::Target;
use crate::runtime::RuntimeError;
use crate::runtime::online::RunOptions;
use crate::runtime::rendering::Rendering;
use crate::runtime::sink::VersionTable;

/// What the environment has said of the next run.
pub(super) struct Configured {
    pub(super) database: Database,
    pub(super) options: RunOptions,
    pub(super) comparison: ComparisonOptions,
    /// The revision behind which a script begins.
    pub(super) start: Option<Target>,
}

pub(super) enum Database {
    Session(usize),
    Offline(&'static dyn Dialect),
}

impl EnvironmentHost<'_> {
    /// Takes what the environment says of the next run.
    pub(super) fn configure(&mut self, asked: &Configuration<'_>) -> Result<Configured, Error> {
        let config = &self.project.config;
        let database = match (asked.connection(), asked.url()) {
            (Some(id), _) => Database::Session(id as usize),
            // The command line has the last word.
            (None, url) => match config.dialect.as_deref().or(asked.dialect()) {
                Some(name) => Database::Offline(dialect_named(name)?),
                None => {
                    let url = url.unwrap_or_default().parse();
                    let url: DatabaseUrl = url.map_err(dialect::DatabaseError::from)?;
                    Database::Offline(dialect::dialect_of(&url))
                }
            },
        };
        let owned = |text: &str| text.to_owned();
        let pair = |(from, to): &(Option<&str>, Option<&str>)| (from.map(owned), to.map(owned));
        let schemas: Vec<_> = asked.schemas().iter().map(pair).collect();
        let named = asked.version_table_schema_name().or(config.version_table_schema.as_deref());
        let options = RunOptions {
            version_table: VersionTable {
                name: asked.version_table_name().unwrap_or(&config.version_table).to_owned(),
                // Each schema that the default one stands for has a history of its own.
                schema: named.map(owned).or_else(|| {
                    let default = schemas.iter().find(|(from, _)| from.is_none());
                    default.and_then(|(_, to)| to.clone())
                }),
                key: asked.version_table_has_key().unwrap_or(config.version_table_pk),
            },
            transaction_per_migration: asked
                .per_migration()
                .unwrap_or(config.transaction_per_migration),
            transactional_ddl: asked.has_transactional_ddl().or(config.transactional_ddl),
            lock_timeout: config.lock_timeout,
            rendering: Rendering::new(config.automatic_batch, asked.naming()),
            resume_after: self.resume_after,
            arguments: Vec::new(),
            schemas,
            listener: asked.hears_of_steps().then_some(self.unit),
        };
        let start = asked.start().map(str::parse).transpose()?;
        let comparison = comparison_options(config, asked);
        let variable = |(name, value): &(&str, &str)| (owned(name), owned(value));
        self.template_args = asked.template_variables().iter().map(variable).collect();
        Ok(Configured { database, options, comparison, start })
    }
}

/// Returns what is switched on or off: by the environment, or else by the project file.
fn comparison_options(config: &Config, asked: &Configuration<'_>) -> ComparisonOptions {
    let (asked, file) = (asked.comparison(), &config.comparison);
    ComparisonOptions {
        include_schemas: asked.include_schemas.or(file.include_schemas),
        compare_type: asked.compare_type.or(file.compare_type),
        compare_server_default: asked.compare_server_default.or(file.compare_server_default),
        render_as_batch: asked.render_as_batch.or(file.render_as_batch),
    }
}

/// Returns the kind of database that is named.
fn dialect_named(name: &str) -> Result<&'static dyn Dialect, Error> {
    let known =
        dialect::all().find(|dialect| dialect.name() == name || dialect.schemes().contains(&name));
    if let Some(known) = known {
        return Ok(known);
    }
    if let Some(feature) = dialect::missing_feature(name) {
        let left_out = UrlError::LeftOut { scheme: name.to_owned(), feature };
        return Err(DatabaseError::from(left_out).into());
    }
    let known = dialect::all().map(|dialect| format!("`{}`", dialect.name())).collect();
    Err(RuntimeError::NoSuchDialect { name: name.to_owned(), known }.into())
}
