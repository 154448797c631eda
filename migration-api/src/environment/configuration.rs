//! How an environment wants the migrations to be run.

use super::{ConnectionId, StepInfo};
#[cfg(feature = "host")]
use crate::autogenerate::Directives;
use crate::autogenerate::{
    Candidate, DefaultComparison, Hooks, RenderItem, Rendering, TypeComparison,
};
use crate::context::MigrationContext;
use crate::error::MigrationResult;
use crate::schema::{Metadata, NamingConvention};

/// How the migrations are to be run. What is not set here is as `runner.toml` says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Configuration<'a> {
    pub(crate) connection: Option<u32>,
    pub(crate) url: Option<&'a str>,
    pub(crate) dialect: Option<&'a str>,
    pub(crate) starting_revision: Option<&'a str>,
    pub(crate) version_table: Option<&'a str>,
    pub(crate) version_table_schema: Option<&'a str>,
    pub(crate) version_table_pk: Option<bool>,
    pub(crate) transaction_per_migration: Option<bool>,
    pub(crate) transactional_ddl: Option<bool>,
    pub(crate) template_args: &'a [(&'a str, &'a str)],
    pub(crate) schema_translate_map: &'a [(Option<&'a str>, Option<&'a str>)],
    pub(crate) hears_of_steps: bool,
    pub(crate) naming_convention: NamingConvention<'a>,
    pub(crate) comparison: ComparisonOptions,
    pub(crate) hooks: Hooks,
}

/// What of the comparison with the database an environment switches on or off. `None` is as `runner.toml` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ComparisonOptions {
    /// Whether schemas besides the default one are looked at (off unless told).
    pub include_schemas: Option<bool>,
    /// Whether types are compared (on unless told).
    pub compare_type: Option<bool>,
    /// Whether defaults, identities and computed columns are compared (on unless told).
    pub compare_server_default: Option<bool>,
    /// Whether all changes of a table are written as a batch (where it has to be, unless told).
    pub render_as_batch: Option<bool>,
}

impl<'a> Configuration<'a> {
    /// Runs the migrations on this connection.
    pub fn online(connection: ConnectionId) -> Self {
        Self { connection: Some(connection.id), ..Self::empty() }
    }

    /// Prints the SQL for the kind of database that `url` names.
    pub fn offline(url: &'a str) -> Self {
        Self { url: Some(url), ..Self::empty() }
    }

    /// Prints the SQL for the kind of database of this name: `postgresql`, `mysql`, `mariadb` or `sqlite`. `--dialect` goes first.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn run_migrations_offline(env: &mut EnvironmentContext) -> MigrationResult {
    /// env.configure(&Configuration::offline_for("postgresql"))?;
    /// env.run_migrations()
    /// # }
    /// ```
    pub fn offline_for(dialect: &'a str) -> Self {
        Self { dialect: Some(dialect), ..Self::empty() }
    }

    /// Begins a script behind this revision, whatever `--sql FROM:TO` says. Online, where the database tells where it stands, it has
    /// no meaning.
    pub fn starting_revision(mut self, revision: &'a str) -> Self {
        self.starting_revision = Some(revision);
        self
    }

    /// Keeps the applied revisions in the table of this name (default `alembic_version`).
    pub fn version_table(mut self, name: &'a str) -> Self {
        self.version_table = Some(name);
        self
    }

    /// Keeps the version table in this schema (default: the connection's own).
    pub fn version_table_schema(mut self, schema: &'a str) -> Self {
        self.version_table_schema = Some(schema);
        self
    }

    /// Says whether the version table is created with a primary key (it is, unless told). One that is there stays as it is.
    pub fn version_table_pk(mut self, with_key: bool) -> Self {
        self.version_table_pk = Some(with_key);
        self
    }

    /// Says whether schema changes are taken to be undone with their transaction, instead of what is known of the database.
    ///
    /// | | unless told | `false` | `true` |
    /// |---|---|---|---|
    /// | PostgreSQL, SQLite | one transaction for the run; `BEGIN` and `COMMIT` in scripts | one for each migration; none in scripts | as unless told |
    /// | MySQL, MariaDB | one for each migration; none in scripts | as unless told | one for each migration; `BEGIN` and `COMMIT` in scripts |
    ///
    /// MySQL and MariaDB commit at each schema change whatever is said, so that a transaction over several migrations could not be
    /// undone as one, and there is none.
    pub fn transactional_ddl(mut self, transactional: bool) -> Self {
        self.transactional_ddl = Some(transactional);
        self
    }

