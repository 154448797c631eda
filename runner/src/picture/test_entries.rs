//! Histories for tests, written as a reader would draw them.

use std::path::PathBuf;

use crate::command::RevisionEntry;
use crate::revision::test_graph::graph;
use crate::revision::{Revision, RevisionMap};

/// The history of most tests: a branch with a label, a merge, a line that others depend on.
pub(super) const SKETCH: &str =
    "a1; x1#audit; b2<a1#billing; c3<a1; x2<x1; m4<b2,c3~audit; d5<m4; e6<m4";

/// Builds a history from text such as `a; b<a; c<a~b#web; m<b,c`, newest first.
pub(super) fn entries(text: &str) -> Vec<RevisionEntry<'static>> {
    of_map(graph(text))
}

/// Builds the sketch, with the database at `m4` and without its oldest revision.
pub(super) fn sketch() -> Vec<RevisionEntry<'static>> {
    let mut entries = entries(SKETCH);
    entries.retain(|entry| entry.id != "a1");
    for entry in &mut entries {
        entry.is_current = entry.id == "m4";
    }
    entries
}

/// Builds one revision with a message that each format has to escape.
pub(super) fn awkward() -> Vec<RevisionEntry<'static>> {
    let mut entries = entries("end");
    entries[0].doc = "say \"no\" to C:\\temp,\n<b> & [x]; #1 `y` {z} é".into();
    entries
}

/// Builds histories of so many revisions: a line, a ladder of two branches, a chain of diamonds.
pub(super) fn long_histories(length: usize) -> [(&'static str, Vec<RevisionEntry<'static>>); 3] {
    let line = |number: usize| match number {
        0 => Vec::new(),
        _ => vec![number - 1],
    };
    let ladder = |number: usize| match (number, number % 2) {
        (0 | 1, _) => Vec::new(),
        (_, 0) => vec![number - 2],
        (_, _) => vec![number - 2, number - 1],
    };
    let diamonds = |number: usize| match (number, number % 3) {
        (0, _) => Vec::new(),
        (_, 0) => vec![number - 2, number - 1],
        (_, up) => vec![number - up],
    };
    [
        ("line", numbered(length, line)),
        ("ladder", numbered(length, ladder)),
        ("diamonds", numbered(length, diamonds)),
    ]
}

fn numbered(length: usize, parents: impl Fn(usize) -> Vec<usize>) -> Vec<RevisionEntry<'static>> {
    let revision = |number: usize| Revision {
        id: format!("r{number}"),
        down_revisions: parents(number).iter().map(|down| format!("r{down}")).collect(),
        branch_labels: Vec::new(),
        depends_on: Vec::new(),
        summary: String::new(),
    };
    of_map(RevisionMap::build((0..length).map(revision).collect()).unwrap())
}

/// Lists a history that lives as long as the tests.
fn of_map(map: RevisionMap) -> Vec<RevisionEntry<'static>> {
    let map: &'static RevisionMap = Box::leak(Box::new(map));
    let entry = |id: &str| {
        let doc = format!("change {id}");
        let path = PathBuf::from(format!("versions/{id}.rs"));
        RevisionEntry {
            long_doc: doc.clone().leak(),
            doc: doc.into(),
            path: Box::leak(path.into_boxed_path()),
            ..RevisionEntry::undescribed(map.node(id).unwrap())
        }
    };
    map.newest_first().into_iter().map(entry).collect()
}
