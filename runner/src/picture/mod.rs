//! Pictures of a history: in the terminal, for Graphviz, Mermaid and documents, and as data for programs.
//!
//! Each takes revisions newest first, as [`command::history`](crate::command::history) returns
//! them. They may be a part of the history: a line to a revision that is not among them has an open
//! end.

mod caption;
mod link;
mod order;
mod terminal;
#[cfg(test)]
mod test_entries;

pub use terminal::{Glyphs, terminal};
