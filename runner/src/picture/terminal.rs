//! A history as lines of text, as `git log --graph` draws it.
//!
//! The lines come from `sapling-renderdag`, with which Sapling and jj draw theirs.

use anstyle::{AnsiColor, Style};
use renderdag::pipeline::graph_text_renderer::GraphTextRenderer;
use renderdag::pipeline::row_shape_to_prefix_lines::ascii::AsciiPrefixLineRenderer;
use renderdag::pipeline::row_shape_to_prefix_lines::box_drawing::{
    BoxDrawingPrefixLineRenderer, Curved,
};
use renderdag::pipeline::types::{
    Ancestor, GraphRowShape, NodeLine, PadLine, PrefixLine, PrefixLineKind, PrefixLineRenderer,
};

use super::caption;
use super::link::{Link, LinkKind, links};
use super::order::narrow;
use crate::command::RevisionEntry;

const ID: Style = AnsiColor::Yellow.on_default();
const LABEL: Style = AnsiColor::Cyan.on_default().bold();
const HEAD: Style = AnsiColor::Green.on_default().bold();
const CURRENT: Style = AnsiColor::Magenta.on_default().bold();
const POINT: Style = Style::new().dimmed();

/// The characters that a graph is drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glyphs {
    /// Box drawing, with rounded corners.
    Unicode,
    /// ASCII alone.
    Ascii,
}

