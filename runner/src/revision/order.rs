//! The order in which a selection of revisions is listed or undone: newest first, one line at a time.

use super::RevisionMap;

/// Sorts the selected revisions, each before what it rests on; `starts` are those from which all others are reached.
///
/// Where several orders are possible, this follows Alembic: down one line as far as nothing else rests on it, then
/// down the next, with the load order deciding between lines.
pub(super) fn newest_first(map: &RevisionMap, selected: &[bool], starts: &[usize]) -> Vec<usize> {
    let mut starts: Vec<usize> = starts.iter().copied().filter(|index| selected[*index]).collect();
    starts.sort_unstable();
    starts.dedup();
    Sorter::new(map, selected, &starts).run()
}

/// The end of a line that is still to be listed.
#[derive(Clone, Copy, PartialEq)]
struct Tip {
    revision: usize,
    /// Grows along the list of tips, and stays with a tip that moves down its line.
    rank: usize,
}

struct Sorter<'a> {
    map: &'a RevisionMap,
    /// Which revisions are still to be listed.
    todo: Vec<bool>,
    /// How many of those rest on each revision.
    waiting: Vec<usize>,
    tips: Vec<Tip>,
    /// The rank of the tip that each revision is.
    rank_of: Vec<Option<usize>>,
    next_rank: usize,
    /// The position in `tips` of the line being followed.
    current: usize,
    above: TipsAbove,
}

/// The tips above the revision that had to wait last, the first of them at the end.
///
/// A line often comes back to the same revision after each line above it; remembering spares a search each time.
#[derive(Default)]
struct TipsAbove {
    revision: Option<usize>,
    tips: Vec<Tip>,
    seen: Vec<usize>,
    searches: usize,
}

impl<'a> Sorter<'a> {
    fn new(map: &'a RevisionMap, selected: &[bool], starts: &[usize]) -> Self {
        let waits = |index: usize| {
            map.links[index].carries.iter().filter(|upper| selected[**upper]).count()
        };
        let mut sorter = Self {
            map,
            todo: selected.to_vec(),
            waiting: (0..map.len()).map(waits).collect(),
            tips: Vec::new(),
            rank_of: vec![None; map.len()],
            next_rank: 0,
            current: 0,
            above: TipsAbove { seen: vec![0; map.len()], ..TipsAbove::default() },
        };
        starts.iter().for_each(|start| sorter.add_tip(*start));
        sorter
    }

    fn run(mut self) -> Vec<usize> {
        let mut listed = Vec::new();
        while let Some(tip) = self.tips.get(self.current).copied() {
            if let Some(position) = self.first_tip_above(tip.revision) {
                self.current = position;
            } else {
                listed.push(tip.revision);
                self.leave(tip);
            }
        }
        listed
    }

    fn add_tip(&mut self, revision: usize) {
        let rank = self.next_rank;
        self.next_rank += 1;
        self.rank_of[revision] = Some(rank);
        self.tips.push(Tip { revision, rank });
    }

    /// Moves the current line past its tip: to the first revision below that no other line has reached. Any further
    /// ones become lines of their own.
    fn leave(&mut self, tip: Tip) {
        let map = self.map;
        self.todo[tip.revision] = false;
        self.rank_of[tip.revision] = None;
        let mut moved = false;
        for lower in map.links[tip.revision].rests_on.iter().copied() {
            self.waiting[lower] -= 1;
            if !self.todo[lower] || self.rank_of[lower].is_some() {
                continue;
            }
            if moved {
                self.add_tip(lower);
            } else {
                moved = true;
                self.rank_of[lower] = Some(tip.rank);
                self.tips[self.current].revision = lower;
            }
        }
        if !moved {
            self.tips.remove(self.current);
            self.current = self.current.saturating_sub(1);
        }
    }

    /// Returns the position of the first tip that rests on this revision, if one does.
    fn first_tip_above(&mut self, revision: usize) -> Option<usize> {
        if self.waiting[revision] == 0 {
            return None;
        }
        if self.above.revision != Some(revision) || !self.recall() {
            self.search_tips_above(revision);
        }
        self.above.tips.last().and_then(|tip| self.position(tip))
    }

    /// Drops remembered tips whose lines have ended; tells whether the first one left stands where it stood.
    ///
    /// A line only ever moves down and a new one stands behind all others, so no earlier tip can have come up.
    fn recall(&mut self) -> bool {
        while let Some(tip) = self.above.tips.last() {
            if self.position(tip).is_some() {
                return self.rank_of[tip.revision] == Some(tip.rank);
            }
            self.above.tips.pop();
        }
        false
    }

    fn position(&self, tip: &Tip) -> Option<usize> {
        self.tips.binary_search_by_key(&tip.rank, |tip| tip.rank).ok()
    }

    fn search_tips_above(&mut self, revision: usize) {
        self.above.revision = Some(revision);
        self.above.tips.clear();
        self.above.searches += 1;
        let mut reached = vec![revision];
        while let Some(lower) = reached.pop() {
            for upper in &self.map.links[lower].carries {
                if self.todo[*upper] && self.above.seen[*upper] != self.above.searches {
                    self.above.seen[*upper] = self.above.searches;
                    reached.push(*upper);
                    let tip = self.rank_of[*upper].map(|rank| Tip { revision: *upper, rank });
                    self.above.tips.extend(tip);
                }
            }
        }
        self.above.tips.sort_unstable_by_key(|tip| std::cmp::Reverse(tip.rank));
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_graph::{graph, line};

    #[test]
    fn lines_are_listed_one_after_the_other() {
        let cases = [
            ("", ""),
            ("a; b<a; c<b", "c b a"),
            ("c<b; b<a; a", "c b a"),
            ("a; b<a; c<a; m<b,c", "m b c a"),
            ("a; b<a; c<a; m<c,b", "m c b a"),
            ("a; b<a; c<a", "b c a"),
            ("a; b<a; c<a; b2<b; c2<c; m<b2,c2", "m b2 b c2 c a"),
            ("a; x; b<a~x; y<x", "b a y x"),
            ("a; b<a; x~b; c<b; y<x~c", "y x c b a"),
        ];
        for (text, order) in cases {
            assert_eq!(graph(text).newest_first().join(" "), order, "{text}");
        }
    }

    #[test]
    fn a_line_that_waits_for_many_others_comes_last() {
        let width = 300;
        let arms: String = (0..width).map(|arm| format!("x{arm}<a; y{arm}<x{arm}; ")).collect();
        let tips: Vec<String> = (0..width).map(|arm| format!("y{arm}")).collect();
        let map = graph(&format!("a; {arms} m<{}", tips.join(",")));
        let order = map.newest_first();
        assert_eq!(order.len(), 2 * width + 2);
        assert_eq!((order[0], order[1], order[2], order[2 * width + 1]), ("m", "y0", "x0", "a"));
    }

    #[test]
    fn a_long_line() {
        let order = line(10_000);
        let order = order.newest_first();
        assert_eq!((order[0], order[9_999]), ("r9999", "r0"));
    }
}
