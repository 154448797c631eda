//! From two schemas to what a revision does.

use migration_api::schema::NamingConvention;

use super::compare::Aspects;
use super::{Body, Change, Hooks};
use crate::dialect::Connection;
use crate::error::Error;
use crate::schema::{Schema, Terms};

/// How two schemas are compared, and what becomes of it.
#[derive(Clone, Copy)]
pub struct ComparisonSettings<'a> {
    /// The database and the names in it.
    pub terms: Terms<'a>,
    /// What is compared.
    pub aspects: Aspects,
    /// Whether all changes of a table are a batch, even where the database could do without.
    pub always_batch: bool,
}

/// A schema that is wanted.
#[derive(Debug, Clone, Default)]
pub struct WantedSchema<'a> {
    /// What its author wrote, in the normal form: types and expressions are to be read by the server first.
    pub written: Schema<'a>,
    /// What a server of the same kind has read already: reflected from a scratch database, or another one.
    pub read: Schema<'a>,
}

/// What has to be done to come from one schema to another, and back.
#[derive(Debug, Clone, Default)]
pub struct Difference<'a> {
    /// What differs.
    pub changes: Vec<Change<'a>>,
    /// What makes up for it.
    pub upgrade: Body<'a>,
    /// What takes that back.
    pub downgrade: Body<'a>,
}

/// Compares what a database holds with what is wanted. Both are filtered already.
///
/// # Errors
/// When the database cannot be asked, or a hook fails.
pub fn difference<'a>(
    connection: &mut dyn Connection,
    actual: &Schema<'a>,
    wanted: &WantedSchema<'a>,
    settings: &ComparisonSettings<'a>,
    hooks: &mut dyn Hooks,
) -> Result<Difference<'a>, Error> {
    let _ = (connection, actual, wanted, settings, hooks, NamingConvention::default());
    todo!()
}
