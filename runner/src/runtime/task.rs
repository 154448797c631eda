//! What a command wants of the database.

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
    pub(super) fn settled(&self, plan: &Plan) -> Self {
        let Some(last) = plan.steps.last() else { return self.clone() };
        let end = |to: &[String]| match to {
            [] => Target::Base,
            [id, ..] => Target::Revision(id.clone()),
        };
        match self {
            Self::Upgrade(Target::Relative(_)) => Self::Upgrade(end(&last.to)),
            Self::Downgrade(Target::Relative(_)) => Self::Downgrade(end(&last.to)),
            Self::Upgrade(_) | Self::Downgrade(_) | Self::Stamp(_) | Self::Look => self.clone(),
        }
    }
}
