//! Groups of tables beside one another, and the tables that stand alone below them.

use super::graph::Graph;
use super::{Point, Size};

/// Room between groups.
const GAP: f64 = 56.0;
/// Room between tables that stand alone.
const ALONE_GAP: f64 = 30.0;

/// Where groups and tables stand.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Packed {
    /// The groups, with the places of their corners.
    pub(super) graphs: Vec<(Graph, Point)>,
    /// Each table with its corner and the width of its column.
    pub(super) boxes: Vec<(usize, Point, f64)>,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// Puts groups into rows, the highest first, and then tables that stand alone into columns, in their order, all of one width.
pub(super) fn pack(mut graphs: Vec<Graph>, alone_width: f64, alone: &[(usize, Size)]) -> Packed {
    let sizes = graphs.iter().map(Graph::size).chain(alone.iter().map(|(_, size)| *size));
    let sizes = Vec::from_iter(sizes);
    let area: f64 = sizes.iter().map(|it| (it.width + GAP) * (it.height + GAP)).sum();
    let widest = sizes.iter().map(|it| it.width).fold(0.0, f64::max);
    let limit = (area * 1.5).sqrt().max(widest);
    graphs.sort_by(|one, other| other.size().height.total_cmp(&one.size().height));
    let mut packed = Packed::default();
    let (mut x, mut y, mut row_height) = (0.0, 0.0, 0.0_f64);
    for graph in graphs {
        let size = graph.size();
        if x > 0.0 && x + size.width > limit {
            (x, y, row_height) = (0.0, y + row_height + GAP, 0.0);
        }
        let corner = Point { x, y };
        packed.boxes.extend(graph.boxes().into_iter().map(|(table, at, width)| {
            (table, Point { x: corner.x + at.x, y: corner.y + at.y }, width)
        }));
        packed.width = packed.width.max(x + size.width);
        (x, row_height) = (x + size.width + GAP, row_height.max(size.height));
        packed.height = packed.height.max(y + row_height);
        packed.graphs.push((graph, corner));
    }
    let limit = if packed.width > 0.0 { packed.width.max(widest) } else { limit };
    columns(&mut packed, alone_width, alone, limit);
    // By their numbers, as callers look them up.
    packed.boxes.sort_by_key(|(table, ..)| *table);
    packed
}

/// Puts tables into columns below what is there, each into the shortest one.
fn columns(packed: &mut Packed, own_width: f64, alone: &[(usize, Size)], limit: f64) {
    let width = alone.iter().map(|(_, size)| size.width).fold(0.0, f64::max);
    if alone.is_empty() {
        return;
    }
    let fitting = ((limit + ALONE_GAP) / (width + ALONE_GAP)).floor().max(1.0) as usize;
    let top = if packed.height > 0.0 { packed.height + GAP } else { 0.0 };
    let mut bottoms = vec![top; fitting.min(alone.len())];
    for (table, size) in alone {
        let shortest = (0..bottoms.len()).min_by(|a, b| bottoms[*a].total_cmp(&bottoms[*b]));
        let column = shortest.unwrap_or_default();
        let corner = Point { x: column as f64 * (width + ALONE_GAP), y: bottoms[column] };
        packed.boxes.push((*table, corner, own_width));
        packed.width = packed.width.max(corner.x + width);
        packed.height = packed.height.max(corner.y + size.height);
        bottoms[column] += size.height + ALONE_GAP;
    }
}
