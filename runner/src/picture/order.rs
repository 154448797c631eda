//! The order of rows in which few lines run beside one another.
//!
//! A listing goes down one branch after the other. Where branches merge all the time, a line to
//! each merge of the first would then stay open until the second is drawn: a picture thousands of
//! lines wide.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::link::{Link, links};
use crate::command::RevisionEntry;

/// Sorts revisions so that each still stands above what it rests on, and as few lines as a look at
/// the next row can tell stay open; where it makes no difference, the order stays as it is.
pub(super) fn narrow<'e, 'p>(entries: &'e [RevisionEntry<'p>]) -> Vec<&'e RevisionEntry<'p>> {
    let entries: Vec<_> = entries.iter().collect();
    let rows = Sorter::new(&links(&entries)).run();
    rows.into_iter().map(|row| entries[row]).collect()
}

struct Sorter {
    /// The rows that each row is linked to, above and below.
    above: Vec<Vec<usize>>,
    below: Vec<Vec<usize>>,
    /// How many rows are still to be drawn above each.
    waiting: Vec<usize>,
    /// Whether a line leads to each row already.
    awaited: Vec<bool>,
    /// How many rows are drawn below each at least.
    height: Vec<usize>,
    /// The rows that may come next.
    ready: BTreeSet<Turn>,
}

/// When a row's turn is: the least comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Turn {
    added_lines: isize,
    /// Of rows that open a line, the one furthest from the base: no other can be waiting for it
    /// for long. Rows that only carry a line on are taken as they come, branch after branch.
    height: Reverse<usize>,
    row: usize,
}

impl Sorter {
    fn new(links: &[Vec<Link<'_>>]) -> Self {
        let rows_below = |links: &Vec<Link<'_>>| links.iter().filter_map(|link| link.row).collect();
        let below: Vec<Vec<usize>> = links.iter().map(rows_below).collect();
        let mut above = vec![Vec::new(); below.len()];
        for (upper, rows) in below.iter().enumerate() {
            rows.iter().for_each(|lower| above[*lower].push(upper));
        }
        let mut height = vec![0; below.len()];
        for row in (0..below.len()).rev() {
            height[row] = below[row].iter().map(|lower| height[*lower] + 1).max().unwrap_or(0);
        }
        let waiting = above.iter().map(Vec::len).collect();
        let awaited = vec![false; below.len()];
        Self { above, below, waiting, awaited, height, ready: BTreeSet::new() }
    }

    fn run(mut self) -> Vec<usize> {
        let tops = (0..self.waiting.len()).filter(|row| self.waiting[*row] == 0);
        self.ready = tops.map(|row| self.turn(row)).collect();
        let mut order = Vec::with_capacity(self.waiting.len());
        while let Some(turn) = self.ready.pop_first() {
            order.push(turn.row);
            self.draw(turn.row);
        }
        order
    }

    fn turn(&self, row: usize) -> Turn {
        let opened = self.below[row].iter().filter(|lower| !self.awaited[**lower]).count();
        let added_lines = opened.cast_signed() - isize::from(self.awaited[row]);
        let height = if added_lines > 0 { self.height[row] } else { 0 };
        Turn { added_lines, height: Reverse(height), row }
    }

    fn draw(&mut self, row: usize) {
        for lower in self.below[row].clone() {
            self.waiting[lower] -= 1;
            if !self.awaited[lower] {
                self.await_row(lower);
            }
            if self.waiting[lower] == 0 {
                self.ready.insert(self.turn(lower));
            }
        }
    }

    /// Notes that a line leads to this row: others above it can join that line.
    fn await_row(&mut self, row: usize) {
        for upper in std::mem::take(&mut self.above[row]) {
            self.awaited[row] = false;
            let was_ready = self.ready.remove(&self.turn(upper));
            self.awaited[row] = true;
            if was_ready {
                self.ready.insert(self.turn(upper));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_entries::entries;
    use super::*;

    #[test]
    fn rows_move_only_to_close_lines() {
        let cases = [
            ("a; b<a; c<b", "c b a"),
            ("a; b<a; c<a; b2<b; c2<c; m<b2,c2", "m b2 b c2 c a"),
            ("a; b<a; x; y<x", "b a y x"),
            ("a; b<a; x; y<x; z<y~a", "b z a y x"),
            // A ladder: listed as `f d b e c a`.
            ("a; b; c<a; d<b,c; e<c; f<d,e", "f e d b c a"),
        ];
        for (text, order) in cases {
            let entries = entries(text);
            let ids: Vec<_> = narrow(&entries).iter().map(|entry| entry.id).collect();
            assert_eq!(ids.join(" "), order, "{text}");
        }
    }

    #[test]
    fn rows_that_came_upside_down_are_turned() {
        let mut entries = entries("a; b<a; c<a; m<b,c");
        entries.reverse();
        let ids: Vec<_> = narrow(&entries).iter().map(|entry| entry.id).collect();
        assert_eq!(ids.join(" "), "m c b a");
    }
}
