//! Pictures of a history: in the terminal, for Graphviz, Mermaid and documents, and as data for programs.
//!
//! Each takes revisions newest first, as [`command::history`](crate::command::history) returns
//! them. They may be a part of the history: a line to a revision that is not among them has an open
//! end.

mod caption;
mod dot;
mod json;
mod lane;
mod link;
mod mermaid;
mod order;
mod svg;
mod terminal;
#[cfg(test)]
mod test_entries;

pub use dot::dot;
pub use json::json;
pub use mermaid::mermaid;
pub use svg::svg;
pub use terminal::{Glyphs, terminal};
