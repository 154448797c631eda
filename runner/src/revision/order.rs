//! The order in which a selection of revisions is listed or undone: newest first, one line at a time.

use std::cmp::Reverse;
use std::collections::binary_heap::PeekMut;
use std::collections::{BTreeSet, BinaryHeap};

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

/// A line that is being listed: it has a rank, and moves from its tip downwards until another line stands there.
struct Line {
    /// The revision to be listed next, until the line ends.
    tip: Option<usize>,
    /// How often it left a revision that rests on several, and so other revisions below to other lines.
    forks: usize,
}

/// The first line above a revision, as far as that is known.
///
/// Each revision asks the ones that rest on it, and those the ones on them; answers are kept while they hold. So in
/// common shapes the whole history is sorted in a time that grows hardly faster than it does.
#[derive(Clone, Copy)]
struct Above {
    /// The rank of that line. While lines move on, the first one above a revision only ever grows: a line moves down,
    /// and a new one stands behind all others. So what has been true once is a lower bound ever after.
    rank: usize,
    /// The forks of that line when it was found. While it has no more, everything below it stays below it.
    forks: usize,
}

impl Above {
    const UNKNOWN: Self = Self { rank: 0, forks: usize::MAX };

    /// No line is above, and as lines only move down, none ever will be.
    const NOTHING: Self = Self { rank: usize::MAX, forks: usize::MAX };
}

/// All lines above the revision that had to wait last, the first of them at the end.
///
/// A line often comes back to the same revision after each line above it; remembering spares a search each time.
#[derive(Default)]
struct Awaited {
    revision: Option<usize>,
    lines: Vec<Above>,
    seen: Vec<usize>,
    searches: usize,
}

/// The revisions that rest on one, each with a lower bound of the rank of the first line at or above it.
type Uppers = BinaryHeap<Reverse<(usize, usize)>>;

struct Sorter<'a> {
    map: &'a RevisionMap,
    /// Which revisions are still to be listed.
    todo: Vec<bool>,
    /// Which revisions one of those rests on, or is: ways down from a tip may lead through others too.
    pending: Vec<bool>,
    /// How many of those rest on each revision.
    waiting: Vec<usize>,
    /// All lines so far, by rank.
    lines: Vec<Line>,
    /// The ranks of those that have not ended.
    open: BTreeSet<usize>,
    /// The line whose tip each revision is.
    line_of: Vec<Option<usize>>,
    above: Vec<Above>,
    /// Filled when they are first asked for.
    uppers: Vec<Uppers>,
    awaited: Awaited,
}

impl<'a> Sorter<'a> {
    fn new(map: &'a RevisionMap, selected: &[bool], starts: &[usize]) -> Self {
        let to_list: Vec<usize> = (0..map.len()).filter(|index| selected[*index]).collect();
        let pending = map.and_below(&to_list);
        let waits =
            |index: usize| map.links[index].carries.iter().filter(|upper| pending[**upper]).count();
        let mut sorter = Self {
            map,
            todo: selected.to_vec(),
            waiting: (0..map.len()).map(waits).collect(),
            pending,
            lines: Vec::new(),
            open: BTreeSet::new(),
            line_of: vec![None; map.len()],
            above: vec![Above::UNKNOWN; map.len()],
            uppers: vec![Uppers::new(); map.len()],
            awaited: Awaited { seen: vec![0; map.len()], ..Awaited::default() },
        };
        starts.iter().for_each(|start| sorter.open_line(*start));
        sorter
    }

    fn run(mut self) -> Vec<usize> {
        let mut listed = Vec::new();
        let mut current = 0;
        while let Some(tip) = self.lines.get(current).and_then(|line| line.tip) {
            if let Some(first) = self.first_above(tip) {
                current = first;
            } else {
                listed.push(tip);
                current = self.leave(current, tip);
            }
        }
        listed
    }

    fn open_line(&mut self, tip: usize) {
        let rank = self.lines.len();
        self.lines.push(Line { tip: Some(tip), forks: 0 });
        self.open.insert(rank);
        self.line_of[tip] = Some(rank);
    }

