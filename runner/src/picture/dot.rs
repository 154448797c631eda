//! A history for Graphviz, whose programs lay it out.
//!
//! Written here, as no maintained crate writes the few statements that it takes with the names and
//! the order kept.

use std::collections::BTreeSet;

use super::caption;
use super::link::{Link, LinkKind, links};
use crate::command::RevisionEntry;

const HEADER: &str = r##"digraph history {
  rankdir=BT
  node [shape=box, style="rounded,filled", fillcolor=white, fontname="Helvetica,Arial,sans-serif"]
  edge [color="#495057"]
"##;

/// Writes a history in Graphviz's language, the newest revisions at the top.
///
/// Arrows point the way an upgrade goes: from a parent to its child, dashed from a dependency to
/// what depends on it. A head has a green border, the revision where the database stands is
/// yellow, and one that is only pointed from, as it is no part of this history, is grey.
///
/// ```text
/// "1a2b" [label="1a2b (head)\ncreate accounts", color="#2f9e44", penwidth=2]
/// "77e2" -> "1a2b"
/// ```
pub fn dot(entries: &[RevisionEntry<'_>]) -> String {
    let links = links(&entries.iter().collect::<Vec<_>>());
    let absent = links.iter().flatten().filter(|link| link.row.is_none());
    let absent: BTreeSet<_> = absent.map(|link| link.id).collect();
    let mut lines = vec![HEADER.to_owned()];
    lines.extend(entries.iter().map(node));
    lines.extend(absent.into_iter().map(absent_node));
    for (entry, links) in entries.iter().zip(&links) {
        lines.extend(links.iter().map(|link| edge(entry.id, link)));
    }
    lines.push("}\n".to_owned());
    lines.concat()
}

fn node(entry: &RevisionEntry<'_>) -> String {
    let label = [caption::title(entry), caption::message(entry)].map(|line| escape(&line));
    let head = if entry.is_head { r##", color="#2f9e44", penwidth=2"## } else { "" };
    let current = if entry.is_current { r##", fillcolor="#ffec99""## } else { "" };
    format!("  {} [label=\"{}\"{head}{current}]\n", quoted(entry.id), label.join("\\n"))
}

fn absent_node(id: &str) -> String {
    let style = r#"style="rounded,dashed", color=gray, fontcolor=gray"#;
    format!("  {} [{style}]\n", quoted(id))
}

fn edge(to: &str, link: &Link<'_>) -> String {
    let style = match link.kind {
        LinkKind::Parent => "",
        LinkKind::Dependency => " [style=dashed]",
    };
    format!("  {} -> {}{style}\n", quoted(link.id), quoted(to))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", escape(text))
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

#[cfg(test)]
mod tests {
    use super::super::test_entries::{awkward, long_histories, sketch};
    use super::*;

    #[test]
    fn branches_merges_and_dependencies() {
        insta::assert_snapshot!(dot(&sketch()), @r##"
        digraph history {
          rankdir=BT
          node [shape=box, style="rounded,filled", fillcolor=white, fontname="Helvetica,Arial,sans-serif"]
          edge [color="#495057"]
          "x2" [label="x2 (audit) (head)\nchange x2", color="#2f9e44", penwidth=2]
          "d5" [label="d5 (billing) (head)\nchange d5", color="#2f9e44", penwidth=2]
          "e6" [label="e6 (billing) (head)\nchange e6", color="#2f9e44", penwidth=2]
          "m4" [label="m4 (billing) (current)\nchange m4", fillcolor="#ffec99"]
          "b2" [label="b2 (billing)\nchange b2"]
          "c3" [label="c3\nchange c3"]
          "x1" [label="x1 (audit)\nchange x1"]
          "a1" [style="rounded,dashed", color=gray, fontcolor=gray]
          "x1" -> "x2"
          "m4" -> "d5"
          "m4" -> "e6"
          "b2" -> "m4"
          "c3" -> "m4"
          "x1" -> "m4" [style=dashed]
          "a1" -> "b2"
          "a1" -> "c3"
        }
        "##);
    }

    #[test]
    fn messages_are_escaped() {
        insta::assert_snapshot!(node(&awkward()[0]), @r##"  "end" [label="end (head)\nsay \"no\" to C:\\temp, <b> & [x]; #1 `y` {z} é", color="#2f9e44", penwidth=2]"##);
    }

    #[test]
    fn nothing() {
        assert_eq!(dot(&[]), format!("{HEADER}}}\n"));
    }

    #[test]
    fn long_histories_have_a_node_a_revision() {
        for (shape, entries) in long_histories(10_000) {
            assert_eq!(dot(&entries).matches("[label=").count(), 10_000, "{shape}");
        }
    }
}
