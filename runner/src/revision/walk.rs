//! Relative targets: steps along the history, which must be one line where they go.

use super::{RevisionError, RevisionMap, Target};

impl RevisionMap {
    /// Walks from a place so many steps, up or down; `None` is the place before the first revision.
    ///
    /// `target` is what the user typed, for the errors.
    pub(super) fn walk(
        &self,
        start: Option<usize>,
        steps: i64,
        target: &Target,
    ) -> Result<Option<usize>, RevisionError> {
        if steps < 0 {
            return self.walk_down(start, steps.unsigned_abs(), target);
        }
        self.walk_up(start, steps.unsigned_abs(), target)
    }

    fn walk_up(
        &self,
        start: Option<usize>,
        steps: u64,
        target: &Target,
    ) -> Result<Option<usize>, RevisionError> {
        let mut at = start;
        for walked in 0..steps {
            let next = at.map_or(&self.bases, |index| &self.links[index].children);
            at = match next[..] {
                [] => return Err(out_of_range(target, walked)),
                [one] => Some(one),
                _ => return Err(self.fork(at, next, target)),
            };
        }
        Ok(at)
    }

    fn walk_down(
        &self,
        start: Option<usize>,
        steps: u64,
        target: &Target,
    ) -> Result<Option<usize>, RevisionError> {
        let mut at = start;
        for walked in 0..steps {
            let next = match at {
                Some(index) => &self.links[index].parents,
                // As in Alembic, a walk down that starts before the first revision comes in from the heads.
                None if walked == 0 => &self.heads,
                None => return Err(out_of_range(target, walked)),
            };
            at = match next[..] {
                [] => None,
                [one] => Some(one),
                _ => return Err(self.fork(at, next, target)),
            };
        }
        Ok(at)
    }

    fn fork(&self, at: Option<usize>, choices: &[usize], target: &Target) -> RevisionError {
        RevisionError::AmbiguousWalk {
            target: target.clone(),
            at: at.map_or("base", |index| self.id(index)).to_owned(),
            choices: self.owned_ids(choices),
        }
    }
}

/// Says that a relative target leaves the history after so many steps.
pub(super) fn out_of_range(target: &Target, available: u64) -> RevisionError {
    RevisionError::OutOfRange { target: target.clone(), available }
}
