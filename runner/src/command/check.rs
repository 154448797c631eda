//! `check`: whether the database holds what the environment wants.

use crate::error::Error;
use crate::project::Project;
use crate::runtime::{
    self, Compared, Comparison, ComparisonForm, Observer, RevisionTerms, SchemaSource,
};

/// Compares the database with what the environment wants, as `revision --autogenerate` would.
///
/// # Errors
/// When the database is not at all heads, or cannot be compared.
pub fn check(
    project: &Project,
    form: ComparisonForm,
    observer: Observer<'_>,
) -> Result<Compared, Error> {
    project.directory.require_complete()?;
    let comparison = Comparison {
        from: SchemaSource::Database,
        to: SchemaSource::Metadata,
        at_heads: true,
        form,
        // What the environment would leave out of a revision is no difference.
        revision: Some(RevisionTerms::default()),
    };
    runtime::compare(project, &comparison, &mut |_| false, observer)
}
