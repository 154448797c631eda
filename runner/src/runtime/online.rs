//! A run on a live database.

use std::collections::BTreeMap;
use std::time::Duration;

use migration_api::abi::SchemaMap;

use super::ledger::Ledger;
use super::rendering::Rendering;
use super::sink::{Online, VersionTable};
use super::step::{self, StepFailure, Steps};
use super::two_phase::Member;
use super::{Code, Done, Event, Moved, Observer, RuntimeError, StepCause, Task, lock};
use crate::dialect::{Dialect, Session};
use crate::error::Error;
use crate::load::Unit;
use crate::project::Project;
use crate::revision::{Direction, Plan, Step};

/// How a run is to be made.
#[derive(Clone)]
pub(super) struct RunOptions {
    pub(super) version_table: VersionTable,
    pub(super) transaction_per_migration: bool,
    /// Whether schema changes are taken to be undone with their transaction, where somebody has said so.
    pub(super) transactional_ddl: Option<bool>,
    pub(super) lock_timeout: Duration,
    pub(super) rendering: Rendering,
    /// So many operations of the first step are passed over: an earlier run has done them.
    pub(super) resume_after: usize,
    /// What revisions and hooks are handed by name.
    pub(super) arguments: Vec<(String, String)>,
    /// Which schema of the operations stands for which of the database.
    pub(super) schemas: SchemaMap,
    /// The environment's unit, if it wants to hear of each step.
    pub(super) listener: Option<Unit>,
}

impl RunOptions {
    /// Returns whether schema changes are undone with their transaction. What the database commits at once, nobody can have it undo.
    pub(super) fn undoes_ddl(&self, dialect: &dyn Dialect) -> bool {
        dialect.transactional_ddl() && self.transactional_ddl.unwrap_or(true)
    }
}

/// A run on one connection.
pub(super) struct OnlineRun<'a> {
    pub(super) project: &'a Project,
    pub(super) code: &'a mut Code,
    pub(super) connection: &'a mut dyn Session,
    pub(super) options: RunOptions,
    pub(super) observer: Observer<'a>,
}

/// How an attempt to work a plan off ended.
enum Attempt {
    /// Every step is done.
    Finished,
    /// Another run had changed the version rows; these are they now.
    Overtaken(Option<Vec<String>>),
}

