//! Runs the user's environment, which says where the database is and when to begin.

mod configured;
mod settings;
mod statements;

use migration_api::abi::{Command, Reply, Request, Settings};
use migration_api::{ComparisonOptions, Place};

use self::configured::{Configured, Database};
use super::attached;
use super::compare::{Compared, Comparison, Revisions};
use super::hooks::{ComparisonHooks, Confirm};
use super::offline::OfflineRun;
use super::online::{OnlineRun, RunOptions};
use super::step;
use super::{Code, Event, FoundPrepared, Moved, Observer, RuntimeError, Task, harmless};
use crate::dialect::{self, DatabaseUrl, Dialect, Session};
use crate::error::Error;
use crate::load::{Failure, HostCalls, Unit};
use crate::project::Project;
use crate::revision::Target;

/// What a run found or made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What there is to know of the database.
    pub connected: Option<Connected>,
    /// The script of an offline run.
    pub script: Option<String>,
    /// How far an upgrade, a downgrade or a stamp went.
    pub moved: Option<Moved>,
    /// What came of a comparison.
    pub compared: Option<Compared>,
    /// What earlier runs on several databases have left.
    pub prepared: Option<FoundPrepared>,
    /// What the environment hands to the template of revisions, by name.
    pub template_args: Vec<(String, String)>,
}

/// A database as a run left it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connected {
    /// Its URL, without the password.
    pub url: String,
    /// Its version rows.
    pub rows: Vec<String>,
}

/// Where a script begins: without a database, somebody has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfflineStart {
    /// The revision behind which it begins.
    pub from: Target,
    /// Whether each step is to look for itself whether it is done.
    pub idempotent: bool,
}

impl OfflineStart {
    /// Returns a start behind this revision, of a script that is for that place only.
    pub const fn at(from: Target) -> Self {
        Self { from, idempotent: false }
    }
}

/// Builds and runs the environment, and in it the task.
///
/// With `offline`, the task's SQL is written down instead of run.
///
/// # Errors
/// Whatever fails on the way: compiling, the environment itself, the database, a revision.
pub fn run(
    project: &Project,
    task: &Task,
    offline: Option<&OfflineStart>,
    observer: Observer<'_>,
) -> Result<Outcome, Error> {
    let job = Job { task, offline, resume_after: 0, confirm: &mut |_| false };
    start(project, job, observer)
}

/// Builds and runs the environment, and in it the task, whose first step begins behind so many of its operations.
///
/// # Errors
/// Whatever fails on the way; fewer operations than are to be passed over.
pub fn resume(
    project: &Project,
    task: &Task,
    resume_after: usize,
    observer: Observer<'_>,
) -> Result<Outcome, Error> {
    let job = Job { task, offline: None, resume_after, confirm: &mut |_| false };
    start(project, job, observer)
}

/// Builds and runs the environment, and in it a comparison. `confirm` says whether what looks renamed is.
///
/// # Errors
/// Whatever fails on the way: compiling, the environment itself, a source of a schema, a hook.
pub fn compare(
    project: &Project,
    comparison: &Comparison,
    confirm: Confirm<'_>,
    observer: Observer<'_>,
) -> Result<Compared, Error> {
    let task = Task::Compare(comparison.clone());
    let job = Job { task: &task, offline: None, resume_after: 0, confirm };
    let Outcome { compared, template_args, .. } = start(project, job, observer)?;
    Ok(Compared { template_args, ..compared.ok_or(RuntimeError::NotCompared)? })
}

/// What an environment is run for.
struct Job<'a> {
    task: &'a Task,
    offline: Option<&'a OfflineStart>,
    resume_after: usize,
    confirm: Confirm<'a>,
}

fn start(project: &Project, job: Job<'_>, observer: Observer<'_>) -> Result<Outcome, Error> {
    let Job { task, offline, resume_after, confirm } = job;
    project.config.require_one_database()?;
    let mut code = Code::new(project)?;
    let unit = code.environment(observer)?;
    // The application's connection stays here while the environment runs.
    let mut given = project.connection.lock();
    let mut connections = Vec::new();
    if let Some(connection) = given.as_mut().filter(|_| offline.is_none()) {
        let session = dialect::session_of(Box::new(connection))?;
        connections.push(OpenSession { url: None, connection: session });
    }
    let connection = (!connections.is_empty()).then_some(0);
    let settings = Settings { connection, ..settings::settings(project, task, offline) };
    let mut host = EnvironmentHost {
        project,
        code,
        unit,
        task,
        offline,
        resume_after,
        confirm,
        observer,
        connections,
        configured: None,
        preamble: String::new(),
        template_args: Vec::new(),
        outcome: None,
        failures: Vec::new(),
    };
    match unit.run(&Command::Environment(settings), &mut host) {
        Ok(()) => host.finish(),
        Err(failure) => Err(host.explain(failure)),
    }
}

