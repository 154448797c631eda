//! Reads which databases a project file lists, and what it says of each.

use super::reader::Reader;
use super::{Config, ConfigError};
use crate::script::function_suffix;

/// What holds for all databases: where revisions are and how new ones are written.
const SHARED: [&str; 9] = [
    "script_location",
    "databases",
    "version_locations",
    "recursive_version_locations",
    "file_template",
    "truncate_slug_length",
    "timezone",
    "revision_environment",
    "post_write_hooks",
];

/// Returns the settings of each database that the file lists, as `read` reads them.
pub(super) fn configs(
    reader: &Reader<'_>,
    read: impl Fn(&Reader<'_>) -> Result<Config, ConfigError>,
) -> Result<Vec<Config>, ConfigError> {
    let names = reader.texts("databases")?.unwrap_or_default();
    check_names(reader, &names)?;
    let config = |name: String| {
        let reader = reader.of_database(&name)?;
        for key in SHARED {
            if let Some(section) = reader.database_section_with(key, &name) {
                return Err(reader.shared(key, section));
            }
        }
        Ok(Config { database: Some(name), ..read(&reader)? })
    };
    names.into_iter().map(config).collect()
}

/// Checks that each name can stand in the name of a function and of a file, and that no two are the same there.
fn check_names(reader: &Reader<'_>, names: &[String]) -> Result<(), ConfigError> {
    let is_fitting = |c: char| c.is_ascii_alphanumeric() || ['-', '_', '.'].contains(&c);
    for (at, name) in names.iter().enumerate() {
        if !name.starts_with(|c: char| c.is_ascii_alphanumeric()) || !name.chars().all(is_fitting) {
            let reason =
                format!("a name is made of letters, digits, `-`, `_` and `.`, and `{name}` is not");
            return Err(reader.invalid("databases", reason));
        }
        let suffix = function_suffix(name);
        if let Some(other) = names[..at].iter().find(|other| function_suffix(other) == suffix) {
            let reason = format!("`{other}` and `{name}` would both have `upgrade_{suffix}`");
            return Err(reader.invalid("databases", reason));
        }
    }
    Ok(())
}
