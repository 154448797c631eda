//! The compiled code of a project.

use std::collections::BTreeMap;

use migration_api::abi::Migrations;

use super::units::Units;
use super::{Observer, file};
use crate::build::BuildError;
use crate::error::Error;
use crate::load::Unit;
use crate::project::Project;
use crate::revision::{Direction, Plan};
use crate::script::ScriptFile;

/// What has the code of a project.
pub(super) enum Code {
    /// It is compiled and opened when it is needed.
    Units(Units),
    /// This program itself holds it.
    Linked(&'static Migrations),
}

impl Code {
    pub(super) fn new(project: &Project) -> Result<Self, BuildError> {
        match project.linked {
            Some(migrations) => Ok(Self::Linked(migrations)),
            None => Units::new(project).map(Self::Units),
        }
    }

    /// Returns the environment's unit, built and opened.
    pub(super) fn environment(&mut self, observer: Observer<'_>) -> Result<Unit, Error> {
        match self {
            Self::Linked(migrations) => Ok(Unit::linked(migrations)),
            Self::Units(units) => units.environment(observer),
        }
    }

    /// Returns the unit of each revision that the plan runs, built and opened.
    pub(super) fn units(
        &mut self,
        project: &Project,
        plan: &Plan,
        observer: Observer<'_>,
    ) -> Result<BTreeMap<String, Unit>, Error> {
        let runs = plan.steps.iter().filter(|step| step.direction != Direction::Stamp);
        let needed: Vec<_> =
            runs.map(|step| file(project, &step.revision)).collect::<Result<_, _>>()?;
        self.units_of(project, &needed, observer)
    }

    /// Returns the unit of each of these revisions, built and opened.
    pub(super) fn units_of(
        &mut self,
        project: &Project,
        needed: &[&ScriptFile],
        observer: Observer<'_>,
    ) -> Result<BTreeMap<String, Unit>, Error> {
        match self {
            Self::Linked(migrations) => {
                let unit = Unit::linked(migrations);
                Ok(needed.iter().map(|file| (file.id.clone(), unit)).collect())
            }
            Self::Units(units) => units.units_of(project, needed, observer),
        }
    }
}
