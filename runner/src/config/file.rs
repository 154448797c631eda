//! Finding and reading the project file.

use std::fs;
use std::path::{Path, PathBuf};

use toml::Table;

use super::listed;
use super::overrides::{Overrides, expand};
use super::reader::Reader;
use super::revision_files::{RevisionFiles, SLUG_LENGTH};
use super::{
    ComparisonConfig, Config, ConfigError, FILE_NAME, LOCK_TIMEOUT, SessionSettings, VERSION_TABLE,
};

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
        .map_err(|error| ConfigError::Toml { file: file.to_owned(), reason: error.to_string() })?;
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

/// Checks the file's keys and lays the chosen sections over its top.
pub(super) fn settings(found: &Found, overrides: &Overrides) -> Result<Config, ConfigError> {
    let reader = Reader::new(&found.file, &found.text, &found.table, overrides)?;
    let mut config = of_reader(&reader, found, overrides)?;
    config.databases = listed::configs(&reader, |reader| of_reader(reader, found, overrides))?;
    match &overrides.database {
        Some(name) => config.for_database(name).cloned(),
        None => Ok(config),
    }
}

fn of_reader(
    reader: &Reader<'_>,
    found: &Found,
    overrides: &Overrides,
) -> Result<Config, ConfigError> {
    let script_location = reader
        .text("script_location")?
        .ok_or_else(|| ConfigError::Missing { file: found.file.clone(), key: "script_location" })?;
    let script_location = expand(&script_location, "script_location", &found.file)?;
    let script_location = plain_join(&found.root, &script_location);
    Ok(Config {
        section: overrides.section.clone(),
        databases: Vec::new(),
        two_phase_commit: reader.boolean("two_phase_commit")?.unwrap_or(false),
        database: None,
        revision_files: revision_files(reader, &found.root, &script_location)?,
        revision_environment: reader.boolean("revision_environment")?.unwrap_or(false),
        write_hooks: reader.write_hooks()?,
        script_location,
        url: reader.text("url")?,
        version_table: reader.text("version_table")?.unwrap_or_else(|| VERSION_TABLE.into()),
        version_table_schema: reader.text("version_table_schema")?,
        version_table_pk: reader.boolean("version_table_pk")?.unwrap_or(true),
        transactional_ddl: reader.boolean("transactional_ddl")?,
        transaction_per_migration: reader.boolean("transaction_per_migration")?.unwrap_or(false),
        automatic_batch: reader.boolean("automatic_batch")?.unwrap_or(true),
        comparison: ComparisonConfig {
            include_schemas: reader.boolean("include_schemas")?,
            compare_type: reader.boolean("compare_type")?,
            compare_server_default: reader.boolean("compare_server_default")?,
            render_as_batch: reader.boolean("render_as_batch")?,
            exclude: reader.texts("exclude")?.unwrap_or_default(),
            scratch_url: reader.text("scratch_url")?,
        },
        lock_timeout: reader.seconds("lock_timeout")?.unwrap_or(LOCK_TIMEOUT),
        session: SessionSettings {
            search_path: reader.text("search_path")?,
            statement_timeout: reader.seconds("statement_timeout")?,
            database_lock_timeout: reader.seconds("database_lock_timeout")?,
        },
        attributes: reader.attributes()?,
        x_arguments: overrides.x_arguments.clone(),
        tag: overrides.tag.clone(),
        dialect: overrides.dialect.clone(),
        root: found.root.clone(),
        file: found.file.clone(),
    })
}

/// Joins a path of a setting to the folder that it starts at, without a `.` that would be seen in every message.
fn plain_join(root: &Path, path: &str) -> PathBuf {
    root.join(path).components().collect()
}

