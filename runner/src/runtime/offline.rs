//! A run without a database: the SQL as a script.

use super::ledger::Ledger;
use super::online::RunOptions;
use super::sink::{Offline, Sink};
use super::step::{self, Steps};
use super::{Code, Done, Observer, RuntimeError, Task};
use crate::dialect::{Dialect, Idempotent, IdempotentHistory};
use crate::error::Error;
use crate::project::Project;
use crate::revision::{Direction, RowChange, Step};

/// Writes the script of a task that begins with these version rows.
pub(super) struct OfflineRun<'a> {
    pub(super) project: &'a Project,
    pub(super) code: &'a mut Code,
    pub(super) options: RunOptions,
    /// Whether each step is to look for itself whether it is done.
    pub(super) idempotent: bool,
    pub(super) observer: Observer<'a>,
}

impl OfflineRun<'_> {
    /// Returns the script.
    pub(super) fn run(
        &mut self,
        task: &Task,
        rows: &[String],
        dialect: &'static dyn Dialect,
        preamble: &str,
    ) -> Result<String, Error> {
        if let Task::Stamp { purge: true, .. } = task {
            return Err(RuntimeError::PurgeOffline.into());
        }
        let plan = task.plan(self.project.directory.map(), rows)?;
        let units = self.code.units(self.project, &plan, self.observer)?;
        let marks = self.options.transactional_ddl.unwrap_or(dialect.transactional_ddl());
        let mut script = Offline::new(dialect, marks);
        script.raw(preamble);
        let size = if self.options.transaction_per_migration { 1 } else { plan.steps.len().max(1) };
        let guard = match self.idempotent {
            true => {
                let database = dialect.title();
                let guard = dialect.idempotent();
                Some(guard.ok_or(RuntimeError::NotIdempotent { database })?)
            }
            false => None,
        };
        let mut create_table = rows.is_empty() && guard.is_none();
        let mut begun = guard.is_none();
        let options = self.options.clone();
        let all = Steps { project: self.project, units: &units, options: &options };
        let mut now = rows.to_vec();
        for steps in plan.steps.chunks(size) {
            if marks {
                script.line("BEGIN;");
            }
            if let Some(guard) = guard.filter(|_| !std::mem::replace(&mut begun, true)) {
                self.find_out(guard, rows, &mut script)?;
            }
            for step in steps {
                step::announce(self.project, step, self.observer);
                let fail = |place, source| {
                    let name = step::name(self.project, step);
                    let place = step::short(self.project, place);
                    RuntimeError::Step { step: name, place, done: Done::Script, source }
                };
                if std::mem::take(&mut create_table) {
                    options.version_table.create(&mut script).map_err(|cause| fail(None, cause))?;
                }
                script.line(&comment(step));
                if guard.is_some() {
                    script.gather();
                }
                step.change_rows(&mut now);
                let step = &self.regardless(step);
                let ledger = &mut Ledger::default();
                all.carry_out(step, &now, &mut script, ledger, self.observer)
                    .map_err(|failure| fail(failure.place, failure.cause))?;
                if let Some(guard) = guard {
                    let statements = script.gathered();
                    script.line(&guard.step(&step.revision, &statements));
                }
            }
            if marks {
                script.line("COMMIT;");
            }
        }
        if let Some(guard) = guard.filter(|_| begun) {
            guard.end().iter().for_each(|statement| script.line(statement));
        }
        // With steps, the table was created before the first.
        if *task == Task::EnsureVersion {
            let table = &self.options.version_table;
            table.create(&mut script).map_err(|source| RuntimeError::VersionTable {
                table: table.name.clone(),
                source,
            })?;
        }
        Ok(script.into_script())
    }

    /// Writes what finds out which revisions are applied.
    fn find_out(
        &self,
        guard: &dyn Idempotent,
        start: &[String],
        script: &mut Offline,
    ) -> Result<(), RuntimeError> {
        let table = &self.options.version_table;
        let created = table.create_unless_there(script);
        let name = table.name.clone();
        created.map_err(|source| RuntimeError::VersionTable { table: name, source })?;
        let nodes = self.project.directory.map().nodes();
        let owned = |ids: Vec<&str>| ids.into_iter().map(str::to_owned).collect();
        let revisions = nodes.map(|node| (node.revision().id.clone(), owned(node.rests_on())));
        let history = IdempotentHistory {
            revisions: &revisions.collect(),
            start,
            version_table: script.dialect().table(table.table()),
        };
        guard.begin(&history).iter().for_each(|statement| script.line(statement));
        Ok(())
    }

    /// Returns a step whose rows change rightly whatever rows there are, if it is to be guarded: those that it rests on go,
    /// if they are there, and its own comes.
    fn regardless(&self, step: &Step) -> Step {
        let node = self.project.directory.map().node(&step.revision);
        let Some(node) = node.filter(|_| self.idempotent) else {
            return step.clone();
        };
        let lower = node.rests_on().into_iter().map(|id| RowChange::Delete(id.to_owned()));
        let changes = lower.chain([RowChange::Insert(step.revision.clone())]).collect();
        Step { changes, ..step.clone() }
    }
}

/// Returns the comment above a step's statements. Ids hold no line ends: the header's reader takes
/// one text, and a line end in it would end the comment.
fn comment(step: &Step) -> String {
    let verb = match step.direction {
        Direction::Up => "upgrade",
        Direction::Down => "downgrade",
        Direction::Stamp => "stamp_revision",
    };
    let text = format!("-- Running {verb} {} -> {}", step.from.join(", "), step.to.join(", "));
    text.replace(['\n', '\r'], " ")
}
