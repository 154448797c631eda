//! Runs the user's environment, which says where the database is and when to begin.

use migration_api::abi::{Command, Reply, Request, Settings};
use migration_api::ops::{Execute, Operation, Parameter};
use migration_api::{ComparisonOptions, Configuration};

use super::compare::{Compared, Comparison, Revisions};
use super::hooks::{ComparisonHooks, Confirm};
use super::offline::OfflineRun;
use super::online::{OnlineRun, RunOptions};
use super::rendering::Rendering;
use super::sink::VersionTable;
use super::step;
use super::{Code, Event, Observer, RuntimeError, StepCause, Task, harmless};
use crate::config::Config;
use crate::dialect::{self, Connection, DatabaseUrl, Dialect};
use crate::error::Error;
use crate::load::{Failure, HostCalls, Unit};
use crate::project::Project;
use crate::revision::{Place, Target};
use crate::sql;

/// What a run found or made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What there is to know of the database.
    pub connected: Option<Connected>,
    /// The script of an offline run.
    pub script: Option<String>,
    /// What came of a comparison.
    pub compared: Option<Compared>,
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
    let mut code = Code::new(project)?;
    let unit = code.environment(observer)?;
    // Whether it matters is for the environment to say: it may have another way to the database.
    let (url, url_problem) = match project.config.resolved_url() {
        Ok(url) => (url, None),
        Err(error) => (None, Some(format!("{error}; {}", error.help().unwrap_or_default()))),
    };
    // A script needs no database: its kind alone is a URL that names it.
    let url = url.or_else(|| Some(format!("{}://", offline.and(project.config.dialect.as_ref())?)));
    let settings = Settings {
        offline: offline.is_some(),
        url,
        url_problem,
        tag: project.config.tag.clone(),
        config_file: project.config.file.display().to_string(),
        section: project.config.section.clone(),
        x_arguments: project.config.x_arguments.clone(),
        attributes: project.config.attributes.clone(),
        connection: None,
        head_revisions: project.directory.map().heads().into_iter().map(str::to_owned).collect(),
        starting_revision: offline.and_then(|start| start_of(project, start)),
        revision_argument: revision_argument(project, task),
    };
    let mut host = EnvironmentHost {
        project,
        code,
        unit,
        task,
        offline,
        resume_after,
        confirm,
        observer,
        connections: Vec::new(),
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
    connections: Vec<Session>,
    configured: Option<Configured>,
    preamble: String,
    template_args: Vec<(String, String)>,
    outcome: Option<Outcome>,
    /// The errors that the environment was answered with, in full, and the texts it was told.
    failures: Vec<(String, Error)>,
}

/// A session that the runner opened for the environment.
struct Session {
    url: DatabaseUrl,
    connection: Box<dyn Connection>,
}

/// What the environment has said of the next run.
struct Configured {
    database: Database,
    options: RunOptions,
    comparison: ComparisonOptions,
    /// The revision behind which a script begins.
    start: Option<Target>,
}

enum Database {
    Session(usize),
    Offline(&'static dyn Dialect),
}

impl EnvironmentHost<'_> {
    fn answer(
        &mut self,
        request: Request<'_>,
        place: &migration_api::Place,
    ) -> Result<Reply, Error> {
        match request {
            Request::Connect { url } => self.connect(url),
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
            Request::Attach { .. } => {
                let reason = "this runner drives no connection of another's yet";
                Err(RuntimeError::OutOfOrder { call: "attach", reason }.into())
            }
            // The loader keeps the first for itself; nothing was asked that the others could answer.
            Request::Failed(_) | Request::Answer(_) | Request::Driven(_) => Ok(Reply::Done),
        }
    }

    fn connect(&mut self, url: &str) -> Result<Reply, Error> {
        let url: DatabaseUrl = url.parse().map_err(dialect::DatabaseError::from)?;
        let connection =
            dialect::open_with(&url, &self.project.config.root, &self.project.config.session)?;
        self.connections.push(Session { url, connection });
        let id = u32::try_from(self.connections.len() - 1).unwrap_or(u32::MAX);
        Ok(Reply::Connected(id))
    }

    fn configure(&mut self, asked: &Configuration<'_>) -> Result<Configured, Error> {
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

    fn dialect(&self, database: &Database) -> Result<&'static dyn Dialect, Error> {
        match database {
            Database::Offline(dialect) => Ok(*dialect),
            Database::Session(at) => match self.connections.get(*at) {
                Some(session) => Ok(session.connection.dialect()),
                None => Err(not_open("configure")),
            },
        }
    }

