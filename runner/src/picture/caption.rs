//! What is written beside a revision.

use std::collections::BTreeSet;
use std::iter;

use super::link::{Link, LinkKind};
use crate::command::RevisionEntry;

/// Returns a revision's message as one line, without characters that would control a terminal or
/// be refused in a file.
pub(super) fn message(entry: &RevisionEntry<'_>) -> String {
    let parts = entry.doc.split(|c: char| c.is_whitespace() || c.is_control());
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Returns what names a revision: its id, its labels, and whether it is a head or current.
pub(super) fn title(entry: &RevisionEntry<'_>) -> String {
    let labels = (!entry.labels.is_empty()).then(|| format!(" ({})", entry.labels.join(", ")));
    let marks = entry.marks(false).map(|mark| format!(" ({mark})"));
    iter::once(entry.id.to_owned()).chain(labels).chain(marks).collect()
}

/// Returns the labels of each revision that none of its children in the picture has: seen from the
/// top, those of a branch that begins here.
///
/// A label holds for a whole branch; written on each row, it would hide the marks that matter.
pub(super) fn top_labels<'a>(
    entries: &[&'a RevisionEntry<'_>],
    links: &[Vec<Link<'_>>],
) -> Vec<Vec<&'a str>> {
    let mut above = vec![BTreeSet::new(); entries.len()];
    for (entry, links) in entries.iter().zip(links) {
        for link in links.iter().filter(|link| link.kind == LinkKind::Parent) {
            if let Some(row) = link.row {
                above[row].extend(entry.labels.iter().copied());
            }
        }
    }
    let top = |(entry, above): (&&'a RevisionEntry, BTreeSet<&str>)| {
        let labels = entry.labels.iter().copied();
        labels.filter(|label| !above.contains(label)).collect()
    };
    entries.iter().zip(above).map(top).collect()
}

#[cfg(test)]
mod tests {
    use super::super::link::links;
    use super::super::test_entries::entries;
    use super::*;

    #[test]
    fn a_message_is_one_harmless_line() {
        let mut entry = entries("a").remove(0);
        for (doc, line) in [("", ""), (" a\n\tb ", "a b"), ("\u{1b}[2Jé\0", "[2Jé")] {
            entry.doc = doc.into();
            assert_eq!(message(&entry), line);
        }
    }

    #[test]
    fn a_title_names_labels_and_marks() {
        let mut entry = entries("a#web").remove(0);
        entry.is_current = true;
        assert_eq!(title(&entry), "a (web) (head) (current)");
    }

    #[test]
    fn a_label_stands_where_its_branch_begins() {
        let entries = entries("a#web; b<a; c<b; d<b#api");
        let entries: Vec<_> = entries.iter().collect();
        let labels = top_labels(&entries, &links(&entries));
        let rows = entries
            .iter()
            .zip(labels)
            .map(|(entry, labels)| format!("{}:{}", entry.id, labels.join(",")));
        assert_eq!(rows.collect::<Vec<_>>().join(" "), "c:web d:api,web b: a:");
    }
}
