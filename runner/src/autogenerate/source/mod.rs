//! Where a wanted schema comes from, besides values.

pub mod diesel;
mod error;
mod scratch;
mod sql;

pub use error::SourceError;
pub use scratch::ScratchPlace;
pub(super) use sql::{run, schema_statements};
