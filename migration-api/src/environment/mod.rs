//! What an `env.rs` is handed.

mod configuration;
mod connections;
mod percent_encode;
mod settings;

pub use configuration::{ComparisonOptions, Configuration};
pub(crate) use connections::{drive, forget_all};
pub use percent_encode::percent_encode;
pub use settings::Settings;

use std::cell::Cell;
use std::marker::PhantomData;
use std::panic::Location;

use crate::abi::{HostHandle, Reply, Request};
use crate::autogenerate::{Answer, Hooks, Question};
use crate::error::{MigrationError, MigrationResult, Place};

/// The project's settings and the way to run its migrations, as an environment sees them.
pub struct EnvironmentContext {
    host: HostHandle,
    settings: Settings,
    hooks: Hooks,
    _one_thread: PhantomData<*const ()>,
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
