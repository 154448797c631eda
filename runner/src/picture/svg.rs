//! A history as an SVG picture, for documents.
//!
//! A row for each revision and a lane for each line beside them, as graphical git clients draw
//! it, rather than boxes placed by a layout crate: `layout-rs` takes half a minute for a thousand
//! revisions of two branches that keep merging, `rust-sugiyama` eight seconds for ten thousand,
//! and a message fits into a row better than into a box. The crate `svg` writes and escapes the
//! elements; `unicode-width` tells how much room a text takes.

use svg::Document;
use svg::node::element::path::Data;
use svg::node::element::{Circle, Element, Group, Path, Pattern, Rectangle, Style, Text, Title};
use unicode_width::UnicodeWidthStr;

use super::caption;
use super::lane::{Lanes, OpenEnd, Strand, lanes};
use super::link::{LinkKind, links};
use super::order::narrow;
use crate::command::RevisionEntry;

/// Colours for light and for dark surroundings.
const STYLE: &str = include_str!("svg.css");
/// How many colours of lanes the style has.
const COLOURS: usize = 8;

const ROW: usize = 26;
const LANE: usize = 16;
const MARGIN: usize = 14;
const GAP: usize = 8;
const PILL: usize = 18;
/// The longest message, in columns; a longer one is shown while the pointer is on its row.
const MESSAGE: usize = 100;

