//! `init`: make a migration package.

use std::path::PathBuf;

use clap::Args;

use super::session::Session;
use crate::command::{self, InitOptions};
use crate::config::FILE_NAME;
use crate::error::Error;

#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// The migration package's folder
    #[arg(default_value = "migrations")]
    directory: PathBuf,
    /// A name that `list-templates` shows, or the path of a folder
    #[arg(short, long, default_value = "generic", value_name = "NAME")]
    template: String,
    /// Also write a `Makefile` of daily commands beside the project file
    #[arg(long)]
    makefile: bool,
    /// Where the source of `migration-api` is
    #[arg(long, alias = "api_path", value_name = "PATH")]
    api_path: Option<PathBuf>,
}

pub(super) fn run(args: InitArgs, session: &mut Session<'_>) -> Result<(), Error> {
    let done = command::init(&InitOptions {
        folder: session.folder.clone(),
        directory: args.directory,
        template: args.template,
        project_file: session.overrides.file.clone().unwrap_or_else(|| FILE_NAME.into()),
        makefile: args.makefile,
        api_path: args.api_path,
    })?;
    session.output.initialised(&done);
    Ok(())
}
