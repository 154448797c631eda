//! Relative targets: steps along the history, which must be one line where they go.

use super::{RevisionError, RevisionMap, Symbol, Target};

/// Where a walk ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Walk {
    /// The revision, or `None` before the first.
    pub(super) at: Option<usize>,
    /// How many steps were possible.
    pub(super) walked: u64,
    /// How many were asked for.
    asked: u64,
}

impl Walk {
    /// Tells whether there were as many steps as asked for.
    pub(super) fn is_whole(&self) -> bool {
        self.walked == self.asked
    }

    /// Returns where the walk ended, if no step is missing.
    pub(super) fn whole(self, target: &Target) -> Result<Option<usize>, RevisionError> {
        if self.is_whole() {
            return Ok(self.at);
        }
        Err(out_of_range(target, self.walked))
    }
}

impl RevisionMap {
    /// Walks from a place so many steps up or down, or as far as the history goes; `None` is the place before the
    /// first revision. Up, only children on `line` count.
    ///
    /// `target` is what the user typed, for the errors.
    pub(super) fn walk(
        &self,
        start: Option<usize>,
        steps: i64,
        line: Option<&[bool]>,
        target: &Target,
    ) -> Result<Walk, RevisionError> {
        let mut walk = Walk { at: start, walked: 0, asked: steps.unsigned_abs() };
        while walk.walked < walk.asked {
            let next = match steps < 0 {
                true => self.below_on_walk(&walk),
                false => self.above_on_walk(&walk, line),
            };
            walk.at = match next[..] {
                [] => return Ok(walk),
                [one] => one,
                _ => return Err(self.fork(walk.at, &next, target)),
            };
            walk.walked += 1;
        }
        Ok(walk)
    }

    /// Walks down from a place, which has to be on the branch of the target.
    pub(super) fn walk_down_from(
        &self,
        symbol: &Symbol,
        steps: i64,
        target: &Target,
    ) -> Result<Walk, RevisionError> {
        let branch = self.branch_for(symbol, target)?;
        self.walk(self.one(symbol, branch.as_ref())?, steps, None, target)
    }

    /// Walks up from a place; the branch of the target chooses the way, and need not hold the place.
    pub(super) fn walk_up_from(
        &self,
        symbol: &Symbol,
        steps: i64,
        target: &Target,
    ) -> Result<Walk, RevisionError> {
        let start = self.one(symbol, None)?;
        let line = match self.line_of(target) {
            Ok(branch) => branch.map(|branch| branch.line),
            // As in Alembic, nobody looks at the branch where there is no way to choose.
            Err(_) if steps == 0 || self.above(start).is_empty() => None,
            Err(error) => return Err(error),
        };
        self.walk(start, steps, line.as_deref(), target)
    }

    /// Returns the revisions that come right after a place.
    pub(super) fn above(&self, place: Option<usize>) -> &[usize] {
        place.map_or(&self.bases, |index| &self.links[index].children)
    }

    fn above_on_walk(&self, walk: &Walk, line: Option<&[bool]>) -> Vec<Option<usize>> {
        let next = self.above(walk.at);
        let is_on_line = |index: &usize| line.is_none_or(|line| line[*index]);
        next.iter().copied().filter(is_on_line).map(Some).collect()
    }

    fn below_on_walk(&self, walk: &Walk) -> Vec<Option<usize>> {
        let next = match walk.at {
            Some(index) => &self.links[index].parents,
            // As in Alembic, a walk down that starts before the first revision comes in from the heads.
            None if walk.walked == 0 => &self.heads,
            None => return Vec::new(),
        };
        match next[..] {
            [] => vec![None],
            _ => next.iter().copied().map(Some).collect(),
        }
    }

    fn fork(&self, at: Option<usize>, choices: &[Option<usize>], target: &Target) -> RevisionError {
        let choices: Vec<usize> = choices.iter().flatten().copied().collect();
        RevisionError::AmbiguousWalk {
            target: target.clone(),
            at: at.map_or("base", |index| self.id(index)).to_owned(),
            choices: self.owned_ids(&choices),
        }
    }
}

/// Says that a relative target leaves the history after so many steps.
pub(super) fn out_of_range(target: &Target, available: u64) -> RevisionError {
    RevisionError::OutOfRange { target: target.clone(), available }
}
