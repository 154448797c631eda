//! What a command wants of the database.

use super::{Comparison, PreparedName, RuntimeError};
use crate::error::Error;
use crate::revision::{Place, Plan, RevisionMap, Target};

/// What is to be done once the environment says `run_migrations`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "there is one task in a run")]
pub enum Task {
    /// Go forward.
    Upgrade(Target),
    /// Go back.
    Downgrade(Target),
    /// Change the version rows only.
    Stamp {
        /// Where the database is to stand.
        targets: Vec<Target>,
        /// Whether all rows are deleted first, known or not.
        purge: bool,
    },
    /// Create the version table, change nothing else.
    EnsureVersion,
    /// Read the version rows, change nothing.
    Look,
    /// Compare schemas, change nothing.
    Compare(Comparison),
    /// Look for what earlier runs on several databases have left, change nothing.
    FindPrepared,
    /// End prepared transactions: commit (true) or undo.
    FinishPrepared(Vec<(PreparedName, bool)>),
    /// Take back the notes of runs that are carried out everywhere.
    ForgetRuns(Vec<String>),
}

/// From where to where a run brought the version rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moved {
    /// The rows before it.
    pub from: Vec<String>,
    /// The rows after it.
    pub to: Vec<String>,
    /// In how many steps.
    pub steps: usize,
}

impl Moved {
    /// Returns what a plan does to these rows.
    pub(super) fn by(plan: &Plan, rows: &[String]) -> Self {
        let mut to = rows.to_vec();
        plan.steps.iter().for_each(|step| step.change_rows(&mut to));
        Self { from: rows.to_vec(), to, steps: plan.steps.len() }
    }
}

impl Task {
    /// Returns the steps that lead from these version rows to where the task ends.
    pub(super) fn plan(&self, map: &RevisionMap, rows: &[String]) -> Result<Plan, Error> {
        match self {
            Self::Upgrade(target) => Ok(map.upgrade_plan(rows, target)?),
            Self::Downgrade(target) => Ok(map.downgrade_plan(rows, target)?),
            Self::Stamp { targets, purge: false } => Ok(map.stamp_plan(rows, targets)?),
            Self::Stamp { targets, purge: true } => {
                let mut plan = map.stamp_plan(&[], targets)?;
                plan.purge_first(rows);
                Ok(plan)
            }
            Self::EnsureVersion
            | Self::Look
            | Self::Compare(_)
            | Self::FindPrepared
            | Self::FinishPrepared(_)
            | Self::ForgetRuns(_) => Ok(Plan::default()),
        }
    }

    /// Returns the task with its end told by name: `+1` is counted from what was seen first, not
    /// again from where another run has gone meanwhile.
    ///
    /// # Errors
    /// Of a `-1` nothing can be made: its end by name could undo what the other run has done.
    pub(super) fn settled(&self, plan: &Plan) -> Result<Self, RuntimeError> {
        match (self, plan.steps.last()) {
            (Self::Downgrade(target), Some(_)) if counts_from_current(target) => {
                Err(RuntimeError::Overtaken)
            }
            (Self::Upgrade(target), Some(last)) if counts_from_current(target) => {
                Ok(Self::Upgrade(Target::revision(&last.revision)))
            }
            (
                Self::Upgrade(_)
                | Self::Downgrade(_)
                | Self::Stamp { .. }
                | Self::EnsureVersion
                | Self::Look
                | Self::Compare(_)
                | Self::FindPrepared
                | Self::FinishPrepared(_)
                | Self::ForgetRuns(_),
                _,
            ) => Ok(self.clone()),
        }
    }
}

/// Returns whether the target's steps are counted from where the database is.
fn counts_from_current(target: &Target) -> bool {
    matches!(target.place, Place::FromCurrent(_))
}