    /// Lays what operations name by one schema into another: on the left the schema of the revisions, on the right that of the database,
    /// `None` for names without one (SQLAlchemy's `schema_translate_map`).
    ///
    /// It holds for each name that an operation has, and for the version table unless [`Self::version_table_schema`] is said; not for the
    /// texts of SQL: queries, `execute`, bodies of views, routines and triggers, conditions. Those stand on their own names, or on a
    /// `search_path`.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn migrate(env: &mut EnvironmentContext, connection: ConnectionId, tenant: &str) -> MigrationResult {
    /// env.configure(&Configuration::online(connection).schema_translate_map(&[(None, Some(tenant))]))?;
    /// env.run_migrations()
    /// # }
    /// ```
    pub fn schema_translate_map(mut self, map: &'a [(Option<&'a str>, Option<&'a str>)]) -> Self {
        self.schema_translate_map = map;
        self
    }

    /// Hands more variables to the template of revisions, `script.rs.hbs`: for `revision --autogenerate`, and for `revision` where
    /// `revision_environment` has the environment run.
    pub fn template_args(mut self, variables: &'a [(&'a str, &'a str)]) -> Self {
        self.template_args = variables;
        self
    }

    /// Has this function run after each step, a stamp too, in the step's transaction: what it does stays or goes with the step, and its
    /// error is the step's. Where SQL is printed, its SQL is. It changes rows; where schema changes are committed at once, it makes none.
    /// ```
    /// # use migration_api::prelude::*;
    /// fn note(ctx: &mut MigrationContext, step: &StepInfo) -> MigrationResult {
    ///     let revision = ("revision", step.revision().into());
    ///     ctx.execute("INSERT INTO audit (revision) VALUES (:revision)", &[revision])?;
    ///     Ok(())
    /// }
    /// # fn configure(env: &mut EnvironmentContext, connection: ConnectionId) -> MigrationResult {
    /// env.configure(&Configuration::online(connection).on_version_apply(note))
    /// # }
    /// ```
    pub fn on_version_apply(
        mut self,
        hook: fn(&mut MigrationContext, &StepInfo) -> MigrationResult,
    ) -> Self {
        self.hooks.on_version_apply = Some(hook);
        self.hears_of_steps = true;
        self
    }

    /// Says whether each migration has a transaction of its own, or the whole run has one.
    pub fn transaction_per_migration(mut self, each: bool) -> Self {
        self.transaction_per_migration = Some(each);
        self
    }

    /// Gives constraints and indexes without a name one by these templates (SQLAlchemy's `naming_convention`).
    pub fn naming_convention(mut self, convention: NamingConvention<'a>) -> Self {
        self.naming_convention = convention;
        self
    }

    /// Says what the database should hold: a function that returns it, called only where it is compared.
    pub fn target_metadata(mut self, metadata: fn() -> Metadata) -> Self {
        self.hooks.target_metadata = Some(metadata);
        self
    }

    /// Looks at schemas besides the default one too.
    pub fn include_schemas(mut self, all: bool) -> Self {
        self.comparison.include_schemas = Some(all);
        self
    }

    /// Says whether types are compared.
    pub fn compare_type(mut self, compare: bool) -> Self {
        self.comparison.compare_type = Some(compare);
        self
    }

    /// Says whether defaults, identities and computed columns are compared.
    pub fn compare_server_default(mut self, compare: bool) -> Self {
        self.comparison.compare_server_default = Some(compare);
        self
    }

    /// Writes all changes of a table as a batch, or only where SQLite needs it.
    pub fn render_as_batch(mut self, always: bool) -> Self {
        self.comparison.render_as_batch = Some(always);
        self
    }

    /// Looks only at those objects of the database for which this is true (Alembic's `include_name`).
    pub fn include_name(mut self, hook: fn(&Candidate) -> bool) -> Self {
        self.hooks.include_name = Some(hook);
        self
    }

    /// Compares only those objects, on both sides, for which this is true (Alembic's `include_object`).
    pub fn include_object(mut self, hook: fn(&Candidate) -> bool) -> Self {
        self.hooks.include_object = Some(hook);
        self
    }

