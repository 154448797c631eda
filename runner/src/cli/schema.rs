//! `schema`: what a database holds, for a start, for a program, or to look at.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::databases::OneDatabaseArgs;
use super::session::Session;
use crate::command::{self, SchemaFormat, SchemaOptions};
use crate::error::Error;

#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    #[command(flatten)]
    pub(super) databases: OneDatabaseArgs,
    /// The database, instead of the project's
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// What its objects are written as
    #[arg(long, value_name = "FORMAT", default_value = "sql")]
    format: Format,
    /// Schemas to show besides the default one: `billing,audit`, or `*` for all
    #[arg(long, value_name = "SCHEMA", value_delimiter = ',')]
    schemas: Vec<String>,
    /// The file to write, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// What the objects of a database are written as.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A function that gives metadata, for `env.rs`
    Rust,
    /// The statements that make them
    Sql,
    /// All that is known, for programs
    Json,
    /// An entity-relationship diagram for Mermaid
    Mermaid,
    /// An entity-relationship diagram as a picture
    Svg,
}

impl From<Format> for SchemaFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Rust => Self::Rust,
            Format::Sql => Self::Sql,
            Format::Json => Self::Json,
            Format::Mermaid => Self::Mermaid,
            Format::Svg => Self::Svg,
        }
    }
}

pub(super) fn run(args: SchemaArgs, session: &mut Session<'_>) -> Result<(), Error> {
    let options = SchemaOptions {
        url: args.url,
        format: args.format.into(),
        schemas: args.schemas,
        output: args.output,
    };
    let schema = command::schema(&session.folder, &session.overrides, &options)?;
    session.output.schema(&schema);
    Ok(())
}
