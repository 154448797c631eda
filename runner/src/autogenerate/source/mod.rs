//! Where a wanted schema comes from, besides values.

pub mod diesel;
mod error;
mod sql;

pub use error::SourceError;
pub(super) use sql::plain_sql;
