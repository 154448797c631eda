//! The rules of a history, in the plainest words: what the real graph does quickly, done slowly.

use std::collections::{BTreeMap, BTreeSet};

use runner::revision::{Direction, Plan, Revision, RowChange};

/// The neighbours of each revision; a revision is its place in load order.
pub(super) struct Model {
    pub(super) ids: Vec<String>,
    pub(super) children: Vec<Vec<usize>>,
    /// Its parents and dependencies.
    pub(super) below: Vec<Vec<usize>>,
    /// Those whose parent or dependency it is.
    pub(super) above: Vec<Vec<usize>>,
    /// Its parents, then those of its dependencies that no ancestor has.
    rests_on: Vec<Vec<usize>>,
    /// Marks, for each revision, all that it rests on, and itself.
    closures: Vec<Vec<bool>>,
}

impl Model {
    pub(super) fn new(revisions: &[Revision]) -> Self {
        let names = |(index, revision): (usize, &Revision)| {
            let names = std::iter::once(&revision.id).chain(&revision.branch_labels);
            names.map(move |name| (name.clone(), index)).collect::<Vec<_>>()
        };
        let names: BTreeMap<_, _> = revisions.iter().enumerate().flat_map(names).collect();
        let find = |all: &[String]| all.iter().map(|name| names[name]).collect::<Vec<_>>();
        let parents: Vec<_> = revisions.iter().map(|it| find(&it.down_revisions)).collect();
        let dependencies: Vec<_> = revisions.iter().map(|it| find(&it.depends_on)).collect();
        let below: Vec<_> = parents.iter().zip(&dependencies).map(joined).collect();
        let effective: Vec<_> =
            (0..revisions.len()).map(|index| effective(index, &parents, &dependencies)).collect();
        let ids = revisions.iter().map(|revision| revision.id.clone()).collect();
        Self {
            ids,
            children: turned(&parents),
            above: turned(&below),
            rests_on: parents.iter().zip(&effective).map(joined).collect(),
            closures: (0..below.len()).map(|index| reach(&[index], &below)).collect(),
            below,
        }
    }

    pub(super) fn index(&self, id: &str) -> usize {
        self.ids.iter().position(|other| other == id).unwrap()
    }

    /// Returns the revisions on which no other rests.
    pub(super) fn heads(&self) -> Vec<usize> {
        (0..self.ids.len()).filter(|index| self.above[*index].is_empty()).collect()
    }

    /// Tells whether the revisions can be taken away one by one, the lowest first, until none is left.
    pub(super) fn is_acyclic(&self) -> bool {
        let mut gone = vec![false; self.ids.len()];
        let is_free =
            |gone: &[bool], it: usize| !gone[it] && self.below[it].iter().all(|at| gone[*at]);
        while let Some(next) = (0..gone.len()).find(|index| is_free(&gone, *index)) {
            gone[next] = true;
        }
        !gone.contains(&false)
    }

    /// Returns the applied revisions on which no other applied one rests, sorted by id.
    pub(super) fn tips(&self, applied: &[bool]) -> Vec<String> {
        let is_tip =
            |index: &usize| applied[*index] && !self.above[*index].iter().any(|it| applied[*it]);
        let mut tips: Vec<_> =
            (0..applied.len()).filter(is_tip).map(|index| self.ids[index].clone()).collect();
        tips.sort();
        tips
    }

    /// Lists the selected revisions by Alembic's rule, as the vectors' `README.md` states it.
    pub(super) fn listed(&self, selected: &[bool], mut tips: Vec<usize>) -> Vec<&str> {
        tips.retain(|tip| selected[*tip]);
        tips.sort_unstable();
        let (mut todo, mut current, mut listed) = (selected.to_vec(), 0, Vec::new());
        while let Some(&tip) = tips.get(current) {
            let is_above = |other: &usize| *other != tip && self.closures[*other][tip];
            if let Some(first) = tips.iter().position(is_above) {
                current = first;
                continue;
            }
            listed.push(self.ids[tip].as_str());
            todo[tip] = false;
            let is_next = |lower: &usize| todo[*lower] && !tips.contains(lower);
            let next: Vec<_> = self.rests_on[tip].iter().copied().filter(is_next).collect();
            match next.split_first() {
                Some((first, others)) => {
                    tips[current] = *first;
                    tips.extend(others);
                }
                None => {
                    tips.remove(current);
                    current = current.saturating_sub(1);
                }
            }
        }
        listed
    }