/// Draws a history for the terminal: a row for each revision, with colours as ANSI escapes.
///
/// `@` stands where the database stands, `◆` (`*` in ASCII) at a head, `○` (`o`) elsewhere. A
/// dependency is a dotted line, unless it meets one that leads to the same revision as its parent;
/// `~` ends a line to a revision that is not shown. A label stands where its branch begins, not
/// on each revision below. So that few lines run side by side, rows may stand in another order
/// than they came in, as those of `git log --graph` do.
///
/// ```text
/// ◆    5d1f (billing) (head) (mergepoint) pay by card
/// ├─╮
/// @ │  8c0a (current) add invoices
/// │ ○  77e2 name accounts
/// ├─╯
/// ○  1a2b (branchpoint) create accounts
/// ```
pub fn terminal(entries: &[RevisionEntry<'_>], glyphs: Glyphs) -> String {
    let lines: Box<dyn PrefixLineRenderer<usize> + Send + Sync> = match glyphs {
        Glyphs::Unicode => Box::new(Dense(BoxDrawingPrefixLineRenderer::<Curved>::new())),
        Glyphs::Ascii => Box::new(Dense(AsciiPrefixLineRenderer::new())),
    };
    let mut graph =
        GraphTextRenderer::with_prefix_lines(lines).configure(|options| options.min_row_height = 1);
    let entries = narrow(entries);
    let links = links(&entries);
    let labels = caption::top_labels(&entries, &links);
    let row = |(row, entry): (usize, &&RevisionEntry<'_>)| {
        let below = links[row].iter().map(below).collect();
        graph.next_text(row, below, &glyph(entry, glyphs), &text(entry, &labels[row]))
    };
    entries.iter().enumerate().map(row).collect()
}

/// Leaves out the line that the crate puts after each row while there is a dotted line, except
/// where that line begins and would otherwise not be seen to be dotted.
struct Dense<R>(R);

impl<N, R: PrefixLineRenderer<N>> PrefixLineRenderer<N> for Dense<R> {
    fn next_prefix_lines(&mut self, row: &GraphRowShape<N>) -> Vec<PrefixLine> {
        let mut columns = row.node_line.iter().zip(&row.ancestry_line);
        let begins =
            columns.any(|(node, below)| *below == PadLine::Ancestor && *node != NodeLine::Ancestor);
        let mut lines = self.0.next_prefix_lines(row);
        lines.retain(|line| begins || line.kind != PrefixLineKind::Ancestry);
        lines
    }
}

fn below(link: &Link<'_>) -> Ancestor<usize> {
    match (link.row, link.kind) {
        (Some(row), LinkKind::Parent) => Ancestor::Parent(row),
        (Some(row), LinkKind::Dependency) => Ancestor::Ancestor(row),
        (None, _) => Ancestor::Anonymous,
    }
}

fn glyph(entry: &RevisionEntry<'_>, glyphs: Glyphs) -> String {
    let (style, glyph) = match (glyphs, entry.is_current, entry.is_head) {
        (_, true, _) => (CURRENT, "@"),
        (Glyphs::Unicode, false, true) => (HEAD, "◆"),
        (Glyphs::Ascii, false, true) => (HEAD, "*"),
        (Glyphs::Unicode, false, false) => (Style::new(), "○"),
        (Glyphs::Ascii, false, false) => (Style::new(), "o"),
    };
    format!("{style}{glyph}{style:#}")
}

/// Returns what stands behind the graph: id, labels, marks, dependencies and message.
fn text(entry: &RevisionEntry<'_>, labels: &[&str]) -> String {
    let mut notes = Vec::new();
    if !labels.is_empty() {
        notes.push((LABEL, labels.join(", ")));
    }
    notes.extend(entry.marks(true).map(|mark| (mark_style(mark), mark.to_owned())));
    if !entry.dependencies.is_empty() {
        notes.push((POINT, format!("depends on {}", entry.dependencies.join(", "))));
    }
    let notes = notes.iter().map(|(style, note)| format!(" {style}({note}){style:#}"));
    let notes: String = notes.collect();
    format!("{ID}{}{ID:#}{notes} {}", entry.id, caption::message(entry))
}

fn mark_style(mark: &str) -> Style {
    match mark {
        "current" => CURRENT,
        "head" | "effective head" => HEAD,
        _ => POINT,
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_entries::{entries, long_histories, sketch};
    use super::*;

    /// Draws without colours.
    fn plain(entries: &[RevisionEntry<'_>], glyphs: Glyphs) -> String {
        anstream::adapter::strip_str(&terminal(entries, glyphs)).to_string()
    }

    #[test]
    fn box_drawing() {
        insta::assert_snapshot!(plain(&sketch(), Glyphs::Unicode), @"
        ◆  d5 (billing) (head) change d5
        │ ◆  e6 (billing) (head) change e6
        ├─╯
        │ ◆  x2 (audit) (head) change x2
        @ │    m4 (current) (branchpoint) (mergepoint) (depends on audit) change m4
        ├─┬─╮
        ○ │ │  b2 change b2
        │ │ │
        ~ │ │
          │ │
          │ ○  c3 change c3
          │ │
          │ ~
          │
          ○  x1 change x1
        ");
    }

    #[test]
    fn ascii() {
        insta::assert_snapshot!(plain(&sketch(), Glyphs::Ascii), @"
        *  d5 (billing) (head) change d5
        | *  e6 (billing) (head) change e6
        |/
        | *  x2 (audit) (head) change x2
        @ |    m4 (current) (branchpoint) (mergepoint) (depends on audit) change m4
        +-+-.
        o | |  b2 change b2
        | | |
        ~ | |
          | |
          | o  c3 change c3
          | |
          | ~
          |
          o  x1 change x1
        ");
    }

    #[test]
    fn several_lines_of_history() {
        let entries = entries("a; b<a; x; y<x; z<y~a");
        insta::assert_snapshot!(plain(&entries, Glyphs::Unicode), @"
        ◆  b (head) change b
        │ ◆  z (head) (depends on a) change z
        ╭─┤
        ○ │  a change a
          ○  y change y
          ○  x change x
        ");
    }

    #[test]
    fn colours() {
        let entries = &sketch()[..2];
        insta::assert_debug_snapshot!(terminal(entries, Glyphs::Unicode).lines().next(), @r#"
    Some(
        "\u{1b}[1m\u{1b}[32m◆\u{1b}[0m  \u{1b}[33mx2\u{1b}[0m \u{1b}[1m\u{1b}[36m(audit)\u{1b}[0m \u{1b}[1m\u{1b}[32m(head)\u{1b}[0m change x2",
    )
    "#);
    }

    #[test]
    fn nothing() {
        assert_eq!(terminal(&[], Glyphs::Unicode), "");
    }

    #[test]
    fn long_histories_have_a_line_a_revision() {
        for (shape, entries) in long_histories(10_000) {
            let lines = plain(&entries, Glyphs::Unicode).lines().count();
            assert!((10_000..20_000).contains(&lines), "{shape}: {lines}");
        }
    }
}
