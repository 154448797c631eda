//! `revision`: write a new revision file.

use std::path::PathBuf;

use jiff::Zoned;
use uuid::Uuid;

use crate::error::Error;
use crate::project::Project;
use crate::revision::Target;
use crate::script::{NewRevision, generate};

/// What a new revision is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionOptions {
    /// What it will do, in the author's words.
    pub message: String,
    /// When it is made.
    pub now: Zoned,
}

/// Writes the file of a new revision on top of the head; returns its id and path.
///
/// # Errors
/// When there are several heads, or the file cannot be written.
pub fn revision(
    project: &mut Project,
    options: &RevisionOptions,
) -> Result<(String, PathBuf), Error> {
    project.directory.require_complete()?;
    let map = project.directory.map();
    let head = map.resolve_one(&Target::head())?;
    let revision = NewRevision {
        message: options.message.clone(),
        revision: new_id(),
        down_revisions: head.map(str::to_owned).into_iter().collect(),
        branch_labels: Vec::new(),
        depends_on: Vec::new(),
        create_date: options.now.strftime("%Y-%m-%d %H:%M:%S.%6f").to_string(),
    };
    let path = generate(&project.config.script_location, &revision)?;
    Ok((revision.revision, path))
}

/// Returns a new id: the last twelve hexadecimal digits of a random UUID, as Alembic's.
fn new_id() -> String {
    let digits = Uuid::new_v4().simple().to_string();
    digits[digits.len() - 12..].to_owned()
}
