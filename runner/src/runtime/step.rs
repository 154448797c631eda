//! One step: a revision's function, and the change of the version rows.

use std::collections::BTreeMap;
use std::path::Path;

use migration_api::Place;
use migration_api::abi::{self, Arena, Command, MigrationFacts, Reply, Request};
use migration_api::ops::{Operation, Parameter};

use super::ledger::{Entered, Ledger};
use super::online::RunOptions;
use super::sink::{Sink, VersionTable};
use super::step_info::step_info;
use super::{Event, Observer, RuntimeError, StepCause, StepName, harmless};
use crate::dialect::{Dialect, ImplicitCommit};
use crate::load::{Failure, HostCalls, Unit};
use crate::project::Project;
use crate::revision::{Direction, RowChange, Step};
use crate::script::ScriptFile;
use crate::sql::{self, Naming, Statement};

/// Why a step failed, and where.
pub(super) struct StepFailure {
    pub(super) place: Option<Place>,
    pub(super) cause: StepCause,
}

impl From<StepCause> for StepFailure {
    fn from(cause: StepCause) -> Self {
        Self { place: None, cause }
    }
}

/// Returns what messages call a step.
pub(super) fn name(project: &Project, step: &Step) -> StepName {
    let doc = project.directory.file(&step.revision).map(ScriptFile::doc);
    StepName {
        direction: step.direction,
        revision: step.revision.clone(),
        doc: doc.unwrap_or_default().into_owned(),
    }
}

/// Returns a place with its file as seen from the project.
pub(super) fn short(project: &Project, place: Option<Place>) -> Option<Place> {
    let root = &project.config.root;
    let shorter = |file: &str| Path::new(file).strip_prefix(root).ok()?.to_str().map(str::to_owned);
    place.map(|place| match shorter(&place.file) {
        Some(file) => Place { file, ..place },
        None => place,
    })
}

/// Tells that a step begins.
pub(super) fn announce(project: &Project, step: &Step, observer: Observer<'_>) {
    observer(Event::Running {
        direction: step.direction,
        from: step.from.clone(),
        to: step.to.clone(),
        doc: name(project, step).doc,
    });
}

/// What all steps of a run have in common.
pub(super) struct Steps<'a> {
    pub(super) project: &'a Project,
    pub(super) units: &'a BTreeMap<String, Unit>,
    pub(super) options: &'a RunOptions,
}

impl Steps<'_> {
    /// Carries out a step on `sink`: the revision's function, the version rows, which then are `rows`, and the environment's hook.
    pub(super) fn carry_out(
        &self,
        step: &Step,
        rows: &[String],
        sink: &mut dyn Sink,
        ledger: &mut Ledger,
        observer: Observer<'_>,
    ) -> Result<(), StepFailure> {
        let direction = match step.direction {
            Direction::Up => Some(abi::Direction::Up),
            Direction::Down => Some(abi::Direction::Down),
            Direction::Stamp => None,
        };
        if let (Some(direction), Some(unit)) = (direction, self.units.get(&step.revision)) {
            let (revision, facts) = (step.revision.clone(), self.facts(sink));
            let command = Command::Migrate { revision, direction, facts };
            self.run(unit, &command, StepHost::new(self.options, sink, ledger, &mut *observer))?;
            if let Some(asked) = ledger.resumed_too_late() {
                return Err(StepCause::ResumedTooLate { asked }.into());
            }
        }
        for change in &step.changes {
            change_row(change, sink, &self.options.version_table)?;
        }
        let Some(listener) = self.options.listener else { return Ok(()) };
        let told = step_info(self.project, step, rows);
        let command = Command::VersionApplied { step: told, facts: self.facts(sink) };
        // What the hook does is no operation of the revision's, by whose number it could be resumed.
        let mut ledger = Ledger::default();
        let host = StepHost::new(self.options, sink, &mut ledger, observer);
        self.run(&listener, &command, StepHost { within_hook: true, ..host })
    }

    fn facts(&self, sink: &dyn Sink) -> MigrationFacts {
        MigrationFacts {
            dialect: sink.dialect().name().to_owned(),
            offline: sink.is_offline(),
            database: self.project.config.database.clone(),
            arguments: self.options.arguments.clone(),
        }
    }

    fn run(
        &self,
        unit: &Unit,
        command: &Command,
        mut host: StepHost<'_, '_>,
    ) -> Result<(), StepFailure> {
        if let Err(failure) = unit.run(command, &mut host) {
            return Err(host.explain(&failure));
        }
        match host.ended {
            true => Err(StepCause::TransactionEnded(None).into()),
            false => Ok(()),
        }
    }
}

