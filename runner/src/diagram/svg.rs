//! A schema as an SVG picture, for documents.
//!
//! Where tables stand is found by `layout`; the crate `svg` writes and escapes the elements.

use std::collections::BTreeMap;

use svg::Document;
use svg::node::element::path::Data;
use svg::node::element::{
    Circle, Definitions, Element, Group, Path, Rectangle, Style, Text, Title, Use,
};

use super::entity::{Attribute, Entity, Model, Relation};
use super::layout::{End, Layout, Link, Piece, Point, Side, Size, layout};
use super::text::{printable, shorten, width};
use crate::dialect::Dialect;
use crate::schema::Schema;
use crate::sql::RenderError;

/// Colours for light and for dark surroundings.
const STYLE: &str = include_str!("svg.css");
/// How many colours of tables and their lines the style has.
const COLOURS: usize = 8;

const MARGIN: f64 = 28.0;
const PAD: f64 = 12.0;
const HEAD: f64 = 30.0;
const ROW: f64 = 22.0;
const FOOT: f64 = 6.0;
const KEY: f64 = 20.0;
/// The width of a column of text in the names, and in titles.
const LETTER: f64 = 7.5;
const TITLE_LETTER: f64 = 8.1;
/// The longest name and type, in columns of text; a longer one is shown while the pointer is on it.
const NAME: usize = 40;
const TYPE: usize = 32;

/// Draws the tables of a schema and their foreign keys as an SVG file that needs no other.
///
/// Lines end in a crow's foot where several rows may refer to one, in a bar where one does; a ring says that it may be none.
/// They have the colour of the table that they refer to. A type with `?` behind it takes NULL. A dashed table is one that is
/// referred to but not shown.
///
/// # Errors
/// When the dialect has no such type.
pub fn svg(dialect: &dyn Dialect, schema: &Schema<'_>) -> Result<String, RenderError> {
    let model = Model::of(dialect, schema)?;
    let sizes = Vec::from_iter(model.entities.iter().map(size));
    let links = Vec::from_iter(model.relations.iter().map(|it| link(&model, it)));
    let layout = layout(&sizes, &apart(links));
    let colours = colours(&model);
    let (width, height) = (layout.width + 2.0 * MARGIN, layout.height + 2.0 * MARGIN);
    let paper = Rectangle::new().set("class", "paper").set("width", width).set("height", height);
    let shift = format!("translate({MARGIN} {MARGIN})");
    let sheet = Group::new()
        .set("transform", shift)
        .add(lines(&layout, &colours))
        .add(tables(&model, &layout, &sizes, &colours))
        .add(marks(&model, &layout, &colours));
    let picture = Document::new()
        .set("class", "er")
        .set("width", width)
        .set("height", height)
        .set("viewBox", (0, 0, width, height))
        .add(Style::new(STYLE))
        .add(definitions())
        .add(paper)
        .add(sheet);
    Ok(format!("{picture}\n"))
}

/// Returns the room that a table takes.
fn size(entity: &Entity<'_>) -> Size {
    let title = width(&shorten(&entity.name.to_string(), NAME), TITLE_LETTER);
    let keys = keys_width(entity);
    let row = |row: &Attribute<'_>| {
        let name = width(&shorten(row.name, NAME), LETTER);
        keys + name + 2.0 * PAD + width(&ty(row), LETTER)
    };
    let widest = entity.attributes.iter().map(row).fold(title, f64::max);
    let rows = entity.attributes.len() as f64 * ROW;
    let foot = if entity.attributes.is_empty() { 0.0 } else { FOOT };
    Size { width: (widest + 2.0 * PAD).max(120.0).ceil(), height: HEAD + rows + foot }
}

/// Returns the room of the marks before a table's names.
fn keys_width(entity: &Entity<'_>) -> f64 {
    let most = entity.attributes.iter().map(|row| row.keys.len()).max().unwrap_or(0);
    if most == 0 { 0.0 } else { most as f64 * KEY + 4.0 }
}

fn link(model: &Model<'_>, relation: &Relation<'_>) -> Link {
    // A table that is not shown has a title only.
    let is_shown = !model.entities[relation.to].attributes.is_empty();
    Link {
        to: relation.to,
        to_y: if is_shown { row_y(relation.to_row) } else { HEAD / 2.0 },
        from: relation.from,
        from_y: row_y(relation.from_row),
        trunk: usize::from(relation.optional),
    }
}

