//! One statement: its text, and the values bound to it.

use std::ops::Range;

use migration_api::Value;

use super::RenderError;
use super::lexer::ends_in_line_comment;
use crate::dialect::Dialect;

/// One statement for the database, without a semicolon at its end.
///
/// An author's own text may hold several, as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement<'a> {
    sql: String,
    parameters: Vec<Value<'a>>,
    slots: Vec<Slot>,
    is_routine: bool,
}

/// Where a parameter's placeholder stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Slot {
    place: Range<usize>,
    parameter: usize,
}

/// A statement being written, piece by piece.
pub(super) struct StatementWriter<'d, 'a> {
    dialect: &'d dyn Dialect,
    statement: Statement<'a>,
}

impl<'a> Statement<'a> {
    /// Returns a statement without parameters.
    pub fn new(sql: impl Into<String>) -> Self {
        Self { sql: sql.into(), parameters: Vec::new(), slots: Vec::new(), is_routine: false }
    }

    /// Returns a statement that may hold others, as that of a trigger does.
    pub fn routine(sql: impl Into<String>) -> Self {
        Self { is_routine: true, ..Self::new(sql) }
    }

    /// Returns whether it may hold other statements, as that of a trigger does.
    pub fn is_routine(&self) -> bool {
        self.is_routine
    }

    /// Returns the text, with the dialect's placeholders.
    pub fn sql(&self) -> &str {
        &self.sql
    }

    /// Returns the values of the placeholders, in the order of their numbers.
    pub fn parameters(&self) -> &[Value<'a>] {
        &self.parameters
    }

    /// Returns the text with the values in it and with its end, for a script.
    pub fn to_script(&self, dialect: &dyn Dialect) -> Result<String, RenderError> {
        let text = self.to_text(dialect)?;
        Ok(if self.is_routine { dialect.routine_script(&text) } else { text + ";" })
    }

    /// Returns the text with the values in it. It can be ended with a semicolon.
    pub fn to_text(&self, dialect: &dyn Dialect) -> Result<String, RenderError> {
        let mut script = String::with_capacity(self.sql.len());
        let mut from = 0;
        for slot in &self.slots {
            script.push_str(self.text(from..slot.place.start));
            let literal = dialect.literal(self.value(slot))?;
            let next = self.text(slot.place.end..self.sql.len());
            let bare = !literal.starts_with('-') || stands_alone(&script, next);
            match bare {
                true => script.push_str(&literal),
                false => script.extend(["(", &literal, ")"]),
            }
            from = slot.place.end;
        }
        script.push_str(self.text(from..self.sql.len()));
        script.truncate(script.trim_end_matches([';', ' ', '\t', '\r', '\n']).len());
        if ends_in_line_comment(&script, dialect.syntax()) {
            script.push('\n');
        }
        Ok(script)
    }

    fn text(&self, range: Range<usize>) -> &str {
        self.sql.get(range).unwrap_or_default()
    }

    fn value(&self, slot: &Slot) -> Value<'a> {
        self.parameters.get(slot.parameter).copied().unwrap_or(Value::Null)
    }
}

/// Returns whether a value between these is a whole expression. If not, a minus sign might join
/// with what is before it (`--` begins a comment) or bind less than what is behind it (`::`).
fn stands_alone(before: &str, after: &str) -> bool {
    before.trim_end().ends_with(['(', ',']) && after.trim_start().starts_with([')', ','])
}

impl<'d, 'a> StatementWriter<'d, 'a> {
    pub(super) fn new(dialect: &'d dyn Dialect) -> Self {
        Self { dialect, statement: Statement::new("") }
    }

    /// Writes SQL text.
    pub(super) fn push(&mut self, sql: &str) {
        self.statement.sql.push_str(sql);
    }

    /// Adds a value and returns its index.
    pub(super) fn add(&mut self, value: Value<'a>) -> usize {
        self.statement.parameters.push(value);
        self.statement.parameters.len() - 1
    }

    /// Writes the placeholder of the value at `parameter`.
    pub(super) fn push_placeholder(&mut self, parameter: usize) {
        let start = self.statement.sql.len();
        self.push(&self.dialect.placeholder(parameter + 1));
        let place = start..self.statement.sql.len();
        self.statement.slots.push(Slot { place, parameter });
    }

    /// Adds a value and writes its placeholder.
    pub(super) fn bind(&mut self, value: Value<'a>) {
        let parameter = self.add(value);
        self.push_placeholder(parameter);
    }

    pub(super) fn finish(self) -> Statement<'a> {
        self.statement
    }
}
