//! A vector as its file writes it.

use serde::Deserialize;
use serde_json::Value;

use runner::revision::Revision;

/// A graph that vectors name.
#[derive(Deserialize)]
pub(super) struct Graph {
    pub(super) name: String,
    pub(super) revisions: Vec<Node>,
}

/// A revision of a graph.
#[derive(Deserialize)]
pub(super) struct Node {
    id: String,
    down_revisions: Vec<String>,
    branch_labels: Vec<String>,
    depends_on: Vec<String>,
}

impl From<Node> for Revision {
    fn from(node: Node) -> Self {
        Self {
            id: node.id,
            down_revisions: node.down_revisions,
            branch_labels: node.branch_labels,
            depends_on: node.depends_on,
            summary: String::new(),
        }
    }
}

/// One question, with Alembic's answer.
#[derive(Deserialize)]
pub(super) struct Vector {
    pub(super) id: String,
    pub(super) kind: String,
    /// The name of a graph, or in `load` the graph itself.
    pub(super) graph: Value,
    pub(super) query: Query,
    pub(super) expect: Value,
    pub(super) order: String,
    pub(super) quirk: Option<String>,
}

/// What is asked; which fields are there depends on the kind.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Query {
    pub(super) current_heads: Vec<String>,
    pub(super) target: String,
    pub(super) targets: Vec<String>,
    pub(super) purge: bool,
    pub(super) mode: Option<String>,
    pub(super) identifier: String,
    pub(super) range: Option<String>,
    pub(super) id: String,
    pub(super) head: Option<OneOrMany>,
    pub(super) splice: bool,
    pub(super) branch_label: Option<String>,
    pub(super) depends_on: Vec<String>,
}

/// One text or a list of them.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    pub(super) fn texts(&self) -> Vec<&str> {
        match self {
            Self::One(text) => vec![text],
            Self::Many(texts) => texts.iter().map(String::as_str).collect(),
        }
    }
}
