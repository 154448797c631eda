//! Upgrade plans: which revisions lead up to a target, in which order.

use super::lineage::{exclude, restrict};
use super::resolve::{Branch, Resolved};
use super::{
    Place, Plan, RevisionError, RevisionMap, Target, order, row::Rows, walk::out_of_range,
};

impl RevisionMap {
    /// Returns the steps from these rows of the version table up to the target.
    ///
    /// A target that is applied already, or that lies below what is applied, gives a plan without steps.
    ///
    /// # Errors
    /// When the target cannot be found, or a row has no revision.
    pub fn upgrade_plan(&self, rows: &[String], target: &Target) -> Result<Plan, RevisionError> {
        let targets = self.upgrade_targets(rows, target)?;
        self.refuse_overlap(&targets, |lower, upper| RevisionError::OverlappingTargets {
            target: target.clone(),
            lower,
            upper,
        })?;
        let rows = self.row_indices(rows)?;
        self.refuse_overlap(&rows, |lower, upper| RevisionError::OverlappingRows { lower, upper })?;
        let applied = self.and_below(&rows);
        let mut wanted = self.and_below(&targets);
        exclude(&mut wanted, &applied);
        let mut version = Rows::new(self, &rows, &applied);
        let oldest_first = order::newest_first(self, &wanted, &targets).into_iter().rev();
        let steps = oldest_first.map(|revision| version.upgrade(revision)).collect();
        Ok(Plan { steps, warnings: Vec::new() })
    }

    fn upgrade_targets(
        &self,
        rows: &[String],
        target: &Target,
    ) -> Result<Vec<usize>, RevisionError> {
        if let Place::At(_) = target.place {
            let revisions = self.resolve_many(target)?.into_iter();
            return Ok(revisions.filter_map(Resolved::revision).collect());
        }
        let walk = match &target.place {
            Place::From(symbol, steps @ ..=0) => self.walk_down_from(symbol, *steps, target),
            Place::From(symbol, steps) => self.walk_up_from(symbol, *steps, target),
            Place::At(_) | Place::FromCurrent(..=0) => {
                return Err(RevisionError::NotUp { target: target.clone() });
            }
            Place::FromCurrent(steps) => {
                let branch = self.line_of(target)?;
                let line = branch.as_ref().map(|branch| &branch.line[..]);
                let start = self.start_of_steps_up(rows, branch.as_ref(), target)?;
                self.walk(start, *steps, line, target)
            }
        }?;
        // Counted steps must end on a revision: one fewer than those that lead off the first.
        let end = walk.whole(target)?;
        let end = end.ok_or_else(|| out_of_range(target, target.steps().saturating_sub(1)))?;
        Ok(vec![end])
    }

    /// Returns the one revision from which steps are counted upwards, or `None` to count from the base.
    fn start_of_steps_up(
        &self,
        rows: &[String],
        branch: Option<&Branch<'_>>,
        target: &Target,
    ) -> Result<Option<usize>, RevisionError> {
        let several = |rows| RevisionError::SeveralStarts { target: target.clone(), rows };
        let starts = match branch {
            None if rows.len() > 1 => return Err(several(rows.to_vec())),
            None => self.row_indices(rows)?,
            Some(branch) => self.tips_on(&self.row_indices(rows)?, &branch.line),
        };
        match starts[..] {
            [] => Ok(None),
            [start] => Ok(Some(start)),
            _ => Err(several(self.owned_ids(&starts))),
        }
    }

    /// Returns the rows on a line or, where no row is, the newest of its revisions that are applied.
    pub(super) fn tips_on(&self, rows: &[usize], line: &[bool]) -> Vec<usize> {
        let on_line: Vec<usize> = rows.iter().copied().filter(|row| line[*row]).collect();
        if !on_line.is_empty() {
            return on_line;
        }
        let mut active = self.and_below(rows);
        restrict(&mut active, line);
        let is_tip = |index: &usize| {
            active[*index] && !self.links[*index].carries.iter().any(|upper| active[*upper])
        };
        (0..self.len()).filter(is_tip).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_graph::{drawn, graph, line, texts};
    use super::*;

    fn up(history: &str, rows: &str, target: &str) -> String {
        let rows = texts(rows);
        drawn(&rows, graph(history).upgrade_plan(&rows, &target.parse().unwrap()))
    }

    const LINE: &str = "c<b; b<a; a";
    const DIAMOND: &str = "a; b<a; c<a; m<b,c";
    const NEEDED: &str = "x; y<x; a; b<a~x; c<b";

    #[test]
    fn upgrades() {
        let cases = [
            (LINE, "", "head", "a[a] b[b] c[c]"),
            (LINE, "a", "b", "b[b]"),
            (LINE, "a", "+2", "b[b] c[c]"),
            (LINE, "", "head-1", "a[a] b[b]"),
            (LINE, "", "base+1", "a[a]"),
            (LINE, "c", "head", ""),
            (LINE, "c", "a", ""),
            (LINE, "", "base", ""),
            (DIAMOND, "", "head", "a[a] c[c] b[c,b] m[m]"),
            (DIAMOND, "b", "+1", "c[b,c] m[m]"),
            (NEEDED, "", "heads", "x[x] a[x,a] b[b] c[c] y[c,y]"),
            (NEEDED, "", "b", "x[x] a[x,a] b[b]"),
        ];
        for (history, rows, target, steps) in cases {
            assert_eq!(up(history, rows, target), steps, "{history}: {rows} up to {target}");
        }
    }

    #[test]
    fn refused_upgrades() {
        let cases = [
            (LINE, "c", "+1", "`+1` goes too far: no step is possible"),
            (LINE, "a", "+3", "`+3` goes too far: only 2 steps are possible"),
            (LINE, "c", "-1", "`-1` does not lead up"),
            (LINE, "", "a-1", "`a-1` goes too far: no step is possible"),
            (
                DIAMOND,
                "b c",
                "+1",
                "`+1` starts from the current revision, but there are several: `b`, `c`",
            ),
            (DIAMOND, "a", "+1", "`+1` meets a fork at `a`: `b`, `c`"),
            (
                LINE,
                "zz",
                "head",
                "the version table names revision `zz`, which the script directory does not have",
            ),
            (
                LINE,
                "b a",
                "head",
                "the version table names `a` beside `b`, which already includes it",
            ),
        ];
        for (history, rows, target, message) in cases {
            assert_eq!(up(history, rows, target), message);
        }
    }

    #[test]
    fn a_long_history_goes_up() {
        assert_eq!(line(10_000).upgrade_plan(&[], &Target::head()).unwrap().steps.len(), 10_000);
    }
}
