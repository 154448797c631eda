//! Downgrade plans: which applied revisions are undone to get down to a target, in which order.

use super::lineage::restrict;
use super::{
    Place, Plan, PlanWarning, RevisionError, RevisionMap, Step, Symbol, Target, order, row::Rows,
    walk::out_of_range,
};

/// Where a downgrade ends.
struct Destination {
    /// The revision that stays, or `None` to undo everything.
    end: Option<usize>,
    /// The revision on whose line alone is undone, if only one line is.
    line: Option<usize>,
    /// Whether the line is that of a row which was chosen among several.
    chosen: bool,
}

impl RevisionMap {
    /// Returns the steps from these rows of the version table down to the target, which itself stays applied.
    ///
    /// Everything that rests on what is undone is undone as well; other branches stay.
    ///
    /// # Errors
    /// When the target cannot be found or is not applied, or a row has no revision.
    pub fn downgrade_plan(&self, rows: &[String], target: &Target) -> Result<Plan, RevisionError> {
        let destination = self.destination(rows, target)?;
        let mut undone = self.and_above(&self.roots(&destination, target)?);
        let indices = self.row_indices(rows)?;
        let applied = self.and_below(&indices);
        restrict(&mut undone, &applied);
        if let Some(end) = destination.end
            && !undone.contains(&true)
            && !indices.contains(&end)
        {
            return Err(RevisionError::NotBelow { target: target.clone(), rows: rows.to_vec() });
        }
        let mut warnings = self.warnings(&destination, &indices);
        warnings.extend(self.off_branch(target, &undone));
        let steps = self.downgrade_steps(&indices, &applied, &undone);
        Ok(Plan { steps, warnings })
    }

    fn destination(&self, rows: &[String], target: &Target) -> Result<Destination, RevisionError> {
        match &target.place {
            Place::At(symbol) => {
                // As in Alembic, the branch chooses what is undone, and need not hold the end.
                let end = self.one(symbol, None)?;
                let line = self.line_above(end, target)?;
                Ok(Destination { end, line, chosen: false })
            }
            Place::FromCurrent(steps) => self.steps_down(rows, *steps, target),
            Place::From(symbol, steps) => self.steps_from(symbol, *steps, target),
        }
    }

    fn steps_down(
        &self,
        rows: &[String],
        steps: i64,
        target: &Target,
    ) -> Result<Destination, RevisionError> {
        if steps >= 0 {
            return Err(RevisionError::NotDown { target: target.clone() });
        }
        let branch = self.line_of(target)?;
        let start = match &branch {
            None => {
                let first = self.row_indices(rows.get(..1).unwrap_or_default())?;
                first.first().copied().ok_or_else(|| out_of_range(target, 0))?
            }
            Some(branch) => match self.current_on(&self.row_indices(rows)?, &branch.line)[..] {
                [start] => start,
                ref others => {
                    let (target, rows) = (target.clone(), self.owned_ids(others));
                    return Err(RevisionError::NotOneOnBranch { target, rows });
                }
            },
        };
        let end = self.walk(Some(start), steps, None, target)?.whole(target)?;
        let line = branch.as_ref().map_or(start, |branch| branch.revision);
        Ok(Destination { end, line: Some(line), chosen: branch.is_none() })
    }

    /// Returns the rows on a line or, where no row is, what is current there through a dependency.
    fn current_on(&self, rows: &[usize], line: &[bool]) -> Vec<usize> {
        let on_line: Vec<usize> = rows.iter().copied().filter(|row| line[*row]).collect();
        if !on_line.is_empty() {
            return on_line;
        }
        self.current_tips(rows).into_iter().filter(|tip| line[*tip]).collect()
    }

    fn steps_from(
        &self,
        from: &Symbol,
        steps: i64,
        target: &Target,
    ) -> Result<Destination, RevisionError> {
        let end = if steps < 0 {
            self.walk_down_from(from, steps, target)?.whole(target)?
        } else {
            let end = self.walk_up_from(from, steps, target)?.whole(target)?;
            Some(end.ok_or_else(|| out_of_range(target, 0))?)
        };
        Ok(Destination { end, line: self.line_above(end, target)?, chosen: false })
    }

    /// Returns the revision that stands for the branch of a target. It is not looked at where there is nothing to
    /// choose.
    fn line_above(
        &self,
        end: Option<usize>,
        target: &Target,
    ) -> Result<Option<usize>, RevisionError> {
        match self.above(end).len() > 1 {
            true => Ok(self.branch_of(target)?.map(|branch| branch.revision)),
            false => Ok(None),
        }
    }

