//! Reads values and, where one is wrong, says where it stands.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use jiff::tz::TimeZone;
use toml::{Table, Value};

use super::overrides::{Overrides, expand};
use super::{ConfigError, WriteHook};

/// What may stand at the top of the file and in each section.
pub(super) const KEYS: [&str; 28] = [
    "script_location",
    "databases",
    "two_phase_commit",
    "version_locations",
    "recursive_version_locations",
    "file_template",
    "truncate_slug_length",
    "timezone",
    "revision_environment",
    "post_write_hooks",
    "url",
    "version_table",
    "version_table_schema",
    "version_table_pk",
    "transaction_per_migration",
    "transactional_ddl",
    "automatic_batch",
    "search_path",
    "statement_timeout",
    "database_lock_timeout",
    "lock_timeout",
    "include_schemas",
    "compare_type",
    "compare_server_default",
    "render_as_batch",
    "exclude",
    "scratch_url",
    "attributes",
];

/// The keys of a write hook.
const HOOK_KEYS: [&str; 5] = ["name", "type", "executable", "options", "cwd"];

/// The values of a project file, with the chosen sections laid over its top.
pub(super) struct Reader<'a> {
    file: &'a Path,
    text: &'a str,
    table: &'a Table,
    /// The sections chosen, the uppermost first, with what their headers say.
    sections: Vec<(String, &'a Table)>,
}

impl<'a> Reader<'a> {
    /// Checks all keys, and finds the section that was asked for.
    pub(super) fn new(
        file: &'a Path,
        text: &'a str,
        table: &'a Table,
        overrides: &Overrides,
    ) -> Result<Self, ConfigError> {
        let mut reader = Self { file, text, table, sections: Vec::new() };
        let (sections, top) = split(table);
        reader.check_keys(top)?;
        for (_, section) in &sections {
            // What a section says of a database of its own.
            let (below, keys) = split(section);
            let listed = reader.listed(section);
            let is_database = |name: &&str| listed.contains(name);
            reader.check_keys(keys)?;
            reader.check_keys(below.iter().map(|(name, _)| *name).filter(|it| !is_database(it)))?;
            for (_, database) in below {
                reader.check_keys(database.keys().map(String::as_str))?;
            }
        }
        if let Some(name) = &overrides.section {
            let Some((_, section)) = sections.iter().find(|(key, _)| key == name) else {
                let known = sections.iter().map(|(key, _)| (*key).to_owned()).collect();
                let (file, name) = (file.to_owned(), name.clone());
                return Err(ConfigError::NoSection { file, name, known });
            };
            reader.sections.push((name.clone(), section));
        }
        Ok(reader)
    }

    /// Returns the values for one of the databases: its own section lies over those that are chosen, and the one that the chosen
    /// section has for it over all.
    pub(super) fn of_database(&self, name: &str) -> Result<Self, ConfigError> {
        let own = self.table.get(name).and_then(Value::as_table);
        let own = own.filter(|_| !KEYS.contains(&name)).map(|table| (name.to_owned(), table));
        let within = self.sections.iter().filter_map(|(section, table)| {
            let table = table.get(name)?.as_table()?;
            Some((format!("{section}.{name}"), table))
        });
        let mut sections: Vec<_> = within.chain(own).collect();
        if sections.is_empty() {
            let (file, line) = (self.file.to_owned(), self.line("databases"));
            return Err(ConfigError::NoDatabaseSection { file, line, name: name.to_owned() });
        }
        sections.extend(self.sections.iter().cloned());
        Ok(Self { sections, ..*self })
    }

    /// Returns the header of the section of one database that says a key, if one does.
    pub(super) fn database_section_with(&self, key: &str, database: &str) -> Option<&str> {
        let is_its = |header: &str| header.rsplit('.').next() == Some(database);
        let mut its = self.sections.iter().filter(|(header, _)| is_its(header));
        its.find(|(_, table)| table.contains_key(key)).map(|(header, _)| header.as_str())
    }

