//! Revisions as text, in Alembic's forms.

use crate::command::{RevisionEntry, TableChange};

/// What a line tells of a revision besides its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct LineParts {
    pub(super) parents: bool,
    pub(super) labels: bool,
    pub(super) tree: bool,
    pub(super) doc: bool,
}

/// Returns one line: `a -> b (label) (head) (current) (branchpoint) (mergepoint), message`.
pub(super) fn line(entry: &RevisionEntry<'_>, parts: LineParts) -> String {
    let mut line = String::new();
    if parts.parents {
        line.push_str(&parents(entry));
        if !entry.dependencies.is_empty() {
            line.extend([" (", &entry.dependencies.join(", "), ")"]);
        }
        line.push_str(" -> ");
    }
    line.push_str(entry.id);
    if parts.labels && !entry.labels.is_empty() {
        line.extend([" (", &entry.labels.join(", "), ")"]);
    }
    line.push_str(&marks(entry, parts.tree));
    if parts.doc {
        line.extend([", ", &entry.doc]);
    }
    line
}

/// Returns the long form: one line for each fact, then the whole doc comment.
pub(super) fn entry(entry: &RevisionEntry<'_>) -> String {
    let mut text = format!("Rev: {}{}\n", entry.id, marks(entry, true));
    let title = if entry.is_merge_point { "Merges" } else { "Parent" };
    text.extend([title, ": ", &parents(entry), "\n"]);
    let branches = if entry.is_branch_point { entry.children.as_slice() } else { &[] };
    for (title, items) in [
        ("Also depends on", entry.dependencies.as_slice()),
        ("Branches into", branches),
        ("Branch names", &entry.labels),
    ] {
        if !items.is_empty() {
            text.extend([title, ": ", &items.join(", "), "\n"]);
        }
    }
    text.extend(["Path: ", &entry.path.to_string_lossy(), "\n\n"]);
    for line in entry.long_doc.lines() {
        text.push_str(format!("    {line}").trim_end());
        text.push('\n');
    }
    text
}

/// Returns what a revision does to a table that another side touches as well.
pub(super) fn table_change(change: &TableChange, head: &str) -> String {
    let TableChange { revision, effect, .. } = change;
    let columns = match effect.columns[..] {
        [] => String::new(),
        _ => format!(" ({})", effect.columns.join(", ")),
    };
    let side = if revision == head { String::new() } else { format!(", below {head}") };
    format!("{revision}{side}: {}{columns}", effect.operation)
}

fn parents(entry: &RevisionEntry<'_>) -> String {
    match entry.down_revisions.as_slice() {
        [] => "<base>".to_owned(),
        parents => parents.join(", "),
    }
}

fn marks(entry: &RevisionEntry<'_>, tree: bool) -> String {
    entry.marks(tree).map(|mark| format!(" ({mark})")).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn merge() -> RevisionEntry<'static> {
        RevisionEntry {
            id: "m4",
            down_revisions: vec!["b2", "c3"],
            dependencies: vec!["x9"],
            resolved_dependencies: vec!["x9"],
            labels: vec!["billing"],
            children: vec!["d5", "e6"],
            is_head: false,
            is_effective_head: false,
            is_branch_point: true,
            is_merge_point: true,
            is_current: true,
            doc: "join".into(),
            create_date: None,
            long_doc: "join\n\nRevision ID: m4",
            path: Path::new("versions/m4_join.rs"),
        }
    }

    #[test]
    fn a_line_has_what_is_asked_for() {
        let all = LineParts { parents: true, labels: true, tree: true, doc: true };
        let base = RevisionEntry {
            id: "a1",
            down_revisions: Vec::new(),
            dependencies: Vec::new(),
            resolved_dependencies: Vec::new(),
            labels: Vec::new(),
            is_head: true,
            is_branch_point: false,
            is_merge_point: false,
            is_current: false,
            ..merge()
        };
        for (revision, parts, wanted) in [
            (
                merge(),
                all,
                "b2, c3 (x9) -> m4 (billing) (current) (branchpoint) (mergepoint), join",
            ),
            (merge(), LineParts::default(), "m4 (current)"),
            (base.clone(), all, "<base> -> a1 (effective head), join"),
            (RevisionEntry { is_effective_head: true, ..base }, LineParts::default(), "a1 (head)"),
        ] {
            assert_eq!(line(&revision, parts), wanted);
        }
    }

    #[test]
    fn an_entry_tells_all() {
        insta::assert_snapshot!(entry(&merge()), @"
        Rev: m4 (current) (branchpoint) (mergepoint)
        Merges: b2, c3
        Also depends on: x9
        Branches into: d5, e6
        Branch names: billing
        Path: versions/m4_join.rs

            join

            Revision ID: m4
        ");
    }
}
