//! Says of revisions that nothing here writes them.

use migration_api::autogenerate::MigrationScript;

use super::CompareRun;
use crate::autogenerate::RenderError;
use crate::error::Error;
use crate::schema::Terms;

/// There is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlannedRevision {}

impl CompareRun<'_> {
    pub(super) fn planned(
        &mut self,
        _: MigrationScript<'_>,
        _: &Terms<'_>,
    ) -> Result<PlannedRevision, Error> {
        Err(RenderError::NoWriter.into())
    }
}