/// Answers what the environment asks.
struct EnvironmentHost<'a> {
    project: &'a Project,
    code: Code,
    unit: Unit,
    task: &'a Task,
    offline: Option<&'a OfflineStart>,
    resume_after: usize,
    confirm: Confirm<'a>,
    observer: Observer<'a>,
    connections: Vec<OpenSession<'a>>,
    configured: Option<Configured>,
    preamble: String,
    template_args: Vec<(String, String)>,
    outcome: Option<Outcome>,
    /// The errors that the environment was answered with, in full, and the texts it was told.
    failures: Vec<(String, Error)>,
}

/// A session of the environment's.
struct OpenSession<'a> {
    /// The URL by which the runner opened it; none where somebody else did.
    url: Option<DatabaseUrl>,
    connection: Box<dyn Session + 'a>,
}

impl EnvironmentHost<'_> {
    fn answer(&mut self, request: Request<'_>, place: &Place) -> Result<Reply, Error> {
        match request {
            Request::Connect { url } => self.connect(url),
            Request::Login { url } => {
                let url: DatabaseUrl = url.parse().map_err(dialect::DatabaseError::from)?;
                let config = &self.project.config;
                Ok(Reply::Login(url.dialect().login(&url, &config.root, &config.session)?))
            }
            Request::Configure(configuration) => {
                let configured = self.configure(&configuration)?;
                let dialect = self.dialect(&configured.database)?;
                let transactional_ddl = configured.options.undoes_ddl(dialect);
                self.configured = Some(configured);
                let dialect = dialect.name().to_owned();
                Ok(Reply::Configured { dialect, transactional_ddl })
            }
            Request::RunMigrations { arguments } => self.run_migrations(arguments),
            Request::ExecuteOn { connection, sql, parameters } => {
                let done = self.execute(connection, sql, parameters)?;
                done.map_err(|source| self.refused("execute", place, source))
            }
            Request::QueryOn { connection, sql, parameters } => {
                let done = self.query(connection, sql, parameters)?;
                done.map_err(|source| self.refused("query", place, source))
            }
            Request::StaticOutput(text) => {
                self.preamble.push_str(text);
                Ok(Reply::Done)
            }
            Request::Progress(text) => {
                (self.observer)(Event::Progress(text.to_owned()));
                Ok(Reply::Done)
            }
            Request::Operation(_) | Request::Query { .. } | Request::Autocommit(_) => {
                let reason = "outside of a revision";
                Err(RuntimeError::OutOfOrder { call: "execute", reason }.into())
            }
            Request::Attach { dialect } => {
                let number = self.next_number();
                let driver = attached::driver(self.unit, number, dialect);
                let connection = dialect::session_of(driver)?;
                self.connections.push(OpenSession { url: None, connection });
                Ok(Reply::Connected(number))
            }
            // The loader keeps the first for itself; nothing was asked that the others could answer.
            Request::Failed(_) | Request::Answer(_) | Request::Driven(_) => Ok(Reply::Done),
        }
    }

    fn connect(&mut self, url: &str) -> Result<Reply, Error> {
        let url: DatabaseUrl = url.parse().map_err(dialect::DatabaseError::from)?;
        let connection =
            dialect::open_with(&url, &self.project.config.root, &self.project.config.session)?;
        let number = self.next_number();
        self.connections.push(OpenSession { url: Some(url), connection });
        Ok(Reply::Connected(number))
    }

    /// Returns the number of the next connection.
    fn next_number(&self) -> u32 {
        u32::try_from(self.connections.len()).unwrap_or(u32::MAX)
    }

    fn dialect(&self, database: &Database) -> Result<&'static dyn Dialect, Error> {
        match database {
            Database::Offline(dialect) => Ok(*dialect),
            Database::Session(at) => match self.connections.get(*at) {
                Some(session) => Ok(session.connection.dialect()),
                None => Err(not_open("configure")),
            },
        }
    }

    fn run_migrations(&mut self, arguments: &[(&str, &str)]) -> Result<Reply, Error> {
        let call = "run_migrations";
        let Some(configured) = self.configured.take() else {
            return Err(RuntimeError::OutOfOrder { call, reason: "before `configure`" }.into());
        };
        let Configured { database, mut options, comparison, start: begins } = configured;
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        options.arguments = arguments.iter().map(owned).collect();
        match (database, self.offline) {
            (Database::Session(at), None) => self.run_online(at, options, comparison)?,
            (Database::Offline(dialect), Some(start)) => {
                let from = begins.unwrap_or_else(|| start.from.clone());
                self.run_offline(dialect, &OfflineStart { from, ..start.clone() }, options)?;
            }
            (Database::Session(_), Some(_)) => {
                let reason = "with a connection, in offline mode";
                return Err(RuntimeError::OutOfOrder { call, reason }.into());
            }
            (Database::Offline(_), None) => {
                let reason = "without a connection";
                return Err(RuntimeError::OutOfOrder { call, reason }.into());
            }
        }
        Ok(Reply::Done)
    }

    fn run_online(
        &mut self,
        at: usize,
        options: RunOptions,
        comparison: ComparisonOptions,
    ) -> Result<(), Error> {
        let Some(session) = self.connections.get_mut(at) else {
            return Err(not_open("run_migrations"));
        };
        let dialect = session.connection.dialect();
        let transactional_ddl = options.undoes_ddl(dialect);
        (self.observer)(Event::Context { database: dialect.title(), transactional_ddl });
        let mut run = OnlineRun {
            project: self.project,
            code: &mut self.code,
            connection: session.connection.as_mut(),
            options,
            observer: self.observer,
        };
        let mut rows = Vec::new();
        let (mut compared, mut moved, mut prepared) = (None, None, None);
        match self.task {
            Task::Look => rows = run.read_rows()?.unwrap_or_default(),
            Task::EnsureVersion => run.ensure_version()?,
            Task::FindPrepared => prepared = Some(run.find_prepared()?),
            Task::FinishPrepared(decided) => run.finish_prepared(decided)?,
            Task::ForgetRuns(runs) => run.forget_runs(runs)?,
            Task::Upgrade(_) | Task::Downgrade(_) | Task::Stamp { .. } => {
                moved = Some(run.run(self.task)?);
            }
            Task::Compare(asked) => {
                rows = run.read_rows()?.unwrap_or_default();
                if asked.at_heads {
                    check_heads(self.project, &rows)?;
                }
                let revisions =
                    Revisions { project: self.project, code: run.code, options: &run.options };
                let hooks = ComparisonHooks {
                    environment: Some((self.project, self.unit)),
                    observer: run.observer,
                    confirm: self.confirm,
                };
                let session = (session.url.as_ref(), run.connection);
                compared = Some(revisions.compare(session, comparison, asked, hooks)?);
            }
        }
        let url = session.url.as_ref().map_or_else(
            || format!("a connection of env.rs to {}", dialect.title()),
            ToString::to_string,
        );
        let connected = Some(Connected { url, rows });
        self.outcome = Some(Outcome { connected, moved, compared, prepared, ..Outcome::default() });
        Ok(())
    }

    fn run_offline(
        &mut self,
        dialect: &'static dyn Dialect,
        start: &OfflineStart,
        options: RunOptions,
    ) -> Result<(), Error> {
        let map = self.project.directory.map();
        let row = map.resolve_one(&start.from)?.map(str::to_owned);
        let rows: Vec<_> = row.into_iter().collect();
        let mut run = OfflineRun {
            project: self.project,
            code: &mut self.code,
            options,
            idempotent: start.idempotent,
            observer: self.observer,
        };
        let preamble = std::mem::take(&mut self.preamble);
        let mut script = run.run(self.task, &rows, dialect, &preamble)?;
        // That of another run of the same environment stands before it.
        if let Some(before) = self.outcome.take().and_then(|outcome| outcome.script) {
            script.insert_str(0, &before);
        }
        self.outcome = Some(Outcome { script: Some(script), ..Outcome::default() });
        Ok(())
    }

    /// Returns what the run found or made. An environment that did not pass on the failure of its
    /// only run has failed all the same.
    fn finish(mut self) -> Result<Outcome, Error> {
        if let (None, Some((_, error))) = (&self.outcome, self.failures.pop()) {
            return Err(error);
        }
        if self.outcome.is_none() {
            (self.observer)(Event::Warning {
                message: "`env.rs` did not call `run_migrations`: nothing was done".into(),
                help: None,
            });
        }
        let template_args = self.template_args;
        Ok(Outcome { template_args, ..self.outcome.unwrap_or_default() })
    }

    /// Returns what is known of a failed environment: our own error where it only hands that on.
    fn explain(mut self, failure: Failure) -> Error {
        let is_it = |(text, _): &(String, Error)| *text == failure.message;
        if failure.reported
            && let Some(at) = self.failures.iter().position(is_it)
        {
            return self.failures.swap_remove(at).1;
        }
        let message = harmless(&failure.message);
        let place = step::short(self.project, failure.place);
        match failure.panic {
            true => RuntimeError::EnvironmentPanic { message, place }.into(),
            false => RuntimeError::Environment { message, place }.into(),
        }
    }
}

/// Checks that every head is applied.
fn check_heads(project: &Project, rows: &[String]) -> Result<(), Error> {
    let map = project.directory.map();
    let applied = map.applied(rows)?;
    let missing = map.heads().into_iter().filter(|head| !applied.contains(head));
    let heads: Vec<String> = missing.map(str::to_owned).collect();
    match heads.is_empty() {
        true => Ok(()),
        false => Err(RuntimeError::NotUpToDate { heads }.into()),
    }
}

fn not_open(call: &'static str) -> Error {
    RuntimeError::OutOfOrder { call, reason: "with a connection that is not open" }.into()
}

impl HostCalls for EnvironmentHost<'_> {
    fn call(&mut self, request: Request<'_>, place: &Place) -> Result<Reply, String> {
        self.answer(request, place).map_err(|error| {
            let text = error.to_string();
            self.failures.push((text.clone(), error));
            text
        })
    }
}
