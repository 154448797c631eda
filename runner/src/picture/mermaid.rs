//! A history for Mermaid, which code hosts and wikis draw within a text.
//!
//! A flowchart, as Mermaid's `gitGraph` knows neither a merge of three nor a dependency.

use std::collections::{BTreeMap, BTreeSet};

use super::caption;
use super::link::{Link, LinkKind, links};
use crate::command::RevisionEntry;

const FOOTER: &str = "\
\x20   classDef head stroke:#2f9e44,stroke-width:2px
    classDef current fill:#ffec99,color:#212529
    classDef absent stroke-dasharray:4,color:#868e96
";

/// Writes a history as a Mermaid flowchart, the newest revisions at the top.
///
/// Arrows point the way an upgrade goes: from a parent to its child, dotted from a dependency to
/// what depends on it. Mermaid draws no more than 500 arrows unless its `maxEdges` allows it.
///
/// ```text
/// flowchart BT
///     n0["5d1f (head)<br/>pay by card"]
///     n1["8c0a<br/>add invoices"]
///     n1 --> n0
///     class n0 head
/// ```
pub fn mermaid(entries: &[RevisionEntry<'_>]) -> String {
    let links = links(&entries.iter().collect::<Vec<_>>());
    let absent = absent(&links);
    let mut lines = vec!["flowchart BT\n".to_owned()];
    lines.extend(entries.iter().enumerate().map(|(row, entry)| node(row, entry)));
    lines.extend(absent.iter().map(|(id, name)| format!("    {name}[\"{}\"]\n", escape(id))));
    for (row, links) in links.iter().enumerate() {
        lines.extend(links.iter().map(|link| edge(row, link, &absent)));
    }
    let rows = |holds: fn(&RevisionEntry<'_>) -> bool| {
        let rows = entries.iter().enumerate().filter(move |(_, entry)| holds(entry));
        rows.map(|(row, _)| format!("n{row}")).collect()
    };
    lines.extend(class("head", rows(|entry| entry.is_head)));
    lines.extend(class("current", rows(|entry| entry.is_current)));
    lines.extend(class("absent", absent.into_values().collect()));
    lines.push(FOOTER.to_owned());
    lines.concat()
}

/// Names the revisions that are only pointed from.
fn absent<'a>(links: &[Vec<Link<'a>>]) -> BTreeMap<&'a str, String> {
    let ids = links.iter().flatten().filter(|link| link.row.is_none()).map(|link| link.id);
    let ids: BTreeSet<_> = ids.collect();
    ids.into_iter().enumerate().map(|(number, id)| (id, format!("x{number}"))).collect()
}

fn node(row: usize, entry: &RevisionEntry<'_>) -> String {
    let [title, message] = [caption::title(entry), caption::message(entry)].map(|t| escape(&t));
    let line = if message.is_empty() { "" } else { "<br/>" };
    format!("    n{row}[\"{title}{line}{message}\"]\n")
}

fn edge(row: usize, link: &Link<'_>, absent: &BTreeMap<&str, String>) -> String {
    let arrow = match link.kind {
        LinkKind::Parent => "-->",
        LinkKind::Dependency => "-.->",
    };
    match link.row {
        Some(from) => format!("    n{from} {arrow} n{row}\n"),
        None => format!("    {} {arrow} n{row}\n", absent[link.id]),
    }
}

fn class(class: &str, names: Vec<String>) -> Option<String> {
    (!names.is_empty()).then(|| format!("    class {} {class}\n", names.join(",")))
}

/// Replaces whatever might mean something to Mermaid, or to the HTML that it makes.
///
/// That includes the colon: Mermaid mends the end of lines such as `style a: #1;` before it reads
/// them.
fn escape(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || " _-.,()/+=!?".contains(c);
    let escaped = |c: char| if plain(c) { c.to_string() } else { format!("#{};", u32::from(c)) };
    text.chars().map(escaped).collect()
}

#[cfg(test)]
mod tests {
    use super::super::test_entries::{awkward, long_histories, sketch};
    use super::*;

    #[test]
    fn branches_merges_and_dependencies() {
        insta::assert_snapshot!(mermaid(&sketch()), @r#"
        flowchart BT
            n0["x2 (audit) (head)<br/>change x2"]
            n1["d5 (billing) (head)<br/>change d5"]
            n2["e6 (billing) (head)<br/>change e6"]
            n3["m4 (billing) (current)<br/>change m4"]
            n4["b2 (billing)<br/>change b2"]
            n5["c3<br/>change c3"]
            n6["x1 (audit)<br/>change x1"]
            x0["a1"]
            n6 --> n0
            n3 --> n1
            n3 --> n2
            n4 --> n3
            n5 --> n3
            n6 -.-> n3
            x0 --> n4
            x0 --> n5
            class n0,n1,n2 head
            class n3 current
            class x0 absent
            classDef head stroke:#2f9e44,stroke-width:2px
            classDef current fill:#ffec99,color:#212529
            classDef absent stroke-dasharray:4,color:#868e96
        "#);
    }

    #[test]
    fn messages_are_escaped() {
        insta::assert_snapshot!(node(0, &awkward()[0]), @r#"    n0["end (head)<br/>say #34;no#34; to C#58;#92;temp, #60;b#62; #38; #91;x#93;#59; #35;1 #96;y#96; #123;z#125; é"]"#);
    }

    #[test]
    fn nothing() {
        assert_eq!(mermaid(&[]), format!("flowchart BT\n{FOOTER}"));
    }

    #[test]
    fn long_histories_have_a_node_a_revision() {
        for (shape, entries) in long_histories(10_000) {
            assert_eq!(mermaid(&entries).matches("[\"").count(), 10_000, "{shape}");
        }
    }
}
