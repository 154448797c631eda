//! What an `env.rs` is handed.

mod configuration;
mod connections;
mod percent_encode;
mod settings;
mod statements;
mod step_info;

pub use configuration::{ComparisonOptions, Configuration};
pub(crate) use connections::{drive, forget_all};
pub use percent_encode::percent_encode;
pub use settings::Settings;
pub use step_info::StepInfo;

use std::cell::Cell;
use std::marker::PhantomData;
use std::panic::Location;

use crate::abi::{HostHandle, Reply, Request};
use crate::autogenerate::{Answer, Hooks, Question};
use crate::context::MigrationContext;
use crate::error::{MigrationError, MigrationResult, Place};

/// The project's settings and the way to run its migrations, as an environment sees them.
pub struct EnvironmentContext {
    host: HostHandle,
    settings: Settings,
    hooks: Hooks,
    configured: Option<Configured>,
    _one_thread: PhantomData<*const ()>,
}

/// What the runner says of the database that the environment has configured last.
struct Configured {
    dialect: String,
    transactional_ddl: bool,
}

/// An open connection of the environment's: one that the runner opened, that was attached, or that an application handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConnectionId {
    id: u32,
}

impl EnvironmentContext {
    /// Returns what makes the same environment on another thread.
    pub(crate) fn parts(&self) -> (HostHandle, Settings) {
        (self.host.clone(), self.settings.clone())
    }

    pub(crate) fn new(host: HostHandle, settings: Settings) -> Self {
        Self { host, settings, hooks: Hooks::default(), configured: None, _one_thread: PhantomData }
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

    /// Returns the name of the database that this run is for, where the configuration lists several: the environment is run once for
    /// each of them.
    pub fn database(&self) -> Option<&str> {
        self.settings.database.as_deref()
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

    /// Returns the `[attributes]` of the configuration, those of the chosen section over those of its top, sorted by name. A table
    /// within is its text in TOML.
    pub fn attributes(&self) -> &[(String, String)] {
        &self.settings.attributes
    }

    /// Returns the project file, as messages name it.
    pub fn config_file(&self) -> &str {
        &self.settings.config_file
    }

    /// Returns the heads of the history.
    pub fn head_revisions(&self) -> &[String] {
        &self.settings.head_revisions
    }

    /// Returns the head of the history; none, if it is empty.
    ///
    /// # Errors
    /// When there are several.
    #[track_caller]
    pub fn head_revision(&self) -> MigrationResult<Option<&str>> {
        match self.head_revisions() {
            [] => Ok(None),
            [head] => Ok(Some(head)),
            heads => Err(MigrationError::new(&format!(
                "there are {} heads: {}; ask for `head_revisions`",
                heads.len(),
                heads.join(", ")
            ))),
        }
    }

    /// Returns the revision behind which a script begins; none where it begins at the base, and where none is printed.
    pub fn starting_revision(&self) -> Option<&str> {
        self.settings.starting_revision.as_deref()
    }

    /// Returns the revisions that the command line asked for: of `head` the head's id, of `base` none. What is counted from where the
    /// database stands, as `+1`, is as it was written.
    pub fn revision_argument(&self) -> &[String] {
        &self.settings.revision_argument
    }

    /// Returns whether the environment has to say on which connection it works: where nothing is printed instead.
    pub fn requires_connection(&self) -> bool {
        !self.settings.offline
    }

    /// Returns the kind of database that was [configured](Self::configure) last: `postgresql`, `sqlite`, `mysql` or `mariadb`.
    pub fn dialect(&self) -> Option<&str> {
        self.configured.as_ref().map(|configured| configured.dialect.as_str())
    }

    /// Returns whether schema changes are taken to be undone with their transaction, on the database that was
    /// [configured](Self::configure) last.
    pub fn is_transactional_ddl(&self) -> Option<bool> {
        self.configured.as_ref().map(|configured| configured.transactional_ddl)
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
        match self.host.call(&Request::Configure(*configuration), place.clone())? {
            Reply::Configured { dialect, transactional_ddl } => {
                self.configured = Some(Configured { dialect, transactional_ddl });
                Ok(())
            }
            other => Err(MigrationError::reported(format!("unfitting answer: {other:?}"), place)),
        }
    }

    /// Does what the command line asked for: upgrades, downgrades, stamps or looks.
    ///
    /// The runner opens and ends the transactions.
    #[track_caller]
    pub fn run_migrations(&mut self) -> MigrationResult {
        self.run_migrations_with(&[])
    }

    /// As [`Self::run_migrations`], and hands these values to revisions and hooks, which find them by
    /// [`ctx.argument`](crate::MigrationContext::argument).
    #[track_caller]
    pub fn run_migrations_with(&mut self, arguments: &[(&str, &str)]) -> MigrationResult {
        let place = Place::of(Location::caller());
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let arguments: Vec<(String, String)> = arguments.iter().map(owned).collect();
        let hooks = self.hooks;
        let from = place.clone();
        // The hooks are asked in the thread in which the runner waits.
        let done = self.host.there(move |host| {
            let before = HOOKS.replace(hooks);
            let arguments: Vec<(&str, &str)> =
                arguments.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let done = host.call(&Request::RunMigrations { arguments: &arguments }, from);
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

/// Tells the environment that runs in this thread of a step.
pub(crate) fn version_applied(step: &StepInfo, ctx: &mut MigrationContext) -> MigrationResult {
    HOOKS.get().on_version_apply.map_or(Ok(()), |hook| hook(ctx, step))
}

/// Answers the runner's question by the hooks of the environment that runs in this thread.
pub(crate) fn answer(question: &Question) -> Answer {
    HOOKS.get().answer(question)
}
