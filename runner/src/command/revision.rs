//! `revision`: write a new revision file.

use std::path::PathBuf;

use jiff::Zoned;
use uuid::Uuid;

use super::environment::run_environment;
use crate::error::Error;
use crate::project::Project;
use crate::revision::{Addition, Place, RevisionError, Target};
use crate::runtime::{Observer, RuntimeError};
use crate::script::{NewRevision, generate, run_write_hooks};

/// What a new revision is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionOptions {
    /// What it will do, in the author's words.
    pub message: String,
    /// What it comes after; empty, the head.
    pub heads: Vec<Target>,
    /// Whether it may come after a revision that is no head.
    pub splice: bool,
    /// The labels written on it.
    pub branch_labels: Vec<String>,
    /// The version location to write it into, instead of that of its parent.
    pub version_path: Option<PathBuf>,
    /// Its id, instead of a random one.
    pub rev_id: Option<String>,
    /// What must be applied before it.
    pub depends_on: Vec<Target>,
    /// Whether the environment is run in offline mode; only if the settings have it run at all.
    pub sql: bool,
    /// When it is made.
    pub now: Zoned,
}

/// A file that was written.
#[derive(Debug)]
pub struct Created {
    /// The revision's id.
    pub id: String,
    /// Its parents.
    pub down_revisions: Vec<String>,
    /// Its file.
    pub path: PathBuf,
    /// What went wrong after the file was there: a write hook.
    pub problem: Option<Box<Error>>,
}

/// Writes the file of a new revision.
///
/// # Errors
/// When it is not clear what it comes after, it does not go together with the other revisions, or the file cannot be
/// written. Then there is no file.
pub fn revision(
    project: &mut Project,
    options: &RevisionOptions,
    observer: Observer<'_>,
) -> Result<Created, Error> {
    project.directory.require_complete()?;
    if options.sql && !project.config.revision_environment {
        return Err(RuntimeError::NoRevisionEnvironment.into());
    }
    options.heads.iter().try_for_each(|target| project.check_target(target))?;
    run_environment(project, options.sql, observer)?;
    let map = project.directory.map();
    let counts = |target: &&Target| matches!(target.place, Place::FromCurrent(_));
    if let Some(target) = options.heads.iter().find(counts) {
        return Err(RevisionError::RelativeNotAllowed { target: target.clone() }.into());
    }
    let heads = match options.heads.is_empty() {
        true => vec![Target::head()],
        false => options.heads.clone(),
    };
    let revision = map.new_revision(&Addition {
        id: options.rev_id.clone().unwrap_or_else(new_id),
        heads,
        splice: options.splice,
        branch_labels: options.branch_labels.clone(),
        depends_on: options.depends_on.clone(),
    })?;
    if map.get(&revision.id).is_some() {
        return Err(RevisionError::IdIsTaken { id: revision.id }.into());
    }
    map.with(revision.clone()).map_err(RevisionError::from)?;
    let new = NewRevision {
        message: options.message.clone(),
        revision,
        created: options.now.clone(),
        version_path: options.version_path.clone(),
        body: None,
    };
    let path = generate(&project.config, &project.directory, &new)?;
    let problem = run_write_hooks(&project.config, &path).err().map(Error::from).map(Box::new);
    let (id, down_revisions) = (new.revision.id, new.revision.down_revisions);
    Ok(Created { id, down_revisions, path, problem })
}

/// Returns a new id: the last twelve hexadecimal digits of a random UUID, as Alembic's.
fn new_id() -> String {
    let digits = Uuid::new_v4().simple().to_string();
    digits[digits.len() - 12..].to_owned()
}
