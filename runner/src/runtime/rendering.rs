//! What a run's configuration says of rendering.

use migration_api::schema::NamingConvention;

use crate::dialect::OnlineSettings;

/// How operations become SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rendering {
    /// Whether SQLite makes a table anew by itself for a change that it has no other way for.
    pub(super) automatic_batch: bool,
    /// The names of what has none: those of indexes, unique constraints, checks, foreign keys and primary keys.
    names: [Option<String>; 5],
}

impl Rendering {
    /// Returns what the configuration says.
    pub(super) fn new(automatic_batch: bool, naming: NamingConvention<'_>) -> Self {
        let NamingConvention { ix, uq, ck, fk, pk } = naming;
        let names = [ix, uq, ck, fk, pk].map(|template| template.map(str::to_owned));
        Self { automatic_batch, names }
    }

    /// Returns the naming convention.
    pub(super) fn naming(&self) -> NamingConvention<'_> {
        let [ix, uq, ck, fk, pk] = self.names.each_ref().map(Option::as_deref);
        NamingConvention { ix, uq, ck, fk, pk }
    }

    /// Returns what dialects are told.
    pub(super) fn settings(&self) -> OnlineSettings<'_> {
        OnlineSettings { automatic_batch: self.automatic_batch, naming: self.naming() }
    }
}