/// Moves the lines apart that end at one key in two ways: those that have to refer to a row, and those that need not. The lines of
/// a key end at one height, so that they can share their way.
fn apart(mut links: Vec<Link>) -> Vec<Link> {
    let mut kinds: BTreeMap<(usize, u64), [bool; 2]> = BTreeMap::new();
    for link in &links {
        kinds.entry((link.to, link.to_y.to_bits())).or_default()[link.trunk % 2] = true;
    }
    for link in &mut links {
        if kinds.get(&(link.to, link.to_y.to_bits())) == Some(&[true, true]) {
            link.to_y += if link.trunk == 0 { -6.0 } else { 6.0 };
        }
        // A column that refers to itself.
        if link.to == link.from && link.to_y == link.from_y {
            link.to_y -= 9.0;
        }
    }
    links
}

/// Returns how far the middle of a row is below the top of its table.
fn row_y(row: usize) -> f64 {
    HEAD + row as f64 * ROW + ROW / 2.0 + 2.0
}

/// Returns the class that gives each table its colour: those that are referred to have one.
fn colours(model: &Model<'_>) -> Vec<String> {
    let mut is_referred = vec![false; model.entities.len()];
    for relation in &model.relations {
        is_referred[relation.to] = true;
    }
    let mut next = 0..;
    let colour = |is_referred| match is_referred {
        true => format!("c{}", next.next().unwrap_or(0) % COLOURS),
        false => "plain".to_owned(),
    };
    is_referred.into_iter().map(colour).collect()
}

/// The marks at the ends of lines, as they are at the left side of a table.
fn definitions() -> Definitions {
    let mark = |id: &str, path: &str, ring: Option<i32>| {
        let line = Path::new().set("class", "mark").set("d", path);
        let group = Group::new().set("id", id).add(line);
        match ring {
            Some(x) => group.add(Circle::new().set("class", "none").set("cx", x).set("r", 4)),
            None => group,
        }
    };
    Definitions::new()
        .add(mark("er-many", "M-12,0 L0,-6 M-12,0 L0,6", Some(-16)))
        .add(mark("er-one", "M-7,-6 V6 M-12,-6 V6", None))
        .add(mark("er-maybe", "M-7,-6 V6", Some(-15)))
}

fn lines(layout: &Layout, colours: &[String]) -> Group {
    let mut group = Group::new();
    for trunk in &layout.trunks {
        let data = trunk.pieces.iter().fold(Data::new(), draw);
        let class = format!("line {}", colours[trunk.to]);
        group = group.add(Path::new().set("class", class).set("d", data));
    }
    group
}

fn draw(data: Data, piece: &Piece) -> Data {
    match *piece {
        Piece::Straight(a, b) => data.move_to(pair(a)).line_to(pair(b)),
        Piece::Swing(a, b) if a.y == b.y => data.move_to(pair(a)).line_to(pair(b)),
        Piece::Swing(a, b) => {
            let lead = if a.x < b.x { 20.0 } else { -20.0 };
            let middle = f64::midpoint(a.x, b.x);
            let data = data.move_to(pair(a)).horizontal_line_to(a.x + lead);
            let curve = (middle, a.y, middle, b.y, b.x - lead, b.y);
            data.cubic_curve_to(curve).horizontal_line_to(b.x)
        }
        Piece::Loop(a, b, out) => {
            let x = a.x.max(b.x) + out;
            let data = data.move_to(pair(a)).horizontal_line_to(a.x + 16.0);
            data.cubic_curve_to((x, a.y, x, b.y, b.x + 16.0, b.y)).horizontal_line_to(b.x)
        }
    }
}

fn pair(point: Point) -> (f64, f64) {
    (point.x, point.y)
}

/// Draws the ends of lines: at the table referred to how many rows one refers to, at the other how many refer to one.
fn marks(model: &Model<'_>, layout: &Layout, colours: &[String]) -> Group {
    let mut group = Group::new();
    for trunk in &layout.trunks {
        let name = if trunk.trunk == 0 { "er-one" } else { "er-maybe" };
        group = group.add(mark(name, trunk.end, &colours[trunk.to]));
    }
    for (relation, end) in model.relations.iter().zip(&layout.ends) {
        let name = if relation.unique { "er-maybe" } else { "er-many" };
        group = group.add(mark(name, *end, &colours[relation.to]));
    }
    group
}

fn mark(name: &str, end: End, colour: &str) -> Use {
    let mirrored = if end.side == Side::Right { " scale(-1 1)" } else { "" };
    let place = format!("translate({} {}){mirrored}", end.point.x, end.point.y);
    Use::new().set("href", format!("#{name}")).set("class", colour).set("transform", place)
}

fn tables(model: &Model<'_>, layout: &Layout, sizes: &[Size], colours: &[String]) -> Group {
    let mut group = Group::new();
    for (place, entity) in model.entities.iter().enumerate() {
        let (corner, width) = layout.boxes[place];
        let size = Size { width, ..sizes[place] };
        group = group.add(table(entity, corner, size, &colours[place]));
    }
    group
}

