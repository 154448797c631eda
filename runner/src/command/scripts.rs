//! The scripts of several databases, as files.

use std::fs;
use std::path::{Path, PathBuf};

use super::Migrated;
use crate::error::Error;
use crate::runtime::databases::DatabaseReport;
use crate::script::ScriptError;

/// Writes the script of each database into the file `<database>.sql` in a folder, which is made if it is not there; returns the files.
///
/// # Errors
/// When one cannot be written.
pub fn write_scripts(
    folder: &Path,
    reports: &[DatabaseReport<Migrated>],
) -> Result<Vec<PathBuf>, Error> {
    let fail = |path: &Path, source| ScriptError::Write { path: path.to_owned(), source };
    fs::create_dir_all(folder).map_err(|error| fail(folder, error))?;
    let mut files = Vec::new();
    for report in reports {
        let Some(script) = report.result().and_then(|it| it.script.as_ref()) else { continue };
        let path = folder.join(format!("{}.sql", report.database));
        fs::write(&path, script).map_err(|error| fail(&path, error))?;
        files.push(path);
    }
    Ok(files)
}
