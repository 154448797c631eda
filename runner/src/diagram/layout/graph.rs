//! Tables in columns, with bends where a line passes a column.

use std::collections::BTreeMap;

use super::rank::ranks;
use super::{COLUMN_GAP, End, Layout, Link, Piece, Point, Side, Size, Trunk, loop_room};

/// Tables that hang together.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Graph {
    pub(super) vertices: Vec<Vertex>,
    /// The vertices of each column, from top to bottom.
    pub(super) columns: Vec<Vec<usize>>,
    /// The lines from each vertex to the column on its right, and the other way round.
    pub(super) right: Vec<Vec<Edge>>,
    pub(super) left: Vec<Vec<Edge>>,
    /// The links, by their numbers, and the ways that they take.
    trunks: BTreeMap<TrunkKey, Way>,
    /// The room on the right of each column for lines from a table to itself.
    loops: Vec<f64>,
}

/// A table, or the bend of a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Vertex {
    /// The table; none at a bend.
    pub(super) table: Option<usize>,
    pub(super) column: usize,
    pub(super) size: Size,
    /// How far its top is below that of the group.
    pub(super) y: f64,
}

/// A line between neighbouring columns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Edge {
    pub(super) vertex: usize,
    /// How far below the top of this vertex it begins, and how far below that of the other it ends.
    pub(super) own_y: f64,
    pub(super) other_y: f64,
}

/// What lines have in common that share their way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct TrunkKey {
    to: usize,
    /// The height of the key, in whole units.
    row: i64,
    trunk: usize,
    side: Side,
}

/// The way of the lines to a key.
#[derive(Debug, Clone, PartialEq, Default)]
struct Way {
    /// The bend in each column that they pass.
    bends: BTreeMap<usize, usize>,
    links: Vec<usize>,
}

impl Graph {
    /// Finds columns for these tables, and bends for the lines between them.
    pub(super) fn new(members: &[usize], sizes: &[Size], links: &[Link]) -> Self {
        let own_sizes = Vec::from_iter(members.iter().map(|member| sizes[*member]));
        let place = |table: usize| members.binary_search(&table).ok();
        let own = |link: &Link| Some((place(link.to)?, place(link.from)?));
        let own = |(number, link): (usize, &Link)| Some((number, own(link)?));
        let own = Vec::from_iter(links.iter().enumerate().filter_map(own));
        let lines = own.iter().map(|(_, line)| *line).filter(|(to, from)| to != from);
        let ranks = ranks(&own_sizes, &lines.collect::<Vec<_>>());
        let count = ranks.iter().max().map_or(0, |last| last + 1);
        let vertices = members.iter().zip(&ranks).zip(&own_sizes).map(|((table, column), size)| {
            Vertex { table: Some(*table), column: *column, size: *size, y: 0.0 }
        });
        let mut graph = Self {
            vertices: vertices.collect(),
            columns: vec![Vec::new(); count],
            right: vec![Vec::new(); members.len()],
            left: vec![Vec::new(); members.len()],
            trunks: BTreeMap::new(),
            loops: vec![0.0; count],
        };
        for (vertex, column) in ranks.iter().enumerate() {
            graph.columns[*column].push(vertex);
            let loops = own.iter().filter(|(_, line)| *line == (vertex, vertex)).count();
            graph.loops[*column] = graph.loops[*column].max(loop_room(loops));
        }
        for (number, (to, from)) in own {
            if to != from {
                graph.connect(number, &links[number], to, from);
            }
        }
        graph
    }

    /// Leads a link from the key to the table that refers, along the way that others to this key take.
    fn connect(&mut self, number: usize, link: &Link, to: usize, from: usize) {
        let (start, end) = (self.vertices[to].column, self.vertices[from].column);
        let side = if start < end { Side::Right } else { Side::Left };
        let key = TrunkKey { to, row: link.to_y.round() as i64, trunk: link.trunk, side };
        let mut way = self.trunks.remove(&key).unwrap_or_default();
        let passed: Vec<usize> = match side {
            Side::Right => (start + 1..end).collect(),
            Side::Left => (end + 1..start).rev().collect(),
        };
        let mut last = (to, link.to_y);
        for column in passed {
            let bend = match way.bends.get(&column) {
                Some(bend) => *bend,
                None => {
                    let bend = self.add_bend(column);
                    self.join(side, last, (bend, 0.0));
                    way.bends.insert(column, bend);
                    bend
                }
            };
            last = (bend, 0.0);
        }
        self.join(side, last, (from, link.from_y));
        way.links.push(number);
        self.trunks.insert(key, way);
    }

