//! `schema`: what a database holds.

use std::fs;
use std::path::{Path, PathBuf};

use migration_api::abi::Arena;
use migration_api::schema::TableName;

use crate::autogenerate::render::{self, RenderOptions};
use crate::autogenerate::without_left_alone;
use crate::config::{Config, ConfigError, Overrides, SessionSettings};
use crate::diagram;
use crate::dialect::{self, DatabaseUrl, Dialect, Session};
use crate::error::Error;
use crate::schema::document::SchemaDocument;
use crate::schema::{Schema, SchemaError, script};

/// Which database is shown, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaOptions {
    /// The database; the project's, unless told.
    pub url: Option<String>,
    /// What it is written as.
    pub format: SchemaFormat,
    /// The schemas to show besides the default one; `*` for all.
    pub schemas: Vec<String>,
    /// The file to write, as seen from the folder.
    pub output: Option<PathBuf>,
}

/// What the objects of a database are written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaFormat {
    /// A function that gives metadata.
    Rust,
    /// The statements that make them.
    Sql,
    /// All that is known, for programs.
    Json,
    /// An entity-relationship diagram for Mermaid.
    Mermaid,
    /// An entity-relationship diagram as a picture.
    Svg,
}

/// What a database holds, written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaText {
    /// The database's URL, without the password.
    pub url: String,
    /// The text.
    pub text: String,
    /// The file that it was written into, if that was asked for.
    pub file: Option<PathBuf>,
}

/// Reads what a database holds and writes it down, the version table and the like left out. A project file is not needed
/// where a URL is given.
///
/// # Errors
/// When no database is named, it cannot be read, or the file cannot be written.
pub fn schema(
    folder: &Path,
    overrides: &Overrides,
    options: &SchemaOptions,
) -> Result<SchemaText, Error> {
    let config = match Config::load(folder, overrides) {
        Ok(config) => Some(config),
        Err(ConfigError::NotFound { .. }) if options.url.is_some() => None,
        Err(error) => return Err(error.into()),
    };
    if let (None, Some(config)) = (&options.url, &config) {
        config.require_one_database()?;
    }
    let configured = || config.as_ref().map_or(Ok(None), Config::resolved_url);
    let (url, base) = match (&options.url, &config) {
        (Some(url), _) => (url.clone(), folder),
        (None, Some(config)) => (configured()?.ok_or(SchemaError::NoUrl)?, config.root.as_path()),
        (None, None) => return Err(SchemaError::NoUrl.into()),
    };
    let url: DatabaseUrl = url.parse().map_err(dialect::DatabaseError::from)?;
    let session = config.as_ref().map_or_else(SessionSettings::default, |it| it.session.clone());
    let mut connection = dialect::open_existing(&url, base, &session)?;
    let arena = Arena::default();
    let mut schema = read(connection.as_mut(), &options.schemas, &arena)?;
    let default_schema = url.dialect().inspector().default_schema(connection.as_mut())?;
    without_left_alone(&mut schema, version_table(config.as_ref(), &default_schema));
    let text = write(url.dialect(), &schema, options.format)?;
    let file = options.output.as_ref().map(|file| folder.join(file));
    if let Some(file) = &file {
        fs::write(file, &text)
            .map_err(|source| SchemaError::Write { file: file.clone(), source })?;
    }
    Ok(SchemaText { url: url.to_string(), text, file })
}

/// Returns the name of the version table, without its schema where that is the default one.
fn version_table<'c>(config: Option<&'c Config>, default_schema: &str) -> TableName<'c> {
    let Some(config) = config else {
        return TableName { schema: None, name: "alembic_version" };
    };
    let schema = config.version_table_schema.as_deref().filter(|name| *name != default_schema);
    TableName { schema, name: &config.version_table }
}

fn read<'a>(
    connection: &mut dyn Session,
    wanted: &[String],
    arena: &'a Arena,
) -> Result<Schema<'a>, Error> {
    let inspector = connection.dialect().inspector();
    let default_schema = inspector.default_schema(connection)?;
    let known = match wanted {
        [] => Vec::new(),
        _ => inspector.schemas(connection)?,
    };
    let unknown =
        |name: &&String| *name != "*" && **name != default_schema && !known.contains(name);
    if let Some(name) = wanted.iter().find(unknown) {
        return Err(SchemaError::NoSchema { name: name.clone(), known }.into());
    }
    let all = wanted.iter().any(|name| name == "*");
    let asked = known.iter().filter(|name| all || wanted.contains(name));
    let schemas = Vec::from_iter(asked.map(String::as_str));
    Ok(inspector.reflect(connection, &schemas, arena)?)
}

fn write(
    dialect: &dyn Dialect,
    schema: &Schema<'_>,
    format: SchemaFormat,
) -> Result<String, SchemaError> {
    Ok(match format {
        SchemaFormat::Rust => render::metadata(schema, &RenderOptions::default())?,
        SchemaFormat::Sql => script(dialect, schema)?,
        SchemaFormat::Json => SchemaDocument::of(dialect, schema)?.to_json(),
        SchemaFormat::Mermaid => diagram::mermaid(dialect, schema)?,
        SchemaFormat::Svg => diagram::svg(dialect, schema)?,
    })
}
