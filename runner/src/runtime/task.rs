//! What a command wants of the database.

use super::RuntimeError;
use crate::error::Error;
use crate::revision::{Plan, RevisionMap, Target};

/// What is to be done once the environment says `run_migrations`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Task {
    /// Go forward.
    Upgrade(Target),
    /// Go back.
    Downgrade(Target),
    /// Change the version rows only.
    Stamp(Vec<Target>),
    /// Read the version rows, change nothing.
    Look,
}

impl Task {
    /// Returns the steps that lead from these version rows to where the task ends.
    pub(super) fn plan(&self, map: &RevisionMap, rows: &[String]) -> Result<Plan, Error> {
        match self {
            Self::Upgrade(target) => Ok(map.upgrade_plan(rows, target)?),
            Self::Downgrade(target) => Ok(map.downgrade_plan(rows, target)?),
            Self::Stamp(targets) => {
                let steps = map.stamp_plan(rows, targets)?;
                Ok(Plan { steps, warnings: Vec::new() })
            }
            Self::Look => Ok(Plan::default()),
        }
    }

    /// Returns the task with its end told by name: `+1` is counted from what was seen first, not
    /// again from where another run has gone meanwhile.
    ///
    /// # Errors
    /// Of a `-1` nothing can be made: its end by name could undo what the other run has done.
    pub(super) fn settled(&self, plan: &Plan) -> Result<Self, RuntimeError> {
        match (self, plan.steps.last()) {
            (Self::Downgrade(Target::Relative(_)), Some(_)) => Err(RuntimeError::Overtaken),
            (Self::Upgrade(Target::Relative(_)), Some(last)) => {
                Ok(Self::Upgrade(Target::Revision(last.revision.clone())))
            }
            (Self::Upgrade(_) | Self::Downgrade(_) | Self::Stamp(_) | Self::Look, _) => {
                Ok(self.clone())
            }
        }
    }
}
