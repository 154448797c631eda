//! What the functions of a revision are to do, before it is written down.

use migration_api::autogenerate::ScriptLine;
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
    /// Rust source of an environment's hook, as it is to stand there.
    Source(String),
}

impl<'a> From<ScriptLine<'a>> for Line<'a> {
    fn from(line: ScriptLine<'a>) -> Self {
        match line {
            ScriptLine::Operation(operation) => Self::Operation(operation),
            ScriptLine::Comment(text) => Self::Comment(text),
            ScriptLine::Source(text) => Self::Source(text),
        }
    }
}

impl<'a> From<Line<'a>> for ScriptLine<'a> {
    fn from(line: Line<'a>) -> Self {
        match line {
            Line::Operation(operation) => Self::Operation(operation),
            Line::Comment(text) => Self::Comment(text),
            Line::Source(text) => Self::Source(text),
        }
    }
}
