//! What the environment is told at its start.

use migration_api::abi::Settings;

use super::OfflineStart;
use crate::project::Project;
use crate::revision::{Place, Target};
use crate::runtime::Task;

/// Returns what the environment is told.
pub(super) fn settings(project: &Project, task: &Task, offline: Option<&OfflineStart>) -> Settings {
    // Whether it matters is for the environment to say: it may have another way to the database.
    let (url, url_problem) = match project.config.resolved_url() {
        Ok(url) => (url, None),
        Err(error) => (None, Some(format!("{error}; {}", error.help().unwrap_or_default()))),
    };
    // A script needs no database: its kind alone is a URL that names it.
    let url = url.or_else(|| Some(format!("{}://", offline.and(project.config.dialect.as_ref())?)));
    Settings {
        offline: offline.is_some(),
        url,
        url_problem,
        tag: project.config.tag.clone(),
        config_file: project.config.file.display().to_string(),
        section: project.config.section.clone(),
        database: project.config.database.clone(),
        x_arguments: project.config.x_arguments.clone(),
        attributes: project.config.attributes.clone(),
        connection: None,
        head_revisions: project.directory.map().heads().into_iter().map(str::to_owned).collect(),
        starting_revision: offline.and_then(|start| start_of(project, start)),
        revision_argument: revision_argument(project, task),
    }
}

/// Returns the revision behind which a script begins, as far as it can be told before the environment runs.
fn start_of(project: &Project, start: &OfflineStart) -> Option<String> {
    // What is wrong with it is told when the script is written.
    let start = project.directory.map().resolve_one(&start.from).ok().flatten();
    start.map(str::to_owned)
}

/// Returns the revisions that the task leads to; what is counted from where the database stands, as it was written.
fn revision_argument(project: &Project, task: &Task) -> Vec<String> {
    let targets = match task {
        Task::Upgrade(target) | Task::Downgrade(target) => std::slice::from_ref(target),
        Task::Stamp { targets, .. } => targets,
        Task::EnsureVersion
        | Task::Look
        | Task::Compare(_)
        | Task::FindPrepared
        | Task::FinishPrepared(_)
        | Task::ForgetRuns(_) => &[],
    };
    let map = project.directory.map();
    let ids = |target: &Target| match (&target.place, map.resolve_all(target)) {
        (Place::FromCurrent(_), _) | (_, Err(_)) => vec![target.to_string()],
        (_, Ok(ids)) => ids.into_iter().map(str::to_owned).collect(),
    };
    targets.iter().flat_map(ids).collect()
}
