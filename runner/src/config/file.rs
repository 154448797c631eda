//! Finding and reading the project file.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use toml::{Table, Value};

use super::overrides::{Overrides, expand};
use super::{Config, ConfigError, FILE_NAME};

/// What may stand at the top of the file and in each section.
const KEYS: [&str; 7] = [
    "script_location",
    "url",
    "version_table",
    "version_table_schema",
    "transaction_per_migration",
    "lock_timeout",
    "attributes",
];

/// How long another run is waited for when the file does not say.
const LOCK_TIMEOUT: Duration = Duration::from_secs(60);

/// A project file, read but not understood yet.
pub(super) struct Found {
    file: PathBuf,
    pub(super) root: PathBuf,
    text: String,
    table: Table,
}

/// Looks for the project file in `folder` and above it, as cargo looks for its own.
pub(super) fn find(folder: &Path) -> Result<Found, ConfigError> {
    for folder in folder.ancestors() {
        for name in [FILE_NAME, "Cargo.toml"] {
            let file = folder.join(name);
            if !file.is_file() {
                continue;
            }
            match read(&file) {
                Err(ConfigError::NoMetadata { .. }) => {}
                other => return other,
            }
        }
    }
    Err(ConfigError::NotFound { folder: folder.to_owned() })
}

/// Reads a project file: a file of its own, or the metadata of a `Cargo.toml`.
pub(super) fn read(file: &Path) -> Result<Found, ConfigError> {
    let text = fs::read_to_string(file)
        .map_err(|source| ConfigError::Read { file: file.to_owned(), source })?;
    let no_metadata = || ConfigError::NoMetadata { file: file.to_owned() };
    let in_manifest = file.file_name().is_some_and(|name| name == "Cargo.toml");
    // Most manifests on the way up have no settings, and need no parsing to know it.
    if in_manifest && !text.contains("metadata") {
        return Err(no_metadata());
    }
    let table: Table = toml::from_str(&text)
        .map_err(|error| ConfigError::Toml { file: file.to_owned(), error: Box::new(error) })?;
    let table = match in_manifest {
        true => metadata(&table).ok_or_else(no_metadata)?.clone(),
        false => table,
    };
    let root = file.parent().unwrap_or(Path::new("")).to_owned();
    Ok(Found { file: file.to_owned(), root, text, table })
}

fn metadata(manifest: &Table) -> Option<&Table> {
    ["package", "workspace"]
        .iter()
        .find_map(|level| manifest.get(*level)?.get("metadata")?.get("runner")?.as_table())
}

/// Checks the file's keys and lays the chosen section over its top.
pub(super) fn settings(found: Found, overrides: &Overrides) -> Result<Config, ConfigError> {
    let reader = FileReader { file: &found.file, text: &found.text };
    let (sections, top): (Vec<_>, Vec<_>) = found
        .table
        .iter()
        .partition(|(key, value)| value.is_table() && !KEYS.contains(&key.as_str()));
    reader.check_keys(top.iter().map(|(key, _)| key.as_str()))?;
    for (_, section) in &sections {
        let keys = section.as_table().into_iter().flatten();
        reader.check_keys(keys.map(|(key, _)| key.as_str()))?;
    }
    let section = match &overrides.section {
        None => None,
        Some(name) => match sections.iter().find(|(key, _)| *key == name) {
            Some((_, section)) => section.as_table(),
            None => {
                let known = sections.iter().map(|(key, _)| (*key).clone()).collect();
                let (file, name) = (found.file.clone(), name.clone());
                return Err(ConfigError::NoSection { file, name, known });
            }
        },
    };
    let get = |key: &str| section.and_then(|it| it.get(key)).or_else(|| found.table.get(key));
    let script_location = reader
        .text("script_location", get("script_location"))?
        .ok_or_else(|| ConfigError::Missing { file: found.file.clone(), key: "script_location" })?;
    let script_location = expand(&script_location, "script_location", &found.file)?;
    Ok(Config {
        section: overrides.section.clone(),
        script_location: found.root.join(script_location),
        url: reader.text("url", get("url"))?,
        version_table: reader
            .text("version_table", get("version_table"))?
            .unwrap_or_else(|| "alembic_version".into()),
        version_table_schema: reader.text("version_table_schema", get("version_table_schema"))?,
        transaction_per_migration: reader
            .boolean("transaction_per_migration", get("transaction_per_migration"))?
            .unwrap_or(false),
        lock_timeout: reader.seconds("lock_timeout", get("lock_timeout"))?.unwrap_or(LOCK_TIMEOUT),
        attributes: reader.attributes(get("attributes"))?,
        x_arguments: overrides.x_arguments.clone(),
        root: found.root,
        file: found.file,
    })
}

/// Reads values and, where one is wrong, says where it stands.
struct FileReader<'a> {
    file: &'a Path,
    text: &'a str,
}

