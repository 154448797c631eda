//! Where a wanted schema comes from, besides values.

pub mod diesel;
mod error;
pub(super) mod sql;

use crate::dialect::{DatabaseUrl, Dialect};

pub use error::SourceError;

/// Refuses a database of another kind than the one that is compared.
pub(super) fn refuse_other_kind(
    url: &DatabaseUrl,
    dialect: &dyn Dialect,
) -> Result<(), SourceError> {
    let (found, expected) = (url.dialect().title(), dialect.title());
    match found == expected {
        true => Ok(()),
        false => Err(SourceError::OtherKind { url: url.to_string(), found, expected }),
    }
}