    fn add_bend(&mut self, column: usize) -> usize {
        let size = Size { width: 0.0, height: 0.0 };
        self.vertices.push(Vertex { table: None, column, size, y: 0.0 });
        self.right.push(Vec::new());
        self.left.push(Vec::new());
        self.columns[column].push(self.vertices.len() - 1);
        self.vertices.len() - 1
    }

    /// Draws a line from one vertex to another, which stands on this side of it.
    fn join(&mut self, side: Side, from: (usize, f64), to: (usize, f64)) {
        let (left, right) = match side {
            Side::Right => (from, to),
            Side::Left => (to, from),
        };
        self.right[left.0].push(Edge { vertex: right.0, own_y: left.1, other_y: right.1 });
        self.left[right.0].push(Edge { vertex: left.0, own_y: right.1, other_y: left.1 });
    }

    /// Returns where each column begins and how wide it is.
    fn column_places(&self) -> Vec<(f64, f64)> {
        let mut x = 0.0;
        let mut places = Vec::with_capacity(self.columns.len());
        for (column, vertices) in self.columns.iter().enumerate() {
            let widths = vertices.iter().map(|vertex| self.vertices[*vertex].size.width);
            let width = widths.fold(0.0, f64::max);
            places.push((x, width));
            // Steep bends want more room.
            let rises = vertices.iter().flat_map(|vertex| {
                self.right[*vertex].iter().map(|edge| self.rise(*vertex, edge).abs())
            });
            let steepest = rises.fold(0.0, f64::max);
            x += width + COLUMN_GAP + (steepest / 10.0).min(90.0) + self.loops[column] / 2.0;
        }
        places
    }

    fn rise(&self, vertex: usize, edge: &Edge) -> f64 {
        let (own, other) = (&self.vertices[vertex], &self.vertices[edge.vertex]);
        other.y + edge.other_y - own.y - edge.own_y
    }

    /// Returns the room that the group takes.
    pub(super) fn size(&self) -> Size {
        let (x, width) = self.column_places().last().copied().unwrap_or_default();
        let bottoms = self.vertices.iter().map(|vertex| vertex.y + vertex.size.height);
        let loops = self.loops.last().copied().unwrap_or(0.0);
        Size { width: x + width + loops, height: bottoms.fold(0.0, f64::max) }
    }

    /// Returns the top left corner of each table, and its width.
    pub(super) fn boxes(&self) -> Vec<(usize, Point, f64)> {
        let places = self.column_places();
        let boxes = self.vertices.iter().filter_map(|vertex| {
            let (x, width) = places[vertex.column];
            Some((vertex.table?, Point { x, y: vertex.y }, width))
        });
        boxes.collect()
    }

    /// Draws the lines of the group, whose corner is at `origin`.
    pub(super) fn route(&self, origin: Point, layout: &mut Layout, links: &[Link]) {
        let places = self.column_places();
        let at = |column: usize, side: Side, y: f64| {
            let (x, width) = places[column];
            let x = if side == Side::Left { x } else { x + width };
            Point { x: origin.x + x, y: origin.y + y }
        };
        for (key, way) in &self.trunks {
            let (ahead, behind) = match key.side {
                Side::Right => (Side::Right, Side::Left),
                Side::Left => (Side::Left, Side::Right),
            };
            let to = &self.vertices[key.to];
            let Some(first) = way.links.first() else { continue };
            let end = at(to.column, ahead, to.y + links[*first].to_y);
            let mut pieces = Vec::new();
            // Where the way stands behind a column: at its end, or behind a bend.
            let behind_column = |column: usize| match way.bends.get(&column) {
                Some(bend) => at(column, ahead, self.vertices[*bend].y),
                None => end,
            };
            let before = |column: usize| match key.side {
                Side::Right => column - 1,
                Side::Left => column + 1,
            };
            for (column, bend) in &way.bends {
                let y = self.vertices[*bend].y;
                pieces.push(Piece::Swing(behind_column(before(*column)), at(*column, behind, y)));
                let [a, b] = [at(*column, Side::Left, y), at(*column, Side::Right, y)];
                pieces.push(Piece::Straight(a, b));
            }
            for number in &way.links {
                let link = &links[*number];
                let from = self.vertices.iter().find(|vertex| vertex.table == Some(link.from));
                let Some(from) = from else { continue };
                let point = at(from.column, behind, from.y + link.from_y);
                pieces.push(Piece::Swing(behind_column(before(from.column)), point));
                layout.ends[*number] = End { point, side: behind };
            }
            let end = End { point: end, side: ahead };
            let to = to.table.unwrap_or_default();
            layout.trunks.push(Trunk { to, trunk: key.trunk, pieces, end });
        }
    }
}
