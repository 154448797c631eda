//! Entity-relationship diagrams of what a database holds: for Mermaid, and as a picture of our own.
//!
//! Pure: a schema gives text. `entity` finds what is drawn, `layout` where it stands.

mod entity;
mod layout;
mod mermaid;
mod svg;
#[cfg(test)]
mod test_schemas;
mod text;

pub use mermaid::mermaid;
pub use svg::svg;