    /// Moves a line past its tip: to the first revision below that no other line has reached. Any further ones become
    /// lines of their own. Returns the line to follow next.
    fn leave(&mut self, rank: usize, tip: usize) -> usize {
        let map = self.map;
        let rests_on = &map.links[tip].rests_on;
        self.todo[tip] = false;
        self.line_of[tip] = None;
        self.pass(tip);
        self.lines[rank].tip = None;
        self.lines[rank].forks += usize::from(rests_on.len() > 1);
        for lower in rests_on.iter().copied() {
            if !self.todo[lower] || self.line_of[lower].is_some() {
                continue;
            }
            if self.lines[rank].tip.is_some() {
                self.open_line(lower);
            } else {
                self.lines[rank].tip = Some(lower);
                self.line_of[lower] = Some(rank);
            }
        }
        if self.lines[rank].tip.is_some() { rank } else { self.end_line(rank) }
    }

    /// Notes that nothing pending is above a revision any more, nor above what only such revisions rest on.
    fn pass(&mut self, revision: usize) {
        let map = self.map;
        let mut passed = vec![revision];
        while let Some(upper) = passed.pop() {
            self.pending[upper] = false;
            for lower in map.links[upper].rests_on.iter().copied() {
                self.waiting[lower] -= 1;
                if self.waiting[lower] == 0 && !self.todo[lower] {
                    passed.push(lower);
                }
            }
        }
    }

    /// Ends a line; returns the one before it, or else the first.
    fn end_line(&mut self, rank: usize) -> usize {
        self.open.remove(&rank);
        let before = self.open.range(..rank).next_back().or_else(|| self.open.first());
        before.copied().unwrap_or(rank)
    }

    /// Returns the first line whose tip rests on this revision, if one does.
    fn first_above(&mut self, revision: usize) -> Option<usize> {
        if self.waiting[revision] == 0 {
            return None;
        }
        if !self.is_known(revision) {
            if self.awaited.revision == Some(revision) {
                self.recall(revision);
            } else {
                self.awaited.revision = Some(revision);
                self.awaited.lines.clear();
                self.look_up(revision);
            }
        }
        self.is_known(revision).then(|| self.above[revision].rank)
    }

    /// Finds the first line above a revision, and so above each on the way to it of which it is not known.
    fn look_up(&mut self, revision: usize) {
        let mut unknown = vec![revision];
        while let Some(lower) = unknown.last() {
            match self.look_above(*lower) {
                Some(upper) => unknown.push(upper),
                None => drop(unknown.pop()),
            }
        }
    }

    /// Finds the first line above the revision that had to wait last and waits again.
    fn recall(&mut self, revision: usize) {
        let has_ended = |above: &mut Above| self.lines[above.rank].tip.is_none();
        while self.awaited.lines.pop_if(has_ended).is_some() {}
        let first = self.awaited.lines.last();
        if first.is_none_or(|first| self.lines[first.rank].forks != first.forks) {
            self.search_above(revision);
        }
        self.above[revision] = self.awaited.lines.last().copied().unwrap_or(Above::UNKNOWN);
    }

    fn search_above(&mut self, revision: usize) {
        let Awaited { lines, seen, searches, .. } = &mut self.awaited;
        lines.clear();
        *searches += 1;
        let mut reached = vec![revision];
        while let Some(lower) = reached.pop() {
            for upper in self.map.links[lower].carries.iter().copied() {
                if self.pending[upper] && seen[upper] != *searches {
                    seen[upper] = *searches;
                    reached.push(upper);
                    let line = |rank| Above { rank, forks: self.lines[rank].forks };
                    lines.extend(self.line_of[upper].map(line));
                }
            }
        }
        lines.sort_unstable_by_key(|line| Reverse(line.rank));
    }

