//! Stamps: rows set without running anything.

use super::{RevisionError, RevisionMap, Step, Target, row::Rows};

/// The revisions that a stamp names.
#[derive(Default)]
struct Named {
    revisions: Vec<usize>,
    /// `base` is named, so no other row is kept.
    base: bool,
}

impl RevisionMap {
    /// Returns the steps that set the version table to these targets.
    ///
    /// A row on the line of a target, above or below it, gives way to it, unless the target has its row already; all
    /// other rows stay. `base` makes every row give way.
    pub fn stamp_plan(
        &self,
        rows: &[String],
        targets: &[Target],
    ) -> Result<Vec<Step>, RevisionError> {
        let named = self.named_by(targets)?;
        let rows = self.row_indices(rows)?;
        let (present, arriving): (Vec<usize>, Vec<usize>) =
            named.revisions.into_iter().partition(|revision| rows.contains(revision));
        let mut leaving = rows.clone();
        leaving.retain(|row| !(named.base && present.contains(row)));
        let mut version = Rows::new(self, rows, &vec![false; self.len()]);
        let mut steps = Vec::new();
        for (revision, related) in self.groups(&arriving) {
            let gives_way = |row: &mut usize| named.base || related[*row];
            let from: Vec<usize> = leaving.extract_if(.., gives_way).collect();
            steps.push(version.stamp(&from, revision));
        }
        if named.base {
            steps.extend(leaving.into_iter().map(|row| version.unstamp(row)));
        }
        Ok(steps)
    }

    fn named_by(&self, targets: &[Target]) -> Result<Named, RevisionError> {
        let mut named = Named::default();
        for target in targets {
            let revisions = self.stamped(target)?;
            named.base |= revisions.is_empty();
            for revision in revisions {
                if !named.revisions.contains(&revision) {
                    named.revisions.push(revision);
                }
            }
        }
        Ok(named)
    }

    fn stamped(&self, target: &Target) -> Result<Vec<usize>, RevisionError> {
        match target {
            Target::Base | Target::Head | Target::Heads | Target::Revision(_) => {
                self.resolve_many(target)
            }
            Target::Relative(_) | Target::RevisionRelative { .. } => {
                Err(RevisionError::RelativeNotAllowed { target: target.clone() })
            }
        }
    }

    /// Returns the revisions that get a row, each with marks for the lines that it stands for.
    ///
    /// A revision on which another of them rests is applied with that one. It gets no row of its own, but the rows on
    /// its line give way all the same.
    fn groups(&self, arriving: &[usize]) -> impl Iterator<Item = (usize, Vec<bool>)> {
        let covered = self.below(arriving);
        let tops = arriving.iter().copied().filter(move |revision| !covered[*revision]);
        tops.map(|top| {
            let below = self.and_below(&[top]);
            let group: Vec<usize> =
                arriving.iter().copied().filter(|revision| below[*revision]).collect();
            (top, self.on_lines_of(&group))
        })
    }

    /// Marks what these revisions rest on and what rests on them.
    fn on_lines_of(&self, revisions: &[usize]) -> Vec<bool> {
        let mut marks = self.and_below(revisions);
        marks.iter_mut().zip(self.and_above(revisions)).for_each(|(mark, above)| *mark |= above);
        marks
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_graph::{graph, texts};
    use super::super::{Direction, RowChange};
    use super::*;

    const HISTORY: &str = "a; b<a; c<b; d<a; x; y<x; m<c,d";

    fn stamped(rows: &str, targets: &str) -> Result<Vec<Step>, RevisionError> {
        let targets: Vec<Target> =
            texts(targets).iter().map(|text| text.parse().unwrap()).collect();
        graph(HISTORY).stamp_plan(&texts(rows), &targets)
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
            ("y c", "heads", "y m"),
            ("c y", "base", ""),
            ("c y", "base b", "b"),
            ("a", "c d", "c d"),
            ("", "a b", "b"),
        ];
        for (rows, targets, after) in cases {
            let steps = stamped(rows, targets).unwrap();
            assert_eq!(steps.last().unwrap().rows_after, texts(after), "{rows} to {targets}");
        }
    }

    #[test]
    fn a_row_that_is_there_needs_no_step() {
        assert_eq!(stamped("b", "b"), Ok(Vec::new()));
        assert_eq!(stamped("", "base"), Ok(Vec::new()));
    }

    #[test]
    fn several_rows_become_one() {
        let steps = stamped("c d", "m").unwrap();
        assert_eq!(steps[0].direction, Direction::Stamp);
        assert_eq!((steps[0].from.join(" "), steps[0].to.join(" ")), ("c d".into(), "m".into()));
        let update = RowChange::Update { from: "d".to_owned(), to: "m".to_owned() };
        assert_eq!(steps[0].changes, [RowChange::Delete("c".to_owned()), update]);
    }

    #[test]
    fn refused() {
        let cases = [
            ("", "head", "`head` asks for one head, but there are 2: `y`, `m`"),
            ("", "+1", "`+1` is relative, and here a revision is wanted"),
            ("", "c-1", "`c-1` is relative, and here a revision is wanted"),
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
