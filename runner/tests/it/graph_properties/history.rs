//! Random histories: sound ones, and such as no author should write.

use std::fmt;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use runner::revision::{HistoryError, Revision, RevisionMap};

/// How many revisions a history has at most.
const LONGEST: usize = 300;

/// Revisions in load order, shown as `a; b<a~c#label`.
#[derive(Clone)]
pub(super) struct History(pub(super) Vec<Revision>);

impl History {
    pub(super) fn build(&self) -> Result<RevisionMap, HistoryError> {
        RevisionMap::build(self.0.clone())
    }

    /// Returns the ids, the labels, and the beginnings of both.
    pub(super) fn names(&self) -> Vec<String> {
        let of = |revision: &Revision| {
            let whole = std::iter::once(&revision.id).chain(&revision.branch_labels).cloned();
            whole.flat_map(|name| [name[..name.len() - 1].to_owned(), name]).collect::<Vec<_>>()
        };
        self.0.iter().flat_map(of).filter(|name| !name.is_empty()).collect()
    }
}

impl fmt::Debug for History {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |mark: &str, names: &[String]| match names {
            [] => String::new(),
            names => format!("{mark}{}", names.join(",")),
        };
        let entry = |revision: &Revision| {
            let Revision { id, down_revisions, depends_on, branch_labels, .. } = revision;
            [id, &list("<", down_revisions), &list("~", depends_on), &list("#", branch_labels)]
                .map(String::as_str)
                .concat()
        };
        f.write_str(&self.0.iter().map(entry).collect::<Vec<_>>().join("; "))
    }
}

/// A revision before its neighbours have names; what it is made of shrinks towards a plain history.
#[derive(Debug, Clone)]
struct Sketch {
    parents: Vec<Parent>,
    dependencies: Vec<Dependency>,
    is_labelled: bool,
    /// Its place in the load order.
    load: u16,
}

#[derive(Debug, Clone)]
enum Parent {
    /// One of those that have no child yet.
    Tip(Index),
    Any(Index),
}

#[derive(Debug, Clone)]
struct Dependency {
    on: Index,
    by_label: bool,
}

/// Returns histories that hold together, in any load order.
pub(super) fn histories() -> impl Strategy<Value = History> {
    vec(sketch(), 0..=LONGEST).prop_map(|sketches| drawn(&sketches))
}

fn sketch() -> impl Strategy<Value = Sketch> {
    let parent = prop_oneof![
        3 => any::<Index>().prop_map(Parent::Tip),
        1 => any::<Index>().prop_map(Parent::Any),
    ];
    let parents = prop_oneof![4 => vec(parent.clone(), 1), 1 => vec(parent, 0..=3)];
    let dependency =
        (any::<Index>(), any::<bool>()).prop_map(|(on, by_label)| Dependency { on, by_label });
    let dependencies = prop_oneof![6 => vec(dependency.clone(), 0), 1 => vec(dependency, 1..=3)];
    (parents, dependencies, prop::bool::weighted(0.1), any::<u16>()).prop_map(
        |(parents, dependencies, is_labelled, load)| Sketch {
            parents,
            dependencies,
            is_labelled,
            load,
        },
    )
}

fn drawn(sketches: &[Sketch]) -> History {
    let mut revisions: Vec<Revision> = Vec::new();
    let mut tips: Vec<usize> = Vec::new();
    for (number, sketch) in sketches.iter().enumerate() {
        let parents = parents(sketch, &tips, number);
        tips.retain(|tip| !parents.contains(tip));
        tips.push(number);
        revisions.push(Revision {
            id: format!("r{number}"),
            down_revisions: parents.iter().map(|parent| format!("r{parent}")).collect(),
            branch_labels: sketch
                .is_labelled
                .then(|| format!("label{number}"))
                .into_iter()
                .collect(),
            depends_on: dependencies(sketch, &revisions),
            summary: String::new(),
        });
    }
    let mut loaded: Vec<_> = sketches.iter().map(|sketch| sketch.load).zip(revisions).collect();
    loaded.sort_by_key(|(load, _)| *load);
    History(loaded.into_iter().map(|(_, revision)| revision).collect())
}

/// Chooses among the `number` revisions that are there; a first revision gets none.
fn parents(sketch: &Sketch, tips: &[usize], number: usize) -> Vec<usize> {
    let choose = |parent: &Parent| match parent {
        Parent::Tip(index) => *index.get(tips),
        Parent::Any(index) => index.index(number),
    };
    sketch.parents.iter().filter(|_| number > 0).map(choose).collect()
}

fn dependencies(sketch: &Sketch, revisions: &[Revision]) -> Vec<String> {
    let name = |dependency: &Dependency| {
        let on = dependency.on.get(revisions);
        let label = on.branch_labels.first().filter(|_| dependency.by_label);
        label.unwrap_or(&on.id).clone()
    };
    sketch.dependencies.iter().filter(|_| !revisions.is_empty()).map(name).collect()
}

/// Returns histories of a few names, among them such as are none, each of them used for anything.
pub(super) fn broken_histories() -> impl Strategy<Value = History> {
    let name = || {
        let plain = ["a", "b", "c", "d", "e", "f", "g", "h"].as_slice();
        let odd = ["", "a-b", "a@b", "+1", ":", "base", "missing", "é"].as_slice();
        prop_oneof![30 => select(plain), 1 => select(odd)].prop_map(str::to_owned)
    };
    let labels = prop_oneof![5 => vec("[k-p]", 0), 1 => vec("[k-p]", 1..=2), 1 => vec(name(), 1)];
    let dependencies = prop_oneof![2 => vec(name(), 0), 1 => vec(name(), 1..=2)];
    let revision = (name(), vec(name(), 0..=2), labels, dependencies).prop_map(
        |(id, down_revisions, branch_labels, depends_on)| Revision {
            id,
            down_revisions,
            branch_labels,
            depends_on,
            summary: String::new(),
        },
    );
    vec(revision, 0..=12).prop_map(History)
}
