//! What the functions of a revision are to do, before it is written down.

use migration_api::ops::Operation;

/// What one function of a revision does, in order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Body<'a> {
    /// Its lines.
    pub lines: Vec<Line<'a>>,
}

/// One thing that stands in a function of a revision.
#[expect(clippy::large_enum_variant, reason = "a few at a time, nearly all of them operations")]
#[derive(Debug, Clone, PartialEq)]
pub enum Line<'a> {
    /// An operation.
    Operation(Operation<'a>),
    /// A comment, without the slashes; it may have several lines.
    Comment(String),
}
