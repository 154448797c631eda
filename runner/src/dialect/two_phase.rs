//! Transactions that are prepared, and committed later.

use super::DatabaseError;

/// What a session needs for a commit in two phases.
///
/// A prepared transaction stays, with its locks, until it is committed or undone by whatever session.
pub trait TwoPhase {
    /// Returns whether the server is set up for it.
    fn can_prepare(&mut self) -> Result<bool, DatabaseError>;

    /// Begins a transaction that is to be prepared under this name, which has letters, digits and `_`.
    fn begin(&mut self, name: &str) -> Result<(), DatabaseError>;

    /// Prepares the transaction. When it fails, the transaction is undone.
    fn prepare(&mut self, name: &str) -> Result<(), DatabaseError>;

    /// Commits a prepared transaction, or undoes it. One that is not there any more somebody else has ended.
    fn finish(&mut self, name: &str, commit: bool) -> Result<(), DatabaseError>;

    /// Returns the names of the prepared transactions of this database.
    fn prepared(&mut self) -> Result<Vec<String>, DatabaseError>;
}
