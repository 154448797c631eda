//! Where a wanted schema comes from, besides values.

#[cfg(feature = "cli")]
pub mod diesel;
mod diesel_error;
mod error;
mod scratch;
mod sql;

pub use diesel_error::DieselError;
pub use error::SourceError;
pub use scratch::ScratchPlace;
pub(super) use sql::{run, schema_statements};
