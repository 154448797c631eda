//! Plans: which revisions an upgrade or a downgrade runs, in which order.

use super::{
    Anchor, Plan, PlanWarning, RevisionError, RevisionMap, Step, Target, order, row::Rows,
    walk::out_of_range,
};

/// Where a downgrade ends.
struct Destination {
    /// The revision that stays, or `None` to undo everything.
    end: Option<usize>,
    /// The row whose line alone is undone, if only one is.
    line: Option<usize>,
}

impl RevisionMap {
    /// Returns the steps from these rows of the version table up to the target.
    ///
    /// A target that is applied already, or that lies below what is applied, gives a plan without steps.
    pub fn upgrade_plan(&self, rows: &[String], target: &Target) -> Result<Plan, RevisionError> {
        let targets = self.upgrade_targets(rows, target)?;
        let rows = self.row_indices(rows)?;
        self.refuse_overlap(&rows)?;
        let applied = self.and_below(&rows);
        let mut wanted = self.and_below(&targets);
        exclude(&mut wanted, &applied);
        let mut version = Rows::new(self, rows, &applied);
        let oldest_first = order::newest_first(self, &wanted, &targets).into_iter().rev();
        let steps = oldest_first.map(|revision| version.upgrade(revision)).collect();
        Ok(Plan { steps, warnings: Vec::new() })
    }

    /// Returns the steps from these rows of the version table down to the target, which itself stays applied.
    ///
    /// Everything that rests on what is undone is undone as well; other branches stay.
    pub fn downgrade_plan(&self, rows: &[String], target: &Target) -> Result<Plan, RevisionError> {
        let destination = self.destination(rows, target)?;
        let indices = self.row_indices(rows)?;
        let applied = self.and_below(&indices);
        let undone = self.undone(&destination, &applied);
        if let Some(end) = destination.end
            && !undone.contains(&true)
            && !indices.contains(&end)
        {
            return Err(RevisionError::NotBelow {
                target: target.to_string(),
                rows: rows.to_vec(),
            });
        }
        let warnings = self.warnings(&destination, &indices);
        let steps = self.downgrade_steps(indices, &applied, &undone);
        Ok(Plan { steps, warnings })
    }

    fn upgrade_targets(
        &self,
        rows: &[String],
        target: &Target,
    ) -> Result<Vec<usize>, RevisionError> {
        let end = match target {
            Target::Relative(steps) => self.steps_up(rows, *steps, target)?,
            Target::RevisionRelative { .. } => self.resolve_many(target)?.first().copied(),
            Target::Base | Target::Head | Target::Heads | Target::Revision(_) => {
                return self.resolve_many(target);
            }
        };
        // Counted steps must end on a revision: one fewer than those that lead off the first.
        let end = end.ok_or_else(|| out_of_range(target, target.steps().saturating_sub(1)))?;
        Ok(vec![end])
    }

    fn refuse_overlap(&self, rows: &[usize]) -> Result<(), RevisionError> {
        match self.overlap(rows) {
            None => Ok(()),
            Some((lower, upper)) => Err(RevisionError::OverlappingRows {
                lower: self.id(lower).to_owned(),
                upper: self.id(upper).to_owned(),
            }),
        }
    }

    fn steps_up(
        &self,
        rows: &[String],
        steps: i64,
        target: &Target,
    ) -> Result<Option<usize>, RevisionError> {
        if steps <= 0 {
            return Err(RevisionError::NotUp { target: target.clone() });
        }
        match self.row_indices(rows)?[..] {
            [] => self.walk(None, steps, target),
            [row] => self.walk(Some(row), steps, target),
            _ => Err(RevisionError::SeveralStarts { target: target.clone(), rows: rows.to_vec() }),
        }
    }

