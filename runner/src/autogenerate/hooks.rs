//! What a comparison asks of those who started it.

use migration_api::autogenerate::{Candidate, DefaultComparison, TypeComparison};

use crate::error::Error;

/// Answers what a comparison asks: the hooks of an environment, and the person at the terminal. `None` is the answer of whoever has no
/// such hook.
pub trait Hooks {
    /// Returns which of these objects of the database are looked at.
    fn include_names(&mut self, all: Vec<Candidate>) -> Result<Option<Vec<bool>>, Error> {
        let _ = all;
        Ok(None)
    }

    /// Returns which of these objects, of either side, are compared.
    fn include_objects(&mut self, all: Vec<Candidate>) -> Result<Option<Vec<bool>>, Error> {
        let _ = all;
        Ok(None)
    }

    /// Returns which of these types differ, as far as the hook knows.
    fn compare_types(
        &mut self,
        all: Vec<TypeComparison>,
    ) -> Result<Option<Vec<Option<bool>>>, Error> {
        let _ = all;
        Ok(None)
    }

    /// Returns which of these defaults differ, as far as the hook knows.
    fn compare_server_defaults(
        &mut self,
        all: Vec<DefaultComparison>,
    ) -> Result<Option<Vec<Option<bool>>>, Error> {
        let _ = all;
        Ok(None)
    }

    /// Returns whether something was renamed that looks like it.
    fn was_renamed(&mut self, suggestion: &Suggestion) -> bool {
        let _ = suggestion;
        false
    }

    /// Tells something that the user should know, and what can be done about it.
    fn warn(&mut self, message: String, help: Option<String>) {
        let _ = (message, help);
    }
}

/// No hooks.
impl Hooks for () {}

/// Something that goes and something that comes, and look like one thing with a new name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Suggestion {
    /// A table, by its names with their schemas.
    Table { from: String, to: String },
    /// A column of a table.
    Column { table: String, from: String, to: String },
}
