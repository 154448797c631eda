//! Where tables stand in a picture, and how the lines between them run.
//!
//! Tables that hang together are laid out in columns, those referred to left of those that refer (after Sugiyama, Tagawa and
//! Toda): `rank` finds the columns, `graph` puts bends where a line passes a column, `order` finds an order with few crossings,
//! `place` the heights. Lines to one key share their way as far as they can, like the lines of an underground map.
//! `pack` then puts the groups beside one another.

mod graph;
mod order;
mod pack;
mod place;
mod rank;

use std::collections::BTreeMap;

use graph::Graph;

/// Room between a column and the next, at least: for the marks at both ends and the bend between them.
const COLUMN_GAP: f64 = 76.0;
/// How far a line from a table to itself goes out.
const LOOP: f64 = 46.0;

/// The room that a table takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Size {
    pub(super) width: f64,
    pub(super) height: f64,
}

/// A line from a table's key to a table that refers to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Link {
    /// The table referred to.
    pub(super) to: usize,
    /// How far below its top the line ends.
    pub(super) to_y: f64,
    /// The table that refers.
    pub(super) from: usize,
    /// How far below its top the line ends.
    pub(super) from_y: f64,
    /// Which of the lines to this key share their way: those of the same number.
    pub(super) trunk: usize,
}

/// A point of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

/// On which side of a table a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Left,
    Right,
}

/// Where a line ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct End {
    pub(super) point: Point,
    pub(super) side: Side,
}

/// A part of the lines to a key.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Piece {
    /// Straight on, past a column.
    Straight(Point, Point),
    /// From one height to another, between two columns.
    Swing(Point, Point),
    /// Out of a table and back into it.
    Loop(Point, Point, f64),
}

/// The lines that share their way.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Trunk {
    /// The table that all refer to.
    pub(super) to: usize,
    /// Which of its lines these are, as the links have it.
    pub(super) trunk: usize,
    pub(super) pieces: Vec<Piece>,
    /// Where they end at the table referred to.
    pub(super) end: End,
}

/// Where everything stands.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Layout {
    /// The top left corner of each table, and its width: those of a column are equally wide.
    pub(super) boxes: Vec<(Point, f64)>,
    pub(super) trunks: Vec<Trunk>,
    /// Where each link ends at the table that refers.
    pub(super) ends: Vec<End>,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// Finds a place for each table and line.
pub(super) fn layout(sizes: &[Size], links: &[Link]) -> Layout {
    let groups = groups(sizes.len(), links);
    let (alone, together): (Vec<_>, Vec<_>) = groups.into_iter().partition(|it| it.len() == 1);
    let groups = together.iter().map(|members| group(members, sizes, links)).collect();
    let alone = Vec::from_iter(alone.into_iter().flatten());
    let widest = alone.iter().map(|member| sizes[*member].width).fold(0.0, f64::max);
    let with_loops = |member: usize| {
        let loops = links.iter().filter(|link| link.to == member && link.from == member);
        (member, Size { width: widest + loop_room(loops.count()), ..sizes[member] })
    };
    let places = pack::pack(groups, widest, &Vec::from_iter(alone.into_iter().map(with_loops)));
    let mut layout = Layout {
        boxes: places.boxes.iter().map(|(_, point, width)| (*point, *width)).collect(),
        width: places.width,
        height: places.height,
        ..Layout::default()
    };
    route(&mut layout, &places.graphs, links);
    layout
}

