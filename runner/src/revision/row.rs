//! The rows of the version table, and how each step changes them.
//!
//! The rows are the applied revisions that no other applied revision rests on. All changes follow from that.

use super::{Direction, RevisionMap, RowChange, Step};

/// The rows of the version table while a plan is laid out.
pub(super) struct Rows<'a> {
    map: &'a RevisionMap,
    /// Which revisions have a row.
    is_row: Vec<bool>,
    /// How many applied revisions rest on each revision.
    carried: Vec<usize>,
}

impl<'a> Rows<'a> {
    /// Starts from these rows, with everything applied that these marks name.
    pub(super) fn new(map: &'a RevisionMap, rows: &[usize], applied: &[bool]) -> Self {
        let mut version = Self::unlinked(map, rows);
        for (links, _) in map.links.iter().zip(applied).filter(|(_, applied)| **applied) {
            for lower in &links.rests_on {
                version.carried[*lower] += 1;
            }
        }
        version
    }

    /// Starts from these rows, for steps that do not ask what rests on what.
    pub(super) fn unlinked(map: &'a RevisionMap, rows: &[usize]) -> Self {
        let mut is_row = vec![false; map.len()];
        rows.iter().for_each(|row| is_row[*row] = true);
        Self { map, is_row, carried: vec![0; map.len()] }
    }

    /// Tells whether a revision has its row.
    pub(super) fn has(&self, revision: usize) -> bool {
        self.is_row[revision]
    }

    /// Applies a revision.
    pub(super) fn upgrade(&mut self, revision: usize) -> Step {
        let rests_on = &self.map.links[revision].rests_on;
        for lower in rests_on {
            self.carried[*lower] += 1;
        }
        let present: Vec<usize> =
            rests_on.iter().copied().filter(|lower| self.has(*lower)).collect();
        let changes = self.merge(&present, revision);
        let down_revisions = self.map.revisions[revision].down_revisions.clone();
        let to = vec![self.map.id(revision).to_owned()];
        self.step(revision, Direction::Up, (down_revisions, to), changes)
    }

    /// Takes an applied revision back.
    pub(super) fn downgrade(&mut self, revision: usize) -> Step {
        let rests_on = &self.map.links[revision].rests_on;
        for lower in rests_on {
            self.carried[*lower] -= 1;
        }
        let is_uncovered = |lower: &usize| self.carried[*lower] == 0 && !self.has(*lower);
        let uncovered: Vec<usize> = rests_on.iter().copied().filter(is_uncovered).collect();
        let changes = self.unmerge(revision, &uncovered);
        let from = vec![self.map.id(revision).to_owned()];
        let down_revisions = self.map.revisions[revision].down_revisions.clone();
        self.step(revision, Direction::Down, (from, down_revisions), changes)
    }

    /// Puts a revision in the place of these rows, without running anything.
    pub(super) fn stamp(&mut self, from: &[usize], revision: usize) -> Step {
        let changes = self.merge(from, revision);
        let ends = (self.map.owned_ids(from), vec![self.map.id(revision).to_owned()]);
        self.step(revision, Direction::Stamp, ends, changes)
    }

    /// Removes a row, without running anything.
    pub(super) fn unstamp(&mut self, row: usize) -> Step {
        let changes = self.unmerge(row, &[]);
        let from = vec![self.map.id(row).to_owned()];
        self.step(row, Direction::Stamp, (from, Vec::new()), changes)
    }

    /// Makes several rows one.
    fn merge(&mut self, from: &[usize], to: usize) -> Vec<RowChange> {
        let Some((last, others)) = from.split_last() else {
            return vec![self.insert(to)];
        };
        let mut changes: Vec<RowChange> = others.iter().map(|row| self.delete(*row)).collect();
        changes.push(self.update(*last, to));
        changes
    }

    /// Makes one row several, or none.
    fn unmerge(&mut self, from: usize, to: &[usize]) -> Vec<RowChange> {
        let Some((last, others)) = to.split_last() else {
            return vec![self.delete(from)];
        };
        let mut changes: Vec<RowChange> = others.iter().map(|row| self.insert(*row)).collect();
        changes.push(self.update(from, *last));
        changes
    }

