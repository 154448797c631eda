//! The lines of a picture: from each revision down to what it rests on.

use std::collections::{BTreeMap, BTreeSet};

use crate::command::RevisionEntry;

/// Why one revision rests on another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LinkKind {
    Parent,
    Dependency,
}

/// A line from a revision to one that it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Link<'a> {
    pub(super) kind: LinkKind,
    /// The revision rested on.
    pub(super) id: &'a str,
    /// Its row in the picture, if it has one.
    pub(super) row: Option<usize>,
}

/// Returns the links of each revision: first to its parents, then to its dependencies that are not
/// parents too.
pub(super) fn links<'a>(entries: &[&'a RevisionEntry<'_>]) -> Vec<Vec<Link<'a>>> {
    let ids = entries.iter().enumerate().map(|(row, entry)| (entry.id, row));
    let rows: BTreeMap<&str, usize> = ids.collect();
    entries.iter().map(|entry| links_of(entry, &rows)).collect()
}

fn links_of<'a>(entry: &'a RevisionEntry<'_>, rows: &BTreeMap<&str, usize>) -> Vec<Link<'a>> {
    let parents = entry.down_revisions.iter().copied().map(|id| (LinkKind::Parent, id));
    let dependencies =
        entry.resolved_dependencies.iter().copied().map(|id| (LinkKind::Dependency, id));
    let mut seen = BTreeSet::new();
    let link = |(kind, id): (LinkKind, &'a str)| {
        let row = rows.get(id).copied();
        seen.insert(id).then_some(Link { kind, id, row })
    };
    parents.chain(dependencies).filter_map(link).collect()
}

#[cfg(test)]
mod tests {
    use super::super::test_entries::entries;
    use super::*;

    #[test]
    fn each_revision_is_linked_once_to_what_it_rests_on() {
        let entries = entries("a; b<a; x; c<b,b~b,x");
        let all = links(&entries.iter().collect::<Vec<_>>());
        let texts: Vec<_> = (entries.iter().zip(&all))
            .map(|(entry, links)| {
                let link =
                    |link: &Link<'_>| format!(" {:?} {} {:?};", link.kind, link.id, link.row);
                format!("{}:{}", entry.id, links.iter().map(link).collect::<String>())
            })
            .collect();
        insta::assert_snapshot!(texts.join("\n"), @"
        c: Parent b Some(1); Dependency x Some(3);
        b: Parent a Some(2);
        a:
        x:
        ");
    }

    #[test]
    fn what_is_not_in_the_picture_has_no_row() {
        let entries = entries("a; b<a; c<b");
        let rows = links(&[&entries[0], &entries[1]]).concat();
        assert_eq!(rows.iter().map(|link| link.row).collect::<Vec<_>>(), [Some(1), None]);
    }
}