fn change_row(
    change: &RowChange,
    sink: &mut dyn Sink,
    version_table: &VersionTable,
) -> Result<(), StepCause> {
    let (dialect, table) = (sink.dialect(), version_table.table());
    let statement = match change {
        RowChange::Clear => sql::version_table::clear(dialect, table),
        RowChange::Insert(id) => sql::version_table::insert(dialect, table, id),
        RowChange::Delete(id) => sql::version_table::delete(dialect, table, id),
        RowChange::Update { from, to } => sql::version_table::update(dialect, table, from, to),
    };
    let changed = sink.execute(&statement)?;
    if changed == 1 || sink.is_offline() || *change == RowChange::Clear {
        return Ok(());
    }
    let action = match change {
        RowChange::Clear => "deleting all rows".to_owned(),
        RowChange::Insert(id) => format!("inserting `{id}`"),
        RowChange::Delete(id) => format!("deleting `{id}`"),
        RowChange::Update { from, to } => format!("changing `{from}` to `{to}`"),
    };
    Err(StepCause::Version(Box::new(RuntimeError::RowsMoved { action, changed })))
}

/// Answers what a revision asks.
struct StepHost<'a, 'o> {
    sink: &'a mut dyn Sink,
    options: &'a RunOptions,
    observer: Observer<'o>,
    ledger: &'a mut Ledger,
    /// The errors that the revision was answered with, in full, and the texts it was told. It may
    /// have gone on after one, and returned another.
    failures: Vec<(String, StepFailure)>,
    /// Whether its SQL ended the run's transaction.
    ended: bool,
    /// Whether the environment's hook asks, and not the revision.
    within_hook: bool,
}

impl<'a, 'o> StepHost<'a, 'o> {
    fn new(
        options: &'a RunOptions,
        sink: &'a mut dyn Sink,
        ledger: &'a mut Ledger,
        observer: Observer<'o>,
    ) -> Self {
        let (failures, ended, within_hook) = (Vec::new(), false, false);
        Self { sink, options, observer, ledger, failures, ended, within_hook }
    }

    /// Returns what is known of a failed revision: our own error where it only hands that on.
    fn explain(&mut self, failure: &Failure) -> StepFailure {
        let is_it = |(text, ours): &(String, StepFailure)| {
            *text == failure.message && ours.place == failure.place
        };
        if failure.reported
            && let Some(at) = self.failures.iter().position(is_it)
        {
            return self.failures.swap_remove(at).1;
        }
        let message = harmless(&failure.message);
        let cause = match failure.panic {
            true => StepCause::Panic(message),
            false => StepCause::Author(message),
        };
        StepFailure { place: failure.place.clone(), cause }
    }

    fn answer(&mut self, request: Request<'_>) -> Result<Reply, StepCause> {
        match request {
            Request::Operation(operation) => self.operation(&operation),
            Request::Query { sql, parameters } => self.query(sql, parameters),
            Request::Progress(text) => {
                (self.observer)(Event::Progress(text.to_owned()));
                Ok(Reply::Done)
            }
            Request::Autocommit(_) if self.within_hook => Err(StepCause::NotForHooks(
                "end the transaction: what it does stays or goes with the step",
            )),
            Request::Autocommit(begins) => {
                self.sink.autocommit(begins)?;
                self.ledger.autocommit(begins);
                Ok(Reply::Done)
            }
            Request::Connect { .. } | Request::Login { .. } => {
                Err(StepCause::NotForRevisions("connect"))
            }
            Request::Configure(_) => Err(StepCause::NotForRevisions("configure")),
            Request::RunMigrations { .. } => Err(StepCause::NotForRevisions("run migrations")),
            Request::StaticOutput(_) => Err(StepCause::NotForRevisions("write into the script")),
            Request::Attach { .. } => Err(StepCause::NotForRevisions("attach a connection")),
            Request::ExecuteOn { .. } | Request::QueryOn { .. } => {
                Err(StepCause::NotForRevisions("choose a connection"))
            }
            // The loader keeps the first for itself; nothing was asked that the others could answer.
            Request::Failed(_) | Request::Answer(_) | Request::Driven(_) => Ok(Reply::Done),
        }
    }

