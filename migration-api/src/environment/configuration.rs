//! How an environment wants the migrations to be run.

use super::ConnectionId;
#[cfg(feature = "host")]
use crate::autogenerate::Directives;
use crate::autogenerate::{
    Candidate, DefaultComparison, Hooks, RenderItem, Rendering, TypeComparison,
};
use crate::schema::{Metadata, NamingConvention};

/// How the migrations are to be run. What is not set here is as `runner.toml` says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Configuration<'a> {
    pub(crate) connection: Option<u32>,
    pub(crate) url: Option<&'a str>,
    pub(crate) version_table: Option<&'a str>,
    pub(crate) version_table_schema: Option<&'a str>,
    pub(crate) transaction_per_migration: Option<bool>,
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

    fn empty() -> Self {
        Self {
            connection: None,
            url: None,
            version_table: None,
            version_table_schema: None,
            transaction_per_migration: None,
            naming_convention: NamingConvention::default(),
            comparison: ComparisonOptions::default(),
            hooks: Hooks::default(),
        }
    }
}
