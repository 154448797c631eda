//! Says of code that is not linked that nothing here compiles it.

use std::collections::BTreeMap;

use super::Observer;
use crate::build::BuildError;
use crate::error::Error;
use crate::load::Unit;
use crate::project::Project;
use crate::script::ScriptFile;

/// There are none.
pub(super) enum Units {}

impl Units {
    pub(super) fn new(project: &Project) -> Result<Self, BuildError> {
        Err(BuildError::NoBuilder { package: project.config.script_location.clone() })
    }

    pub(super) fn environment(&mut self, _: Observer<'_>) -> Result<Unit, Error> {
        match *self {}
    }

    pub(super) fn units_of(
        &mut self,
        _: &Project,
        _: &[&ScriptFile],
        _: Observer<'_>,
    ) -> Result<BTreeMap<String, Unit>, Error> {
        match *self {}
    }
}