impl FileReader<'_> {
    fn check_keys<'k>(&self, keys: impl Iterator<Item = &'k str>) -> Result<(), ConfigError> {
        for key in keys {
            if !KEYS.contains(&key) {
                return Err(ConfigError::UnknownKey {
                    file: self.file.to_owned(),
                    line: self.line(key),
                    key: key.to_owned(),
                    near: near(key),
                });
            }
        }
        Ok(())
    }

    fn text(&self, key: &str, value: Option<&Value>) -> Result<Option<String>, ConfigError> {
        match value {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(self.wrong(key, "text")),
        }
    }

    fn boolean(&self, key: &str, value: Option<&Value>) -> Result<Option<bool>, ConfigError> {
        match value {
            None => Ok(None),
            Some(Value::Boolean(value)) => Ok(Some(*value)),
            Some(_) => Err(self.wrong(key, "`true` or `false`")),
        }
    }

    fn seconds(&self, key: &str, value: Option<&Value>) -> Result<Option<Duration>, ConfigError> {
        let seconds = match value {
            None => return Ok(None),
            Some(Value::Integer(seconds)) => *seconds as f64,
            Some(Value::Float(seconds)) => *seconds,
            Some(_) => -1.0,
        };
        let duration = Duration::try_from_secs_f64(seconds);
        duration.map(Some).map_err(|_| self.wrong(key, "a number of seconds"))
    }

    fn attributes(&self, value: Option<&Value>) -> Result<Vec<(String, String)>, ConfigError> {
        let table = match value {
            None => return Ok(Vec::new()),
            Some(Value::Table(table)) => table,
            Some(_) => return Err(self.wrong("attributes", "a table")),
        };
        let mut attributes = Vec::new();
        for (name, value) in table {
            let text = match value {
                Value::String(text) => expand(text, name, self.file)?,
                other => other.to_string(),
            };
            attributes.push((name.clone(), text));
        }
        Ok(attributes)
    }

    fn wrong(&self, key: &str, expected: &'static str) -> ConfigError {
        let (file, line) = (self.file.to_owned(), self.line(key));
        ConfigError::WrongValue { file, line, key: key.to_owned(), expected }
    }

    /// Finds the line that sets `key`, from 1.
    fn line(&self, key: &str) -> Option<usize> {
        let sets = |line: &str| {
            let rest = line.trim_start().strip_prefix(key).map(str::trim_start);
            rest.is_some_and(|rest| rest.starts_with(['=', '.']))
        };
        self.text.lines().position(sets).map(|at| at + 1)
    }
}

fn near(key: &str) -> Option<&'static str> {
    let distance = |known: &&&'static str| strsim::damerau_levenshtein(key, known);
    KEYS.iter().min_by_key(distance).filter(|known| distance(known) <= 3).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str, section: Option<&str>) -> Result<Config, ConfigError> {
        let file = PathBuf::from("/project/runner.toml");
        let table = toml::from_str(text).unwrap();
        let found = Found { root: "/project".into(), file, text: text.to_owned(), table };
        let section = section.map(str::to_owned);
        settings(found, &Overrides { section, ..Overrides::default() })
    }

    #[test]
    fn a_section_lies_over_the_top() {
        let text = "script_location = 'm'\nurl = 'sqlite:///a.db'\nlock_timeout = 0.5\n\
                    [test]\nurl = 'sqlite:///b.db'\n[attributes]\nowner = 'shop'\nsize = 3";
        let top = load(text, None).unwrap();
        assert_eq!(top.url.as_deref(), Some("sqlite:///a.db"));
        assert_eq!(top.lock_timeout, Duration::from_millis(500));
        assert_eq!(top.script_location, Path::new("/project/m"));
        assert_eq!(top.attributes[1], ("size".to_owned(), "3".to_owned()));
        let test = load(text, Some("test")).unwrap();
        assert_eq!(test.url.as_deref(), Some("sqlite:///b.db"));
        assert_eq!(test.script_location, top.script_location);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        for (text, section, message, help) in [
            (
                "script_location = 'm'\n\nlock_timout = 3",
                None,
                "/project/runner.toml:3: unknown key `lock_timout`",
                Some("did you mean `lock_timeout`?"),
            ),
            (
                "script_location = 'm'\n[x]\nurll = ''",
                None,
                "/project/runner.toml:3: unknown key `urll`",
                Some("did you mean `url`?"),
            ),
            (
                "script_location = 'm'\nlock_timeout = '3'",
                None,
                "/project/runner.toml:2: `lock_timeout` must be a number of seconds",
                None,
            ),
            (
                "script_location = 'm'\n[a]\n[b]",
                Some("c"),
                "/project/runner.toml has no section `[c]`",
                Some("it has: a, b"),
            ),
            (
                "url = ''",
                None,
                "/project/runner.toml does not say `script_location`",
                Some("add `script_location = \"migrations\"`: the folder of the migration package"),
            ),
        ] {
            let error = load(text, section).unwrap_err();
            assert_eq!(error.to_string(), message);
            assert_eq!(error.help().as_deref(), help);
        }
    }
}