    /// Decides whether types differ; `None` leaves it to the runner (Alembic's `compare_type`).
    pub fn compare_type_with(mut self, hook: fn(&TypeComparison) -> Option<bool>) -> Self {
        self.hooks.compare_type = Some(hook);
        self
    }

    /// Decides whether defaults differ; `None` leaves it to the runner (Alembic's `compare_server_default`).
    pub fn compare_server_default_with(
        mut self,
        hook: fn(&DefaultComparison) -> Option<bool>,
    ) -> Self {
        self.hooks.compare_server_default = Some(hook);
        self
    }

    /// Writes parts of a revision in another way (Alembic's `render_item`).
    pub fn render_item(mut self, hook: fn(&RenderItem) -> Rendering) -> Self {
        self.hooks.render_item = Some(hook);
        self
    }

    /// Changes revisions before they are written (Alembic's `process_revision_directives`), also with a
    /// [`Rewriter`](crate::autogenerate::Rewriter). Needs the feature `rewriter`.
    #[cfg(feature = "host")]
    pub fn process_revision_directives(mut self, hook: fn(&mut Directives<'_>)) -> Self {
        self.hooks.process_revision_directives = Some(hook);
        self
    }

    /// Returns what of the comparison is switched on or off.
    #[cfg(feature = "host")]
    pub fn comparison(&self) -> ComparisonOptions {
        self.comparison
    }

    /// Returns the templates of names.
    #[cfg(feature = "host")]
    pub fn naming(&self) -> NamingConvention<'a> {
        self.naming_convention
    }

    /// Returns the session to work on, by its number.
    #[cfg(feature = "host")]
    pub fn connection(&self) -> Option<u32> {
        self.connection
    }

    /// Returns the URL that names the kind of database, of an offline run.
    #[cfg(feature = "host")]
    pub fn url(&self) -> Option<&'a str> {
        self.url
    }

    /// Returns the version table's name, if it was set.
    #[cfg(feature = "host")]
    pub fn version_table_name(&self) -> Option<&'a str> {
        self.version_table
    }

    /// Returns the version table's schema, if it was set.
    #[cfg(feature = "host")]
    pub fn version_table_schema_name(&self) -> Option<&'a str> {
        self.version_table_schema
    }

    /// Returns whether each migration has a transaction of its own, if it was set.
    #[cfg(feature = "host")]
    pub fn per_migration(&self) -> Option<bool> {
        self.transaction_per_migration
    }

    /// Returns the name of the kind of database, of an offline run.
    #[cfg(feature = "host")]
    pub fn dialect(&self) -> Option<&'a str> {
        self.dialect
    }

    /// Returns the revision behind which a script begins, if it was set.
    #[cfg(feature = "host")]
    pub fn start(&self) -> Option<&'a str> {
        self.starting_revision
    }

    /// Returns whether the version table has a primary key, if it was set.
    #[cfg(feature = "host")]
    pub fn version_table_has_key(&self) -> Option<bool> {
        self.version_table_pk
    }

    /// Returns whether schema changes are taken to be undone with their transaction, if it was set.
    #[cfg(feature = "host")]
    pub fn has_transactional_ddl(&self) -> Option<bool> {
        self.transactional_ddl
    }

    /// Returns the variables for the template of revisions.
    #[cfg(feature = "host")]
    pub fn template_variables(&self) -> &'a [(&'a str, &'a str)] {
        self.template_args
    }

    /// Returns which schema stands for which.
    #[cfg(feature = "host")]
    pub fn schemas(&self) -> &'a [(Option<&'a str>, Option<&'a str>)] {
        self.schema_translate_map
    }

    /// Returns whether the environment wants to hear of each step.
    #[cfg(feature = "host")]
    pub fn hears_of_steps(&self) -> bool {
        self.hears_of_steps
    }

    fn empty() -> Self {
        Self {
            connection: None,
            url: None,
            dialect: None,
            starting_revision: None,
            version_table: None,
            version_table_schema: None,
            version_table_pk: None,
            transaction_per_migration: None,
            transactional_ddl: None,
            template_args: &[],
            schema_translate_map: &[],
            hears_of_steps: false,
            naming_convention: NamingConvention::default(),
            comparison: ComparisonOptions::default(),
            hooks: Hooks::default(),
        }
    }
}