    /// Returns the databases that a section lists, or the top of the file.
    fn listed(&self, section: &'a Table) -> Vec<&'a str> {
        let list = section.get("databases").or_else(|| self.table.get("databases"));
        list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// Returns the file that is read.
    pub(super) fn file(&self) -> &'a Path {
        self.file
    }

    pub(super) fn text(&self, key: &str) -> Result<Option<String>, ConfigError> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(self.wrong(key, "text")),
        }
    }

    pub(super) fn texts(&self, key: &str) -> Result<Option<Vec<String>>, ConfigError> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let texts = value.as_array().and_then(|list| list.iter().map(text).collect());
        texts.map(Some).ok_or_else(|| self.wrong(key, "a list of texts"))
    }

    pub(super) fn boolean(&self, key: &str) -> Result<Option<bool>, ConfigError> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::Boolean(value)) => Ok(Some(*value)),
            Some(_) => Err(self.wrong(key, "`true` or `false`")),
        }
    }

    pub(super) fn count(&self, key: &str) -> Result<Option<usize>, ConfigError> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let count = value.as_integer().and_then(|count| usize::try_from(count).ok());
        count
            .filter(|count| *count > 0)
            .map(Some)
            .ok_or_else(|| self.wrong(key, "a number above 0"))
    }

    pub(super) fn seconds(&self, key: &str) -> Result<Option<Duration>, ConfigError> {
        let seconds = match self.get(key) {
            None => return Ok(None),
            Some(Value::Integer(seconds)) => *seconds as f64,
            Some(Value::Float(seconds)) => *seconds,
            Some(_) => -1.0,
        };
        let duration = Duration::try_from_secs_f64(seconds);
        duration.map(Some).map_err(|_| self.wrong(key, "a number of seconds"))
    }

    /// Returns a text as the type that it stands for.
    pub(super) fn parsed<T>(&self, key: &str) -> Result<Option<T>, ConfigError>
    where
        T: FromStr<Err: std::fmt::Display>,
    {
        let Some(text) = self.text(key)? else { return Ok(None) };
        text.parse().map(Some).map_err(|error: T::Err| self.invalid(key, error.to_string()))
    }

    pub(super) fn time_zone(&self, key: &str) -> Result<Option<TimeZone>, ConfigError> {
        let Some(name) = self.text(key)? else { return Ok(None) };
        let expected = "the name of a time zone, such as `UTC` or `Europe/Berlin`";
        TimeZone::get(&name).map(Some).map_err(|_| self.wrong(key, expected))
    }

    /// Returns the attributes, sorted by name: those of a section lie over those below it one by one.
    pub(super) fn attributes(&self) -> Result<Vec<(String, String)>, ConfigError> {
        let mut attributes = BTreeMap::new();
        let sections = self.sections.iter().rev().map(|(_, section)| *section);
        for level in [self.table].into_iter().chain(sections) {
            let table = match level.get("attributes") {
                None => continue,
                Some(Value::Table(table)) => table,
                Some(_) => return Err(self.wrong("attributes", "a table")),
            };
            attributes.extend(table);
        }
        let each = attributes.into_iter();
        each.map(|(name, value)| {
            let text = match value {
                Value::String(text) => expand(text, name, self.file)?,
                other => other.to_string(),
            };
            Ok((name.clone(), text))
        })
        .collect()
    }

    /// Returns the programs that are run on each new revision file.
    pub(super) fn write_hooks(&self) -> Result<Vec<WriteHook>, ConfigError> {
        let key = "post_write_hooks";
        let Some(value) = self.get(key) else { return Ok(Vec::new()) };
        let tables = value.as_array().and_then(|list| list.iter().map(Value::as_table).collect());
        let tables: Vec<&Table> =
            tables.ok_or_else(|| self.wrong(key, "a list of tables: `[[post_write_hooks]]`"))?;
        let each = tables.into_iter().enumerate();
        each.map(|(position, table)| self.write_hook(position, table)).collect()
    }

    fn write_hook(&self, position: usize, table: &Table) -> Result<WriteHook, ConfigError> {
        let text = |key: &str| table.get(key).and_then(Value::as_str);
        let name = text("name").map_or_else(|| format!("{}", position + 1), str::to_owned);
        let wrong = |reason: String| {
            let (file, hook) = (self.file.to_owned(), name.clone());
            ConfigError::WriteHook { file, hook, reason }
        };
        let is_text = |key: &&str| table.get(*key).is_none_or(Value::is_str);
        if let Some(key) = table.keys().find(|key| !HOOK_KEYS.contains(&key.as_str())) {
            return Err(wrong(format!("has the unknown key `{key}`")));
        }
        if let Some(key) = HOOK_KEYS.iter().find(|key| !is_text(key)) {
            return Err(wrong(format!("should say `{key}` as text")));
        }
        match text("type") {
            Some("exec") | None => {}
            Some(kind) => {
                return Err(wrong(format!("has the type `{kind}`, and only `exec` is known")));
            }
        }
        let executable = text("executable").filter(|it| !it.is_empty());
        let executable = executable.ok_or_else(|| wrong("does not say `executable`".into()))?;
        let options = shlex::split(text("options").unwrap_or_default());
        Ok(WriteHook {
            executable: executable.to_owned(),
            options: options.ok_or_else(|| wrong("has `options` with an open quote".into()))?,
            cwd: text("cwd").map(PathBuf::from),
            name,
        })
    }

    /// Says that the section of a database has a key that holds for all of them.
    pub(super) fn shared(&self, key: &'static str, section: &str) -> ConfigError {
        let (file, line) = (self.file.to_owned(), self.line(key));
        ConfigError::SharedKey { file, line, section: section.to_owned(), key }
    }

    /// Says that a value is of the right kind and means nothing.
    pub(super) fn invalid(&self, key: &str, reason: String) -> ConfigError {
        let (file, line) = (self.file.to_owned(), self.line(key));
        ConfigError::InvalidValue { file, line, key: key.to_owned(), reason }
    }

    fn get(&self, key: &str) -> Option<&'a Value> {
        let in_section = self.sections.iter().find_map(|(_, section)| section.get(key));
        in_section.or_else(|| self.table.get(key))
    }

    fn check_keys<'k>(&self, keys: impl IntoIterator<Item = &'k str>) -> Result<(), ConfigError> {
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

    fn wrong(&self, key: &str, expected: &'static str) -> ConfigError {
        let (file, line) = (self.file.to_owned(), self.line(key));
        ConfigError::WrongValue { file, line, key: key.to_owned(), expected }
    }

    /// Finds the line that sets `key`, from 1: in the chosen section where that has it, else at the first place.
    fn line(&self, key: &str) -> Option<usize> {
        let sets = |line: &str| {
            let rest = line.trim_start().strip_prefix(key).map(str::trim_start);
            rest.is_some_and(|rest| rest.starts_with(['=', '.']))
        };
        let header = self.sections.iter().find(|(_, section)| section.contains_key(key));
        let header = header.map(|(name, _)| format!("[{name}]"));
        let is_header = |line: &str| header.as_ref().is_some_and(|header| line.trim() == header);
        let from = self.text.lines().position(is_header).unwrap_or(0);
        let at = self.text.lines().skip(from).position(sets)?;
        Some(from + at + 1)
    }
}

/// Tells the sections of a table from its keys.
fn split(table: &Table) -> (Vec<(&str, &Table)>, Vec<&str>) {
    let (mut sections, mut keys) = (Vec::new(), Vec::new());
    for (key, value) in table {
        match value.as_table().filter(|_| !KEYS.contains(&key.as_str())) {
            Some(section) => sections.push((key.as_str(), section)),
            None => keys.push(key.as_str()),
        }
    }
    (sections, keys)
}

fn near(key: &str) -> Option<&'static str> {
    let distance = |known: &&&'static str| strsim::damerau_levenshtein(key, known);
    KEYS.iter().min_by_key(distance).filter(|known| distance(known) <= 3).copied()
}