    /// Finds the first line above this revision, or returns the upper one above which it must be found before.
    fn look_above(&mut self, revision: usize) -> Option<usize> {
        if self.is_known(revision) || self.above[revision].rank == usize::MAX {
            return None;
        }
        let mut uppers = self.take_uppers(revision);
        let mut unknown = None;
        while let Some(mut first) = uppers.peek_mut() {
            let Reverse((bound, upper)) = *first;
            match self.first_at_or_above(upper) {
                None => drop(PeekMut::pop(first)),
                Some((rank, _)) if rank > bound => *first = Reverse((rank, upper)),
                Some((rank, true)) => {
                    self.above[revision] = Above { rank, forks: self.lines[rank].forks };
                    break;
                }
                Some((_, false)) => {
                    unknown = Some(upper);
                    break;
                }
            }
        }
        if uppers.is_empty() {
            self.above[revision] = Above::NOTHING;
        }
        self.uppers[revision] = uppers;
        unknown
    }

    fn take_uppers(&mut self, revision: usize) -> Uppers {
        let uppers = std::mem::take(&mut self.uppers[revision]);
        if !uppers.is_empty() {
            return uppers;
        }
        self.map.links[revision].carries.iter().map(|upper| Reverse((0, *upper))).collect()
    }

    /// Returns a lower bound of the rank of the first line at or above a revision, and whether it is exact; `None`
    /// if no line is there.
    fn first_at_or_above(&self, revision: usize) -> Option<(usize, bool)> {
        if !self.pending[revision] {
            return None;
        }
        let above = self.above[revision].rank;
        let above = (self.waiting[revision] > 0 && above < usize::MAX).then_some(above);
        match (self.line_of[revision], above) {
            (Some(here), Some(above)) if above < here => Some((above, self.is_known(revision))),
            (Some(here), _) => Some((here, true)),
            (None, above) => above.map(|above| (above, self.is_known(revision))),
        }
    }

    /// Tells whether what is known of the first line above a revision still holds.
    fn is_known(&self, revision: usize) -> bool {
        let Above { rank, forks } = self.above[revision];
        self.lines
            .get(rank)
            .is_some_and(|line| line.forks == forks && line.tip.is_some_and(|tip| tip != revision))
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_graph::{graph, line};
    use super::*;

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

    /// Follows the rule step by step: the line that comes first of those above the current one, or else one step down.
    fn by_the_rule(map: &RevisionMap, selected: &[bool], starts: &[usize]) -> Vec<usize> {
        let mut todo = selected.to_vec();
        let mut tips: Vec<usize> = starts.iter().copied().filter(|tip| todo[*tip]).collect();
        let (mut listed, mut current) = (Vec::new(), 0);
        while let Some(tip) = tips.get(current).copied() {
            let is_above = |other: &usize| map.below(&[*other])[tip];
            if let Some(other) = tips.iter().position(is_above) {
                current = other;
                continue;
            }
            listed.push(tip);
            todo[tip] = false;
            let mut lower = map.links[tip].rests_on.clone();
            lower.retain(|lower| todo[*lower] && !tips.contains(lower));
            if lower.is_empty() {
                tips.remove(current);
                current = current.saturating_sub(1);
            } else {
                tips[current] = lower.remove(0);
                tips.extend(lower);
            }
        }
        listed
    }

    /// Draws a graph in which revisions rest on up to three of those before them, and stand in no order.
    fn tangle(size: usize, mut seed: u64) -> RevisionMap {
        let mut random = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) as usize % below
        };
        let mut entries = Vec::new();
        for number in 0..size {
            let marks = ["<", ",", "~"].into_iter().take(random(4)).filter(|_| number > 0);
            let lower = marks.map(|mark| format!("{mark}r{}", number - 1 - random(number.min(8))));
            let entry = format!("r{number}{}", lower.collect::<String>());
            entries.insert(random(number + 1), entry);
        }
        graph(&entries.join("; "))
    }

    #[test]
    fn tangles_follow_the_rule() {
        for seed in 0..300 {
            let map = tangle(4 + seed as usize % 36, seed);
            let heads = &map.effective_heads;
            let with_gaps = |index: usize| !(index * 7 + seed as usize).is_multiple_of(5);
            let gaps: Vec<bool> = (0..map.len()).map(with_gaps).collect();
            for selected in [vec![true; map.len()], map.and_above(&[map.len() / 2]), gaps] {
                let expected = by_the_rule(&map, &selected, heads);
                assert_eq!(newest_first(&map, &selected, heads), expected, "{seed}");
            }
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