/// Returns the tables that hang together, in the order of their first ones.
fn groups(count: usize, links: &[Link]) -> Vec<Vec<usize>> {
    let mut first = Vec::from_iter(0..count);
    // Of two groups that meet, the one with the smaller number goes on.
    let find = |first: &mut Vec<usize>, mut at: usize| {
        while first[at] != at {
            first[at] = first[first[at]];
            at = first[at];
        }
        at
    };
    for link in links {
        let (one, other) = (find(&mut first, link.to), find(&mut first, link.from));
        first[one.max(other)] = one.min(other);
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..count {
        groups.entry(find(&mut first, at)).or_default().push(at);
    }
    groups.into_values().collect()
}

/// Lays out tables that hang together.
fn group(members: &[usize], sizes: &[Size], links: &[Link]) -> Graph {
    let mut graph = Graph::new(members, sizes, links);
    order::order(&mut graph);
    place::place(&mut graph);
    graph
}

fn loop_room(loops: usize) -> f64 {
    match loops {
        0 => 0.0,
        loops => LOOP + 12.0 * (loops - 1) as f64,
    }
}

/// Draws the lines, once it is known where everything stands.
fn route(layout: &mut Layout, graphs: &[(Graph, Point)], links: &[Link]) {
    layout.ends = vec![End { point: Point::default(), side: Side::Left }; links.len()];
    for (graph, origin) in graphs {
        graph.route(*origin, layout, links);
    }
    let mut loops: BTreeMap<usize, usize> = BTreeMap::new();
    for (number, link) in links.iter().enumerate().filter(|(_, link)| link.to == link.from) {
        let (corner, width) = layout.boxes[link.to];
        let right = |y| Point { x: corner.x + width, y: corner.y + y };
        let earlier = loops.entry(link.to).or_default();
        let out = loop_room(*earlier + 1);
        *earlier += 1;
        let (to, from) = (right(link.to_y), right(link.from_y));
        layout.ends[number] = End { point: from, side: Side::Right };
        layout.trunks.push(Trunk {
            to: link.to,
            trunk: link.trunk,
            pieces: vec![Piece::Loop(to, from, out)],
            end: End { point: to, side: Side::Right },
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxes(count: usize) -> Vec<Size> {
        (0..count).map(|it| Size { width: 100.0, height: 60.0 + 20.0 * (it % 5) as f64 }).collect()
    }

    fn link((from, to): (usize, usize)) -> Link {
        Link { to, to_y: 30.0, from, from_y: 50.0, trunk: 0 }
    }

    /// Deals out numbers below `bound` that look random, the same ones each time.
    fn numbers(bound: usize) -> impl FnMut() -> usize {
        let mut state = 7_u64;
        move || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % bound
        }
    }

    /// Checks that no table lies on another, and no line runs through one that it does not end at.
    fn check(sizes: &[Size], links: &[Link]) {
        let layout = layout(sizes, links);
        let area = |at: usize| {
            let (corner, width) = layout.boxes[at];
            (corner.x, corner.y, corner.x + width, corner.y + sizes[at].height)
        };
        for one in 0..sizes.len() {
            let (left, top, right, bottom) = area(one);
            assert!(left >= 0.0 && top >= 0.0, "{one} is outside");
            assert!(right <= layout.width + 0.1 && bottom <= layout.height + 0.1, "{one}");
            for other in 0..one {
                let (left_2, top_2, right_2, bottom_2) = area(other);
                let apart =
                    right <= left_2 || right_2 <= left || bottom <= top_2 || bottom_2 <= top;
                assert!(apart, "{one} lies on {other}");
            }
            for piece in layout.trunks.iter().flat_map(|trunk| &trunk.pieces) {
                if let Piece::Straight(a, b) = piece {
                    let inside = a.y > top && a.y < bottom && a.x < right - 0.1 && b.x > left + 0.1;
                    assert!(!inside, "a line runs through {one}");
                }
            }
        }
        assert_eq!(layout.ends.len(), links.len());
    }

    #[test]
    fn nothing_lies_on_anything_else() {
        check(&[], &[]);
        check(&boxes(1), &[link((0, 0)), link((0, 0))]);
        check(&boxes(7), &[]);
        check(&boxes(3), &[link((0, 1)), link((1, 2)), link((2, 0))]);
        check(&boxes(40), &Vec::from_iter((1..40).map(|it| link((it, 0)))));
        for links in [20, 60, 150] {
            let mut number = numbers(60);
            check(&boxes(60), &Vec::from_iter((0..links).map(|_| link((number(), number())))));
        }
    }

    #[test]
    fn lines_to_one_key_share_their_way() {
        let links = Vec::from_iter((1..40).map(|it| link((it, 0))));
        let layout = layout(&boxes(40), &links);
        assert_eq!(layout.trunks.len(), 1);
    }

    #[test]
    fn a_thousand_tables_are_laid_out() {
        let mut number = numbers(1000);
        let links = Vec::from_iter((0..1500).map(|_| link((number(), number()))));
        assert_eq!(layout(&boxes(1000), &links).boxes.len(), 1000);
    }
}
