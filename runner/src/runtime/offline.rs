//! A run without a database: the SQL as a script.

use super::ledger::Ledger;
use super::rendering::Rendering;
use super::sink::{Offline, VersionTable};
use super::{Code, Done, Observer, RuntimeError, Task, step};
use crate::dialect::Dialect;
use crate::error::Error;
use crate::project::Project;
use crate::revision::{Direction, Step};

/// Writes the script of a task that begins with these version rows.
pub(super) struct OfflineRun<'a> {
    pub(super) project: &'a Project,
    pub(super) code: &'a mut Code,
    pub(super) version_table: VersionTable,
    pub(super) rendering: Rendering,
    pub(super) transaction_per_migration: bool,
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
        let mut script = Offline::new(dialect);
        script.raw(preamble);
        let size = if self.transaction_per_migration { 1 } else { plan.steps.len().max(1) };
        let mut create_table = rows.is_empty();
        for steps in plan.steps.chunks(size) {
            let marks = dialect.transactional_ddl();
            if marks {
                script.line("BEGIN;");
            }
            for step in steps {
                step::announce(self.project, step, self.observer);
                let fail = |place, source| {
                    let name = step::name(self.project, step);
                    let place = step::short(self.project, place);
                    RuntimeError::Step { step: name, place, done: Done::Script, source }
                };
                if std::mem::take(&mut create_table) {
                    self.version_table.create(&mut script).map_err(|cause| fail(None, cause))?;
                }
                script.line(&comment(step));
                let ledger = &mut Ledger::default();
                let (table, rendering) = (&self.version_table, &self.rendering);
                let observer = &mut *self.observer;
                step::carry_out(step, &units, &mut script, rendering, table, ledger, observer)
                    .map_err(|failure| fail(failure.place, failure.cause))?;
            }
            if marks {
                script.line("COMMIT;");
            }
        }
        // With steps, the table was created before the first.
        if *task == Task::EnsureVersion {
            let table = &self.version_table;
            table.create(&mut script).map_err(|source| RuntimeError::VersionTable {
                table: table.name.clone(),
                source,
            })?;
        }
        Ok(script.into_script())
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
