//! Stamps: rows set without running anything.

use super::resolve::Resolved;
use super::{
    Place, Plan, PlanWarning, RevisionError, RevisionMap, Step, Symbol, Target, row::Rows,
};

impl RevisionMap {
    /// Returns the steps that set the version table to these targets.
    ///
    /// A row on the line of a target, above or below it, gives way to it, unless the target has its row already; all
    /// other rows stay. `base` makes every row give way, and `web@base` those on the line of `web`.
    ///
    /// # Errors
    /// When a target cannot be found, or one row would have to give way to two of them.
    pub fn stamp_plan(&self, rows: &[String], targets: &[Target]) -> Result<Plan, RevisionError> {
        let rows = self.row_indices(rows)?;
        let leaving = self.leaving(&rows, targets)?;
        let mut destinations = Vec::new();
        for target in targets {
            destinations.extend(self.resolve_many(target)?);
        }
        let mut stamping = Stamping {
            map: self,
            below: self.and_below(&leaving),
            above: self.and_above(&leaving),
            version: Rows::unlinked(self, &rows),
            at_start: self.marks(&leaving),
            leaving,
            gone: false,
        };
        if destinations.is_empty() {
            destinations.push(Resolved::Base);
        }
        let mut steps = Vec::new();
        for destination in &destinations {
            match destination {
                Resolved::Revision(revision) => steps.extend(stamping.set(*revision)?),
                Resolved::Base | Resolved::Beyond => steps.extend(stamping.empty()?),
            }
        }
        let mut warnings: Vec<_> =
            destinations.iter().filter_map(|named| stamping.lost(named)).collect();
        let covered = stamping.covered();
        warnings.extend(
            covered.iter().map(|row| PlanWarning::StampCovered { row: self.id(*row).to_owned() }),
        );
        steps.extend(covered.into_iter().map(|row| stamping.version.unstamp(row)));
        Ok(Plan { steps, warnings })
    }

    /// Returns the rows on the lines of the targets, dependencies included.
    fn leaving(&self, rows: &[usize], targets: &[Target]) -> Result<Vec<usize>, RevisionError> {
        let mut leaving = Vec::new();
        let mut staying = rows.to_vec();
        for target in targets {
            if let Place::At(Symbol::Head | Symbol::Heads) = target.place {
                self.resolve_many(target)?;
            }
            if rows.is_empty() {
                continue;
            }
            let line = self.stamped_line(target)?;
            let gives_way = |row: &mut usize| line.as_ref().is_none_or(|line| line[*row]);
            leaving.extend(staying.extract_if(.., gives_way));
        }
        Ok(leaving)
    }

    /// Marks the revisions that share a line with a target; `None` where all do.
    fn stamped_line(&self, target: &Target) -> Result<Option<Vec<bool>>, RevisionError> {
        let Place::At(symbol) = &target.place else {
            return Err(RevisionError::RelativeNotAllowed { target: target.clone() });
        };
        let branch = self.line_of(target)?;
        if *symbol == Symbol::Base && branch.is_none() {
            return Ok(None);
        }
        let mut revisions = match symbol {
            // Whether it is on the branch is asked later, when it is to get its row.
            Symbol::Name(_) => self.many(symbol, None)?,
            Symbol::Base | Symbol::Head | Symbol::Heads => self.many(symbol, branch.as_ref())?,
        };
        revisions.extend(branch.map(|branch| branch.revision));
        // Of an empty history, `heads` names nothing, and then no row can be related to it.
        Ok((!revisions.is_empty()).then(|| self.related(&revisions)))
    }
}

/// Works the destinations of a stamp off.
struct Stamping<'a> {
    map: &'a RevisionMap,
    version: Rows<'a>,
    /// The rows that were there at the start and give way.
    leaving: Vec<usize>,
    /// Marks those rows and what they rest on.
    below: Vec<bool>,
    /// Marks those rows and what rests on them.
    above: Vec<bool>,
    /// Marks those rows.
    at_start: Vec<bool>,
    /// Whether they have given way.
    gone: bool,
}