impl OnlineRun<'_> {
    /// Does the task. Compiles what it needs before it takes the lock, and looks again at the
    /// version rows once it has it: another run may have been there meanwhile.
    pub(super) fn run(&mut self, task: &Task) -> Result<Moved, Error> {
        let mut task = task.clone();
        let mut rows = self.read_rows()?;
        let mut plan = self.plan(&task, rows.as_deref())?;
        let mut member = self.project.part.take();
        if plan.steps.is_empty() {
            member.into_iter().for_each(Member::leave);
            return Ok(self.nothing_to_do(rows));
        }
        for warning in &plan.warnings {
            let (message, help) = (warning.to_string(), warning.help());
            (self.observer)(Event::Warning { message, help });
        }
        let mut is_first = true;
        while !plan.steps.is_empty() {
            let units = self.code.units(self.project, &plan, self.observer)?;
            let moved = Moved::by(&plan, rows.as_deref().unwrap_or_default());
            if let Some(member) = member.take()
                && !self.together(member, &plan, rows.as_deref(), &units)?
            {
                return Ok(moved);
            }
            match self.attempt(&plan, rows, &units)? {
                Attempt::Finished => return Ok(moved),
                Attempt::Overtaken(_) if self.options.resume_after > 0 => {
                    return Err(RuntimeError::ResumeOvertaken.into());
                }
                Attempt::Overtaken(now) => rows = now,
            }
            if std::mem::take(&mut is_first) {
                task = task.settled(&plan)?;
            }
            plan = self.plan(&task, rows.as_deref())?;
        }
        Ok(self.nothing_to_do(rows))
    }

    /// Tells that the database is where it should be, whoever brought it there.
    fn nothing_to_do(&mut self, rows: Option<Vec<String>>) -> Moved {
        let rows = rows.unwrap_or_default();
        (self.observer)(Event::NothingToDo { rows: rows.clone() });
        Moved { from: rows.clone(), to: rows, steps: 0 }
    }

    /// Creates the version table, if it is not there.
    pub(super) fn ensure_version(&mut self) -> Result<(), Error> {
        if let Some(rows) = self.read_rows()? {
            (self.observer)(Event::NothingToDo { rows });
            return Ok(());
        }
        let table = self.options.version_table.clone();
        self.with_lock(|run| {
            run.begin()?;
            // Another run may have been there meanwhile.
            if run.read_rows().inspect_err(|_| run.undo())?.is_some() {
                run.undo();
                return Ok(());
            }
            let rendering = run.options.rendering.clone();
            let created = table.create(&mut Online::new(&mut *run.connection, &rendering));
            if let Err(cause) = created {
                run.undo();
                return Err(RuntimeError::VersionTable {
                    table: table.name.clone(),
                    source: cause,
                }
                .into());
            }
            run.connection.commit()?;
            (run.observer)(Event::CreatedTable { name: table.name.clone() });
            Ok(())
        })
    }

    /// Returns the version rows; `None` when there is no version table.
    pub(super) fn read_rows(&mut self) -> Result<Option<Vec<String>>, Error> {
        Ok(self.connection.version_rows(self.options.version_table.table())?)
    }

    fn plan(&self, task: &Task, rows: Option<&[String]>) -> Result<Plan, Error> {
        task.plan(self.project.directory.map(), rows.unwrap_or_default())
    }

    /// Takes the lock, works the plan off and gives the lock back on every path.
    fn attempt(
        &mut self,
        plan: &Plan,
        rows: Option<Vec<String>>,
        units: &BTreeMap<String, Unit>,
    ) -> Result<Attempt, Error> {
        self.with_lock(|run| run.locked(plan, rows, units))
    }

    pub(super) fn with_lock<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let table = self.options.version_table.clone();
        // What is compiled for another of the project's databases is waited for before, not meanwhile.
        let _held = self.project.gate.hold();
        let connection = &mut *self.connection;
        lock::wait(self.options.lock_timeout, self.observer, || {
            connection.try_lock(table.table())
        })?;
        let result = work(self);
        let unlocked = self.connection.unlock();
        match result {
            Ok(done) => {
                unlocked?;
                Ok(done)
            }
            // The first error tells more than that of a connection which is broken by now.
            Err(error) => Err(error),
        }
    }

    fn locked(
        &mut self,
        plan: &Plan,
        mut rows: Option<Vec<String>>,
        units: &BTreeMap<String, Unit>,
    ) -> Result<Attempt, Error> {
        let size = match self.is_each_for_itself() && runs_code(plan) {
            true => 1,
            false => plan.steps.len(),
        };
        let mut done = 0;
        for steps in plan.steps.chunks(size) {
            self.begin()?;
            let now = self.read_rows().inspect_err(|_| self.undo())?;
            if !same_rows(now.as_deref(), rows.as_deref()) {
                self.undo();
                return Ok(Attempt::Overtaken(now));
            }
            let create_table = now.is_none();
            let rows = rows.get_or_insert_default();
            self.transaction(steps, create_table, units, done, rows)?;
            done += steps.len();
        }
        Ok(Attempt::Finished)
    }

    pub(super) fn begin(&mut self) -> Result<(), Error> {
        let connection = &mut *self.connection;
        lock::wait(self.options.lock_timeout, self.observer, || connection.try_begin())
    }

    /// Runs all steps in the transaction that is open, and leaves that open; changes `rows` as they do. Nothing may end it meanwhile.
    pub(super) fn work(
        &mut self,
        steps: &[Step],
        create_table: bool,
        units: &BTreeMap<String, Unit>,
        rows: &mut Vec<String>,
    ) -> Result<(), Error> {
        self.steps(steps, create_table, units, (0, true), rows).map(drop)
    }

    /// Runs steps in the transaction that is open, and ends it; changes `rows` as they do.
    fn transaction(
        &mut self,
        steps: &[Step],
        create_table: bool,
        units: &BTreeMap<String, Unit>,
        done: usize,
        rows: &mut Vec<String>,
    ) -> Result<(), Error> {
        let Some((step, ledger, kept)) =
            self.steps(steps, create_table, units, (done, false), rows)?
        else {
            return Ok(());
        };
        self.connection.commit().map_err(|error| {
            self.failed(step, StepCause::Database(error).into(), &ledger, kept, true)
        })
    }

    /// Runs steps, so many of the run being done before, in the transaction that is open, which as a `whole` nothing may end; returns
    /// the last one, and how many stay whatever happens now.
    fn steps<'s>(
        &mut self,
        steps: &'s [Step],
        create_table: bool,
        units: &BTreeMap<String, Unit>,
        (done, whole): (usize, bool),
        rows: &mut Vec<String>,
    ) -> Result<Option<(&'s Step, Ledger, usize)>, Error> {
        let mut create_table = create_table;
        let options = self.options.clone();
        let all = Steps { project: self.project, units, options: &options };
        let mut last = None;
        // So many steps stay whatever happens to the next.
        let mut kept = done;
        for (at, step) in steps.iter().enumerate() {
            step::announce(self.project, step, self.observer);
            let resume_after = if done + at == 0 { options.resume_after } else { 0 };
            let mut ledger = Ledger::resuming(resume_after);
            let mut sink = Online::new(&mut *self.connection, &options.rendering);
            if whole {
                sink.keep_whole();
            }
            let created = match std::mem::take(&mut create_table) {
                true => {
                    ledger.created_table();
                    options.version_table.create(&mut sink).map_err(StepFailure::from)
                }
                false => Ok(()),
            };
            step.change_rows(rows);
            let carried_out = created
                .and_then(|()| all.carry_out(step, rows, &mut sink, &mut ledger, self.observer));
            if let Err(failure) = carried_out {
                let open = self.connection.transaction_is_open().unwrap_or(false);
                // Its own commit was also that of the steps before it.
                let kept = if ledger.has_committed() { done + at } else { kept };
                return Err(self.failed(step, failure, &ledger, kept, open));
            }
            // A later failure must not take the row of a step back whose changes are committed in part.
            if ledger.has_committed() && at + 1 < steps.len() {
                if let Err(error) = self.connection.commit() {
                    let cause = StepCause::Database(error);
                    return Err(self.failed(step, cause.into(), &ledger, done + at, true));
                }
                kept = done + at + 1;
                self.begin()?;
            }
            last = Some((step, ledger));
        }
        Ok(last.map(|(step, ledger)| (step, ledger, kept)))
    }

    /// Returns whether each migration has a transaction of its own. Where a schema change ends the one that is open,
    /// no other could be told the truth about.
    fn is_each_for_itself(&self) -> bool {
        self.options.transaction_per_migration
            || !self.options.undoes_ddl(self.connection.dialect())
    }

    /// Undoes the transaction and says what of the run stays: so many steps before this one, of which `open` tells whether
    /// there still was a transaction to undo when it failed.
    fn failed(
        &mut self,
        step: &Step,
        failure: StepFailure,
        ledger: &Ledger,
        kept: usize,
        open: bool,
    ) -> Error {
        let lost = failure.cause.is_lost();
        let undone = self.connection.rollback();
        let runs_code = step.direction != Direction::Stamp;
        let per_migration = self.is_each_for_itself() && runs_code;
        let transactional = self.connection.dialect().transactional_ddl();
        let account = ledger.account(step, kept, lost);
        let account = account.filter(|_| !transactional || ledger.has_committed());
        // Where schema changes are committed at once, an author's COMMIT is refused before it is run.
        let ended = !open && transactional;
        let done = match (account, lost || ended || undone.is_err(), per_migration) {
            (Some(account), _, _) => Done::Operations(Box::new(account)),
            (None, true, _) => Done::Unknown,
            (None, false, true) if kept == 0 && !transactional && ledger.has_new_table() => {
                Done::VersionTable
            }
            (None, false, true) => Done::Steps(kept),
            (None, false, false) if kept > 0 => Done::Steps(kept),
            (None, false, false) => Done::Nothing,
        };
        let step = step::name(self.project, step);
        let place = step::short(self.project, failure.place);
        RuntimeError::Step { step, place, done, source: failure.cause }.into()
    }

    /// Ends a transaction in which nothing was done. A connection that cannot even do that fails
    /// at its next use, with its own words.
    pub(super) fn undo(&mut self) {
        drop(self.connection.rollback());
    }
}

/// Returns whether a plan runs migrations: a stamp is one change, of which no part may stay without the rest.
fn runs_code(plan: &Plan) -> bool {
    plan.steps.iter().any(|step| step.direction != Direction::Stamp)
}

/// Returns whether the version table holds the same rows, in whatever order.
pub(super) fn same_rows(one: Option<&[String]>, other: Option<&[String]>) -> bool {
    let sorted = |rows: Option<&[String]>| {
        let mut rows: Vec<_> = rows.unwrap_or_default().to_vec();
        rows.sort();
        rows
    };
    one.is_some() == other.is_some() && sorted(one) == sorted(other)
}
