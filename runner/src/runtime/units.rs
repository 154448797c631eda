//! The code of a project that is compiled and opened when it is needed.

use std::collections::BTreeMap;

use super::{Event, Observer};
use crate::build::{BuildError, Builder};
use crate::error::Error;
use crate::load::{Libraries, Unit};
use crate::project::Project;
use crate::script::ScriptFile;

/// What builds a project's code, and has it open.
pub(super) struct Units {
    builder: Builder,
    libraries: Libraries,
}

impl Units {
    pub(super) fn new(project: &Project) -> Result<Self, BuildError> {
        let builder = Builder::new(&project.config.script_location)?;
        Ok(Self { builder, libraries: Libraries::default() })
    }

    /// Returns the environment's unit, built and opened.
    pub(super) fn environment(&mut self, observer: Observer<'_>) -> Result<Unit, Error> {
        let library = self.builder.environment(&mut |event| observer(Event::Build(event)))?;
        Ok(self.libraries.open(&library)?)
    }

    /// Returns the unit of each of these revisions, built and opened.
    pub(super) fn units_of(
        &mut self,
        project: &Project,
        needed: &[&ScriptFile],
        observer: Observer<'_>,
    ) -> Result<BTreeMap<String, Unit>, Error> {
        if needed.is_empty() {
            return Ok(BTreeMap::new());
        }
        let newest_first = project.directory.map().newest_first();
        let all: Vec<_> =
            newest_first.into_iter().rev().filter_map(|id| project.directory.file(id)).collect();
        let mut event = |event| observer(Event::Build(event));
        let built = self.builder.revisions(needed, &all, &mut event)?;
        let mut units = BTreeMap::new();
        for (id, library) in built {
            units.insert(id, self.libraries.open(&library)?);
        }
        Ok(units)
    }
}