    fn destination(&self, rows: &[String], target: &Target) -> Result<Destination, RevisionError> {
        let anchor = match target {
            Target::Base => Anchor::Base,
            Target::Head => Anchor::Head,
            Target::Heads => Anchor::Heads,
            Target::Relative(steps) => return self.steps_down(rows, *steps, target),
            Target::Revision(name) => Anchor::Revision(name.clone()),
            Target::RevisionRelative { from, steps } => {
                return self.steps_from(from, *steps, target);
            }
        };
        Ok(Destination { end: self.anchor(&anchor)?, line: None })
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
        let line = self.row_indices(rows)?.first().copied();
        let row = line.ok_or_else(|| out_of_range(target, 0))?;
        Ok(Destination { end: self.walk(Some(row), steps, target)?, line })
    }

    fn steps_from(
        &self,
        from: &Anchor,
        steps: i64,
        target: &Target,
    ) -> Result<Destination, RevisionError> {
        let end = self.walk(self.anchor(from)?, steps, target)?;
        if end.is_none() && steps >= 0 {
            return Err(out_of_range(target, 0));
        }
        Ok(Destination { end, line: None })
    }

    /// Marks the applied revisions that a downgrade undoes.
    fn undone(&self, destination: &Destination, applied: &[bool]) -> Vec<bool> {
        let all = destination.end.map_or(&self.bases, |end| &self.links[end].children);
        let roots = match destination.line {
            Some(row) if all.len() > 1 => self.on_line(all, row),
            Some(_) | None => all.clone(),
        };
        let mut undone = self.and_above(&roots);
        undone.iter_mut().zip(applied).for_each(|(undone, applied)| *undone &= applied);
        undone
    }

    /// Returns those of these revisions from which parents lead up to `tip`.
    fn on_line(&self, revisions: &[usize], tip: usize) -> Vec<usize> {
        let line = self.and_ancestors(tip);
        revisions.iter().copied().filter(|index| line[*index]).collect()
    }

    fn downgrade_steps(&self, rows: Vec<usize>, applied: &[bool], undone: &[bool]) -> Vec<Step> {
        let newest_first = order::newest_first(self, undone, &rows);
        let mut version = Rows::new(self, rows, applied);
        newest_first.into_iter().map(|revision| version.downgrade(revision)).collect()
    }

    fn warnings(&self, destination: &Destination, rows: &[usize]) -> Vec<PlanWarning> {
        match (destination.line, rows) {
            (Some(start), [_, others @ ..]) if !others.is_empty() => {
                vec![PlanWarning::AmbiguousDowngrade {
                    start: self.id(start).to_owned(),
                    others: self.owned_ids(others),
                }]
            }
            (Some(_) | None, _) => Vec::new(),
        }
    }
}

fn exclude(marks: &mut [bool], others: &[bool]) {
    marks.iter_mut().zip(others).for_each(|(mark, other)| *mark &= !other);
}

#[cfg(test)]
mod tests {
    use super::super::test_graph::{graph, line, texts};
    use super::*;

    /// Writes each step as its revision, with the rows after it.
    fn drawn(plan: Result<Plan, RevisionError>) -> String {
        let step = |step: &Step| format!("{}[{}]", step.revision, step.rows_after.join(","));
        plan.map_or_else(
            |error| error.to_string(),
            |plan| plan.steps.iter().map(step).collect::<Vec<_>>().join(" "),
        )
    }

    fn up(history: &str, rows: &str, target: &str) -> String {
        drawn(graph(history).upgrade_plan(&texts(rows), &target.parse().unwrap()))
    }

    fn down(history: &str, rows: &str, target: &str) -> String {
        drawn(graph(history).downgrade_plan(&texts(rows), &target.parse().unwrap()))
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
        let plan = graph(DIAMOND).downgrade_plan(&texts("c b"), &Target::Relative(-1)).unwrap();
        let start = "c".to_owned();
        assert_eq!(plan.warnings, [PlanWarning::AmbiguousDowngrade { start, others: texts("b") }]);
    }

    #[test]
    fn a_long_history_goes_up_and_down() {
        let map = line(10_000);
        assert_eq!(map.upgrade_plan(&[], &Target::Head).unwrap().steps.len(), 10_000);
        let plan = map.downgrade_plan(&texts("r9999"), &Target::Base).unwrap();
        assert_eq!(plan.steps.len(), 10_000);
    }
}
