//! What an `env.rs` is handed.

mod connections;

pub(crate) use connections::{drive, forget_all};

use std::cell::Cell;
use std::marker::PhantomData;
use std::panic::Location;

use crate::abi::{HostHandle, Reply, Request};
#[cfg(feature = "host")]
use crate::autogenerate::Directives;
use crate::autogenerate::{
    Answer, Candidate, DefaultComparison, Hooks, Question, RenderItem, Rendering, TypeComparison,
};
use crate::error::{MigrationError, MigrationResult, Place};
use crate::schema::{Metadata, NamingConvention};

/// The project's settings and the way to run its migrations, as an environment sees them.
pub struct EnvironmentContext {
    host: HostHandle,
    settings: Settings,
    hooks: Hooks,
    _one_thread: PhantomData<*const ()>,
}

/// What the runner tells an environment at its start.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// Whether SQL is printed instead of run.
    pub offline: bool,
    /// The `url` of the configuration.
    pub url: Option<String>,
    /// Why there is none, although the configuration has one.
    pub url_problem: Option<String>,
    /// The configuration file, for messages.
    pub config_file: String,
    /// The section chosen with `--name`.
    pub section: Option<String>,
    /// What stood behind each `-x`, in order.
    pub x_arguments: Vec<String>,
    /// What stood behind `--tag`.
    pub tag: Option<String>,
    /// The `[attributes]` of the configuration, sorted by name.
    pub attributes: Vec<(String, String)>,
    /// The number of the connection that an application has handed over.
    pub connection: Option<u32>,
}

/// An open connection of the environment's: one that the runner opened, that was attached, or that an application handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConnectionId {
    id: u32,
}

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

impl EnvironmentContext {
    /// Returns what makes the same environment on another thread.
    pub(crate) fn parts(&self) -> (HostHandle, Settings) {
        (self.host.clone(), self.settings.clone())
    }

    pub(crate) fn new(host: HostHandle, settings: Settings) -> Self {
        Self { host, settings, hooks: Hooks::default(), _one_thread: PhantomData }
    }

    /// Returns whether the SQL is to be printed instead of run.
    pub fn is_offline_mode(&self) -> bool {
        self.settings.offline
    }

    /// Returns the `url` of the configuration.
    ///
    /// # Errors
    /// When it has none.
    #[track_caller]
    pub fn url(&self) -> MigrationResult<String> {
        match (&self.settings.url, &self.settings.url_problem) {
            (Some(url), _) => Ok(url.clone()),
            (None, Some(problem)) => Err(MigrationError::new(problem)),
            (None, None) => Err(MigrationError::new(&format!(
                "no database is named: set `url` in {} or DATABASE_URL",
                self.settings.config_file
            ))),
        }
    }

    /// Returns the section of the configuration that was chosen with `--name`.
    pub fn section(&self) -> Option<&str> {
        self.settings.section.as_deref()
    }

    /// Returns the value of the last `-x name=value`; of a bare `-x name` the empty text.
    pub fn x_argument(&self, name: &str) -> Option<&str> {
        let pairs = self.settings.x_arguments.iter().rev();
        pairs
            .map(|text| text.split_once('=').unwrap_or((text, "")))
            .find_map(|(key, value)| (key == name).then_some(value))
    }

    /// Returns what stood behind each `-x`, in order.
    pub fn x_arguments(&self) -> &[String] {
        &self.settings.x_arguments
    }

    /// Returns what stood behind `--tag`: a word for the environment's own use (Alembic's `get_tag_argument`).
    pub fn tag(&self) -> Option<&str> {
        self.settings.tag.as_deref()
    }

    /// Returns a value of the configuration's `[attributes]`.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.settings.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Opens a session with the runner's own driver for this kind of URL (`postgresql://…`,
    /// `sqlite:///…`).
    ///
    /// # Errors
    /// When no driver knows the URL, or the database cannot be reached.
    #[track_caller]
    pub fn connect(&mut self, url: &str) -> MigrationResult<ConnectionId> {
        let place = Place::of(Location::caller());
        match self.host.call(&Request::Connect { url }, place.clone())? {
            Reply::Connected(id) => Ok(ConnectionId { id }),
            other => Err(MigrationError::reported(format!("unfitting answer: {other:?}"), place)),
        }
    }

    /// Says on which database, and how, the next [`Self::run_migrations`] works.
    #[track_caller]
    pub fn configure(&mut self, configuration: &Configuration<'_>) -> MigrationResult {
        self.hooks = configuration.hooks;
        let place = Place::of(Location::caller());
        self.host.call(&Request::Configure(*configuration), place).map(drop)
    }

    /// Does what the command line asked for: upgrades, downgrades, stamps or looks.
    ///
    /// The runner opens and ends the transactions.
    #[track_caller]
    pub fn run_migrations(&mut self) -> MigrationResult {
        let place = Place::of(Location::caller());
        let hooks = self.hooks;
        let from = place.clone();
        // The hooks are asked in the thread in which the runner waits.
        let done = self.host.there(move |host| {
            let before = HOOKS.replace(hooks);
            let done = host.call(&Request::RunMigrations, from);
            HOOKS.set(before);
            done.map(drop)
        });
        done.map_err(|gone| MigrationError::reported(gone.to_string(), place))?
    }

    /// Writes text into the script that offline mode prints.
    #[track_caller]
    pub fn static_output(&mut self, text: &str) -> MigrationResult {
        let place = Place::of(Location::caller());
        self.host.call(&Request::StaticOutput(text), place).map(drop)
    }
}

thread_local! {
    /// The hooks of the environment that runs in this thread: the runner calls back while it waits for `run_migrations`.
    static HOOKS: Cell<Hooks> = const { Cell::new(Hooks::none()) };
}

/// Answers the runner's question by the hooks of the environment that runs in this thread.
pub(crate) fn answer(question: &Question) -> Answer {
    HOOKS.get().answer(question)
}

/// Writes text so that it can stand in a URL: every byte but letters, digits and `-._~` becomes
/// `%XX` (RFC 3986, section 2.1).
pub fn percent_encode(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.extend(['%', hex(byte >> 4), hex(byte & 15)]),
        }
    }
    encoded
}

fn hex(digit: u8) -> char {
    char::from(if digit < 10 { b'0' + digit } else { b'A' + digit - 10 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_in_a_url_is_encoded() {
        assert_eq!(percent_encode("p@ss:w/ö-1"), "p%40ss%3Aw%2F%C3%B6-1");
    }
}
