//! In which order tables and bends stand in their columns: one in which few lines cross.

use super::graph::{Edge, Graph};
use super::place::{separation, stack};

/// How often the columns are gone through; more changes little.
const SWEEPS: usize = 24;
/// Up to so many vertices, neighbours are swapped one by one.
const SMALL: usize = 600;

/// Orders each column by where its neighbours stand, to and fro, and keeps the best that comes of it.
pub(super) fn order(graph: &mut Graph) {
    stack(graph);
    let mut best = (crossings(graph), graph.columns.clone());
    for sweep in 0..SWEEPS {
        sort_columns(graph, sweep % 2 == 0);
        if graph.vertices.len() <= SMALL {
            swap_neighbours(graph);
        }
        stack(graph);
        let crossings = crossings(graph);
        if crossings < best.0 {
            best = (crossings, graph.columns.clone());
        }
    }
    graph.columns = best.1;
    stack(graph);
}

fn sort_columns(graph: &mut Graph, to_the_right: bool) {
    let count = graph.columns.len();
    for step in 1..count {
        let column = if to_the_right { step } else { count - 1 - step };
        let mut keys = Vec::with_capacity(graph.columns[column].len());
        for vertex in &graph.columns[column] {
            let edges = match to_the_right {
                true => &graph.left[*vertex],
                false => &graph.right[*vertex],
            };
            keys.push((barycenter(graph, *vertex, edges), *vertex));
        }
        keys.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        graph.columns[column] = keys.into_iter().map(|(_, vertex)| vertex).collect();
        restack(graph, column);
    }
}

/// Returns the mean height at which the neighbours' lines begin; of a vertex without lines, its own.
fn barycenter(graph: &Graph, vertex: usize, edges: &[Edge]) -> f64 {
    let own = &graph.vertices[vertex];
    if edges.is_empty() {
        return own.y + own.size.height / 2.0;
    }
    let heights = edges.iter().map(|edge| graph.vertices[edge.vertex].y + edge.other_y);
    heights.sum::<f64>() / edges.len() as f64
}

/// Puts the vertices of a column below one another, around the middle.
fn restack(graph: &mut Graph, column: usize) {
    let vertices = graph.columns[column].clone();
    let mut y = 0.0;
    let mut last = None;
    for vertex in &vertices {
        if let Some(last) = last {
            y += separation(&graph.vertices[last], &graph.vertices[*vertex]);
        }
        graph.vertices[*vertex].y = y;
        y += graph.vertices[*vertex].size.height;
        last = Some(*vertex);
    }
    for vertex in vertices {
        graph.vertices[vertex].y -= y / 2.0;
    }
}

/// Swaps neighbours in a column where fewer lines cross then.
fn swap_neighbours(graph: &mut Graph) {
    for column in 0..graph.columns.len() {
        for place in 1..graph.columns[column].len() {
            let (upper, lower) = (graph.columns[column][place - 1], graph.columns[column][place]);
            let crossed = |upper: usize, lower: usize| {
                crossed(graph, &graph.left[upper], &graph.left[lower])
                    + crossed(graph, &graph.right[upper], &graph.right[lower])
            };
            if crossed(lower, upper) < crossed(upper, lower) {
                graph.columns[column].swap(place - 1, place);
            }
        }
        restack(graph, column);
    }
}

/// Counts the lines of two vertices that cross, when one stands above the other.
fn crossed(graph: &Graph, upper: &[Edge], lower: &[Edge]) -> usize {
    let height = |edge: &Edge| graph.vertices[edge.vertex].y + edge.other_y;
    let below = |edge: &Edge| lower.iter().filter(|other| height(other) < height(edge)).count();
    upper.iter().map(below).sum()
}

/// Counts the crossings of all lines: pairs whose ends stand the other way round than their beginnings.
fn crossings(graph: &Graph) -> usize {
    let mut count = 0;
    for column in &graph.columns {
        let mut lines = Vec::new();
        for vertex in column {
            for edge in &graph.right[*vertex] {
                let begin = graph.vertices[*vertex].y + edge.own_y;
                lines.push((begin, graph.vertices[edge.vertex].y + edge.other_y));
            }
        }
        lines.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1)));
        count += inversions(lines.into_iter().map(|(_, end)| end).collect()).1;
    }
    count
}

/// Sorts, and counts the pairs that stood the wrong way round.
fn inversions(mut list: Vec<f64>) -> (Vec<f64>, usize) {
    if list.len() < 2 {
        return (list, 0);
    }
    let (second, mut count) = inversions(list.split_off(list.len() / 2));
    let (first, of_first) = inversions(list);
    count += of_first;
    let mut merged = Vec::with_capacity(first.len() + second.len());
    let (mut first, mut second) = (first.into_iter().peekable(), second.into_iter().peekable());
    while let Some(value) = first.peek() {
        if second.next_if(|other| other < value).map(|other| merged.push(other)).is_some() {
            count += first.len();
        } else {
            merged.extend(first.next());
        }
    }
    merged.extend(second);
    (merged, count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inversions_are_counted() {
        for (list, count) in [(vec![], 0), (vec![1.0, 2.0, 2.0], 0), (vec![3.0, 1.0, 2.0, 1.0], 4)]
        {
            assert_eq!(inversions(list.clone()).1, count, "{list:?}");
        }
    }
}
