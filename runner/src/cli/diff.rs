//! `diff`: what differs between two schemas, wherever they come from.

use clap::{Args, ValueEnum};

use super::args::EnvironmentArgs;
use super::databases::OneDatabaseArgs;
use super::session::Session;
use crate::command::{self, DiffOptions};
use crate::error::Error;
use crate::runtime::{ComparisonForm, RuntimeError};

#[derive(Debug, Args)]
pub(super) struct DiffArgs {
    /// What there is: `database`, `metadata`, a URL, a file of SQL (`old.sql`), or a revision
    #[arg(long, value_name = "SCHEMA")]
    from: String,
    /// What is wanted: the same choice
    #[arg(long, value_name = "SCHEMA")]
    to: String,
    /// How differences are told
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    #[command(flatten)]
    pub(super) databases: OneDatabaseArgs,
    #[command(flatten)]
    pub(super) environment: EnvironmentArgs,
}

/// How differences are told.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Each in one line
    Text,
    /// The statements that lead from the one to the other
    Sql,
    /// All that is known of them, for programs
    Json,
}

pub(super) fn run(args: &DiffArgs, session: &mut Session<'_>) -> Result<(), Error> {
    let form = match args.format {
        Format::Text => ComparisonForm::Lines,
        Format::Sql => ComparisonForm::Sql,
        Format::Json => ComparisonForm::Json,
    };
    let options = DiffOptions {
        from: command::schema_source(&args.from, &session.folder)?,
        to: command::schema_source(&args.to, &session.folder)?,
        form,
    };
    let Session { folder, overrides, output } = session;
    let compared = command::diff(folder, overrides, &options, &mut |event| output.event(event))?;
    output.compared(&compared, form);
    match compared.differences.len() {
        0 => Ok(()),
        count => Err(RuntimeError::SchemasDiffer { count }.into()),
    }
}
