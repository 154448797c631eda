//! Which lines of a picture run side by side: a lane for each, as graphical git clients draw them.

use std::collections::BTreeSet;

use super::link::{Link, LinkKind};

/// The number of lanes from which on lines to the same revision share one.
const CROWDED: usize = 12;

/// Where the revisions and lines of a picture run; lanes count from the left.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Lanes {
    /// The lane of the revision in each row.
    pub(super) nodes: Vec<usize>,
    pub(super) strands: Vec<Strand>,
    pub(super) open_ends: Vec<OpenEnd>,
    /// The number of lanes.
    pub(super) width: usize,
}

/// A line from one row down to another: it leaves for its lane at once, and stays there to the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Strand {
    pub(super) kind: LinkKind,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) lane: usize,
    /// Whether it ends where it meets another line in that lane.
    pub(super) joins: bool,
}

/// A line to a revision that has no row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OpenEnd {
    pub(super) kind: LinkKind,
    pub(super) from: usize,
    /// How many others it has on its left.
    pub(super) place: usize,
}

/// Finds lanes for the lines of a picture, whose rows stand above all that they are linked to.
pub(super) fn lanes(links: &[Vec<Link<'_>>]) -> Lanes {
    let mut builder = Builder {
        lanes: Lanes::default(),
        free: BTreeSet::new(),
        arriving: vec![Vec::new(); links.len()],
    };
    for (row, links) in links.iter().enumerate() {
        builder.add_row(row, links);
    }
    builder.lanes
}

struct Builder {
    lanes: Lanes,
    /// The lanes in which no line runs just now.
    free: BTreeSet<usize>,
    /// The lines that lead to each row, with their lanes.
    arriving: Vec<Vec<(LinkKind, usize)>>,
}

impl Builder {
    fn add_row(&mut self, row: usize, links: &[Link<'_>]) {
        let arriving = std::mem::take(&mut self.arriving[row]);
        let lane = home(&arriving).unwrap_or_else(|| self.free_lane(0));
        self.free.extend(arriving.iter().map(|(_, lane)| *lane));
        self.free.remove(&lane);
        self.lanes.nodes.push(lane);
        // The first line down goes straight on.
        let mut own = Some(lane);
        for link in links {
            if let Some(to) = link.row {
                self.add_strand(link.kind, row, to, &mut own);
            }
        }
        let straight = usize::from(own.is_none());
        self.free.extend(own);
        let absent = links.iter().filter(|link| link.row.is_none());
        let open_ends = absent.enumerate().map(|(number, link)| OpenEnd {
            kind: link.kind,
            from: row,
            place: straight + number,
        });
        self.lanes.open_ends.extend(open_ends);
    }

    fn add_strand(&mut self, kind: LinkKind, from: usize, to: usize, own: &mut Option<usize>) {
        let home = self.lanes.nodes[from];
        let shared = self.shared_lane(kind, to, home);
        let lane = shared.or_else(|| own.take()).unwrap_or_else(|| self.free_lane(home));
        if shared.is_none() {
            self.arriving[to].push((kind, lane));
        }
        self.lanes.strands.push(Strand { kind, from, to, lane, joins: shared.is_some() });
    }

    /// Returns the nearest lane in which such a line runs already, when there are so many lanes
    /// that one more would be no help.
    fn shared_lane(&self, kind: LinkKind, to: usize, home: usize) -> Option<usize> {
        if self.lanes.width - self.free.len() <= CROWDED {
            return None;
        }
        let alike = self.arriving[to].iter().filter(|(other, _)| *other == kind);
        alike.map(|(_, lane)| *lane).min_by_key(|lane| lane.abs_diff(home))
    }

    /// Takes the first free lane from `start` on, or else the leftmost, or else a new one.
    fn free_lane(&mut self, start: usize) -> usize {
        let free = self.free.range(start..).next().or_else(|| self.free.first()).copied();
        let lane = free.unwrap_or(self.lanes.width);
        self.free.remove(&lane);
        self.lanes.width = self.lanes.width.max(lane + 1);
        lane
    }
}

/// Returns the leftmost lane that leads to a revision from its children, or else from what depends
/// on it: a dependency does not draw a branch out of its lane.
fn home(arriving: &[(LinkKind, usize)]) -> Option<usize> {
    let leftmost = |kind| {
        let alike = arriving.iter().filter(move |(other, _)| *other == kind);
        alike.map(|(_, lane)| *lane).min()
    };
    leftmost(LinkKind::Parent).or_else(|| leftmost(LinkKind::Dependency))
}

#[cfg(test)]
mod tests {
    use super::super::link::links;
    use super::super::order::narrow;
    use super::super::test_entries::{entries, long_histories, sketch};
    use super::*;

    /// Writes a row as `id: lane`, and each line down as `>row in lane`.
    fn text(entries: &[crate::command::RevisionEntry<'_>]) -> String {
        let entries = narrow(entries);
        let lanes = lanes(&links(&entries));
        let row = |(row, entry): (usize, &&crate::command::RevisionEntry<'_>)| {
            let strands = lanes.strands.iter().filter(|strand| strand.from == row);
            let strands = strands.map(|strand| match (strand.kind, strand.joins) {
                (LinkKind::Parent, false) => format!(" >{} in {}", strand.to, strand.lane),
                (LinkKind::Dependency, false) => format!(" ~{} in {}", strand.to, strand.lane),
                (_, true) => format!(" +{} in {}", strand.to, strand.lane),
            });
            let ends = lanes.open_ends.iter().filter(|end| end.from == row);
            let ends = ends.map(|end| format!(" >? at {}", end.place));
            format!("{row} {}: {}", entry.id, lanes.nodes[row])
                + &strands.chain(ends).collect::<String>()
                + "\n"
        };
        entries.iter().enumerate().map(row).collect()
    }

    #[test]
    fn branches_merges_and_dependencies() {
        insta::assert_snapshot!(text(&sketch()), @"
        0 d5: 0 >3 in 0
        1 e6: 1 >3 in 1
        2 x2: 2 >6 in 2
        3 m4: 0 >4 in 0 >5 in 1 ~6 in 3
        4 b2: 0 >? at 0
        5 c3: 1 >? at 0
        6 x1: 2
        ");
    }

    #[test]
    fn a_dependency_does_not_move_a_branch() {
        insta::assert_snapshot!(text(&entries("x; y<x; a~x; b<a")), @"
        0 b: 0 >1 in 0
        1 a: 0 ~3 in 0
        2 y: 1 >3 in 1
        3 x: 1
        ");
    }

    #[test]
    fn open_ends_stand_side_by_side() {
        insta::assert_snapshot!(text(&entries("a; b; c; d<a,b,c")[..2]), @"
        0 d: 0 >1 in 0 >? at 1 >? at 2
        1 a: 0
        ");
    }

    #[test]
    fn many_lines_to_one_revision_share_a_lane() {
        let heads: String = (0..1000).map(|head| format!("; h{head}<a")).collect();
        let entries = entries(&format!("a{heads}"));
        let lanes = lanes(&links(&narrow(&entries)));
        assert_eq!(lanes.width, CROWDED + 1);
    }

    #[test]
    fn long_histories_stay_narrow() {
        for (shape, entries) in long_histories(10_000) {
            let lanes = lanes(&links(&narrow(&entries)));
            assert!(lanes.width <= 3, "{shape}: {}", lanes.width);
        }
    }
}
