//! The run on one of several databases that are migrated together.

use std::collections::BTreeMap;

use super::{Decision, Member, PreparedName, Role};
use crate::dialect::{DatabaseError, TwoPhase};
use crate::error::Error;
use crate::load::Unit;
use crate::revision::Plan;
use crate::runtime::online::{OnlineRun, same_rows};
use crate::runtime::sink::{Online, VersionTable};
use crate::runtime::{Event, RuntimeError};
use crate::sql::version_table;

/// What an earlier run that was cut off has left in a database.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundPrepared {
    /// The transactions that wait for a decision.
    pub names: Vec<PreparedName>,
    /// The runs of which this database, as the coordinator, has noted that they are committed; `None` where it has no place for notes.
    pub noted: Option<Vec<String>>,
}

impl OnlineRun<'_> {
    /// Works a plan off together with other databases, and takes part in their decision. Returns whether it has to be
    /// worked off for itself instead, as no other has anything to do.
    pub(in crate::runtime) fn together(
        &mut self,
        member: Member,
        plan: &Plan,
        rows: Option<&[String]>,
        units: &BTreeMap<String, Unit>,
    ) -> Result<bool, Error> {
        let can_prepare = match self.connection.two_phase() {
            Some(session) => session.can_prepare()?,
            None => false,
        };
        match member.ready(can_prepare).map_err(RuntimeError::Together)? {
            Role::Alone => {
                member.leave();
                return Ok(true);
            }
            Role::Coordinator => self.with_lock(|run| run.coordinate(member, plan, rows, units))?,
            Role::Participant { coordinator } => {
                self.with_lock(|run| run.take_part(member, &coordinator, plan, rows, units))?;
            }
        }
        Ok(false)
    }

    /// Does the work, and decides by its own commit, in which the run is noted.
    fn coordinate(
        &mut self,
        member: Member,
        plan: &Plan,
        rows: Option<&[String]>,
        units: &BTreeMap<String, Unit>,
    ) -> Result<(), Error> {
        let notes = self.notes();
        self.create_outside(&notes)?;
        let done = self.decide(member, &notes, plan, rows, units);
        if done.is_err() {
            // The first error tells more; and the next run looks again.
            drop(self.forget(&notes, &[]));
        }
        done
    }

    fn decide(
        &mut self,
        member: Member,
        notes: &VersionTable,
        plan: &Plan,
        rows: Option<&[String]>,
        units: &BTreeMap<String, Unit>,
    ) -> Result<(), Error> {
        let name = self.name(&member, "");
        self.begin_work(&name, rows, units, plan)?;
        let note = {
            let dialect = self.connection.dialect();
            version_table::insert(dialect, notes.table(), member.run())
        };
        self.connection.run(&note).inspect_err(|_| self.undo())?;
        if let Err(disagreement) = member.prepared() {
            self.undo();
            return Err(RuntimeError::Together(disagreement).into());
        }
        if let Err(error) = self.connection.commit() {
            let is_lost = matches!(error, DatabaseError::Lost { .. });
            member.decide(if is_lost { Decision::Unknown } else { Decision::Undo });
            return Err(error.into());
        }
        member.decide(Decision::Commit);
        // The others know by now; the note is for those that did not come to carry it out.
        if member.others_are_done() {
            self.forget(notes, &[member.run().to_owned()])?;
        }
        member.leave();
        Ok(())
    }

    /// Does the work, prepares it, and carries out what the coordinator decides.
    fn take_part(
        &mut self,
        member: Member,
        coordinator: &str,
        plan: &Plan,
        rows: Option<&[String]>,
        units: &BTreeMap<String, Unit>,
    ) -> Result<(), Error> {
        let name = self.name(&member, coordinator);
        self.begin_work(&name, rows, units, plan)?;
        self.two_phase()?.prepare(&name)?;
        if let Err(disagreement) = member.prepared() {
            self.finish(&name, false)?;
            return Err(RuntimeError::Together(disagreement).into());
        }
        match member.decision() {
            Decision::Commit => self.finish(&name, true)?,
            Decision::Undo => {
                self.finish(&name, false)?;
                return Err(RuntimeError::TogetherUndone.into());
            }
            Decision::Unknown => return Err(RuntimeError::TogetherUnknown { name }.into()),
        }
        member.leave();
        Ok(())
    }

    /// Begins the transaction, and does all of the work in it.
    fn begin_work(
        &mut self,
        name: &str,
        rows: Option<&[String]>,
        units: &BTreeMap<String, Unit>,
        plan: &Plan,
    ) -> Result<(), Error> {
        let is_transactional = self.connection.dialect().transactional_ddl();
        let table = self.options.version_table.clone();
        if !is_transactional {
            self.create_outside(&table)?;
        }
        // Without a name of its own, the server would commit at a schema change.
        match self.connection.two_phase().filter(|_| !is_transactional) {
            Some(session) => session.begin(name)?,
            None => self.begin()?,
        }
        let now = self.read_rows().inspect_err(|_| self.undo())?;
        let is_same = match is_transactional {
            true => same_rows(now.as_deref(), rows),
            // The table may be new.
            false => {
                same_rows(Some(now.as_deref().unwrap_or_default()), Some(rows.unwrap_or_default()))
            }
        };
        if !is_same {
            self.undo();
            return Err(RuntimeError::TogetherOvertaken.into());
        }
        let create_table = now.is_none();
        self.work(&plan.steps, create_table, units, &mut now.unwrap_or_default())
    }

    /// Looks for what earlier runs have left, while none is under way.
    pub(in crate::runtime) fn find_prepared(&mut self) -> Result<FoundPrepared, Error> {
        let project = self.project_name();
        self.with_lock(|run| {
            // The lock of SQLite is its transaction.
            run.begin()?;
            let notes = run.notes();
            let noted = run.connection.version_rows(notes.table());
            run.undo();
            let names = match run.connection.two_phase() {
                Some(session) => session.prepared()?,
                None => Vec::new(),
            };
            let ours = names.iter().filter_map(|name| name.parse().ok());
            let names = ours.filter(|name: &PreparedName| name.is_of(&project)).collect();
            Ok(FoundPrepared { names, noted: noted? })
        })
    }

    /// Ends prepared transactions: commits those that are to be committed, and undoes the others.
    pub(in crate::runtime) fn finish_prepared(
        &mut self,
        decided: &[(PreparedName, bool)],
    ) -> Result<(), Error> {
        self.with_lock(|run| {
            for (name, commit) in decided {
                run.finish(&name.to_string(), *commit)?;
                (run.observer)(Event::Recovered { name: name.to_string(), committed: *commit });
            }
            Ok(())
        })
    }

    /// Takes back the notes of runs of which nothing is left.
    pub(in crate::runtime) fn forget_runs(&mut self, runs: &[String]) -> Result<(), Error> {
        let notes = self.notes();
        self.with_lock(|run| run.forget(&notes, runs))
    }

    /// Takes back the notes of these runs, and their place with the last.
    fn forget(&mut self, notes: &VersionTable, runs: &[String]) -> Result<(), Error> {
        let dialect = self.connection.dialect();
        for run in runs {
            self.connection.run(&version_table::delete(dialect, notes.table(), run))?;
        }
        if self.connection.version_rows(notes.table())?.is_some_and(|rows| rows.is_empty()) {
            self.connection.run(&version_table::drop(dialect, notes.table()))?;
        }
        Ok(())
    }

    fn finish(&mut self, name: &str, commit: bool) -> Result<(), Error> {
        let kept = |source| RuntimeError::LeftPrepared { name: name.to_owned(), commit, source };
        Ok(self.two_phase()?.finish(name, commit).map_err(kept)?)
    }

    fn two_phase(&mut self) -> Result<&mut dyn TwoPhase, Error> {
        let title = self.connection.dialect().title();
        let session = self.connection.two_phase();
        Ok(session.ok_or(RuntimeError::NoTwoPhase { database: title })?)
    }

    /// Creates a table as the version table is, outside of any transaction, if it is not there.
    fn create_outside(&mut self, table: &VersionTable) -> Result<(), Error> {
        if self.connection.version_rows(table.table())?.is_some() {
            return Ok(());
        }
        let rendering = self.options.rendering.clone();
        let created = table.create(&mut Online::new(&mut *self.connection, &rendering));
        let name = table.name.clone();
        Ok(created.map_err(|source| RuntimeError::VersionTable { table: name, source })?)
    }

    /// Returns the table in which the coordinator notes the run.
    fn notes(&self) -> VersionTable {
        let table = self.options.version_table.clone();
        VersionTable { name: format!("{}_two_phase", table.name), ..table }
    }

    fn project_name(&self) -> String {
        self.connection.dialect().table(self.options.version_table.table())
    }

    fn name(&self, member: &Member, coordinator: &str) -> String {
        PreparedName::new(&self.project_name(), coordinator, member.run()).to_string()
    }
}