/// Draws a table with its corner at the origin of a group of its own.
fn table(entity: &Entity<'_>, corner: Point, size: Size, colour: &str) -> Group {
    let outside = if entity.is_outside { " outside" } else { "" };
    let frame = |class: &str| {
        let frame = Rectangle::new().set("class", class).set("rx", 7);
        frame.set("width", size.width).set("height", size.height)
    };
    let mut group = Group::new()
        .set("class", format!("{colour}{outside}"))
        .set("transform", format!("translate({} {})", corner.x, corner.y))
        .add(frame("box"))
        .add(head(size, entity.attributes.is_empty()));
    let name = entity.name.to_string();
    let shown = shorten(&name, NAME);
    let tip = (shown != name).then_some(name.as_str());
    let tip = Vec::from_iter(tip.into_iter().chain(entity.comment)).join("\n");
    group = group.add(text("title", &shown, PAD, HEAD / 2.0 + 4.5, &tip));
    let names_at = PAD + keys_width(entity);
    for (row, attribute) in entity.attributes.iter().enumerate() {
        group = add_row(group, attribute, row_y(row) + 4.0, names_at, size.width);
    }
    group.add(frame("frame"))
}

/// Draws what is behind the title: round at the top, and at the bottom where there are no columns.
fn head(size: Size, is_all: bool) -> Path {
    let right = size.width;
    let top = Data::new().move_to((0, HEAD)).vertical_line_to(7);
    let top = top.elliptical_arc_to((7, 7, 0, 0, 1, 7, 0)).horizontal_line_to(right - 7.0);
    let top = top.elliptical_arc_to((7, 7, 0, 0, 1, right, 7)).vertical_line_to(HEAD);
    let data = match is_all {
        true => Data::new()
            .move_to((7, 0))
            .horizontal_line_to(right - 7.0)
            .elliptical_arc_to((7, 7, 0, 0, 1, right, 7))
            .vertical_line_to(HEAD - 7.0)
            .elliptical_arc_to((7, 7, 0, 0, 1, right - 7.0, HEAD))
            .horizontal_line_to(7)
            .elliptical_arc_to((7, 7, 0, 0, 1, 0, HEAD - 7.0))
            .vertical_line_to(7)
            .elliptical_arc_to((7, 7, 0, 0, 1, 7, 0))
            .close(),
        false => top.close(),
    };
    Path::new().set("class", "head").set("d", data)
}

fn add_row(mut group: Group, row: &Attribute<'_>, y: f64, names_at: f64, width: f64) -> Group {
    for (place, key) in row.keys.iter().enumerate() {
        let x = PAD + place as f64 * KEY;
        group = group.add(text(&format!("key {}", key.text()), key.text(), x, y - 0.5, ""));
    }
    let (shown, ty) = (shorten(row.name, NAME), ty(row));
    let full_name = (shown != row.name).then_some(row.name);
    let full_type = ty.contains('…').then_some(row.ty.as_str());
    let tip = Vec::from_iter(full_name.into_iter().chain(full_type).chain(row.comment)).join("\n");
    group.add(text("name", &shown, names_at, y, &tip)).add(text("type", &ty, width - PAD, y, ""))
}

/// Returns a column's type, with a mark where it takes NULL.
fn ty(row: &Attribute<'_>) -> String {
    shorten(&row.ty, TYPE) + if row.nullable { "?" } else { "" }
}

/// Writes a text; `tip` is shown while the pointer is on it.
fn text(class: &str, content: &str, x: f64, y: f64, tip: &str) -> Element {
    let text = Text::new(printable(content)).set("class", class).set("x", x).set("y", y);
    let text: Element = match tip {
        "" => text.into(),
        tip => Group::new().add(in_a_line(Title::new(printable(tip)))).add(in_a_line(text)).into(),
    };
    text
}

/// Has the crate write an element without line breaks around its text.
fn in_a_line(element: impl Into<Element>) -> Element {
    element.into()
}

#[cfg(test)]
mod tests {
    use migration_api::abi::Arena;
    use migration_api::prelude::Table;

    use super::super::test_schemas::{SHOP, awkward, pagila, random, sketch};
    use super::*;
    use crate::dialect;

    fn drawn(schema: &Schema<'_>) -> String {
        svg(dialect::by_name("postgresql").unwrap(), schema).unwrap()
    }