    fn insert(&mut self, row: usize) -> RowChange {
        self.is_row[row] = true;
        RowChange::Insert(self.map.id(row).to_owned())
    }

    fn delete(&mut self, row: usize) -> RowChange {
        self.is_row[row] = false;
        RowChange::Delete(self.map.id(row).to_owned())
    }

    fn update(&mut self, from: usize, to: usize) -> RowChange {
        self.is_row[from] = false;
        self.is_row[to] = true;
        RowChange::Update { from: self.map.id(from).to_owned(), to: self.map.id(to).to_owned() }
    }

    fn step(
        &self,
        revision: usize,
        direction: Direction,
        (from, to): (Vec<String>, Vec<String>),
        changes: Vec<RowChange>,
    ) -> Step {
        let revision = self.map.id(revision).to_owned();
        Step { revision, direction, from, to, changes }
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_graph::{graph, texts};
    use super::*;

    /// Writes the changes of each step as `+new`, `-old` or `old>new`.
    fn drawn(steps: &[Step]) -> String {
        let change = |change: &RowChange| match change {
            RowChange::Clear => "-*".to_owned(),
            RowChange::Insert(row) => format!("+{row}"),
            RowChange::Delete(row) => format!("-{row}"),
            RowChange::Update { from, to } => format!("{from}>{to}"),
        };
        let step = |step: &Step| step.changes.iter().map(change).collect::<Vec<_>>().join(" ");
        steps.iter().map(step).collect::<Vec<_>>().join("; ")
    }

    const DIAMOND: &str = "a; b<a; c<a; m<b,c";
    const NEEDED: &str = "x; y<x; a; b<a~x";

    #[test]
    fn changes_upwards() {
        let cases = [
            ("a; b<a", "", "head", "+a; a>b"),
            (DIAMOND, "b", "c", "+c"),
            (DIAMOND, "b c", "m", "-b c>m"),
            ("a; b<a; c<a; d<a; m<b,c,d", "b c d", "m", "-b -c d>m"),
            ("a; b<a; c<b; m<a,c", "c", "m", "c>m"),
            (NEEDED, "x a", "b", "-a x>b"),
            (NEEDED, "b", "y", "+y"),
            (NEEDED, "y a", "b", "a>b"),
        ];
        for (history, rows, target, changes) in cases {
            let plan = graph(history).upgrade_plan(&texts(rows), &target.parse().unwrap());
            assert_eq!(drawn(&plan.unwrap().steps), changes, "{history}: {rows} up to {target}");
        }
    }

    #[test]
    fn changes_downwards() {
        let cases = [
            ("a; b<a", "b", "base", "b>a; -a"),
            (DIAMOND, "m", "c", "+b m>c"),
            (DIAMOND, "m", "a", "+b m>c; -b; c>a"),
            ("a; b<a; c<b; m<a,c", "m", "c", "m>c"),
            (NEEDED, "b", "a", "+a b>x"),
            (NEEDED, "b y", "a", "b>a"),
            ("a; b<a", "b a", "base", "-b; -a"),
        ];
        for (history, rows, target, changes) in cases {
            let plan = graph(history).downgrade_plan(&texts(rows), &target.parse().unwrap());
            assert_eq!(drawn(&plan.unwrap().steps), changes, "{history}: {rows} down to {target}");
        }
    }

    #[test]
    fn a_step_names_the_down_revisions_as_written() {
        let map = graph(NEEDED);
        let up = map.upgrade_plan(&texts("a x"), &"b".parse().unwrap()).unwrap();
        assert_eq!(
            (up.steps[0].from.join(" "), up.steps[0].to.join(" ")),
            ("a".into(), "b".into())
        );
        let down = map.downgrade_plan(&texts("b"), &"a".parse().unwrap()).unwrap();
        assert_eq!(
            (down.steps[0].from.join(" "), down.steps[0].to.join(" ")),
            ("b".into(), "a".into())
        );
    }
}