impl Stamping<'_> {
    /// Deletes the rows that give way.
    fn empty(&mut self) -> Result<Vec<Step>, RevisionError> {
        let rows = self.give_way()?;
        Ok(rows.into_iter().map(|row| self.version.unstamp(row)).collect())
    }

    /// Sets the row of a revision.
    fn set(&mut self, revision: usize) -> Result<Option<Step>, RevisionError> {
        if self.at_start[revision] {
            return Ok(None);
        }
        if self.version.has(revision) {
            let id = self.map.id(revision).to_owned();
            return Err(RevisionError::StampedTwice { id });
        }
        let from = match (self.below[revision], self.above[revision]) {
            (false, false) => Vec::new(),
            // Upwards, rows that gave way already to another target leave nothing to replace.
            (false, true) if self.gone => Vec::new(),
            (true, true) => return Err(self.conflict(revision)),
            (true, false) | (false, true) => self.give_way()?,
        };
        Ok(Some(self.version.stamp(&from, revision)))
    }

    /// Tells of a revision that was named and has no row all the same. As in Alembic, every row on the line of any
    /// target gives way to the first target that replaces rows, those of other targets included.
    fn lost(&self, named: &Resolved<usize>) -> Option<PlanWarning> {
        match named {
            Resolved::Revision(revision) if !self.version.has(*revision) => {
                Some(PlanWarning::StampLost { row: self.map.id(*revision).to_owned() })
            }
            Resolved::Revision(_) | Resolved::Base | Resolved::Beyond => None,
        }
    }

    /// Returns the rows that another one applies anyhow: Alembic leaves them, and then refuses to upgrade.
    fn covered(&self) -> Vec<usize> {
        let rows: Vec<usize> =
            (0..self.map.len()).filter(|index| self.version.has(*index)).collect();
        let below = self.map.below(&rows);
        rows.into_iter().filter(|row| below[*row]).collect()
    }

    /// Returns the rows that give way, which they can do once.
    fn give_way(&mut self) -> Result<Vec<usize>, RevisionError> {
        match self.leaving.first() {
            Some(row) if std::mem::replace(&mut self.gone, true) => Err(self.conflict(*row)),
            Some(_) | None => Ok(self.leaving.clone()),
        }
    }

    fn conflict(&self, row: usize) -> RevisionError {
        RevisionError::StampConflict { row: self.map.id(row).to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_graph::{graph, texts};
    use super::super::{Direction, RowChange};
    use super::*;

    const HISTORY: &str = "a; b<a; c<b; d<a; x; y<x; m<c,d";

    fn stamped(rows: &str, targets: &str) -> Result<Plan, RevisionError> {
        let targets: Vec<Target> =
            texts(targets).iter().map(|text| text.parse().unwrap()).collect();
        graph(HISTORY).stamp_plan(&texts(rows), &targets)
    }

    fn rows_after(rows: &str, plan: &Plan) -> Vec<String> {
        let mut rows = texts(rows);
        plan.steps.iter().for_each(|step| step.change_rows(&mut rows));
        rows
    }

    #[test]
    fn rows_on_the_line_of_a_target_give_way() {
        let cases = [
            ("", "b", "b"),
            ("a", "b", "b"),
            ("c", "b", "b"),
            ("c d", "m", "m"),
            ("m", "c", "c"),
            ("c d", "a", "a"),
            ("c y", "b", "b y"),
            ("c", "y", "c y"),
            ("", "heads", "y m"),
            ("c y", "base", ""),
            ("c y", "x@base", "c"),
            ("c y", "base b", "b"),
            ("a", "c d", "c d"),
            ("", "a b", "b"),
            ("a b", "b", "b"),
        ];
        for (rows, targets, after) in cases {
            let plan = stamped(rows, targets).unwrap();
            assert_eq!(rows_after(rows, &plan), texts(after), "{rows} to {targets}");
        }
    }

    #[test]
    fn a_row_that_is_there_needs_no_step() {
        assert_eq!(stamped("b", "b"), Ok(Plan::default()));
        assert_eq!(stamped("", "base"), Ok(Plan::default()));
    }

    #[test]
    fn a_row_that_another_one_includes_is_told_and_goes() {
        let plan = stamped("", "b a").unwrap();
        assert_eq!(plan.warnings, [PlanWarning::StampCovered { row: "a".to_owned() }]);
    }

    #[test]
    fn a_named_row_that_gives_way_is_told() {
        let plan = stamped("y c", "heads").unwrap();
        assert_eq!(rows_after("y c", &plan), ["m"]);
        assert_eq!(plan.warnings, [PlanWarning::StampLost { row: "y".to_owned() }]);
    }

    #[test]
    fn several_rows_become_one() {
        let steps = stamped("c d", "m").unwrap().steps;
        assert_eq!(steps[0].direction, Direction::Stamp);
        assert_eq!((steps[0].from.join(" "), steps[0].to.join(" ")), ("c d".into(), "m".into()));
        let update = RowChange::Update { from: "d".to_owned(), to: "m".to_owned() };
        assert_eq!(steps[0].changes, [RowChange::Delete("c".to_owned()), update]);
    }

    #[test]
    fn refused() {
        let cases = [
            ("", "head", "`head` asks for one head, but there are 2: `y`, `m`"),
            ("a", "+1", "`+1` is relative, and here a revision is wanted"),
            ("", "c-1", "`c-1` is relative, and here a revision is wanted"),
            ("", "c c", "`c` would get two rows in the version table"),
            ("c", "a b", "the row `c` would have to give way to several of these targets"),
            (
                "gone",
                "c",
                "the version table names revision `gone`, which the script directory does not have",
            ),
        ];
        for (rows, targets, message) in cases {
            assert_eq!(stamped(rows, targets).unwrap_err().to_string(), message);
        }
    }
}