    /// Returns the revisions right above the end that are undone, with all that rests on them.
    fn roots(
        &self,
        destination: &Destination,
        target: &Target,
    ) -> Result<Vec<usize>, RevisionError> {
        let mut roots = self.above(destination.end).to_vec();
        if let Some(line) = destination.line
            && roots.len() > 1
        {
            let line = self.and_ancestors(line);
            roots.retain(|root| line[*root]);
            if roots.is_empty() {
                return Err(RevisionError::NothingOnBranch { target: target.clone() });
            }
        }
        Ok(roots)
    }

    fn downgrade_steps(&self, rows: &[usize], applied: &[bool], undone: &[bool]) -> Vec<Step> {
        let newest_first = order::newest_first(self, undone, rows);
        let mut version = Rows::new(self, rows, applied);
        newest_first.into_iter().map(|revision| version.downgrade(revision)).collect()
    }

    /// Tells of revisions that are undone with a branch and are not on its line.
    fn off_branch(&self, target: &Target, undone: &[bool]) -> Option<PlanWarning> {
        let branch = self.branch_of(target).ok().flatten()?;
        let is_off = |index: &usize| undone[*index] && !branch.line[*index];
        let off: Vec<usize> = (0..self.len()).filter(is_off).collect();
        let revisions = self.owned_ids(&off);
        (!off.is_empty()).then(|| PlanWarning::OffBranch { target: target.clone(), revisions })
    }

    fn warnings(&self, destination: &Destination, rows: &[usize]) -> Vec<PlanWarning> {
        match rows {
            [start, others @ ..] if destination.chosen && !others.is_empty() => {
                vec![PlanWarning::AmbiguousDowngrade {
                    start: self.id(*start).to_owned(),
                    others: self.owned_ids(others),
                }]
            }
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_graph::{drawn, graph, line, texts};
    use super::*;

    fn down(history: &str, rows: &str, target: &str) -> String {
        let rows = texts(rows);
        drawn(&rows, graph(history).downgrade_plan(&rows, &target.parse().unwrap()))
    }

    const LINE: &str = "c<b; b<a; a";
    const DIAMOND: &str = "a; b<a; c<a; m<b,c";
    const NEEDED: &str = "x; y<x; a; b<a~x; c<b";

    #[test]
    fn downgrades() {
        let cases = [
            (LINE, "c", "base", "c[b] b[a] a[]"),
            (LINE, "c", "-1", "c[b]"),
            (LINE, "c", "-3", "c[b] b[a] a[]"),
            (LINE, "c", "head-2", "c[b] b[a]"),
            (LINE, "c", "c", ""),
            (LINE, "", "base", ""),
            (DIAMOND, "m", "b", "m[c,b]"),
            (DIAMOND, "m", "a", "m[c,b] b[c] c[a]"),
            (DIAMOND, "b c", "-1", "b[c]"),
            (NEEDED, "c", "a", "c[b] b[x,a]"),
            (NEEDED, "c y", "base", "y[c] c[b] b[x,a] a[x] x[]"),
        ];
        for (history, rows, target, steps) in cases {
            assert_eq!(down(history, rows, target), steps, "{history}: {rows} down to {target}");
        }
    }

    #[test]
    fn refused_downgrades() {
        let cases = [
            (LINE, "c", "-4", "`-4` goes too far: only 3 steps are possible"),
            (LINE, "", "-1", "`-1` goes too far: no step is possible"),
            (LINE, "c", "+1", "`+1` does not lead down"),
            (LINE, "a", "b", "a downgrade to `b` is not possible from the current revision `a`"),
            (LINE, "", "b", "a downgrade to `b` is not possible from an empty database"),
            (DIAMOND, "m", "-1", "`-1` meets a fork at `m`: `b`, `c`"),
        ];
        for (history, rows, target, message) in cases {
            assert_eq!(down(history, rows, target), message);
        }
    }

    #[test]
    fn a_relative_downgrade_from_several_rows_says_which_it_takes() {
        let plan = graph(DIAMOND).downgrade_plan(&texts("c b"), &"-1".parse().unwrap()).unwrap();
        let start = "c".to_owned();
        assert_eq!(plan.warnings, [PlanWarning::AmbiguousDowngrade { start, others: texts("b") }]);
    }

    #[test]
    fn a_long_history_goes_down() {
        let plan = line(10_000).downgrade_plan(&texts("r9999"), &Target::base()).unwrap();
        assert_eq!(plan.steps.len(), 10_000);
    }
}
