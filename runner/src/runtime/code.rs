//! The compiled code of a project.

use std::collections::BTreeMap;

use migration_api::abi::Migrations;

use super::{Event, Observer, file};
use crate::build::{BuildError, Builder};
use crate::error::Error;
use crate::load::{Libraries, Unit};
use crate::project::Project;
use crate::revision::{Direction, Plan};
use crate::script::ScriptFile;

/// The code of revisions, and which of several databases it is run for.
pub(super) struct Units {
    pub(super) of_revision: BTreeMap<String, Unit>,
    pub(super) database: Option<String>,
}

/// What has the code of a project.
pub(super) enum Code {
    /// It is compiled and opened when it is needed.
    Units { builder: Builder, libraries: Libraries },
    /// This program itself holds it.
    Linked(&'static Migrations),
}

impl Code {
    pub(super) fn new(project: &Project) -> Result<Self, BuildError> {
        if let Some(migrations) = project.linked {
            return Ok(Self::Linked(migrations));
        }
        let builder = Builder::new(&project.config.script_location, project.gate.clone())?;
        Ok(Self::Units { builder, libraries: Libraries::default() })
    }

    /// Returns the environment's unit, built and opened.
    pub(super) fn environment(&mut self, observer: Observer<'_>) -> Result<Unit, Error> {
        match self {
            Self::Linked(migrations) => Ok(Unit::linked(migrations)),
            Self::Units { builder, libraries } => {
                let library = builder.environment(&mut |event| observer(Event::Build(event)))?;
                Ok(libraries.open(&library)?)
            }
        }
    }

    /// Returns the unit of each revision that the plan runs, built and opened.
    pub(super) fn units(
        &mut self,
        project: &Project,
        plan: &Plan,
        observer: Observer<'_>,
    ) -> Result<Units, Error> {
        let runs = plan.steps.iter().filter(|step| step.direction != Direction::Stamp);
        let needed: Vec<_> =
            runs.map(|step| file(project, &step.revision)).collect::<Result<_, _>>()?;
        let of_revision = self.units_of(project, &needed, observer)?;
        Ok(Units { of_revision, database: project.config.database.clone() })
    }

    /// Returns the unit of each of these revisions, built and opened.
    pub(super) fn units_of(
        &mut self,
        project: &Project,
        needed: &[&ScriptFile],
        observer: Observer<'_>,
    ) -> Result<BTreeMap<String, Unit>, Error> {
        let (builder, libraries) = match self {
            Self::Linked(migrations) => {
                let unit = Unit::linked(migrations);
                return Ok(needed.iter().map(|file| (file.id.clone(), unit)).collect());
            }
            Self::Units { builder, libraries } => (builder, libraries),
        };
        if needed.is_empty() {
            return Ok(BTreeMap::new());
        }
        let newest_first = project.directory.map().newest_first();
        let all: Vec<_> =
            newest_first.into_iter().rev().filter_map(|id| project.directory.file(id)).collect();
        let built = builder.revisions(needed, &all, &mut |event| observer(Event::Build(event)))?;
        let mut units = BTreeMap::new();
        for (id, library) in built {
            units.insert(id, libraries.open(&library)?);
        }
        Ok(units)
    }
}
