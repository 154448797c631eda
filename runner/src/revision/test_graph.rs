//! Graphs for tests, written as a reader would draw them.

use super::{HistoryError, Plan, Revision, RevisionError, RevisionMap};

/// Builds a graph from text such as `a; b<a; c<a~b#web; m<b,c`.
///
/// After `<` come the parents, after `~` the dependencies, after `#` the labels.
pub(crate) fn graph(text: &str) -> RevisionMap {
    try_graph(text).unwrap()
}

/// Builds a graph, or says why it is refused.
pub(crate) fn try_graph(text: &str) -> Result<RevisionMap, HistoryError> {
    let entries = text.split(';').map(str::trim).filter(|entry| !entry.is_empty());
    RevisionMap::build(entries.map(revision).collect())
}

/// Builds a history of `length` revisions, `r0` to the last, each on the one before.
pub(crate) fn line(length: usize) -> RevisionMap {
    let revision = |number: usize| Revision {
        id: format!("r{number}"),
        down_revisions: number.checked_sub(1).map(|down| format!("r{down}")).into_iter().collect(),
        ..Revision::default()
    };
    RevisionMap::build((0..length).map(revision).collect()).unwrap()
}

/// Splits text at its blanks.
pub(crate) fn texts(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// Writes each step of a plan from these rows as its revision, with the rows after it; or the error.
pub(super) fn drawn(rows: &[String], plan: Result<Plan, RevisionError>) -> String {
    let mut rows = rows.to_vec();
    let mut steps = Vec::new();
    match plan {
        Ok(plan) => {
            for step in &plan.steps {
                step.change_rows(&mut rows);
                steps.push(format!("{}[{}]", step.revision, rows.join(",")));
            }
            steps.join(" ")
        }
        Err(error) => error.to_string(),
    }
}

fn revision(entry: &str) -> Revision {
    let list = |mark: char| {
        let rest = entry.split_once(mark).map_or("", |(_, rest)| rest);
        let end = rest.find(['<', '~', '#']).unwrap_or(rest.len());
        texts(&rest[..end].replace(',', " "))
    };
    Revision {
        id: entry.split(['<', '~', '#']).next().unwrap_or_default().to_owned(),
        down_revisions: list('<'),
        depends_on: list('~'),
        branch_labels: list('#'),
        summary: String::new(),
    }
}