    /// Runs statements of the environment's own on a connection.
    fn execute(
        &mut self,
        connection: u32,
        sql: &str,
        parameters: &[Parameter<'_>],
    ) -> Result<Result<Reply, StepCause>, Error> {
        let connection = self.open_connection(connection, "execute")?;
        let operation = Operation::Execute(Execute { sql, parameters });
        Ok(executed(connection, &operation).map(Reply::Affected))
    }

    /// Runs a query of the environment's own on a connection.
    fn query(
        &mut self,
        connection: u32,
        sql: &str,
        parameters: &[Parameter<'_>],
    ) -> Result<Result<Reply, StepCause>, Error> {
        let connection = self.open_connection(connection, "query")?;
        let query = sql::bind(connection.dialect(), sql, parameters).map_err(StepCause::Render);
        Ok(query.and_then(|query| {
            let rows = connection.query(query.sql(), query.parameters());
            rows.map(Reply::Rows).map_err(StepCause::Database)
        }))
    }

    /// Returns why a statement of the environment's own failed.
    fn refused(
        &self,
        call: &'static str,
        place: &migration_api::Place,
        source: StepCause,
    ) -> Error {
        let place = step::short(self.project, Some(place.clone()));
        RuntimeError::Statement { call, place, source }.into()
    }

    fn open_connection(
        &mut self,
        connection: u32,
        call: &'static str,
    ) -> Result<&mut dyn Connection, Error> {
        match self.connections.get_mut(connection as usize) {
            Some(session) => Ok(session.connection.as_mut()),
            None => Err(not_open(call)),
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
        let mut compared = None;
        match self.task {
            Task::Look => rows = run.read_rows()?.unwrap_or_default(),
            Task::EnsureVersion => run.ensure_version()?,
            Task::Upgrade(_) | Task::Downgrade(_) | Task::Stamp { .. } => run.run(self.task)?,
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
                let session = (&session.url, run.connection);
                compared = Some(revisions.compare(session, comparison, asked, hooks)?);
            }
        }
        let connected = Some(Connected { url: session.url.to_string(), rows });
        self.outcome = Some(Outcome { connected, compared, ..Outcome::default() });
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

fn executed(connection: &mut dyn Connection, operation: &Operation<'_>) -> Result<u64, StepCause> {
    let statements = sql::render(connection.dialect(), operation).map_err(StepCause::Render)?;
    let mut affected = 0;
    for statement in &statements {
        affected += connection.run(statement).map_err(StepCause::Database)?;
    }
    Ok(affected)
}

fn not_open(call: &'static str) -> Error {
    RuntimeError::OutOfOrder { call, reason: "with a connection that is not open" }.into()
}

/// Returns the revision behind which a script begins, as far as it can be told before the environment runs.
fn start_of(project: &Project, start: &OfflineStart) -> Option<String> {
    // What is wrong with it is told when the script is written.
    let start = project.directory.map().resolve_one(&start.from).ok().flatten();
    start.map(str::to_owned)
}

/// Returns the revisions that the task leads to; what is counted from where the database stands, as it was written.
fn revision_argument(project: &Project, task: &Task) -> Vec<String> {
    let targets = match task {
        Task::Upgrade(target) | Task::Downgrade(target) => std::slice::from_ref(target),
        Task::Stamp { targets, .. } => targets,
        Task::EnsureVersion | Task::Look | Task::Compare(_) => &[],
    };
    let map = project.directory.map();
    let ids = |target: &Target| match (&target.place, map.resolve_all(target)) {
        (Place::FromCurrent(_), _) | (_, Err(_)) => vec![target.to_string()],
        (_, Ok(ids)) => ids.into_iter().map(str::to_owned).collect(),
    };
    targets.iter().flat_map(ids).collect()
}

/// Returns the kind of database that is named.
fn dialect_named(name: &str) -> Result<&'static dyn Dialect, RuntimeError> {
    let known =
        dialect::all().find(|dialect| dialect.name() == name || dialect.schemes().contains(&name));
    known.ok_or_else(|| RuntimeError::NoSuchDialect {
        name: name.to_owned(),
        known: dialect::all().map(|dialect| format!("`{}`", dialect.name())).collect(),
    })
}

impl HostCalls for EnvironmentHost<'_> {
    fn call(
        &mut self,
        request: Request<'_>,
        place: &migration_api::Place,
    ) -> Result<Reply, String> {
        self.answer(request, place).map_err(|error| {
            let text = error.to_string();
            self.failures.push((text.clone(), error));
            text
        })
    }
}
