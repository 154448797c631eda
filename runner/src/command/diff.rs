//! `diff`: what differs between two schemas, wherever they come from.

use std::path::{Path, PathBuf};

use crate::config::{Config, ConfigError, Overrides};
use crate::dialect::{DatabaseError, DatabaseUrl};
use crate::error::Error;
use crate::project::Project;
use crate::revision::{Target, TargetError};
use crate::runtime::{
    self, Compared, Comparison, ComparisonForm, Observer, RuntimeError, SchemaSource,
};

/// What is compared with what, and how it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffOptions {
    /// What there is.
    pub from: SchemaSource,
    /// What is wanted.
    pub to: SchemaSource,
    /// What is made of the differences.
    pub form: ComparisonForm,
}

/// Returns what a word of the command line stands for: `database`, `metadata`, a URL, a file of SQL as seen from `folder`, or a
/// revision.
///
/// # Errors
/// When it is none of these.
pub fn schema_source(text: &str, folder: &Path) -> Result<SchemaSource, TargetError> {
    let is_file = Path::new(text).extension().is_some_and(|it| it.eq_ignore_ascii_case("sql"));
    Ok(match text {
        "database" => SchemaSource::Database,
        "metadata" => SchemaSource::Metadata,
        _ if is_file => SchemaSource::SqlFile(folder.join(text)),
        // Also one that is wrong: its own error tells more than that of a revision.
        _ if text.contains(':') => SchemaSource::Url(text.to_owned()),
        _ => SchemaSource::Revision(text.parse::<Target>()?),
    })
}

/// Compares two schemas. No project is needed for URLs and files of SQL, if at least one URL is among them.
///
/// # Errors
/// When one of them cannot be read, or it is not known of which kind the database is.
pub fn diff(
    folder: &Path,
    overrides: &Overrides,
    options: &DiffOptions,
    observer: Observer<'_>,
) -> Result<Compared, Error> {
    let DiffOptions { from, to, form } = options.clone();
    let comparison = Comparison { from, to, at_heads: false, form, revision: None };
    let is_outside =
        |it: &SchemaSource| matches!(it, SchemaSource::Url(_) | SchemaSource::SqlFile(_));
    if is_outside(&comparison.from) && is_outside(&comparison.to) {
        return outside(folder, overrides, &comparison, observer);
    }
    let project = Project::open(folder, overrides)?;
    for source in [&comparison.from, &comparison.to] {
        if let SchemaSource::Revision(target) = source {
            project.check_target(target)?;
            project.directory.map().resolve(target)?;
        }
    }
    runtime::compare(&project, &comparison, &mut |_| false, observer)
}

/// Compares what needs no project.
fn outside(
    folder: &Path,
    overrides: &Overrides,
    comparison: &Comparison,
    observer: Observer<'_>,
) -> Result<Compared, Error> {
    let config = match Config::load(folder, overrides) {
        Ok(config) => Some(config),
        Err(ConfigError::NotFound { .. }) => None,
        Err(error) => return Err(error.into()),
    };
    let named = [&comparison.from, &comparison.to].into_iter().find_map(|it| match it {
        SchemaSource::Url(url) => Some(url.clone()),
        _ => None,
    });
    let (url, base): (String, PathBuf) = match (named, &overrides.dialect, &config) {
        (Some(url), ..) => (url, folder.to_owned()),
        // A database in memory needs no server.
        (None, Some(name), _) if name == "sqlite" => ("sqlite::memory:".into(), folder.to_owned()),
        (None, _, Some(config)) => {
            (config.resolved_url()?.ok_or(RuntimeError::NoKind)?, config.root.clone())
        }
        (None, _, None) => return Err(RuntimeError::NoKind.into()),
    };
    let url: DatabaseUrl = url.parse().map_err(DatabaseError::from)?;
    runtime::compare_outside(config.as_ref(), (&url, &base), comparison, observer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_the_command_line_is_a_source() {
        let folder = Path::new("/project");
        for (text, source) in [
            ("database", SchemaSource::Database),
            ("metadata", SchemaSource::Metadata),
            ("db/schema.sql", SchemaSource::SqlFile("/project/db/schema.sql".into())),
            ("sqlite:///a.db", SchemaSource::Url("sqlite:///a.db".into())),
            ("sqlite::memory:", SchemaSource::Url("sqlite::memory:".into())),
            ("head", SchemaSource::Revision(Target::head())),
            ("1f0a", SchemaSource::Revision(Target::revision("1f0a"))),
        ] {
            assert_eq!(schema_source(text, folder), Ok(source), "{text}");
        }
        assert!(schema_source("", folder).is_err());
    }
}
