//! How high tables and bends stand: as near to their neighbours as the others of the column let them.

use super::graph::{Edge, Graph, Vertex};

/// How often the columns are gone through.
const SWEEPS: usize = 30;
/// How much more a bend insists on its place than a table does, so that long lines are straight.
const BEND: f64 = 6.0;

/// Finds heights at which lines are as level as the order of each column allows.
pub(super) fn place(graph: &mut Graph) {
    for sweep in 0..SWEEPS {
        let sides = match (sweep + 4 > SWEEPS, sweep % 2) {
            (true, _) => Sides::Both,
            (false, 0) => Sides::Left,
            (false, _) => Sides::Right,
        };
        let count = graph.columns.len();
        for step in 0..count {
            let column = if sweep % 2 == 0 { step } else { count - 1 - step };
            settle(graph, column, sides);
        }
    }
    let top = graph.vertices.iter().map(|vertex| vertex.y).fold(f64::INFINITY, f64::min);
    for vertex in &mut graph.vertices {
        vertex.y = (vertex.y - top).round();
    }
}

/// Which neighbours are looked at.
#[derive(Clone, Copy)]
enum Sides {
    Left,
    Right,
    Both,
}

/// Returns the room between two neighbours of a column.
pub(super) fn separation(upper: &Vertex, lower: &Vertex) -> f64 {
    match (upper.table, lower.table) {
        (Some(_), Some(_)) => 30.0,
        (Some(_), None) | (None, Some(_)) => 20.0,
        (None, None) => 12.0,
    }
}

/// Puts the vertices of every column below one another.
pub(super) fn stack(graph: &mut Graph) {
    for column in 0..graph.columns.len() {
        let offsets = offsets(graph, column);
        for (vertex, offset) in graph.columns[column].iter().zip(&offsets) {
            graph.vertices[*vertex].y = *offset;
        }
        let last = graph.columns[column].last().map(|last| graph.vertices[*last]);
        let middle = last.map_or(0.0, |last| (last.y + last.size.height) / 2.0);
        for vertex in &graph.columns[column] {
            graph.vertices[*vertex].y -= middle;
        }
    }
}

/// Returns the heights of a column's vertices when they stand as close as they may.
fn offsets(graph: &Graph, column: usize) -> Vec<f64> {
    let mut offsets = Vec::with_capacity(graph.columns[column].len());
    let mut last: Option<(f64, &Vertex)> = None;
    for vertex in &graph.columns[column] {
        let vertex = &graph.vertices[*vertex];
        let offset =
            last.map_or(0.0, |(y, above)| y + above.size.height + separation(above, vertex));
        offsets.push(offset);
        last = Some((offset, vertex));
    }
    offsets
}

/// Moves the vertices of a column to where they want to be, or as near as can be without one overtaking another: the heights
/// with the least sum of squared distances, found by pooling neighbours that are in each other's way.
fn settle(graph: &mut Graph, column: usize, sides: Sides) {
    let offsets = offsets(graph, column);
    // Pools of neighbours that stand close: the sum of weighted wishes, the sum of weights, and how many they are.
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for (vertex, offset) in graph.columns[column].iter().zip(&offsets) {
        let (wish, weight) = wish(graph, *vertex, sides);
        pools.push(((wish - offset) * weight, weight, 1));
        while let [.., upper, lower] = pools[..]
            && upper.0 / upper.1 > lower.0 / lower.1
        {
            pools.truncate(pools.len() - 2);
            pools.push((upper.0 + lower.0, upper.1 + lower.1, upper.2 + lower.2));
        }
    }
    let heights =
        pools.iter().flat_map(|(sum, weight, count)| std::iter::repeat_n(sum / weight, *count));
    let heights = Vec::from_iter(heights.zip(&offsets).map(|(height, offset)| height + offset));
    let vertices = graph.columns[column].clone();
    for (vertex, height) in vertices.into_iter().zip(heights) {
        graph.vertices[vertex].y = height;
    }
}

/// Returns where a vertex wants its top to be, and how much.
fn wish(graph: &Graph, vertex: usize, sides: Sides) -> (f64, f64) {
    let own = &graph.vertices[vertex];
    let (left, right) = (&graph.left[vertex], &graph.right[vertex]);
    let edges: Vec<&Edge> = match sides {
        Sides::Left if !left.is_empty() => left.iter().collect(),
        Sides::Right if !right.is_empty() => right.iter().collect(),
        Sides::Left | Sides::Right | Sides::Both => left.iter().chain(right).collect(),
    };
    let weight = if own.table.is_none() { BEND } else { 1.0 };
    if edges.is_empty() {
        return (own.y, weight);
    }
    let level = |edge: &&Edge| graph.vertices[edge.vertex].y + edge.other_y - edge.own_y;
    (edges.iter().map(level).sum::<f64>() / edges.len() as f64, weight)
}
