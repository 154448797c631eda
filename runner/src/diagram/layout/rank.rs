//! Which column each table stands in.

use super::Size;

/// Room between two tables of a column.
const GAP: f64 = 30.0;

/// A column of this height is not too high for any picture.
const LOW: f64 = 560.0;

/// Returns the column of each table, so that no line stays within one; a line may lead from the right to the left only where
/// lines go in a circle. `lines` are pairs of the table referred to and the one that refers.
pub(super) fn ranks(sizes: &[Size], lines: &[(usize, usize)]) -> Vec<usize> {
    let lines = without_circles(sizes.len(), lines);
    let order = topological(&lines);
    let mut ranks = longest_paths(&order, &lines);
    pull(&order, &lines, &mut ranks);
    spread(sizes, &lines, &ranks)
}

/// The tables that each one leads to, and those that lead to it.
struct Lines {
    on: Vec<Vec<usize>>,
    back: Vec<Vec<usize>>,
}

impl Lines {
    fn new(count: usize) -> Self {
        Self { on: vec![Vec::new(); count], back: vec![Vec::new(); count] }
    }

    fn add(&mut self, from: usize, to: usize) {
        if !self.on[from].contains(&to) {
            self.on[from].push(to);
            self.back[to].push(from);
        }
    }
}

/// Turns round the lines that close a circle: those that a walk finds to lead back onto its own way.
fn without_circles(count: usize, given: &[(usize, usize)]) -> Lines {
    let mut all = Lines::new(count);
    for (from, to) in given {
        all.add(*from, *to);
    }
    let mut lines = Lines::new(count);
    let mut is_seen = vec![false; count];
    let mut is_on_the_way = vec![false; count];
    // Walks begin where nothing leads to; what is then left are circles.
    let (starts, others): (Vec<_>, Vec<_>) = (0..count).partition(|at| all.back[*at].is_empty());
    for start in starts.into_iter().chain(others) {
        if std::mem::replace(&mut is_seen[start], true) {
            continue;
        }
        is_on_the_way[start] = true;
        let mut way = vec![(start, 0)];
        while let Some((at, next)) = way.last_mut() {
            let from = *at;
            let Some(to) = all.on[from].get(*next).copied() else {
                is_on_the_way[from] = false;
                way.pop();
                continue;
            };
            *next += 1;
            if is_on_the_way[to] {
                lines.add(to, from);
                continue;
            }
            lines.add(from, to);
            if !std::mem::replace(&mut is_seen[to], true) {
                is_on_the_way[to] = true;
                way.push((to, 0));
            }
        }
    }
    lines
}

/// Returns the tables so that each stands behind those that lead to it.
fn topological(lines: &Lines) -> Vec<usize> {
    let mut waits_for = Vec::from_iter(lines.back.iter().map(Vec::len));
    let mut order = Vec::from_iter((0..waits_for.len()).filter(|at| waits_for[*at] == 0));
    let mut done = 0;
    while let Some(at) = order.get(done).copied() {
        done += 1;
        for to in &lines.on[at] {
            waits_for[*to] -= 1;
            if waits_for[*to] == 0 {
                order.push(*to);
            }
        }
    }
    order
}

fn longest_paths(order: &[usize], lines: &Lines) -> Vec<usize> {
    let mut ranks = vec![0; lines.on.len()];
    for at in order {
        ranks[*at] = lines.back[*at].iter().map(|from| ranks[*from] + 1).max().unwrap_or(0);
    }
    ranks
}

/// Moves each table to those that refer to it, where it refers to fewer itself.
fn pull(order: &[usize], lines: &Lines, ranks: &mut [usize]) {
    for at in order.iter().rev() {
        let nearest = lines.on[*at].iter().map(|to| ranks[*to] - 1).min();
        if let Some(nearest) = nearest
            && lines.on[*at].len() > lines.back[*at].len()
        {
            ranks[*at] = nearest;
        }
    }
}

/// Moves tables on to a later column where one would become too high for a picture that is about as high as it is wide.
fn spread(sizes: &[Size], lines: &Lines, ranks: &[usize]) -> Vec<usize> {
    let area: f64 = sizes.iter().map(|it| (it.width + super::COLUMN_GAP) * (it.height + GAP)).sum();
    let highest = sizes.iter().map(|it| it.height + GAP).fold(0.0, f64::max);
    let limit = (area * 0.75).sqrt().max(highest).max(LOW);
    let mut order = Vec::from_iter(0..sizes.len());
    // What nothing refers to goes on first.
    order.sort_by_key(|at| (ranks[*at], std::cmp::Reverse(lines.on[*at].len().min(1)), *at));
    let mut spread = vec![0; sizes.len()];
    let mut heights: Vec<f64> = Vec::new();
    for at in order {
        let behind = lines.back[at].iter().map(|from| spread[*from] + 1).max().unwrap_or(0);
        let mut rank = ranks[at].max(behind);
        let height = sizes[at].height + GAP;
        while heights.get(rank).is_some_and(|used| *used > 0.0 && used + height > limit) {
            rank += 1;
        }
        heights.resize(heights.len().max(rank + 1), 0.0);
        heights[rank] += height;
        spread[at] = rank;
    }
    // A column may have become empty.
    let mut used = 0;
    let columns = heights.iter().map(|height| {
        used += usize::from(*height > 0.0);
        used.saturating_sub(1)
    });
    let columns = Vec::from_iter(columns);
    spread.into_iter().map(|rank| columns[rank]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_referred_to_stands_to_the_left() {
        for (lines, columns) in [
            (&[(0, 1), (1, 2)][..], [0, 1, 2]),
            // A circle is opened where a walk comes back.
            (&[(0, 1), (1, 0), (1, 2)], [0, 1, 2]),
            // What refers to nothing stands beside the first that refers to it.
            (&[(0, 1), (1, 2), (0, 2)], [0, 1, 2]),
            (&[(0, 2), (1, 2)], [0, 0, 1]),
        ] {
            let size = Size { width: 100.0, height: 100.0 };
            assert_eq!(ranks(&[size; 3], lines), columns, "{lines:?}");
        }
    }

    #[test]
    fn a_column_that_is_too_high_goes_on_in_the_next() {
        let size = Size { width: 100.0, height: 100.0 };
        let lines = Vec::from_iter((1..40).map(|it| (0, it)));
        let columns = ranks(&[size; 40], &lines);
        let last = columns.iter().max().copied();
        assert!(last > Some(3) && last < Some(12), "{columns:?}");
    }
}