    fn operation(&mut self, operation: &Operation<'_>) -> Result<Reply, StepCause> {
        let dialect = self.sink.dialect();
        match self.ledger.enter(dialect, operation) {
            Entered::CarryOut => {}
            Entered::PassOver => return Ok(Reply::Affected(0)),
            Entered::Refuse { number, name } => {
                return Err(StepCause::OfEndedSession { number, name });
            }
        }
        let arena = Arena::default();
        let naming = Naming { convention: self.options.rendering.naming(), dialect, arena: &arena };
        let mut affected = 0;
        for named in naming.apply(operation) {
            for part in dialect.split(&named) {
                affected += self.part(&part)?;
            }
        }
        Ok(Reply::Affected(affected))
    }

    /// Carries out an operation, or a part of one that has to be done before the next can be rendered.
    fn part(&mut self, operation: &Operation<'_>) -> Result<u64, StepCause> {
        if let Operation::BulkInsert(rows) = operation {
            // Rows that do not fit have no way at all.
            sql::check_rows(rows).map_err(StepCause::Render)?;
            if let Some(done) = self.sink.insert(rows) {
                return done;
            }
        }
        let rendered = self.sink.render(operation).inspect_err(|_| self.ledger.failed())?;
        self.ledger.rendered(rendered.statements.len());
        let dialect = self.sink.dialect();
        let mut affected = 0;
        for statement in &rendered.statements {
            self.check_hook(dialect, statement)?;
            let done = self.sink.execute(statement);
            self.ledger.ran(dialect, statement, &done);
            let done = self.in_transaction(statement, done).inspect_err(|_| {
                // The statement's own failure tells more.
                let cleanup = rendered.cleanup.iter().map(Statement::new);
                cleanup.for_each(|statement| drop(self.sink.execute(&statement)));
            });
            affected += done?;
        }
        for (message, help) in rendered.notes {
            (self.observer)(Event::Warning { message, help: Some(help) });
        }
        Ok(affected)
    }

    /// Refuses a statement of the environment's hook with which the step would be committed before it has ended.
    fn check_hook(
        &self,
        dialect: &dyn Dialect,
        statement: &Statement<'_>,
    ) -> Result<(), StepCause> {
        match self.within_hook && dialect.implicit_commit(statement.sql()) != ImplicitCommit::None {
            true => Err(StepCause::NotForHooks(
                "run what this database commits at once: the step would stay if it failed behind that",
            )),
            false => Ok(()),
        }
    }

    fn query(&mut self, sql: &str, parameters: &[Parameter<'_>]) -> Result<Reply, StepCause> {
        let statement: Statement<'_> =
            sql::bind(self.sink.dialect(), sql, parameters).map_err(StepCause::Render)?;
        self.check_hook(self.sink.dialect(), &statement)?;
        self.ledger.queried(self.sink.dialect(), &statement);
        let rows = self.sink.query(&statement);
        self.in_transaction(&statement, rows).map(Reply::Rows)
    }

    /// Passes on how a statement ended, unless it ended the run's transaction too. The database is
    /// asked only after a statement that might have.
    fn in_transaction<T>(
        &mut self,
        statement: &Statement<'_>,
        done: Result<T, StepCause>,
    ) -> Result<T, StepCause> {
        if (done.is_ok() && !may_end_transaction(statement.sql()))
            || self.sink.transaction_is_open()
        {
            return done;
        }
        self.ended = true;
        Err(StepCause::TransactionEnded(done.err().map(|error| error.to_string())))
    }
}

/// Returns whether a word that ends transactions stands anywhere in the text.
fn may_end_transaction(sql: &str) -> bool {
    let sql = sql.to_ascii_lowercase();
    ["commit", "rollback", "abort", "end", "prepare"].iter().any(|word| sql.contains(word))
}

impl HostCalls for StepHost<'_, '_> {
    fn call(&mut self, request: Request<'_>, place: &Place) -> Result<Reply, String> {
        self.answer(request).map_err(|cause| {
            let text = cause.to_string();
            let failure = StepFailure { place: Some(place.clone()), cause };
            self.failures.push((text.clone(), failure));
            text
        })
    }

    fn schemas(&self) -> &[(Option<String>, Option<String>)] {
        &self.options.schemas
    }
}
