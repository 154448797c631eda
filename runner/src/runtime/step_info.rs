//! What an environment is told of a step.

use migration_api::StepInfo;

use super::step;
use crate::project::Project;
use crate::revision::{Direction, Node, Step};

/// Returns what is told of a step that has left these version rows.
pub(super) fn step_info(project: &Project, step: &Step, rows: &[String]) -> StepInfo {
    let message = step::name(project, step).doc;
    let heads = rows.to_vec();
    if step.direction == Direction::Stamp {
        let is_upgrade = leads_up(project, step);
        let (up, down) = if is_upgrade { (&step.to, &step.from) } else { (&step.from, &step.to) };
        return StepInfo {
            is_upgrade,
            is_stamp: true,
            up_revision_ids: up.clone(),
            down_revision_ids: down.clone(),
            heads,
            message,
        };
    }
    let node = project.directory.map().node(&step.revision);
    let below = node.map(Node::rests_on).unwrap_or_default();
    StepInfo {
        is_upgrade: step.direction == Direction::Up,
        is_stamp: false,
        up_revision_ids: vec![step.revision.clone()],
        down_revision_ids: below.into_iter().map(str::to_owned).collect(),
        heads,
        message,
    }
}

/// Returns whether a stamp leads to a revision that what it leads away from does not rest on.
fn leads_up(project: &Project, step: &Step) -> bool {
    // Of rows that no revision has, nothing is known.
    let applied = project.directory.map().applied(&step.from).unwrap_or_default();
    step.to.iter().any(|id| !applied.contains(id.as_str()))
}