    /// Checks that each of these revisions stands before all of the others that it rests on, and that none stands
    /// twice.
    #[track_caller]
    pub(super) fn assert_newest_first(&self, listed: &[&str]) {
        let mut passed = vec![false; self.ids.len()];
        for id in listed {
            let index = self.index(id);
            assert!(!passed[index], "`{id}` stands twice");
            assert!(!self.below[index].iter().any(|it| passed[*it]), "`{id}` stands too late");
            passed[index] = true;
        }
    }
}

/// Marks these revisions, and all to which the links lead from them.
pub(super) fn reach(from: &[usize], links: &[Vec<usize>]) -> Vec<bool> {
    let mut marks = vec![false; links.len()];
    let mut todo = from.to_vec();
    while let Some(index) = todo.pop() {
        if !std::mem::replace(&mut marks[index], true) {
            todo.extend(&links[index]);
        }
    }
    marks
}

/// Returns both without what stands there twice.
fn joined((parents, dependencies): (&Vec<usize>, &Vec<usize>)) -> Vec<usize> {
    let mut joined = Vec::new();
    for index in parents.iter().chain(dependencies) {
        if !joined.contains(index) {
            joined.push(*index);
        }
    }
    joined
}

/// Returns the dependencies that no ancestor by parents has.
fn effective(index: usize, parents: &[Vec<usize>], dependencies: &[Vec<usize>]) -> Vec<usize> {
    let ancestors = reach(&parents[index], parents);
    let of_ancestors = (0..parents.len()).filter(|other| ancestors[*other]);
    let known: Vec<usize> = of_ancestors.flat_map(|other| dependencies[other].clone()).collect();
    dependencies[index].iter().copied().filter(|it| !known.contains(it)).collect()
}

/// Returns the links the other way round, each once.
fn turned(links: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut turned = vec![Vec::new(); links.len()];
    for (from, to) in
        links.iter().enumerate().flat_map(|(from, all)| all.iter().map(move |to| (from, to)))
    {
        turned[*to].push(from);
    }
    turned.iter_mut().for_each(Vec::dedup);
    turned
}

/// A database that is being migrated.
pub(super) struct Database<'a> {
    pub(super) model: &'a Model,
    pub(super) applied: Vec<bool>,
    /// Its version table.
    pub(super) rows: BTreeSet<String>,
}

impl<'a> Database<'a> {
    /// Returns a database on which these revisions are applied, and all that they rest on.
    pub(super) fn at(model: &'a Model, applied: &[usize]) -> Self {
        let applied = reach(applied, &model.below);
        let rows = model.tips(&applied).into_iter().collect();
        Self { model, applied, rows }
    }

    /// Returns the rows in one of the orders in which a database may return them.
    pub(super) fn rows_from(&self, first: usize) -> Vec<String> {
        let mut rows: Vec<String> = self.rows.iter().cloned().collect();
        let first = first % rows.len().max(1);
        rows.rotate_left(first);
        rows
    }

    /// Runs a plan, and checks each of its steps.
    pub(super) fn run(&mut self, plan: &Plan) {
        for step in &plan.steps {
            let index = self.model.index(&step.revision);
            self.apply(index, step.direction);
            step.changes.iter().for_each(|change| self.change(change));
            assert!(
                self.rows.iter().eq(&self.model.tips(&self.applied)),
                "{step:?}: {:?}",
                self.rows
            );
        }
    }

    /// Checks that a revision can be run now, and takes it for run.
    fn apply(&mut self, revision: usize, direction: Direction) {
        let id = &self.model.ids[revision];
        let is_applied = |index: &usize| self.applied[*index];
        match direction {
            Direction::Up => {
                assert!(!is_applied(&revision), "`{id}` is applied already");
                assert!(self.model.below[revision].iter().all(is_applied), "`{id}` is too early");
            }
            Direction::Down => {
                assert!(is_applied(&revision), "`{id}` is not applied");
                assert!(!self.model.above[revision].iter().any(is_applied), "`{id}` is too early");
            }
            Direction::Stamp => panic!("`{id}` is stamped"),
        }
        self.applied[revision] = direction == Direction::Up;
    }

    /// Changes one row, as one statement does.
    pub(super) fn change(&mut self, change: &RowChange) {
        let is_done = match change {
            RowChange::Clear => panic!("all rows go"),
            RowChange::Insert(row) => self.rows.insert(row.clone()),
            RowChange::Delete(row) => self.rows.remove(row),
            RowChange::Update { from, to } => {
                self.rows.remove(from) && self.rows.insert(to.clone())
            }
        };
        assert!(is_done, "{change:?} does not hit one row of {:?}", self.rows);
    }
}
