//! The order in which revisions can run at all, or the circle that forbids it.

use super::{HistoryError, Links, Revision};

/// Which links an order follows: down to what must run before, and up again.
struct Ways {
    below: fn(&Links) -> [&[usize]; 2],
    above: fn(&Links) -> [&[usize]; 2],
}

const PARENTS: Ways =
    Ways { below: |links| [&links.parents, &[]], above: |links| [&links.children, &[]] };

const PARENTS_AND_DEPENDENCIES: Ways = Ways {
    below: |links| [&links.parents, &links.dependencies],
    above: |links| [&links.children, &links.dependents],
};

/// Returns all revisions so that each stands after its parents and its dependencies.
pub(super) fn oldest_first(
    revisions: &[Revision],
    links: &[Links],
) -> Result<Vec<usize>, HistoryError> {
    // The parents alone come first, so that a circle is blamed on dependencies only where it needs them.
    sorted(revisions, links, &PARENTS).map_err(|path| HistoryError::Cycle { path })?;
    sorted(revisions, links, &PARENTS_AND_DEPENDENCIES)
        .map_err(|path| HistoryError::DependencyCycle { path })
}

fn sorted(revisions: &[Revision], links: &[Links], ways: &Ways) -> Result<Vec<usize>, Vec<String>> {
    let below = |index: usize| (ways.below)(&links[index]).into_iter().flatten().copied();
    let above = |index: usize| (ways.above)(&links[index]).into_iter().flatten().copied();
    let mut missing: Vec<usize> = (0..links.len()).map(|index| below(index).count()).collect();
    let mut order: Vec<usize> = (0..links.len()).filter(|index| missing[*index] == 0).collect();
    let mut next = 0;
    while next < order.len() {
        for upper in above(order[next]) {
            missing[upper] -= 1;
            if missing[upper] == 0 {
                order.push(upper);
            }
        }
        next += 1;
    }
    match missing.iter().position(|count| *count > 0) {
        None => Ok(order),
        Some(stuck) => {
            let step = |index| below(index).find(|lower| missing[*lower] > 0);
            let path = circle(stuck, links.len(), step);
            Err(path.into_iter().map(|index| revisions[index].id.clone()).collect())
        }
    }
}

/// Returns the circle into which steps down from `start` lead, from older to newer, its first member again at the end.
///
/// Each step stays among the revisions that could not be sorted, and each of those has such a neighbour below.
fn circle(start: usize, len: usize, step: impl Fn(usize) -> Option<usize>) -> Vec<usize> {
    let mut path = Vec::new();
    let mut place = vec![None; len];
    let mut at = Some(start);
    while let Some(index) = at {
        if let Some(first) = place[index] {
            path.drain(..first);
            break;
        }
        place[index] = Some(path.len());
        path.push(index);
        at = step(index);
    }
    path.reverse();
    let earliest = path.iter().enumerate().min_by_key(|(_, index)| **index);
    let position = earliest.map_or(0, |(position, _)| position);
    path.rotate_left(position);
    path.extend(path.first().copied());
    path
}