    #[test]
    fn a_table_and_one_that_is_not_shown() {
        let arena = Arena::default();
        let schema = sketch("passport: id>person, =holder>elsewhere\nperson: id", &arena);
        insta::assert_snapshot!(drawn(&schema).replace(STYLE, ""), @r##"
        <svg class="er" height="174" viewBox="0 0 470.9 174" width="470.9" xmlns="http://www.w3.org/2000/svg">
        <style>

        </style>
        <defs>
        <g id="er-many">
        <path class="mark" d="M-12,0 L0,-6 M-12,0 L0,6"/>
        <circle class="none" cx="-16" r="4"/>
        </g>
        <g id="er-one">
        <path class="mark" d="M-7,-6 V6 M-12,-6 V6"/>
        </g>
        <g id="er-maybe">
        <path class="mark" d="M-7,-6 V6"/>
        <circle class="none" cx="-15" r="4"/>
        </g>
        </defs>
        <rect class="paper" height="174" width="470.9"/>
        <g transform="translate(28 28)">
        <g>
        <path class="line c0" d="M140,43 H160 C178.95,43,178.95,62,197.9,62 H217.9"/>
        <path class="line c1" d="M140,103 H160 C178.95,103,178.95,84,197.9,84 H217.9"/>
        </g>
        <g>
        <g class="plain" transform="translate(217.9 19)">
        <rect class="box" height="80" rx="7" width="197"/>
        <path class="head" d="M0,30 V7 A7,7,0,0,1,7,0 H190 A7,7,0,0,1,197,7 V30 z"/>
        <text class="title" x="12" y="19.5">passport</text>
        <text class="key PK" x="12" y="46.5">PK</text>
        <text class="key FK" x="32" y="46.5">FK</text>
        <text class="name" x="56" y="47">id</text>
        <text class="type" x="185" y="47">INTEGER</text>
        <text class="key FK" x="12" y="68.5">FK</text>
        <text class="key UK" x="32" y="68.5">UK</text>
        <text class="name" x="56" y="69">holder</text>
        <text class="type" x="185" y="69">INTEGER?</text>
        <rect class="frame" height="80" rx="7" width="197"/>
        </g>
        <g class="c0" transform="translate(0 0)">
        <rect class="box" height="58" rx="7" width="140"/>
        <path class="head" d="M0,30 V7 A7,7,0,0,1,7,0 H133 A7,7,0,0,1,140,7 V30 z"/>
        <text class="title" x="12" y="19.5">person</text>
        <text class="key PK" x="12" y="46.5">PK</text>
        <text class="name" x="36" y="47">id</text>
        <text class="type" x="128" y="47">INTEGER</text>
        <rect class="frame" height="58" rx="7" width="140"/>
        </g>
        <g class="c1 outside" transform="translate(0 88)">
        <rect class="box" height="30" rx="7" width="140"/>
        <path class="head" d="M7,0 H133 A7,7,0,0,1,140,7 V23 A7,7,0,0,1,133,30 H7 A7,7,0,0,1,0,23 V7 A7,7,0,0,1,7,0 z"/>
        <text class="title" x="12" y="19.5">elsewhere</text>
        <rect class="frame" height="30" rx="7" width="140"/>
        </g>
        </g>
        <g>
        <use class="c0" href="#er-one" transform="translate(140 43) scale(-1 1)"/>
        <use class="c1" href="#er-maybe" transform="translate(140 103) scale(-1 1)"/>
        <use class="c0" href="#er-maybe" transform="translate(217.9 62)"/>
        <use class="c1" href="#er-maybe" transform="translate(217.9 84)"/>
        </g>
        </g>
        </svg>
        "##);
    }

    #[test]
    fn texts_are_escaped_and_cut() {
        let schema = Schema { tables: awkward(), ..Schema::default() };
        let picture = drawn(&schema);
        for text in ["a b&quot;%", "say &quot;no&quot;", "5 &lt; 6 &amp;"] {
            let other = text.replace("&quot;", "\"");
            assert!(picture.contains(text) || picture.contains(&other), "{text}: {picture}");
        }
    }

    #[test]
    fn a_thousand_tables_are_drawn_in_no_more_than_it_takes() {
        let arena = Arena::default();
        let picture = drawn(&random(1000, 1400, &arena));
        assert_eq!(picture.matches("class=\"frame\"").count(), 1000);
        assert!(picture.len() < 5_000_000, "{}", picture.len());
    }

    #[test]
    fn nothing() {
        assert!(drawn(&Schema::default()).contains("width=\"56\""));
        let schema = Schema { tables: vec![Table::new("t", &[], &[])], ..Schema::default() };
        assert!(drawn(&schema).contains(">t<"));
    }

    /// Writes the pictures into the folder that is given, to look at them.
    #[test]
    #[ignore = "writes files to be looked at"]
    fn look() {
        let arena = Arena::default();
        let folder = std::env::temp_dir().join("diagrams");
        std::fs::create_dir_all(&folder).unwrap();
        for (name, schema) in [
            ("shop", sketch(SHOP, &arena)),
            ("pagila", sketch(pagila(), &arena)),
            ("random60", random(60, 70, &arena)),
            ("random1000", random(1000, 1400, &arena)),
            ("awkward", Schema { tables: awkward(), ..Schema::default() }),
        ] {
            std::fs::write(folder.join(format!("{name}.svg")), drawn(&schema)).unwrap();
        }
    }
}