fn revision_files(
    reader: &Reader<'_>,
    root: &Path,
    script_location: &Path,
) -> Result<RevisionFiles, ConfigError> {
    let locations = match reader.texts("version_locations")? {
        None => vec![script_location.join("versions")],
        Some(folders) => {
            let folder = |folder: &String| {
                Ok(plain_join(root, &expand(folder, "version_locations", reader.file())?))
            };
            let mut locations: Vec<PathBuf> = Vec::new();
            for location in folders.iter().map(folder) {
                let location = location?;
                if !locations.contains(&location) {
                    locations.push(location);
                }
            }
            locations
        }
    };
    if locations.is_empty() {
        let reason = "it names no folder".to_owned();
        return Err(reader.invalid("version_locations", reason));
    }
    let files = RevisionFiles {
        locations,
        recursive: reader.boolean("recursive_version_locations")?.unwrap_or(false),
        template: reader.parsed("file_template")?.unwrap_or_default(),
        slug_length: reader.count("truncate_slug_length")?.unwrap_or(SLUG_LENGTH),
        time_zone: reader.time_zone("timezone")?,
    };
    match files.template.has_folders() && !files.recursive {
        true => Err(reader.invalid(
            "file_template",
            "it makes folders, which needs `recursive_version_locations = true`".to_owned(),
        )),
        false => Ok(files),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn load(text: &str, section: Option<&str>) -> Result<Config, ConfigError> {
        let file = PathBuf::from("/project/runner.toml");
        let table = toml::from_str(text).unwrap();
        let found = Found { root: "/project".into(), file, text: text.to_owned(), table };
        let section = section.map(str::to_owned);
        settings(&found, &Overrides { section, ..Overrides::default() })
    }

    #[test]
    fn a_section_lies_over_the_top() {
        let text = "script_location = 'm'\nurl = 'sqlite:///a.db'\nlock_timeout = 0.5\n\
                    [test]\nurl = 'sqlite:///b.db'\n[test.attributes]\nsize = 4\n\
                    [attributes]\nowner = 'shop'\nsize = 3";
        let top = load(text, None).unwrap();
        assert_eq!(top.url.as_deref(), Some("sqlite:///a.db"));
        assert_eq!(top.lock_timeout, Duration::from_millis(500));
        assert_eq!(top.script_location, Path::new("/project/m"));
        assert_eq!(top.attributes[1], ("size".to_owned(), "3".to_owned()));
        let test = load(text, Some("test")).unwrap();
        assert_eq!(test.url.as_deref(), Some("sqlite:///b.db"));
        assert_eq!(test.script_location, top.script_location);
        let attributes = [("owner", "shop"), ("size", "4")];
        let attributes = attributes.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(test.attributes, attributes);
    }

    #[test]
    fn each_database_has_its_own_settings() {
        let text = "script_location = 'm'\ndatabases = ['a', 'b-2']\nversion_table = 'top'\nlock_timeout = 1\n\
                    [attributes]\nowner = 'top'\nsize = 'top'\n\
                    [a]\nurl = 'sqlite:///a.db'\nattributes.size = 'a'\n[b-2]\nversion_table = 'b'\n\
                    [staging]\nversion_table = 'staging'\nlock_timeout = 2\n\
                    [staging.a]\nurl = 'sqlite:///s.db'";
        for (section, name, url, table, seconds) in [
            (None, "a", Some("sqlite:///a.db"), "top", 1),
            (None, "b-2", None, "b", 1),
            (Some("staging"), "a", Some("sqlite:///s.db"), "staging", 2),
            (Some("staging"), "b-2", None, "b", 2),
        ] {
            let config = load(text, section).unwrap();
            assert_eq!(config.database_names(), ["a", "b-2"]);
            let one = config.for_database(name).unwrap();
            assert_eq!((one.url.as_deref(), one.version_table.as_str()), (url, table), "{name}");
            assert_eq!(one.lock_timeout, Duration::from_secs(seconds));
            assert_eq!(one.database.as_deref(), Some(name));
            let size = if name == "a" { "a" } else { "top" };
            let attributes = [("owner", "top"), ("size", size)];
            assert_eq!(one.attributes, attributes.map(|(k, v)| (k.to_owned(), v.to_owned())));
        }
        let config = load(text, None).unwrap();
        assert!(config.require_one_database().is_err());
        assert!(config.for_database("a").unwrap().require_one_database().is_ok());
        let error = config.for_database("c").unwrap_err();
        assert_eq!(error.to_string(), "/project/runner.toml lists no database `c`");
    }

    #[test]
    fn what_is_wrong_with_databases_is_named() {
        for (text, message, help) in [
            (
                "databases = ['a', 'b']\n[a]",
                "/project/runner.toml:2: `databases` lists `b`, and there is no section `[b]`",
                Some("add `[b]` with its `url`, or take `b` off the list"),
            ),
            (
                "databases = ['a']\n[a]\n\nfile_template = 'x'",
                "/project/runner.toml:5: the section `[a]` of a database cannot say `file_template`",
                Some("revisions are the same for all databases: say `file_template` at the top"),
            ),
            (
                "databases = ['a-b', 'a.b']\n[a-b]",
                "/project/runner.toml:2: `databases` is wrong: `a-b` and `a.b` would both have `upgrade_a_b`",
                None,
            ),
            (
                "databases = ['a/b']\n[a]",
                "/project/runner.toml:2: `databases` is wrong: a name is made of letters, digits, `-`, `_` and `.`, and `a/b` is not",
                None,
            ),
            (
                "databases = 'a'",
                "/project/runner.toml:2: `databases` must be a list of texts",
                None,
            ),
            (
                "databases = ['a']\n[a]\n[staging.b]\nurl = ''",
                "/project/runner.toml: unknown key `b`",
                Some("did you mean `url`?"),
            ),
            (
                "databases = ['a']\n[a]\n[staging.a]\nulr = ''",
                "/project/runner.toml:5: unknown key `ulr`",
                Some("did you mean `url`?"),
            ),
        ] {
            let error = load(&format!("script_location = 'm'\n{text}"), None).unwrap_err();
            assert_eq!(error.to_string(), message);
            assert_eq!(error.help().as_deref(), help, "{message}");
        }
    }

    #[test]
    fn how_a_database_is_compared() {
        let text = "script_location = 'm'\ninclude_schemas = true\nexclude = ['tmp_*', 'audit.*']\n\
                    scratch_url = 'postgresql://localhost/postgres'\n[ci]\ncompare_type = false";
        let comparison = load(text, Some("ci")).unwrap().comparison;
        assert_eq!(
            (comparison.include_schemas, comparison.compare_type),
            (Some(true), Some(false))
        );
        assert_eq!((comparison.compare_server_default, comparison.render_as_batch), (None, None));
        assert_eq!(comparison.exclude, ["tmp_*", "audit.*"]);
        let scratch = load(text, None).unwrap().resolved_scratch_url().unwrap();
        assert_eq!(scratch.as_deref(), Some("postgresql://localhost/postgres"));
    }

    #[test]
    fn hooks_and_places_of_revisions() {
        let text = "script_location = 'm'\nversion_locations = ['m/a', '/b']\ntimezone = 'europe/berlin'\n\
                    [[post_write_hooks]]\nname = 'fmt'\ntype = 'exec'\nexecutable = 'rustfmt'\n\
                    options = '--edition 2024 \"a b\"'\ncwd = 'm'";
        let config = load(text, None).unwrap();
        let locations = [Path::new("/project/m/a"), Path::new("/b")];
        assert_eq!(config.revision_files.locations, locations);
        assert!(config.revision_files.time_zone.is_some());
        let hook = &config.write_hooks[0];
        assert_eq!((hook.name.as_str(), hook.executable.as_str()), ("fmt", "rustfmt"));
        assert_eq!(hook.options, ["--edition", "2024", "a b"]);
        assert_eq!(hook.cwd.as_deref(), Some(Path::new("m")));
        let default = load("script_location = 'm'", None).unwrap();
        assert_eq!(default.revision_files.locations, [Path::new("/project/m/versions")]);
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
                "script_location = 'm'\nversion_locations = ['a', 3]",
                None,
                "/project/runner.toml:2: `version_locations` must be a list of texts",
                None,
            ),
            (
                "script_location = 'm'\nfile_template = '%(rev)s/%(slug)s'",
                None,
                "/project/runner.toml:2: `file_template` is wrong: it makes folders, which needs \
                 `recursive_version_locations = true`",
                None,
            ),
            (
                "script_location = 'm'\ntimezone = 'Mars'",
                None,
                "/project/runner.toml:2: `timezone` must be the name of a time zone, such as `UTC` or `Europe/Berlin`",
                None,
            ),
            (
                "script_location = 'm'\n[[post_write_hooks]]\nname = 'fmt'\ntype = 'exec'",
                None,
                "/project/runner.toml: the write hook `fmt` does not say `executable`",
                None,
            ),
            (
                "script_location = 'm'\n[[post_write_hooks]]\nname = 'fmt'\ntype = 'module'",
                None,
                "/project/runner.toml: the write hook `fmt` has the type `module`, and only `exec` is known",
                None,
            ),
            (
                "script_location = 'm'\nlock_timeout = 3\n[a]\nlock_timeout = 'x'",
                Some("a"),
                "/project/runner.toml:4: `lock_timeout` must be a number of seconds",
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
