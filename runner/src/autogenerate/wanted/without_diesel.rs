//! What diesel's `schema.rs` wants, where there is nothing that reads it.

use super::SourcePlace;
use crate::autogenerate::WantedSchema;
use crate::autogenerate::source::SourceError;
use crate::error::Error;
use crate::schema::{Schema, Terms};

impl SourcePlace<'_> {
    /// Says that the file cannot be read.
    pub(super) fn said_by<'a>(
        &self,
        file: &str,
        _: &Terms<'a>,
        _: &Schema<'a>,
    ) -> Result<WantedSchema<'a>, Error> {
        Err(SourceError::NoParser { file: file.to_owned() }.into())
    }
}

/// Returns nothing: no file was read that could not say it.
pub(super) fn unsaid<'a>(_: &WantedSchema<'a>, _: &Schema<'a>) -> Schema<'a> {
    Schema::default()
}