/// Draws a history as an SVG file that needs no other: the newest revisions at the top.
///
/// A ring marks where the database stands, a large dot a head. A dependency is a dashed line; a
/// short dotted one leads to a revision that is not in the picture. Labels, heads and the current
/// revision are named beside the id; a label where its branch begins, seen from the top.
pub fn svg(entries: &[RevisionEntry<'_>]) -> String {
    let entries = narrow(entries);
    let links = links(&entries);
    let lanes = lanes(&links);
    let labels = caption::top_labels(&entries, &links);
    let left = x(lanes.width) + GAP;
    let rows: Vec<Row> =
        (0..entries.len()).map(|at| row(entries[at], &labels[at], at, left)).collect();
    let width = rows.iter().map(|row| row.right).max().unwrap_or(0).max(left) + MARGIN;
    let height = entries.len() * ROW + 2 * MARGIN;
    let paper = Rectangle::new().set("class", "paper").set("width", width).set("height", height);
    let sheet = Rectangle::new().set("fill", "url(#history-stripes)").set("y", MARGIN);
    let sheet = sheet.set("width", width).set("height", entries.len() * ROW);
    let rows = rows.into_iter().fold(Group::new(), |group, row| group.add(row.text));
    let picture = Document::new()
        .set("class", "history")
        .set("width", width)
        .set("height", height)
        .set("viewBox", (0, 0, width, height))
        .add(Style::new(STYLE))
        .add(stripes())
        .add(paper)
        .add(sheet)
        .add(lines(&lanes))
        .add(dots(&entries, &lanes))
        .add(rows);
    format!("{picture}\n")
}

/// Shades every second row, which leads the eye from a dot to its text.
fn stripes() -> Pattern {
    let stripe = Rectangle::new().set("class", "stripe").set("y", MARGIN);
    Pattern::new()
        .set("id", "history-stripes")
        .set("patternUnits", "userSpaceOnUse")
        .set("width", "100%")
        .set("height", 2 * ROW)
        .add(stripe.set("width", "100%").set("height", ROW))
}

fn x(lane: usize) -> usize {
    MARGIN + lane * LANE + LANE / 2
}

fn y(row: usize) -> usize {
    MARGIN + row * ROW + ROW / 2
}

fn lines(lanes: &Lanes) -> Group {
    let open_ends = lanes.open_ends.iter().map(|end| open_end(end, lanes));
    let strands = lanes.strands.iter().map(|line| strand(line, lanes));
    open_ends.chain(strands).fold(Group::new(), Group::add)
}

/// Draws a line that swings into its lane within the first row, and out of it within the last.
fn strand(strand: &Strand, lanes: &Lanes) -> Path {
    let (from, to) = (lanes.nodes[strand.from], lanes.nodes[strand.to]);
    let start = Data::new().move_to((x(from), y(strand.from)));
    let line = if strand.to == strand.from + 1 {
        swing(start, from, to, strand.to)
    } else {
        let line = swing(start, from, strand.lane, strand.from + 1);
        if strand.joins {
            line
        } else {
            let line = line.vertical_line_to(y(strand.to - 1));
            swing(line, strand.lane, to, strand.to)
        }
    };
    Path::new().set("class", class(strand.kind, strand.lane)).set("d", line)
}

/// Goes on to another lane and the next row.
fn swing(line: Data, from: usize, to: usize, row: usize) -> Data {
    if from == to {
        return line.vertical_line_to(y(row));
    }
    let (top, bottom) = (y(row) - ROW * 2 / 5, y(row) - ROW * 3 / 5);
    line.cubic_curve_to((x(from), top, x(to), bottom, x(to), y(row)))
}

fn open_end(end: &OpenEnd, lanes: &Lanes) -> Path {
    let lane = lanes.nodes[end.from];
    let (x, y) = (x(lane), y(end.from));
    let line = Data::new().move_to((x, y)).line_to((x + end.place * LANE / 2, y + ROW * 2 / 3));
    Path::new().set("class", format!("open {}", class(end.kind, lane))).set("d", line)
}

fn class(kind: LinkKind, lane: usize) -> String {
    match kind {
        LinkKind::Parent => format!("lane{}", lane % COLOURS),
        LinkKind::Dependency => format!("dependency lane{}", lane % COLOURS),
    }
}

fn dots(entries: &[&RevisionEntry<'_>], lanes: &Lanes) -> Group {
    let mut group = Group::new();
    for (row, (entry, lane)) in entries.iter().zip(&lanes.nodes).enumerate() {
        let circle = |class: String, radius: usize| {
            let circle = Circle::new().set("class", class).set("r", radius);
            circle.set("cx", x(*lane)).set("cy", y(row))
        };
        let radius = if entry.is_head { 6 } else { 4 };
        group = group.add(circle(class(LinkKind::Parent, *lane), radius));
        if entry.is_current {
            group = group.add(circle("ring".to_owned(), 9));
        }
    }
    group
}

/// The text of a row, and where it ends.
struct Row {
    text: Group,
    right: usize,
}

fn row(entry: &RevisionEntry<'_>, labels: &[&str], at: usize, left: usize) -> Row {
    let mut row = Row { text: Group::new(), right: left };
    row.write("id", entry.id, at);
    for label in labels {
        row.pill("label", label, at);
    }
    for mark in entry.marks(false) {
        let class = if mark == "current" { "current" } else { "head" };
        row.pill(class, mark, at);
    }
    let message = caption::message(entry);
    let shown = shorten(&message);
    row.write("message", &shown, at);
    if shown != message {
        row.text = row.text.add(in_a_line(Title::new(message)));
    }
    row
}

impl Row {
    fn write(&mut self, class: &str, text: &str, at: usize) {
        self.add(class, text, at, self.right);
        self.right += width(text) + GAP;
    }

    fn pill(&mut self, class: &str, text: &str, at: usize) {
        let pill = Rectangle::new().set("class", class).set("rx", PILL / 2).set("height", PILL);
        let pill = pill.set("x", self.right).set("y", y(at) - PILL / 2);
        let pill = pill.set("width", width(text) + 2 * GAP);
        self.text = std::mem::take(&mut self.text).add(pill);
        self.add("name", text, at, self.right + GAP);
        self.right += width(text) + 3 * GAP;
    }

    fn add(&mut self, class: &str, content: &str, at: usize, x: usize) {
        let text = Text::new(content).set("class", class).set("x", x).set("y", y(at) + 4);
        self.text = std::mem::take(&mut self.text).add(in_a_line(text));
    }
}

/// Has the crate write an element without line breaks around its text.
fn in_a_line(element: impl Into<Element>) -> Element {
    element.into()
}

/// Returns how wide a text is at most, in the fonts of the style.
fn width(text: &str) -> usize {
    (text.width() * 29).div_ceil(4)
}

fn shorten(message: &str) -> String {
    if message.width() <= MESSAGE {
        return message.to_owned();
    }
    let mut columns = 0;
    let fits = |c: &char| {
        columns += c.to_string().width();
        columns < MESSAGE
    };
    message.chars().take_while(fits).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::super::test_entries::{awkward, long_histories, sketch};
    use super::*;

    /// Draws, and leaves out the style.
    fn drawn(entries: &[RevisionEntry<'_>]) -> String {
        svg(entries).replace(STYLE, "")
    }

    #[test]
    fn branches_merges_and_dependencies() {
        insta::assert_snapshot!(drawn(&sketch()), @r#"
        <svg class="history" height="210" viewBox="0 0 333 210" width="333" xmlns="http://www.w3.org/2000/svg">
        <style>

        </style>
        <pattern height="52" id="history-stripes" patternUnits="userSpaceOnUse" width="100%">
        <rect class="stripe" height="26" width="100%" y="14"/>
        </pattern>
        <rect class="paper" height="210" width="333"/>
        <rect fill="url(#history-stripes)" height="182" width="333" y="14"/>
        <g>
        <path class="open lane0" d="M22,131 L22,148"/>
        <path class="open lane1" d="M38,157 L38,174"/>
        <path class="lane0" d="M22,27 V53 V79 V105"/>
        <path class="lane1" d="M38,53 V79 V79 C38,95,22,90,22,105"/>
        <path class="lane2" d="M54,79 V105 V157 V183"/>
        <path class="lane0" d="M22,105 V131"/>
        <path class="lane1" d="M22,105 C22,121,38,116,38,131 V131 V157"/>
        <path class="dependency lane3" d="M22,105 C22,121,70,116,70,131 V157 C70,173,54,168,54,183"/>
        </g>
        <g>
        <circle class="lane0" cx="22" cy="27" r="6"/>
        <circle class="lane1" cx="38" cy="53" r="6"/>
        <circle class="lane2" cx="54" cy="79" r="6"/>
        <circle class="lane0" cx="22" cy="105" r="4"/>
        <circle class="ring" cx="22" cy="105" r="9"/>
        <circle class="lane0" cx="22" cy="131" r="4"/>
        <circle class="lane1" cx="38" cy="157" r="4"/>
        <circle class="lane2" cx="54" cy="183" r="4"/>
        </g>
        <g>
        <g>
        <text class="id" x="94" y="31">d5</text>
        <rect class="label" height="18" rx="9" width="67" x="117" y="18"/>
        <text class="name" x="125" y="31">billing</text>
        <rect class="head" height="18" rx="9" width="45" x="192" y="18"/>
        <text class="name" x="200" y="31">head</text>
        <text class="message" x="245" y="31">change d5</text>
        </g>
        <g>
        <text class="id" x="94" y="57">e6</text>
        <rect class="label" height="18" rx="9" width="67" x="117" y="44"/>
        <text class="name" x="125" y="57">billing</text>
        <rect class="head" height="18" rx="9" width="45" x="192" y="44"/>
        <text class="name" x="200" y="57">head</text>
        <text class="message" x="245" y="57">change e6</text>
        </g>
        <g>
        <text class="id" x="94" y="83">x2</text>
        <rect class="label" height="18" rx="9" width="53" x="117" y="70"/>
        <text class="name" x="125" y="83">audit</text>
        <rect class="head" height="18" rx="9" width="45" x="178" y="70"/>
        <text class="name" x="186" y="83">head</text>
        <text class="message" x="231" y="83">change x2</text>
        </g>
        <g>
        <text class="id" x="94" y="109">m4</text>
        <rect class="current" height="18" rx="9" width="67" x="117" y="96"/>
        <text class="name" x="125" y="109">current</text>
        <text class="message" x="192" y="109">change m4</text>
        </g>
        <g>
        <text class="id" x="94" y="135">b2</text>
        <text class="message" x="117" y="135">change b2</text>
        </g>
        <g>
        <text class="id" x="94" y="161">c3</text>
        <text class="message" x="117" y="161">change c3</text>
        </g>
        <g>
        <text class="id" x="94" y="187">x1</text>
        <text class="message" x="117" y="187">change x1</text>
        </g>
        </g>
        </svg>
        "#);
    }

    #[test]
    fn messages_are_escaped() {
        insta::assert_snapshot!(row(&awkward()[0], &[], 0, 0).text, @r#"
        <g>
        <text class="id" x="0" y="31">end</text>
        <rect class="head" height="18" rx="9" width="45" x="30" y="18"/>
        <text class="name" x="38" y="31">head</text>
        <text class="message" x="83" y="31">say "no" to C:\temp, &lt;b&gt; &amp; [x]; #1 `y` {z} é</text>
        </g>
        "#);
    }

    #[test]
    fn long_messages_are_cut() {
        assert_eq!(shorten(&"a".repeat(100)), "a".repeat(100));
        assert_eq!(shorten(&"a".repeat(101)), format!("{}…", "a".repeat(99)));
        assert_eq!(shorten(&"日".repeat(51)), format!("{}…", "日".repeat(49)));
    }

    #[test]
    fn nothing() {
        insta::assert_snapshot!(drawn(&[]), @r#"
        <svg class="history" height="28" viewBox="0 0 44 28" width="44" xmlns="http://www.w3.org/2000/svg">
        <style>

        </style>
        <pattern height="52" id="history-stripes" patternUnits="userSpaceOnUse" width="100%">
        <rect class="stripe" height="26" width="100%" y="14"/>
        </pattern>
        <rect class="paper" height="28" width="44"/>
        <rect fill="url(#history-stripes)" height="0" width="44" y="14"/>
        <g/>
        <g/>
        <g/>
        </svg>
        "#);
    }

    #[test]
    fn long_histories_have_a_dot_a_revision() {
        for (shape, entries) in long_histories(10_000) {
            assert_eq!(svg(&entries).matches("<circle").count(), 10_000, "{shape}");
        }
    }
}
